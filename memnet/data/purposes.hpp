// The purposes of random numbers. A RandomStream belongs to (seed, purpose, index), so streams of different purposes
// are independent of each other. The spelling is part of every result: another name gives other numbers.
#pragma once

#include <array>
#include <cstddef>

#include "memnet/base/text.hpp"

namespace memnet::purposes {

inline constexpr const char* kTrain = "train";                       // the episodes to learn from
inline constexpr const char* kLengths = "lengths";                   // the lengths of those episodes
inline constexpr const char* kNoise = "noise";                       // noise that a model adds while it learns
inline constexpr const char* kChoices = "choices";                   // random choices of a model while it learns
inline constexpr const char* kSoft = "soft";                         // which batches have soft choices
inline constexpr const char* kVariance = "variance";                 // the batch whose choices are drawn many times
inline constexpr const char* kTestChoices = "choices at test";       // random choices in evaluations
inline constexpr const char* kEvaluate = "evaluate";                 // evaluations during training
inline constexpr const char* kFinal = "final";                       // the evaluation at the end
inline constexpr const char* kFresh = "fresh";                       // `memnet eval`
inline constexpr const char* kTrace = "trace";                       // episodes whose heads are recorded
inline constexpr const char* kAttention = "attention";               // episodes for the statistics of heads
inline constexpr const char* kCost = "cost";                         // episodes for counting operations
inline constexpr const char* kBaseline = "baseline";                 // the best answer without a memory
inline constexpr const char* kBench = "bench";                       // `memnet bench`
inline constexpr const char* kComparison = "comparison";             // bootstrap intervals of a comparison
inline constexpr const char* kGenerate = "generate";                 // `memnet generate`
inline constexpr const char* kGenerateLengths = "generate lengths";  // the lengths of those episodes
inline constexpr const char* kGenerateValid = "generate valid";      // other episodes, for validation
inline constexpr const char* kGenerateTest = "generate test";        // and for a test
inline constexpr const char* kDescribe = "describe";                 // the example of `memnet describe`

// The initial values of a parameter have a stream of their own: "init/" and the parameter's name (Params::initialize).
inline constexpr std::array kAll = {
    kTrain,        kLengths,  kNoise,   kEvaluate,    kFinal,    kFresh,    kTrace,           kCost,
    kAttention,    kBaseline, kBench,   kComparison,  kDescribe, kGenerate, kGenerateLengths, kGenerateValid,
    kGenerateTest, kSoft,     kChoices, kTestChoices, kVariance};

// A stream depends only on the hash of its purpose, so hashes must differ.
constexpr bool all_differ() {
  for (std::size_t i = 0; i < kAll.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (hash32(kAll[i]) == hash32(kAll[j])) return false;
  return true;
}
static_assert(all_differ());

}  // namespace memnet::purposes

// What the writer and the reader of run files share: where things are.
#pragma once

#include <cstdint>

namespace memnet::run_file {

inline constexpr const char* kFormat = "memnet-run";
inline constexpr std::int64_t kVersion = 3;  // before 3, errors were called bit errors, and no release wrote them

inline constexpr const char* kConfig = "/config";
inline constexpr const char* kProvenance = "/provenance";
inline constexpr const char* kTiming = "/timing";
inline constexpr const char* kCost = "/cost";
inline constexpr const char* kTrain = "/train";
inline constexpr const char* kEvaluation = "/evaluation";
inline constexpr const char* kSweep = "/sweep";
inline constexpr const char* kAttention = "/attention";
inline constexpr const char* kQuestions = "/questions";
inline constexpr const char* kTrace = "/trace";
inline constexpr const char* kSnapshots = "/snapshots";
inline constexpr const char* kNoAxis = "-";  // of a panel that has one row
inline constexpr const char* kParameters = "/state/parameters";
inline constexpr const char* kOptimizer = "/state/optimizer";
inline constexpr const char* kCounters = "/state/counters";

}  // namespace memnet::run_file

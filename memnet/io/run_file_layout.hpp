// What the writer and the reader of run files share: the names of groups, and how names are built.
#pragma once

#include <string>
#include <utility>

#include "memnet/io/run_file.hpp"

namespace memnet::run_file {

inline constexpr const char* kFormat = "memnet-run";
inline constexpr const char* kVersion = kRunFileVersion;
// The version of release 0.1, where it is a number; run_file_version3.hpp describes the differences. No release wrote
// an earlier version.
inline constexpr const char* kVersion3 = "3";

inline constexpr const char* kConfig = "/config";
inline constexpr const char* kProvenance = "/provenance";
inline constexpr const char* kTiming = "/timing";
inline constexpr const char* kTask = "/task";
inline constexpr const char* kCost = "/cost";
inline constexpr const char* kTrain = "/train";
inline constexpr const char* kEvaluation = "/evaluation";
inline constexpr const char* kSweep = "/sweep";
inline constexpr const char* kAttention = "/attention";
inline constexpr const char* kQuestions = "/questions";
inline constexpr const char* kParts = "/parts";
inline constexpr const char* kTrace = "/trace";
inline constexpr const char* kWords = "words";               // in kTrace
inline constexpr const char* kSourceWords = "source_words";  // in kTrace
inline constexpr const char* kSnapshots = "/snapshots";
inline constexpr const char* kParameters = "/state/parameters";
inline constexpr const char* kOptimizer = "/state/optimizer";
inline constexpr const char* kCounters = "/state/counters";

// Returns the part of a name before its last '/' and the part after it: "read0" and "weighting"; "" and the whole name
// without a '/'.
inline std::pair<std::string, std::string> split_name(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  return slash == name.npos ? std::pair{std::string(), name} : std::pair{name.substr(0, slash), name.substr(slash + 1)};
}

}  // namespace memnet::run_file

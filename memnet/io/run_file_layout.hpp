// What the writer and the reader of run files share: where things are.
#pragma once

#include "memnet/io/run_file.hpp"

namespace memnet::run_file {

inline constexpr const char* kFormat = "memnet-run";
inline constexpr const char* kVersion = kRunFileVersion;
// Release 0.1 wrote it, as a number; run_file_version3.hpp says how it differs. No release wrote an earlier one.
inline constexpr const char* kVersion3 = "3";

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
inline constexpr const char* kParameters = "/state/parameters";
inline constexpr const char* kOptimizer = "/state/optimizer";
inline constexpr const char* kCounters = "/state/counters";

}  // namespace memnet::run_file

// What a run came to, in the numbers that a comparison is about.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

struct Result {
  std::uint64_t seed = 0;
  bool diverged = false;
  bool solved = false;   // at the end: see criterion.hpp
  double sequences = 0;  // trained on
  std::optional<double>
      criterion;  // sequences before the first evaluation that was solved, of a run that solves at the end

  // For each length of the sweep at the end. A run that diverged knows no more than chance.
  std::vector<double> multiples;     // of the longest trained length
  std::vector<double> exact;         // fraction of sequences right in every bit
  std::vector<double> bit_accuracy;  // fraction of scored bits
  double score = 0;                  // from guessing, 0, to the best possible, 1; mean over these lengths

  // Means over read heads, NaN where there are none; how many slots write heads write to.
  double entropy, read_slots, write_slots, lead, lead_needed;
  double parameters, flops, seconds;  // the last two for one training sequence
};

// Of a finished or diverged run.
Result result_of(const RunRecord& record);

}  // namespace memnet

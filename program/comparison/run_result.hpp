// The result of a run, in the numbers that a comparison uses.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

struct RunResult {
  std::uint64_t seed = 0;
  bool diverged = false;
  bool solved = false;              // at the end (see records/solved.hpp)
  double sequences = 0;             // that it was trained on; the whole budget if it diverged
  std::optional<double> criterion;  // of a solved run: sequences before the first evaluation that was solved

  // One value for each length of the evaluation at the end. A run that diverged has half of all bits right, no word and
  // no number.
  std::vector<double> multiples;      // the lengths, as multiples of the longest trained length
  std::vector<double> exact;          // fraction of sequences without an error
  std::vector<double> right_answers;  // fraction of scored answers (bits, words or numbers) that are right
  std::vector<double> errors;         // per sequence; where no answer is certain, bits above the best possible estimate
  std::vector<double> guessing;       // the same of a model that guesses
  std::vector<double> without_memory;  // the same of the best answer without a memory; kMissing if it is not known
  std::vector<double> before_error;    // fraction of an answer before its first error; kMissing if it is not written
  double score = 0;                    // mean over these lengths, from 0 (no memory) to 1 (best possible)

  // Of a model that writes answers: how it did on the parts of the test (RunRecord::parts).
  RunRecord::NamedColumns parts;

  // Fraction of scored answers that are wrong at the trained lengths; where no answer is certain, bits above the best
  // possible estimate. It is measured on sequences of the seed. Where there is a test split, it is what the criterion
  // of the task measures on the validation split: the fraction of sequences with an error, of wrong answers, or bits.
  // kMissing for a run that diverged.
  double validation_error;

  // Means over read heads, or over write heads for write_slots; kMissing if there are none.
  double entropy, read_slots, write_slots, lead, lead_needed;
  double seconds;  // for one training sequence
#define MEMNET_COST(name, ...) double name;
#include "program/records/costs.def"
#undef MEMNET_COST
};

// Requires a run that is finished or diverged.
RunResult result_of(const RunRecord& record);

}  // namespace memnet

// Lists of lengths.
#include "program/experiment/experiment.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  for (const int length : parse_lengths(std::string(input), 20, "evaluate.lengths")) require(length > 0);
}

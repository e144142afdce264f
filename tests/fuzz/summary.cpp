// Summaries of runs as bytes.
#include "program/records/run_summary.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  const std::span<const std::byte> bytes = std::as_bytes(std::span(input));
  const Bytes again = pack_summary(unpack_summary(bytes));
  require(std::ranges::equal(again, bytes));
}

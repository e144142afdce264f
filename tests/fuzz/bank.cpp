// Texts in the parts of banks, and the runs that they stand for.
#include "memnet/base/error.hpp"
#include "program/comparison/bank_text.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  const std::vector<BankFields> runs = parse_bank_text(input, std::size_t{1} << 20);
  for (const BankFields& run : runs) {
    const RunRecord record = record_of_fields(run);
    require(record.status == "finished" || record.status == "diverged");
  }
}

// INI text of experiments.
#include "memnet/base/ini.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  for (const Setting& setting : parse_ini(std::string(input), "fuzz.ini")) require(!setting.name.empty());
}

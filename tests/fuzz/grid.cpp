// The lists that memnet compare takes: a name and a list a line.
#include "memnet/base/text.hpp"
#include "program/comparison/axes.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  std::vector<Setting> lists;
  for (const std::string& line : split_text(input, '\n')) {
    const std::size_t equals = std::min(line.find('='), line.size());
    lists.push_back({line.substr(0, equals), line.substr(std::min(equals + 1, line.size())), "fuzz"});
  }
  const std::vector<GridAxis> axes = read_axes({lists});
  const std::size_t combinations = count_combinations(axes, 1000);
  for (std::size_t number = 0; number < combinations; ++number) combination(axes, number);
}

// Pairs of a source and a target, and the words of both.
#include "tasks/pairs/reader.hpp"
#include "tasks/pairs/words.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  for (const pairs::TextPair& pair : pairs::parse_pairs(input, "fuzz.txt"))
    for (const pairs::Unit unit : {pairs::Unit::words, pairs::Unit::characters})
      require(pairs::count_words(pair.source, unit) + pairs::count_words(pair.target, unit) > 0);
}

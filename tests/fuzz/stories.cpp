// Stories in the format of bAbI.
#include "tasks/babi/format/reader.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) { babi::parse_stories(input, "fuzz.txt"); }

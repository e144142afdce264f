// Lists of seeds.
#include "program/experiment/experiment.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) { require(!parse_seeds(std::string(input)).empty()); }

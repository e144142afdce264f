// Runs as text: each is written as its difference from the run before it.
//
//   cost.parameters = 62159
//   name = copy-ntm-s1-9d573fcbbe628b00
//   option.seed = 1
//                                    an empty line ends a run; the next one has what has changed,
//   name = copy-ntm-s2-51b2...
//   option.seed = 2
//   - cost.parameters                and here what it does not have any more
//
// Lines are in the order of their names, and runs in the order in which they are given. Within values \n is the end of
// a line, and \\ is a backslash.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "program/comparison/bank_fields.hpp"

namespace memnet {

// Returns the runs as text.
std::string bank_text(std::span<const BankFields> runs);

// The opposite of bank_text(). Throws an Error of kind data, which names the line, for other text, and if the runs have
// more than `most` bytes of text together, since a short text can stand for many long runs.
std::vector<BankFields> parse_bank_text(std::string_view text, std::size_t most);

}  // namespace memnet

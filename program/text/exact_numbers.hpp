// Lists of numbers as short text that loses nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace memnet {

// Returns the numbers as text: "0.5 nan 3", each as short as possible; or, where that is shorter, as quotients of one
// divisor, "499 500 / 1000". Results of counting become short that way. parse_exact_numbers() returns the same bits.
std::string exact_numbers(std::span<const double> numbers);

// Returns the numbers of such a text, nothing if it is not one.
std::optional<std::vector<double>> parse_exact_numbers(std::string_view text);

}  // namespace memnet

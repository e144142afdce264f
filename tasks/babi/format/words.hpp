// From text to words, as in the published results.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace memnet::babi {

// Splits a sentence at its blanks, in lower case and without a final '.' or '?'.
std::vector<std::string> split_words(std::string_view sentence);
// Returns the answer in lower case. It is one word, even if it lists several objects ("football,apple").
std::string answer_word(std::string_view answer);

}  // namespace memnet::babi

// From text to words, as the published results have it: a sentence is cut at its blanks, without its last '.' or '?',
// in small letters. An answer is a single word, also where it lists several things ("football,apple").
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace memnet::babi {

std::vector<std::string> words_of(std::string_view sentence);
std::string answer_word(std::string_view answer);

}  // namespace memnet::babi

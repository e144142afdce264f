// From text to words, as in the published results.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace memnet::babi {

// True if the sentence ends with a question mark.
bool is_question(std::string_view sentence);
// True if a question mark or a full stop is at its end.
bool ends_sentence(std::string_view text);
// Splits a sentence at its blanks, in lower case (of A to Z alone). Marks at its end ('.', '?', '!', and those of other
// scripts) and the punctuation ,;:!"() around a word are no part of a word; everything else is, also other marks.
std::vector<std::string> split_words(std::string_view sentence);
// Returns the answer in lower case, with single blanks. It is one word of the vocabulary, even if it has several words
// ("roof space") or lists several objects ("football,apple").
std::string answer_word(std::string_view answer);

}  // namespace memnet::babi

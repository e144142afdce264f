// A story of the bAbI tasks as text (Weston et al. 2015, "Towards AI-complete question answering"): statements, and
// between them questions about the statements so far.
#pragma once

#include <string>
#include <vector>

namespace memnet::babi {

struct Line {
  std::string text;           // the sentence, with its '.' or '?'
  std::string answer;         // of a question; empty for a statement
  std::vector<int> supports;  // line numbers, from 1, of the statements from which the answer follows

  bool is_question() const { return !answer.empty(); }
  bool operator==(const Line&) const = default;
};

using StoryText = std::vector<Line>;

// Returns a digest of what the stories say (memnet/base/digest.hpp).
std::string digest_of(const std::vector<StoryText>& stories);

}  // namespace memnet::babi

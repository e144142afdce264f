// A story of the bAbI tasks as text (Weston et al. 2015, "Towards AI-complete question answering"): statements, and
// between them questions about what was said so far. It does not depend on the precision of the library.
#pragma once

#include <string>
#include <vector>

namespace memnet::babi {

struct Line {
  std::string text;           // the sentence, with its '.' or '?'
  std::string answer;         // empty: a statement
  std::vector<int> supports;  // the statements that the answer rests on: line numbers, from 1, in the file's order

  bool is_question() const { return !answer.empty(); }
  bool operator==(const Line&) const = default;
};

using Story = std::vector<Line>;

}  // namespace memnet::babi

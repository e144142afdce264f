#include "tasks/babi/solver/solver.hpp"

#include "tasks/babi/format/words.hpp"
#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {

#define MEMNET_BABI(name, ...) std::string solve_##name(const Statements& statements, const Sentence& question);
#include "tasks/babi/generator/table.def"
#undef MEMNET_BABI

std::string solve(int task, std::span<const Line> before, const std::string& question) {
  Statements statements;
  for (const Line& line : before)
    if (!line.is_question()) statements.push_back({split_words(line.text)});
  const Sentence asked{split_words(question)};
  switch (task) {
#define MEMNET_BABI(name, number, ...) \
  case number:                         \
    return solve_##name(statements, asked);
#include "tasks/babi/generator/table.def"
#undef MEMNET_BABI
  }
  return "";
}

}  // namespace memnet::babi

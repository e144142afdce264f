// Tasks 1, 6, 9, 10, 11, 12 and 13: who is where.
#include <iterator>
#include <map>

#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {
namespace {

using Names = std::vector<std::string>;

// What was said last about each person.
std::map<std::string, Sentence> last_words(const Statements& statements) {
  std::map<std::string, Sentence> last;
  Names people;
  for (const Sentence& sentence : statements) {
    if (!sentence.has_one_of({"he", "she", "they"})) {  // else it is about whom the sentence before it was about
      people = {sentence.at(0)};
      if (sentence.at(1) == "and") people.push_back(sentence.at(2));
    }
    for (const std::string& person : people) last[person] = sentence;
  }
  return last;
}

std::string where(const Statements& statements, const Sentence& question) {
  return last_words(statements)[question.last()].last();
}

// Is mary in the garden?
std::string is_there(const std::map<std::string, Sentence>& last, const Sentence& question) {
  const auto found = last.find(question.at(1));
  if (found == last.end()) return "";
  const Sentence& said = found->second;
  const std::string asked = question.last();
  if (said.has("either")) return said.after("either", 3) == asked || said.last() == asked ? "maybe" : "no";
  if (said.has_one_of({"not", "longer"})) return said.last() == asked ? "no" : "";
  return said.last() == asked ? "yes" : "no";
}

}  // namespace

std::string solve_single_supporting_fact(const Statements& statements, const Sentence& question) {
  return where(statements, question);
}

std::string solve_basic_coreference(const Statements& statements, const Sentence& question) {
  return where(statements, question);
}

std::string solve_conjunction(const Statements& statements, const Sentence& question) {
  return where(statements, question);
}

std::string solve_compound_coreference(const Statements& statements, const Sentence& question) {
  return where(statements, question);
}

std::string solve_simple_negation(const Statements& statements, const Sentence& question) {
  return is_there(last_words(statements), question);
}

std::string solve_indefinite_knowledge(const Statements& statements, const Sentence& question) {
  return is_there(last_words(statements), question);
}

// What is picked up or put down says nothing about where that is.
std::string solve_yes_no_questions(const Statements& statements, const Sentence& question) {
  Statements moves;
  std::ranges::copy_if(statements, std::back_inserter(moves), [](const Sentence& said) { return said.has("to"); });
  return is_there(last_words(moves), question);
}

}  // namespace memnet::babi

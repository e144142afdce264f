// Tasks 1, 6, 9, 10, 11, 12 and 13: the rooms in which people are.
#include <iterator>
#include <map>

#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {
namespace {

using Names = std::vector<std::string>;

// The last sentence about each person.
std::map<std::string, Sentence> last_sentences(const Statements& statements) {
  std::map<std::string, Sentence> last;
  Names people;
  for (const Sentence& sentence : statements) {
    if (!sentence.has_one_of({"he", "she", "they"})) {  // a pronoun refers to the people of the sentence before
      people = {sentence.at(0)};
      if (sentence.at(1) == "and") people.push_back(sentence.at(2));
    }
    for (const std::string& person : people) last[person] = sentence;
  }
  return last;
}

std::string where(const Statements& statements, const Sentence& question) {
  return last_sentences(statements)[question.last()].last();
}

// Is mary in the garden?
std::string is_there(const std::map<std::string, Sentence>& last, const Sentence& question) {
  const auto found = last.find(question.at(1));
  if (found == last.end()) return "";
  const Sentence& sentence = found->second;
  const std::string asked = question.last();
  if (sentence.has("either")) return sentence.after("either", 3) == asked || sentence.last() == asked ? "maybe" : "no";
  if (sentence.has_one_of({"not", "longer"})) return sentence.last() == asked ? "no" : "";
  return sentence.last() == asked ? "yes" : "no";
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
  return is_there(last_sentences(statements), question);
}

std::string solve_indefinite_knowledge(const Statements& statements, const Sentence& question) {
  return is_there(last_sentences(statements), question);
}

// Sentences about objects do not say where a person is.
std::string solve_yes_no_questions(const Statements& statements, const Sentence& question) {
  Statements moves;
  std::ranges::copy_if(statements, std::back_inserter(moves),
                       [](const Sentence& sentence) { return sentence.has("to"); });
  return is_there(last_sentences(moves), question);
}

}  // namespace memnet::babi

// Tasks 15, 16 and 20: conclusions from the kind of an animal, or from the feeling of a person.
#include <map>

#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {
namespace {

std::string singular(const std::string& plural) {
  if (plural == "mice") return "mouse";
  if (plural == "wolves") return "wolf";
  return plural == "cats" ? "cat" : plural;
}

}  // namespace

// What is gertrude afraid of?
std::string solve_basic_deduction(const Statements& statements, const Sentence& question) {
  std::map<std::string, std::string> kind, fears;
  for (const Sentence& sentence : statements) {
    if (sentence.has("afraid"))
      fears[singular(sentence.at(0))] = singular(sentence.last());
    else
      kind[sentence.at(0)] = sentence.last();
  }
  return fears[kind[question.at(2)]];
}

// What color is greg? The answer is the color of the animal of his kind that was introduced last, among those of known
// color.
std::string solve_basic_induction(const Statements& statements, const Sentence& question) {
  std::map<std::string, std::string> kind, color;
  for (const Sentence& sentence : statements) (sentence.has("a") ? kind : color)[sentence.at(0)] = sentence.last();
  std::string answer;
  for (const Sentence& sentence : statements) {
    const std::string other = sentence.at(0);
    if (sentence.has("a") && kind[other] == kind[question.last()] && color.contains(other)) answer = color[other];
  }
  return answer;
}

// Why did jason go to the kitchen? Where will jason go?
std::string solve_agents_motivations(const Statements& statements, const Sentence& question) {
  const std::string person = question.at(2);
  std::string feeling;
  for (const Sentence& sentence : statements)
    if (sentence.at(0) == person && sentence.at(1) == "is") feeling = sentence.last();
  if (question.at(0) == "why") return feeling;
  if (feeling == "tired") return "bedroom";
  return feeling == "bored" ? "garden" : feeling.empty() ? "" : "kitchen";
}

}  // namespace memnet::babi

// Tasks 15, 16 and 20: what follows from what somebody is, or feels.
#include <map>

#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {
namespace {

std::string one_of(const std::string& many) {
  if (many == "mice") return "mouse";
  if (many == "wolves") return "wolf";
  return many == "cats" ? "cat" : many;
}

}  // namespace

// What is gertrude afraid of?
std::string solve_basic_deduction(const Statements& statements, const Sentence& question) {
  std::map<std::string, std::string> kind, fears;
  for (const Sentence& sentence : statements) {
    if (sentence.has("afraid"))
      fears[one_of(sentence.at(0))] = one_of(sentence.last());
    else
      kind[sentence.at(0)] = sentence.last();
  }
  return fears[kind[question.at(2)]];
}

// What color is greg? That of the one of his kind who was introduced last, of those whose colour is known.
std::string solve_basic_induction(const Statements& statements, const Sentence& question) {
  std::map<std::string, std::string> kind, colour;
  for (const Sentence& sentence : statements) (sentence.has("a") ? kind : colour)[sentence.at(0)] = sentence.last();
  std::string answer;
  for (const Sentence& sentence : statements) {
    const std::string other = sentence.at(0);
    if (sentence.has("a") && kind[other] == kind[question.last()] && colour.contains(other)) answer = colour[other];
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

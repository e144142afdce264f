// Task 14: events count in the order of the times of day, not of the sentences.
#include <map>

#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {
namespace {

int hour(const Sentence& sentence) {
  if (sentence.has("yesterday")) return 0;
  return sentence.has("morning") ? 1 : sentence.has("afternoon") ? 2 : 3;
}

}  // namespace

// Where was bill before the school?
std::string solve_time_reasoning(const Statements& statements, const Sentence& question) {
  const std::string person = question.at(2), room = question.last();
  std::map<int, std::string> rooms;
  for (const Sentence& sentence : statements)
    if (sentence.has(person)) rooms[hour(sentence)] = sentence.after("the");
  std::string before, answer;
  for (const auto& [time, next] : rooms) {
    if (next == room && !before.empty()) answer = before;
    before = next;
  }
  return answer;
}

}  // namespace memnet::babi

// Tasks 4, 17 and 19: positions that follow from relative positions.
#include <deque>
#include <map>

#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {
namespace {

struct Step {
  int east = 0, north = 0;

  Step operator-() const { return {-east, -north}; }
  bool operator==(const Step&) const = default;
};

struct NamedStep {
  const char* word;
  Step step;
};
constexpr NamedStep kNamedSteps[] = {{"north", {0, 1}}, {"above", {0, 1}}, {"south", {0, -1}}, {"below", {0, -1}},
                                     {"east", {1, 0}},  {"right", {1, 0}}, {"west", {-1, 0}},  {"left", {-1, 0}}};

Step read_step(const Sentence& sentence) {
  for (const NamedStep& course : kNamedSteps)
    if (sentence.has(course.word)) return course.step;
  return {};
}

// "the red square is to the left of the triangle": `step` leads from `other` to `one`. A name is one word, or, for some
// shapes, a color and a word.
struct Relation {
  std::string one, other;
  Step step;
};

Relation read_relation(const Sentence& sentence) {
  const std::size_t start = sentence.index_of("the") + 1, count = sentence.words.size();
  std::size_t end = start;
  while (end < count && sentence.at(end) != "is" && sentence.at(end) != "to" && sentence.at(end) != "above" &&
         sentence.at(end) != "below")
    ++end;
  std::size_t last = count;
  while (last > 0 && sentence.at(last - 1) != "the") --last;
  return {sentence.between(start, end), sentence.between(last, count), read_step(sentence)};
}

// From each place to its neighbors.
using Map = std::map<std::string, std::map<std::string, Step>>;

Map read_map(const Statements& statements) {
  Map map;
  for (const Sentence& sentence : statements) {
    const Relation relation = read_relation(sentence);
    map[relation.other][relation.one] = relation.step;
    map[relation.one][relation.other] = -relation.step;
  }
  return map;
}

// The shortest path from one place to another; empty if there is none.
std::vector<Step> find_path(Map& map, const std::string& from, const std::string& to) {
  std::map<std::string, std::vector<Step>> paths = {{from, {}}};
  std::deque<std::string> open = {from};
  for (; !open.empty() && !paths.contains(to); open.pop_front())
    for (const auto& [next, step] : map[open.front()]) {
      std::vector<Step> path = paths[open.front()];
      path.push_back(step);
      if (paths.try_emplace(next, std::move(path)).second) open.push_back(next);
    }
  return paths[to];
}

}  // namespace

// What is north of the kitchen? What is the kitchen south of?
std::string solve_two_arg_relations(const Statements& statements, const Sentence& question) {
  const bool backwards = question.last() == "of";
  const std::string from = backwards ? question.after("the") : question.last();
  Map map = read_map(statements);
  for (const auto& [place, step] : map[from])
    if (step == (backwards ? -read_step(question) : read_step(question))) return place;
  return "";
}

// Is the red square above the triangle?
std::string solve_positional_reasoning(const Statements& statements, const Sentence& question) {
  const Relation asked = read_relation(question);
  Map map = read_map(statements);
  int along = 0;
  for (const Step& step : find_path(map, asked.other, asked.one))
    along += step.east * asked.step.east + step.north * asked.step.north;
  return along > 0 ? "yes" : "no";
}

// How do you go from the kitchen to the garden?
std::string solve_path_finding(const Statements& statements, const Sentence& question) {
  Map map = read_map(statements);
  std::string path;
  for (const Step& step : find_path(map, question.after("from", 2), question.last())) {
    const char* word =
        std::ranges::find(kNamedSteps, step, &NamedStep::step)->word;  // the points of the compass come first
    path += (path.empty() ? "" : ",") + std::string(1, *word);
  }
  return path;
}

}  // namespace memnet::babi

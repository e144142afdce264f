// Tasks 5, 7 and 8: which person gives, receives and carries which object.
#include <map>
#include <set>

#include "tasks/babi/solver/objects.hpp"

namespace memnet::babi {
namespace {

// The last event of giving that matches; "" matches everything.
ReadEvent last_gift(const Statements& statements, const std::string& giver, const std::string& thing,
                    const std::string& receiver) {
  const std::vector<ReadEvent> events = read_events(statements);
  const auto fits = [](const std::string& wanted, const std::string& is) { return wanted.empty() || wanted == is; };
  for (auto h = events.rbegin(); h != events.rend(); ++h)
    if (h->what == ReadEvent::gives && fits(giver, h->who) && fits(thing, h->thing) && fits(receiver, h->to_whom))
      return *h;
  return {};
}

}  // namespace

std::string solve_three_arg_relations(const Statements& statements, const Sentence& question) {
  const std::string thing = question.after("the");
  if (question.at(0) == "what") return last_gift(statements, question.at(2), "", question.last()).thing;
  if (question.at(1) == "did") return last_gift(statements, question.at(2), thing, "").to_whom;
  if (question.at(1) == "received") return last_gift(statements, "", thing, "").to_whom;
  return last_gift(statements, "", thing, question.after("to")).who;
}

// How many objects is mary carrying?
std::string solve_counting(const Statements& statements, const Sentence& question) {
  const std::string person = question.after("is");
  std::set<std::string> carried;
  for (const ReadEvent& h : read_events(statements)) {
    if (h.what == ReadEvent::gets && h.who == person) carried.insert(h.thing);
    if ((h.what == ReadEvent::drops || h.what == ReadEvent::gives) && h.who == person) carried.erase(h.thing);
    if (h.what == ReadEvent::gives && h.to_whom == person) carried.insert(h.thing);
  }
  constexpr const char* kNumbers[] = {"none", "one", "two", "three", "four", "five", "six", "seven", "eight"};
  return carried.size() < std::size(kNumbers) ? kNumbers[carried.size()] : "";
}

// What is mary carrying? The answer lists objects in the order in which she first took them.
std::string solve_lists_sets(const Statements& statements, const Sentence& question) {
  const std::string person = question.after("is");
  std::vector<std::string> order;
  std::map<std::string, bool> carried;
  for (const ReadEvent& h : read_events(statements)) {
    if (h.who != person || h.thing.empty()) continue;
    if (!carried.contains(h.thing)) order.push_back(h.thing);
    carried[h.thing] = h.what == ReadEvent::gets;
  }
  std::string list;
  for (const std::string& thing : order)
    if (carried[thing]) list += (list.empty() ? "" : ",") + thing;
  return list.empty() ? "nothing" : list;
}

}  // namespace memnet::babi

// Task 18: comparisons of size are transitive.
#include <map>
#include <set>

#include "tasks/babi/solver/reading.hpp"

namespace memnet::babi {
namespace {

struct Pair {
  std::string small, big;
};

// "the box fits inside the chest", "is the box bigger than the chest", "does the box fit in the chest"
Pair read_pair(const Sentence& sentence) {
  const std::size_t start = sentence.index_of("the") + 1;
  for (const char* words : {"fits", "fit", "is", "bigger"}) {
    const std::size_t end = sentence.index_of(words);
    if (end <= start || end >= sentence.words.size()) continue;
    const auto next = std::find(sentence.words.begin() + static_cast<std::ptrdiff_t>(end), sentence.words.end(), "the");
    const Pair pair = {
        sentence.between(start, end),
        sentence.between(static_cast<std::size_t>(next - sentence.words.begin()) + 1, sentence.words.size())};
    return sentence.has("bigger") ? Pair{pair.big, pair.small} : pair;
  }
  return {};
}

class Sizes {
 public:
  explicit Sizes(const Statements& statements) {
    for (const Sentence& sentence : statements) {
      const Pair pair = read_pair(sentence);
      bigger_[pair.small].insert(pair.big);
    }
  }

  bool smaller(const std::string& a, const std::string& b) const {
    std::set<std::string> seen;
    std::vector<std::string> open = {a};
    while (!open.empty()) {
      const auto found = bigger_.find(open.back());
      open.pop_back();
      if (found == bigger_.end()) continue;
      for (const std::string& big : found->second) {
        if (big == b) return true;
        if (seen.insert(big).second) open.push_back(big);
      }
    }
    return false;
  }

 private:
  std::map<std::string, std::set<std::string>> bigger_;
};

}  // namespace

std::string solve_size_reasoning(const Statements& statements, const Sentence& question) {
  const Sizes sizes(statements);
  const Pair asked = read_pair(question);
  return sizes.smaller(asked.small, asked.big) ? "yes" : sizes.smaller(asked.big, asked.small) ? "no" : "";
}

}  // namespace memnet::babi

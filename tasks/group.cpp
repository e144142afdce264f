// Word problems of groups: elements of a finite group arrive one at a time; answer after each, or after the last one,
// which element the product of all so far is. Recall needs a large state; this needs one that changes without an error.
//
//   inputs    213 132 231      words, length steps; here the group is S3
//   targets   213 312 123      words
//
// The group is Z_n, the numbers 0 to n - 1 with addition modulo n; or S_n, all permutations of 1 to n; or A_n, the even
// ones. A permutation x is spelled x(1) x(2) ... x(n). In a product the earlier permutation acts first:
//   (x y)(i) = y(x(i))
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// The elements of a group, by their numbers from 0. Number 0 is the neutral one.
struct FiniteGroup {
  std::vector<std::string> names;
  std::vector<int> products;  // of x and y: at x * order + y

  int order() const { return static_cast<int>(names.size()); }
  int product(int x, int y) const { return products[static_cast<std::size_t>(x * order() + y)]; }
};

FiniteGroup cycle(int order) {
  FiniteGroup group;
  for (int x = 0; x < order; ++x) {
    group.names.push_back(fmt::format("{}", x));
    for (int y = 0; y < order; ++y) group.products.push_back((x + y) % order);
  }
  return group;
}

bool is_even(std::string_view permutation) {
  int inversions = 0;
  for (std::size_t i = 0; i < permutation.size(); ++i)
    for (std::size_t j = i + 1; j < permutation.size(); ++j) inversions += permutation[i] > permutation[j] ? 1 : 0;
  return inversions % 2 == 0;
}

// Returns the permutations of 1 to n in the order of their spellings; all, or the even ones.
FiniteGroup permutations(int n, bool all) {
  FiniteGroup group;
  std::string permutation(static_cast<std::size_t>(n), '1');
  std::iota(permutation.begin(), permutation.end(), '1');
  do {
    if (all || is_even(permutation)) group.names.push_back(permutation);
  } while (std::ranges::next_permutation(permutation).found);
  for (const std::string& x : group.names)
    for (const std::string& y : group.names) {
      for (std::size_t i = 0; i < permutation.size(); ++i) permutation[i] = y[static_cast<std::size_t>(x[i] - '1')];
      group.products.push_back(
          static_cast<int>(std::ranges::lower_bound(group.names, permutation) - group.names.begin()));
    }
  return group;
}

FiniteGroup group_of(const std::string& name) {
  constexpr int kLargestCycle = 256, kLargestDegree = 5;
  const int n = parse_number<int>(std::string_view(name).substr(std::min<std::size_t>(1, name.size()))).value_or(0);
  if (name.starts_with('Z') && n >= 2 && n <= kLargestCycle) return cycle(n);
  if (name.starts_with('S') && n >= 2 && n <= kLargestDegree) return permutations(n, true);
  if (name.starts_with('A') && n >= 3 && n <= kLargestDegree) return permutations(n, false);
  fail(ErrorKind::usage, "group: there is no task.group = {}; take one of Z2 to Z{}, S2 to S{} or A3 to A{}", name,
       kLargestCycle, kLargestDegree, kLargestDegree);
}

class Group : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("group", name_,
                "the group: a cycle (Z2 to Z256), all permutations (S2 to S5) or the even ones (A3 to A5)");
    group_ = group_of(name_);
    options.changeable_at_evaluation().add("every_step", every_step_,
                                           "ask after every element; if not, after the last one alone");
    length_.declare(options, 1, "smallest number of elements in training", "largest number of elements in training");
  }

  TaskSpec spec() const override {
    length_.check("group");
    return {.inputs = group_.order(),
            .outputs = group_.order() + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = group_.order()};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    episode.assign(1, 1, length);
    episode.answers = TargetKind::word;
    episode.input_words = group_.order();
    int product = 0;
    for (int t = 0; t < length; ++t) {
      const int element = stream.between(0, group_.order() - 1);
      product = group_.product(product, element);
      episode.inputs(0, t) = static_cast<Scalar>(element + 1);
      if (!every_step_ && t + 1 < length) continue;
      episode.targets(0, t) = static_cast<Scalar>(product + 1);
      episode.mask(0, t) = 1;
    }
  }

  Matrix oracle(const Episode& episode) const override {
    Matrix answer(group_.order() + 1, episode.steps());
    int product = 0;
    for (int t = 0; t < episode.steps(); ++t) {
      product = group_.product(product, static_cast<int>(episode.inputs(0, t)) - 1);
      answer(product + 1, t) = 1;
    }
    return answer;
  }

  // A guess is one of the elements.
  double chance_errors(int length) const override { return (every_step_ ? length : 1) * (1 - 1.0 / group_.order()); }

  std::string word(int number) const override { return group_.names[static_cast<std::size_t>(number) - 1]; }

 private:
  std::string name_ = "S3";
  FiniteGroup group_;
  bool every_step_ = true;
  TrainedLengths length_{1, 20};
};

}  // namespace

std::unique_ptr<Task> make_group() { return std::make_unique<Group>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

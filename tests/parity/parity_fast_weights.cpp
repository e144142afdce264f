// Parity: feature maps, write rules and the normalizer of linear attention give the numbers of
// flash-linear-attention's reference functions.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/memories/rules/write_rule.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/parity.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A memory of the file, as we spell it.
struct Spelling {
  const char *name, *read, *write;
};
constexpr Spelling kSpellings[] = {
    {"linear", "location | identity", "location | identity | add"},
    {"linear_normalised", "location | elu | by_key_sum", "location | elu | add"},
    {"delta", "location | identity", "location | l2 | delta"},
    {"gated_delta", "location | identity", "location | l2 | gated_delta"},
};

// The file's arrays on a tape, where each head of each example is an example.
class Arrays {
 public:
  Arrays(const GoldenFile& file, Tape& tape)
      : B(file.number("batch")), T(file.number("steps")), H(file.number("heads")), tape_(tape), file_(file) {}

  // An array [B,T,H,..] or [B,H,..]: one leaf, or constant, for each step.
  std::vector<Var> steps(const std::string& dataset, int rows, int cols, int count, bool leaf = true) const {
    const GoldenArray array = file_.array(dataset);
    std::vector<Var> all;
    for (int t = 0; t < count; ++t) {
      const Var x = leaf ? tape_.leaf(rows, cols, B * H) : tape_.constant(rows, cols, B * H, 0);
      for (int b = 0; b < B * H; ++b)
        for (int i = 0; i < rows; ++i)
          for (int j = 0; j < cols; ++j)
            x.value(b)[j * rows + i] = array.numbers[place(b, t, count, i * cols + j, rows * cols)];
      all.push_back(x);
    }
    return all;
  }

  // Compares values, or adjoints, of one step with an array of that layout.
  void expect(const std::string& dataset, int t, int count, Var x, bool adjoint = false) const {
    const GoldenArray array = file_.array(dataset);
    std::vector<Scalar> got;
    std::vector<double> expected;
    for (int b = 0; b < B * H; ++b)
      for (int i = 0; i < x.rows(); ++i)
        for (int j = 0; j < x.cols(); ++j) {
          got.push_back((adjoint ? x.adjoint(b) : x.value(b))[j * x.rows() + i]);
          expected.push_back(array.numbers[place(b, t, count, i * x.cols() + j, x.size())]);
        }
    expect_same(fmt::format("{}, step {}", dataset, t), got, expected);
  }

  const int B, T, H;

 private:
  std::size_t place(int b, int t, int count, int number, int size) const {
    return index((((b / H) * count + t) * H + b % H) * size + number);
  }

  Tape& tape_;
  const GoldenFile& file_;
};

void compare(const GoldenFile& file, const Spelling& spelling) {
  SCOPED_TRACE(spelling.name);
  const int K = file.number("key_width"), V = file.number("value_width");
  Tape tape;
  const Arrays arrays(file, tape);
  const int T = arrays.T;
  const std::string name = spelling.name;
  const auto raw = [&](const char* array, int rows) {
    return arrays.steps(fmt::format("params/{}", array), rows, 1, T);
  };
  std::map<std::string, std::vector<Var>> leaves{
      {"k", raw("k", K)}, {"q", raw("q", K)}, {"v", raw("v", V)}, {"beta", raw("beta", 1)}, {"g", raw("g", 1)}};
  const Var S0 = arrays.steps("params/S0", K, V, 1)[0], z0 = arrays.steps("params/z0", K, 1, 1)[0];

  const WriteText text = split_write_text(spelling.write);
  const Pipeline reader(spelling.read, K, V), writer(text.stages, K, V);
  const std::unique_ptr<WriteRule> rule = make_write_rule(text.rule);
  const std::vector<EmittedVector> emission = rule->emission(K, V);
  std::vector<Segment> segments;
  for (const EmittedVector& vector : emission) segments.push_back(vector.segment);
  const std::unique_ptr<Tracker> key_sum = make_tracker("key_sum");
  std::vector<Var> z{z0}, weighted;
  const Var minus_one = tape.constant(1, 1, 1, -1), by_width = tape.constant(1, 1, 1, 1 / std::sqrt(Scalar(K)));
  const std::vector<Var> covectors = arrays.steps("covector/outputs", V, 1, T, false);

  Var M = S0;
  for (int t = 0; t < T; ++t) {
    // What the file has before its squashing; its decay exp(-softplus(g)) is sigmoid(-g).
    const std::map<std::string, Var> emitted{{"value", leaves["v"][index(t)]},
                                             {"strength", leaves["beta"][index(t)]},
                                             {"keep", scale(minus_one, leaves["g"][index(t)])}};
    std::vector<Var> parts;
    for (const EmittedVector& vector : emission) parts.push_back(emitted.at(vector.name));
    const Var w = writer.address(leaves["k"][index(t)], {.memory = M});
    const WriteRule::Writing writing{w, split(concat(parts), segments)};
    M = rule->write(M, {&writing, 1}, {});
    const State sum = key_sum->after_writers({.reads = {}, .writes = {&w, 1}, .emitted = {}}, z);
    z.assign(sum.begin(), sum.end());
    // The file divides queries by the root of their width, q' = q / sqrt(K). Then q' / (q'.z) is q / (q.(z / sqrt(K))),
    // divided by that root.
    const Var total = scale(by_width, z[0]);
    const State tracked(&total, 1);
    const Var features =
        reader.address(leaves["q"][index(t)], {.memory = M, .trackers = std::span(&tracked, reader.trackers().size())});
    const Var o = read(M, scale(by_width, features));
    arrays.expect(name + "/outputs", t, T, o);
    arrays.expect(name + "/states", t, T, M);
    weighted.push_back(hadamard(o, covectors[index(t)]));
  }

  weighted.push_back(
      read(hadamard(M, arrays.steps("covector/final_state", K, V, 1, false)[0]), tape.constant(K, 1, 1, 1)));
  tape.backward(concat(weighted));
  arrays.expect(name + "/grads/S0", 0, 1, S0, true);
  if (!reader.trackers().empty()) arrays.expect(name + "/grads/z0", 0, 1, z0, true);
  std::vector<std::string> used{"q", "k", "v"};
  for (const EmittedVector& vector : emission) {
    if (std::string(vector.name) == "strength") used.emplace_back("beta");
    if (std::string(vector.name) == "keep") used.emplace_back("g");
  }
  for (const std::string& array : used)
    for (int t = 0; t < T; ++t) arrays.expect(name + "/grads/" + array, t, T, leaves[array][index(t)], true);
}

}  // namespace

void compare_fast_weights(const GoldenFile& file) {
  for (const Spelling& spelling : kSpellings) compare(file, spelling);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// The memory of the D-NTM of a golden file: every value of every step, and every gradient. The file's inputs are the
// outputs h of a controller and the inputs x of the network. A candidate, which the paper computes from both,
//   c = relu(W h + b + alpha V x), alpha = sigmoid(w_h.h + w_x.x + b)
// is computed here: the memory gets [h; c], and its write head copies c to what it adds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "memnet/memories/memory.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/parity/row_blocks.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// x [N,W] -> [1]: the sum of x times the covector of its example, all of which are in row-major order.
Var product(Var x, std::span<const double> covectors) {
  Tape& tape = x.tape();
  const Var c = tape.constant(x.rows(), x.cols(), x.batch(), 0);
  auto next = covectors.begin();
  for (int b = 0; b < c.batch(); ++b)
    for (int i = 0; i < c.rows(); ++i)
      for (int j = 0; j < c.cols(); ++j) c.value(b)[j * c.rows() + i] = *next++;
  const Var columns = matvec_transposed(hadamard(x, c), tape.constant(x.rows(), 1, 1, 1));
  return matvec_transposed(columns, tape.constant(x.cols(), 1, 1, 1));
}

class Replica {
 public:
  explicit Replica(const GoldenFile& golden) : file(golden) {
    for (int i = 0; i < file.number("read_heads"); ++i) heads.push_back(fmt::format("read{}", i));
    heads.emplace_back("write0");
    const std::string scheme =
        in_code ? "cosine:1,none | avoid:0.04 | strength | softmax" : "cosine:1 | avoid | softmax";
    Options options({{"model.slots", std::to_string(file.number("slots")), "golden file"},
                     {"model.width", std::to_string(content + address), "golden file"},
                     {"model.addresses", std::to_string(address), "golden file"},
                     {"model.read_heads", std::to_string(file.number("read_heads")), "golden file"},
                     {"model.addressing", scheme, "test"}});
    memory->declare(options.section("model"));
    options.finish();
    const Scope scope(params);
    memory->build(scope, hidden + content, true);
    for (const char* name : kCandidate) {
      const GoldenArray array = file.array(fmt::format("params/{}", name));
      candidate_.push_back(scope(name, array.shape[0], array.shape.size() > 1 ? array.shape[1] : 1, Init::constant(0)));
    }
    for (const RowBlocks& blocks : parameters()) load(blocks, file, params);
    const Params::Entry& weights = *params.find("write0/weights");
    for (int j = 0; j < content; ++j)  // the vector to add comes last
      params.values(weights)[index((hidden + j) * weights.rows + weights.rows - content + j)] = 1;
  }

  void expect_file() {
    Tape tape;
    tape.enable_tracing(true);
    AlignedVector<Scalar> gradient(params.values().size(), 0);
    tape.bind(params, gradient);
    const int batch = file.number("batch"), steps = file.number("steps"), readers = file.number("read_heads");
    const std::vector<StatePart> parts = memory->state_parts();
    std::vector<Var> start, all_h, all_x, products;
    for (const StatePart& part : parts)
      start.push_back(place(tape, file.array("initial/" + golden_name(part)).numbers, part.rows, part.cols));
    std::vector<Var> state = start;
    const GoldenArray covectors = file.array("covector/reads");
    for (int t = 0; t < steps; ++t) {
      tape.set_step(t);
      const auto input = [&](const char* name, int size) {
        const Var leaf = tape.leaf(size, 1, batch);
        std::ranges::copy(file.array(fmt::format("inputs/{}", name)).at({t}), leaf.value());
        return leaf;
      };
      const Var h = input("h", hidden), x = input("x", file.number("inputs"));
      const auto p = [&](std::size_t i) { return tape[candidate_[i]]; };
      const Var alpha = sigmoid(add(add(matvec_transposed(p(3), h), matvec_transposed(p(4), x)), p(5)));
      const Var c = relu(add(affine(p(0), h, p(2)), matvec(matvec(p(1), x), alpha)));
      const Memory::Step step = memory->step(concat({h, c}), state, {.x = x});
      std::ranges::copy(step.state, state.begin());
      all_h.push_back(h);
      all_x.push_back(x);

      const auto expect = [&](const char* name, Var ours, int head = -1) {
        const GoldenArray golden = file.array(fmt::format("steps/{}", name));
        for (int b = 0; b < batch; ++b)
          expect_same(fmt::format("{} in step {}", name, t), row_major(ours, b),
                      head < 0 ? golden.at({t, b}) : golden.at({t, b, head}));
      };
      expect("candidate", c);
      expect("contents", state[part_number(parts, "memory")]);
      expect("erase", traced(tape, "write0/erase", t));
      expect("write_weighting", traced(tape, "write0/weighting", t));
      for (int i = 0; i <= readers; ++i) {
        expect("similarity", traced(tape, heads[index(i)] + "/scores", t), i);
        expect("usage", state[part_number(parts, heads[index(i)] + "/avoid/average")], i);
      }
      std::vector<double> of_heads;  // all examples of a head
      for (int i = 0; i < readers; ++i) {
        expect("read_weighting", traced(tape, heads[index(i)] + "/weighting", t), i);
        expect("reads", step.reads[index(i)], i);
        of_heads.clear();
        for (int b = 0; b < batch; ++b) std::ranges::copy(covectors.at({t, b, i}), std::back_inserter(of_heads));
        products.push_back(product(step.reads[index(i)], of_heads));
      }
    }
    products.push_back(product(state[part_number(parts, "memory")], file.array("covector/contents").numbers));
    const Var loss = sum(products);
    Scalar all = 0;
    for (int b = 0; b < batch; ++b) all += *loss.value(b);
    expect_same("loss", {&all, 1}, file.array("loss").numbers);

    tape.backward(loss);
    for (const RowBlocks& blocks : parameters()) expect_gradient(blocks, file, params, gradient);
    for (std::size_t i = 0; i < parts.size(); ++i)
      expect_gradient("the first " + parts[i].name, start[i],
                      file.array("grads/initial/" + golden_name(parts[i])).numbers);
    for (int t = 0; t < steps; ++t)
      for (const auto& [name, x] : {std::pair("h", all_h[index(t)]), std::pair("x", all_x[index(t)])})
        expect_same(fmt::format("gradient of {} in step {}", name, t), {x.adjoint(), index(x.numbers())},
                    file.array(fmt::format("grads/inputs/{}", name)).at({t}));
  }

 private:
  static constexpr const char* kCandidate[] = {"content/W", "content/V", "content/b",
                                               "alpha/w_h", "alpha/w_x", "alpha/b"};

  static std::string golden_name(const StatePart& part) {
    if (part.name == "memory") return "C0";
    return part.name.starts_with("write") ? "write/v0" : part.name.substr(0, part.name.find('/')) + "/v0";
  }

  std::vector<RowBlocks> parameters() const {
    std::vector<RowBlocks> all{{"memory/addresses", {{"addresses"}}}};
    for (const char* name : kCandidate) all.push_back({name, {{name}}});
    for (const std::string& head : heads) {
      const std::string golden = head == "write0" ? "write" : head;
      for (const auto& [ours, theirs] : {std::pair("weights", "W"), std::pair("bias", "b")}) {
        const auto block = [&golden, name = theirs](const char* part) {
          return RowBlocks::Block{fmt::format("{}/{}/{}", golden, part, name)};
        };
        RowBlocks rows{head + "/" + ours, {block("key"), block("beta"), block("gamma")}};
        if (in_code) std::swap(rows.blocks[1], rows.blocks[2]);
        if (golden == "write") rows.blocks.push_back({fmt::format("erase/{}", theirs)});
        all.push_back(rows);
      }
    }
    return all;
  }

  const GoldenFile& file;
  const bool in_code = file.text("rule") == "code";
  const int content = file.number("content_width"), address = file.number("address_width"),
            hidden = file.number("controller_size");
  const std::unique_ptr<Memory> memory = make_memory("slots");
  Params params;
  std::vector<Param> candidate_;   // in the order of kCandidate
  std::vector<std::string> heads;  // read heads first
};

}  // namespace

void compare_dntm(const GoldenFile& file) { Replica(file).expect_file(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

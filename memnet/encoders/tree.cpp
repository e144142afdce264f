// Structured attention inside an encoder (Kim et al. 2017, sections 3.2 and 4.1): every place has a parent, another
// place or the root, and its annotation is itself beside what its parent probably is.
//   s_ij = tanh(v.tanh(W1 h_i + W2 h_j + b))    the score of i as the parent of j; of the root: r in place of W1 h_i
//   c_j = sum_i p(i is the parent of j) x_i     the soft parent; nothing, where the root is the parent
//   annotation_j = [x_j; c_j]
// x are the places, h what a recurrent encoder has read around them. What p is depends on `attention`:
//   structured   the marginal of a distribution over trees, exp(the scores of all parents) / Z
//   simple       a softmax over all parents of j alone
//   none         there are no parents: annotations are the places, as with the encoder `words`
// The summary is the mean of the annotations.
//
// Example: of "( + 1 ( * 2 3 ) )", the tree of which has "+" as the parent of "1" and "*" as that of "2" and "3", the
// annotation of "1" knows that it is added. A softmax can make "2" the parent of "3" and "3" that of "2"; a tree has no
// cycle.
#include <algorithm>
#include <string>

#include "memnet/addressing/stage.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Tree : public Encoder {
 public:
  void declare(const Options::Section& options) override {
    options.add(
        "attention", attention_, {"structured", "simple", "none"},
        "how places look at each other: by the marginals of trees, by a softmax over the parents of each place, or "
        "not at all");
    reader_ = make_encoder(has_parents() ? "recurrent" : "words");
    if (!has_parents()) return;
    options.add("hidden", hidden_, 1, 10000, "size of the hidden layer that scores pairs of places");
    options.add("bounded", bounded_, "whether scores are within -1 and 1, as in the paper");
    if (attention_ == "structured") {
      options.add("projective", trees_.projective, "whether no arcs of a tree cross");
      options.add("one_root", trees_.one_root, "whether exactly one place is below the root, not one or more");
    }
    reader_->declare(options);
  }

  void build(const Scope& scope, int inputs) override {
    place_ = inputs;
    reader_->build(scope, inputs);
    if (!has_parents()) return;
    const int H = reader_->width();
    parent_weights_ = (scope / "parent")("weights", hidden_, H, Init::xavier());
    child_weights_ = (scope / "child")("weights", hidden_, H, Init::xavier());
    child_bias_ = (scope / "child")("bias", hidden_, 1, Init::constant(0));
    root_ = scope("root", 1, hidden_, Init::xavier());
    score_weights_ = (scope / "score")("weights", hidden_, 1, Init::xavier());
  }

  int width() const override { return has_parents() ? 2 * place_ : place_; }
  int summary_size() const override { return width(); }

  Encoded encode(Tape& tape, const Places& places) const override {
    if (!has_parents()) return reader_->encode(tape, places);
    const Scores scores = score(tape, places);
    const Var x = join_rows(places.length, places.x);
    const std::span<const Var> parents =
        attention_ == "structured" ? by_trees(places, scores, x) : by_softmax(tape, places, scores, x);
    const std::span<Var> annotations = tape.arena().allocate_array<Var>(parents.size());
    for (std::size_t j = 0; j < parents.size(); ++j) annotations[j] = concat({places.x[j], parents[j]});
    return {.annotations = annotations, .summary = mean(places, annotations), .last = {}};
  }

 private:
  struct Scores {
    Var arcs;   // [N,N], of i as the parent of j in row i
    Var roots;  // [N]
  };

  bool has_parents() const { return attention_ != "none"; }

  Scores score(Tape& tape, const Places& places) const {
    const std::span<const Var> h = reader_->encode(tape, places).annotations;
    const std::span<Var> rows = tape.arena().allocate_array<Var>(h.size());
    for (std::size_t i = 0; i < h.size(); ++i) rows[i] = matvec(tape[parent_weights_], h[i]);
    const Var parents = join_rows(places.length, rows);
    for (std::size_t j = 0; j < h.size(); ++j) rows[j] = affine(tape[child_weights_], h[j], tape[child_bias_]);
    const Var children = join_rows(places.length, rows), v = tape[score_weights_];
    const Scores free{additive_pairs(parents, children, v), additive_pairs(children, tape[root_], v)};
    return bounded_ ? Scores{tanh(free.arcs), tanh(free.roots)} : free;
  }

  // Both return the soft parents, N values [W], and trace the weights [N,N] of the places, those of the parents of j in
  // column j.
  std::span<const Var> by_trees(const Places& places, const Scores& scores, Var x) const {
    Tape& tape = x.tape();
    const Var p = tree_marginals(scores.arcs, scores.roots, places.length, trees_).arcs;
    const Var c = matvec_transposed(p, x);
    const std::span<Var> parents = tape.arena().allocate_array<Var>(places.x.size());
    for (std::size_t j = 0; j < parents.size(); ++j) parents[j] = slot(c, static_cast<int>(j));
    trace(p);
    return parents;
  }

  std::span<const Var> by_softmax(Tape& tape, const Places& places, const Scores& scores, Var x) const {
    const int N = places.count(), batch = places.length.batch();
    const Segment parts[] = {{N}, {1}};
    const std::span<Var> parents = tape.arena().allocate_array<Var>(places.x.size());
    const Var traced = tape.tracing() ? tape.constant(N, N, batch, 0) : Var();
    const std::span<const Var> arcs = columns_of(scores.arcs);
    for (int j = 0; j < N; ++j) {
      // The scores of the parents of j, with the root behind them; a place is no parent of itself.
      const Var mask = tape.constant(N + 1, 1, batch, kNoSlot);
      for (int b = 0; b < batch; ++b) {
        std::fill_n(mask.value(b), static_cast<int>(*places.length.value(b)), Scalar(0));
        mask.value(b)[j] = kNoSlot;
        mask.value(b)[N] = 0;
      }
      const Var all = concat({arcs[static_cast<std::size_t>(j)], slot(scores.roots, j)});
      const Var p = split(softmax(add(all, mask)), parts)[0];
      parents[static_cast<std::size_t>(j)] = read(x, p);
      for (int b = 0; traced && b < batch; ++b) std::copy_n(p.value(b), N, traced.value(b) + j * N);
    }
    if (traced) trace(traced);
    return parents;
  }

  static void trace(Var weights) {
    Tape& tape = weights.tape();
    const Tape::TraceScope scope(tape, "parents");
    tape.trace("weighting", TracedRole::self_attention, TracedAxis::place, weights);
  }

  static Var mean(const Places& places, std::span<const Var> annotations) {
    return read(join_rows(places.length, annotations), even_shares(places.length, places.count()));
  }

  std::string attention_ = "structured";
  int hidden_ = 64;
  bool bounded_ = true;
  Trees trees_{.projective = true, .one_root = true};
  int place_ = 0;
  std::unique_ptr<Encoder> reader_;  // what gives h
  Param parent_weights_, child_weights_, child_bias_, root_, score_weights_;
};

}  // namespace

std::unique_ptr<Encoder> make_tree_encoder() { return std::make_unique<Tree>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

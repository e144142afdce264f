// The differentiable primitives.
//
// Shapes are those of one example; every argument may have a batch of examples, and a batch of 1 broadcasts. A wrong
// shape throws an Error of kind data that uses the letters below. The value and the pullback of a primitive stand
// together in the file of its family, followed by the data for its laws; table.def lists all primitives.
#pragma once

#include <initializer_list>
#include <span>

#include "memnet/autodiff/tape.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// --- elementwise.cpp ---
Var add(Var x, Var y);         // x [N,W], y [N,W] -> [N,W]   x + y
Var subtract(Var x, Var y);    // x [N,W], y [N,W] -> [N,W]   x - y
Var hadamard(Var x, Var y);    // x [N,W], y [N,W] -> [N,W]   x y, elementwise
Var scale(Var s, Var x);       // s [1], x [N,W] -> [N,W]     s x
Var sigmoid(Var x);            // [N,W] -> (0,1)^[N,W]
Var tanh(Var x);               // [N,W] -> (-1,1)^[N,W]
Var relu(Var x);               // [N,W] -> [N,W] >= 0
Var leaky_relu(Var x);         // [N,W] -> [N,W]              x where x > 0, x / 100 elsewhere
Var softplus(Var x);           // [N,W] -> [N,W] > 0          log(1 + e^x)
Var one_plus_softplus(Var x);  // [N,W] -> [N,W] > 1        1 + log(1 + e^x)
Var elu_plus_one(Var x);       // [N,W] -> [N,W] > 0        x + 1 where x > 0, e^x elsewhere

// --- linear.cpp ---
Var affine(Var W, Var x, Var b);         // W [M,K], x [K,T], b [M] -> [M,T]   W x + b, b added to each column
Var matvec(Var W, Var x);                // W [M,K], x [K,T] -> [M,T]          W x
Var matvec_transposed(Var W, Var x);     // W [K,M], x [K,T] -> [M,T]          W^T x
Var concat(std::span<const Var> parts);  // [N1], [N2], ... -> [N1 + N2 + ...]
Var concat(std::initializer_list<Var> parts);

// --- pointwise.cpp ---
// X [N,D], length [1], W [D,K], b [K] -> [N,K]: leaky_relu(X_i W + b) in row i; rows from `length` on are 0
Var pointwise(Var X, Var length, Var W, Var b);

// --- embedding.cpp: words are numbered from 1; 0 is no word ---
// E [W,V], words [J,N], positions [J,N], l [W,P] -> M [N,W]   M_i = sum_j l_position(j,i) E_word(j,i), elementwise
Var embed(Var E, Var words, Var positions, Var l);
Var lookup(Var E, Var word);  // E [W,V], word [1] -> [W]   E_word, zero for no word

// --- emission.cpp ---
// The function that is applied to a segment of an emission, and the set that it maps to.
enum class Activation {
  none,               // all numbers
  sigmoid,            // (0,1): gates, erase vectors
  softplus,           // above 0: key strengths
  one_plus_softplus,  // above 1: sharpening
  softmax,            // the simplex: shifts
  tanh,               // (-1,1): bounded keys and steps
};
struct Segment {
  int size;
  Activation activation = Activation::none;
};
std::span<const Var> split(Var x, std::span<const Segment> segments);  // [N1 + N2 + ...] -> [N1], [N2], ...

// --- recurrent.cpp ---
struct LstmState {
  Var h, c;
};
LstmState lstm_cell(Var gates, Var c);          // gates [4H] before activation, c [H] -> h [H], c [H]
Var gru_cell(Var gates, Var candidate, Var h);  // gates [2H], candidate [2H], h [H] -> h [H]

// --- scores.cpp: how well each slot matches ---
// M [N,W], k [W], beta [1] >= 0 -> [N]   beta cos(k, M_i); epsilon and `rooted` choose what k.M_i is divided by
Var cosine_similarity(Var M, Var k, Var beta, Scalar epsilon = 0, bool rooted = false);
Var dot_similarity(Var M, Var k, Scalar scale = 1);  // M [N,W], k [W] -> [N]                 scale k.M_i
Var euclidean_similarity(Var M, Var k, Var beta);    // M [N,W], k [W], beta [1] >= 0 -> [N]   -beta |k - M_i|^2

// --- additive.cpp ---
Var additive_similarity(Var M, Var q, Var U, Var v);  // M [N,W], q [A], U [W,A], v [A] -> [N]  v.tanh(q + U^T M_i)
Var additive_scores(Var K, Var q, Var v);             // K [N,A], q [A], v [A] -> [N]   v.tanh(q + K_i)
Var additive_pairs(Var P, Var Q, Var v);              // P [N,A], Q [M,A], v [A] -> [N,M]   v.tanh(P_i + Q_j)

// --- normalizers.cpp: from scores to a weighting, [N] -> simplex [N] ---
Var softmax(Var scores);
Var topk_softmax(Var scores, int K);  // softmax over the K largest scores
Var sparsemax(Var scores);
Var entmax15(Var scores);
Var inverse_square(Var scores);  // 1 / d^2, where a score is -d^2

// --- choices.cpp: from scores to a choice ---
Var largest(Var scores);                     // [N] -> {0,1}^[N], a constant: 1 at the largest score
Var entropy(Var scores);                     // [N] -> [1] >= 0           of softmax(scores), in nats
Var straight_through(Var choice, Var soft);  // [N], [N] -> [N]           the choice, with the gradient of `soft`

// --- simplex.cpp: from weighting to weighting ---
Var interpolate(Var g, Var w, Var w_before);  // g [1] in [0,1], w [N], w_before [N] -> [N]   g w + (1 - g) w_before
Var circular_shift(Var w, Var s);             // w [N], s simplex [2R+1] -> [N]
Var sharpen(Var w, Var gamma);                // w [N] >= 0, gamma [1] >= 1 -> simplex [N]

// --- features.cpp: feature maps of keys and queries ---
Var dpfp(Var x, int nu);          // [N] -> [2 nu N] >= 0          products of pairs of numbers in [relu(x); relu(-x)]
Var unit_vector(Var x);           // [N] -> [N]                    x / |x|
Var divide_by_dot(Var x, Var z);  // x [N], z [N], x.z >= 0 -> [N]  x / x.z

// --- memory.cpp ---
Var read(Var M, Var w);                         // M [N,W], w [N] -> [W]   M^T w
Var slot(Var M, int i);                         // M [N,W] -> [W]          M_i, i from 0
Var erase(Var M, Var w, Var e);                 // M [N,W], w [N], e [W] in [0,1] -> [N,W]
Var add_outer(Var M, Var w, Var a);             // M [N,W], w [N], a [W] -> [N,W]   M + w a^T
Var erase_and_add(Var M, Var w, Var e, Var a);  // both, in one pass over the memory

// --- columns.cpp ---
Var join_columns(Var M, Var A);      // M [N,W], A [N,V] -> [N,W+V]   every slot with its row of A behind it
Var last_columns(Var M, int count);  // M [N,W] -> [N,count]

// --- sequence.cpp: steps, or places, as the columns of a matrix ---
Var side_by_side(std::span<const Var> parts);  // T parts [W] -> [W,T]
std::span<const Var> columns_of(Var X);        // [W,T] -> T values [W]
Var transpose(Var M);                          // [N,W] -> [W,N]
Var append_column(Var M, Var x);               // M [W,C], x [W] -> [W,C]   without the first column, x behind the last
// How far keys are from queries, and which of these distances have a bias of their own.
struct Distances {
  int queries, keys;  // T and S, where the last query stands at the last key
  bool both_ways;     // keys may stand behind a query; otherwise these count as the query itself
  int farthest;       // all distances from here on are alike
};
// table [K,H] -> [T+S-1,H]: the row of the bucket, of K, of each distance from -(S - 1) on
Var relative_biases(Var table, const Distances& distances);

// --- layer_norm.cpp ---
// x [W,T], gain [W], bias [W] -> [W,T]: gain (x - mean) / sqrt(variance + 1e-5) + bias, column by column
Var layer_norm(Var x, Var gain, Var bias);

// --- attention.cpp: many queries at once, of several heads ---
// Which keys a query sees.
struct Look {
  int heads = 1;
  bool causal = false;  // there are as many keys as queries, and query t sees those up to key t,
  int window = 0;       // of these only the last `window`; 0: all
  Var range = {};       // [2]: otherwise every query sees the keys from range_0 on that are before range_1
  Var biases = {};      // [T+S-1,H], or none: added to scores; key s and query t have row s - t + T - 1
};
Var attention(Var Q, Var K, Var V, const Look& look);  // Q [W,T], K [W,S], V [W,S] -> [W,T]
// Returns the weights [S,T] of one head: a constant, for traces.
Var attention_weights(Var Q, Var K, const Look& look, int head);

// --- places.cpp: examples with different numbers of slots; length [1] is how many of them exist ---
Var where(Var mask, Var x, Var y);                      // mask [1] in {0,1}, x [N,W], y [N,W] -> [N,W]
Var join_rows(Var length, std::span<const Var> parts);  // N parts [W] -> [N,W]     rows from `length` on are 0
Var mirror_rows(Var M, Var length);                     // M [N,W] -> [N,W]            rows in reverse order
Var shift_within(Var w, Var s, Var length);             // w [N], s simplex [2R+1] -> [N]
// scores [N], center [1] -> [N]: softmax over the slots at most D away from the whole number below the center
Var window_softmax(Var scores, Var center, Var length, int D);

// --- images.cpp: images [C,P], a column for each pixel, row by row; rows [1] is how many rows an example has ---
// A window in one direction: `size` pixels long, the next one `stride` pixels further on, the first one `padding`
// pixels before the edge.
struct Sliding {
  int size = 1, stride = 1, padding = 0;

  // Returns how many there are on so many pixels.
  constexpr int count(int pixels) const {
    return pixels + 2 * padding < size || pixels <= 0 ? 0 : (pixels + 2 * padding - size) / stride + 1;
  }
};
struct Window {
  Sliding down, across;
};
// N patches [D] -> [C,P]: the image that they are tiles of, `across` of them beside each other
Var tile(std::span<const Var> patches, int height, int width, int across);
// K [M,D], x [C,P], b [M] -> [M,windows]   b + K times the numbers of each window
Var convolve(Var K, Var x, Var b, Var rows, int width, const Window& window);
Var max_pool(Var x, Var rows, int width, int down, int across);  // [C,P] -> [C,windows]

// --- output.cpp ---
Var maxout(Var x);  // x [2N] -> [N]   max(x_2j, x_2j+1)
// logits [V], g [1] in [0,1], w [N], words [N] (0: none) -> [V]: log(g softmax(logits)_v + (1 - g) sum_(words_i = v)
// w_i)
Var log_mixture(Var logits, Var g, Var w, Var words);

// --- scaling.cpp ---
Var scale_rows(Var M, Var f);     // M [N,W], f [N] -> [N,W]   f_i M_i
Var scale_columns(Var M, Var m);  // M [N,W], m [W] -> [N,W]   column j times m_j

// --- usage.cpp: which slots are in use (DNC, MANN) ---
Var retention(Var f, Var w);  // f [1] in [0,1], w [N] -> [N]      1 - f w
Var either(Var x, Var y);     // x [N], y [N], in [0,1] -> [N]     x + y - x y
Var allocation(Var u);        // u [N] in [0,1] -> [N], sum <= 1   the least used slots first
// u [N] -> {0,1}^[N], a constant: in the order of u, smallest first, 1 at the `count` slots from place `first` on.
Var least_used(Var u, int first, int count);

// --- links.cpp: the order in which slots were written (DNC) ---
struct LinksAfter {
  Var L;                                   // [N,N]
  std::span<const Var> forward, backward;  // [N] each, L r and L^T r of every reader r
};
// L_before [N,N], p [N], w [N], readers [N]: links after a write by w, where p was written last
LinksAfter links_after(Var L_before, Var p, Var w, std::span<const Var> readers);
Var precedence(Var p, Var w);                  // p [N], w [N] -> [N]   (1 - sum w) p + w
Var blend(Var p, std::span<const Var> parts);  // p [K], K parts [N,W] -> [N,W]   sum_k p_k part_k

// --- halting.cpp: how many inner steps a step has (ACT) ---
struct Halting {
  Var weights;  // [n], of the inner steps
  Var cost;     // [1], N + R
};
// Returns whether in every example h_1 + .. + h_n >= 1 - epsilon. h [1] each
bool all_halted(std::span<const Var> h, Scalar epsilon);
// h_1 .. h_n [1] each, in [0,1]: an example halts in inner step N, where their sum reaches 1 - epsilon
Halting halt(std::span<const Var> h, Scalar epsilon);

// --- chain.cpp, trees.cpp: how probable the parts of a structure are; length [1] is how many places, or words, exist
// ---
struct ChainMarginals {
  Var log_partition;  // [1]
  Var states;         // [K,N], p(z_i = k)
  Var pairs;          // [KK,N], p(z_i = j, z_(i+1) = k) in row k K + j
};
// unary [K,N], pairwise [K,K]: p(z) = exp(sum_i unary_(z_i,i) + sum_i pairwise_(z_i,z_(i+1))) / Z
ChainMarginals chain_marginals(Var unary, Var pairwise, Var length);
struct Trees {
  bool projective;  // no arcs cross, where the root stands before all words
  bool one_root;    // the root has one child; otherwise at least one
};
struct TreeMarginals {
  Var log_partition;  // [1]
  Var arcs;           // [N,N], p(h is the head of m) in row h
  Var roots;          // [N]
};
// arcs [N,N], roots [N]: p(tree) = exp(sum of arcs_(head(m),m), or of roots_m for words below the root) / Z
TreeMarginals tree_marginals(Var arcs, Var roots, Var length, Trees trees);

// --- stack.cpp: neural stacks, queues and deques ---
enum class End { first, last };  // the row with number 0, or the last one
struct Rows {
  int first, last;  // rows are filled from the first to the last, which may be the smaller number
};
Var pop(Var s, Var u, End end);  // s [N] >= 0, u [1] >= 0 -> [N] >= 0   takes u away from this end
Var front(Var s, End end);       // s [N] >= 0 -> [N] >= 0, sum <= 1     the first 1 of s, counted from this end
// X [N,W], x [W], count [1] >= 0 -> [N,W]: x in the next free row, after `count` pushes
Var push(Var X, Var x, Var count, Rows rows);

// --- slide.cpp: stacks and lists of numbers ---
// What an action does to the cells of a list: each cell before the head takes the number of the cell that is `before`
// places further on, each other cell that of the one `behind` places further on; both are from -1 to 1. With `writes`
// the head takes a given number instead.
struct CellAction {
  int before, behind;
  bool writes = false;
};
// s [N], a [K] simplex, v [1] -> [N]: the mean over K actions; cells beyond the ends are `outside`
Var slide(Var s, Var a, Var v, std::span<const CellAction> actions, int head, Scalar outside);

// --- loss.cpp ---
// Negative log-likelihood of bits: logits [O], targets [O], mask [1] -> [1], in nats, summed over the O bits.
Var bernoulli_loss(Var logits, Var targets, Var mask);
// Negative log-likelihood of one class: logits [V], target [1] (its index), mask [1] -> [1], in nats.
Var categorical_loss(Var logits, Var target, Var mask);
// scores [V], target [1] (its index), mask [1] -> [1]: mask sum over j != target of max(0, margin - s_target + s_j)
Var margin_loss(Var scores, Var target, Var mask, Scalar margin);
// y [O], targets [O], mask [1] -> [1]: mask sum_j (y_j - t_j)^2 / 2
Var gaussian_loss(Var y, Var targets, Var mask);
// Sum of scalars: [1], [1], ... -> [1]
Var sum(std::span<const Var> parts);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

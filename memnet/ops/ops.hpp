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
Var hadamard(Var x, Var y);    // x [N,W], y [N,W] -> [N,W]   x y, elementwise
Var sigmoid(Var x);            // [N,W] -> (0,1)^[N,W]
Var tanh(Var x);               // [N,W] -> (-1,1)^[N,W]
Var relu(Var x);               // [N,W] -> [N,W] >= 0
Var softplus(Var x);           // [N,W] -> [N,W] > 0          log(1 + e^x)
Var one_plus_softplus(Var x);  // [N,W] -> [N,W] > 1        1 + log(1 + e^x)

// --- linear.cpp ---
Var affine(Var W, Var x, Var b);         // W [M,K], x [K], b [M] -> [M]   W x + b
Var matvec(Var W, Var x);                // W [M,K], x [K] -> [M]           W x
Var matvec_transposed(Var W, Var x);     // W [K,M], x [K] -> [M]           W^T x
Var concat(std::span<const Var> parts);  // [N1], [N2], ... -> [N1 + N2 + ...]
Var concat(std::initializer_list<Var> parts);

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
Var cosine_similarity(Var M, Var k, Var beta);       // M [N,W], k [W], beta [1] >= 0 -> [N]   beta cos(k, M_i)
Var dot_similarity(Var M, Var k, Scalar scale = 1);  // M [N,W], k [W] -> [N]                 scale k.M_i
Var euclidean_similarity(Var M, Var k, Var beta);    // M [N,W], k [W], beta [1] >= 0 -> [N]   -beta |k - M_i|^2

// --- additive.cpp ---
Var additive_similarity(Var M, Var q, Var U, Var v);  // M [N,W], q [A], U [W,A], v [A] -> [N]  v.tanh(q + U^T M_i)

// --- normalizers.cpp: from scores to a weighting, [N] -> simplex [N] ---
Var softmax(Var scores);
Var topk_softmax(Var scores, int K);  // softmax over the K largest scores
Var sparsemax(Var scores);
Var entmax15(Var scores);

// --- simplex.cpp: from weighting to weighting ---
Var interpolate(Var g, Var w, Var w_before);  // g [1] in [0,1], w [N], w_before [N] -> [N]   g w + (1 - g) w_before
Var circular_shift(Var w, Var s);             // w [N], s simplex [2R+1] -> [N]
Var sharpen(Var w, Var gamma);                // w [N] >= 0, gamma [1] >= 1 -> simplex [N]

// --- memory.cpp ---
Var read(Var M, Var w);                         // M [N,W], w [N] -> [W]   M^T w
Var slot(Var M, int i);                         // M [N,W] -> [W]          M_i, i from 0
Var erase(Var M, Var w, Var e);                 // M [N,W], w [N], e [W] in [0,1] -> [N,W]
Var add_outer(Var M, Var w, Var a);             // M [N,W], w [N], a [W] -> [N,W]   M + w a^T
Var erase_and_add(Var M, Var w, Var e, Var a);  // both, in one pass over the memory

// --- loss.cpp ---
// Negative log-likelihood of bits: logits [O], targets [O], mask [1] -> [1], in nats, summed over the O bits.
Var bernoulli_loss(Var logits, Var targets, Var mask);
// Negative log-likelihood of one class: logits [V], target [1] (its index), mask [1] -> [1], in nats.
Var categorical_loss(Var logits, Var target, Var mask);
// y [O], targets [O], mask [1] -> [1]: mask sum_j (y_j - t_j)^2 / 2
Var gaussian_loss(Var y, Var targets, Var mask);
// Sum of scalars: [1], [1], ... -> [1]
Var sum(std::span<const Var> parts);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

#include "memnet/cells/transformer_layers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A map of weights is traced if it has at most so many numbers: a run file holds one for each head and layer.
constexpr long kMostTraced = 1 << 16;

// A layer is computed again, rather than kept, only where values would take so many times the budget of the tape: to
// read them back costs far less than the products of a layer.
constexpr double kBudgets = 8;

Var range_of(Tape& tape, int batch) { return tape.constant(2, 1, batch, 0); }

}  // namespace

void TransformerLayers::declare(const Options::Section& options) {
  options.add("size", size_, 1, 100000, "number of units of a column, which pass from layer to layer");
  options.add("layers", layers_count_, 1, 64, "number of layers");
  options.add("heads", heads_, 1, 64, "number of heads of each layer, which share its units evenly");
  options.add("feed_forward", feed_forward_, 0, 100000,
              "number of units between the two maps that each column passes alone; 0: four times the size");
  options.add(
      "norm", norm_, {"pre", "post"},
      "where layers normalize: what a part reads (Xiong et al. 2020), or its sum with what it read (Vaswani 2017)");
  if (causal_)
    options.add("steps", steps_, 1, 1000000,
                "number of steps whose keys and values are kept; in longer episodes the oldest are lost in every step");
  positions_.declare(options);
}

TransformerLayers::Map TransformerLayers::build_map(const Scope& scope, int outputs, int inputs) const {
  return {scope("weights", outputs, inputs, Init::xavier()), scope("bias", outputs, 1, Init::constant(0))};
}

TransformerLayers::Norm TransformerLayers::build_norm(const Scope& scope) const {
  return {scope("gain", size_, 1, Init::constant(1)), scope("bias", size_, 1, Init::constant(0))};
}

TransformerLayers::Heads TransformerLayers::build_heads(const Scope& scope, int keys_from) const {
  return {.query = build_map(scope / "query", size_, size_),
          .value = build_map(scope / "value", size_, keys_from),
          .output = build_map(scope / "output", size_, size_),
          .key_weights = (scope / "key")("weights", size_, keys_from, Init::xavier()),
          .norm = build_norm(scope / "norm")};
}

void TransformerLayers::build(const Scope& scope, int inputs) {
  if (size_ % heads_ != 0)
    fail(ErrorKind::usage,
         "{0}.size = {1} and {0}.heads = {2}: heads share the units evenly, so take a size that is a multiple of heads",
         causal_ ? "model.controller" : "model.encoder", size_, heads_);
  maps_inputs_ = inputs != size_;
  if (maps_inputs_) input_ = build_map(scope / "input", size_, inputs);
  positions_.build(scope, size_, heads_, steps_);
  const int hidden = feed_forward_ > 0 ? feed_forward_ : 4 * size_;
  for (int l = 0; l < layers_count_; ++l) {
    const Scope layer = scope / fmt::format("layer{}", l), feed = layer / "feed_forward";
    layers_.push_back({.self = build_heads(layer / "self", size_),
                       .cross = annotation_width_ > 0 ? build_heads(layer / "cross", annotation_width_) : Heads(),
                       .inner = build_map(feed / "inner", hidden, size_),
                       .outer = build_map(feed / "outer", size_, hidden),
                       .norm = build_norm(feed / "norm")});
  }
  if (norm_ == "pre") last_norm_ = build_norm(scope / "norm");
}

Var TransformerLayers::Map::operator()(Var x) const { return affine(x.tape()[weights], x, x.tape()[bias]); }

Var TransformerLayers::normalize(Var x, const Norm& norm) const {
  return layer_norm(x, x.tape()[norm.gain], x.tape()[norm.bias]);
}

TransformerLayers::Keys TransformerLayers::keys_of(const Heads& heads, Var x) const {
  return {matvec(x.tape()[heads.key_weights], x), heads.value(x)};
}

Var TransformerLayers::enter(Var x) const { return maps_inputs_ ? input_(x) : x; }

Var TransformerLayers::leave(Var x) const { return norm_ == "pre" ? normalize(x, last_norm_) : x; }

// Returns the result of a part with the way around it.
template <class Part>
Var TransformerLayers::around(Var x, const Norm& norm, Part part) const {
  return norm_ == "pre" ? add(x, part(normalize(x, norm))) : normalize(add(x, part(x)), norm);
}

// Returns the result of layer l, where look_at_self(Q, keys) is what heads read in the sequence itself.
template <class LookAtSelf>
Var TransformerLayers::through(std::size_t l, Var x, std::span<const Var> prepared, LookAtSelf look_at_self) const {
  const Layer& layer = layers_[l];
  x = around(x, layer.self.norm, [&](Var seen) {
    return layer.self.output(look_at_self(layer.self.query(seen), keys_of(layer.self, seen)));
  });
  if (annotation_width_ > 0)
    x = around(x, layer.cross.norm, [&](Var seen) {
      const Var Q = layer.cross.query(seen), K = prepared[1 + 2 * l];
      const Look look = look_at(prepared[0], Var());
      trace_cross(l, Q, K, look);
      return layer.cross.output(attention(Q, K, prepared[2 + 2 * l], look));
    });
  return around(x, layer.norm, [&](Var seen) { return layer.outer(relu(layer.inner(seen))); });
}

std::span<const Var> TransformerLayers::prepare(const Annotations& annotations) const {
  const Var places = transpose(annotations.places);
  Tape& tape = places.tape();
  const std::span<Var> prepared = tape.arena().allocate_array<Var>(prepared_values());
  prepared[0] = range_of(tape, annotations.length.batch());
  for (int b = 0; b < prepared[0].batch(); ++b) prepared[0].value(b)[1] = *annotations.length.value(b);
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Keys keys = keys_of(layers_[l].cross, places);
    prepared[1 + 2 * l] = keys.K;
    prepared[2 + 2 * l] = keys.V;
  }
  return prepared;
}

Look TransformerLayers::look_at(Var range, Var biases) const {
  return {.heads = heads_, .range = range, .biases = biases};
}

Var TransformerLayers::run_layer(std::size_t l, Var x, Var range, Var biases, std::span<const Var> prepared) const {
  return through(l, x, prepared, [&](Var Q, Keys keys) {
    const Look look =
        causal_ ? Look{.heads = heads_, .causal = true, .window = steps_, .biases = biases} : look_at(range, biases);
    trace_self(l, Q, keys.K, look);
    return attention(Q, keys.K, keys.V, look);
  });
}

// Returns whether the values of all layers are kept: some 18 numbers for each of X.
bool TransformerLayers::keeps_all(Var x) const {
  const double bytes = sizeof(Scalar) * 18.0 * x.numbers() * layers_count_;
  return bytes <= kBudgets * static_cast<double>(x.tape().budget());
}

Var TransformerLayers::run(Var X, Var length, std::span<const Var> prepared) const {
  Tape& tape = X.tape();
  const int T = X.cols();
  Var x = positions_.add_to(enter(X));
  const Var biases = positions_.biases(tape, T, T);
  Var range;
  if (!causal_) {
    range = range_of(tape, length.batch());
    for (int b = 0; b < range.batch(); ++b) range.value(b)[1] = *length.value(b);
  }
  const bool keeps = keeps_all(x);
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    if (keeps) {
      x = run_layer(l, x, range, biases, prepared);
      continue;
    }
    const std::span<Var> given = tape.arena().allocate_array<Var>(prepared.size() + (biases ? 2 : 1));
    std::ranges::copy(prepared, given.begin() + 1);
    given.front() = x;
    if (biases) given.back() = biases;
    const bool has_biases = static_cast<bool>(biases);
    x = tape.recompute_later(given, [this, l, range, has_biases](std::span<const Var> some) -> std::span<const Var> {
      const std::span<Var> result = some[0].tape().arena().allocate_array<Var>(1);
      result[0] = run_layer(l, some[0], range, has_biases ? some.back() : Var(),
                            some.subspan(1, some.size() - (has_biases ? 2 : 1)));
      return result;
    })[0];
  }
  return leave(x);
}

std::vector<StatePart> TransformerLayers::state_parts() const {
  std::vector<StatePart> parts;
  for (int l = 0; l < layers_count_; ++l)
    append_parts(parts, fmt::format("layer{}", l),
                 {{"keys", size_, steps_, TracedAxis::hidden}, {"values", size_, steps_, TracedAxis::hidden}});
  parts.push_back({"steps", 1, 1, TracedAxis::single, StateSet::count});
  return parts;
}

State TransformerLayers::start(Tape& tape) const {
  const std::span<Var> state = tape.arena().allocate_array<Var>(2 * layers_.size() + 1);
  std::ranges::fill(state, tape.constant(size_, steps_, 1, 0));
  state.back() = tape.constant(1, 1, 1, 0);
  return state;
}

TransformerLayers::Step TransformerLayers::step(Var x, State before, std::span<const Var> prepared) const {
  Tape& tape = x.tape();
  const Var count = before.back();
  const std::span<Var> after = tape.arena().allocate_array<Var>(before.size());
  const Var counted = after.back() = tape.constant(1, 1, count.batch(), 0), range = range_of(tape, count.batch());
  for (int b = 0; b < count.batch(); ++b) {
    *counted.value(b) = *count.value(b) + 1;
    range.value(b)[0] = std::max(Scalar(0), static_cast<Scalar>(steps_) - *counted.value(b));
    range.value(b)[1] = static_cast<Scalar>(steps_);
  }
  x = positions_.add_to(enter(x), count);
  const Look look = look_at(range, positions_.biases(tape, 1, steps_));
  for (std::size_t l = 0; l < layers_.size(); ++l)
    x = through(l, x, prepared, [&](Var Q, Keys keys) {
      after[2 * l] = append_column(before[2 * l], keys.K);
      after[2 * l + 1] = append_column(before[2 * l + 1], keys.V);
      trace_step(l, Q, after[2 * l], look, count);
      return attention(Q, after[2 * l], after[2 * l + 1], look);
    });
  return {leave(x), after};
}

namespace {

// Traces the weights of a head over a sequence, a column for each step; of `count`, see Tape::Traced.
void trace_columns(const std::string& head, TracedAxis axis, Var w, Var count = {}) {
  Tape& tape = w.tape();
  const int step = tape.step();
  const Tape::TraceScope scope(tape, head, TracedKind::read, count);
  const std::span<const Var> columns = columns_of(w);
  for (std::size_t t = 0; t < columns.size(); ++t) {
    if (columns.size() > 1) tape.set_step(static_cast<int>(t));
    tape.trace("weighting", TracedRole::weighting, axis, columns[t]);
  }
  tape.set_step(step);
}

}  // namespace

void TransformerLayers::trace_self(std::size_t l, Var Q, Var K, const Look& look) const {
  Tape& tape = Q.tape();
  if (!tape.tracing() || static_cast<long>(K.cols()) * Q.cols() > kMostTraced) return;
  for (int h = 0; h < heads_; ++h) {
    const Var w = attention_weights(Q, K, look, h);
    if (causal_) {
      trace_columns(fmt::format("self{}/{}", l, h), TracedAxis::earlier_step, w);
    } else {
      const Tape::TraceScope scope(tape, fmt::format("source{}/{}", l, h), TracedKind::model);
      tape.trace("weights", TracedRole::self_attention, TracedAxis::place, w);
    }
  }
}

void TransformerLayers::trace_cross(std::size_t l, Var Q, Var K, const Look& look) const {
  if (!Q.tape().tracing() || static_cast<long>(K.cols()) * Q.cols() > kMostTraced) return;
  const Var places = Q.tape().constant(1, 1, look.range.batch(), 0);
  for (int b = 0; b < places.batch(); ++b) *places.value(b) = look.range.value(b)[1];
  for (int h = 0; h < heads_; ++h)
    trace_columns(fmt::format("cross{}/{}", l, h), TracedAxis::place, attention_weights(Q, K, look, h), places);
}

// A row for each step from the first one on, as the causal form traced at once; in longer episodes the rows of steps
// that are lost are used again.
void TransformerLayers::trace_step(std::size_t l, Var Q, Var K, const Look& look, Var steps) const {
  Tape& tape = Q.tape();
  if (!tape.tracing()) return;
  for (int h = 0; h < heads_; ++h) {
    const Var w = attention_weights(Q, K, look, h), rows = tape.constant(steps_, 1, w.batch(), 0);
    for (int b = 0; b < w.batch(); ++b) {
      const int now = static_cast<int>(*steps.value(b));
      for (int age = 0; age <= std::min(now, steps_ - 1); ++age)
        rows.value(b)[(now - age) % steps_] = w.value(b)[steps_ - 1 - age];
    }
    const Tape::TraceScope scope(tape, fmt::format("self{}/{}", l, h), TracedKind::read);
    tape.trace("weighting", TracedRole::weighting, TracedAxis::earlier_step, rows);
  }
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

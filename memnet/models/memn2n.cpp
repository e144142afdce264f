#include "memnet/models/memn2n.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Added to the score of a slot that holds nothing: no weight is left of it, and no later sum overflows.
constexpr Scalar kAbsent = -1e4;

}  // namespace

void MemN2N::declare(const Options::Section& options) {
  options.add("hops", hops_, 1, 20, "how often a question looks at the memory, K");
  options.add("width", width_, 1, 10000, "numbers in an embedding, W");
  options.add("slots", slots_, 1, 100000, "memory slots, N; of a longer story the newest sentences are kept");
  options.add("addressing", addressing_, "how a hop chooses slots: a scheme, or stages joined by '|'");
  options.add("tying", tying_, {"adjacent", "layerwise"},
              "what hops share: what one reads from is what the next looks by, or all have the same embeddings");
  options.add("projection", projection_, "from hop to hop, the question goes through a learned matrix, H");
  options.add("relu", relu_, "and is cut at zero");
  options.add("empty_slots", empty_slots_, {"masked", "counted"},
              "slots without a sentence get no weight, or score 0 like any other, as in the authors' code");
  options.add("linear_start", linear_start_, 0, 1,
              "for this fraction of training, hops read by their scores as they are");
  options.add("deviation", deviation_, 0, 10, "parameters start from normal numbers with this standard deviation");
  encoder_.declare(options);
}

void MemN2N::build(Params& params, const TaskSpec& task) {
  if (task.words == 0)
    fail(ErrorKind::usage, "model = memn2n reads stories, but this task tells none; take another task or model");
  memory_slots_ = task.sentences > 0 ? std::min(slots_, task.sentences) : slots_;
  pipeline_ = std::make_unique<Pipeline>(addressing_, memory_slots_, width_);
  if (pipeline_->needs_oracle())
    fail(ErrorKind::usage, "model.addressing = {} is told where to look, which no story does; take another",
         addressing_);
  if (linear_start_ > 0 && !pipeline_->begins_with_scores())
    fail(ErrorKind::usage,
         "model.linear_start = {} needs scores, but model.addressing = {} has none; take 0, or begin with a "
         "score such as 'dot'",
         linear_start_, addressing_);
  encoder_.prepare(task, memory_slots_, width_);
  words_ = task.words;
  answers_ = task.answers;

  const Scope scope(params);
  const Init normal = Init::normal(deviation_);
  const auto table = [&](const std::string& name, int columns) {
    tables_.push_back((scope / "embedding")(name, width_, columns, normal));
  };
  const bool adjacent = tying_ == "adjacent";
  if (adjacent) {
    for (int k = 0; k <= hops_; ++k) table(fmt::format("{}", k), columns());  // questions and hop 0's way in; ways out
  } else {
    table("question", words_);
    for (const char* name : {"in", "out"}) table(name, columns());
  }
  for (int k = 0; k < hops_; ++k) all_hops_.push_back(build_hop(scope, k));
  if (projection_) projection_weights_ = scope("projection", width_, width_, normal);
  if (answers_ == TargetKind::bits) {
    answer_weights_ = scope("answer/weights", task.outputs, width_, normal);
    answer_bias_ = scope("answer/bias", task.outputs, 1, Init::constant(0));
  } else if (!adjacent) {
    answer_weights_ = scope("answer/weights", width_, columns() + 1, normal);
  }
  if (linear_start_ > 0) linear_ = scope.buffer("linear", 1, 1, Init::constant(1));
}

MemN2N::Hop MemN2N::build_hop(const Scope& scope, int k) const {
  const bool adjacent = tying_ == "adjacent";
  const auto place = static_cast<std::size_t>(k);
  Hop hop{.name = fmt::format("hop{}", k), .in = adjacent ? place : 1, .out = adjacent ? place + 1 : 2};
  // Layer-wise, the same name and so the same parameters for all hops.
  const Scope in_hop = scope / (adjacent ? hop.name : "hop");
  auto start = pipeline_->emission_start().begin();
  for (const EmittedVector& emitted : pipeline_->emitted()) {
    const int size = emitted.piece.size;
    if (!is_question(emitted)) {
      const Scope in_emitted = in_hop / emitted.name;
      hop.weights.push_back(in_emitted("weights", size, width_, Init::xavier()));
      hop.biases.push_back(in_emitted("bias", size, 1, Init::normal(0.01).with_offset({start, start + size})));
    }
    start += size;
  }
  for (const Pipeline::Parameter& p : pipeline_->parameters())
    hop.learned.push_back(in_hop(p.name, p.rows, p.cols, p.init));
  return hop;
}

// A vector as long as the memory is wide, of any numbers: a key, a query. It is the question itself.
bool MemN2N::is_question(const EmittedVector& emitted) const {
  return emitted.piece.size == width_ && emitted.piece.squash == Activation::none;
}

void MemN2N::set_progress(Params& params, double done) const {
  if (linear_start_ > 0) params.values(params[linear_])[0] = done < linear_start_ ? 1 : 0;
}

std::span<const Var> MemN2N::forward(Tape& tape, const Batch& batch) const {
  int slots = memory_slots_;
  if (empty_slots_ == "masked" && !pipeline_->counts_slots()) {  // then nobody misses empty ones
    slots = 1;
    for (const Episode& episode : batch.episodes)
      slots = std::max(slots, SentenceEncoder::kept(episode.story, memory_slots_));
  }
  const Var l = encoder_.places(tape);
  const SentenceEncoder::Encoded sentences = encoder_.sentences(tape, batch, slots);
  const std::span<Var> memories = tape.arena().allocate_array<Var>(tables_.size());
  const auto memory = [&](std::size_t table) {
    if (!memories[table]) memories[table] = embed(tape[tables_[table]], sentences.words, sentences.places, l);
    return memories[table];
  };
  const Var absent = empty_slots_ == "masked" ? mark_absent(tape, batch, slots) : Var();

  const std::span<Var> logits = tape.arena().allocate_array<Var>(batch.targets.size());
  for (std::size_t q = 0; q < logits.size(); ++q) {
    tape.set_step(static_cast<int>(q));
    const auto [words, places] = encoder_.question(tape, batch, static_cast<int>(q));
    Var u = slot(embed(tape[tables_[0]], words, places, l), 0);
    Var w = tape.constant(slots, 1, 1, Scalar(1) / slots);
    for (const Hop& hop : all_hops_) {
      const Tape::TraceScope scope(tape, hop.name, TracedKind::hop);
      w = look(tape, hop, u, {.memory = memory(hop.in), .previous = w, .absent = absent});
      tape.trace("weighting", TracedRole::weighting, TracedAxis::sentence, w);
      const Var o = read(memory(hop.out), w);
      tape.trace("read", TracedRole::read_vector, TracedAxis::feature, o);
      u = add(o, projection_ ? product(tape[projection_weights_], u) : u);
      if (relu_) u = relu(u);
    }
    logits[q] = answer(tape, u);
  }
  return logits;
}

// [N] for each example: kAbsent where a slot holds no sentence, 0 elsewhere.
Var MemN2N::mark_absent(Tape& tape, const Batch& batch, int slots) const {
  const Var absent = tape.constant(slots, 1, batch.size, 0);
  for (int b = 0; b < batch.size; ++b) {
    const int kept = SentenceEncoder::kept(batch.episodes[static_cast<std::size_t>(b)].story, slots);
    std::fill(absent.value(b) + kept, absent.value(b) + slots, kAbsent);
  }
  return absent;
}

// Where a hop looks, w = softmax(M u) or whatever the addressing makes of it (eq. 1). While attention is linear, w = M
// u; an empty slot then has nothing to give.
Var MemN2N::look(Tape& tape, const Hop& hop, Var u, HeadInputs scene) const {
  const std::span<Var> learned = tape.arena().allocate_array<Var>(hop.learned.size());
  std::ranges::transform(hop.learned, learned.begin(), [&](Param p) { return tape[p]; });
  scene.learned = learned;
  const Var xi = emission(tape, hop, u);
  const bool linear = linear_start_ > 0 && tape[linear_](0) != 0;
  return linear ? pipeline_->scores(xi, scene) : pipeline_->address(xi, scene);
}

// What the addressing wants: the question itself wherever it fits, otherwise an affine map of it.
Var MemN2N::emission(Tape& tape, const Hop& hop, Var u) const {
  const std::vector<EmittedVector>& wanted = pipeline_->emitted();
  if (wanted.empty()) return {};
  const std::span<Var> parts = tape.arena().allocate_array<Var>(wanted.size());
  std::size_t mapped = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_question(wanted[i])) {
      parts[i] = u;
    } else {
      parts[i] = affine(tape[hop.weights[mapped]], u, tape[hop.biases[mapped]]);
      ++mapped;
    }
  }
  return parts.size() == 1 ? parts[0] : concat(parts);
}

// Logits of all words, number 0 first (eq. 3): with adjacent tying, W^T is the last hop's way out, in which word 0 is
// zero.
Var MemN2N::answer(Tape& tape, Var u) const {
  if (answers_ == TargetKind::bits) return affine(tape[answer_weights_], u, tape[answer_bias_]);
  if (tying_ == "layerwise") return transposed_product(tape[answer_weights_], u);
  return concat({tape.constant(1, 1, 1, 0), transposed_product(tape[tables_.back()], u)});
}

std::unique_ptr<Model> make_memn2n_model() { return std::make_unique<MemN2N>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

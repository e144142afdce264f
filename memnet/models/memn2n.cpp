#include "memnet/models/memn2n.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
void MemN2N::declare_options(const Options::Section& options) {
  options.add("hops", hops_, 1, 20, "number of hops, K: how many times a question attends to the memory");
  options.add("width", width_, 1, 10000, "size of embeddings and width of a memory slot, W");
  options.add("slots", slots_, 1, 100000,
              "number of memory slots, N; of a longer story, the newest sentences are kept");
  options.add("addressing", addressing_, canonical_addressing,
              "how hops choose memory slots: a scheme, or stages joined by '|'");
  options.add("tying", tying_, {"adjacent", "layerwise"},
              "which embeddings hops share: adjacent (C of a hop is M of the next) or layerwise (all hops have the "
              "same) (2.2)");
  options.add("projection", projection_, "multiply the query by a learned matrix H between hops");
  options.add("relu", relu_, "apply a ReLU to the query after each hop");
  options.add("chain", chain_,
              "whether hops are decided together: their weightings are the marginals of a chain of sentences, not one "
              "softmax after the other (Kim et al. 2017)");
  options.add("empty_slots", empty_slots_, {"masked", "counted"},
              "whether slots without a sentence are masked, or counted with score 0 as in the authors' code");
  options.add("linear_start", linear_start_, 0, 1,
              "fraction of training in which the softmax of the attention is left out (4.2)");
  options.add("initial_std", initial_std_, 0, 10,
              "standard deviation of the normal distribution of initial parameters");
  supervision_.declare(options);
  encoder_.declare(options);
}

void MemN2N::build(Params& params, const TaskSpec& task) {
  if (!can_read(task))
    fail(ErrorKind::usage, "model = memn2n reads stories, but this task has none; take another task or model");
  memory_slots_ = task.sentences > 0 ? std::min(slots_, task.sentences) : slots_;
  pipeline_ = std::make_unique<Pipeline>(addressing_, memory_slots_, width_);
  refuse();
  supervision_.build(addressing_, *pipeline_);
  encoder_.prepare(task, memory_slots_, width_);
  words_ = task.words;
  answers_ = task.answers;

  const Scope scope(params);
  const Init normal = Init::normal(initial_std_);
  const auto table = [&](const std::string& name, int columns) {
    tables_.push_back((scope / "embedding")(name, width_, columns, normal));
  };
  const bool adjacent = tying_ == "adjacent";
  if (adjacent) {
    for (int k = 0; k <= hops_; ++k)
      table(fmt::format("{}", k), columns());  // of questions and M of hop 0; of C of each hop
  } else {
    table("question", words_);
    for (const char* name : {"in", "out"}) table(name, columns());
  }
  for (int k = 0; k < hops_; ++k) all_hops_.push_back(build_hop(scope, k));
  if (projection_) projection_weights_ = scope("projection", width_, width_, normal);
  if (!entry_of(answers_).one_word) {
    answer_weights_ = scope("answer/weights", task.outputs, width_, normal);
    answer_bias_ = scope("answer/bias", task.outputs, 1, Init::constant(0));
  } else if (!adjacent) {
    answer_weights_ = scope("answer/weights", width_, columns() + 1, normal);
  }
  if (linear_start_ > 0) linear_ = scope.buffer("linear", 1, 1, Init::constant(1));
}

// Throws an Error of kind usage for options that cannot be together. Requires the pipeline.
void MemN2N::refuse() const {
  if (pipeline_->needs_oracle())
    fail(ErrorKind::usage, "model.addressing = {} needs the right slot, which is not known for stories; take another",
         addressing_);
  if (!pipeline_->trackers().empty())
    fail(ErrorKind::usage, "model.addressing = {} follows what is written ({}), but a story is only read; take another",
         addressing_, fmt::join(pipeline_->trackers(), ", "));
  if (!pipeline_->state().empty() || pipeline_->uses_reader())
    fail(ErrorKind::usage,
         "model.addressing = {} takes something from the step before ({}), but hops over a story have no steps; take "
         "another",
         addressing_, pipeline_->uses_reader() ? "where a head read" : pipeline_->state().front().part.name);
  if (pipeline_->gives_features())
    fail(ErrorKind::usage,
         "model.addressing = {} gives features, but hops read with weightings; end it with a normalizer such as "
         "'softmax'",
         addressing_);
  if (linear_start_ > 0 && !pipeline_->begins_with_scores())
    fail(ErrorKind::usage,
         "model.linear_start = {} needs scores, but model.addressing = {} has none; take 0, or begin with a "
         "score such as 'dot'",
         linear_start_, addressing_);
  if (chain_) refuse_chain();
}

// Throws an Error of kind usage if hops cannot be decided together.
void MemN2N::refuse_chain() const {
  if (!pipeline_->begins_with_scores() || !pipeline_->text().ends_with("| softmax"))
    fail(ErrorKind::usage,
         "model.chain = yes takes a softmax over chains of sentences, but model.addressing = {} is not a score with a "
         "softmax behind it; take 'dot | softmax', or model.chain = no",
         addressing_);
  if (tying_ != "layerwise")
    fail(ErrorKind::usage,
         "model.chain = yes has the same step from each hop to the next, but with model.tying = {} hops have different "
         "embeddings; take model.tying = layerwise, or model.chain = no",
         tying_);
  if (relu_)
    fail(
        ErrorKind::usage,
        "model.chain = yes decides all hops before any of them is read, but with model.relu = yes a hop looks for what "
        "the ReLU behind the hop before leaves; take model.relu = no, or model.chain = no");
  if (hops_ < 2)
    fail(ErrorKind::usage,
         "model.chain = yes with model.hops = {}: there is nothing to be decided together; take two "
         "or more, or model.chain = no",
         hops_);
  if (linear_start_ > 0 || supervision_.active())
    fail(ErrorKind::usage,
         "model.chain = yes decides all hops together, but {} is about the scores of one; take 0, or model.chain = no",
         linear_start_ > 0 ? "model.linear_start" : "model.supervision");
}

MemN2N::Hop MemN2N::build_hop(const Scope& scope, int k) const {
  const bool adjacent = tying_ == "adjacent";
  const auto index = static_cast<std::size_t>(k);
  Hop hop{.name = fmt::format("hop{}", k), .in = adjacent ? index : 1, .out = adjacent ? index + 1 : 2};
  // All layer-wise hops use the same name, and so the same parameters.
  hop.head.build(scope / (adjacent ? hop.name : "hop"), *pipeline_,
                 {.emission = AddressedHead::Emission::query, .inputs = width_});
  return hop;
}

void MemN2N::set_progress(Params& params, double fraction) const {
  if (linear_start_ > 0) params.values(params[linear_])[0] = fraction < linear_start_ ? 1 : 0;
}

std::span<const Var> MemN2N::forward(Tape& tape, const Batch& batch) const {
  int slots = memory_slots_;
  if (empty_slots_ == "masked" && !pipeline_->counts_slots()) {  // then empty ones are left out
    slots = 1;
    for (const Episode& episode : batch.episodes)
      slots = std::max(slots, SentenceEncoder::kept(episode.context, memory_slots_));
  }
  const Var l = encoder_.position_weights(tape);
  const SentenceEncoder::Encoded sentences = encoder_.sentences(tape, batch, slots);
  const std::span<Var> memories = tape.arena().allocate_array<Var>(tables_.size());
  const auto memory = [&](std::size_t table) {
    if (!memories[table]) memories[table] = embed(tape[tables_[table]], sentences.words, sentences.positions, l);
    return memories[table];
  };
  const Var kept = empty_slots_ == "masked" ? kept_sentences(tape, batch, slots) : Var(),
            mask = kept ? empty_slot_mask(kept, slots) : Var();

  const std::span<Var> logits = tape.arena().allocate_array<Var>(batch.targets.size());
  for (std::size_t q = 0; q < logits.size(); ++q) {
    tape.set_step(static_cast<int>(q));
    const auto [words, positions] = encoder_.question(tape, batch, static_cast<int>(q));
    Var u = slot(embed(tape[tables_[0]], words, positions, l), 0);
    Var w = tape.constant(slots, 1, 1, Scalar(1) / slots);
    const std::span<const Var> together =
        chain_ ? attend_together(u, memory(all_hops_[0].in), memory(all_hops_[0].out), kept, mask)
               : std::span<const Var>();
    for (int k = 0; k < hops_; ++k) {
      const Hop& hop = all_hops_[static_cast<std::size_t>(k)];
      const Tape::TraceScope scope(tape, hop.name, TracedKind::hop, kept);
      const HeadInputs inputs{.memory = memory(hop.in), .previous = w, .empty_slot_mask = mask};
      const Var xi = chain_ ? Var() : hop.head.emit(u);
      w = chain_ ? together[static_cast<std::size_t>(k)] : attend(hop, xi, inputs);
      tape.trace("weighting", TracedRole::weighting, TracedAxis::sentence, w);
      if (supervision_.active()) {
        const Var scores = hop.head.scores(xi, inputs);
        w = supervision_.teach(mask ? add(scores, mask) : scores, w, batch, {static_cast<int>(q), k});
      }
      const Var o = read(memory(hop.out), w);
      tape.trace("read", TracedRole::read_vector, TracedAxis::feature, o);
      u = add(o, projection_ ? matvec(tape[projection_weights_], u) : u);
      if (relu_) u = relu(u);
    }
    logits[q] = answer(tape, u);
  }
  return logits;
}

// Returns [1]: how many sentences the slots of each example hold.
Var MemN2N::kept_sentences(Tape& tape, const Batch& batch, int slots) const {
  const Var kept = tape.constant(1, 1, batch.size, 0);
  for (int b = 0; b < batch.size; ++b)
    *kept.value(b) =
        static_cast<Scalar>(SentenceEncoder::kept(batch.episodes[static_cast<std::size_t>(b)].context, slots));
  return kept;
}

// Returns [N] for each example: kNoSlot where a slot holds no sentence, 0 elsewhere.
Var MemN2N::empty_slot_mask(Var kept, int slots) const {
  const Var mask = kept.tape().constant(slots, 1, kept.batch(), 0);
  for (int b = 0; b < mask.batch(); ++b)
    std::fill(mask.value(b) + static_cast<int>(*kept.value(b)), mask.value(b) + slots, kNoSlot);
  return mask;
}

// Returns the weighting of a hop (eq. 1). During the linear start it is the scores, w = M u; empty slots, whose C is
// zero, then add nothing to o.
Var MemN2N::attend(const Hop& hop, Var xi, const HeadInputs& inputs) const {
  const bool linear = linear_start_ > 0 && inputs.memory.tape()[linear_](0) != 0;
  return linear ? hop.head.scores(xi, inputs) : hop.head.address(xi, inputs);
}

// Returns the weightings [N] of all hops as the marginals of a chain.
std::span<const Var> MemN2N::attend_together(Var u, Var M, Var C, Var kept, Var mask) const {
  Tape& tape = u.tape();
  const int slots = M.rows();
  Var unary;  // [N,K]
  for (const Hop& hop : all_hops_) {
    const Tape::TraceScope scope(tape, hop.name, TracedKind::hop, kept);
    const Var scores = hop.head.scores(hop.head.emit(u), {.memory = M}), open = mask ? add(scores, mask) : scores;
    unary = unary ? join_columns(unary, open) : open;
    if (projection_) u = matvec(tape[projection_weights_], u);
  }
  const AddressedHead& head = all_hops_[0].head;  // all have the same parameters
  const bool tracing = tape.tracing();
  tape.enable_tracing(false);  // one score for each pair of sentences
  const std::span<Var> pairs = tape.arena().allocate_array<Var>(static_cast<std::size_t>(slots));
  for (int i = 0; i < slots; ++i)
    pairs[static_cast<std::size_t>(i)] = head.scores(head.emit(slot(C, i)), {.memory = M});
  tape.enable_tracing(tracing);
  const Var pairwise = join_rows(tape.constant(1, 1, 1, static_cast<Scalar>(slots)), pairs);
  const Var w = chain_marginals(unary, pairwise, tape.constant(1, 1, 1, static_cast<Scalar>(hops_))).states;
  return columns_of(w);
}

// Returns the logits of all words, word 0 first (eq. 3). With adjacent tying, W^T is the embedding C of the last hop,
// where word 0 is zero.
Var MemN2N::answer(Tape& tape, Var u) const {
  if (!entry_of(answers_).one_word) return affine(tape[answer_weights_], u, tape[answer_bias_]);
  if (tying_ == "layerwise") return matvec_transposed(tape[answer_weights_], u);
  return concat({tape.constant(1, 1, 1, 0), matvec_transposed(tape[tables_.back()], u)});
}

std::unique_ptr<Model> make_memn2n_model() { return std::make_unique<MemN2N>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

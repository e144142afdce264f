#include "memnet/memories/slots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void Slots::declare(const Options::Section& options) {
  options.add("slots", slots_, 1, 1000000, "number of memory slots, N");
  options.add("width", width_, 1, 100000, "width of a memory slot, W");
  options.add("read_heads", read_heads_, 1, 16, "number of read heads");
  options.add("write_heads", write_heads_, 1, 16, "number of write heads");
  options.add("addressing", read_addressing_, canonical_addressing,
              "how heads choose memory slots: a scheme, or stages joined by '|'");
  options.add("write_addressing", write_addressing_, canonical_addressing,
              "how write heads choose memory slots: a scheme, stages joined by '|', or 'same' as model.addressing; the "
              "last stage may be a write rule, otherwise it is erase_add");
  options.add(
      "write_mode", write_mode_, {"learned", "append"},
      "how write heads get their slots: learned by their addressing, or append: each shown item goes to the next slot");
  options.add(
      "order", order_, {"read_then_write", "write_then_read", "write_then_look"},
      "order of a step: heads choose slots, read and then write; choose, write and then read; or writers choose "
      "and write, and then readers choose in what was just written (DNC)");
  options.add("initial_memory", initial_memory_, {"constant", "random", "learned"},
              "memory at the start: the same number everywhere, random numbers that are kept fixed, or learned");
  options.add("memory_constant", memory_constant_, -1000, 1000, "the number that fills a constant initial memory");
  options.add("initial_weighting", initial_weighting_, {"uniform", "one_hot", "learned", "zeros"},
              "weighting of heads at the start: uniform, all on slot 0, learned, or zeros");
}

// Makes the pipelines and the write rule.
void Slots::read_texts() {
  const bool append = write_mode_ == "append";
  if (append && write_addressing_ != "same")
    fail(ErrorKind::usage,
         "model.write_addressing = {} has no effect with model.write_mode = append, where each item goes to the next "
         "slot; leave it out, or take model.write_mode = learned",
         write_addressing_);
  if (const WriteText read = split_write_text(read_addressing_); !read.rule.empty())
    fail(ErrorKind::usage,
         "model.addressing = {} ends with the write rule {}, but read heads do not write; give it in "
         "model.write_addressing",
         read_addressing_, read.rule);
  const auto [stages, rule] = split_write_text(write_addressing_ == "same" ? read_addressing_ : write_addressing_);
  if (stages.empty())
    fail(ErrorKind::usage, "model.write_addressing = {} is a rule without stages; write 'cosine | softmax | {}'",
         write_addressing_, rule);
  read_pipeline_ = std::make_unique<Pipeline>(read_addressing_, slots_, width_);
  write_pipeline_ = std::make_unique<Pipeline>(append ? "oracle" : stages, slots_, width_);
  rule_ = make_write_rule(rule);
  if (read_pipeline_->needs_oracle() && !append)
    fail(ErrorKind::usage,
         "model.addressing = {} needs the right slot, which is known only with model.write_mode = append",
         read_addressing_);
}

// Makes the trackers that are not there yet.
void Slots::add_trackers(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    const std::string name = text.substr(0, text.find(':'));
    const auto same = std::ranges::find(trackers_, name, &PlacedTracker::name);
    if (same != trackers_.end() && same->text == text) continue;
    if (same != trackers_.end())
      fail(ErrorKind::usage,
           "two parts of the addressing ask for the tracker {} with different settings: '{}' and '{}'", name,
           same->text, text);
    std::unique_ptr<Tracker> tracker = make_tracker(text);
    if (const std::string why = tracker->unsupported_reason(write_heads_); !why.empty())
      fail(ErrorKind::usage, "model.write_heads = {} with an addressing that follows {}: {}", write_heads_, text, why);
    const std::size_t emitted = tracker->emission().size();
    trackers_.push_back({text, name, std::move(tracker), 0, 0, emitted, {}});
  }
}

std::size_t Slots::tracker_index(const std::string& text) const {
  return static_cast<std::size_t>(std::ranges::find(trackers_, text, &PlacedTracker::text) - trackers_.begin());
}

void Slots::build(const Scope& scope, int controller) {
  read_texts();
  refuse_symmetry();
  for (const Pipeline* pipeline : {read_pipeline_.get(), write_pipeline_.get()}) refuse_equal_weights(*pipeline);
  refuse_features();
  for (const std::vector<std::string>& texts :
       {read_pipeline_->trackers(), write_pipeline_->trackers(), rule_->trackers()})
    add_trackers(texts);
  for (const PlacedTracker& placed : trackers_)
    if (placed.tracker->needs_writes_first() && order_ != "write_then_look")
      fail(ErrorKind::usage,
           "model.order = {} with an addressing that follows {}: read heads would choose their slots before the step's "
           "write is known; take model.order = write_then_look",
           order_, placed.text);
  for (const std::string& text : write_pipeline_->trackers())
    if (trackers_[tracker_index(text)].tracker->needs_writes_first())
      fail(
          ErrorKind::usage,
          "write heads that address by '{}' follow {}, which are known only when they have written; leave them to read "
          "heads, and take another model.write_addressing, such as 'cosine | softmax | allocate'",
          write_pipeline_->text(), text);
  for (const std::string& text : rule_->trackers()) rule_trackers_.push_back(tracker_index(text));

  for (int i = 0; i < read_heads_ + write_heads_; ++i) heads_.push_back(build_head(scope, i, controller));
  // Random memory as in pytorch-ntm: U(-b, b), b = 1 / sqrt(N + W).
  const Init random = Init::uniform(1 / std::sqrt(slots_ + width_));
  memory_ = initial_memory_ == "learned" ? scope("memory/initial", slots_, width_, random)
            : initial_memory_ == "random"
                ? scope.buffer("memory/initial", slots_, width_, random)
                : scope.buffer("memory/initial", slots_, width_, Init::constant(memory_constant_));
  for (PlacedTracker& placed : trackers_)
    for (const InitialState& kept : placed.tracker->state(slots_))
      placed.initial.push_back(declare_initial(scope / placed.name, kept));
  lay_out_state();
}

Slots::Head Slots::build_head(const Scope& scope, int number, int controller) {
  const bool reads = number < read_heads_;
  Head head;
  head.name = reads ? fmt::format("read{}", number) : fmt::format("write{}", number - read_heads_);
  head.kind = reads ? TracedKind::read : TracedKind::write;
  head.pipeline = reads ? read_pipeline_.get() : write_pipeline_.get();
  for (const std::string& text : head.pipeline->trackers()) head.trackers.push_back(tracker_index(text));
  std::vector<double> start;
  if (reads) {
    for (const PlacedTracker& placed : trackers_)
      for (const EmittedVector& vector : placed.tracker->emission()) head.own.push_back(vector);
  } else {
    head.own = rule_->emission(slots_, width_);
    start = rule_->emission_start();
  }
  int appended = 0;
  if (head.pipeline->emission() > 0) head.segments.push_back({head.pipeline->emission()});
  for (const EmittedVector& vector : head.own) {
    head.segments.push_back(vector.segment);
    appended += vector.segment.size;
  }
  start.resize(static_cast<std::size_t>(appended), 0.0);
  const Scope in_head = scope / head.name;
  head.addressing.build(in_head, *head.pipeline, {.inputs = controller, .gain = 1.4, .appended = start});

  // The weighting of the step before is kept if anybody reads it.
  const bool seen_by_writers = reads && write_pipeline_->uses_reader();
  head.keeps_weighting = head.pipeline->uses_previous() || seen_by_writers || !trackers_.empty();
  std::vector<double> at_slot_0(static_cast<std::size_t>(slots_), 0.0);
  at_slot_0[0] = 1;
  const auto initial = [&](Init init) { return in_head.buffer("initial_weighting", slots_, 1, init); };
  head.initial_weighting = initial_weighting_ == "learned"   ? in_head("initial_weighting", slots_, 1, Init::normal(1))
                           : initial_weighting_ == "one_hot" ? initial(Init::constant(0).with_offset(at_slot_0))
                           : initial_weighting_ == "zeros"   ? initial(Init::constant(0))
                                                             : initial(Init::constant(1.0 / slots_));
  if (reads) head.initial_read = in_head("initial_read", width_, 1, Init::normal(0.01));
  return head;
}

void Slots::lay_out_state() {
  add_part({"memory", slots_, width_, TracedAxis::slot, StateSet::real});
  for (Head& head : heads_) {
    head.first_state = parts_.size();
    const StateSet set = head.pipeline->gives_features() ? StateSet::real
                         : head.pipeline->sums_to_one()  ? StateSet::simplex
                                                         : StateSet::subsimplex;
    if (head.keeps_weighting) add_part({head.name + "/weighting", slots_, 1, TracedAxis::slot, set});
    for (const InitialState& kept : head.pipeline->state()) append_parts(parts_, head.name, {kept.part});
  }
  for (PlacedTracker& placed : trackers_) {
    placed.first_state = parts_.size();
    for (const InitialState& kept : placed.tracker->state(slots_)) append_parts(parts_, placed.name, {kept.part});
    placed.states = parts_.size() - placed.first_state;
  }
}

bool Slots::starts_apart() const { return initial_weighting_ == "one_hot" || initial_weighting_ == "learned"; }

// The symmetry trap: if all slots start equal and no write head can treat two slots differently, all slots stay equal
// in every step, whatever is learned: a memory of N slots is then no better than one slot.
void Slots::refuse_symmetry() const {
  const bool breaks = write_pipeline_->breaks_symmetry() || (write_pipeline_->uses_previous() && starts_apart());
  if (initial_memory_ != "constant" || breaks || slots_ == 1) return;
  fail(ErrorKind::usage,
       "model.initial_memory = constant with {}: all slots start equal and stay equal in every step, so they act as "
       "one; take model.initial_memory = random or learned{}",
       write_pipeline_->uses_previous()
           ? fmt::format("model.initial_weighting = {}", initial_weighting_)
           : fmt::format("write heads that address by content only ({})", write_pipeline_->text()),
       write_pipeline_->uses_previous() ? ", or model.initial_weighting = one_hot or learned" : "");
}

// A head that only transforms its previous weighting (tape) never chooses a slot if it starts with equal weights: all
// its weights stay equal in every step, whatever is learned.
void Slots::refuse_equal_weights(const Pipeline& pipeline) const {
  const bool only_previous = pipeline.uses_previous() && !pipeline.begins_with_scores() && !pipeline.breaks_symmetry();
  if (!only_previous || starts_apart() || slots_ == 1) return;
  fail(ErrorKind::usage,
       "model.initial_weighting = {} with heads that address by '{}': the weights of all slots start equal and stay "
       "equal in every step, so such a head never chooses a slot; take model.initial_weighting = one_hot or learned, "
       "or an addressing that begins with scores",
       initial_weighting_, pipeline.text());
}

// Features may be negative, or large, so a rule that erases by them would make the memory grow.
void Slots::refuse_features() const {
  if (write_pipeline_->gives_features() && !rule_->takes_features())
    fail(
        ErrorKind::usage,
        "write heads that address by '{}' give features, which may have any sign, but the write rule needs weightings; "
        "end model.write_addressing with a rule that takes features, such as '| delta', or with a normalizer",
        write_pipeline_->text());
}

Memory::Step Slots::start(Tape& tape) const {
  const std::span<Var> state = tape.arena().allocate_array<Var>(parts_.size());
  const std::span<Var> reads = tape.arena().allocate_array<Var>(static_cast<std::size_t>(read_heads_));
  state[0] = tape[memory_];
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    const Head& head = heads_[i];
    std::size_t next = head.first_state;
    if (head.keeps_weighting) {
      const Var initial = tape[head.initial_weighting];
      state[next++] = initial_weighting_ == "learned" ? softmax(initial) : initial;
    }
    std::ranges::copy(head.addressing.start(tape), state.begin() + static_cast<std::ptrdiff_t>(next));
    if (i < reads.size()) reads[i] = tape[head.initial_read];
  }
  for (const PlacedTracker& placed : trackers_)
    for (std::size_t k = 0; k < placed.states; ++k) state[placed.first_state + k] = tape[placed.initial[k]];
  return {.reads = reads, .state = state};
}

// item [1], a number from 1, or 0 for no item -> [N]: 1 at slot (item - 1) mod N, where an append-only memory stores
// it; for no item, `nowhere` at every slot.
Var Slots::slot_of(Var item, Scalar nowhere) const {
  const Var w = item.tape().constant(slots_, 1, item.batch(), 0);
  for (int b = 0; b < item.batch(); ++b) {
    const int number = static_cast<int>(item(0, 0, b));
    if (number == 0)
      std::fill_n(w.value(b), slots_, nowhere);
    else
      w.value(b)[(number - 1) % slots_] = 1;
  }
  return w;
}

// Heads that learn to write may write at every step; with `append` they write the items that are shown.
int Slots::slots_filled(const Episode& episode) const {
  const int items = episode.items();
  return items == 0 || write_mode_ == "append" ? items : episode.steps();
}

// What a step knows so far; all spans but `before` have an entry for each head or tracker.
struct Slots::Now {
  State before;                         // of the whole memory
  std::span<Var> after;                 // likewise; filled in by and by
  std::span<Var> emissions;             // for the pipeline; none if it needs none
  std::span<std::span<const Var>> own;  // what a head emits besides
  std::span<Var> last, weightings;      // of the step before, where it is kept, and of this step
  std::span<State> trackers;
};

// Computes what all heads emit.
void Slots::emit(Var h, Now& now) const {
  Tape& tape = h.tape();
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    const Head& head = heads_[i];
    const Tape::TraceScope scope(tape, head.name, head.kind);
    Var xi = head.addressing.emit(h);
    if (head.own.empty()) {
      now.emissions[i] = xi;
      continue;
    }
    const std::span<const Var> parts = split(xi, head.segments);
    const std::size_t first = head.pipeline->emission() > 0 ? 1 : 0;
    now.emissions[i] = first == 1 ? parts[0] : Var();
    now.own[i] = parts.subspan(first);
    for (std::size_t k = 0; k < head.own.size(); ++k)
      tape.trace(head.own[k].name, head.own[k].role, head.own[k].axis, now.own[i][k]);
  }
}

// Computes the weighting of a head on this memory.
void Slots::address(std::size_t i, Var M, const Var& oracle, Now& now) const {
  const Head& head = heads_[i];
  Tape& tape = M.tape();
  const Tape::TraceScope scope(tape, head.name, head.kind);
  const std::span<State> trackers = tape.arena().allocate_array<State>(head.trackers.size());
  std::ranges::transform(head.trackers, trackers.begin(), [&](std::size_t k) { return now.trackers[k]; });
  const std::size_t own_state = head.first_state + (head.keeps_weighting ? 1 : 0),
                    states = head.pipeline->state().size();
  const auto R = static_cast<std::size_t>(read_heads_);
  const bool reads = i < R;
  const std::size_t beside = std::min(reads ? 0 : i - R, R - 1);
  now.weightings[i] = head.addressing.address(now.emissions[i], {.memory = M,
                                                                 .previous = now.last[i],
                                                                 .oracle_weighting = oracle,
                                                                 .reader = now.last[beside],
                                                                 .trackers = trackers,
                                                                 .state = now.before.subspan(own_state, states),
                                                                 .state_after = now.after.subspan(own_state, states),
                                                                 .head = static_cast<int>(reads ? i : i - R),
                                                                 .heads = reads ? read_heads_ : write_heads_});
  if (head.keeps_weighting) now.after[head.first_state] = now.weightings[i];
  const bool features = head.pipeline->gives_features();
  tape.trace(features ? "features" : "weighting", features ? TracedRole::features : TracedRole::weighting,
             TracedAxis::slot, now.weightings[i]);
}

// Applies all write heads.
Var Slots::write(Var M, Now& now) const {
  Tape& tape = M.tape();
  const auto R = static_cast<std::size_t>(read_heads_);
  const std::span<WriteRule::Writing> writings = tape.arena().allocate_array<WriteRule::Writing>(heads_.size() - R);
  for (std::size_t i = 0; i < writings.size(); ++i) writings[i] = {now.weightings[R + i], now.own[R + i]};
  const std::span<State> trackers = tape.arena().allocate_array<State>(rule_trackers_.size());
  std::ranges::transform(rule_trackers_, trackers.begin(), [&](std::size_t k) { return now.trackers[k]; });
  for (std::size_t k = 0; k < trackers_.size(); ++k) M = trackers_[k].tracker->forget(M, now.trackers[k]);
  return rule_->write(M, writings, trackers);
}

// One step, as slots.hpp describes it; model.order says in which order.
Memory::Step Slots::step(Var h, State before, const StepInputs& inputs) const {
  Tape& tape = h.tape();
  const auto R = static_cast<std::size_t>(read_heads_), all = heads_.size();
  Now now{.before = before,
          .after = tape.arena().allocate_array<Var>(before.size()),
          .emissions = tape.arena().allocate_array<Var>(all),
          .own = tape.arena().allocate_array<std::span<const Var>>(all),
          .last = tape.arena().allocate_array<Var>(all),
          .weightings = tape.arena().allocate_array<Var>(all),
          .trackers = tape.arena().allocate_array<State>(trackers_.size())};
  Var shown, asked;
  if (write_pipeline_->needs_oracle()) shown = slot_of(inputs.item_shown, 0);
  if (read_pipeline_->needs_oracle()) asked = slot_of(inputs.item_asked, Scalar(1) / slots_);
  for (std::size_t i = 0; i < all; ++i)
    if (heads_[i].keeps_weighting) now.last[i] = before[heads_[i].first_state];

  emit(h, now);
  // What read heads emit for a tracker stands behind what they emit for the trackers before it.
  const auto heads_of = [&](std::span<const Var> weightings, std::size_t k) {
    std::size_t first = 0;
    for (std::size_t j = 0; j < k; ++j) first += trackers_[j].emitted;
    const std::span<std::span<const Var>> emitted = tape.arena().allocate_array<std::span<const Var>>(R);
    for (std::size_t i = 0; i < R; ++i)
      emitted[i] = now.own[i].empty() ? std::span<const Var>() : now.own[i].subspan(first, trackers_[k].emitted);
    return Tracker::Heads{weightings.first(R), weightings.subspan(R), emitted};
  };
  for (std::size_t k = 0; k < trackers_.size(); ++k) {
    const PlacedTracker& placed = trackers_[k];
    const Tape::TraceScope scope(tape, placed.name, TracedKind::tracker);
    now.trackers[k] =
        placed.tracker->before_heads(heads_of(now.last, k), before.subspan(placed.first_state, placed.states));
  }

  const Var old = before[0];
  const bool look_after = order_ == "write_then_look";
  if (!look_after)
    for (std::size_t i = 0; i < R; ++i) address(i, old, asked, now);
  for (std::size_t i = R; i < all; ++i) address(i, old, shown, now);
  for (std::size_t k = 0; k < trackers_.size(); ++k) {
    Tracker::Heads heads = heads_of(now.last, k);
    heads.writes = now.weightings.subspan(R);
    now.trackers[k] = trackers_[k].tracker->after_writers(heads, now.trackers[k]);
  }
  const Var M = write(old, now);
  if (look_after)
    for (std::size_t i = 0; i < R; ++i) address(i, M, asked, now);
  for (std::size_t k = 0; k < trackers_.size(); ++k) {
    const PlacedTracker& placed = trackers_[k];
    const State kept = placed.tracker->after_heads(heads_of(now.weightings, k), now.trackers[k]);
    std::ranges::copy(kept, now.after.begin() + static_cast<std::ptrdiff_t>(placed.first_state));
    for (std::size_t j = 0; j < placed.states; ++j)
      if (const StatePart& part = parts_[placed.first_state + j]; part.cols == 1) {
        const std::size_t slash = part.name.find('/');
        const Tape::TraceScope scope(tape, part.name.substr(0, slash), TracedKind::tracker);
        tape.trace(part.name.substr(slash + 1), TracedRole::state, part.axis, kept[j]);
      }
  }
  now.after[0] = M;

  const std::span<Var> reads = tape.arena().allocate_array<Var>(R);
  for (std::size_t i = 0; i < R; ++i) {
    reads[i] = read(order_ == "read_then_write" ? old : M, now.weightings[i]);
    const Tape::TraceScope scope(tape, heads_[i].name, TracedKind::read);
    tape.trace("read", TracedRole::read_vector, TracedAxis::feature, reads[i]);
  }
  return {.reads = reads, .state = now.after};
}

std::unique_ptr<Memory> make_slots_memory() { return std::make_unique<Slots>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

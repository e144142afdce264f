#include "memnet/memories/slots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

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

// Refuses trackers that cannot follow these heads.
void Slots::check_trackers() const {
  for (const PlacedTracker& placed : trackers_) {
    if (placed.tracker->needs_writes_first() && order_ != "write_then_look")
      fail(ErrorKind::usage,
           "model.order = {} with an addressing that follows {}: read heads would choose their slots before the step's "
           "write is known; take model.order = write_then_look",
           order_, placed.text);
    for (const Pipeline* pipeline : {read_pipeline_.get(), write_pipeline_.get()})
      if (pipeline->gives_features() && !placed.tracker->takes_features())
        fail(ErrorKind::usage,
             "heads that address by '{}' give features, but the tracker {} needs weightings; end their addressing with "
             "a normalizer such as 'softmax'",
             pipeline->text(), placed.text);
    if (placed.tracker->takes_features() && !write_pipeline_->nonnegative())
      fail(ErrorKind::usage,
           "write heads that address by '{}' may give negative features, but the tracker {} needs others; take a map "
           "such as 'elu' or 'dpfp:NU'",
           write_pipeline_->text(), placed.text);
  }
  for (const std::string& text : write_pipeline_->trackers())
    if (trackers_[tracker_index(text)].tracker->needs_writes_first())
      fail(
          ErrorKind::usage,
          "write heads that address by '{}' follow {}, which are known only when they have written; leave them to read "
          "heads, and take another model.write_addressing, such as 'cosine | softmax | allocate'",
          write_pipeline_->text(), text);
}

void Slots::build(const Scope& scope, int controller, bool feedback) {
  has_feedback_ = feedback;
  read_settings();
  for (const std::vector<std::string>& texts :
       {read_pipeline_->trackers(), write_pipeline_->trackers(), rule_->trackers()})
    add_trackers(texts);
  check_trackers();
  for (const std::string& text : rule_->trackers()) rule_trackers_.push_back(tracker_index(text));

  for (int i = 0; i < read_heads_ + write_heads_; ++i) heads_.push_back(build_head(scope, i, controller, feedback));
  // Random memory as in pytorch-ntm: U(-b, b), b = 1 / sqrt(N + W).
  const Init random = Init::uniform(1 / std::sqrt(slots_ + width_));
  memory_ = initial_memory_ == "learned" ? scope("memory/initial", slots_, content(), random)
            : initial_memory_ == "random"
                ? scope.buffer("memory/initial", slots_, content(), random)
                : scope.buffer("memory/initial", slots_, content(), Init::constant(memory_constant_));
  if (addresses_ > 0) slot_addresses_ = scope("memory/addresses", slots_, addresses_, Init::normal(1));
  for (PlacedTracker& placed : trackers_)
    for (const InitialState& kept : placed.tracker->state(slots_))
      placed.initial.push_back(declare_initial(scope / placed.name, kept));
  lay_out_state();
}

Slots::Head Slots::build_head(const Scope& scope, int number, int controller, bool feedback) {
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
    head.own = rule_->emission(slots_, content());
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
  if (reads && feedback) head.initial_read = in_head("initial_read", width_, 1, Init::normal(0.01));
  return head;
}

// Returns the set of the weightings of a head, and of the one that it starts with.
StateSet Slots::weighting_set(const Pipeline& pipeline) const {
  StateSet set = pipeline.output_set();
  if (pipeline.uses_reader()) set = std::min(set, read_pipeline_->output_set());
  return initial_weighting_ == "zeros" ? std::min(set, StateSet::subsimplex) : set;
}

void Slots::lay_out_state() {
  parts_.push_back({"memory", slots_, content(), TracedAxis::slot, StateSet::real});
  for (Head& head : heads_) {
    head.first_state = parts_.size();
    if (head.keeps_weighting)
      parts_.push_back({head.name + "/weighting", slots_, 1, TracedAxis::slot, weighting_set(*head.pipeline)});
    for (const InitialState& kept : head.pipeline->state()) append_parts(parts_, head.name, {kept.part});
  }
  for (PlacedTracker& placed : trackers_) {
    placed.first_state = parts_.size();
    for (const InitialState& kept : placed.tracker->state(slots_)) append_parts(parts_, placed.name, {kept.part});
    placed.states = parts_.size() - placed.first_state;
  }
}

Memory::Step Slots::start(Tape& tape, const Annotations*) const {
  const std::span<Var> state = tape.arena().allocate_array<Var>(parts_.size());
  const std::span<Var> reads =
      tape.arena().allocate_array<Var>(static_cast<std::size_t>(has_feedback_ ? read_heads_ : 0));
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

// M [N, W - A], what is written -> [N,W], what is addressed and read: with the learned addresses behind it.
Var Slots::rows(Var M) const { return addresses_ > 0 ? join_columns(M, M.tape()[slot_addresses_]) : M; }

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

// Returns the read head beside a write head: the one with its number, or the last one if there are fewer.
std::size_t Slots::beside(std::size_t write_head) const {
  const auto R = static_cast<std::size_t>(read_heads_);
  return std::min(write_head - R, R - 1);
}

// Computes the weighting of a head on this memory.
void Slots::address(std::size_t i, Var M, Var oracle, Now& now) const {
  const Head& head = heads_[i];
  Tape& tape = M.tape();
  const Tape::TraceScope scope(tape, head.name, head.kind);
  const std::span<State> trackers = tape.arena().allocate_array<State>(head.trackers.size());
  std::ranges::transform(head.trackers, trackers.begin(), [&](std::size_t k) { return now.trackers[k]; });
  const std::size_t own_state = head.first_state + (head.keeps_weighting ? 1 : 0),
                    states = head.pipeline->state().size();
  const auto R = static_cast<std::size_t>(read_heads_);
  const bool reads = i < R;
  now.weightings[i] = head.addressing.address(now.emissions[i], {.memory = M,
                                                                 .previous = now.last[i],
                                                                 .oracle_weighting = oracle,
                                                                 .reader = reads ? Var() : now.last[beside(i)],
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
  for (std::size_t i = 0; i < writings.size(); ++i) {
    std::span<const Var> emitted = now.own[R + i];
    if (rule_->uses_key()) {
      const std::span<Var> with_key = tape.arena().allocate_array<Var>(emitted.size() + 1);
      *std::ranges::copy(emitted, with_key.begin()).out = read_pipeline_->key(now.emissions[beside(R + i)]);
      emitted = with_key;
    }
    writings[i] = {now.weightings[R + i], emitted};
  }
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
    for (std::size_t i = 0; i < R; ++i) emitted[i] = now.own[i].subspan(first, trackers_[k].emitted);
    return Tracker::Heads{weightings.first(R), weightings.subspan(R), emitted};
  };
  for (std::size_t k = 0; k < trackers_.size(); ++k) {
    const PlacedTracker& placed = trackers_[k];
    const Tape::TraceScope scope(tape, placed.name, TracedKind::tracker);
    now.trackers[k] =
        placed.tracker->before_heads(heads_of(now.last, k), before.subspan(placed.first_state, placed.states));
  }

  const Var old = rows(before[0]);
  const bool read_first = order_ == "read_then_write", look_after = order_ == "write_then_look";
  if (!look_after)
    for (std::size_t i = 0; i < R; ++i) address(i, old, asked, now);
  for (std::size_t i = R; i < all; ++i) address(i, old, shown, now);
  for (std::size_t k = 0; k < trackers_.size(); ++k) {
    Tracker::Heads heads = heads_of(now.last, k);
    heads.writes = now.weightings.subspan(R);
    now.trackers[k] = trackers_[k].tracker->after_writers(heads, now.trackers[k]);
  }
  const std::span<Var> reads = tape.arena().allocate_array<Var>(R);
  const auto read_all = [&](Var M) {
    for (std::size_t i = 0; i < R; ++i) {
      reads[i] = read(M, now.weightings[i]);
      const Tape::TraceScope scope(tape, heads_[i].name, TracedKind::read);
      tape.trace("read", TracedRole::read_vector, TracedAxis::feature, reads[i]);
    }
  };
  // Reading before writing lets the pullback of the write be the first to give the old memory an adjoint: its own.
  if (read_first) read_all(old);
  now.after[0] = write(before[0], now);
  const Var M = read_first ? old : rows(now.after[0]);
  if (look_after)
    for (std::size_t i = 0; i < R; ++i) address(i, M, asked, now);
  for (std::size_t k = 0; k < trackers_.size(); ++k) {
    const PlacedTracker& placed = trackers_[k];
    const State kept = placed.tracker->after_heads(heads_of(now.weightings, k), now.trackers[k]);
    std::ranges::copy(kept, now.after.begin() + static_cast<std::ptrdiff_t>(placed.first_state));
    const Tape::TraceScope scope(tape, placed.name, TracedKind::tracker);
    for (std::size_t j = 0; j < placed.states; ++j)
      if (const StatePart& part = parts_[placed.first_state + j]; part.cols == 1)
        tape.trace(std::string_view(part.name).substr(placed.name.size() + 1), TracedRole::state, part.axis, kept[j]);
  }

  if (!read_first) read_all(M);
  return {.reads = reads, .state = now.after};
}

std::unique_ptr<Memory> make_slots_memory() { return std::make_unique<Slots>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

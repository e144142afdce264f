#include "memnet/models/ntm.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void Ntm::declare(const Options::Section& options) {
  options.add("slots", slots_, 1, 1000000, "number of memory slots, N");
  options.add("width", width_, 1, 100000, "width of a memory slot, W");
  options.add("read_heads", read_heads_, 1, 16, "number of read heads");
  options.add("write_heads", write_heads_, 1, 16, "number of write heads");
  options.add("addressing", read_addressing_, canonical_addressing,
              "how heads choose memory slots: a scheme, or stages joined by '|'");
  options.add("write_addressing", write_addressing_, canonical_addressing,
              "how write heads choose memory slots: a scheme, stages joined by '|', or 'same' as model.addressing");
  options.add(
      "write_mode", write_mode_, {"learned", "append"},
      "how write heads get their slots: learned by their addressing, or append: each shown item goes to the next slot");
  options.add("order", order_, {"read_first", "write_first"},
              "whether a step reads the memory before or after it writes");
  options.add("initial_memory", initial_memory_, {"constant", "random", "learned"},
              "memory at the start: the same number everywhere, random numbers that are kept fixed, or learned");
  options.add("memory_constant", memory_constant_, -1000, 1000, "the number that fills a constant initial memory");
  options.add("initial_weighting", initial_weighting_, {"uniform", "one_hot", "learned", "zeros"},
              "weighting of heads at the start: uniform, all on slot 0, learned, or zeros");
  std::vector<std::string> controllers;
  for (const CellEntry& entry : all_cells()) controllers.emplace_back(entry.name);
  options.add("controller", controller_name_, controllers,
              "the recurrent or feed-forward network that reads the input and drives the heads");
  controller_ = make_cell(controller_name_);
  controller_->declare(options / "controller");
}

void Ntm::build(Params& params, const TaskSpec& task) {
  const bool append = write_mode_ == "append";
  if (append && write_addressing_ != "same")
    fail(ErrorKind::usage,
         "model.write_addressing = {} has no effect with model.write_mode = append, where each item goes to the next "
         "slot; leave it out, or take model.write_mode = learned",
         write_addressing_);
  const std::string& write_addressing = write_addressing_ == "same" ? read_addressing_ : write_addressing_;
  read_pipeline_ = std::make_unique<Pipeline>(read_addressing_, slots_, width_);
  write_pipeline_ = std::make_unique<Pipeline>(append ? "oracle" : write_addressing, slots_, width_);
  if (read_pipeline_->needs_oracle() && !append)
    fail(ErrorKind::usage,
         "model.addressing = {} needs the right slot, which is known only with model.write_mode = append",
         read_addressing_);
  refuse_symmetry();
  for (const Pipeline* pipeline : {read_pipeline_.get(), write_pipeline_.get()}) refuse_equal_weights(*pipeline);

  const Scope scope(params);
  controller_->build(scope / "controller", task.inputs + read_heads_ * width_);
  for (int i = 0; i < read_heads_; ++i) {
    heads_.push_back(build_head(scope, fmt::format("read{}", i), *read_pipeline_, 0));
    heads_.back().initial_read = (scope / heads_.back().name)("initial_read", width_, 1, Init::normal(0.01));
  }
  for (int i = 0; i < write_heads_; ++i)
    heads_.push_back(build_head(scope, fmt::format("write{}", i), *write_pipeline_, 2 * width_));

  // Random memory as in pytorch-ntm: U(-b, b), b = 1 / sqrt(N + W).
  const Init random = Init::uniform(1 / std::sqrt(slots_ + width_));
  memory_ = initial_memory_ == "learned" ? scope("memory/initial", slots_, width_, random)
            : initial_memory_ == "random"
                ? scope.buffer("memory/initial", slots_, width_, random)
                : scope.buffer("memory/initial", slots_, width_, Init::constant(memory_constant_));
  const int output_inputs = controller_->outputs() + read_heads_ * width_;
  output_weights_ = scope("output/weights", task.outputs, output_inputs, Init::xavier());
  output_bias_ = scope("output/bias", task.outputs, 1, Init::constant(0));
}

// Builds a head that emits `appended` further numbers behind those of its addressing.
Ntm::Head Ntm::build_head(const Scope& scope, const std::string& name, const Pipeline& pipeline, int appended) const {
  const Scope in_head = scope / name;
  Head head;
  head.name = name;
  head.addressing.build(in_head, pipeline, {.inputs = controller_->outputs(), .gain = 1.4, .appended = appended});

  std::vector<double> at_slot_0(static_cast<std::size_t>(slots_), 0.0);
  at_slot_0[0] = 1;
  const auto start = [&](Init init) { return in_head.buffer("initial_weighting", slots_, 1, init); };
  head.initial_weighting = initial_weighting_ == "learned"   ? in_head("initial_weighting", slots_, 1, Init::normal(1))
                           : initial_weighting_ == "one_hot" ? start(Init::constant(0).with_offset(at_slot_0))
                           : initial_weighting_ == "zeros"   ? start(Init::constant(0))
                                                             : start(Init::constant(1.0 / slots_));
  return head;
}

bool Ntm::starts_apart() const { return initial_weighting_ == "one_hot" || initial_weighting_ == "learned"; }

// The symmetry trap: if all slots start equal and no write head can treat two slots differently, all slots stay equal
// in every step, whatever is learned: a memory of N slots is then no better than one slot.
void Ntm::refuse_symmetry() const {
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
void Ntm::refuse_equal_weights(const Pipeline& pipeline) const {
  const bool only_previous = pipeline.uses_previous() && !pipeline.begins_with_scores() && !pipeline.breaks_symmetry();
  if (!only_previous || starts_apart() || slots_ == 1) return;
  fail(ErrorKind::usage,
       "model.initial_weighting = {} with heads that address by '{}': the weights of all slots start equal and stay "
       "equal in every step, so such a head never chooses a slot; take model.initial_weighting = one_hot or learned, "
       "or an addressing that begins with scores",
       initial_weighting_, pipeline.text());
}

Ntm::State Ntm::start(Tape& tape) const {
  const std::span<Var> weightings = tape.arena().allocate_array<Var>(heads_.size());
  const std::span<Var> reads = tape.arena().allocate_array<Var>(static_cast<std::size_t>(read_heads_));
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    const Var initial = tape[heads_[i].initial_weighting];
    weightings[i] = initial_weighting_ == "learned" ? softmax(initial) : initial;
    if (i < reads.size()) reads[i] = tape[heads_[i].initial_read];
  }
  return {.M = tape[memory_], .weightings = weightings, .reads = reads, .controller = controller_->start(tape)};
}

std::span<const Var> Ntm::forward(Tape& tape, const Batch& batch) const {
  const std::span<Var> logits = tape.arena().allocate_array<Var>(batch.inputs.size());
  State state = start(tape);
  Tape::StepByStep steps(tape);
  for (std::size_t t = 0; t < logits.size(); ++t) {
    tape.set_step(static_cast<int>(t));
    steps.next();
    OracleWeightings oracle;
    if (write_pipeline_->needs_oracle()) oracle.write = slot_of(batch.item_shown[t], 0);
    if (read_pipeline_->needs_oracle()) oracle.read = slot_of(batch.item_asked[t], Scalar(1) / slots_);
    const Step now = step(tape, batch.inputs[t], state, oracle);
    logits[t] = steps.keep(now.logits);
    state = now.state;
  }
  return logits;
}

// item [1], a number from 1, or 0 for no item -> [N]: 1 at slot (item - 1) mod N, where an append-only memory stores
// it; for no item, `nowhere` at every slot.
Var Ntm::slot_of(Var item, Scalar nowhere) const {
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
int Ntm::slots_filled(const Episode& episode) const {
  const int items = episode.items();
  return items == 0 || write_mode_ == "append" ? items : episode.steps();
}

// One step, as ntm.hpp describes it. All heads compute their weightings from the memory before the step; model.order
// says whether reading or writing comes first.
Ntm::Step Ntm::step(Tape& tape, Var x, const State& before, const OracleWeightings& oracle) const {
  const std::size_t R = before.reads.size();
  const std::span<Var> joined = tape.arena().allocate_array<Var>(R + 1);
  joined[0] = x;
  std::ranges::copy(before.reads, joined.begin() + 1);
  const auto [h, controller] = controller_->step(concat(joined), before.controller);

  const std::span<Var> weightings = tape.arena().allocate_array<Var>(heads_.size());
  const std::span<Write> writes = tape.arena().allocate_array<Write>(heads_.size() - R);
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    const Head& head = heads_[i];
    const Tape::TraceScope scope(tape, head.name, i < R ? TracedKind::read : TracedKind::write);
    Var xi = head.addressing.emit(h);
    if (i >= R) std::tie(xi, writes[i - R]) = split_write(xi);
    weightings[i] = head.addressing.address(
        xi,
        {.memory = before.M, .previous = before.weightings[i], .oracle_weighting = i < R ? oracle.read : oracle.write});
    if (i >= R) writes[i - R].w = weightings[i];
    tape.trace("weighting", TracedRole::weighting, TracedAxis::slot, weightings[i]);
  }

  const Var M = write_all(before.M, writes);
  const std::span<Var> reads = tape.arena().allocate_array<Var>(R);
  for (std::size_t i = 0; i < R; ++i) {
    reads[i] = read(order_ == "read_first" ? before.M : M, weightings[i]);
    const Tape::TraceScope scope(tape, heads_[i].name, TracedKind::read);
    tape.trace("read", TracedRole::read_vector, TracedAxis::feature, reads[i]);
  }

  joined[0] = h;
  std::ranges::copy(reads, joined.begin() + 1);
  const Var logits = affine(tape[output_weights_], concat(joined), tape[output_bias_]);
  return {.logits = logits, .state = {.M = M, .weightings = weightings, .reads = reads, .controller = controller}};
}

// A write head emits [addressing; e; a], where the first part may be empty. Returns that part (none if empty), and e
// and a.
std::pair<Var, Ntm::Write> Ntm::split_write(Var xi) const {
  const Segment all[] = {{xi.rows() - 2 * width_}, {width_, Activation::sigmoid}, {width_}};
  const bool addresses = all[0].size > 0;
  const std::span<const Var> own = split(xi, std::span(all).subspan(addresses ? 0 : 1));
  const Write write{.w = Var(), .e = own[own.size() - 2], .a = own[own.size() - 1]};
  xi.tape().trace("erase", TracedRole::erase_vector, TracedAxis::feature, write.e);
  xi.tape().trace("add", TracedRole::written_vector, TracedAxis::feature, write.a);
  return {addresses ? own[0] : Var(), write};
}

// Applies all write heads (NTM eq. 3, 4): first every erase, then every add, so that the order of heads does not
// matter.
Var Ntm::write_all(Var M, std::span<const Write> writes) const {
  if (writes.size() == 1) return erase_and_add(M, writes[0].w, writes[0].e, writes[0].a);
  for (const Write& write : writes) M = erase(M, write.w, write.e);
  for (const Write& write : writes) M = add_outer(M, write.w, write.a);
  return M;
}

std::unique_ptr<Model> make_ntm_model() { return std::make_unique<Ntm>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

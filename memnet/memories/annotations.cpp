// Annotations (Bahdanau et al. 2015): what an encoder made of the places of a context. Heads read them, as they read
// memory slots; they are never written.
//
// The idea: with the output h of the controller, in every step
//   w = weighting of each head, from h by its pipeline of addressing stages
//   r = M^T w
// where row i of M [N,W] is the annotation of place i. N is the number of places of the context, which differs from
// episode to episode; of a batch it is that of the longest context, and places that an example does not have get
// exactly no weight. Example: of the annotations of "a b c", additive scores [0 2 0] give w = [0.11 0.79 0.11] and a
// read vector near the annotation of "b". Shifts, windows and gates work on the places of a source as on the slots of a
// memory.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "memnet/addressing/head.hpp"
#include "memnet/base/error.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class AnnotationsMemory : public Memory {
 public:
  void declare(const Options::Section& options) override {
    options.add("addressing", addressing_, canonical_addressing,
                "how heads choose places: a scheme, or stages joined by '|'");
    options.add("read_heads", read_heads_, 1, 16, "number of read heads");
    options.add("slots", slots_, 1, 1000000,
                "how many places a score by location knows, and the most that a state is laid out for; places beyond "
                "these have no such score");
    options.add("initial_weighting", initial_weighting_, {"first", "last", "uniform", "zeros"},
                "weighting of heads at the start: all on the first place, all on the last one, uniform, or zeros");
  }

  bool needs_encoder() const override { return true; }
  void annotate(int width) override { width_ = width; }

  void build(const Scope& scope, int controller, bool feedback) override {
    if (width_ == 0)
      fail(ErrorKind::usage,
           "model.memory = annotations holds what an encoder made, but this model has none; take model = "
           "encoder_decoder, or another memory");
    pipeline_ = std::make_unique<Pipeline>(addressing_, slots_, width_);
    refuse_pipelines();
    has_feedback_ = feedback;
    for (int i = 0; i < read_heads_; ++i) {
      Head& head = heads_.emplace_back();
      head.name = fmt::format("read{}", i);
      const Scope in_head = scope / head.name;
      head.addressing.build(in_head, *pipeline_, {.emission = AddressedHead::Emission::state, .inputs = controller});
      head.first_state = parts_.size();
      if (pipeline_->uses_previous()) {
        StateSet set = pipeline_->output_set();
        if (initial_weighting_ == "zeros") set = std::min(set, StateSet::subsimplex);
        parts_.push_back({head.name + "/weighting", slots_, 1, TracedAxis::slot, set});
      }
      for (const InitialState& kept : pipeline_->state()) append_parts(parts_, head.name, {kept.part});
      if (feedback) head.initial_read = in_head("initial_read", width_, 1, Init::normal(0.01));
    }
  }

  int reads() const override { return read_heads_; }
  int read_size() const override { return width_; }
  // Weightings have as many numbers as the context has places.
  std::vector<StatePart> state_parts() const override { return parts_; }
  Slope slope() const override { return pipeline_->slope(); }

  std::span<const Var> prepare(const Annotations& annotations) const override {
    const std::span<Var> all =
        annotations.places.tape().arena().allocate_array<Var>(heads_.size() * pipeline_->prepares());
    auto next = all.begin();
    for (const Head& head : heads_) next = std::ranges::copy(head.addressing.prepare(annotations.places), next).out;
    return all;
  }

  Step start(Tape& tape, const Annotations* annotations) const override {
    const std::span<Var> state = tape.arena().allocate_array<Var>(parts_.size());
    const std::span<Var> reads = tape.arena().allocate_array<Var>(has_feedback_ ? heads_.size() : 0);
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      std::size_t next = heads_[i].first_state;
      if (pipeline_->uses_previous()) state[next++] = initial_weighting(*annotations);
      std::ranges::copy(heads_[i].addressing.start(tape), state.begin() + static_cast<std::ptrdiff_t>(next));
      if (has_feedback_) reads[i] = tape[heads_[i].initial_read];
    }
    return {.reads = reads, .state = state};
  }

  Step step(Var h, State before, const StepInputs& now) const override {
    Tape& tape = h.tape();
    const Annotations& annotations = *now.annotations;
    const std::size_t prepared = annotations.prepared.empty() ? 0 : pipeline_->prepares();  // of each head
    const std::span<Var> after = tape.arena().allocate_array<Var>(parts_.size());
    const std::span<Var> reads = tape.arena().allocate_array<Var>(heads_.size());
    Var first_weighting;
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      const Head& head = heads_[i];
      const Tape::TraceScope scope(tape, head.name, TracedKind::read, annotations.length);
      std::size_t next = head.first_state;
      const bool keeps_weighting = pipeline_->uses_previous();
      const Var previous = keeps_weighting ? before[next++] : Var();
      const Var w = head.addressing.address(head.addressing.emit(h),
                                            {.memory = annotations.places,
                                             .previous = previous,
                                             .empty_slot_mask = annotations.mask,
                                             .length = annotations.length,
                                             .present = annotations.present,
                                             .prepared = annotations.prepared.subspan(i * prepared, prepared),
                                             .state = before.subspan(next, pipeline_->state().size()),
                                             .state_after = after.subspan(next, pipeline_->state().size()),
                                             .head = static_cast<int>(i),
                                             .heads = read_heads_});
      if (keeps_weighting) after[head.first_state] = w;
      if (i == 0) first_weighting = w;
      tape.trace("weighting", TracedRole::weighting, TracedAxis::place, w);
      reads[i] = read(annotations.places, w);
      tape.trace("read", TracedRole::read_vector, TracedAxis::feature, reads[i]);
    }
    return {.reads = reads, .state = after, .weighting = first_weighting};
  }

 private:
  struct Head {
    std::string name;
    AddressedHead addressing;
    std::size_t first_state = 0;  // in the state: its weighting, if it is kept, and what its stages keep
    Param initial_read;
  };

  void refuse_pipelines() const {
    const auto refuse = [&](const char* why) {
      fail(ErrorKind::usage, "model.addressing = {} {}; take another", addressing_, why);
    };
    if (!pipeline_->trackers().empty()) refuse("follows what is written, but annotations are only read");
    if (pipeline_->needs_oracle()) refuse("needs the right place, which a trained network does not have");
    if (pipeline_->uses_reader())
      refuse("takes the slots of a read head for a write head, but annotations are only read");
    if (pipeline_->gives_features()) refuse("gives features, but annotations are read with weightings");
    if (!pipeline_->leaves_out()) refuse("gives weight to places that a shorter context does not have");
    for (const InitialState& kept : pipeline_->state())
      if (kept.part.axis == TracedAxis::slot)
        refuse("keeps a number for each slot of a memory, but contexts have different numbers of places");
  }

  Var initial_weighting(const Annotations& annotations) const {
    const Var length = annotations.length;
    const int N = annotations.places.rows();
    const Var w = length.tape().constant(N, 1, length.batch(), 0);
    for (int b = 0; b < w.batch(); ++b) {
      const int places = static_cast<int>(*length.value(b));
      if (initial_weighting_ == "first") w.value(b)[0] = 1;
      if (initial_weighting_ == "last") w.value(b)[places - 1] = 1;
      if (initial_weighting_ == "uniform") std::fill_n(w.value(b), places, Scalar(1) / static_cast<Scalar>(places));
    }
    return w;
  }

  std::string addressing_ = "additive | softmax";
  int read_heads_ = 1;
  int slots_ = 128;
  std::string initial_weighting_ = "first";
  int width_ = 0;
  bool has_feedback_ = false;
  std::unique_ptr<Pipeline> pipeline_;
  std::vector<Head> heads_;
  std::vector<StatePart> parts_;
};

}  // namespace

std::unique_ptr<Memory> make_annotations_memory() { return std::make_unique<AnnotationsMemory>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// Memory slots that heads read and write (Graves, Wayne & Danihelka 2014): the memory of the NTM and, with other
// pipelines of addressing stages and other write rules, of the DNC, of linear attention and of delta rules.
//
// The idea: with the output h of the controller, in every step
//   w = weighting of each head, from h by its pipeline of addressing stages
//   M = M (1 - w e^T) + w a^T          for each write head; this is the rule erase_add
//   r = M^T w                          for each read head
// Example: with N = 3 slots, a write head with w = [0 1 0], e = 1 and a = [5 7] sets slot 1 to [5 7] and leaves the
// others; a read head with the same w then gets r = [5 7]. Letters are the paper's: M [N,W] the memory, w [N] a
// weighting, r [W] a read vector, e [W] and a [W] the erase and add vectors.
//
// With model.addresses = A, the last A numbers of every slot are a learned address (D-NTM, Gulcehre et al. 2016): heads
// address and read whole rows [content; address], but write only the content, W - A numbers.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "memnet/addressing/head.hpp"
#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/memories/slot_settings.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Slots : public Memory, private SlotSettings {
 public:
  void declare(const Options::Section& options) override { SlotSettings::declare(options); }
  void build(const Scope& scope, int controller, bool feedback) override;
  int reads() const override { return read_heads_; }
  int read_size() const override { return width_; }
  std::vector<StatePart> state_parts() const override { return parts_; }
  Step start(Tape& tape, const Annotations* annotations) const override;
  Step step(Var h, State before, const StepInputs& now) const override;
  bool needs_oracle() const override { return read_pipeline_->needs_oracle() || write_pipeline_->needs_oracle(); }
  Slope slope() const override { return std::max(read_pipeline_->slope(), write_pipeline_->slope()); }
  int slots() const override { return slots_; }
  int slots_filled(const Episode& episode) const override;

 private:
  // The state has these parts in this order: the memory without its learned addresses; of each head, read heads first,
  // its weighting (if anybody needs that of the step before) and what its stages keep; of each tracker, what it keeps.
  struct Head {
    std::string name;  // read0, read1, ..., write0, ...
    TracedKind kind;
    const Pipeline* pipeline;
    AddressedHead addressing;
    std::vector<EmittedVector> own;     // what it emits besides what the pipeline takes: for trackers, for the rule
    std::vector<Segment> segments;      // of its emission: the pipeline's part, if there is one, and its own
    std::vector<std::size_t> trackers;  // those of the pipeline, as indices into trackers_
    bool keeps_weighting = false;
    std::size_t first_state = 0;            // in the state
    Param initial_weighting, initial_read;  // the latter for read heads only
  };
  struct PlacedTracker {
    std::string text, name;  // with and without its argument
    std::unique_ptr<Tracker> tracker;
    std::size_t first_state, states;  // in the state
    std::size_t emitted;              // what every read head emits for it
    std::vector<Param> initial;
  };
  // What a step knows about its heads and trackers so far.
  struct Now;

  void add_trackers(const std::vector<std::string>& texts);
  Head build_head(const Scope& scope, int number, int controller, bool feedback);
  void check_trackers() const;
  StateSet weighting_set(const Pipeline& pipeline) const;
  void lay_out_state();

  std::size_t tracker_index(const std::string& text) const;
  std::size_t beside(std::size_t write_head) const;
  void emit(Var h, Now& now) const;
  void address(std::size_t head, Var M, Var oracle, Now& now) const;
  Var write(Var M, Now& now) const;
  Var slot_of(Var item, Scalar nowhere) const;
  Var rows(Var M) const;

  std::vector<std::size_t> rule_trackers_;
  std::vector<PlacedTracker> trackers_;
  bool has_feedback_ = true;
  Param memory_, slot_addresses_;
  std::vector<Head> heads_;  // read heads first
  std::vector<StatePart> parts_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

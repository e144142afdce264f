// The Neural Turing Machine (Graves, Wayne & Danihelka 2014): a controller that reads and writes a memory matrix
// through heads.
//
// The idea: in every step t
//   h = controller([x_t; r_1 .. r_R])                  with the read vectors of the step before
//   w = weighting of each head, from h by its pipeline of addressing stages
//   M = M (1 - w e^T) + w a^T                          for each write head: erase, then add
//   r = M^T w                                          for each read head
//   y = W_y [h; r_1 .. r_R] + b
// Example: with N = 3 slots, a write head with w = [0 1 0], e = 1 and a = [5 7] sets slot 1 to [5 7] and leaves the
// others; a read head with the same w then gets r = [5 7]. Letters are the paper's: M [N,W] the memory, w [N] a
// weighting, r [W] a read vector, e [W] and a [W] the erase and add vectors.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memnet/addressing/head.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Ntm : public Model {
 public:
  // Everything that one step passes to the next.
  struct State {
    Var M;                            // [N,W]
    std::span<const Var> weightings;  // [N] for each head, read heads first
    std::span<const Var> reads;       // [W] for each read head
    Cell::State controller;
  };
  struct Step {
    Var logits;
    State state;
  };
  // The right weightings, which the task gives, for heads whose pipelines need the oracle.
  struct OracleWeightings {
    Var write;  // [N]: 1 at the slot where the shown item belongs; zeros if no item is shown
    Var read;   // [N]: 1 at the slot of the item that gives the answer; uniform if no single item does
  };

  void declare(const Options::Section& options) override;
  void build(Params& params, const TaskSpec& task) override;
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override;
  bool needs_oracle() const override { return read_pipeline_->needs_oracle() || write_pipeline_->needs_oracle(); }

  // Returns the state before the first step.
  State start(Tape& tape) const;
  // Returns the result of one step for x [inputs].
  Step step(Tape& tape, Var x, const State& before, const OracleWeightings& oracle = {}) const;

 private:
  struct Head {
    std::string name;  // read0, read1, ..., write0, ...
    AddressedHead addressing;
    Param initial_weighting;
    Param initial_read;  // read heads only
  };

  // What one write head does to the memory: weighting [N], erase vector [W], add vector [W].
  struct Write {
    Var w, e, a;
  };

  Head build_head(const Scope& scope, const std::string& name, const Pipeline& pipeline, int appended) const;
  bool starts_apart() const;  // whether the initial weighting can differ between slots
  void refuse_symmetry() const;
  void refuse_equal_weights(const Pipeline& pipeline) const;
  Var slot_of(Var item, Scalar nowhere) const;
  std::pair<Var, Write> split_write(Var xi) const;
  Var write_all(Var M, std::span<const Write> writes) const;

  int slots_ = 128;
  int width_ = 20;
  int read_heads_ = 1;
  int write_heads_ = 1;
  std::string controller_name_ = "lstm";
  std::string read_addressing_ = "ntm";
  std::string write_addressing_ = "same";
  std::string write_mode_ = "learned";
  std::string order_ = "read_first";
  std::string initial_memory_ = "random";
  std::string initial_weighting_ = "one_hot";
  double memory_constant_ = 1e-6;

  std::unique_ptr<Cell> controller_;
  std::unique_ptr<Pipeline> read_pipeline_, write_pipeline_;
  Param memory_, output_weights_, output_bias_;
  std::vector<Head> heads_;  // read heads first, as in State::weightings
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

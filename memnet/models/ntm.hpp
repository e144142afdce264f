// The Neural Turing Machine (Graves, Wayne & Danihelka 2014): a controller that reads and writes a memory matrix
// through heads. Letters are the paper's: M [N,W] the memory, w [N] a weighting, r [W] a read vector, e and a [W] what
// a write head erases and adds.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Ntm : public Model {
 public:
  // Everything that is carried from one step to the next.
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
  // Where the task says that heads should look, for heads that are told.
  struct OracleWeightings {
    Var store;  // [N]: where what is shown belongs; all zeros where nothing is shown
    Var fetch;  // [N]: where what is asked for lies; everywhere alike where no single slot tells it
  };

  void declare(const Options::Section& options) override;
  void build(Params& params, const TaskSpec& task) override;
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override;

  State start(Tape& tape) const;
  Step step(Tape& tape, Var x, const State& before, const OracleWeightings& told = {}) const;  // x [inputs]

 private:
  struct Head {
    std::string name;  // read0, read1, ..., write0, ...
    const Pipeline* addressing = nullptr;
    int emission = 0;            // numbers it wants from the controller; of a write head, erase and add included
    Param weights, bias;         // where it wants any
    std::vector<Param> learned;  // of its addressing
    Param initial_weighting;
    Param initial_read;  // read heads only
  };

  // What one write head does to the memory.
  struct Write {
    Var w, e, a;
  };

  Head build_head(const Scope& scope, const std::string& name, const Pipeline& addressing, int extra) const;
  void refuse_symmetry() const;
  Var slot_of(Var item, Scalar nowhere) const;
  std::pair<Var, Write> take_write(Var xi) const;
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

#include "memnet/cells/machine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/autodiff/sizes.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/table.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Machine : public Cell {
 public:
  void declare(const Options::Section& options) override {
    options.add("memory", memory_name_, names_of(all_memories()), "what the controller reads and writes");
    memory_ = make_memory(memory_name_);
    memory_->declare(options);
    options.add("controller", controller_name_, names_of(all_cells()),
                "the recurrent or feed-forward network that reads the input and drives the memory");
    controller_ = make_cell(controller_name_);
    controller_->declare(options / "controller");
    if (memory_->reads() > 0)
      options.add("feedback", has_feedback_, "whether the controller sees what was read in the step before");
  }

  void build(const Scope& scope, int inputs) override {
    controller_->build(scope / "controller", inputs + fed_back() * memory_->read_size());
    memory_->build(scope, controller_->outputs(), has_feedback_);
    for (int i = 0; i < fed_back(); ++i)
      parts_.push_back({fmt::format("read{}", i), memory_->read_size(), 1, TracedAxis::feature});
    append_parts(parts_, "controller", controller_->state_parts());
    controller_states_ = controller_->state_parts().size();
    for (StatePart& part : memory_->state_parts()) parts_.push_back(std::move(part));
    for (const StatePart& part : parts_)
      if (numbers_in({&part, 1}) > kMostNumbers)
        fail(ErrorKind::usage, "model.memory = {}: its {} would be {} x {} numbers, more than {}; take smaller sizes",
             memory_name_, part.name, part.rows, part.cols, kMostNumbers);
  }

  int outputs() const override { return controller_->outputs() + memory_->reads() * memory_->read_size(); }
  std::vector<StatePart> state_parts() const override { return parts_; }

  State start(Tape& tape) const override {
    const Memory::Step memory = memory_->start(tape);
    return join(tape, memory.reads.first(static_cast<std::size_t>(fed_back())), controller_->start(tape), memory.state);
  }

  Step step(const StepInputs& now, State before) const override {
    Tape& tape = now.x.tape();
    const auto R = static_cast<std::size_t>(fed_back());
    const auto [h, controller] = controller_->step({with_reads(now.x, before.first(R)), now.item_shown, now.item_asked},
                                                   before.subspan(R, controller_states_));
    const Memory::Step memory = memory_->step(h, before.subspan(R + controller_states_), now);
    return {with_reads(h, memory.reads), join(tape, memory.reads.first(R), controller, memory.state)};
  }

  // Only without a memory does no step need what the one before has written or read.
  bool runs() const override { return controller_->runs() && memory_->reads() == 0 && memory_->state_parts().empty(); }
  std::span<const Var> run(std::span<const Var> x, std::span<const Var> prepared) const override {
    return controller_->run(x, prepared);
  }

  bool needs_oracle() const override { return memory_->needs_oracle(); }
  Slope slope() const override { return memory_->slope(); }
  int slots() const override { return memory_->slots(); }
  int slots_filled(const Episode& episode) const override { return memory_->slots_filled(episode); }

 private:
  static Var with_reads(Var x, std::span<const Var> reads) {
    if (reads.empty()) return x;
    const std::span<Var> joined = x.tape().arena().allocate_array<Var>(reads.size() + 1);
    joined[0] = x;
    std::ranges::copy(reads, joined.begin() + 1);
    return concat(joined);
  }

  static State join(Tape& tape, std::span<const Var> reads, State controller, State memory) {
    const std::span<Var> state = tape.arena().allocate_array<Var>(reads.size() + controller.size() + memory.size());
    std::ranges::copy(memory, std::ranges::copy(controller, std::ranges::copy(reads, state.begin()).out).out);
    return state;
  }

  // Returns how many reads are inputs of the controller.
  int fed_back() const { return has_feedback_ ? memory_->reads() : 0; }

  std::string memory_name_ = "slots";
  std::string controller_name_ = "lstm";
  std::unique_ptr<Memory> memory_;
  std::unique_ptr<Cell> controller_;
  bool has_feedback_ = true;
  std::vector<StatePart> parts_;
  std::size_t controller_states_ = 0;
};

}  // namespace

std::unique_ptr<Cell> make_machine_cell() { return std::make_unique<Machine>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// No controller: the output is the input. What a memory emits and reads is then linear in the input of the step, as in
// a layer of linear attention.
#include "memnet/cells/cell.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Identity : public Cell {
 public:
  void declare(const Options::Section&) override {}
  void build(const Scope&, int inputs) override { inputs_ = inputs; }
  int outputs() const override { return inputs_; }
  std::vector<StatePart> state_parts() const override { return {}; }
  State start(Tape&) const override { return {}; }
  Step step(const StepInputs& now, State before) const override { return {now.x, before}; }

 private:
  int inputs_ = 0;
};

}  // namespace

std::unique_ptr<Cell> make_identity_cell() { return std::make_unique<Identity>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

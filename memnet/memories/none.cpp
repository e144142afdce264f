// No memory: the network is its controller.
#include "memnet/memories/memory.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class None : public Memory {
 public:
  void declare(const Options::Section&) override {}
  void build(const Scope&, int, bool) override {}
  int reads() const override { return 0; }
  int read_size() const override { return 0; }
  std::vector<StatePart> state_parts() const override { return {}; }
  Step start(Tape&, const Annotations*) const override { return {}; }
  Step step(Var, State, const StepInputs&) const override { return {}; }
};

}  // namespace

std::unique_ptr<Memory> make_none_memory() { return std::make_unique<None>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

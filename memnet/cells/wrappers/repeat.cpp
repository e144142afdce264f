// A fixed number of inner steps in every step (Fojo, Campos & Giro-i-Nieto 2018). Output and state are those of the
// last one.
#include <optional>

#include "memnet/cells/wrappers/wrapper.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Repeat : public Wrapper {
 public:
  using Wrapper::Wrapper;

  Step step(const StepInputs& now, State before) const override {
    Step last{.output = {}, .state = before};
    for (int n = 0; n < most_steps(); ++n) last = inner_step(n, now, last.state);
    return last;
  }
};

}  // namespace

std::unique_ptr<Cell> make_repeat_wrapper(const std::string& argument, std::unique_ptr<Cell> cell) {
  const std::optional<int> times = parse_inner_steps(argument);
  return times ? std::make_unique<Repeat>(std::move(cell), *times) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

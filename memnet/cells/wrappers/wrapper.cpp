#include "memnet/cells/wrappers/wrapper.hpp"

#include "memnet/base/text.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

Cell::Step Wrapper::inner_step(int n, const StepInputs& now, State before) const {
  StepInputs inputs = now;
  if (has_flag()) inputs.x = concat({now.x, now.x.tape().constant(1, 1, 1, n == 0 ? 1 : 0)});
  return cell_->step(inputs, before);
}

std::optional<int> parse_inner_steps(std::string_view argument) {
  constexpr int kMost = 1000;
  const std::optional<int> steps = parse_number<int>(argument);
  return steps && *steps >= 1 && *steps <= kMost ? steps : std::nullopt;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

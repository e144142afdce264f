// The usual normaliser (NTM eq. 5): w_c = softmax(scores). Emits nothing.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Softmax : public Normaliser {
 public:
  Var apply(const Focus& focus) const override { return softmax(focus.signal); }
};

}  // namespace

std::unique_ptr<Stage> make_softmax_stage(const std::string&) { return std::make_unique<Softmax>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

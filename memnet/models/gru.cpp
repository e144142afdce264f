// The GRU baseline.
#include "memnet/models/recurrent.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

std::unique_ptr<Model> make_gru_model() { return make_recurrent_model("gru"); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

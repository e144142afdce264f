// The GRU baseline.
#include "memnet/models/recurrent.hpp"

namespace memnet::inline MEMNET_PRECISION {

std::unique_ptr<Model> make_gru_model() { return make_recurrent_model("gru"); }

}  // namespace memnet::inline MEMNET_PRECISION

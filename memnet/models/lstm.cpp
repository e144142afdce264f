// The LSTM baseline.
#include "memnet/models/recurrent.hpp"

namespace memnet::inline MEMNET_PRECISION {

std::unique_ptr<Model> make_lstm_model() { return make_recurrent_model("lstm"); }

}  // namespace memnet::inline MEMNET_PRECISION

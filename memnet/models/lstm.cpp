// The LSTM baseline.
#include "memnet/models/recurrent.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

std::unique_ptr<Model> make_lstm_model() { return make_recurrent_model("lstm"); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// Baselines without external memory: a recurrent cell and an output layer.
#pragma once

#include <memory>
#include <string>

#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns the model y_t = W_y h_t + b, where h_t is the output of this cell (a name in the table of cells).
std::unique_ptr<Model> make_recurrent_model(const std::string& cell);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

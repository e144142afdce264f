// Baselines: a recurrent controller with nothing but an output layer.
#pragma once

#include <memory>
#include <string>

#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The model that is just this cell (a name in the table of cells): y_t = W_y h_t + b.
std::unique_ptr<Model> make_recurrent_model(const std::string& cell);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

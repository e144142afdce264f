#include "memnet/base/table.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_MODEL(name, meaning) std::unique_ptr<Model> make_##name##_model();
#include "memnet/models/table.def"
#undef MEMNET_MODEL

std::span<const ModelEntry> all_models() {
  static constexpr ModelEntry kModels[] = {
#define MEMNET_MODEL(name, meaning) {#name, meaning, make_##name##_model},
#include "memnet/models/table.def"
#undef MEMNET_MODEL
  };
  return kModels;
}

std::unique_ptr<Model> make_model(const std::string& name) { return find_entry(all_models(), name, "model").make(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

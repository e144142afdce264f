#include "memnet/addressing/pipeline_text.hpp"
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_STAGE(name, argument, meaning) std::unique_ptr<Stage> make_##name##_stage(const std::string& text);
#define MEMNET_SCHEME(name, pipeline, meaning)
#include "memnet/addressing/table.def"
#undef MEMNET_STAGE
#undef MEMNET_SCHEME

std::span<const StageEntry> all_stages() {
  static constexpr StageEntry kStages[] = {
#define MEMNET_STAGE(name, argument, meaning) {#name, argument, meaning, make_##name##_stage},
#define MEMNET_SCHEME(name, pipeline, meaning)
#include "memnet/addressing/table.def"
#undef MEMNET_STAGE
#undef MEMNET_SCHEME
  };
  return kStages;
}

std::span<const SchemeEntry> all_schemes() {
  static constexpr SchemeEntry kSchemes[] = {
#define MEMNET_STAGE(name, argument, meaning)
#define MEMNET_SCHEME(name, pipeline, meaning) {#name, pipeline, meaning},
#include "memnet/addressing/table.def"
#undef MEMNET_STAGE
#undef MEMNET_SCHEME
  };
  return kSchemes;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

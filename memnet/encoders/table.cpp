#include "memnet/base/table.hpp"
#include "memnet/encoders/encoder.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_ENCODER(name, meaning) std::unique_ptr<Encoder> make_##name##_encoder();
#include "memnet/encoders/table.def"
#undef MEMNET_ENCODER

std::span<const EncoderEntry> all_encoders() {
  static constexpr EncoderEntry kEncoders[] = {
#define MEMNET_ENCODER(name, meaning) {#name, meaning, make_##name##_encoder},
#include "memnet/encoders/table.def"
#undef MEMNET_ENCODER
  };
  return kEncoders;
}

std::unique_ptr<Encoder> make_encoder(const std::string& name) {
  return find_entry(all_encoders(), name, "encoder").make();
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

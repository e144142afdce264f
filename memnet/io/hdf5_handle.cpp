#include "memnet/io/hdf5_handle.hpp"

#include <fmt/ranges.h>

#include <atomic>
#include <limits>

namespace memnet::hdf5 {

void prepare() {
  [[maybe_unused]] static const bool once = [] {
    H5dont_atexit();
    H5PLset_loading_state(0);
    return true;
  }();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

std::string unused_name() {
  static std::atomic<int> count = 0;
  return fmt::format("/dev/null/{}", count++);
}

std::string reason() {
  std::string text = "HDF5 gives no reason";
  const auto keep_first = [](unsigned position, const H5E_error2_t* error, void* target) -> herr_t {
    if (position == 0 && error->desc != nullptr) *static_cast<std::string*>(target) = error->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &text);
  return text;
}

std::string describe_type(hid_t type) {
  const std::size_t bits = 8 * H5Tget_size(type);
  const std::string order = H5Tget_order(type) == H5T_ORDER_BE && bits > 8 ? "big-endian " : "";
  switch (H5Tget_class(type)) {
    case H5T_FLOAT: return fmt::format("{}float{}", order, bits);
    case H5T_INTEGER: return fmt::format("{}{}int{}", order, H5Tget_sign(type) == H5T_SGN_NONE ? "u" : "", bits);
    case H5T_STRING: return "text";
    default: return "neither numbers nor text";
  }
}

std::string describe_shape(const Hdf5Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ",")); }

std::size_t element_count(const Hdf5Shape& shape) {
  std::size_t count = 1;
  bool overflow = false;
  for (const std::size_t size : shape) {
    if (size == 0) return 0;
    overflow |= count > std::numeric_limits<std::size_t>::max() / size;
    count *= size;
  }
  return overflow ? std::numeric_limits<std::size_t>::max() : count;
}

}  // namespace memnet::hdf5

namespace memnet {

std::size_t most_content(std::size_t file_bytes) {
  constexpr std::size_t kAlways = std::size_t{64} << 20, kExpansion = 32;
  return kAlways + kExpansion * file_bytes;
}

std::string hdf5_version() {
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  return fmt::format("{}.{}.{}", major, minor, release);
}

}  // namespace memnet

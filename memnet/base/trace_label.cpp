#include "memnet/base/trace_label.hpp"

namespace memnet {

template <>
std::span<const std::string_view> traced_words<TracedKind>() {
  static constexpr std::string_view kWords[] = {
#define MEMNET_TRACED_KIND(word, meaning) #word,
#include "memnet/base/trace_label.def"
  };
  return kWords;
}

template <>
std::span<const std::string_view> traced_words<TracedRole>() {
  static constexpr std::string_view kWords[] = {
#define MEMNET_TRACED_ROLE(word, meaning) #word,
#include "memnet/base/trace_label.def"
  };
  return kWords;
}

template <>
std::span<const std::string_view> traced_words<TracedAxis>() {
  static constexpr std::string_view kWords[] = {
#define MEMNET_TRACED_AXIS(word, meaning) #word,
#include "memnet/base/trace_label.def"
  };
  return kWords;
}

}  // namespace memnet

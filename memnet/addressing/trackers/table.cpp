#include <algorithm>

#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_TRACKER(name, meaning) std::unique_ptr<Tracker> make_##name##_tracker(const std::string& argument);
#include "memnet/addressing/trackers/table.def"
#undef MEMNET_TRACKER

std::span<const TrackerEntry> all_trackers() {
  static constexpr TrackerEntry kTrackers[] = {
#define MEMNET_TRACKER(name, meaning) {#name, meaning, make_##name##_tracker},
#include "memnet/addressing/trackers/table.def"
#undef MEMNET_TRACKER
  };
  return kTrackers;
}

std::unique_ptr<Tracker> make_tracker(const std::string& text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string name = text.substr(0, colon), argument = colon == text.size() ? "" : text.substr(colon + 1);
  const auto entry = std::ranges::find_if(all_trackers(), [&](const TrackerEntry& e) { return name == e.name; });
  std::unique_ptr<Tracker> tracker = entry == all_trackers().end() ? nullptr : entry->make(argument);
  if (tracker == nullptr) fail(ErrorKind::usage, "there is no tracker '{}'", text);
  return tracker;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

#include "memnet/io/old_options.hpp"

#include <algorithm>
#include <utility>

#include "memnet/base/old_names.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns a pipeline such as "cosine | softmax | gate:-6" with the present names of its stages.
std::string present_pipeline(const std::string& text) {
  std::string renamed;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t bar = std::min(text.find('|', from), text.size());
    const std::size_t first = std::min(text.find_first_not_of(" \t", from), bar);
    const std::size_t end = std::min(text.find_first_of(" \t:|", first), bar);
    renamed += text.substr(from, first - from) + present_name("stage", text.substr(first, end - first)) +
               text.substr(end, bar - end) + (bar < text.size() ? "|" : "");
    from = bar + 1;
  }
  return renamed;
}

std::string present_value(const std::string& option, const std::string& value) {
  if (option == "task" || option == "model") return present_name(option, value);
  if (option == "model.addressing" || option == "model.write_addressing") {
    const std::string scheme = new_name("scheme", value);
    return scheme.empty() ? present_pipeline(value) : scheme;
  }
  const std::string renamed = new_name("value", option + " " + value);
  return renamed.empty() ? value : renamed.substr(renamed.find(' ') + 1);
}

}  // namespace

void rename_options(RunRecord& record) {
  bool changed = record.config.empty();
  std::string config;
  for (auto& [name, value, is_number] : record.options) {
    std::string name_now = present_name("option", name), value_now = present_value(name, value);
    changed = changed || name_now != name || value_now != value;
    name = std::move(name_now);
    value = std::move(value_now);
    config += name + " = " + value + "\n";
  }
  if (changed) record.config = config;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

#include <fmt/ranges.h>

#include "memnet/base/table.hpp"
#include "memnet/base/text.hpp"
#include "memnet/cells/wrappers/wrapper.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

#define MEMNET_WRAPPER(name, argument, meaning) \
  std::unique_ptr<Cell> make_##name##_wrapper(const std::string& text, std::unique_ptr<Cell> cell);
#include "memnet/cells/wrappers/table.def"
#undef MEMNET_WRAPPER

std::span<const WrapperEntry> all_wrappers() {
  static constexpr WrapperEntry kWrappers[] = {
#define MEMNET_WRAPPER(name, argument, meaning) {#name, argument, meaning, make_##name##_wrapper},
#include "memnet/cells/wrappers/table.def"
#undef MEMNET_WRAPPER
  };
  return kWrappers;
}

namespace {

constexpr std::string_view kNone = "none";

}  // namespace

std::unique_ptr<Cell> wrapped(const std::string& text, std::unique_ptr<Cell> cell) {
  const auto [name, argument] = split_argument(text);
  if (name == kNone && argument.empty()) return cell;
  const WrapperEntry& entry = find_entry(all_wrappers(), name, "wrapper");
  std::unique_ptr<Cell> made = entry.make(argument, std::move(cell));
  if (made == nullptr)
    fail(ErrorKind::usage, "model.cell = {} {} argument; write {}:{}", text,
         argument.empty() ? "lacks its" : "has an invalid", name, entry.argument);
  return made;
}

std::string canonical_wrapper(const std::string& text) {
  const auto [name, argument] = split_argument(text);
  if (argument.empty()) return name;
  std::vector<std::string> numbers = split_text(argument, ',');
  for (std::string& number : numbers) number = canonical_number(number);
  return fmt::format("{}:{}", name, fmt::join(numbers, ","));
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

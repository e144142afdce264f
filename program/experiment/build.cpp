#include "program/experiment/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "memnet/base/error.hpp"
#include "program/experiment/build_info.hpp"

namespace memnet {
namespace {

// "GNU 12.2.0" -> "GNU 12": within one main version a compiler makes the same bits.
std::string_view main_version(std::string_view compiler) { return compiler.substr(0, compiler.find('.')); }

}  // namespace

RunRecord::Build this_build() {
  const std::string changes = *build_info::kGitChanges == '\0' ? "" : " and changes";
  return {fmt::format("bits {}, {}, {}", kBits, main_version(build_info::kCompiler), build_info::kClass),
          build_info::kGitCommit + changes};
}

void require_this_build(std::span<const RunRecord::Build> builds, const std::string& place) {
  const std::string now = this_build().name;
  const auto other = std::ranges::find_if(builds, [&](const RunRecord::Build& build) { return build.name != now; });
  if (other == builds.end()) return;
  fail(
      ErrorKind::usage,
      "{}: was trained by another build of memnet ({}, commit {}), and this one ({}) would give other bits; go on with "
      "that build, start anew in another --out, or mix both with --other-build",
      place, other->name, other->commit, now);
}

}  // namespace memnet

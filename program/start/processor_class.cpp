#include "program/start/processor_class.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "memnet/base/error.hpp"
#include "program/start/processor.hpp"

namespace memnet {
namespace {

constexpr const char* kVariable = "MEMNET_CPU";

bool contains(const std::vector<std::string>& list, const std::string& name) {
  return std::ranges::find(list, name) != list.end();
}

}  // namespace

std::string choose_class(const std::vector<std::string>& built, const std::string& forced,
                         const std::function<bool(std::string_view)>& can_run) {
  std::vector<std::string> runnable;
  std::ranges::copy_if(built, std::back_inserter(runnable), can_run);
  if (runnable.empty())
    fail(
        ErrorKind::usage,
        "this processor cannot run memnet, which is compiled for processors of class {}; build memnet on this machine, "
        "or with the CMake preset portable",
        fmt::join(built, ", "));
  if (forced.empty()) return runnable.back();
  if (!contains(built, forced))
    fail(ErrorKind::usage,
         "{}={}: this build of memnet has no such class of processors; it has {}, and one of the CMake preset "
         "portable has v2, v3 and v4 of x86-64",
         kVariable, forced, fmt::join(built, ", "));
  if (!contains(runnable, forced))
    fail(ErrorKind::usage, "{}={}: this processor cannot run that class; choose from {}, or do not set {}", kVariable,
         forced, fmt::join(runnable, ", "), kVariable);
  return forced;
}

void start_best_class(const std::vector<std::string>& built, const std::string& folder, char** arguments) {
  const char* forced = std::getenv(kVariable);
  const std::string chosen = choose_class(built, forced == nullptr ? "" : forced, can_run_class);
  if (chosen == built.front()) return;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  const std::string program = (self.parent_path() / folder / ("memnet-" + chosen)).lexically_normal();
  ::execv(program.c_str(), arguments);
  const int problem = errno;
  fail(ErrorKind::io,
       "{}: the program for processors of class {} cannot be started: {}; install memnet as a whole (cmake --install), "
       "or set {}={}",
       program, chosen, std::generic_category().message(problem), kVariable, built.front());
}

}  // namespace memnet

#include "program/experiment/provenance.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <Eigen/src/Core/util/Macros.h>
#include <boost/version.hpp>
#include <fstream>
#include <thread>

#include "memnet/io/hdf5.hpp"
#include "program/experiment/build.hpp"
#include "program/experiment/build_info.hpp"

namespace memnet {
namespace {

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name") && line.find(": ") != line.npos) return line.substr(line.find(": ") + 2);
  return "unknown";
}

std::string host() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

std::string eigen_version() {
  return fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION);
}

std::string boost_version() {
  return fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100);
}

std::string fmt_version() {
  return fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
}

}  // namespace

NamedTexts provenance(const std::vector<std::string>& command_line) {
  return {{"program_version", build_info::kVersion},
          {"git_commit", build_info::kGitCommit},
          {"git_changes", build_info::kGitChanges},
          {"compiler", build_info::kCompiler},
          {"compiler_flags", build_info::kFlags},
          {"eigen_version", eigen_version()},
          {"boost_version", boost_version()},
          {"fmt_version", fmt_version()},
          {"hdf5_version", hdf5_version()},
          {"host", host()},
          {"processor", processor()},
          {"cores", fmt::format("{}", std::thread::hardware_concurrency()), true},
          {"command_line", fmt::format("{}", fmt::join(command_line, " "))}};
}

std::string version_text() {
  return fmt::format("memnet {} (git {}{})\n{}\n{}, {}\nEigen {}, Boost {}, fmt {}, HDF5 {}\n", build_info::kVersion,
                     build_info::kGitCommit, *build_info::kGitChanges != '\0' ? ", changed" : "", this_build().name,
                     build_info::kCompiler, build_info::kFlags, eigen_version(), boost_version(), fmt_version(),
                     hdf5_version());
}

}  // namespace memnet

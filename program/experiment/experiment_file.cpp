#include "program/experiment/experiment_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "memnet/base/error.hpp"
#include "memnet/base/ini.hpp"
#include "memnet/os/atomic_file.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kInclude = "include";

// `where` begins the messages of errors: "" for the first file, the line that includes it for another.
std::vector<Setting> read_settings(const fs::path& path, const std::string& where) {
  std::error_code problem;
  if (!fs::exists(path, problem) && !problem)
    fail(ErrorKind::usage, "{}{}: does not exist; expected an experiment (an INI file)", where, path.string());
  std::vector<std::byte> bytes;
  try {
    bytes = read_file(path);
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, where + error.what());
  }
  std::vector<Setting> settings = parse_ini({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
  for (Setting& setting : settings) {
    if (setting.name.ends_with(fmt::format(".{}", kInclude)))
      fail(ErrorKind::usage, "{}: {} has to stand above the first section", setting.origin, kInclude);
    setting.folder = path.parent_path();
  }
  return settings;
}

}  // namespace

std::vector<std::vector<Setting>> read_experiment_file(const fs::path& path) {
  std::vector<std::vector<Setting>> layers;
  std::vector<fs::path> read;  // in a form in which equal files are equal
  std::string where;
  for (fs::path next = path;;) {
    std::error_code problem;
    read.push_back(fs::weakly_canonical(next, problem));
    if (std::ranges::count(read, read.back()) > 1)
      fail(ErrorKind::usage, "{}this file is included by itself; remove the line", where);
    std::vector<Setting>& settings = layers.emplace_back(read_settings(next, where));
    const auto include = std::ranges::find(settings, kInclude, &Setting::name);
    if (include == settings.end()) return layers;
    where = fmt::format("{}: {} = {}: ", include->origin, kInclude, include->value);
    if (include->value.empty()) fail(ErrorKind::usage, "{}expected the name of an INI file", where);
    next = (include->folder / include->value).lexically_normal();
    settings.erase(include);
  }
}

std::vector<Setting> with_file(std::vector<Setting> settings, const std::string& path) {
  for (const std::vector<Setting>& layer : read_experiment_file(path))
    settings.insert(settings.end(), layer.begin(), layer.end());
  return settings;
}

}  // namespace memnet

// The cache of a run index, behind its checksum.
#include <unistd.h>

#include <fstream>

#include "program/records/run_index_cache.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  static const std::filesystem::path folder = [] {
    std::string name = std::filesystem::temp_directory_path() / "memnet-fuzz-XXXXXX";
    require(::mkdtemp(name.data()) != nullptr);
    return std::filesystem::path(name);
  }();
  const Bytes bytes = catalog_of(std::as_bytes(std::span(input)));
  std::ofstream(folder / ".catalog").write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
  RunIndexCache(folder).find("run/run.h5", Stamp{});
}

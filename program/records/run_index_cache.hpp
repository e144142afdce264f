// Keeps the summaries of the runs in one folder in its file .catalog, so that run files which have not changed need not
// be opened. Whatever is wrong with that file, runs are read again.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "program/records/run_summary.hpp"

namespace memnet {

// Identifies one state of a file.
struct Stamp {
  std::uint64_t size = 0, inode = 0;
  std::int64_t modified = 0, changed = 0;  // nanoseconds

  bool operator==(const Stamp&) const = default;
};
// Returns nothing if there is no such file.
std::optional<Stamp> stamp_of(const std::filesystem::path& file);

class RunIndexCache {
 public:
  explicit RunIndexCache(std::filesystem::path folder);

  // Returns the summary of a file that had this stamp, nothing if there is none. `name` is relative to the folder.
  std::optional<RunRecord> find(const std::string& name, const Stamp& stamp) const;
  void put(const std::string& name, const Stamp& stamp, Bytes summary);

  // Writes the file, without the entries of files that are gone. Does nothing if the folder cannot be written.
  void save() const;

 private:
  struct Entry {
    Stamp stamp;
    std::span<const std::byte> summary;  // points into read_ or put_
  };

  std::filesystem::path file_;
  Bytes read_;
  std::map<std::string, Entry> entries_;
  std::vector<Bytes> put_;
};

}  // namespace memnet

// Keeps the summaries of the runs in one folder in its file .catalog, so that run files which have not changed need not
// be opened. If that file is missing or damaged, all runs are read again.
#pragma once

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
// Returns the stamp of a file, nothing if there is no such file.
std::optional<Stamp> stamp_of(const std::filesystem::path& file);

inline constexpr const char* kIndexFile = ".catalog";  // in the folder of runs
// Returns the bytes of such a file with this body: a first line and a checksum, and then the body.
Bytes catalog_of(std::span<const std::byte> body);

class RunIndexCache {
 public:
  // Reads the cache of a folder; it is empty if there is none, or if it is damaged.
  explicit RunIndexCache(std::filesystem::path folder);

  // Returns the summary of a file that had this stamp, nothing if there is none. `name` is relative to the folder.
  std::optional<RunRecord> find(const std::string& name, const Stamp& stamp) const;
  // Adds a summary, unless the file is so recent that it may still change without a new stamp.
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
  std::vector<Bytes> put_;  // the summaries that were added
};

}  // namespace memnet

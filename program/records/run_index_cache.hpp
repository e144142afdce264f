// The cards of the runs in one folder, kept in its file .catalog, so that run files which have not changed since need
// not be opened. It is never the truth: whatever is wrong with it, runs are read again.
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

// What tells one state of a file from another.
struct Stamp {
  std::uint64_t size = 0, inode = 0;
  std::int64_t modified = 0, changed = 0;  // nanoseconds

  bool operator==(const Stamp&) const = default;
};
// Nothing where there is no file.
std::optional<Stamp> stamp_of(const std::filesystem::path& file);

class CatalogCache {
 public:
  explicit CatalogCache(std::filesystem::path folder);

  // The card of a file as it was when it had this stamp; nothing if there is none. `name` is relative to the folder.
  std::optional<RunRecord> find(const std::string& name, const Stamp& stamp) const;
  void put(const std::string& name, const Stamp& stamp, Bytes card);

  // Writes what was put. Entries whose files are gone are dropped. A folder that cannot be written goes without.
  void keep() const;

 private:
  struct Entry {
    Stamp stamp;
    std::span<const std::byte> card;  // lies in read_ or in put_
  };

  std::filesystem::path file_;
  Bytes read_;
  std::map<std::string, Entry> entries_;
  std::vector<Bytes> put_;
};

}  // namespace memnet

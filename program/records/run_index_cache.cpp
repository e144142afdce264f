#include "program/records/run_index_cache.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <ctime>

#include "memnet/os/atomic_file.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "memnet catalog 5\n";
// A file that was changed once may be changed again within the same tick of the file system's clock, and keep its
// stamp. So a stamp is only used once it is older than the longest tick.
constexpr std::int64_t kLongestTick = 2'000'000'000;  // nanoseconds
constexpr std::size_t kWorthSaving = 16;              // summaries; fewer are read again as quickly

// Detects accidents, not forgeries: a forged cache does no more harm than a forged run file.
std::uint64_t checksum(std::span<const std::byte> bytes) {
  std::uint64_t sum = bytes.size();
  const auto mix = [&](std::uint64_t word) {
    sum = (sum ^ word) * 0x9e3779b97f4a7c15ull;
    sum ^= sum >> 29;
  };
  while (bytes.size() >= 8) {
    std::uint64_t word;
    std::ranges::copy(bytes.first(8), std::as_writable_bytes(std::span(&word, 1)).begin());
    mix(word);
    bytes = bytes.subspan(8);
  }
  for (const std::byte b : bytes) mix(std::to_integer<std::uint64_t>(b));
  return sum;
}

std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; }

std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME, &time);
  return nanoseconds(time);
}

}  // namespace

Bytes catalog_of(std::span<const std::byte> body) {
  const std::uint64_t sum = checksum(body);
  Bytes bytes;
  for (const auto part : {std::as_bytes(std::span(kMagic)), std::as_bytes(std::span(&sum, 1)), body})
    bytes.insert(bytes.end(), part.begin(), part.end());
  return bytes;
}

std::optional<Stamp> stamp_of(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return Stamp{.size = static_cast<std::uint64_t>(status.st_size),
               .inode = status.st_ino,
               .modified = nanoseconds(status.st_mtim),
               .changed = nanoseconds(status.st_ctim)};
}

RunIndexCache::RunIndexCache(fs::path folder) : file_(std::move(folder) / kIndexFile) {
  if (!fs::exists(file_)) return;
  try {
    read_ = read_file(file_);
    const std::span<const std::byte> bytes(read_);
    const auto magic = std::as_bytes(std::span(kMagic));
    if (bytes.size() < magic.size() + 8 || !std::ranges::equal(bytes.first(magic.size()), magic)) return;
    ByteReader head(bytes.subspan(magic.size(), 8));
    const std::span<const std::byte> body = bytes.subspan(magic.size() + 8);
    if (head.number<std::uint64_t>() != checksum(body)) return;
    ByteReader reader(body);
    while (!reader.at_end()) {
      std::string name = reader.text();
      const auto stamp = reader.number<Stamp>();
      entries_.insert_or_assign(entries_.end(), std::move(name), Entry{stamp, reader.bytes()});
    }
  } catch (const Error&) {
    entries_.clear();
  }
}

std::optional<RunRecord> RunIndexCache::find(const std::string& name, const Stamp& stamp) const {
  const auto found = entries_.find(name);
  if (found == entries_.end() || found->second.stamp != stamp) return std::nullopt;
  try {
    return unpack_summary(found->second.summary);
  } catch (const Error&) {
    return std::nullopt;  // the checksum was forged
  }
}

void RunIndexCache::put(const std::string& name, const Stamp& stamp, Bytes summary) {
  if (std::max(stamp.modified, stamp.changed) > now() - kLongestTick) return;
  put_.push_back(std::move(summary));
  entries_.insert_or_assign(name, Entry{stamp, put_.back()});
}

void RunIndexCache::save() const {
  if (put_.size() < kWorthSaving) return;
  ByteWriter body;
  for (const auto& [name, entry] : entries_) {
    if (!stamp_of(file_.parent_path() / name)) continue;
    body.text(name);
    body.number(entry.stamp);
    body.bytes(entry.summary);
  }
  try {
    write_file_atomically(file_, catalog_of(body.written()));
  } catch (const Error&) {
    // The disk is full, or the folder is read-only: the next call reads the run files again.
  }
}

}  // namespace memnet

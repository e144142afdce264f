// The idea: opening thousands of HDF5 files takes minutes, and a damaged file may crash the HDF5 library. So files are
// read in sandboxes, many by each and several sandboxes at once, and the summaries are kept in a cache beside the runs
// (RunIndexCache), which is used for files that have not changed.
//
// A sandbox sends one frame for each file, in order, so the number of frames shows which files it has read. Example: a
// slice of the files a, b, c, d, where c crashes the library. The sandbox sends the frames of a and b and ends. The
// parent keeps these two and makes two new slices: {c}, which shows whether c really is the cause, and {d}.
#include "program/records/run_index.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/folder_lock.hpp"
#include "memnet/os/sandbox.hpp"
#include "program/records/run_index_cache.hpp"
#include "program/records/run_path.hpp"
#include "program/records/run_status.hpp"
#include "program/records/run_summary.hpp"
#include "program/records/scheme_name.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSliceSize = 100;                     // files
constexpr std::size_t kSliceBytes = std::size_t{16} << 20;  // of all its files, unless a single one has more

// The packed summary of a run file, or the reason why it cannot be read.
struct Reading {
  Bytes summary;
  std::string problem;
  ErrorKind kind = ErrorKind::data;
};

struct FoundFile {
  fs::path file;
  Stamp stamp;
};

// A part of the list of files, for one sandbox.
struct Slice {
  std::size_t first, count;
};

std::size_t bytes_of(std::span<const FoundFile> files) {
  std::size_t bytes = 0;
  for (const FoundFile& found : files) bytes += found.stamp.size;
  return bytes;
}

std::deque<Slice> slices_of(std::span<const FoundFile> files) {
  std::deque<Slice> slices;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    bytes += files[i].stamp.size;
    if (slices.empty() || slices.back().count == kSliceSize || bytes > kSliceBytes) {
      slices.push_back({i, 0});
      bytes = files[i].stamp.size;
    }
    ++slices.back().count;
  }
  return slices;
}

// Runs in a sandbox: sends a frame for each file, in order.
void send_summaries(std::span<const FoundFile> files, const Send& send) {
  for (const FoundFile& found : files) {
    Reading reading;
    try {
      reading.summary = pack_summary(read_run_summary(found.file));
    } catch (const std::exception& error) {
      reading.problem = error.what();
    }
    ByteWriter frame;
    frame.text(reading.problem);
    frame.bytes(reading.summary);
    send(frame.written());
  }
}

// Returns the frames that are complete.
std::vector<Reading> receive_summaries(std::span<const std::byte> output) {
  std::vector<Reading> readings;
  ByteReader reader(output);
  try {
    while (!reader.at_end()) {
      std::string problem = reader.text();
      const std::span<const std::byte> summary = reader.bytes();
      readings.push_back({.summary = {summary.begin(), summary.end()}, .problem = std::move(problem)});
    }
  } catch (const Error&) {
    // The sandbox ended in the middle of a frame.
  }
  return readings;
}

// Takes the readings of a sandbox, and adds slices for the files that it has not read.
void take_result(const SandboxResult& result, Slice slice, std::span<const FoundFile> files,
                 std::vector<Reading>& readings, std::deque<Slice>& slices) {
  std::vector<Reading> received = receive_summaries(result.output);
  const std::size_t done = std::min(received.size(), slice.count);
  std::move(received.begin(), received.begin() + static_cast<std::ptrdiff_t>(done),
            readings.begin() + static_cast<std::ptrdiff_t>(slice.first));
  if (done == slice.count) return;
  const std::size_t suspect = slice.first + done;
  if (slice.count == 1) {
    const Error error = result.error(files[suspect].file.string());
    readings[suspect] = {.summary = {}, .problem = error.what(), .kind = error.kind()};
  } else {
    slices.push_back({suspect, 1});
  }
  if (slice.count - done > 1) slices.push_back({suspect + 1, slice.count - done - 1});
}

std::vector<Reading> read_files(std::span<const FoundFile> files) {
  std::vector<Reading> readings(files.size());
  std::deque<Slice> slices = slices_of(files);
  const std::size_t most_at_once = std::clamp(std::thread::hardware_concurrency(), 1u, 16u);
  while (!slices.empty()) {
    const std::size_t count = std::min(most_at_once, slices.size());
    std::vector<SandboxWork> works;
    std::size_t most_bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::span<const FoundFile> some = files.subspan(slices[i].first, slices[i].count);
      most_bytes = std::max(most_bytes, bytes_of(some));
      works.emplace_back([some](const Send& send) { send_summaries(some, send); });
    }
    const std::vector<SandboxResult> results = run_in_sandboxes(works, most_bytes);
    for (const SandboxResult& result : results) {
      const Slice slice = slices.front();
      slices.pop_front();
      take_result(result, slice, files, readings, slices);
    }
  }
  return readings;
}

// Adds the run files at a place.
void find_run_files(const fs::path& place, std::vector<FoundFile>& found) {
  const auto add = [&](fs::path file) {
    const std::optional<Stamp> stamp = stamp_of(file);
    std::error_code problem;
    if (!stamp && !fs::exists(file, problem)) return false;
    found.push_back({std::move(file), stamp.value_or(Stamp{})});  // a FIFO has no stamp: it is listed as unreadable
    return true;
  };
  const fs::path clean = place.lexically_normal();
  if (add(clean / kRunFile) || add(run_file_path(clean))) return;
  std::error_code problem;
  fs::directory_iterator entries(clean, problem);
  if (problem) fail(ErrorKind::io, "{}: there is no such run, and no such folder", place.string());
  for (const fs::directory_entry& entry : entries) add(entry.path() / kRunFile);
}

std::vector<FoundFile> find_run_files(std::span<const fs::path> places) {
  std::vector<FoundFile> found;
  for (const fs::path& place : places) find_run_files(place, found);
  // "./a" and "a" are the same.
  const auto key = [](const FoundFile& f) {
    const std::string_view name = f.file.native();
    return name.starts_with("./") ? name.substr(2) : name;
  };
  std::ranges::sort(found, {}, key);
  const auto again =
      std::unique(found.begin(), found.end(), [&](const FoundFile& a, const FoundFile& b) { return key(a) == key(b); });
  found.erase(again, found.end());
  return found;
}

}  // namespace

void require_own_folder(const fs::path& file, const RunRecord& record) {
  const std::string folder = file.parent_path().filename();
  if (!is_run_name(folder) || folder == record.name) return;
  fail(ErrorKind::data, "{}: is the file of another run, {}; move it into a folder of that name, or remove it",
       file.string(), record.name);
}

std::vector<RunSummary> read_run_index(std::span<const fs::path> places, std::vector<UnreadableRun>* unreadable) {
  const std::vector<FoundFile> found = find_run_files(places);
  std::map<std::string, RunIndexCache> caches;  // by the folder of runs
  const auto cache_of = [&](const fs::path& file) -> RunIndexCache& {
    const fs::path folder = file.parent_path().parent_path();
    return caches.try_emplace(folder, folder).first->second;
  };
  const auto name_of = [](const fs::path& file) { return (file.parent_path().filename() / file.filename()).string(); };

  std::vector<std::optional<RunRecord>> records;
  std::vector<FoundFile> not_cached;
  for (const FoundFile& one : found) {
    records.push_back(cache_of(one.file).find(name_of(one.file), one.stamp));
    if (!records.back()) not_cached.push_back(one);
  }
  std::vector<Reading> readings = read_files(not_cached);

  std::vector<RunSummary> summaries;
  auto reading = readings.begin();
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& [file, stamp] = found[i];
    if (!records[i]) {
      Reading& now = *reading++;
      if (!now.problem.empty() && unreadable == nullptr) throw Error(now.kind, now.problem);
      if (!now.problem.empty()) {
        unreadable->push_back({file, std::move(now.problem)});
        continue;
      }
      records[i] = unpack_summary(now.summary);
      cache_of(file).put(name_of(file), stamp, std::move(now.summary));
    }
    RunRecord& record = *records[i];
    // A file that has changed since is that of a process that has just ended.
    if (record.status != "finished")
      record.status = present_status(record.status, folder_in_use(file.parent_path()) || stamp_of(file) != stamp);
    try {
      require_own_folder(file, record);
      summaries.push_back({file, std::move(record)});
    } catch (const Error& error) {
      if (unreadable == nullptr) throw;
      unreadable->push_back({file, error.what()});
    }
  }
  for (const auto& [folder, cache] : caches) cache.save();
  return summaries;
}

}  // namespace memnet

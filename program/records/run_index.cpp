#include "program/records/run_index.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/sandbox.hpp"
#include "program/records/run_index_cache.hpp"
#include "program/records/run_path.hpp"
#include "program/records/run_summary.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatch = 100;  // files for one process

// What came of a run file: its card, or what is wrong with it.
struct Reading {
  Bytes card;
  std::string problem;
  ErrorKind kind = ErrorKind::data;
};

// Carried out in a child: says a frame for each file, in order.
void say_cards(std::span<const fs::path> files, const Say& say) {
  for (const fs::path& file : files) {
    Reading reading;
    try {
      reading.card = pack_card(read_run_card(file));
    } catch (const std::exception& error) {
      reading.problem = error.what();
    }
    ByteWriter frame;
    frame.text(reading.problem);
    frame.bytes(reading.card);
    say(frame.written());
  }
}

// The frames that are whole.
std::vector<Reading> hear_cards(std::span<const std::byte> said) {
  std::vector<Reading> readings;
  ByteReader reader(said);
  try {
    while (!reader.at_end()) {
      std::string problem = reader.text();
      const std::span<const std::byte> card = reader.bytes();
      readings.push_back({.card = {card.begin(), card.end()}, .problem = std::move(problem)});
    }
  } catch (const Error&) {
    // The child came to its end amidst a frame.
  }
  return readings;
}

// Reads run files, many to a process and several processes at once. Where a process comes to grief over a file, that
// one is tried again alone.
std::vector<Reading> read_files(std::span<const fs::path> files) {
  std::vector<Reading> readings(files.size());
  struct Batch {
    std::size_t first, count;
  };
  std::deque<Batch> batches;
  for (std::size_t i = 0; i < files.size(); i += kBatch) batches.push_back({i, std::min(kBatch, files.size() - i)});
  const std::size_t at_once = std::clamp(std::thread::hardware_concurrency(), 1u, 16u);
  while (!batches.empty()) {
    const std::size_t children = std::min(at_once, batches.size());
    std::vector<std::function<void(const Say&)>> works;
    for (std::size_t i = 0; i < children; ++i)
      works.emplace_back(
          [=, batch = batches[i]](const Say& say) { say_cards(files.subspan(batch.first, batch.count), say); });
    const std::vector<Confined> outcomes = run_confined(works);
    for (std::size_t i = 0; i < children; ++i) {
      const Batch batch = batches.front();
      batches.pop_front();
      std::vector<Reading> heard = hear_cards(outcomes[i].said);
      const std::size_t done = std::min(heard.size(), batch.count);
      std::move(heard.begin(), heard.begin() + static_cast<std::ptrdiff_t>(done),
                readings.begin() + static_cast<std::ptrdiff_t>(batch.first));
      if (done == batch.count) continue;
      const std::size_t culprit = batch.first + done;
      if (batch.count == 1) {
        const Error error = outcomes[i].error(files[culprit].string());
        readings[culprit] = {.card = {}, .problem = error.what(), .kind = error.kind()};
      } else {
        batches.push_back({culprit, 1});
      }
      if (batch.count - done > 1) batches.push_back({culprit + 1, batch.count - done - 1});
    }
  }
  return readings;
}

struct Found {
  fs::path file;
  Stamp stamp;
};

// Adds the runs at a place.
void collect(const fs::path& place, std::vector<Found>& found) {
  const auto take = [&](fs::path file) {
    const std::optional<Stamp> stamp = stamp_of(file);
    if (stamp) found.push_back({std::move(file), *stamp});
    return stamp.has_value();
  };
  const fs::path clean = place.lexically_normal();
  if (take(clean / "run.h5") || take(run_file_path(clean))) return;
  std::error_code problem;
  fs::directory_iterator entries(clean, problem);
  if (problem) fail(ErrorKind::io, "{}: there is no such run, and no such folder", place.string());
  for (const fs::directory_entry& entry : entries) take(entry.path() / "run.h5");
}

std::vector<Found> find_runs(std::span<const fs::path> places) {
  std::vector<Found> found;
  for (const fs::path& place : places) collect(place, found);
  // "./a" and "a" are the same.
  const auto key = [](const Found& f) {
    const std::string_view name = f.file.native();
    return name.starts_with("./") ? name.substr(2) : name;
  };
  std::ranges::sort(found, {}, key);
  const auto again =
      std::unique(found.begin(), found.end(), [&](const Found& a, const Found& b) { return key(a) == key(b); });
  found.erase(again, found.end());
  return found;
}

}  // namespace

std::vector<RunCard> read_catalog(std::span<const fs::path> places, std::vector<CatalogProblem>* problems) {
  const std::vector<Found> found = find_runs(places);
  std::map<std::string, CatalogCache> caches;  // by the folder of runs
  const auto cache_of = [&](const fs::path& file) -> CatalogCache& {
    const fs::path folder = file.parent_path().parent_path();
    return caches.try_emplace(folder, folder).first->second;
  };
  const auto name_of = [](const fs::path& file) { return (file.parent_path().filename() / file.filename()).string(); };

  std::vector<std::optional<RunRecord>> records;
  std::vector<fs::path> unread;
  for (const auto& [file, stamp] : found) {
    records.push_back(cache_of(file).find(name_of(file), stamp));
    if (!records.back()) unread.push_back(file);
  }
  std::vector<Reading> readings = read_files(unread);

  std::vector<RunCard> cards;
  auto reading = readings.begin();
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& [file, stamp] = found[i];
    if (!records[i]) {
      Reading& now = *reading++;
      if (!now.problem.empty() && problems == nullptr) throw Error(now.kind, now.problem);
      if (!now.problem.empty()) {
        problems->push_back({file, std::move(now.problem)});
        continue;
      }
      records[i] = unpack_card(now.card);
      cache_of(file).put(name_of(file), stamp, std::move(now.card));
    }
    cards.push_back({file, std::move(*records[i])});
  }
  for (const auto& [folder, cache] : caches) cache.keep();
  return cards;
}

}  // namespace memnet

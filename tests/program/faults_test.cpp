// Commands whose system calls go wrong, one after the other: the process is killed before a call or in the middle of a
// write, or the call fails. Whatever happens, published files are whole, errors have one line, and the same command
// then completes with the same results and leaves nothing over. By default a sample of the calls is tried;
// MEMNET_FAULT_STRIDE=1 tries all (scripts/long/faults).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <ostream>

#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/shared_runs.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

struct FaultKind {
  const char* name;
  int error;  // errno of a call that fails; 0: the process is killed
};
constexpr FaultKind kFaultKinds[] = {{"kill", 0}, {"tear", 0}, {"once", ENOSPC}, {"always", EIO}};

// A command, which works in a folder of its own.
struct FaultyCommand {
  const char* name;
  std::function<Words()> words;
  bool has_processes;  // a run that is killed or fails does not end the command, but is named in its messages
  int stride;          // between the calls that are tried
};
void PrintTo(const FaultyCommand& command, std::ostream* out) { *out << command.name; }

Words short_run() {
  Words words = tiny_run(16);
  std::erase_if(words, [](const std::string& word) { return word.starts_with("--evaluate.every"); });
  return words + Words{"--evaluate.every=8"};
}

Words short_compare() {
  Words words = short_run();
  words[0] = "compare";
  std::erase_if(words, [](const std::string& word) { return word.starts_with("--model."); });
  return words + Words{"--addressing=lstm", "--lstm.model.controller.size=6", "--seeds=1..2", "--jobs=2"};
}

std::string run_to_read() { return only_run(folder_of_shared_run()).string(); }

const std::vector<FaultyCommand> kFaultyCommands = {
    {"run", short_run, false, 7},
    {"compare", short_compare, true, 29},
    {"report",
     [] {
       return Words{"report", run_to_read(), "-o", "report.html"};
     },
     false, 2},
    {"export",
     [] {
       return Words{"export", run_to_read(), "--out", "numbers.csv"};
     },
     false, 2},
    {"generate",
     [] {
       return Words{"generate", "babi", "--out", "stories", "--tasks=1,2", "--questions=20", "--test-questions=10"};
     },
     false, 7},
};

// Runs a command with a fault at one site; without one if `site` is negative.
struct Faulty {
  Outcome outcome;
  long calls;
};
Faulty run_with_fault(const fs::path& folder, const Words& words, long site, const FaultKind& kind) {
  const Scratch scratch;
  const fs::path counter = scratch / "counter";
  std::ofstream(counter, std::ios::binary) << std::string(sizeof(long), '\0');
  Faulty faulty;
  faulty.outcome =
      Process({.folder = folder,
               .output = "",
               .environment = {std::string("LD_PRELOAD=") + MEMNET_FAULTS, "MEMNET_FAULT_FOLDER=" + folder.string(),
                               "MEMNET_FAULT_COUNTER=" + counter.string(), "MEMNET_FAULT_SITE=" + std::to_string(site),
                               std::string("MEMNET_FAULT_KIND=") + kind.name,
                               "MEMNET_FAULT_ERROR=" + std::to_string(kind.error)}},
              words)
          .wait();
  const std::string bytes = text_of(counter);
  std::memcpy(&faulty.calls, bytes.data(), sizeof faulty.calls);
  return faulty;
}

// The results below a folder: the bytes of files, or those parts of a run file and a comparison that do not depend on
// the time that training took.
std::map<std::string, RunContents> results_in(const fs::path& folder) {
  std::map<std::string, RunContents> results;
  for (const std::string& file : files_below(folder)) {
    const fs::path path = folder / file;
    if (path.filename() == "run.h5")
      results[file] = contents_of(path.parent_path());
    else if (path.extension() == ".h5" || path.extension() == ".csv")
      results[file] = {};
    else
      results[file]["bytes"] = bytes_of(path);
  }
  return results;
}

// Fails the test unless every file that has been published can be read, and is what the command writes.
void expect_whole(const fs::path& folder, const std::map<std::string, RunContents>& expected, const std::string& when) {
  for (const std::string& file : files_below(folder)) {
    if (file.ends_with(".memnet-tmp")) continue;
    ASSERT_TRUE(expected.contains(file)) << when << ": " << file;
    if (file.ends_with("run.h5")) {
      EXPECT_NO_THROW(read_run_file(folder / file)) << when;
    } else if (file.ends_with(".h5")) {
      EXPECT_NO_THROW(Hdf5Reader(bytes_of(folder / file), file)) << when;
    } else if (file.ends_with(".csv")) {
      EXPECT_TRUE(text_of(folder / file).ends_with('\n')) << when;
    } else {
      EXPECT_EQ(bytes_of(folder / file), expected.at(file).at("bytes")) << when << ": " << file;
    }
  }
}

void expect_outcome(const Outcome& outcome, const FaultyCommand& command, const FaultKind& kind,
                    const std::string& when) {
  if (kind.error == 0 && !command.has_processes) {
    EXPECT_TRUE(outcome.by_signal) << when;
  } else if (kind.error != 0) {
    EXPECT_EQ(outcome.code, 5) << when << outcome.err;
    EXPECT_THAT(outcome.err, testing::HasSubstr(std::strerror(kind.error))) << when;
  }
  if (kind.error != 0 && !command.has_processes) {
    EXPECT_THAT(lines_of(outcome.err).back(), testing::StartsWith("memnet: ")) << when;
    EXPECT_EQ(count_of("\n" + outcome.err, "\nmemnet: "), 1u) << when << outcome.err;
  }
}

class Faults : public testing::TestWithParam<FaultyCommand> {};
INSTANTIATE_TEST_SUITE_P(Every, Faults, testing::ValuesIn(kFaultyCommands),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(Faults, LeavesWholeFilesAndTheSameCommandCompletes) {
  if (std::string(MEMNET_FAULTS).empty()) GTEST_SKIP() << "sanitizers have to be the first library";
  const FaultyCommand& command = GetParam();
  const Words words = command.words();
  const Scratch without;
  const Faulty faultless = run_with_fault(without.path(), words, -1, kFaultKinds[0]);
  ASSERT_EQ(faultless.outcome.code, 0) << faultless.outcome.err;
  const auto expected = results_in(without.path());
  ASSERT_GT(faultless.calls, 4);
  const char* all = std::getenv("MEMNET_FAULT_STRIDE");
  const long stride = all != nullptr ? std::atol(all) : command.stride;
  long tried = 0;
  for (std::size_t k = 0; k < std::size(kFaultKinds); ++k) {
    const FaultKind& kind = kFaultKinds[k];
    const long first = static_cast<long>(k) * stride / 4;  // so that a sample has different calls for each kind
    for (long site = first; site < faultless.calls; site += stride, ++tried) {
      const std::string when = std::string(kind.name) + " at call " + std::to_string(site) + ": ";
      const Scratch scratch;
      expect_outcome(run_with_fault(scratch.path(), words, site, kind).outcome, command, kind, when);
      expect_whole(scratch.path(), expected, when);
      const Outcome again = memnet(scratch.path(), words);
      EXPECT_EQ(again.code, 0) << when << again.err;
      EXPECT_TRUE(results_in(scratch.path()) == expected) << when << "other results than without the fault";
    }
  }
  std::printf("%s: %ld calls, %ld faults\n", command.name, faultless.calls, tried);
}

}  // namespace
}  // namespace memnet

// The program as a user has it: the real binary, started as a process, with its output and its exit code.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/program/text.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {

using Words = std::vector<std::string>;
Words operator+(Words words, const Words& more);

// What a process came to.
struct Outcome {
  int code = -1;  // as a shell has it: 128 + number for a process that a signal ended
  bool by_signal = false;
  std::string out, err;
};

class Process {
 public:
  struct Place {
    std::filesystem::path folder;  // where it runs
    std::string output;            // where its standard output goes, if not into Outcome::out
    Words environment = {};        // NAME=value, beside what is there
    std::string input = "";        // what it reads from its standard input
  };

  // Starts `memnet WORDS...`.
  Process(Place place, const Words& words);
  // A process that still runs is killed.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Waits until it has written something to its standard error; false if it ended, or nothing came for a minute.
  bool has_spoken();
  void send(int signal);
  pid_t id() const { return id_; }
  // Waits until it ends; after a minute it is killed, which fails the test.
  Outcome wait();

 private:
  bool ended();
  double seconds() const;

  Scratch outputs_;
  pid_t id_ = -1;
  bool running_ = true;
  int status_ = 0;
  double start_ = 0;
};

// From start to end.
Outcome memnet(const std::filesystem::path& folder, const Words& words, const std::string& input = "");

// Options of a run that takes a fraction of a second: 8 updates of 8 sequences, or as many as `sequences` says.
Words tiny_run(int sequences = 64);

// As many sequences as give a signal time to arrive amidst such a run. Sanitizers make it some ten times as slow.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr int kLongRun = 1200;
#else
inline constexpr int kLongRun = 8000;
#endif

// The only run in <folder>/runs, or a failed test.
std::filesystem::path only_run(const std::filesystem::path& folder);

// The files in a folder and below it, sorted; the lock of a run is left out.
std::vector<std::string> files_below(const std::filesystem::path& folder);

}  // namespace memnet

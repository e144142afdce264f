// Starts the program as a process, and returns its output and its exit code.
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

// The result of a process.
struct Outcome {
  int code = -1;  // as in a shell: 128 + number of the signal if a signal ended the process
  bool by_signal = false;
  std::string out, err;
  std::size_t peak_memory = 0;  // bytes; of the process and its children, whichever used most
};

class Process {
 public:
  struct Setup {
    std::filesystem::path folder;  // its working directory
    std::string output;            // file for its standard output; "" for Outcome::out
    Words environment = {};        // NAME=value, in addition to the environment of the tests
    std::string input = "";        // its standard input
    bool own_group = false;        // it leads a process group of its own
    std::string input_file = "";   // or the file, or device, that is its standard input
    bool as_nobody = false;        // a root user gives up the right to write everywhere
  };

  // Starts `memnet WORDS...`.
  Process(Setup setup, const Words& words);
  // Kills the process if it still runs.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Waits until it has written to its standard error. Returns false if it ended first, or if the time limit passed.
  bool wait_for_message();
  void send(int signal);
  // Sends a signal to its group. Requires Setup::own_group.
  void send_to_group(int signal);
  pid_t id() const { return id_; }
  // Waits until it ends. Kills it and fails the test at the time limit.
  Outcome wait();

 private:
  bool ended();
  double seconds() const;

  Scratch outputs_;
  pid_t id_ = -1;
  bool running_ = true;
  int status_ = 0;
  std::size_t peak_memory_ = 0;
  double start_ = 0;
};

// Runs the program from start to end.
Outcome memnet(const std::filesystem::path& folder, const Words& words, const std::string& input = "");

// Returns options of a run that takes a fraction of a second, with batches of 8 sequences.
Words tiny_run(int sequences = 64);

// The number of sequences of a tiny run that is long enough to be interrupted. With sanitizers, training takes about
// ten times as long.
#ifdef MEMNET_SANITIZED
inline constexpr int kLongRun = 1200;
#else
inline constexpr int kLongRun = 8000;
#endif

// Returns the only run in <folder>/runs. Fails the test if there is not exactly one.
std::filesystem::path only_run(const std::filesystem::path& folder);

// Returns all files below a folder, sorted, without the locks of runs.
std::vector<std::string> files_below(const std::filesystem::path& folder);

}  // namespace memnet

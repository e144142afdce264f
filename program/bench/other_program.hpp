// Other programs, run as child processes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace memnet::bench {

// The program of this process.
inline constexpr const char* kThisProgram = "/proc/self/exe";

struct Ended {
  int code;             // exit code; 128 + number if a signal ended the process
  std::string printed;  // to standard output and standard error; not more than a table is long
};

// Runs a program until it ends, with these arguments and an empty standard input. Requires that no other thread runs.
Ended run_program(const std::filesystem::path& program, const std::vector<std::string>& words);

}  // namespace memnet::bench

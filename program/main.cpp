// memnet: train networks with an external memory, log everything, compare addressing schemes.
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/provenance.hpp"
#include "program/terminal/printed_text.hpp"
#include "program/terminal/report_errors.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet {

namespace {

std::string overview() {
  std::string text =
      "memnet: train networks with an external memory, and see what their heads do.\n\n"
      "  memnet compare experiments/quick.ini                four addressing schemes on two tasks, in minutes\n"
      "  memnet run experiments/copy/ntm.ini --seeds 1..3    an NTM learns to copy, three times\n"
      "  memnet show runs/copy-ntm-s1-*                      the result of a run, and where its heads attended\n"
      "  memnet run --task copy --model ntm --print-config   every option, with its value\n\n"
      "Commands:\n";
  for (const CommandEntry& command : all_commands())
    text += fmt::format("  {:<10} {}\n", command.name, command.meaning);
  text += fmt::format("  {:<10} {}\n\n", "help", "this text; 'memnet help COMMAND' for one command");
  return text +
         "Exit codes: 0 done, 2 usage, 3 bad data or config, 4 diverged, 5 input/output, 130/143 interrupted and "
         "resumable.\n";
}

int run_command_line(const std::vector<std::string>& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    fmt::print("{}", words.size() < 2 ? overview() : help_text(find_command(words[1])));
    return 0;
  }
  if (words[0] == "--version") {
    fmt::print("{}", version_text());
    return 0;
  }
  return run_command(find_command(words[0]), {words.begin() + 1, words.end()});
}

}  // namespace
}  // namespace memnet

int main(int argc, char** argv) {
  memnet::open_standard_streams();
  memnet::make_all_output_printable();
  return memnet::report_errors("memnet: ", [&] {
    const int code = memnet::run_command_line({argv + 1, argv + argc});
    for (std::FILE* stream : {stdout, stderr})
      if (memnet::output_is_lost(stream) && code == 0)
        memnet::fail(memnet::ErrorKind::io, "standard {} cannot be written, so some of it is lost",
                     stream == stdout ? "output" : "error");
    return code;
  });
}

// memnet: train networks with an external memory, log everything, compare addressing schemes.
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/provenance.hpp"
#include "program/start/processor_class.hpp"
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
      "  memnet show runs/copy-ntm_stay-s1-*                 the result of a run, and where its heads attended\n"
      "  memnet run --task copy --model ntm --print-config   every option, with its value\n\n"
      "Commands:\n";
  for (const CommandEntry& command : all_commands())
    text += fmt::format("  {:<10} {}\n", command.name, command.meaning);
  text += fmt::format("  {:<10} {}\n\n", "help", "this text; 'memnet help COMMAND' for one command");
  return text +
         "Exit codes: 0 done, 2 usage, 3 bad data or config, 4 diverged, 5 input/output, 128 + N ended by signal N.\n"
         "When run, resume or compare gets SIGINT (Ctrl-C), SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 or SIGXCPU, it saves its "
         "state\n"
         "within seconds and ends with 128 + N (130 and 143 for the first two), or with the code of --requeue-code; "
         "the "
         "same\n"
         "command again goes on. A second Ctrl-C or SIGTERM ends it at once, with the state of the last save.\n"
         "MEMNET_CPU=v2, v3 or v4 in the environment takes that class of processors, so that machines give the same "
         "bits.\n";
}

int run_command_line(const std::vector<std::string>& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    fmt::print("{}", words.size() < 2 || words[1] == "help" ? overview() : help_text(find_command(words[1])));
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
    memnet::start_best_class(memnet::split_text(MEMNET_CLASSES, ' '), MEMNET_OTHER_PROGRAMS, argv);
    const int code = memnet::run_command_line({argv + 1, argv + argc});
    for (std::FILE* stream : {stdout, stderr})
      if (memnet::output_is_lost(stream) && code == 0)
        memnet::fail(memnet::ErrorKind::io, "standard {} cannot be written, so some of it is lost",
                     stream == stdout ? "output" : "error");
    return code;
  });
}

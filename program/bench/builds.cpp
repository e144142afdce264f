#include "program/bench/builds.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <system_error>
#include <utility>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/data/purposes.hpp"
#include "memnet/statistics/statistics.hpp"
#include "program/bench/other_program.hpp"
#include "program/bench/speed.hpp"
#include "program/terminal/live_table.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet::bench {
namespace {

namespace fs = std::filesystem;

// Returns what a program printed, for a message.
std::string in_words(const Ended& ended) {
  constexpr std::size_t kMost = 200;  // bytes
  std::string text;
  for (const std::string& line : split_text(ended.printed, '\n'))
    if (!line.empty()) append_item(text, line, " ");
  if (text.size() > kMost) text = text.substr(0, kMost) + " ...";
  return fmt::format("exit code {}, {}", ended.code,
                     text.empty() ? "and it printed nothing" : "and it printed: " + text);
}

// Returns the first line of --version.
std::string version_of(const fs::path& program, const fs::path& name) {
  const Ended ended = run_program(program, {"--version"});
  if (ended.code != 0 || !ended.printed.starts_with("memnet "))
    fail(ErrorKind::usage, "bench: {} is no memnet: {} --version ended with {}; give the program of another build",
         name.string(), name.string(), in_words(ended));
  return ended.printed.substr(0, ended.printed.find('\n'));
}

// Returns the milliseconds a sequence that `memnet bench` of a program measures.
double measure_with(const fs::path& program, const fs::path& name, const BuildsOptions& options, int batch) {
  std::vector<std::string> words = {"bench", fmt::format("--batches={}", batch), "--workers=1",
                                    fmt::format("--seconds={}", options.seconds)};
  words.insert(words.end(), options.words.begin(), options.words.end());
  const Ended ended = run_program(program, words);
  if (ended.code != 0)
    fail(ErrorKind::usage, "bench: {} refuses the experiment or fails: {}; take one that both programs know",
         name.string(), in_words(ended));
  const double milliseconds = read_speed(ended.printed, batch);
  if (milliseconds == 0)
    fail(ErrorKind::data, "bench: {} bench printed no row for batch {} with one thread: {}", name.string(), batch,
         in_words(ended));
  return milliseconds;
}

void print_batch(const BuildsOptions& options, int batch) {
  std::vector<double> before, now;
  {
    LiveTable progress(false, false);
    for (int repeat = 0; repeat < options.repeats; ++repeat) {
      if (progress.due())
        progress.draw({fmt::format("  measuring batch {}, {} of {} ...", batch, repeat + 1, options.repeats)});
      const auto old_program = [&] { before.push_back(measure_with(options.old, options.old, options, batch)); };
      const auto this_program = [&] { now.push_back(measure_with(kThisProgram, "this program", options, batch)); };
      // Neither is always the first, for the machine may slow down or recover meanwhile.
      if (repeat % 2 == 0)
        old_program(), this_program();
      else
        this_program(), old_program();
    }
  }
  const auto ratio = [](const Scores& a, const Scores& b) { return median(a[0]) / median(b[0]); };
  const Interval interval = paired_bootstrap({now}, {before}, ratio, RandomStream(0, purposes::kComparison));
  write_now(stdout, fmt::format("  {:>5} {:>16.5f} {:>16.5f} {:>9.4f}   {:.4f} to {:.4f}\n", batch, median(before),
                                median(now), median(now) / median(before), interval.low, interval.high));
}

}  // namespace

void print_builds(const BuildsOptions& options) {
  std::error_code problem;
  if (!fs::is_regular_file(options.old, problem))
    fail(ErrorKind::usage, "bench: {} is no file; give the program of another build", options.old.string());
  const std::string version = version_of(options.old, options.old);
  fmt::print("old: {}, {}\nnew: {}, this program\n\n  {:>5} {:>16} {:>16} {:>9}   {}\n", version, options.old.string(),
             version_of(kThisProgram, "this program"), "batch", "old ms/sequence", "new ms/sequence", "new/old",
             "95 % interval");
  for (const int batch : options.batches) print_batch(options, batch);
}

}  // namespace memnet::bench

// memnet bench: measures how fast training is on this machine, and where its time goes.
#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/math/denormals.hpp"
#include "program/bench/builds.hpp"
#include "program/bench/profile.hpp"
#include "program/bench/scaling.hpp"
#include "program/bench/speed.hpp"
#include "program/commands/command.hpp"
#include "program/commands/output_file.hpp"
#include "program/experiment/experiment.hpp"
#include "program/experiment/experiment_file.hpp"
#include "program/report/page.hpp"
#include "program/report/sections/svg_figures.hpp"

namespace memnet {
namespace {

// Returns the options of an experiment as another program gets them: without those that cannot change a result, such
// as the folder of runs.
std::vector<std::string> words_of(const std::vector<Setting>& settings, const Experiment& experiment) {
  std::vector<std::string> words;
  for (const Setting& setting : settings) {
    if (!experiment.options.find(setting.name)->affects_results) continue;
    if (setting.value.empty())
      words.insert(words.end(), {"--" + setting.name, ""});
    else
      words.push_back(fmt::format("--{}={}", setting.name, setting.value));
  }
  return words;
}

class BenchCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet bench [FILE.ini] [--batches 1,16,32] [--workers 1,2] [--seconds S] [--OPTION VALUE ...]\n"
           "memnet bench [FILE.ini] --profile [--batches 1,16] [--seconds S] [--OPTION VALUE ...]\n"
           "memnet bench [FILE.ini] --scaling [-o FILE.svg] [--seconds S] [--OPTION VALUE ...]\n"
           "memnet bench [FILE.ini] --compare PROGRAM [--batches 1,16,32] [--repeats N] [--OPTION VALUE ...]\n"
           "\n"
           "  memnet bench                                 the paper's NTM on copy, length 20\n"
           "  memnet bench experiments/copy/lstm.ini       another experiment\n"
           "  memnet bench --profile                       where the time of a training step goes\n"
           "  memnet bench --scaling -o scaling.svg        the cost over length, slots and batch\n"
           "  memnet bench --compare old/memnet            whether this build is faster than another one\n"
           "\n"
           "Times whole training steps (forward, backward, update) at the longest trained length. ms/sequence is the "
           "median over\n"
           "the steps: of the thread's processor time, which other programs hardly change, or of wall time if there "
           "are several\n"
           "threads. wall ms is the median wall time; spread is the interquartile range of ms/sequence, in percent of "
           "the median.\n"
           "ratio divides the counted operations per second by those of the model's own largest matrix product on one "
           "core,\n"
           "measured in the same run with the same clock, so that it can be compared across machines.\n"
           "\n"
           "--profile shows what each primitive costs, forward and backward: calls, wall time, operations, and the "
           "bytes of its\n"
           "arguments, results and their adjoints. Beside them stands what is outside the tape, so that the shares are "
           "those of\n"
           "the whole step. Each time is the median over the steps.\n"
           "\n"
           "--scaling varies the length (20 to 1000), the slots (128 to 65536) and the batch (1 to 256), each alone "
           "from length\n"
           "20, 128 slots and a batch of 16, where the experiment has options for them. `together` is the number of "
           "examples that\n"
           "are computed together: train.shard, or fewer, so that their values fit in 6 GB.\n"
           "\n"
           "--compare runs `memnet bench` of this program and of another build in turn, with the same options, and "
           "shows the\n"
           "medians of --repeats measurements each and their ratio with a 95 % interval. Below 1 this program is "
           "faster.\n"
           "\n"
           "docs/performance.md explains the columns.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("batches", batches_, "batch sizes, joined by commas; with --profile the default is 1,16");
    options.add("workers", workers_, "numbers of threads, joined by commas");
    options.add("seconds", seconds_, 0.01, 600, "time to measure each combination for");
    options.add("profile", profile_, "show where the time of a training step goes, by primitive");
    options.add("scaling", scaling_, "show the cost over length, slots and batch, and draw it");
    options.add("compare", compare_, "program of another build of memnet to compare the speed with");
    options.add("repeats", repeats_, 2, 1000, "number of measurements of each program with --compare");
    out_.declare(options, "name of the SVG file that --scaling writes");
  }

  bool takes_experiment_options() const override { return true; }

  int run(const Arguments& arguments) override {
    require_that_options_fit(arguments);
    std::vector<Setting> settings = arguments.experiment;
    const std::string file = arguments.at_most_one(kOneFile);
    if (!file.empty()) settings = with_file(std::move(settings), file);
    if (profile_ && !arguments.is_given("batches")) batches_ = "1,16";
    const std::vector<int> threads = parse_lengths(workers_, 1, "workers"),
                           batches = parse_lengths(batches_, 1, "batches");
    flush_denormals();
    if (profile_) {
      bench::print_profile(settings, batches, seconds_);
    } else if (scaling_) {
      const std::vector<report::Chart> charts = bench::print_scaling(settings, seconds_);
      out_.write(report::svg_file(report::charts_drawing(charts)));
    } else if (!compare_.empty()) {
      std::vector<std::string> words = words_of(arguments.experiment, Experiment(settings));
      if (!file.empty()) words.push_back(file);
      bench::print_builds({compare_, std::move(words), batches, repeats_, seconds_});
    } else {
      bench::print_speed(settings, batches, threads, seconds_);
    }
    return 0;
  }

 private:
  // Throws an Error of kind usage for an option that what is measured does not use.
  void require_that_options_fit(const Arguments& arguments) const {
    const std::string measured = profile_                        ? "--profile"
                                 : scaling_                      ? "--scaling"
                                 : arguments.is_given("compare") ? "--compare"
                                                                 : "";
    if (profile_ + scaling_ + arguments.is_given("compare") > 1)
      fail(ErrorKind::usage, "bench: --profile, --scaling and --compare are three measurements; give one of them");
    struct Use {
      const char* option;
      std::vector<std::string> by;
    };
    for (const Use& use : {Use{"workers", {""}}, Use{"batches", {"", "--profile", "--compare"}},
                           Use{"repeats", {"--compare"}}, Use{"out", {"--scaling"}}, Use{"force", {"--scaling"}}})
      if (arguments.is_given(use.option) && std::ranges::find(use.by, measured) == use.by.end())
        fail(ErrorKind::usage, "bench{}: takes no --{}; 'memnet help bench' shows what goes together",
             measured.empty() ? "" : " " + measured, use.option);
  }

  OutputFile out_{"scaling.svg", {report::kSvgStart}};
  std::string batches_ = "1,16,32", workers_ = "1,2";
  std::filesystem::path compare_;
  double seconds_ = 1.5;
  int repeats_ = 7;
  bool profile_ = false, scaling_ = false;
};

}  // namespace

std::unique_ptr<Command> make_bench_command() { return std::make_unique<BenchCommand>(); }

}  // namespace memnet

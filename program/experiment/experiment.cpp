#include "program/experiment/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

#include "memnet/base/error.hpp"
#include "memnet/base/table.hpp"
#include "program/records/solved.hpp"

namespace memnet {
namespace {

template <class Entry>
std::vector<std::string> names_of(std::span<const Entry> table) {
  std::vector<std::string> names;
  for (const Entry& entry : table) names.emplace_back(entry.name);
  return names;
}

constexpr std::int64_t kMostTraced = 64;  // episodes while training: they are written again at every publication

std::vector<std::string> split_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) {
    const std::size_t first = part.find_first_not_of(' ');
    parts.push_back(first == part.npos ? "" : part.substr(first, part.find_last_not_of(' ') - first + 1));
  }
  return parts;
}

template <class Number>
bool read_whole(const std::string& text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  return problem == std::errc() && stop == end;
}

}  // namespace

std::string tasks_that(const std::function<bool(const TaskSpec& spec)>& can) {
  std::string names;
  for (const TaskEntry& entry : all_tasks()) {
    Options options;
    const std::unique_ptr<Task> task = entry.make();
    task->declare(options.section("task"));
    if (can(task->spec())) names += (names.empty() ? "" : ", ") + std::string(entry.name);
  }
  return names;
}

void EvaluateOptions::declare(const Options::Section& options) {
  options.add("every", every, 1, 2000000000, "training sequences between two evaluations");
  options.add("sequences", sequences, 1, 1000000, "fresh sequences of each length in an evaluation");
  options.add("final_sequences", final_sequences, 1, 1000000, "the same in the evaluation at the end");
  options.add("lengths", lengths,
              "lengths of the sweep, joined by commas; 1.5x is half more than the longest trained one; those beyond it "
              "are left "
              "out where a task has no longer episodes");
  options.add(
      "stop_after", stop_after, 0, 1000000,
      fmt::format("stop when this many evaluations in a row are solved, and the one at the end would be ({}); 0 never",
                  fmt::join(solved_in_words(), "; ")));
  options.add("traces", traces, 0, 100, "episodes whose heads are recorded in the run file");
  options.add("trace_every", trace_every, 0, 2000000000,
              "record them while training too, each time so many sequences were seen, to watch heads learn; 0: only at "
              "the end");
}

void Expectation::declare(const Options::Section& options) {
  options.add("errors", errors, 0, 1e9, "wrong answers per sequence at the longest trained length stay below; 0: any");
  options.add("error_rate", error_rate, 0, 1,
              "the fraction of wrong answers at every longer length stays below; 0: any");
  options.add("excess_bits", excess_bits, 0, 1e9,
              "bits per sequence above the best possible answer, at the longest trained length, stay below; 0: any");
  options.add("source", source, "where the expectation comes from");
}

void Behaviour::declare(const Options::Section& options) {
  options.add("out", out, "folder for runs");
  options.add("threads", threads, 1, 1024, "threads; results do not depend on it");
  options.add("publish_seconds", publish_seconds, 0, 30, "the run file is at most this old while training");
  options.add("quiet", quiet, "say nothing but errors and the result");
  options.add("log_format", log_format, {"text", "json"}, "text for people, or one JSON object a line on stdout");
}

Experiment::Experiment(std::vector<Setting> settings) : options(std::move(settings)) {
  const Options::Section top = options.top();
  top.add("task", task_name, names_of(all_tasks()), "what has to be learned");
  top.add("model", model_name, names_of(all_models()), "what learns it");
  top.add("seed", seed, 0, std::numeric_limits<std::uint64_t>::max(), "from which all random numbers follow");
  task = make_task(task_name);
  task->declare(options.section("task"));
  model = make_model(model_name);
  model->declare(options.section("model"));
  train.declare(options.section("train"));
  evaluate.declare(options.section("evaluate"));
  expect.declare(options.section("expect").without_effect_on_results());
  behaviour.declare(top.without_effect_on_results());
  options.finish("'memnet run --print-config' lists all options of a task and a model");

  const TaskSpec spec = task->spec();
  // A length that is not possible is told before any work is done.
  for (const int length : {spec.shortest, spec.longest}) task->check_length(length);
  for (const int length : sweep_lengths()) task->check_length(length);
  if (evaluate.trace_every > 0) {
    if (evaluate.traces == 0)
      fail(ErrorKind::usage, "evaluate.trace_every = {} records nothing, since evaluate.traces = 0; take at least 1",
           evaluate.trace_every);
    const std::int64_t moments = 1 + train.sequences / evaluate.trace_every;
    if (moments * evaluate.traces > kMostTraced)
      fail(ErrorKind::usage,
           "evaluate.trace_every = {} would record {} episodes at {} moments of training; {} records are possible: "
           "take a larger one, or fewer evaluate.traces",
           evaluate.trace_every, evaluate.traces, moments, kMostTraced);
  }
  if (evaluate.stop_after > 0) require_trained_length("evaluate.stop_after");
  if (model->input_form() == InputForm::story && spec.words == 0)
    fail(ErrorKind::usage, "model = {} reads stories, but task = {} tells none; tasks that do: {}", model_name,
         task_name, tasks_that([](const TaskSpec& able) { return able.words > 0; }));
  model->build(params, spec);
  params.initialise(seed);
}

std::string Experiment::name() const {
  // The scheme is part of the name of a folder, so its marks are spelled with harmless characters.
  std::string scheme;
  const std::string addressing = model->addressing();
  const std::string spoken = addressing.empty()    ? model_name
                             : model_name == "ntm" ? addressing
                                                   : model_name + "." + addressing;
  for (const char c : spoken)
    if (c != ' ') scheme += c == '|' ? '+' : c == ':' ? '.' : c == '/' ? '_' : c;
  return fmt::format("{}-{}-s{}-{}", task_name, scheme, seed, options.hash().substr(0, 8));
}

std::vector<int> Experiment::sweep_lengths() const {
  const TaskSpec spec = task->spec();
  std::vector<int> lengths = parse_lengths(evaluate.lengths, spec.longest, "evaluate.lengths");
  if (!spec.can_be_longer) std::erase_if(lengths, [&](int length) { return length > spec.longest; });
  if (lengths.empty())
    fail(ErrorKind::usage,
         "evaluate.lengths = {} leaves nothing to evaluate, since task = {} has no episodes longer than those "
         "that are trained; take 1x",
         evaluate.lengths, task_name);
  return lengths;
}

void Experiment::require_trained_length(const std::string& who) const {
  const std::vector<int> lengths = sweep_lengths();
  const int longest = task->spec().longest;
  if (std::ranges::find(lengths, longest) == lengths.end())
    fail(ErrorKind::usage,
         "evaluate.lengths = {} lacks the longest trained length, {}, at which {} asks whether the task is "
         "solved; add 1x",
         evaluate.lengths, longest, who);
}

std::vector<Setting> with_file(std::vector<Setting> settings, const std::string& path) {
  std::ifstream file(path);
  if (!file) fail(ErrorKind::usage, "{}: cannot be read; expected an experiment (an INI file)", path);
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad() || text.fail())
    fail(ErrorKind::usage, "{}: cannot be read; expected an experiment (an INI file)", path);
  for (Setting& setting : parse_ini(text.str(), path)) settings.push_back(std::move(setting));
  return settings;
}

std::vector<std::uint64_t> parse_seeds(const std::string& text) {
  std::vector<std::uint64_t> seeds;
  for (const std::string& part : split_commas(text)) {
    const std::size_t dots = part.find("..");
    std::uint64_t first = 0, last = 0;
    const bool read = dots == part.npos
                          ? read_whole(part, first) && read_whole(part, last)
                          : read_whole(part.substr(0, dots), first) && read_whole(part.substr(dots + 2), last);
    if (!read || last < first || last - first >= 100000)
      fail(ErrorKind::usage, "seeds = '{}' is not possible; write 1..10, or 1,3,7", text);
    for (std::uint64_t seed = first; seed <= last; ++seed) seeds.push_back(seed);
  }
  if (seeds.empty()) fail(ErrorKind::usage, "seeds is empty; write 1..10, or 1,3,7");
  return seeds;
}

std::vector<int> parse_lengths(const std::string& text, int unit, const std::string& where) {
  std::vector<int> lengths;
  for (std::string part : split_commas(text)) {
    const bool multiple = part.ends_with('x');
    if (multiple) part.pop_back();
    double number = 0;
    const bool read = read_whole(part, number) && (multiple || number == std::floor(number));
    const double length = std::round(multiple ? number * unit : number);
    if (!read || !(length >= 1 && length <= 1000000))
      fail(ErrorKind::usage, "{} = '{}' is not possible; write lengths such as 20,40,80, or 1x,1.5x,4x", where, text);
    lengths.push_back(static_cast<int>(length));
  }
  if (lengths.empty()) fail(ErrorKind::usage, "{} is empty; write lengths such as 20,40,80, or 1x,1.5x,4x", where);
  return lengths;
}

}  // namespace memnet

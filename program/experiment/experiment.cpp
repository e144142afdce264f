#include "program/experiment/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/base/digest.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/ini.hpp"
#include "memnet/base/table.hpp"
#include "memnet/base/text.hpp"
#include "program/records/scheme_name.hpp"
#include "program/records/solved.hpp"

namespace memnet {
namespace {

constexpr std::uint64_t kMostSeeds = 100000;
constexpr std::int64_t kMostTraced = 64;  // episodes during training; every publication writes all of them again

// Returns the parts of a list; a comma at its end is allowed.
std::vector<std::string> split_commas(const std::string& text) {
  std::vector<std::string> parts = split_text(text, ',');
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

// Returns a list of lengths in one spelling: "1x,1.5x,20".
std::string canonical_lengths(const std::string& text) {
  std::vector<std::string> lengths = split_commas(text);
  for (std::string& length : lengths) {
    const bool multiple = length.ends_with('x');
    if (multiple) length.pop_back();
    length = canonical_number(length) + (multiple ? "x" : "");
  }
  return fmt::format("{}", fmt::join(lengths, ","));
}

}  // namespace

std::string tasks_that(const std::function<bool(const TaskSpec& spec)>& can) {
  std::string names;
  for (const TaskEntry& entry : all_tasks()) {
    Options options;
    const std::unique_ptr<Task> task = entry.make();
    task->declare(options.section("task"));
    if (can(task->spec())) append_item(names, entry.name);
  }
  return names;
}

void EvaluateOptions::declare(const Options::Section& options) {
  options.add("every", every, 1, 2000000000, "training sequences between two evaluations");
  options.add(
      "sequences", sequences, 1, 1000000,
      "fresh sequences of each length in an evaluation during training; of fixed data, all of the validation part "
      "are evaluated");
  options.add(
      "final_sequences", final_sequences, 1, 1000000,
      "fresh sequences of each length in the evaluation after training; of fixed data, all of the test part are "
      "evaluated");
  options.add("lengths", lengths, canonical_lengths,
              "lengths to evaluate, joined by commas; 1.5x is one and a half times the longest trained length; longer "
              "ones are left out if the task has no longer episodes");
  options.add(
      "choices", choices, {"most_probable", "drawn"},
      "which slots a model with hard choices takes in evaluations: the most probable ones, or random ones as in "
      "training");
  options.add("memory_slots", memory_slots,
              "memory slots in evaluations: as_trained; as_needed: at lengths beyond the trained ones as many as the "
              "network fills, where nothing that it learns depends on their number; or a number");
  options.add("beam", beam, 1, 1000,
              "how many beginnings of an answer a model keeps while it writes one in evaluations; 1: a greedy search");
  options.add(
      "told_length", length_is_told,
      "whether a model that writes answers is given the length of each: its end mark is then where it should be "
      "(the length oracle of Lake & Baroni 2018)");
  options.add(
      "stop_after", stop_after, 0, 1000000,
      fmt::format(
          "stop training when this many evaluations in a row, and a larger final one, are solved ({}); 0: never",
          fmt::join(solved_in_words(), "; ")));
  options.add("traces", traces, 0, 100, "number of episodes whose traces are recorded in the run file");
  options.add(
      "trace_every", trace_every, 0, 2000000000,
      "training sequences between two recordings of traces, to watch heads learn; 0: record only after training");
}

void Expectation::declare(const Options::Section& options) {
  options.add("errors", errors, 0, 1e9,
              "expected upper bound of wrong answers per sequence at the longest trained length; 0: none");
  options.add("error_rate", error_rate, 0, 1,
              "expected upper bound of the fraction of wrong answers at every longer length; 0: none");
  options.add(
      "excess_bits", excess_bits, 0, 1e9,
      "expected upper bound of bits per sequence above the best possible answers, at the longest trained length; "
      "0: none");
  options.add("source", source, "source of the expected bounds, such as a paper");
}

void Behavior::declare(const Options::Section& options) {
  options.add("out", out, "folder in which runs are saved");
  options.add("threads", threads, 1, 1024, "number of threads; results do not depend on it");
  options.add("publish_seconds", publish_seconds, 0, 30,
              "longest time between two writes of the run file during training");
  options.add("other_build", other_build,
              "go on with runs of another build of memnet; the results are then those of neither build");
  options.add("quiet", quiet, "print only errors and the result; memnet compare: only errors");
  options.add("log_format", log_format, {"text", "json"},
              "format of progress messages: text, or one JSON object per line on stdout");
}

namespace {

// With a ready-made task, no option has the names of the settings of its task.
std::vector<Setting> without_task_options(std::vector<Setting> settings) {
  std::erase_if(settings, [](const Setting& setting) { return setting.name.starts_with("task."); });
  return settings;
}

}  // namespace

Experiment::Experiment(std::vector<Setting> settings, GivenParts given)
    : options(given.task == nullptr ? std::move(settings) : without_task_options(std::move(settings))),
      task(std::move(given.task)) {
  const Options::Section top = options.top();
  top.add("task", task_name, names_of(all_tasks()), "the task to learn");
  top.add("model", model_name, names_of(all_named_models()), "the model to train");
  top.changeable_at_evaluation().add("seed", seed, 0, std::numeric_limits<std::uint64_t>::max(),
                                     "seed of all random numbers");
  if (task == nullptr) task = make_task(task_name);
  task->declare(options.section("task"));
  model = make_model(model_name);
  model->declare(options.section("model"));
  train.declare(options.section("train"));
  evaluate.declare(options.section("evaluate").changeable_at_evaluation());
  expect.declare(options.section("expect").without_effect_on_results());
  behavior.declare(top.without_effect_on_results());
  options.finish("'memnet run --print-config' lists all options of a task and a model");

  const TaskSpec spec = task->spec();
  // Lengths that are not possible are refused before any work is done.
  for (const int length : {spec.shortest, spec.longest}) task->check_length(length);
  for (const int length : sweep_lengths()) {
    try {
      task->check_length(length);
    } catch (const Error& error) {
      fail(error.kind(), "evaluate.lengths = {} asks for length {}: {}", evaluate.lengths, length, error.what());
    }
  }
  train.curriculum.require_possible(spec);
  if (evaluate.trace_every > 0) {
    if (evaluate.traces == 0)
      fail(ErrorKind::usage, "evaluate.trace_every = {} records nothing, since evaluate.traces = 0; take at least 1",
           evaluate.trace_every);
    const std::int64_t recordings = 1 + train.sequences / evaluate.trace_every;
    if (recordings * evaluate.traces > kMostTraced)
      fail(ErrorKind::usage,
           "evaluate.trace_every = {} would record {} episodes {} times; at most {} recordings are possible: "
           "take a larger one, or fewer evaluate.traces",
           evaluate.trace_every, evaluate.traces, recordings, kMostTraced);
  }
  if (evaluate.stop_after > 0) require_trained_length("evaluate.stop_after");
  require_readable_contexts(spec);
  made_for = given.made_for == nullptr ? spec : *given.made_for;
  params.limit(given.most_numbers);
  model->build(params, made_for);
  train.choices.require_possible(model->slope(), train.batch, train.shard);
  if (evaluate.choices == "drawn" && model->slope() < Slope::estimated)
    fail(
        ErrorKind::usage,
        "evaluate.choices = drawn is for models that draw slots, but this one does not; take most_probable, or a stage "
        "such as 'sample' in the place of a normalizer");
  if (evaluate.choices == "drawn" && evaluate.beam > 1 && model->decoder() != nullptr)
    fail(
        ErrorKind::usage,
        "evaluate.choices = drawn with evaluate.beam = {}: slots are drawn for one answer at a time, but a beam writes "
        "several at once; take evaluate.beam = 1, or evaluate.choices = most_probable",
        evaluate.beam);
  params.initialize(seed);
}

void Experiment::require_readable_contexts(const TaskSpec& spec) const {
  if (model->input_form() != InputForm::context) return;
  if (model->can_read(spec)) return;
  fail(ErrorKind::usage, "model = {} reads {}, but task = {} has none; tasks that have: {}{}", model_name,
       model->what_it_reads(), task_name, tasks_that([this](const TaskSpec& able) { return model->can_read(able); }),
       model->decoder() != nullptr ? "; others have them with task.source = yes: see 'memnet describe TASK'" : "");
}

std::string Experiment::identity() const {
  return digest(fmt::format("defaults {}\ntask = {}\nmodel = {}\nseed = {}\ndata = {}\n{}", kDefaultsVersion, task_name,
                            model_name, seed, task->data_digest(), options.changed()));
}

std::string Experiment::name() const {
  const SchemeName scheme = SchemeName::from_options([this](const std::string& name) {
    const Options::Option* option = options.find(name);
    return option == nullptr ? "" : option->text();
  });
  return run_name(task_name, scheme, seed, identity());
}

std::vector<int> Experiment::sweep_lengths() const {
  const TaskSpec spec = task->spec();
  std::vector<int> lengths;  // 3, 1x and 1.1x of 3 are one
  for (const int length : parse_lengths(evaluate.lengths, spec.longest, "evaluate.lengths"))
    if (std::ranges::find(lengths, length) == lengths.end()) lengths.push_back(length);
  if (!spec.can_be_longer) std::erase_if(lengths, [&](int length) { return length > spec.longest; });
  if (lengths.empty())
    fail(ErrorKind::usage,
         "evaluate.lengths = {} leaves nothing to evaluate, since longer episodes of task = {} than those of training "
         "do not exist, or ask what training never shows; take 1x",
         evaluate.lengths, task_name);
  return lengths;
}

void Experiment::require_trained_length(const std::string& feature) const {
  const std::vector<int> lengths = sweep_lengths();
  const int longest = task->spec().longest;
  if (std::ranges::find(lengths, longest) == lengths.end())
    fail(ErrorKind::usage,
         "evaluate.lengths = {} lacks the longest trained length, {}, at which {} checks whether the task is "
         "solved; add 1x",
         evaluate.lengths, longest, feature);
}

std::string settings_text(const std::vector<Setting>& settings) {
  std::string text;
  for (const Setting& s : settings) text += fmt::format("{} = {}  # {}\n", s.name, ini_value(s.value), s.origin);
  return text;
}

std::vector<std::uint64_t> parse_seeds(const std::string& text) {
  std::vector<std::uint64_t> seeds;
  for (const std::string_view part : split_commas(text)) {
    const std::size_t dots = part.find("..");
    const auto first = parse_number<std::uint64_t>(trimmed(part.substr(0, dots)));
    const auto last = dots == part.npos ? first : parse_number<std::uint64_t>(trimmed(part.substr(dots + 2)));
    if (!first || !last || *last < *first)
      fail(ErrorKind::usage, "seeds = '{}' is not possible; write 1..10, or 1,3,7", text);
    if (*last - *first >= kMostSeeds - seeds.size())
      fail(ErrorKind::usage, "seeds = '{}' are too many; at most {} are possible", text, kMostSeeds);
    for (std::uint64_t i = 0; i <= *last - *first; ++i) seeds.push_back(*first + i);
  }
  if (seeds.empty()) fail(ErrorKind::usage, "seeds is empty; write 1..10, or 1,3,7");
  return seeds;
}

std::vector<int> parse_lengths(const std::string& text, int unit, const std::string& where) {
  std::vector<int> lengths;
  for (std::string part : split_commas(text)) {
    const bool multiple = part.ends_with('x');
    if (multiple) part.pop_back();
    const double number = parse_number<double>(part).value_or(NAN);
    const double length = std::round(multiple ? number * unit : number);
    if (!(multiple || number == std::floor(number)) || !(length >= 1 && length <= 1000000))
      fail(ErrorKind::usage, "{} = '{}' is not possible; write numbers such as 20,40,80, or 1x,1.5x,4x", where, text);
    lengths.push_back(static_cast<int>(length));
  }
  if (lengths.empty()) fail(ErrorKind::usage, "{} is empty; write numbers such as 20,40,80, or 1x,1.5x,4x", where);
  return lengths;
}

}  // namespace memnet

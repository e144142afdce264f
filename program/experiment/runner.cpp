#include "program/experiment/runner.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <utility>

#include "memnet/base/error.hpp"
#include "memnet/data/baseline.hpp"
#include "memnet/data/purposes.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/math/kernels.hpp"
#include "program/experiment/attention_stats.hpp"
#include "program/experiment/supporting_facts.hpp"
#include "program/experiment/trace_episode.hpp"
#include "program/experiment/training_state.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"
#include "program/records/solved.hpp"
#include "program/terminal/signals.hpp"

namespace memnet {

struct Runner::Metric {
  const char* name;
  const char* unit;
  double (*value)(const Measured& measured);
};

const std::array<Runner::Metric, 9> Runner::kMetrics = {{
    {"loss", "nats per scored answer", [](const Measured& m) { return m.counts.loss(); }},
    {"bits_per_sequence", "bits per sequence", [](const Measured& m) { return m.counts.bits_per_sequence(); }},
    {"errors", "wrong answers per sequence", [](const Measured& m) { return m.counts.errors(); }},
    {"error_rate", "wrong answers per scored answer", [](const Measured& m) { return m.counts.error_rate(); }},
    {"exact", "fraction of sequences without error", [](const Measured& m) { return m.counts.exact(); }},
    {"excess_bits", "bits per sequence above the best possible answer",
     [](const Measured& m) { return m.counts.excess_bits(); }},
    {"errors_without_memory", "wrong answers per sequence", [](const Measured& m) { return m.errors_without_memory; }},
    {"items", "items to store, at most", [](const Measured& m) { return m.items == 0 ? kMissing : m.items; }},
    {"slots", "memory slots", [](const Measured& m) { return m.slots == 0 ? kMissing : m.slots; }},
}};

RunRecord::Sweeps Runner::empty_sweeps(const std::vector<int>& lengths) {
  RunRecord::Sweeps sweeps;
  sweeps.lengths.assign(lengths.begin(), lengths.end());
  for (const Metric& metric : kMetrics) sweeps.metrics.push_back({metric.name, metric.unit, {}});
  return sweeps;
}

Runner::Runner(Experiment& experiment, std::filesystem::path folder, TextPairs provenance, std::string config_given)
    : experiment_(experiment),
      folder_(std::move(folder)),
      threads_(experiment.behavior.threads),
      trainer_(experiment.train, *experiment.task, *experiment.model, experiment.params, threads_, experiment.seed),
      memory_(experiment) {
  record_.name = experiment.name();
  record_.config_given = std::move(config_given);
  record_.config = experiment.options.to_ini();
  for (const Options::Option& option : experiment.options.all())
    record_.options.emplace_back(option.name, option.text());
  record_.provenance = std::move(provenance);
  record_.evaluation = empty_sweeps(experiment.sweep_lengths());
  const TaskSpec spec = experiment.task->spec();
  for (int word = 0; spec.answers == TargetKind::word && word < spec.outputs; ++word)
    record_.words.push_back(word == 0 ? "" : experiment.task->word(word));
}

int Runner::run() {
  ProgressLine progress(record_.name, experiment_.behavior.quiet, experiment_.behavior.log_format == "json",
                        experiment_.train.sequences, static_cast<double>(trainer_.state.sequences));
  return run(progress);
}

int Runner::run(Progress& progress) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  const double seconds_at_start = seconds_;
  const auto spent = [&] { return seconds_at_start + std::chrono::duration<double>(Clock::now() - start).count(); };
  progress.event("run_start",
                 fmt::format("{}: {} parameters, {} of {} sequences to go", record_.name, experiment_.params.count(),
                             static_cast<std::uint64_t>(experiment_.train.sequences) - trainer_.state.sequences,
                             experiment_.train.sequences),
                 fmt::format("\"parameters\":{}", experiment_.params.count()));
  if (record_.cost.empty())
    record_.cost = count_cost(*experiment_.task, *experiment_.model, experiment_.params, threads_);
  if (experiment_.evaluate.trace_every > 0 && record_.snapshots.empty()) record_.snapshots.push_back({0, traces()});
  record_state(record_, trainer_, experiment_.params);  // from here on the record holds a valid state
  try {
    while (!trainer_.finished() && !solved_for_good()) {
      const AnswerCounts counts = trainer_.step();
      progress.update({static_cast<double>(trainer_.state.sequences), counts.loss(), counts.errors()});
      evaluate_if_due();
      trace_if_due();
      seconds_ = spent();
      if (const int signal = signal_caught(); signal != 0) {
        save("interrupted");
        progress.event(
            "interrupted",
            fmt::format("{}: interrupted and saved; go on with: memnet resume {}", record_.name, folder_.string()),
            fmt::format("\"signal\":{}", signal));
        return 128 + signal;
      }
      const std::vector<double>& evaluations = record_.evaluation.sequences;
      const bool evaluated =
          !evaluations.empty() && evaluations.back() == static_cast<double>(trainer_.state.sequences);
      if (evaluated || seconds_ - last_save_ >= experiment_.behavior.publish_seconds) save("running");
    }
    final_evaluation();
    seconds_ = spent();
    save("finished");
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::diverged) throw;
    save("diverged", error.what());
    throw;
  }
  progress.event(
      "run_end",
      fmt::format("{}: finished after {} sequences and {:.1f} s", record_.name, trainer_.state.sequences, seconds_),
      fmt::format("\"sequences\":{},\"seconds\":{:.3f}", trainer_.state.sequences, seconds_));
  return 0;
}

bool Runner::is_due(int every) const {
  if (every == 0) return false;
  const auto step = static_cast<std::uint64_t>(every);
  const std::uint64_t before = trainer_.state.sequences - static_cast<std::uint64_t>(experiment_.train.batch);
  return trainer_.state.sequences / step != before / step;
}

void Runner::trace_if_due() {
  if (is_due(experiment_.evaluate.trace_every))
    record_.snapshots.push_back({static_cast<double>(trainer_.state.sequences), traces()});
}

void Runner::evaluate_if_due() {
  if (!is_due(experiment_.evaluate.every)) return;
  sweep(record_.evaluation, {purposes::kEvaluate, Split::validation}, record_.evaluation.sequences.size(),
        experiment_.evaluate.sequences);
}

void Runner::final_evaluation() {
  RunRecord::Sweeps final_sweep = empty_sweeps(experiment_.sweep_lengths());
  sweep(final_sweep, {purposes::kFinal, Split::test}, 0, experiment_.evaluate.final_sequences);
  record_.final_sweep = std::move(final_sweep);
  record_.attention = measure_attention(*experiment_.task, *experiment_.model, experiment_.params, experiment_.seed);
  record_.questions = measure_questions(*experiment_.task, *experiment_.model, experiment_.params, experiment_.seed,
                                        experiment_.evaluate.final_sequences);
  record_.traces = traces();
  // A snapshot of this very step would hold the same traces a second time.
  if (!record_.snapshots.empty() && record_.snapshots.back().sequences == static_cast<double>(trainer_.state.sequences))
    record_.snapshots.pop_back();
}

RunRecord::Sweeps Runner::evaluate_fresh() {
  RunRecord::Sweeps fresh = empty_sweeps(experiment_.sweep_lengths());
  sweep(fresh, {purposes::kFresh, Split::test}, 0, experiment_.evaluate.final_sequences);
  return fresh;
}

void Runner::sweep(RunRecord::Sweeps& into, Purpose purpose, std::uint64_t evaluation, int sequences) {
  const std::vector<int> lengths = experiment_.sweep_lengths();
  std::vector<Measured> measured;  // at each length
  for (std::size_t i = 0; i < lengths.size(); ++i)
    measured.push_back(answer(lengths[i], sequences, purpose, evaluation * lengths.size() + i));
  into.sequences.push_back(static_cast<double>(trainer_.state.sequences));
  for (const Measured& at_length : measured)
    for (std::size_t m = 0; m < kMetrics.size(); ++m) into.metrics[m].values.push_back(kMetrics[m].value(at_length));
}

Runner::Measured Runner::prepare(int length, int sequences, Purpose purpose, std::uint64_t first) {
  const Task& task = *experiment_.task;
  Measured measured;
  int filled = 0;
  const bool is_endless = task.count(purpose.split) == 0;  // a data set has no longer episodes than the trained ones
  Episode episode;
  for (int i = 0; is_endless && i < sequences; ++i) {
    sample_episode(task, {experiment_.seed, purpose.name, first + static_cast<std::uint64_t>(i), length, purpose.split},
                   experiment_.model->input_form(), episode);
    filled = std::max(filled, experiment_.model->slots_filled(episode));
    measured.items = std::max(measured.items, episode.items());
  }
  measured.slots = memory_.slots_at(length, filled);
  const auto [known, is_new] = errors_without_memory_.try_emplace(length);
  if (is_new) known->second = errors_without_memory(task, length);
  measured.errors_without_memory = known->second;
  return measured;
}

Runner::Measured Runner::answer(int length, int sequences, Purpose purpose, std::uint64_t set) {
  if (const int all = experiment_.task->count(purpose.split); all > 0) sequences = all;
  const std::vector<int> lengths(static_cast<std::size_t>(sequences), length);
  const std::uint64_t first = set * static_cast<std::uint64_t>(sequences);
  Measured measured = prepare(length, sequences, purpose, first);
  const auto evaluate = [&](BatchRunner& runner) {
    measured.counts = runner.evaluate(purpose.name, first, lengths, purpose.split);
    if (!std::isfinite(measured.counts.nats))
      fail(ErrorKind::diverged,
           "diverged by sequence {}: at length {}, {} is not finite; try a lower train.learning_rate, or "
           "train.clip_norm",
           trainer_.state.sequences, length, runner.locate_nonfinite(purpose.name, first, lengths, purpose.split));
  };
  if (memory_.is_resized(measured.slots)) {
    const ResizedNetwork network = memory_.resized(measured.slots);
    BatchRunner runner(*experiment_.task, *network.model, network.params, threads_, experiment_.train.shard,
                       experiment_.seed);
    evaluate(runner);
  } else {
    evaluate(trainer_.runner());
  }
  return measured;
}

// Early stopping. Called after every update, but can only return true directly after an evaluation, so that a resumed
// run stops at the same point. A few evaluations with few sequences can be solved by chance; therefore training stops
// only if the larger final evaluation is solved as well. (This favors a model near 99 %, since it is evaluated
// repeatedly.)
bool Runner::solved_for_good() {
  const auto required = static_cast<std::size_t>(experiment_.evaluate.stop_after);
  const std::vector<double>& evaluations = record_.evaluation.sequences;
  if (required == 0 || evaluations.size() < required ||
      evaluations.back() != static_cast<double>(trainer_.state.sequences))
    return false;
  for (std::size_t i = evaluations.size() - required; i < evaluations.size(); ++i)
    if (!solved(record_.evaluation, i, *experiment_.task)) return false;
  const std::vector<int> lengths = experiment_.sweep_lengths();
  const int longest = experiment_.task->spec().longest;
  const auto set = static_cast<std::uint64_t>(std::ranges::find(lengths, longest) - lengths.begin());
  // A fixed test split is only for the evaluation after training.
  const bool is_endless = experiment_.task->count(Split::test) == 0;
  const Purpose last =
      is_endless ? Purpose{purposes::kFinal, Split::test} : Purpose{purposes::kEvaluate, Split::validation};
  return solved(answer(longest, experiment_.evaluate.final_sequences, last, set).counts, *experiment_.task);
}

std::vector<RunRecord::Trace> Runner::traces() const {
  std::vector<RunRecord::Trace> traces;
  for (int i = 0; i < experiment_.evaluate.traces; ++i) {
    Episode episode;
    sample_episode(*experiment_.task,
                   {experiment_.seed, purposes::kTrace, static_cast<std::uint64_t>(i), experiment_.task->spec().longest,
                    Split::test},
                   experiment_.model->input_form(), episode);
    traces.push_back(trace_episode(*experiment_.task, *experiment_.model, experiment_.params, episode));
  }
  return traces;
}

void Runner::save(const std::string& status, const std::string& message) {
  record_.status = status;
  record_.message = message;
  const std::span<const Scalar> parameters = std::as_const(experiment_.params).values();
  const bool good = kernels::all_finite(parameters.data(), static_cast<int>(parameters.size()));
  if (!good && status != "diverged")
    fail(ErrorKind::diverged,
         "diverged at sequence {}: a parameter is no longer finite after update {}; try a lower "
         "train.learning_rate, or train.clip_norm",
         trainer_.state.sequences, trainer_.state.updates);
  if (good) record_state(record_, trainer_, experiment_.params);  // otherwise the record keeps its last valid state
  record_.timing = {{"seconds", fmt::format("{:.3f}", seconds_)},
                    {"threads", fmt::format("{}", experiment_.behavior.threads)},
                    {"published", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))}};
  write_run_file(folder_ / kRunFile, record_);
  last_save_ = seconds_;
}

void Runner::restore(const RunRecord& record) {
  const std::string file = run_file_path(folder_).string();
  restore_state(trainer_, experiment_.params, record, file);
  if (record.evaluation.lengths != record_.evaluation.lengths || record.evaluation.metrics.size() != kMetrics.size())
    reject_record(file, "the evaluation");
  record_.evaluation.sequences = record.evaluation.sequences;
  for (std::size_t m = 0; m < kMetrics.size(); ++m)
    record_.evaluation.metrics[m].values = record.evaluation.metrics[m].values;
  record_.config_given = record.config_given;
  record_.provenance = record.provenance;
  record_.cost = record.cost;
  record_.snapshots = record.snapshots;
  // After a divergence there are snapshots that are newer than the saved state.
  std::erase_if(record_.snapshots, [&](const RunRecord::Snapshot& snapshot) {
    return snapshot.sequences > static_cast<double>(trainer_.state.sequences);
  });
  seconds_ = last_save_ = recorded_seconds(record).value_or(0);
}

}  // namespace memnet

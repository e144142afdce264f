#include "program/experiment/runner.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "memnet/base/error.hpp"
#include "memnet/base/interruption.hpp"
#include "memnet/data/purposes.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/math/kernels.hpp"
#include "program/experiment/attention_stats.hpp"
#include "program/experiment/build.hpp"
#include "program/experiment/supporting_facts.hpp"
#include "program/experiment/trace_episode.hpp"
#include "program/experiment/training_state.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/run_path.hpp"
#include "program/records/solved.hpp"
#include "program/terminal/signals.hpp"
#include "program/text/json.hpp"
#include "program/text/printable.hpp"

namespace memnet {

namespace {

// Returns sentences about numbers of sequences that were chosen for data of which all episodes are evaluated.
std::vector<std::string> options_without_effect(const Experiment& experiment) {
  std::vector<std::string> sentences;
  const auto check = [&](const char* option, int chosen, int otherwise, Split split, const char* part) {
    if (const int all = experiment.task->count(split); all > 0 && chosen != otherwise)
      sentences.push_back(fmt::format("{} = {} has no effect: all {} episodes of the {} part are evaluated", option,
                                      chosen, all, part));
  };
  const EvaluateOptions usual;
  check("evaluate.sequences", experiment.evaluate.sequences, usual.sequences, Split::validation, "validation");
  check("evaluate.final_sequences", experiment.evaluate.final_sequences, usual.final_sequences, Split::test, "test");
  return sentences;
}

}  // namespace

Runner::Runner(Experiment& experiment, std::filesystem::path folder, NamedTexts provenance, std::string config_given)
    : experiment_(experiment),
      folder_(std::move(folder)),
      threads_(experiment.behavior.threads),
      trainer_(experiment.train, *experiment.task, *experiment.model, experiment.params, threads_, experiment.seed),
      evaluator_(experiment, trainer_, threads_) {
  record_.name = experiment.name();
  record_.identity = experiment.identity();
  record_.data = experiment.task->data_digest();
  record_.builds = {this_build()};
  record_.task = sizes_of(*experiment.task);
  record_.config_given = std::move(config_given);
  record_.config = experiment.options.to_ini();
  for (const Options::Option& option : experiment.options.all())
    record_.options.push_back({option.name, option.text(), option.is_number});
  record_.provenance = std::move(provenance);
  record_.evaluation = evaluator_.empty_sweeps();
  const TaskSpec spec = experiment.task->spec();
  for (int word = 0; entry_of(spec.answers).one_word && word < spec.outputs; ++word)
    record_.words.push_back(word == 0 ? "" : experiment.task->answer_word(word));
  for (int word = 0; spec.own_answer_words && word <= spec.words; ++word)
    record_.source_words.push_back(word == 0 ? "" : experiment.task->word(word));
}

int Runner::run() {
  ProgressLine progress(record_.name, experiment_.behavior.quiet, experiment_.behavior.log_format == "json",
                        experiment_.train.sequences, static_cast<double>(trainer_.state.sequences));
  return run(progress);
}

int Runner::run(Progress& progress) {
  start_ = Clock::now();
  seconds_at_start_ = seconds_;
  progress.event("run_start",
                 fmt::format("{}: {} parameters, {} of {} sequences to go", record_.name, experiment_.params.count(),
                             static_cast<std::uint64_t>(experiment_.train.sequences) - trainer_.state.sequences,
                             experiment_.train.sequences),
                 fmt::format("\"parameters\":{}", experiment_.params.count()));
  std::vector<std::string> warnings = experiment_.task->warnings();
  std::ranges::copy(options_without_effect(experiment_), std::back_inserter(warnings));
  for (const std::string& warning : warnings)
    progress.event("warning", fmt::format("{}: warning: {}", record_.name, printable(warning)),
                   fmt::format("\"message\":{}", json_string(warning)));
  record_state(record_, trainer_, experiment_.params);  // from here on the record holds a valid state
  try {
    const bool completed = complete(progress);
    save(completed ? "finished" : "interrupted");
    report_end(progress, completed);
    return completed ? 0 : 128 + signal_caught();
  } catch (const std::exception& exception) {
    const auto* error = dynamic_cast<const Error*>(&exception);
    const bool diverged = error != nullptr && error->kind() == ErrorKind::diverged;
    if (diverged) save("diverged", exception.what());
    report_failure(progress, diverged ? "diverged" : "failed", exception.what());
    throw;
  }
}

// The end of a run is one kind of event, whatever the reason.
void Runner::report_end(Progress& progress, bool completed) const {
  const std::string end = completed
                              ? fmt::format("finished after {} sequences and {:.1f} s", sequences_so_far(), seconds_)
                              : fmt::format("interrupted and saved; go on with: memnet resume {}", folder_.string());
  progress.event(
      "run_end", fmt::format("{}: {}", record_.name, end),
      fmt::format("\"status\":\"{}\",\"sequences\":{},\"seconds\":{:.3f}{}", record_.status, sequences_so_far(),
                  seconds_, completed ? "" : fmt::format(",\"signal\":{}", signal_caught())));
}

void Runner::report_failure(Progress& progress, const char* status, const char* message) const {
  progress.event("run_end", "",
                 fmt::format("\"status\":\"{}\",\"sequences\":{},\"seconds\":{:.3f},\"message\":{}", status,
                             sequences_so_far(), seconds_spent(), json_string(message)));
}

bool Runner::complete(Progress& progress) {
  try {
    train(progress);
    final_evaluation();
    return true;
  } catch (const Interrupted&) {
    return false;
  }
}

// An interruption may have prevented what is due after the last update, so that comes first.
void Runner::train(Progress& progress) {
  if (record_.cost.empty())
    record_.cost = count_cost(*experiment_.task, *experiment_.model, experiment_.params, threads_);
  evaluate_if_due();
  trace_if_due();
  while (!trainer_.finished() && !solved_for_good()) {
    const AnswerCounts counts = trainer_.step();
    progress.update({.sequences = sequences_so_far(),
                     .batch_loss = counts.loss(),
                     .batch_errors = counts.errors(),
                     .evaluation = last_evaluation()});
    evaluate_if_due();
    trace_if_due();
    const std::vector<double>& evaluations = record_.evaluation.sequences;
    const bool evaluated = !evaluations.empty() && evaluations.back() == sequences_so_far();
    if (evaluated || seconds_spent() - last_save_ >= experiment_.behavior.publish_seconds) save("running");
  }
}

double Runner::seconds_spent() const {
  return seconds_at_start_ + std::chrono::duration<double>(Clock::now() - start_).count();
}

bool Runner::has_passed(int every) const {
  if (every == 0 || trainer_.state.updates == 0) return false;
  const auto step = static_cast<std::uint64_t>(every);
  const std::uint64_t before = trainer_.state.sequences - static_cast<std::uint64_t>(experiment_.train.batch);
  return trainer_.state.sequences / step != before / step;
}

void Runner::trace_if_due() {
  const int every = experiment_.evaluate.trace_every;
  const bool is_due = has_passed(every) || (every > 0 && trainer_.state.updates == 0);
  if (!is_due || (!record_.snapshots.empty() && record_.snapshots.back().sequences == sequences_so_far())) return;
  record_.snapshots.push_back({sequences_so_far(), traces()});
}

void Runner::evaluate_if_due() {
  const std::vector<double>& evaluations = record_.evaluation.sequences;
  if (!has_passed(experiment_.evaluate.every) || (!evaluations.empty() && evaluations.back() == sequences_so_far()))
    return;
  evaluator_.add_evaluation(record_.evaluation);
}

std::optional<Progress::Evaluation> Runner::last_evaluation() const {
  const RunRecord::Sweeps& sweeps = record_.evaluation;
  if (sweeps.sequences.empty()) return std::nullopt;
  const std::size_t length = trained_length_index(sweeps, *experiment_.task).value_or(0),
                    at = (sweeps.sequences.size() - 1) * sweeps.lengths.size() + length;
  return Progress::Evaluation{.sequences = sweeps.sequences.back(),
                              .length = sweeps.lengths[length],
                              .errors = metric(sweeps, "errors", at),
                              .exact = metric(sweeps, "exact", at)};
}

void Runner::final_evaluation() {
  Evaluator::Evaluation last = evaluator_.evaluate_final();
  RunRecord::HeadColumns attention =
      measure_attention(*experiment_.task, *experiment_.model, experiment_.params, experiment_.seed);
  RunRecord::NamedColumns questions = measure_questions(*experiment_.task, *experiment_.model, experiment_.params,
                                                        experiment_.seed, experiment_.evaluate.final_sequences);
  record_.traces = traces();
  // From here on nothing can be interrupted.
  record_.final_sweep = std::move(last.sweep);
  record_.parts = std::move(last.parts);
  record_.attention = std::move(attention);
  record_.questions = std::move(questions);
  std::ranges::copy(costs_of_training(trainer_.state.series, record_.evaluation, record_.attention, record_.questions,
                                      *experiment_.task),
                    std::back_inserter(record_.cost));
  // A snapshot of this very step would hold the same traces a second time.
  if (!record_.snapshots.empty() && record_.snapshots.back().sequences == sequences_so_far())
    record_.snapshots.pop_back();
}

// Early stopping. Called after every update, but can only return true directly after an evaluation, so that a resumed
// run stops at the same point. A few evaluations with few sequences can be solved by chance; therefore training stops
// only if the larger final evaluation is solved as well. (This favors a model near 99 %, since it is evaluated
// repeatedly.)
bool Runner::solved_for_good() {
  const auto required = static_cast<std::size_t>(experiment_.evaluate.stop_after);
  const std::vector<double>& evaluations = record_.evaluation.sequences;
  if (required == 0 || evaluations.size() < required || evaluations.back() != sequences_so_far()) return false;
  for (std::size_t i = evaluations.size() - required; i < evaluations.size(); ++i)
    if (!solved(record_.evaluation, i, *experiment_.task)) return false;
  return evaluator_.solves_final();
}

std::vector<RunRecord::Trace> Runner::traces() const {
  std::vector<RunRecord::Trace> traces;
  for (int i = 0; i < experiment_.evaluate.traces; ++i) {
    Episode episode;
    sample_episode(*experiment_.task,
                   {experiment_.seed, purposes::kTrace, static_cast<std::uint64_t>(i), experiment_.task->spec().longest,
                    Split::test},
                   experiment_.model->input_form(), episode);
    RandomStream choices(experiment_.seed, purposes::kTestChoices, static_cast<std::uint64_t>(i));
    const std::span<RandomStream> streams(&choices, experiment_.evaluate.choices == "drawn" ? 1 : 0);
    traces.push_back(trace_episode(*experiment_.task, *experiment_.model, experiment_.params, episode, streams));
  }
  return traces;
}

void Runner::save(const std::string& status, const std::string& message) {
  record_.status = status;
  record_.message = message;
  seconds_ = seconds_spent();
  const std::span<const Scalar> parameters = std::as_const(experiment_.params).values();
  const bool good = kernels::all_finite(parameters.data(), static_cast<int>(parameters.size()));
  if (!good && status != "diverged")
    fail(ErrorKind::diverged,
         "diverged at sequence {}: a parameter is no longer finite after update {}; try a lower "
         "train.learning_rate, or train.clip_norm",
         trainer_.state.sequences, trainer_.state.updates);
  if (good) record_state(record_, trainer_, experiment_.params);  // otherwise the record keeps its last valid state
  record_.timing = {{"seconds", fmt::format("{:.3f}", seconds_), true},
                    {"threads", fmt::format("{}", experiment_.behavior.threads), true},
                    {"published", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))}};
  write_run_file(folder_ / kRunFile, record_);
  last_save_ = seconds_;
}

void Runner::restore(const RunRecord& record) {
  const std::string file = run_file_path(folder_).string();
  if (!experiment_.behavior.other_build) require_this_build(record.builds, folder_.string());
  restore_state(trainer_, experiment_.params, record, file);
  if (record.evaluation.lengths != record_.evaluation.lengths ||
      record.evaluation.metrics.size() != record_.evaluation.metrics.size())
    reject_record(file, "the evaluation");
  record_.evaluation.sequences = record.evaluation.sequences;
  for (std::size_t m = 0; m < record_.evaluation.metrics.size(); ++m)
    record_.evaluation.metrics[m].values = record.evaluation.metrics[m].values;
  record_.config_given = record.config_given;
  record_.provenance = record.provenance;
  record_.builds = record.builds;
  if (record.builds.empty() || record.builds.back() != this_build()) record_.builds.push_back(this_build());
  record_.cost = record.cost;
  record_.snapshots = record.snapshots;
  // After a divergence there are snapshots that are newer than the saved state.
  std::erase_if(record_.snapshots,
                [&](const RunRecord::Snapshot& snapshot) { return snapshot.sequences > sequences_so_far(); });
  seconds_ = last_save_ = recorded_seconds(record).value_or(0);
}

}  // namespace memnet

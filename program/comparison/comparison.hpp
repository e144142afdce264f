// Compares the schemes of a plan by the results of its runs.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "memnet/statistics/statistics.hpp"
#include "program/comparison/effects.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/run_result.hpp"
#include "program/comparison/tuning.hpp"
#include "program/records/record.hpp"
#include "program/records/run_index.hpp"

namespace memnet {

// The length at which so many of the sequences are exact, as a multiple of the longest trained one. It is censored if
// no such length was evaluated.
struct CensoredLength {
  double multiple;                   // -infinity below the shortest evaluated length, infinity beyond the longest one;
                                     // kMissing if nothing was evaluated
  double shortest = 0, longest = 0;  // evaluated, from the trained length on

  bool is_censored() const;
  // Returns "2.6x", "< 1x", "> 4x", or "-" if it is missing.
  std::string text() const;
};

// Runs that differ only in the seed.
struct SeedGroup {
  std::vector<std::string> place;  // value on each axis; the first axis is the task
  std::vector<std::string> tuned;  // the values of the options of PlanTuning
  std::vector<RunResult> results;  // of the runs that are finished or diverged, ordered by seed
  int seeds = 0;                   // planned

  int diverged = 0;
  int solved = 0;
  std::optional<Interval> solved_interval;
  std::optional<double> criterion;  // number of sequences after which more than half of the seeds have solved the task
  // Means over seeds for each of ComparisonResult::multiples; kMissing if no run was evaluated there.
  std::vector<double> exact, right_answers, errors, guessing, without_memory, before_error;
  std::optional<Fall> fall;  // the largest one of exact between two evaluated multiples, from 1 on
  CensoredLength half{kMissing}, length_90{kMissing};  // where 50 % and 90 % of the sequences are exact
};

// A scheme with its values on all axes but the task.
struct ComparedScheme {
  std::vector<std::string> place;  // value on each axis but the task
  std::string name;                // label_of(place)
  Scores scores;                   // [task][seed]
  double iqm = 0;                  // interquartile mean of all scores
  std::optional<Interval> iqm_interval;

  // Returns true if the group is of this scheme.
  bool includes(const SeedGroup& group) const;
};

// The probability of improvement: the fraction of pairs of seeds in which scheme A scores higher than scheme B,
// averaged over tasks. The interval uses that both schemes were run with the same seeds.
struct PairwiseWin {
  double probability = 0;
  std::optional<Interval> interval;
};

inline constexpr int kEnoughSeeds = 10;  // tables print a warning if there are fewer

// A measure of the answers to a part of the test, such as exact of "unseen-phrase". In compare.csv it is called
// exact_of_unseen-phrase.
struct PartColumn {
  std::string part, measure;

  std::string name() const { return measure + "_of_" + part; }
  // Returns its value; 0 for a run that diverged, and kMissing if the run has none.
  double of(const RunResult& run) const;
  // Returns the mean over seeds; kMissing if no run has it.
  double of(const SeedGroup& group) const;
};

struct ComparisonResult {
  std::string plan, id;
  std::vector<std::string> axes;  // task, scheme, write_mode, ...
  std::vector<double> multiples;  // evaluated lengths as multiples of the longest trained length, ascending
  std::vector<SeedGroup> groups;  // in the order of the plan
  std::vector<ComparedScheme> schemes;
  std::vector<std::vector<PairwiseWin>> wins;  // [a][b]: scheme a against scheme b
  std::string builds;                          // builds_in_words() of the runs with a result
  std::string banked;                          // the same of those that a bank holds and no run file
  int fewest_seeds = 0;                        // the smallest number of results of any group
  std::vector<PartColumn> parts;               // that a run has
  std::vector<std::string> tuned;              // options whose values were chosen by tuning runs
  std::vector<TunedCell> tuning;               // what they tried; it and the effects are set by those who want them
  std::optional<Effects> effects;

  // Returns the names of all tasks, in the order of the plan.
  std::vector<std::string> tasks() const;
  // Returns the group of a scheme on a task, or nullptr.
  const SeedGroup* group_of(const std::string& task, const ComparedScheme& scheme) const;
};

// Returns the median over those results that have the value; kMissing if none has.
double median_of(std::span<const RunResult> results, double RunResult::*value);

// Returns a place as one label, "cosine|softmax append".
std::string label_of(const std::vector<std::string>& place);

// Compares the runs of a plan; `summaries` are those that exist.
ComparisonResult compare_runs(const Plan& plan, const std::vector<RunSummary>& summaries);

// A column of the table of groups. In compare.csv and compare.h5 it has this name.
struct GroupColumn {
  const char* name;
  const char* unit;
  double (*value)(const SeedGroup& group);  // kMissing if there is none
  // The text of a value that is infinite because it is censored.
  std::string (*censored)(const SeedGroup& group) = nullptr;
};
// Returns the columns of a comparison, without the costs that none of its runs has.
std::vector<GroupColumn> group_columns(const ComparisonResult& comparison);
// Returns whether a run of the comparison has this cost.
bool is_known(const ComparisonResult& comparison, double RunResult::*cost);

}  // namespace memnet

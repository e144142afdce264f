// What the runs of a plan say about its schemes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "memnet/statistics/statistics.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/run_result.hpp"
#include "program/records/run_index.hpp"

namespace memnet {

// All seeds of one cell of the grid.
struct Group {
  std::vector<std::string> place;  // on each axis
  std::vector<Result> results;     // of the seeds that are finished, or diverged, by seed
  int seeds = 0;                   // planned

  int diverged = 0;
  int solved = 0;
  std::optional<Interval> solved_interval;
  std::optional<double> criterion;  // sequences by which more than half of the seeds have solved
  // Means over seeds, for each of Findings::multiples; NaN where that was not measured.
  std::vector<double> exact, bit_accuracy;
  double slope = 0;            // of exact, for each multiple of the trained length
  std::optional<double> half;  // the multiple at which half of the sequences are exact
  bool half_beyond = false;    // it lies beyond all that was measured
};

// A scheme with its write mode and whatever else the grid turns, over all tasks.
struct Contender {
  std::vector<std::string> place;  // on each axis but the task
  std::string name;                // in_words(place)
  Scores scores;                   // for each task
  double iqm = 0;                  // interquartile mean of the scores
  std::optional<Interval> iqm_interval;
};

// How often a seed of one contender scores more than a seed of another (over all pairs), mean over tasks. The interval
// makes use of both having had the same seeds.
struct Duel {
  double probability = 0;
  std::optional<Interval> interval;
};

inline constexpr int kEnoughSeeds = 10;  // fewer are warned of

struct Findings {
  std::string plan, id;
  std::vector<std::string> axes;  // task, scheme, write_mode, ...
  std::vector<double> multiples;  // of the longest trained length, ascending
  std::vector<Group> groups;      // in the order of the plan
  std::vector<Contender> contenders;
  std::vector<std::vector<Duel>> duels;  // [a][b]: a against b
  int fewest_seeds = 0;                  // with a result, of any group
};

// Of those results that have the figure; NaN where none has.
double median(std::span<const Result> results, double Result::*figure);

// A place as people say it: "cosine|softmax append".
std::string in_words(const std::vector<std::string>& place);

Findings compare_runs(const Plan& plan, const std::vector<RunCard>& cards);

// A column of a table of groups. In compare.csv and compare.h5 it has this name.
struct Figure {
  const char* name;
  const char* unit;
  double (*value)(const Group& group);  // NaN where there is none
};
std::vector<Figure> group_figures();

}  // namespace memnet

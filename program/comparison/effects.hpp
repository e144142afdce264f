// Effect sizes: the differences of all schemes to one of them, on each task.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "memnet/statistics/statistics.hpp"

namespace memnet {

struct ComparisonResult;
struct RunResult;

// What is compared.
struct ComparedValue {
  const char* name;                          // in differences.csv
  const char* label;                         // in the table
  bool is_solved;                            // the fraction of seeds that solve the task
  double (*value)(const RunResult& result);  // kMissing if there is none
};
const std::vector<ComparedValue>& outcomes();

// The difference of two schemes on a task, over the seeds that both have a result of.
struct Effect {
  std::string task;
  std::size_t scheme = 0;            // index in ComparisonResult::schemes
  std::size_t outcome = 0;           // index in outcomes()
  int seeds = 0;                     // pairs
  double difference = 0;             // mean of the value with this scheme less that with the other one
  std::optional<Interval> interval;  // nothing if there are too few seeds
  double p = 1;                      // sign_flip_p()
  double p_holm = 1;                 // corrected for all effects of this outcome
};

struct Effects {
  std::string against;
  std::vector<Effect> list;  // by task, scheme and outcome
};

// Returns the differences to the schemes that `against` names: a scheme as in the list of schemes ("cosine|softmax"),
// or with its values on further axes as in the tables ("ntm append"). Where it names several schemes, each scheme is
// compared with the one that has the same values on the further axes. Throws an Error of kind usage if there is no such
// scheme.
Effects effects_against(const ComparisonResult& comparison, const std::string& against);

}  // namespace memnet

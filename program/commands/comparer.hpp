// What 'memnet compare' does with a plan: trains what is missing, writes the results and prints the tables.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "program/commands/requested_plan.hpp"
#include "program/comparison/bank.hpp"
#include "program/comparison/comparison.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/scheduler.hpp"

namespace memnet {

// A plan with its bank and the states of its runs.
struct KnownPlan {
  Plan plan;
  Bank bank;
  std::vector<RunState> states;
  std::string against;  // CompareOptions::against; "" for tuning runs
};

class Comparer {
 public:
  Comparer(const Request& request, const Arguments& arguments);

  const std::filesystem::path& out() const { return options_.out; }
  int jobs() const { return options_.jobs; }

  // Reads what there is of a plan.
  KnownPlan known(const Plan& plan, const std::string& against) const;

  // Returns the comparison of the runs that there are; nothing if there are none.
  std::optional<ComparisonResult> results(const KnownPlan& known) const;

  // Writes them to compare.csv and compare.h5, unless these are in an archive that cannot be written.
  std::optional<ComparisonResult> write_results(const KnownPlan& known) const;

  // Trains what is missing. Returns the signal that interrupted it, or 0. Throws an Error of kind usage if that would
  // mix runs of this build with those of others, and that is not wanted.
  int train(KnownPlan& known, bool no_wait);

  // Prints the tables of what there is, without training. Throws an Error of kind data if there is nothing.
  void print_results(const KnownPlan& known) const;

  // Writes the results and prints the tables, unless they are not wanted.
  void print_comparison(const KnownPlan& known) const;

 private:
  BankOptions banks_;
  SchedulerOptions options_;
};

}  // namespace memnet

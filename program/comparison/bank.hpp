// A bank: the results of a plan's runs without their files. They are in the folder <banks>/<name of the plan>, whose
// parts (bank_part.hpp) are written by memnet gather and never changed. So a plan can be finished on several days and
// machines, and its tables can be made again from what a repository keeps.
//
// A run is known by its name, which has only the options that differ from their defaults. So a plan finds its runs in
// the folders of all plans that are called as it is, whatever their ids: plans with other seeds, and the plan that an
// earlier version, with fewer options, made of the same experiment.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"
#include "program/comparison/plan.hpp"
#include "program/records/run_index.hpp"

namespace memnet {

inline constexpr const char* kBanks = "results/banks";
// The meaning of the option --banks where banks are read.
inline constexpr const char* kBanksMeaning =
    "folder of the banks, which hold the results of finished runs (memnet gather)";

// Where banks are, and which of their runs count.
struct BankOptions {
  std::string banks = kBanks;
  bool other_build = false;

  // Declares both options.
  void declare(const Options::Section& options);
};

class Bank {
 public:
  Bank() = default;
  // Reads the plan's runs in all parts of those folders; it is empty if there are none. Throws an Error of kind data
  // for a damaged part, and if two parts have different results of the same run by the same build. Requires that no
  // other thread runs (see ChildProcess).
  Bank(const Plan& plan, const BankOptions& options);

  // Returns true if it has this run, as this build made it.
  bool contains(const RunRecord& run) const;

  // Adds runs to those that were read from run files, for each that has not ended there: those of this build, and those
  // of other ones with BankOptions::other_build. Returns in words how many of other builds are left out and what takes
  // them, "" if there are none.
  std::string complete(std::vector<RunSummary>& summaries) const;

 private:
  std::filesystem::path folder_;
  bool other_build_ = false;
  std::map<std::string, std::map<std::string, RunSummary>> runs_;  // by name and build
};

// Returns the runs of a plan that have a run file in `out`, completed from its bank.
std::vector<RunSummary> read_results(const Plan& plan, const std::filesystem::path& out, const Bank& bank);

}  // namespace memnet

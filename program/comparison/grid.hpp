// Turns the settings of a comparison into a plan.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"
#include "program/comparison/axes.hpp"
#include "program/comparison/bank.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/tuning.hpp"
#include "program/experiment/experiment.hpp"
#include "program/terminal/requeue_code.hpp"

namespace memnet {

// How memnet compare itself behaves; none of these options changes a result.
struct CompareOptions {
  int jobs = 0;
  bool keep_going = true;
  bool fail_fast = false;
  bool dry_run = false;
  bool no_training = false;
  bool no_wait = false;
  bool commands = false;
  std::string banks = kBanks;
  std::string against;
  RequeueCode requeue;

  void declare(const Options::Section& options);
};

// A comparison as its settings describe it. Of two settings with the same name the first one wins.
struct Request {
  CompareOptions compare;
  Behavior behavior;
  SettingLayers lists;  // task, model, addressing, write_mode, seeds, grid, tune, tuning_seeds
  SettingLayers runs;   // for single runs
};

// Sorts the settings of a command line and of INI files. Those below [compare] are for the comparison. A setting in a
// section that is named after a scheme, a task or a model, such as [copy] task.bits or [ntm] model.slots, holds only
// for the runs that have it, and wins over what the same file sets for all runs. If several sections set one option,
// the scheme wins over the task, and the task over the model. `ntm`, which is a scheme and a model, holds for both.
//
// An entry of `addressing` is a scheme (`ntm`), a model without addressing (`lstm`), or a model followed by a scheme
// (`memn2n dot | softmax`). Throws an Error of kind usage for a setting below [compare] that does not exist or is not
// possible.
Request sort_settings(SettingLayers layers);

// Makes the plan: all combinations of the axes, for one seed after the other. Every run is checked completely. Where a
// run has no option for an axis (a baseline has no write mode), that axis is left out, and runs that become equal are
// planned once. `name` begins the name of the plan. Throws an Error of kind usage if a run is not possible, and for
// settings that no run would use.
Plan expand(const Request& request, const std::string& name);

// Returns the tuning runs of a comparison with the list `tune`: the runs of expand() with each combination of the
// tuned values, for the seeds of `tuning_seeds`. Returns nothing if there is no such list. Throws an Error of kind
// usage as expand() does, and if the tuning seeds are missing or are also reported.
std::optional<Tuning> expand_tuning(const Request& request, const std::string& name);

}  // namespace memnet

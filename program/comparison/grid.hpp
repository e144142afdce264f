// What a comparison was asked for, and the plan that follows from it.
#pragma once

#include <string>
#include <vector>

#include "memnet/base/options.hpp"
#include "program/comparison/plan.hpp"

namespace memnet {

// How memnet compare itself behaves; nothing of this changes a result.
struct CompareOptions {
  int jobs = 0;
  bool keep_going = true;
  bool fail_fast = false;
  bool dry_run = false;

  void declare(const Options::Section& options);
};

// Settings, sorted by whom they are for. Of two with the same name the first one wins.
struct Request {
  std::vector<Setting> own;                 // for CompareOptions and Behaviour
  std::vector<Setting> axes;                // task, model, addressing, write_mode, seeds, grid: lists
  std::vector<std::vector<Setting>> cells;  // for experiments: those of the command line, then those of the file
};

// Among the schemes may stand models without one (lstm), and models with one (memn2n dot | softmax).
//
// Sorts the settings of a command line and of an INI file. Those of [compare] are for the comparison. One that stands
// in a section with the name of a scheme, a task or a model, such as [copy] task.bits or [ntm] model.slots, is only for
// the cells that have it, and wins over what the same file says for all; where several say something, the scheme wins
// over the task, and the task over the model. `ntm`, which is a scheme and a model, is for both.
Request sort_settings(const std::vector<Setting>& command_line, const std::vector<Setting>& file);

// Every cell with everything about it checked, seed by seed. An axis that a cell has no option for (a baseline has no
// write mode) is left out there, and cells that are then the same are one. `name` is what the plan is called.
Plan expand(const Request& request, const std::string& name);

}  // namespace memnet

// A run that has been recorded in a run file. All commands open run files in this way.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"
#include "memnet/io/run_file.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {

inline constexpr const char* kDataOption = "task.data";  // the folder of a task's data files, which may have moved

struct RecordedRun {
  std::filesystem::path file;  // always with a folder: "./run.h5"
  RunRecord record;

  // Reads the run at `place`, which is the folder of a run or a run file. Throws an Error of kind io if there is none,
  // and of kind data if the file is damaged. `computing_command` is the name of a command that computes with the run;
  // if it is given, a file of an older format is an Error of kind data, too. Only these `parts` are read.
  explicit RecordedRun(const std::filesystem::path& place, const std::string& computing_command = "",
                       const RunParts& parts = {});

  std::filesystem::path folder() const { return file.parent_path(); }

  // Returns the experiment of the run, with the options in `overrides` set to other values than those recorded.
  // Throws an Error of kind data if the recorded options do not make an experiment, or make a larger model than the
  // recorded one, or if the data files in the recorded folder have changed.
  Experiment experiment(std::vector<Setting> overrides = {}) const;
  // Returns the experiment of the run with its task as recorded (recorded_task()), so that no data files are needed.
  Experiment experiment_without_data() const;
  // Returns the experiment for an evaluation: the network as it was made for training, and a task that may be another
  // one with the same words, such as stories from other files. Throws an Error of kind usage for an option that would
  // change the network, or the form of its inputs and answers; the message names the option that does what is meant.
  std::unique_ptr<Experiment> evaluation(std::vector<Setting> overrides = {}) const;
  // Gives the parameters of the run's experiment their trained values. Throws an Error of kind data if they do not fit,
  // or if the experiment numbers its words in another way.
  void restore_parameters(Experiment& experiment) const;
};

// Throws an Error of kind data, about `file`, unless the experiment is that of the run, so that the results of one are
// those of the other.
void require_same_run(const RunRecord& record, const std::string& file, const Experiment& experiment);

}  // namespace memnet

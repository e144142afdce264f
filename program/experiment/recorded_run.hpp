// A run that has been recorded in a run file. All commands open run files in this way.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"
#include "memnet/io/run_record.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {

struct RecordedRun {
  std::filesystem::path file;  // always with a folder: "./run.h5"
  RunRecord record;

  // Reads the run at `place`, which is the folder of a run or a run file. Throws an Error of kind io if there is none,
  // and of kind data if the file is damaged. `computing_command` is the name of a command that computes with the run;
  // if it is given, a file of an older format is an Error of kind data, too.
  explicit RecordedRun(const std::filesystem::path& place, const std::string& computing_command = "");

  std::filesystem::path folder() const { return file.parent_path(); }

  // Returns the experiment of the run, with the options in `overrides` set to other values than those recorded.
  // Throws an Error of kind data if the recorded options do not make an experiment.
  Experiment experiment(std::vector<Setting> overrides = {}) const;
  // Returns the experiment for an evaluation: the network as it was made for training, and a task that may be another
  // one with the same words, such as stories from other files. Throws an Error of kind usage for an option that would
  // change what the network is or is shown; the message names the option that does what is meant.
  std::unique_ptr<Experiment> evaluation(std::vector<Setting> overrides = {}) const;
  // Gives the parameters of the run's experiment their trained values. Throws an Error of kind data if they do not fit.
  void restore_parameters(Experiment& experiment) const;
};

// The option --task.data of commands that open a run: the folder of its data files, if they have moved since.
struct MovedData {
  std::string folder;  // "": the recorded one

  void declare(const Options::Section& options);
  // Returns the option for RecordedRun::experiment(), if it was given.
  std::vector<Setting> settings() const;
};

}  // namespace memnet

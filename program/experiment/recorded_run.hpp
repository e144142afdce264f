// A run that has been recorded in a run file: the one way in which commands open it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "memnet/base/options.hpp"
#include "memnet/io/run_record.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {

struct RecordedRun {
  std::filesystem::path file;  // always with a folder: "./run.h5"
  RunRecord record;

  // Reads the run at `place`, which is the folder of a run or a run file.
  // Throws an Error of kind io or data where there is none, or the file cannot be trusted. A command that computes with
  // the run gives its name, and then a file of an older format is an Error of kind data, too.
  explicit RecordedRun(const std::filesystem::path& place, const std::string& computing_command = "");

  std::filesystem::path folder() const { return file.parent_path(); }

  // Returns the experiment of the run, with the options in `overrides` set to other values than those recorded.
  // Throws an Error of kind data where the recorded options do not make an experiment.
  Experiment experiment(std::vector<Setting> overrides = {}) const;
};

}  // namespace memnet

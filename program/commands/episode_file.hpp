// Episodes of a task as an HDF5 file, for other programs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "memnet/data/task.hpp"

namespace memnet {

// Which episodes `memnet generate TASK` writes.
struct EpisodeFile {
  int episodes = 1000;
  int length = 0;  // of every episode; 0: one of the trained lengths for each
  std::uint64_t seed = 1;
};

// Returns the bytes of an HDF5 file with episodes of a task:
//   /inputs  [episode, step, channel]   shorter episodes end with zeros
//   /targets [episode, step, bit], or what an answer consists of
//   /mask    [episode, step]            1 where the answer is scored
//   /steps, /lengths [episode]
// with the task and its options as attributes. The same arguments give the same bytes. Throws an Error of kind usage if
// the task cannot have episodes of that length, or if the datasets would have more than 200 million numbers.
std::vector<std::byte> episode_file(const Task& task, const std::string& task_name, const std::string& options,
                                    const EpisodeFile& request);

}  // namespace memnet

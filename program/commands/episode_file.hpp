// Episodes of a task as an HDF5 file, for other programs.
#pragma once

#include <cstdint>
#include <string>

#include "memnet/data/task.hpp"

namespace memnet {

// What `memnet generate TASK` writes.
struct EpisodeFile {
  int episodes = 1000;
  int length = 0;  // of every episode; 0: one of the trained lengths for each
  std::uint64_t seed = 1;
};

// Writes episodes as
//   /inputs  [episode, step, channel]   shorter episodes end with zeros
//   /targets [episode, step, bit], or what an answer consists of
//   /mask    [episode, step]            1 where the answer is scored
//   /steps, /lengths [episode]
// with the task and its options as attributes. The same arguments give the same bytes. Throws an Error of kind usage if
// the task cannot have episodes of that length, or for more numbers than fit into memory, before any is made; of kind
// io if the file cannot be written.
void write_episodes(const Task& task, const std::string& task_name, const std::string& options,
                    const EpisodeFile& request, const std::string& path);

}  // namespace memnet

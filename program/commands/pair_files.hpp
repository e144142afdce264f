// Episodes of a task as files of pairs, for `--task pairs` and for other programs.
#pragma once

#include <string>
#include <vector>

#include "memnet/data/task.hpp"
#include "program/commands/episode_file.hpp"

namespace memnet {

// The numbers of pairs beside those for training.
struct MorePairs {
  int validation = 1000, test = 1000;
};

struct PairFile {
  std::string name, text;
  int pairs;
};

// True if `memnet generate` can write the task as pairs: its episodes and answers are words.
bool can_be_pair_files(const Task& task);

// Returns the files train.txt, validation.txt and test.txt with random episodes of a task; of a task with a limited
// number of episodes, all of them, in their splits. The same arguments give the same bytes. Throws an Error of kind
// usage if the task cannot have episodes of that length.
std::vector<PairFile> pair_files(const Task& task, const EpisodeFile& training, const MorePairs& more);

}  // namespace memnet

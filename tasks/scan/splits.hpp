// The splits of SCAN as they were released: which commands are for training, and which for the test.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace memnet::scan {

struct SplitCommands {
  std::vector<int> train, test;  // commands of all_commands(); in training a command may come several times
};

// The names of the splits:
//   simple      a random fifth is for the test; as released
//   length      training has the commands of at most 22 actions
//   jump        of the commands with "jump", training has "jump" alone, as a tenth of its pairs
//   turn_left   the same with "turn left"
const std::vector<std::string>& split_names();

// Returns a split. Requires one of the names.
SplitCommands split(std::string_view name);

// True if the command has a phrase that no training command of the split by length has: a verb with "around left" or
// "around right", "thrice". Alone it takes 24 actions.
bool has_unseen_phrase(std::span<const int> words);

}  // namespace memnet::scan

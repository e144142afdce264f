// The commands of SCAN (Lake & Baroni 2018, "Generalization without systematicity") and their actions, from the
// grammar:
//
//   U = walk | look | run | jump                       [U] is its action
//   V = U                                              [U]
//     | U D | turn D              D = left | right     T_D [U]; of turn, T_D alone
//     | U opposite D | turn opposite D                 T_D T_D [U]
//     | U around D | turn around D                     4 times T_D [U]
//   S = V | V twice | V thrice                         [V] once, twice, three times
//   C = S | S and S' | S after S'                      [S]; [S] [S']; [S'] [S]
//
// These are 4 + 30 phrases V, 102 sentences S and 102 + 2 * 102^2 = 20,910 commands C.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "memnet/data/context.hpp"

namespace memnet::scan {

// Words of commands and actions, numbered from 1.
inline constexpr std::array<std::string_view, 13> kWords = {
    "walk", "look", "run", "jump", "turn", "left", "right", "opposite", "around", "twice", "thrice", "and", "after"};
inline constexpr std::array<std::string_view, 6> kActions = {"I_WALK", "I_LOOK",      "I_RUN",
                                                             "I_JUMP", "I_TURN_LEFT", "I_TURN_RIGHT"};

inline constexpr int kVerbs = 4;           // words 1 to 4, whose actions have the same numbers; then comes "turn"
inline constexpr int kLongestCommand = 9;  // in words

// Returns the number of a word, or 0.
int word_number(std::string_view word);

// All commands and the actions of each, as numbers.
struct Commands {
  RaggedArray words, actions;
  int size() const { return words.size(); }
};
// Returns the 20,910 commands, always in the same order.
const Commands& all_commands();

// Returns the actions of a command, from its words alone. Throws an Error of kind data if the words are no command.
std::vector<int> interpret(std::span<const int> words);

}  // namespace memnet::scan

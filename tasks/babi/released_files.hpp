// Names of the files of stories, one for each task and split: qa1_single-supporting-fact_train.txt in the release, and
// others such as qa1_train.txt or qa21_my-task_valid.txt.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace memnet::babi {

// Returns the name of a released file. `split` is train or test.
std::string file_name(int task, std::string_view split);

// Returns the file in that folder for a task and a split (train, valid or test), or nothing: the one with the released
// name, or else the only one with qa<task>_ and the split in its name. Throws an Error of kind data if there is no such
// folder, or if several files could be meant.
std::optional<std::filesystem::path> look_for_file(const std::filesystem::path& folder, int task,
                                                   std::string_view split);
// Returns the same file. Throws an Error of kind data, with the contents of the folder, if there is none.
std::filesystem::path find_file(const std::filesystem::path& folder, int task, std::string_view split);

// Returns the name of the task of a file: my-task for qa21_my-task_train.txt, and for a file such as qa1_train.txt the
// released name; "" if it has none.
std::string title_of(const std::filesystem::path& file);

}  // namespace memnet::babi

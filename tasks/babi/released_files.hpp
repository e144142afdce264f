// Names of the released files, one for each task and split, such as qa1_single-supporting-fact_train.txt.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace memnet::babi {

// `split` is train or test.
std::string file_name(int task, std::string_view split);

// Returns the path of a file in that folder. Throws an Error of kind data, with the contents of the folder, if the file
// does not exist.
std::filesystem::path find_file(const std::filesystem::path& folder, int task, std::string_view split);

}  // namespace memnet::babi

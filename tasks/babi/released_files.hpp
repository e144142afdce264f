// The released files: one for each task and split, such as qa1_single-supporting-fact_train.txt.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace memnet::babi {

// `split` is train or test.
std::string file_name(int task, std::string_view split);

// The file in that folder, or an Error of kind data that says what the folder holds instead.
std::filesystem::path find_file(const std::filesystem::path& folder, int task, std::string_view split);

}  // namespace memnet::babi

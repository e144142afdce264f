// The results of a run, byte by byte, to compare one run with another.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace memnet {

// Maps the name of every dataset, counter and cost that two runs of the same seed have in common to its shape, type and
// bytes.
using RunContents = std::map<std::string, std::vector<std::byte>>;
RunContents contents_of(const std::filesystem::path& run);

// Fails the test for each name whose bytes differ. `when` is part of the messages.
void expect_same(const RunContents& expected, const RunContents& found, const std::string& when);

// Returns the status in the file of a run.
std::string status_of(const std::filesystem::path& run);

// Returns the content of a file.
std::vector<std::byte> bytes_of(const std::filesystem::path& file);

}  // namespace memnet

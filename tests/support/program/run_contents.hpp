// What a run computed, byte by byte, to hold one run against another.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace memnet {

// Every dataset that may not differ between two runs of one seed, the counters and the cost: name -> shape, type and
// bytes.
using RunContents = std::map<std::string, std::vector<std::byte>>;
RunContents contents_of(const std::filesystem::path& run);

// Fails the test, naming what differs.
void expect_same(const RunContents& expected, const RunContents& found, const std::string& when);

std::string status_of(const std::filesystem::path& run);

std::vector<std::byte> bytes_of(const std::filesystem::path& file);

}  // namespace memnet

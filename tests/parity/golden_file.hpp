// Reference numbers from other implementations: HDF5 files whose attributes state sizes and conventions.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace memnet {

// Row-major, in double, as the file has it.
struct GoldenArray {
  std::vector<int> shape;
  std::vector<double> numbers;

  // Returns the numbers at these indices of the first axes: outputs.at({t, b}) are all outputs of step t, example b.
  std::span<const double> at(std::initializer_list<int> indices) const;
};

class GoldenFile {
 public:
  explicit GoldenFile(const std::filesystem::path& path);
  ~GoldenFile();
  GoldenFile(const GoldenFile&) = delete;
  GoldenFile& operator=(const GoldenFile&) = delete;

  // Return attributes of the root. Throw an Error if they are missing or have another type.
  std::string text(const std::string& attribute) const;
  int number(const std::string& attribute) const;
  double real(const std::string& attribute) const;

  GoldenArray array(const std::string& dataset) const;

 private:
  std::string name_;
  long long file_;
};

// All files *.h5 of tests/golden and of the directory named by the environment variable MEMNET_GOLDEN_DIR, sorted.
std::vector<std::filesystem::path> golden_files();

}  // namespace memnet

#include "tests/support/program/shared_runs.hpp"

#include "tests/support/program/tiny_compare.hpp"

namespace memnet {

const std::filesystem::path& folder_of_shared_run() {
  static const Scratch scratch;
  static const int code = memnet(scratch.path(), tiny_run(2000)).code;
  EXPECT_EQ(code, 0);
  return scratch.path();
}

const std::filesystem::path& folder_of_run_and_comparison() {
  static const Scratch scratch;
  static const int run = memnet(scratch.path(), tiny_run(2000) + Words{"--out=one"}).code;
  static const int comparison = memnet(scratch.path(), tiny_compare()).code;
  EXPECT_EQ(run, 0);
  EXPECT_EQ(comparison, 0);
  return scratch.path();
}

std::string run_beside_comparison() {
  return std::filesystem::directory_iterator(folder_of_run_and_comparison() / "one")->path();
}

}  // namespace memnet

#include "tests/support/program/tiny_compare.hpp"

#include <algorithm>

#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> folders_with(const fs::path& folder, const char* file) {
  std::vector<fs::path> found;
  if (fs::is_directory(folder / "runs"))
    for (const auto& entry : fs::directory_iterator(folder / "runs"))
      if (fs::exists(entry.path() / file)) found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

}  // namespace

Words tiny_compare(int sequences) {
  Words words = tiny_run(sequences);
  words[0] = "compare";
  for (std::string& word : words)
    if (word.starts_with("--model.slots") || word.starts_with("--model.width")) word.replace(2, 0, "ntm.");
  return words + Words{"--addressing=ntm,content,lstm", "--seeds=1..2", "--jobs=2"};
}

fs::path only_plan(const fs::path& folder) {
  const std::vector<fs::path> plans = folders_with(folder, "plan.ini");
  EXPECT_EQ(plans.size(), 1u) << "plans in " << folder;
  return plans.empty() ? folder / "none" : plans.front();
}

std::vector<fs::path> all_runs(const fs::path& folder) { return folders_with(folder, "run.h5"); }

void expect_same_runs(const fs::path& expected, const fs::path& found, const std::string& when) {
  EXPECT_EQ(all_runs(found).size(), all_runs(expected).size()) << when;
  for (const fs::path& run : all_runs(expected)) {
    const fs::path other = found / "runs" / run.filename();
    ASSERT_TRUE(fs::exists(other / "run.h5")) << when << ": " << run.filename();
    EXPECT_EQ(status_of(other), status_of(run)) << when;
    expect_same(contents_of(run), contents_of(other), when + ", " + run.filename().string());
  }
}

}  // namespace memnet

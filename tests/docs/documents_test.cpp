// Documents name files, functions and options; these exist.
#include "tests/docs/documents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace memnet::documents {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Source& source() {
  static const Source kSource(MEMNET_ROOT);
  return kSource;
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(source().root() / path).rdbuf();
  return text.str();
}

TEST(Documents, NamePathsThatExist) {
  std::vector<std::string> documents;
  for (const char* folder : {".", "docs", "results"})
    for (const auto& entry : std::filesystem::directory_iterator(source().root() / folder))
      if (entry.path().extension() == ".md" && entry.path().filename() != "CHANGELOG.md")  // which names what is gone
        documents.push_back(std::filesystem::relative(entry.path(), source().root()).string());
  ASSERT_GT(documents.size(), 10U);
  for (const std::string& path : documents) EXPECT_THAT(wrong_paths(source(), path, text_of(path)), IsEmpty());
}

TEST(Documents, EquationsNameWhatTheSourceHas) {
  const std::string path = "docs/equations.md";
  EXPECT_THAT(wrong_names(source(), path, text_of(path)), IsEmpty());
}

TEST(Documents, AWrongPathIsNamed) {
  EXPECT_THAT(wrong_paths(source(), "docs/x.md",
                          "`memnet/ops/loss.cpp`, `memnet/*.md`, `runs/none`\n"
                          "```\n#include \"memnet/ops/opps.hpp\"\n`tasks/no.cpp`\n```\n"
                          "[a](equations.md#an-anchor), [b](map.md), [c](https://example.org)"),
              ElementsAre("docs/x.md:1: there is no memnet/*.md", "docs/x.md:3: there is no memnet/ops/opps.hpp",
                          "docs/x.md:6: there is no map.md"));
}

TEST(Documents, AWrongNameIsNamed) {
  EXPECT_THAT(
      wrong_names(source(), "x.md",
                  "| `sharpen` | `memnet/ops/simplex.cpp` |\n"
                  "| `sharpen`, `Slots::step` | `memnet/ops/loss.cpp` |\n"
                  "`train.clip_by`, `train.clip_bye`, `cosine | softmax`, `cosine | sofmax`, `Slots::stepp`, `sharpn`"),
      ElementsAre("x.md:2: memnet/ops/loss.cpp does not name sharpen",
                  "x.md:2: memnet/ops/loss.cpp does not name Slots::step", "x.md:3: the source has no train.clip_bye",
                  "x.md:3: the source has no cosine | sofmax", "x.md:3: the source has no Slots::stepp",
                  "x.md:3: the source has no sharpn"));
}

}  // namespace
}  // namespace memnet::documents

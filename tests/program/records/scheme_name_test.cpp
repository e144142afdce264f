// One identity of a scheme: from options, from text and back, and as part of the name of a folder.
#include "program/records/scheme_name.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "program/experiment/experiment.hpp"

namespace memnet {
namespace {

using OptionTexts = std::map<std::string, std::string>;

struct Spelling {
  OptionTexts options;
  const char* text;
  const char* folder_name;
};
const std::vector<Spelling> kSpellings = {
    {{{"model", "ntm"}, {"model.addressing", "cosine | softmax | shift:1"}, {"model.write_addressing", "same"}},
     "cosine | softmax | shift:1",
     "cosine+softmax+shift.1"},
    {{{"model", "ntm"}, {"model.addressing", "content"}, {"model.write_addressing", "ntm"}},
     "content / ntm",
     "content_ntm"},
    {{{"model", "ntm"},
      {"model.addressing", "content"},
      {"model.write_addressing", "same"},
      {"model.write_mode", "append"}},
     "content",
     "content_append"},
    {{{"model", "memn2n"}, {"model.addressing", "dot | softmax"}}, "memn2n dot | softmax", "memn2n.dot+softmax"},
    {{{"model", "ntm"}, {"model.addressing", "content | mix(window:step | softmax)"}},
     "content | mix(window:step | softmax)",
     "content+mix.window.step+softmax"},
    {{{"model", "lstm"}}, "lstm", "lstm"},
};

SchemeName scheme_of(const OptionTexts& options) {
  return SchemeName::from_options([&](const std::string& name) {
    const auto found = options.find(name);
    return found == options.end() ? "" : found->second;
  });
}

TEST(SchemeName, HasOneTextAndOneFolderName) {
  for (const Spelling& c : kSpellings) {
    EXPECT_EQ(scheme_of(c.options).text(), c.text);
    EXPECT_EQ(scheme_of(c.options).folder_name(), c.folder_name);
  }
}

TEST(SchemeName, ATextIsReadBackAsTheSameScheme) {
  for (const Spelling& c : kSpellings) {
    SchemeName read = SchemeName::parse(c.text);
    if (read.model.empty()) read.model = "ntm";
    EXPECT_EQ(read.text(), c.text);
    EXPECT_EQ(read.addressing, scheme_of(c.options).addressing);
    EXPECT_EQ(read.write_addressing, scheme_of(c.options).write_addressing);
  }
}

TEST(SchemeName, AWordThatIsASchemeAndAModelIsAScheme) {
  EXPECT_EQ(SchemeName::parse("ntm").model, "");
  EXPECT_EQ(SchemeName::parse("ntm").addressing, "ntm");
  EXPECT_EQ(SchemeName::parse("ntm / content").addressing, "ntm");
  EXPECT_EQ(SchemeName::parse("ntm content").model, "ntm");
}

// A longer one took the tables of a whole comparison: names of files have at most 255 letters.
TEST(SchemeName, IsCutOffInALongFolderName) {
  SchemeName scheme{.model = "ntm", .addressing = "cosine | softmax", .write_addressing = "", .append = false};
  for (int i = 0; i < 50; ++i) scheme.addressing += " | shift:1";
  EXPECT_EQ(scheme.folder_name().size(), 100u);
  EXPECT_TRUE(scheme.folder_name().starts_with("cosine+softmax+shift.1+"));
}

TEST(SchemeName, IsPartOfTheNameOfARun) {
  const Experiment experiment({{"model.addressing", "cosine | topk:4", ""}, {"seed", "3", ""}});
  EXPECT_EQ(experiment.name().substr(0, 23), "copy-cosine+topk.4-s3-" + experiment.identity().substr(0, 1));
  EXPECT_TRUE(is_run_name(experiment.name()));
  for (const char* other : {"", "-", "best", "copy-ntm", "copy-ntm-s3", "copy-ntm-s-0a1b2c3d4e5f6789",
                            "copy-ntm-s3-0a1b", "-s3-0a1b2c3d4e5f6789", "copy-ntm-s3-0a1b2c3d4e5f678g"})
    EXPECT_FALSE(is_run_name(other)) << other;
  EXPECT_EQ(shortened("cosine | softmax / dot |softmax"), "cosine|softmax / dot|softmax");
}

}  // namespace
}  // namespace memnet

// Runs of tasks whose sources are images: what they record, and how they are shown and reported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "memnet/io/run_file.hpp"
#include "program/records/record.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

struct Captioner {
  const char* name;
  Words options;
  bool looks;
};

class Captions : public testing::TestWithParam<Captioner> {};

INSTANTIATE_TEST_SUITE_P(
    Models, Captions,
    testing::Values(Captioner{"patches", {"--model=show_attend_tell"}, true},
                    Captioner{
                        "conv", {"--model=show_attend_tell", "--model.encoder=conv", "--model.encoder.stride=4"}, true},
                    Captioner{"hard",
                              {"--model=show_attend_tell", "--model.addressing=additive|sample",
                               "--train.baseline=average", "--model.doubly_stochastic=1"},
                              true},
                    Captioner{"show_and_tell", {"--model=show_and_tell"}, false},
                    Captioner{"lstm", {"--model=lstm"}, false}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_P(Captions, AreTrainedShownAndReported) {
  const Scratch scratch;
  const Outcome trained =
      memnet(scratch.path(), Words{"run", "--task=glyphs", "--task.columns=2", "--task.min_length=2",
                                   "--task.max_length=2", "--model.controller.size=8", "--train.sequences=64",
                                   "--evaluate.every=64", "--evaluate.lengths=1x,2x", "--evaluate.sequences=10",
                                   "--evaluate.final_sequences=20", "--evaluate.traces=1", "--quiet"} +
                                 GetParam().options);
  ASSERT_EQ(trained.code, 0) << trained.err;
  const std::string run = only_run(scratch.path()).string();
  const RunRecord record = read_run_file(run + "/run.h5");
  EXPECT_EQ(record.traces.front().image.rows(), 16);
  EXPECT_EQ(record.traces.front().image.cols(), 16);
  EXPECT_EQ(std::isnan(recorded_number(record.cost, "right_places")), !GetParam().looks);

  const Outcome shown = memnet(scratch.path(), {"show", run});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_EQ(shown.out.find("read 0") != std::string::npos, GetParam().looks) << shown.out;
  const Outcome reported = memnet(scratch.path(), {"report", run, "-o", "page.html"});
  EXPECT_EQ(reported.code, 0) << reported.err;
  EXPECT_THAT(text_of(scratch / "page.html"), HasSubstr("the image"));
  if (!GetParam().looks) return;
  EXPECT_THAT(text_of(scratch / "page.html"), HasSubstr("Each part of the image is as bright as its weight"));
  const Outcome figure = memnet(scratch.path(), {"figure", run, "--panel", "weightings", "-o", "looks.svg"});
  EXPECT_EQ(figure.code, 0) << figure.err;
  EXPECT_EQ(count_of(text_of(scratch / "looks.svg"), "<image"), 1u + 5u);  // the image, and each word with the end
}

TEST(CaptionsAsFiles, AreArrays) {
  const Scratch scratch;
  EXPECT_EQ(memnet(scratch.path(), {"generate", "glyphs", "--out", "glyphs.h5", "--episodes", "10"}).code, 0);
  const Outcome refused = memnet(scratch.path(), {"generate", "glyphs", "--out", "glyphs"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("are not in words, so they are written as arrays"));
}

}  // namespace
}  // namespace memnet

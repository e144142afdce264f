// Presets: a model with other values of its options. Every line of the table obeys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/random.hpp"
#include "memnet/data/episode.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr TaskSpec kSpec{.inputs = 3, .outputs = 2};
constexpr TaskSpec kStories{
    .inputs = 7, .outputs = 6, .answers = TargetKind::word, .words = 5, .sentence_words = 3, .sentences = 4};
constexpr TaskSpec kSources{.inputs = 6,
                            .outputs = 6,
                            .answers = TargetKind::word,
                            .words = 5,
                            .sentence_words = 1,
                            .has_questions = false,
                            .answers_end = true};

class PresetLaws : public testing::TestWithParam<PresetEntry> {};
INSTANTIATE_TEST_SUITE_P(Presets, PresetLaws, testing::ValuesIn(all_presets()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(PresetLaws, NamesAModelAndOptionsThatItHas) {
  const std::unique_ptr<Model> model = make_model(GetParam().name);
  Options options;
  model->declare(options.section("model"));
  for (const auto& [name, value] : preset_values(GetParam())) {
    const Options::Option* option = options.find("model." + name);
    ASSERT_NE(option, nullptr) << name;
    EXPECT_EQ(option->origin, std::string("preset ") + GetParam().name) << name;
    EXPECT_EQ(option->text(), option->default_value) << name;
  }
}

TEST_P(PresetLaws, ChangesNothingByItself) {
  const std::unique_ptr<Model> model = make_model(GetParam().name);
  Options options;
  model->declare(options.section("model"));
  EXPECT_EQ(options.changed(), "") << "what a run is named by leaves out the values of its preset";
}

TEST_P(PresetLaws, BuildsAsItStands) {
  const std::unique_ptr<Model> model = make_model(GetParam().name);
  Options options;
  model->declare(options.section("model"));
  const bool writes = model->decoder() != nullptr, reads_stories = model->input_form() == InputForm::context && !writes;
  Params params;
  model->build(params, writes ? kSources : reads_stories ? kStories : kSpec);
  EXPECT_GT(params.count(), 0u);
  EXPECT_EQ(model->state_numbers() > 0, !reads_stories)
      << "only models with steps carry something from one to the next";
}

// The answers of a network to a few random inputs.
std::vector<Scalar> answers(const std::string& model_name, std::vector<Setting> settings) {
  const std::unique_ptr<Model> model = make_model(model_name);
  Options options(std::move(settings));
  model->declare(options.section("model"));
  Params params;
  model->build(params, kSpec);
  params.initialize(3);
  Episode episode;
  episode.assign(kSpec.inputs, kSpec.outputs, 4);
  RandomStream stream(4, "inputs");
  for (Scalar& x : episode.inputs.numbers()) x = static_cast<Scalar>(stream.normal());
  Tape tape;
  tape.bind(params);
  std::vector<Scalar> all;
  for (const Var z : model->forward(tape, make_batch(tape, std::span(&episode, 1))))
    for (int i = 0; i < z.rows(); ++i) all.push_back(z(i));
  return all;
}

TEST(Presets, ANameThatIsASchemeTooGivesTheSameNetwork) {
  int both = 0;
  for (const PresetEntry& preset : all_presets())
    for (const SchemeEntry& scheme : all_schemes())
      if (std::string(preset.name) == scheme.name) {
        ++both;
        EXPECT_EQ(answers(preset.name, {}), answers("ntm", {{"model.addressing", scheme.name, "test"}})) << scheme.name;
      }
  EXPECT_GT(both, 0);
}

TEST(Presets, ASettingWinsOverTheValueOfAPreset) {
  const std::unique_ptr<Model> model = make_model("gru");
  Options options({{"model.controller", "feed_forward", "command line"}});
  model->declare(options.section("model"));
  options.finish();
  EXPECT_THAT(options.changed(), testing::HasSubstr("model.controller = feed_forward"));
  EXPECT_EQ(options.find("model.controller")->default_value, "gru");
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet

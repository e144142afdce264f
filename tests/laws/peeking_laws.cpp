// No model sees the answers: its logits do not depend on targets, nor, without an oracle head, on the numbers of items.
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/models/model.hpp"
#include "tests/laws/small_models.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

void change_targets(Episode& episode) {
  for (Scalar& y : episode.targets.numbers())
    y = entry_of(episode.answers).one_word ? static_cast<Scalar>(static_cast<int>(y) % 5 + 1) : 1 - y;
}
void change_items(Matrix& items) {
  for (Scalar& item : items.numbers()) item = item == 0 ? 1 : 0;
}
void change_item_shown(Episode& episode) { change_items(episode.item_shown); }
void change_item_asked(Episode& episode) { change_items(episode.item_asked); }

// Returns whether a change of the episodes changes any logit of the model.
bool depends_on(const Model& model, const Params& params, std::vector<Episode> episodes, void (*change)(Episode&)) {
  const auto logits = [&] {
    Tape tape;
    tape.bind(params);
    std::vector<Scalar> all;
    for (const Var z : model.forward(tape, make_batch(tape, episodes, model.input_form())))
      all.insert(all.end(), z.value(), z.value() + z.numbers());
    return all;
  };
  const std::vector<Scalar> before = logits();
  std::ranges::for_each(episodes, change);
  return logits() != before;
}

class PeekingLaws : public testing::TestWithParam<Setup> {
 protected:
  bool depends(void (*change)(Episode&)) const { return depends_on(*built.model, built.params, episodes, change); }

  RandomStream stream{17, GetParam().name};
  const Built built{GetParam()};
  const std::vector<Episode> episodes{sample_episode(GetParam(), 4, stream), sample_episode(GetParam(), 6, stream)};
};

const auto kName = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Models, PeekingLaws, testing::ValuesIn(models()), kName);
INSTANTIATE_TEST_SUITE_P(Variants, PeekingLaws, testing::ValuesIn(variants()), kName);

// A model that writes answers is told the right ones before.
TEST_P(PeekingLaws, AnswersDoNotDependOnTargets) {
  EXPECT_EQ(depends(change_targets), built.model->decoder() != nullptr);
}

// The answer of a step does not depend on the targets of that step and later ones.
TEST_P(PeekingLaws, AnswersDoNotDependOnTargetsToCome) {
  const auto logits_until = [&](std::span<const Episode> some, int last) {
    Tape tape;
    tape.bind(built.params);
    std::vector<Scalar> all;
    const std::span<const Var> logits = built.model->forward(tape, make_batch(tape, some, built.model->input_form()));
    for (const Var z : logits.first(static_cast<std::size_t>(last) + 1))
      all.insert(all.end(), z.value(), z.value() + z.numbers());
    return all;
  };
  for (int t = 0; t < episodes[0].steps(); ++t) {
    std::vector<Episode> changed = episodes;
    for (Episode& episode : changed)
      for (int later = t; later < episode.steps(); ++later)
        for (Scalar& y : episode.targets.column(later))
          y = entry_of(episode.answers).one_word ? static_cast<Scalar>(static_cast<int>(y) % 5 + 1) : 1 - y;
    EXPECT_EQ(logits_until(changed, t), logits_until(episodes, t)) << "step " << t;
  }
}

TEST_P(PeekingLaws, AnswersDependOnItemNumbersOnlyWithAnOracle) {
  EXPECT_EQ(depends(change_item_shown) || depends(change_item_asked), built.model->needs_oracle());
}

// A model whose answers are values that it should not use, to show that the laws can fail.
class PeekingModel : public Model {
 public:
  explicit PeekingModel(std::span<Var> Batch::*seen) : seen_(seen) {}
  void declare_options(const Options::Section&) override {}
  void build(Params&, const TaskSpec&) override {}
  std::span<const Var> forward(Tape&, const Batch& batch) const override { return batch.*seen_; }

 private:
  std::span<Var> Batch::*seen_;
};

TEST(PeekingModels, AreFound) {
  const Params none;
  RandomStream stream(18, "peeking");
  for (const TargetKind answers : {TargetKind::bits, TargetKind::word, TargetKind::numbers}) {
    const std::vector<Episode> episodes{sample_episode(4, stream, answers)};
    EXPECT_TRUE(depends_on(PeekingModel(&Batch::targets), none, episodes, change_targets));
    EXPECT_TRUE(depends_on(PeekingModel(&Batch::item_shown), none, episodes, change_item_shown));
    EXPECT_TRUE(depends_on(PeekingModel(&Batch::item_asked), none, episodes, change_item_asked));
    EXPECT_FALSE(depends_on(PeekingModel(&Batch::inputs), none, episodes, change_targets));
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet

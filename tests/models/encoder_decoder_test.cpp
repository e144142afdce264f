// What encoder-decoders do in training alone, and what they refuse.
#include "memnet/models/encoder_decoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/encoders/encoder.hpp"
#include "tests/laws/small_models.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

class Ready {
 public:
  explicit Ready(const Settings& settings) : built({"small", "rnnsearch", settings, TargetKind::word}) {}

  // Returns all logits of a batch, in training with streams of noise that begin with this number.
  std::vector<Scalar> logits(std::span<const Episode> some, std::uint64_t noise = 0) {
    tape.reset();
    tape.bind(built.params);
    streams.clear();
    Batch batch = make_batch(tape, some, InputForm::context);
    if (noise > 0) {
      for (std::size_t b = 0; b < some.size(); ++b) streams.emplace_back(noise, "noise", b);
      batch.mode = Mode::train;
      batch.noise = streams;
    }
    std::vector<Scalar> all;
    for (const Var z : built.model->forward(tape, batch)) all.insert(all.end(), z.value(), z.value() + z.numbers());
    return all;
  }

  Built built;
  Tape tape;
  std::vector<RandomStream> streams;
};

std::vector<Episode> sources() {
  RandomStream stream(51, "sources");
  return {sample_source(5, stream), sample_source(3, stream)};
}

TEST(EncoderDecoder, DropoutIsForTrainingOnly) {
  const std::vector<Episode> some = sources();
  Ready without(Settings{}), with(Settings{{"dropout", "0.5"}});
  const std::vector<Scalar> expected = without.logits(some);
  EXPECT_EQ(with.logits(some), expected);
  EXPECT_EQ(without.logits(some, 1), expected);
  const std::vector<Scalar> dropped = with.logits(some, 1);
  EXPECT_NE(dropped, expected);
  EXPECT_EQ(with.logits(some, 1), dropped);
  EXPECT_NE(with.logits(some, 2), dropped);
}

// At a rate at which nothing is dropped, training computes what an evaluation does: no number is left out.
TEST(EncoderDecoder, DropoutOfNothingLeavesAllNumbers) {
  const std::vector<Episode> some = sources();
  for (const EncoderEntry& encoder : all_encoders()) {
    Ready without(Settings{{"encoder", encoder.name}}), with(Settings{{"encoder", encoder.name}, {"dropout", "1e-17"}});
    EXPECT_EQ(with.logits(some, 1), without.logits(some, 1)) << encoder.name;
  }
}

// Told the words that it thought most probable, it gives the same answers.
TEST(EncoderDecoder, FedItsOwnWordsItIsAsIfTheseWereRight) {
  std::vector<Episode> some = sources();
  Ready own(Settings{{"feed", "own"}});
  const std::vector<Scalar> fed = own.logits(some, 1);
  constexpr std::size_t kWords = 6;
  for (std::size_t b = 0; b < some.size(); ++b)
    for (int t = 0; t < some[b].steps(); ++t) {
      const auto from = fed.begin() + static_cast<std::ptrdiff_t>((static_cast<std::size_t>(t) * 2 + b) * kWords);
      some[b].targets(0, t) = static_cast<Scalar>(std::max_element(from, from + kWords) - from);
    }
  Ready right(Settings{});
  const std::vector<Scalar> told = right.logits(some);
  for (std::size_t b = 0; b < some.size(); ++b)
    for (int t = 0; t < some[b].steps(); ++t)
      for (std::size_t v = 0; v < kWords; ++v) {
        const std::size_t i = (static_cast<std::size_t>(t) * 2 + b) * kWords + v;
        EXPECT_EQ(fed[i], told[i]) << "step " << t << " of example " << b;
      }
}

TEST(EncoderDecoder, ScheduledSamplingFeedsEitherWord) {
  const std::vector<Episode> some = sources();
  Ready never(Settings{{"feed", "own:0"}}), half(Settings{{"feed", "own:0.5"}}), right(Settings{});
  EXPECT_EQ(never.logits(some, 1), right.logits(some));
  EXPECT_EQ(half.logits(some), right.logits(some));  // not in an evaluation
  bool differs = false;
  for (std::uint64_t noise = 1; noise <= 5; ++noise) differs |= half.logits(some, noise) != right.logits(some);
  EXPECT_TRUE(differs);
}

TEST(EncoderDecoder, AShareOfOwnWordsHasOneSpelling) {
  for (const auto& [text, canonical] : {std::pair("own:1", "own"),
                                        {"own", "own"},
                                        {"own:0", "right"},
                                        {"right", "right"},
                                        {"own:5e-1", "own:0.5"},
                                        {"own:2", "own:2"},
                                        {"other", "other"}}) {
    Options options({{"model.feed", text, "test"}});
    const std::unique_ptr<Model> model = make_model("rnnsearch");  // the options refer to it
    model->declare(options.section("model"));
    EXPECT_EQ(options.find("model.feed")->text(), canonical);
  }
}

// weight sum_i (1 - sum_t alpha_ti)^2 over the scored steps and the places of each example, in training alone; with the
// gradient that differences give.
TEST(EncoderDecoder, DoublyStochasticAttentionCostsPlacesThatAreNotLookedAtOnce) {
  const std::vector<Episode> some = sources();
  Ready looks(Settings{{"doubly_stochastic", "0.7"}});
  looks.logits(some);
  EXPECT_TRUE(looks.tape.terms().empty());
  looks.tape.enable_tracing(true);
  const auto added = [&] {
    looks.logits(some, 1);
    double sum = 0;
    for (const Tape::Term& term : looks.tape.terms())
      for (int b = 0; b < 2; ++b) sum += static_cast<double>(*term.value.value(b));
    return sum;
  };
  const double cost = added();
  ASSERT_EQ(looks.tape.terms().size(), 1u);
  EXPECT_EQ(looks.tape.terms()[0].step, 0) << "in later steps, some examples have no answers to come";
  double expected = 0;
  for (int b = 0; b < 2; ++b)
    for (int i = 0; i < some[static_cast<std::size_t>(b)].context.places(); ++i) {
      double sum = 0;
      for (const Tape::Traced& traced : looks.tape.traced())
        if (traced.role == TracedRole::weighting && traced.step < some[static_cast<std::size_t>(b)].steps())
          sum += static_cast<double>(traced.value(i, 0, b));
      expected += 0.7 * (1 - sum) * (1 - sum);
    }
  EXPECT_NEAR(cost, expected, 1e-12);
}

// -(1 - E) log p_y - E / V sum_v log p_v, where the first term is added by the loss of the answers.
TEST(EncoderDecoder, LabelSmoothingSpreadsAShareOfTheTarget) {
  const std::vector<Episode> some = sources();
  Ready smooth(Settings{{"label_smoothing", "0.1"}});
  smooth.logits(some);
  EXPECT_TRUE(smooth.tape.terms().empty());
  const std::vector<Scalar> logits = smooth.logits(some, 1);
  double added = 0, expected = 0;
  for (const Tape::Term& term : smooth.tape.terms())
    for (int b = 0; b < 2; ++b) added += *term.value.value(b);
  constexpr int kWords = 6;
  for (std::size_t b = 0; b < some.size(); ++b)
    for (int t = 0; t < some[b].steps(); ++t) {
      const Scalar* z = logits.data() + (t * 2 + static_cast<int>(b)) * kWords;
      double sum = 0, mean = 0;
      for (int v = 0; v < kWords; ++v) sum += std::exp(z[v]);
      for (int v = 0; v < kWords; ++v) mean += (z[v] - std::log(sum)) / kWords;
      const double right = z[static_cast<int>(some[b].targets(0, t))] - std::log(sum);
      expected += (-0.9 * right - 0.1 * mean) - (-right);
    }
  EXPECT_NEAR(added, expected, 1e-9);
}

TEST(EncoderDecoder, WhatCannotWorkIsRefused) {
  for (const auto& [settings, message] : std::vector<std::pair<Settings, std::string>>{
           {{{"memory", "none"}}, "model.encoder.both_ways = yes with model.memory = none"},
           {{{"memory", "none"}, {"encoder.both_ways", "no"}, {"start", "learned"}},
            "model.start = learned with model.memory = none"},
           {{{"controller", "feed_forward"}}, "model.controller = feed_forward does not keep its output"},
           {{{"start", "copied"}, {"controller", "lstm"}}, "model.start = copied"},
           {{{"controller", "transformer"}}, "model.controller = transformer does not keep its output"},
           {{{"controller", "transformer"}, {"look", "after"}, {"readout_state", "now"}},
            "model.start = mapped: the state of model.controller = transformer holds 4 x 128 numbers of earlier steps"},
           {{{"encoder", "transformer"}, {"encoder.heads", "3"}}, "model.encoder.size = 4 and model.encoder.heads = 3"},
           {{{"feed", "own:2"}}, "model.feed = own:2 is not possible"},
           {{{"start", "shown"}, {"controller", "feed_forward"}, {"look", "after"}, {"readout_state", "now"}},
            "model.start = shown"},
           {{{"selector", "yes"}, {"memory", "none"}, {"encoder.both_ways", "no"}}, "model.selector = yes"},
           {{{"doubly_stochastic", "1"}, {"memory", "stack"}, {"encoder.both_ways", "no"}},
            "model.doubly_stochastic is a loss of the weights of annotations"},
           {{{"readout", "deep"}, {"readout_size", "5"}}, "as many units as an embedding"},
           {{{"encoder", "conv"}, {"encoder.stride", "2"}, {"copying", "yes"}}, "not one for each word"},
           {{{"encoder", "conv"}, {"encoder.kernel", "2"}, {"encoder.padding", "2"}}, "model.encoder.padding = 2"},
           {{{"addressing", "oracle"}}, "needs the right place"},
           {{{"addressing", "lie"}}, "gives weight to places that a shorter context does not have"},
           {{{"addressing", "cosine | avoid | softmax"}}, "keeps a number for each slot"},
           {{{"memory", "none"}, {"encoder.both_ways", "no"}, {"copying", "yes"}}, "model.copying = yes"},
           {{{"memory", "stack"}, {"encoder.both_ways", "no"}, {"encoding_order", "backward"}},
            "model.encoding_order = backward has no effect"}}) {
    try {
      const Ready ready(settings);
      ADD_FAILURE() << message;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.what(), testing::HasSubstr(message));
    }
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet

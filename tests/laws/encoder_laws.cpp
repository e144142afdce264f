// The laws of encoders: every line of encoders/table.def keeps them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/cells/cell.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kInputs = 3;
const std::vector<int> kLengths = {4, 1, 6, 3};

struct EncoderSetup {
  std::string name, encoder;
  std::vector<std::pair<std::string, std::string>> settings;
  TaskSpec task = {};  // how places form an image, if they do
};
void PrintTo(const EncoderSetup& setup, std::ostream* out) { *out << setup.name; }

std::vector<EncoderSetup> encoders() {
  std::vector<EncoderSetup> all;
  for (const EncoderEntry& entry : all_encoders()) all.push_back({entry.name, entry.name, {}});
  for (const CellEntry& cell : all_cells())
    for (const char* both : {"yes", "no"})
      all.push_back({std::string(cell.name) + (both == std::string("yes") ? "_both_ways" : "_one_way"),
                     "recurrent",
                     {{"cell", cell.name}, {"both_ways", both}}});
  for (const char* positions : {"learned", "relative", "none"})
    all.push_back({std::string("transformer_with_positions_") + positions, "transformer", {{"positions", positions}}});
  all.push_back({"transformer_post_norm", "transformer", {{"norm", "post"}}});
  for (const char* attention : {"simple", "none"})
    all.push_back({fmt::format("tree_with_attention_{}", attention), "tree", {{"attention", attention}}});
  for (const char* free : {"projective", "one_root", "bounded"})
    all.push_back({fmt::format("tree_not_{}", free), "tree", {{free, "no"}}});
  all.push_back({"gru_as_printed", "recurrent", {{"reset", "before"}}});
  all.push_back({"lstm_of_two_layers", "recurrent", {{"cell", "lstm"}, {"layers", "2"}}});
  const std::vector<std::pair<std::string, std::string>> halving = {{"layers", "2"}, {"stride", "2"}};
  all.push_back({"conv_halves_twice", "conv", halving});
  all.push_back({"conv_pools", "conv", {{"kernel", "4"}, {"padding", "2"}, {"pool", "2"}}});
  all.push_back({"conv_without_padding", "conv", {{"kernel", "1"}, {"padding", "0"}, {"pool", "3"}}});
  const TaskSpec wide{.places_across = 2, .patch_height = 1, .patch_width = 3};
  all.push_back({"conv_of_images", "conv", {}, wide});
  all.push_back({"conv_of_images_halves_twice", "conv", halving, wide});
  all.push_back({"conv_of_images_pools", "conv", {{"pool", "2"}, {"kernel", "2"}}, wide});
  all.push_back({"conv_of_tall_patches", "conv", {{"stride", "3"}}, {.places_across = 1, .patch_height = 3}});
  all.push_back({"conv_without_coordinates", "conv", {{"coordinates", "no"}}});
  all.push_back({"conv_of_images_without_coordinates", "conv", {{"coordinates", "no"}, {"layers", "2"}}, wide});
  all.push_back({"conv_of_channels", "conv", {{"pool", "3"}}, {.places_across = 3}});
  return all;
}

class EncoderLaws : public testing::TestWithParam<EncoderSetup> {
 protected:
  EncoderLaws() {
    std::vector<Setting> settings = {{"encoder.size", "4", "test"}, {"encoder.hidden", "5", "test"}};
    for (const auto& [name, value] : GetParam().settings) settings.push_back({"encoder." + name, value, "test"});
    Options options(settings);
    encoder->declare(options.section("encoder"));
    encoder->arrange(GetParam().task);
    encoder->build(Scope(params), kInputs);
    params.initialize(31);
    for (const int length : kLengths) {
      std::vector<Matrix>& places = sources.emplace_back();
      for (int j = 0; j < length * std::max(GetParam().task.places_across, 1); ++j) {
        places.emplace_back(kInputs, 1);
        for (Scalar& x : places.back().numbers()) x = static_cast<Scalar>(stream.normal());
      }
    }
  }

  // Places of some of the sources, padded to the longest one with `padding`.
  Places make_places(Tape& tape, std::span<const std::vector<Matrix>> some, Scalar padding = 0) const {
    const int batch = static_cast<int>(some.size());
    std::size_t longest = 0;
    for (const std::vector<Matrix>& source : some) longest = std::max(longest, source.size());
    Places places;
    places.length = tape.constant(1, 1, batch, 0);
    places.x = tape.arena().allocate_array<Var>(longest);
    places.present = tape.arena().allocate_array<Var>(longest);
    for (std::size_t j = 0; j < longest; ++j) {
      places.x[j] = tape.leaf(kInputs, 1, batch);
      std::fill_n(places.x[j].value(), places.x[j].numbers(), padding);
      places.present[j] = tape.constant(1, 1, batch, 0);
      for (int b = 0; b < batch; ++b) {
        const std::vector<Matrix>& source = some[static_cast<std::size_t>(b)];
        *places.length.value(b) = static_cast<Scalar>(source.size());
        if (j >= source.size()) continue;
        *places.present[j].value(b) = 1;
        std::ranges::copy(source[j].numbers(), places.x[j].value(b));
      }
    }
    if (encoder->place_form() == PlaceForm::rows) places.rows = join_rows(places.length, places.x);
    return places;
  }

  // All that an encoder gives: the annotations as a memory, the summary, and the state that it ends with.
  std::vector<Var> outcome(Tape& tape, const Places& places) const {
    const Encoder::Encoded encoded = encoder->encode(tape, places);
    const std::size_t annotations =
        encoded.joined ? static_cast<std::size_t>(encoded.joined.rows()) : encoded.annotations.size();
    EXPECT_TRUE(annotations == places.x.size() || !encoder->keeps_places());
    EXPECT_TRUE(encoder->across() == 0 || annotations % static_cast<std::size_t>(encoder->across()) == 0);
    std::vector<Var> all{make_annotations(tape, places, encoded).places, encoded.summary};
    all.insert(all.end(), encoded.last.begin(), encoded.last.end());
    all.push_back(join_ends(encoded));
    return all;
  }

  RandomStream stream{32, GetParam().name};
  std::unique_ptr<Encoder> encoder = make_encoder(GetParam().encoder);
  Params params;
  std::vector<std::vector<Matrix>> sources;
};

INSTANTIATE_TEST_SUITE_P(Encoders, EncoderLaws, testing::ValuesIn(encoders()),
                         [](const auto& info) { return info.param.name; });

TEST_P(EncoderLaws, WhatItGivesHasTheSizesThatItSays) {
  Tape tape;
  tape.bind(params);
  const std::vector<Var> all = outcome(tape, make_places(tape, sources));
  const std::vector<StatePart> parts = encoder->state_parts();
  EXPECT_TRUE(all[0].rows() == static_cast<int>(sources[2].size()) || !encoder->keeps_places());
  EXPECT_EQ(all[0].cols(), encoder->width());
  EXPECT_EQ(all[1].rows(), encoder->summary_size());
  ASSERT_EQ(all.size(), 3 + parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) EXPECT_EQ(all[2 + i].rows(), parts[i].rows) << parts[i].name;
  EXPECT_EQ(all.back().rows(), encoder->ends_size());
}

// What is padded has the numbers of each source alone, whatever stands in the padding; annotations behind the last
// place are 0.
TEST_P(EncoderLaws, APaddedBatchIsEachSourceAlone) {
  for (const Scalar padding : {Scalar(0), Scalar(1e6)}) {
    Tape together;
    together.bind(params);
    const std::vector<Var> all = outcome(together, make_places(together, sources, padding));
    for (std::size_t b = 0; b < sources.size(); ++b) {
      if (padding != 0 && encoder->state_parts().empty()) continue;  // a sum: places are 0 behind the last one
      Tape alone;
      alone.bind(params);
      const std::vector<Var> one = outcome(alone, make_places(alone, std::span(sources).subspan(b, 1)));
      const int index = static_cast<int>(b);
      for (int j = 0; j < all[0].rows(); ++j)
        for (int k = 0; k < all[0].cols(); ++k)
          EXPECT_NEAR(all[0](j, k, index), j < one[0].rows() ? one[0](j, k) : 0, 1e-12) << "place " << j;
      for (std::size_t i = 1; i < all.size(); ++i)
        for (int k = 0; k < all[i].rows(); ++k) EXPECT_NEAR(all[i](k, 0, index), one[i](k), 1e-12) << "value " << i;
    }
  }
}

TEST_P(EncoderLaws, GradientEqualsDifferences) {
  AlignedVector<Scalar> gradient(params.values().size(), 0);
  Tape tape;
  if (!gradient.empty()) tape.bind(params, gradient);  // without parameters, places alone have gradients
  const Places places = make_places(tape, sources);
  tape.backward(project(outcome(tape, places)));
  const auto value = [&] {
    Tape again;
    again.bind(params);
    return batch_sum(project(outcome(again, make_places(again, sources))));
  };
  Verdict verdict;
  for (std::size_t b = 0; b < sources.size(); ++b)
    for (std::size_t j = 0; j < sources[b].size(); ++j)
      compare(verdict, "place", sources[b][j].numbers(), {places.x[j].adjoint(static_cast<int>(b)), kInputs}, value);
  for (const Params::Entry& entry : params.entries())
    if (entry.trainable)
      compare(verdict, entry.name, params.values(entry),
              std::span(gradient).subspan(entry.offset, static_cast<std::size_t>(entry.size())), value);
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet

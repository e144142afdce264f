// Profiles of whole gradients.
#include "memnet/autodiff/profile.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <ostream>
#include <set>

#include "tests/support/training.hpp"

namespace memnet {
namespace {

class ProfileLaws : public testing::TestWithParam<NamedModel> {};
INSTANTIATE_TEST_SUITE_P(Models, ProfileLaws, testing::ValuesIn(all_named_models()),
                         [](const auto& info) { return std::string(info.param.name); });

// Its lines have all operations that the tape counts, in several shards too, and it does not change the gradient.
TEST_P(ProfileLaws, HasAllOperationsAndChangesNoBit) {
  SmallTraining small(GetParam().name, {{"train.shard", "4", "test"}});
  BatchRunner& runner = small.trainer->runner();
  const std::vector<int> lengths = {4, 2, 3, 1, 4, 4};
  AlignedVector<Scalar> gradient(small.params.values().size()), profiled(gradient.size());
  runner.compute_gradient("train", 0, lengths, gradient);
  const double flops = runner.flops();

  Profile profile;
  runner.set_profile(&profile);
  runner.compute_gradient("train", 0, lengths, profiled);
  profile.end();
  EXPECT_EQ(std::memcmp(gradient.data(), profiled.data(), gradient.size() * sizeof(Scalar)), 0);

  double sum = 0;
  std::set<std::string_view> outside, forward;
  for (const Profile::Line& line : profile.lines()) {
    sum += line.flops;
    EXPECT_GE(line.flops, 0) << line.name;
    EXPECT_GE(line.bytes, 0) << line.name;
    if (line.pass == Profile::Pass::outside) outside.insert(line.name);
    if (line.pass == Profile::Pass::forward) forward.insert(line.name);
  }
  EXPECT_EQ(sum, flops);
  EXPECT_EQ(outside, (std::set<std::string_view>{Profile::kEpisodes, Profile::kRest}));
  // A pullback belongs to a primitive that was computed.
  for (const Profile::Line& line : profile.lines()) {
    if (line.pass == Profile::Pass::backward && line.name != Profile::kWeightGradients) {
      EXPECT_TRUE(forward.contains(line.name)) << line.name;
    }
  }
}

}  // namespace
}  // namespace memnet

// Options of models that were renamed: the new name is one that a model has.
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/base/old_names.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(OldOptions, LeadToAnOptionOfAModel) {
  for (const OldName& line : all_old_names()) {
    if (line.kind != "option" || !line.new_name.starts_with("model.")) continue;
    const bool exists = std::ranges::any_of(all_named_models(), [&](const NamedModel& entry) {
      Options options;
      const std::unique_ptr<Model> model = entry.make();
      model->declare(options.section("model"));
      EXPECT_EQ(options.find(line.old_name), nullptr) << line.old_name << " is still an option";
      return options.find(line.new_name) != nullptr;
    });
    EXPECT_TRUE(exists) << line.new_name;
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet

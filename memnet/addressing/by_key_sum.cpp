// The normalizer of linear attention (Katharopoulos et al. 2020, eq. 8): divides the features of a query by their
// product with z, the sum of the features of all keys written so far. What is read from a memory that is only added to
// is then a weighted mean of the values: keys count by their products with the query, with sum one. The features must
// not be negative, as those of elu and dpfp are.
//   q / (q.z)
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class ByKeySum : public FeatureStage {
 public:
  bool needs_nonnegative() const override { return true; }
  std::vector<std::string> trackers() const override { return {"key_sum"}; }

  Var apply(const StageInputs& inputs) const override {
    const Var z = inputs.trackers[0][0];
    return divide_by_dot(inputs.input, z);
  }
};

}  // namespace

std::unique_ptr<Stage> make_by_key_sum_stage(const std::string&) { return std::make_unique<ByKeySum>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

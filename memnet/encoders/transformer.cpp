// The encoder of a Transformer (Vaswani et al. 2017, section 3.1): in every layer each place looks at all places of its
// context. Places behind the last one of an example get no weight. The summary is the mean of the annotations.
#include "memnet/cells/transformer_layers.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Transformer : public Encoder {
 public:
  void declare(const Options::Section& options) override { layers_.declare(options); }
  void build(const Scope& scope, int inputs) override { layers_.build(scope, inputs); }
  int width() const override { return layers_.size(); }
  int summary_size() const override { return layers_.size(); }

  Encoded encode(Tape&, const Places& places) const override {
    const Var X = layers_.run(side_by_side(places.x), places.length);
    return {.annotations = columns_of(X), .summary = matvec(X, even_shares(places.length, X.cols())), .last = {}};
  }

 private:
  TransformerLayers layers_{TransformerLayers::Direction::both_ways};
};

}  // namespace

std::unique_ptr<Encoder> make_transformer_encoder() { return std::make_unique<Transformer>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// No encoder: annotations are the places themselves, so a decoder finds words by what they are, and by where they stand
// only if its addressing goes by location. The summary is their mean.
#include "memnet/encoders/encoder.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Words : public Encoder {
 public:
  void declare(const Options::Section&) override {}
  void build(const Scope&, int inputs) override { width_ = inputs; }
  int width() const override { return width_; }
  int summary_size() const override { return width_; }

  Encoded encode(Tape& tape, const Places& places) const override {
    const Var share = tape.constant(1, 1, places.length.batch(), 0);
    for (int b = 0; b < share.batch(); ++b) *share.value(b) = 1 / *places.length.value(b);
    Var sum = places.x[0];
    for (const Var x : places.x.subspan(1)) sum = add(sum, x);
    return {.annotations = places.x, .summary = scale(share, sum), .last = {}};
  }

 private:
  int width_ = 0;
};

}  // namespace

std::unique_ptr<Encoder> make_words_encoder() { return std::make_unique<Words>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

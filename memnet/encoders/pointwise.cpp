// A feed-forward encoder (Raffel & Ellis 2015, section 3.1): each place is read by itself, whatever stands around it.
//   h_j = leaky_relu(W x_j + b)
// All places are read at once. The summary is the mean of the annotations.
#include <cmath>

#include "memnet/encoders/encoder.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Pointwise : public Encoder {
 public:
  void declare(const Options::Section& options) override {
    options.add("size", size_, 1, 100000, "number of units that read a place");
  }

  // Weights begin as in He et al. 2015 (eq. 10), with the variance 2 / inputs.
  void build(const Scope& scope, int inputs) override {
    weights_ = scope("weights", inputs, size_, Init::normal(std::sqrt(2.0 / inputs)));
    bias_ = scope("bias", size_, 1, Init::constant(0));
  }

  PlaceForm place_form() const override { return PlaceForm::rows; }
  int width() const override { return size_; }
  int summary_size() const override { return size_; }

  Encoded encode(Tape& tape, const Places& places) const override {
    const Var h = pointwise(places.rows, places.length, tape[weights_], tape[bias_]);
    const Var summary = read(h, even_shares(places.length, h.rows()));
    return {.annotations = {}, .summary = summary, .last = {}, .joined = h};
  }

 private:
  int size_ = 100;
  Param weights_, bias_;
};

}  // namespace

std::unique_ptr<Encoder> make_pointwise_encoder() { return std::make_unique<Pointwise>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

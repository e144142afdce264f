// A convolutional encoder (for images LeCun et al. 1989, Xu et al. 2015; for words Gehring et al. 2017): layers of
//   x = relu(convolution of x), then the largest number in each window of pool x pool
// The annotations are the columns of the last x, one for each window that is left, row by row; the summary is their
// mean. The places of a context that is an image are its patches. Any other context is a line of places: then windows
// reach over neighboring places only, and the numbers of a place are its channels.
//
// Example: with a stride of 2, an image of 8 x 8 pixels has 4 x 4 annotations after one layer, and 2 x 2 after two.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Conv : public Encoder {
 public:
  void arrange(const TaskSpec& task) override {
    across_ = task.places_across;
    patch_height_ = task.patch_height;
    patch_width_ = task.patch_width;
  }

  void declare(const Options::Section& options) override {
    options.add("size", size_, 1, 100000, "number of channels of each layer, which is the size of an annotation");
    options.add("layers", layers_, 1, 8, "number of layers; each reads the one below");
    options.add("kernel", kernel_, 1, 64, "pixels, or places of a line, that a window is long and wide");
    options.add("stride", stride_, 1, 64, "pixels or places from a window to the next one");
    options.add("padding", padding_, 0, 63, "zeros outside each edge that windows may reach over");
    options.add("pool", pool_, 1, 64, "neighbors, in each direction, of which the largest number stays; 1: all stay");
    options.add(
        "coordinates", coordinates_,
        "whether the last layer also gets the row and the column of each pixel, or the number of each place of a "
        "line (Liu et al. 2018)");
  }

  void build(const Scope& scope, int inputs) override {
    if (padding_ >= kernel_)
      fail(
          ErrorKind::usage,
          "model.encoder.padding = {} is not below model.encoder.kernel = {}, so some windows would see nothing of the "
          "image; take a smaller padding",
          padding_, kernel_);
    const bool is_image = across_ > 0;
    const Sliding window{kernel_, stride_, padding_};
    window_ = {window, is_image ? window : Sliding{}};
    pool_across_ = is_image ? pool_ : 1;
    int channels = is_image ? inputs / (patch_height_ * patch_width_) : inputs;
    widths_.push_back(is_image ? across_ * patch_width_ : 1);
    for (int layer = 0; layer < layers_; ++layer) {
      const Scope in_layer = layers_ == 1 ? scope : scope / std::to_string(layer);
      const int width = window_.across.count(widths_.back());
      if (width == 0)
        fail(ErrorKind::usage,
             "model.encoder.kernel = {}: layer {} gets {} pixels in a row, which is too few for a window; take "
             "a smaller kernel, stride or pool, fewer layers, or more padding",
             kernel_, layer + 1, widths_.back());
      weights_.push_back(
          in_layer("weights", size_, channels * window_.down.size * window_.across.size, Init::xavier()));
      biases_.push_back(in_layer("bias", size_, 1, Init::constant(0)));
      widths_.push_back(pooled(width, pool_across_));
      channels = size_;
      if (coordinates_ && layer + 1 == layers_)
        coordinate_weights_ = in_layer("coordinate_weights", size_,
                                       (is_image ? 2 : 1) * window_.down.size * window_.across.size, Init::xavier());
    }
  }

  int width() const override { return size_; }
  int summary_size() const override { return size_; }
  int across() const override { return across_ > 0 ? widths_.back() : 0; }
  bool keeps_places() const override {
    return across_ == 0 && stride_ == 1 && pool_ == 1 && 2 * padding_ + 1 == kernel_;
  }

  Encoded encode(Tape& tape, const Places& places) const override {
    const bool is_image = across_ > 0;
    Var x = is_image ? tile(places.x, patch_height_, patch_width_, across_) : tile(places.x, 1, 1, 1);
    Var rows = tape.constant(1, 1, places.length.batch(), 0);
    for (int b = 0; b < rows.batch(); ++b) {
      const int count = static_cast<int>(*places.length.value(b));
      *rows.value(b) = static_cast<Scalar>(is_image ? count / across_ * patch_height_ : count);
    }
    for (std::size_t layer = 0; layer < weights_.size(); ++layer) {
      refuse_few(rows, layer);
      const int height = x.cols() / widths_[layer];
      x = convolve(tape[weights_[layer]], x, tape[biases_[layer]], rows, widths_[layer], window_);
      if (coordinates_ && layer + 1 == weights_.size())
        x = add(x, convolve(tape[coordinate_weights_], coordinates(tape, height, widths_[layer]),
                            tape.constant(size_, 1, 1, 0), rows, widths_[layer], window_));
      x = relu(x);
      const int width = window_.across.count(widths_[layer]);
      rows = changed(rows, [&](int n) { return window_.down.count(n); });
      if (pool_ == 1) continue;
      x = max_pool(x, rows, width, pool_, pool_across_);
      rows = changed(rows, [&](int n) { return pooled(n, pool_); });
    }
    const Var length = changed(rows, [&](int n) { return n * widths_.back(); });
    const Var summary = matvec(x, even_shares(length, x.cols()));
    return {.annotations = columns_of(x), .summary = summary, .last = {}, .length = length};
  }

 private:
  static int pooled(int n, int pool) { return (n + pool - 1) / pool; }

  // Returns [2,P] for an image, the row and the column of each pixel, and [1,P] for a line: from -1 to 1 over the width
  // of the image, and over 16 places of a line.
  Var coordinates(Tape& tape, int height, int width) const {
    const int channels = across_ > 0 ? 2 : 1, unit = across_ > 0 ? width : 16;
    const auto scaled = [&](int i) { return static_cast<Scalar>(2 * i + 1) / static_cast<Scalar>(unit) - 1; };
    const Var all = tape.constant(channels, height * width, 1, 0);
    for (int pixel = 0; pixel < all.cols(); ++pixel) {
      all.value()[pixel * channels] = scaled(pixel / width);
      if (channels == 2) all.value()[pixel * channels + 1] = scaled(pixel % width);
    }
    return all;
  }

  // Returns f of the number [1] of each example.
  template <class F>
  static Var changed(Var x, F f) {
    const Var y = x.tape().constant(1, 1, x.batch(), 0);
    for (int b = 0; b < y.batch(); ++b) *y.value(b) = static_cast<Scalar>(f(static_cast<int>(*x.value(b))));
    return y;
  }

  // Throws an Error of kind data if an example has too few rows for a window.
  void refuse_few(Var rows, std::size_t layer) const {
    for (int b = 0; b < rows.batch(); ++b)
      if (const int n = static_cast<int>(*rows.value(b)); window_.down.count(n) == 0)
        fail(ErrorKind::data,
             "a context gives layer {} of the encoder {} {}, fewer than a window of model.encoder.kernel = {} needs; "
             "take a smaller kernel, stride or pool, fewer layers, more padding, or longer contexts",
             layer + 1, n, across_ > 0 ? "rows of pixels" : "places", kernel_);
  }

  int size_ = 64, layers_ = 1, kernel_ = 3, stride_ = 1, padding_ = 1, pool_ = 1;
  bool coordinates_ = true;
  int patch_height_ = 1, patch_width_ = 1;
  Window window_;
  int pool_across_ = 1;
  std::vector<int> widths_;  // in pixels, before each layer and behind the last one
  std::vector<Param> weights_, biases_;
  Param coordinate_weights_;
};

}  // namespace

std::unique_ptr<Encoder> make_conv_encoder() { return std::make_unique<Conv>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// Primitives on images [C,P]: a column for each pixel, row by row, with the C numbers (channels) of the pixel.
//
// Example: windows of 3 x 3 pixels, two apart, with one pixel of padding, on an image of 4 x 6 pixels are 2 x 3: the
// first one looks at the four pixels in the corner, and at five places outside, which count as 0.
//
// The images of a batch have one width; `rows` [1] is how many rows of pixels an example has. What is below them has no
// effect, and the results below theirs are 0.
#include <algorithm>
#include <cmath>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/length.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Windows on an image of so many rows: how many are below each other and beside each other.
struct Windows {
  Window window;
  int height, width;  // pixels
  int down, across;   // windows

  Windows(const Window& w, int rows, int columns)
      : window(w), height(rows), width(columns), down(w.down.count(rows)), across(w.across.count(columns)) {}

  int count() const { return down * across; }

  // Calls f(pixel, place) for each pixel of window i that is inside the image: `place` counts the pixels of a window,
  // row by row.
  template <class F>
  void each_pixel(int i, F f) const {
    const int top = i / across * window.down.stride - window.down.padding,
              left = i % across * window.across.stride - window.across.padding;
    const int first_y = std::max(0, -top), end_y = std::min(window.down.size, height - top),
              first_x = std::max(0, -left), end_x = std::min(window.across.size, width - left);
    for (int y = first_y; y < end_y; ++y)
      for (int x = first_x; x < end_x; ++x) f((top + y) * width + left + x, y * window.across.size + x);
  }
};

// Returns the windows on example b.
Windows windows_of(const Window& window, Var rows, int b, int height, int width) {
  return {window, length_of(rows, b, height), width};
}

// columns [D, windows]: the numbers of each window below each other, 0 outside the image
void gather(Scalar* columns, const Scalar* x, const Windows& windows, int C, int D) {
  std::fill_n(columns, D * windows.count(), Scalar(0));
  for (int i = 0; i < windows.count(); ++i, columns += D)
    windows.each_pixel(i, [&](int pixel, int place) { std::copy_n(x + pixel * C, C, columns + place * C); });
}

// Adds the numbers of the columns to the pixels that they are from.
void scatter(Scalar* x, const Scalar* columns, const Windows& windows, int C, int D) {
  for (int i = 0; i < windows.count(); ++i, columns += D)
    windows.each_pixel(i, [&](int pixel, int place) {
      Scalar* to = x + pixel * C;
      const Scalar* from = columns + place * C;
      for (int c = 0; c < C; ++c) to[c] += from[c];
    });
}

}  // namespace

// N patches [D], each of height x width pixels with D / (height width) numbers, `across` of them beside each other ->
// [C,P]: the image that they are tiles of
Var tile(std::span<const Var> patches, int height, int width, int across) {
  const Op op("tile", patches, "D");
  const std::span<const Var> kept = op.keep(patches);
  const int N = static_cast<int>(kept.size()), D = op.size('D'), pixels = height * width;
  op.require(D % pixels == 0, "a patch needs the same number of channels for each pixel");
  op.require(N % across == 0, "the last row of patches is not full");
  const int C = D / pixels;
  const Var image = op.make_matrix(C, N * pixels);
  // Calls f(patch, number, pixel) with the first number in the patch of every pixel.
  const auto each_pixel = [=](auto f) {
    for (int i = 0; i < N; ++i)
      for (int p = 0; p < pixels; ++p) {
        const int y = i / across * height + p / width, x = i % across * width + p % width;
        f(kept[static_cast<std::size_t>(i)], p * C, y * across * width + x);
      }
  };
  for (int b = 0; b < op.batch(); ++b)
    each_pixel(
        [&](Var patch, int from, int pixel) { std::copy_n(patch.value(b) + from, C, image.value(b) + pixel * C); });
  op.pullback([=] {
    for (int b = 0; b < image.batch(); ++b)
      each_pixel([&](Var patch, int to, int pixel) {
        for (int c = 0; c < C; ++c) patch.adjoint(b)[to + c] += image.adjoint(b)[pixel * C + c];
      });
  });
  return image;
}
OpCheck check_tile() {
  return {.name = "tile",
          .arguments = {{"p", "D"}, {"q", "D"}, {"r", "D"}, {"s", "D"}},
          .sizes = {{'D', 12}},
          .bench_sizes = {{'D', 48}},
          .apply = [](std::span<const Var> a) { return std::vector{tile(a, 2, 3, 2)}; },
          .reference =
              [](const OpCheck::Values& a) {
                const int C = a[0].rows() / 6;
                Matrix image(C, 24);
                for (int y = 0; y < 4; ++y)
                  for (int x = 0; x < 6; ++x)
                    for (int c = 0; c < C; ++c)
                      image(c, y * 6 + x) = a[static_cast<std::size_t>(y / 2 * 2 + x / 3)]((y % 2 * 3 + x % 3) * C + c);
                return OpCheck::Values{image};
              }};
}

// K [M,D], x [C,P], b [M], rows [1] -> [M, windows]: a convolution of an image `width` pixels wide,
//   y_i = b + sum over the pixels p of window i of K_p x_p
// with D = C pixels of a window; columns (p C) to (p C + C - 1) of K are K_p, row by row (LeCun et al. 1989)
Var convolve(Var K, Var x, Var b, Var rows, int width, const Window& window) {
  const Op op("convolve", {{"K", K, "MD"}, {"x", x, "CP"}, {"b", b, "M"}, {"rows", rows, "1"}});
  const int M = op.size('M'), D = op.size('D'), C = op.size('C'), P = op.size('P');
  op.require(P % width == 0, "the last row of pixels is not full");
  op.require(D == C * window.down.size * window.across.size, "K has to have a column for each number of a window");
  const Windows all(window, P / width, width);
  op.require(all.count() > 0, "the image is smaller than a window");
  const Var y = op.make_matrix(M, all.count());
  for (int e = 0; e < op.batch(); ++e) {
    const Windows windows = windows_of(window, rows, e, P / width, width);
    const int n = windows.count();
    Scalar* columns = y.tape().scratch(D, n);
    gather(columns, x.value(e), windows, C, D);
    Scalar* out = y.value(e);
    kernels::multiply(out, K.value(e), columns, M, D, n);
    const Scalar* bias = b.value(e);
    for (int i = 0; i < n; ++i, out += M) {
#pragma omp simd
      for (int m = 0; m < M; ++m) out[m] += bias[m];
    }
    std::fill(out, y.value(e) + y.size(), Scalar(0));
    op.count_flops(2.0 * M * D * n);
  }
  op.pullback([=] {
    for (int e = 0; e < y.batch(); ++e) {
      const Windows windows = windows_of(window, rows, e, P / width, width);
      const int n = windows.count();
      Scalar *columns = y.tape().scratch(2, D, n), *slopes = columns + D * n;
      gather(columns, x.value(e), windows, C, D);
      kernels::add_times_transposed(K.adjoint(e), y.adjoint(e), columns, M, D, n);
      kernels::add_column_sum(b.adjoint(e), y.adjoint(e), M, n);
      y.tape().count_flops(2.0 * M * D * n);
      if (!x.needs_gradient()) continue;
      std::fill_n(slopes, D * n, Scalar(0));
      kernels::add_transposed_times(slopes, K.value(e), y.adjoint(e), M, D, n);
      scatter(x.adjoint(e), slopes, windows, C, D);
      y.tape().count_flops(2.0 * M * D * n);
    }
  });
  return y;
}
OpCheck check_convolve() {
  static constexpr Window kWindow{{3, 2, 1}, {2, 1, 0}};
  static constexpr int kWidth = 4;
  return {
      .name = "convolve",
      .arguments = {{"K", "MD"}, {"x", "CP"}, {"b", "M"}, {"rows", "1", Domain::index}},
      .sizes = {{'M', 6}, {'D', 12}, {'C', 2}, {'P', 20}},
      .bench_sizes = {{'M', 16}, {'D', 96}, {'C', 16}, {'P', 256}},
      .apply = [](std::span<const Var> a) { return std::vector{convolve(a[0], a[1], a[2], a[3], kWidth, kWindow)}; },
      .reference =
          [](const OpCheck::Values& a) {
            const Matrix &K = a[0], &image = a[1];
            const int C = image.rows(), H = std::min(static_cast<int>(a[3](0)), image.cols() / kWidth);
            Matrix y(K.rows(), (image.cols() / kWidth - 1) / 2 * 3 + 3);
            for (int down = 0; down < (H + 1) / 2; ++down)
              for (int across = 0; across < 3; ++across)
                for (int m = 0; m < y.rows(); ++m) {
                  double sum = static_cast<double>(a[2](m));
                  for (int dy = 0; dy < 3; ++dy)
                    for (int dx = 0; dx < 2; ++dx)
                      for (int c = 0; c < C; ++c)
                        if (const int row = 2 * down - 1 + dy; row >= 0 && row < H)
                          sum += static_cast<double>(K(m, (dy * 2 + dx) * C + c)) *
                                 static_cast<double>(image(c, row * kWidth + across + dx));
                  y(m, down * 3 + across) = static_cast<Scalar>(sum);
                }
            return OpCheck::Values{y};
          }};
}

// x [C,P], rows [1] -> [C, windows]: the largest number of each channel in windows of down x across pixels that do not
// overlap; at the edges they are smaller
Var max_pool(Var x, Var rows, int width, int down, int across) {
  const Op op("max_pool", {{"x", x, "CP"}, {"rows", rows, "1"}});
  const int C = op.size('C'), P = op.size('P');
  op.require(P % width == 0, "the last row of pixels is not full");
  const int windows_across = (width + across - 1) / across, height = P / width;
  const Var y = op.make_matrix(C, (height + down - 1) / down * windows_across);
  // Calls f(i, pixel) for channel c of example b, with the pixel that has the largest number in window i; a NaN counts
  // as that.
  const auto each_window = [=](int b, int c, auto f) {
    const int H = length_of(rows, b, height), windows = (H + down - 1) / down * windows_across;
    const Scalar* channel = x.value(b) + c;
    for (int i = 0; i < windows; ++i) {
      const int top = i / windows_across * down, left = i % windows_across * across;
      int best = top * width + left;
      for (int row = top; row < std::min(top + down, H); ++row)
        for (int column = left; column < std::min(left + across, width); ++column)
          if (const Scalar number = channel[(row * width + column) * C];
              number > channel[best * C] || std::isnan(number))
            best = row * width + column;
      f(i, best);
    }
  };
  for (int b = 0; b < op.batch(); ++b) {
    std::fill_n(y.value(b), y.size(), Scalar(0));
    for (int c = 0; c < C; ++c)
      each_window(b, c, [&](int i, int pixel) { y.value(b)[i * C + c] = x.value(b)[pixel * C + c]; });
  }
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b)
      for (int c = 0; c < C; ++c)
        each_window(b, c, [&](int i, int pixel) { x.adjoint(b)[pixel * C + c] += y.adjoint(b)[i * C + c]; });
  });
  return y;
}
OpCheck check_max_pool() {
  static constexpr int kWidth = 5;
  return {.name = "max_pool",
          .arguments = {{"x", "CP"}, {"rows", "1", Domain::index}},
          .sizes = {{'C', 4}, {'P', 15}},
          .bench_sizes = {{'C', 16}, {'P', 250}},
          .apply = [](std::span<const Var> a) { return std::vector{max_pool(a[0], a[1], kWidth, 2, 3)}; },
          .reference =
              [](const OpCheck::Values& a) {
                const int H = std::min(static_cast<int>(a[1](0)), a[0].cols() / kWidth);
                Matrix y(a[0].rows(), (a[0].cols() / kWidth + 1) / 2 * 2);
                for (int c = 0; c < y.rows(); ++c)
                  for (int row = H - 1; row >= 0; --row)
                    for (int column = 0; column < kWidth; ++column) {
                      const Scalar number = a[0](c, row * kWidth + column);
                      Scalar& largest = y(c, row / 2 * 2 + column / 3);
                      const bool is_first = (row % 2 == 1 || row == H - 1) && column % 3 == 0;
                      largest = is_first ? number : std::max(largest, number);
                    }
                return OpCheck::Values{y};
              }};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

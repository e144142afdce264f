#include "program/report/text/image_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "memnet/base/render.hpp"
#include "program/text/columns.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr std::size_t kMostLine = 78, kMostAcross = 70;

std::string trimmed_line(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

// Returns the rows of a matrix, each number as so many characters.
std::vector<std::string> shaded_rows(const Matrix& numbers, int letters) {
  std::vector<std::string> rows;
  for (int row = 0; row < numbers.rows(); ++row) {
    std::string& line = rows.emplace_back();
    for (int column = 0; column < numbers.cols(); ++column)
      line.append(static_cast<std::size_t>(letters), shade(static_cast<double>(numbers(row, column))));
  }
  return rows;
}

}  // namespace

std::string draw_image(const Matrix& image) {
  std::string picture;
  for (const std::string& row : shaded_rows(image, 1)) picture += trimmed_line("  " + row.substr(0, kMostLine));
  if (image.cols() > static_cast<int>(kMostLine))
    picture +=
        fmt::format("  The first {} of {} columns of pixels; the others are left out.\n", kMostLine, image.cols());
  return picture;
}

std::string draw_maps(const report::Alignments& all, const report::Alignments::Head& head) {
  const int letters = head.across <= 12 ? 2 : 1;  // a character is about half as wide as high
  const std::size_t inside = std::min(static_cast<std::size_t>(head.across * letters), kMostAcross), width = inside + 2;
  const std::size_t beside = std::max<std::size_t>(1, kMostLine / (width + 1));
  std::string picture = fmt::format("  {}\n", printable(head.title));
  std::vector<std::string> lines(static_cast<std::size_t>(head.weights->rows() / head.across) + 1, " ");
  for (int t = 0; t < head.weights->cols(); ++t) {
    lines[0] += " " + filled_behind(cut_to_columns(printable(all.step(head, t)), width), width);
    const std::vector<std::string> rows = shaded_rows(head.map(t), letters);
    for (std::size_t row = 0; row < rows.size(); ++row) lines[row + 1] += " |" + rows[row].substr(0, inside) + "|";
    if (static_cast<std::size_t>(t + 1) % beside != 0 && t + 1 < head.weights->cols()) continue;
    for (std::string& line : lines) picture += trimmed_line(line), line = " ";
  }
  return picture;
}

}  // namespace memnet

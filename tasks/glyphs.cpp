// Glyphs: an image of letters, one in each cell of a grid, to be written as their names: all of them in reading order,
// or those of one row, which an arrow in front of it asks for. A cell is a patch of 8 x 8 pixels; a letter, of 5 x 5,
// stands anywhere in it, and every pixel has noise. It is known where each word of the answer is read: at the cell of
// its letter.
//
//   source    an image of cells       X O       target   X O T end
//                                     T X
//
// The length is the number of rows. The noise is uniform and below half of a pixel, so every answer is certain.
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kCell = 8, kLetter = 5, kPixels = kLetter * kLetter;

struct Glyph {
  char name;
  std::string_view pixels;  // row by row; every letter touches all four edges, so that its place in a cell is certain
};
constexpr std::array<Glyph, 20> kGlyphs = {
    {{'A', ".###.#...#######...##...#"}, {'B', "####.#...#####.#...#####."}, {'C', ".#####....#....#.....####"},
     {'D', "####.#...##...##...#####."}, {'E', "######....###..#....#####"}, {'F', "######....###..#....#...."},
     {'G', ".#####....#..###...#.####"}, {'H', "#...##...#######...##...#"}, {'K', "#...##..#.###..#..#.#...#"},
     {'L', "#....#....#....#....#####"}, {'M', "#...###.###.#.##...##...#"}, {'N', "#...###..##.#.##..###...#"},
     {'O', ".###.#...##...##...#.###."}, {'P', "####.#...#####.#....#...."}, {'S', ".#####.....###.....#####."},
     {'T', "#####..#....#....#....#.."}, {'U', "#...##...##...##...#.###."}, {'V', "#...##...##...#.#.#...#.."},
     {'X', "#...#.#.#...#...#.#.#...#"}, {'Z', "#####...#...#...#...#####"}}};
constexpr std::string_view kArrow = "#....##...###..##...#....";
constexpr int kMostGlyphs = static_cast<int>(kGlyphs.size());

// Returns the letter in a cell, from 1; 0 if the cell holds no letter.
int letter_in(std::span<const Scalar> cell) {
  const auto is_dark = [&](int y, int x) {
    return y < kCell && x < kCell && cell[static_cast<std::size_t>(y * kCell + x)] > Scalar(0.5);
  };
  int top = kCell, left = kCell;
  for (int y = 0; y < kCell; ++y)
    for (int x = 0; x < kCell; ++x)
      if (is_dark(y, x)) top = std::min(top, y), left = std::min(left, x);
  for (int letter = 1; letter <= kMostGlyphs; ++letter) {
    const std::string_view pixels = kGlyphs[static_cast<std::size_t>(letter) - 1].pixels;
    int same = 0;
    for (int p = 0; p < kPixels; ++p)
      same += is_dark(top + p / kLetter, left + p % kLetter) == (pixels[static_cast<std::size_t>(p)] == '#') ? 1 : 0;
    if (same == kPixels) return letter;
  }
  return 0;
}

class Glyphs : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("glyphs", glyphs_, 2, kMostGlyphs, "number of different letters");
    options.add("columns", columns_, 1, 100, "letters in a row of the image");
    options.add("caption", caption_, {"all", "row"},
                "what is asked for: all letters, in reading order, or those of the row that an arrow points at");
    const Options::Section changeable = options.changeable_at_evaluation();
    changeable.add("jitter", jitter_, 0, kCell - kLetter,
                   "pixels by which a letter may lie further right, and further down, in its cell");
    changeable.add("noise", noise_, 0, 49, "largest noise of a pixel, as a percentage of its range");
    length_.declare(options, 1, "smallest number of rows in training", "largest number of rows in training");
  }

  TaskSpec spec() const override {
    length_.check("glyphs");
    return {.inputs = kCell * kCell + 1,
            .outputs = glyphs_ + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .sentences = length_.high * across(),
            .place_numbers = kCell * kCell,
            .places_across = across(),
            .patch_height = kCell,
            .patch_width = kCell,
            .has_questions = false,
            .answers_end = true,
            .own_answer_words = true};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    const int asked = one_row() ? stream.between(0, length - 1) : -1;
    episode.assign_context((one_row() ? 1 : length) * columns_ + 1);
    Context& context = episode.context;
    context.numbers.assign(kCell * kCell, length * across());
    const double noise = 0.01 * noise_;
    for (Scalar& number : context.numbers.numbers()) number = static_cast<Scalar>(stream.uniform(-noise, noise));
    int step = 0;
    for (int row = 0; row < length; ++row) {
      if (row == asked) draw(stream, kArrow, context.numbers.column(row * across()));
      for (int column = 0; column < columns_; ++column) {
        const int letter = stream.between(1, glyphs_), place = (row + 1) * across() - columns_ + column;
        draw(stream, kGlyphs[static_cast<std::size_t>(letter) - 1].pixels, context.numbers.column(place));
        if (one_row() && row != asked) continue;
        episode.targets(0, step++) = static_cast<Scalar>(letter);
        context.supports.add_list({&place, 1});
      }
    }
    context.supports.begin_list();  // the end follows from no single place
    episode.score_answers();
  }

  Matrix oracle(const Episode& episode) const override {
    const Context& context = episode.context;
    Matrix answer(glyphs_ + 1, episode.steps());
    std::size_t step = 0;
    for (int row = 0; row < context.places() / across(); ++row) {
      if (one_row() && is_empty(context.numbers.column(row * across()))) continue;
      for (int column = 0; column < columns_; ++column)
        answer(letter_in(context.numbers.column((row + 1) * across() - columns_ + column)),
               context.answered_at[step++]) = 1;
    }
    answer(0, context.answered_at[step]) = 1;
    return answer;
  }

  // A guess is one of the letters, or the end.
  double chance_errors(int length) const override {
    return ((one_row() ? 1 : length) * columns_ + 1) * (1 - 1.0 / (glyphs_ + 1));
  }

  std::string word(int number) const override {
    return number > glyphs_ ? "|" : std::string(1, kGlyphs[static_cast<std::size_t>(number) - 1].name);
  }

 private:
  bool one_row() const { return caption_ == "row"; }
  // Cells beside each other: before each row there is one for the arrow.
  int across() const { return columns_ + (one_row() ? 1 : 0); }

  void draw(RandomStream& stream, std::string_view pixels, std::span<Scalar> cell) const {
    const int top = stream.between(0, jitter_), left = stream.between(0, jitter_);
    for (int p = 0; p < kPixels; ++p)
      if (pixels[static_cast<std::size_t>(p)] == '#')
        cell[static_cast<std::size_t>((top + p / kLetter) * kCell + left + p % kLetter)] += 1;
  }

  static bool is_empty(std::span<const Scalar> cell) {
    return std::ranges::none_of(cell, [](Scalar pixel) { return pixel > Scalar(0.5); });
  }

  int glyphs_ = 10, columns_ = 4, jitter_ = 3, noise_ = 25;
  std::string caption_ = "all";
  TrainedLengths length_{4, 4};
};

}  // namespace

std::unique_ptr<Task> make_glyphs() { return std::make_unique<Glyphs>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

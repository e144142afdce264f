// The parts of a report: markup, colors, pictures, axes, charts, numbers, stories.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "program/report/content/alignments.hpp"
#include "program/report/content/story_questions.hpp"
#include "program/report/drawing/axis.hpp"
#include "program/report/drawing/chart.hpp"
#include "program/report/drawing/color.hpp"
#include "program/report/drawing/heat_map.hpp"
#include "program/report/drawing/lit_image.hpp"
#include "program/report/drawing/png.hpp"
#include "program/report/markup/markup.hpp"
#include "program/report/markup/number.hpp"
#include "program/report/sections/alignment_section.hpp"
#include "program/report/text/alignment_text.hpp"
#include "program/report/text/story_text.hpp"
#include "program/text/columns.hpp"

namespace memnet::report {
namespace {

TEST(Markup, EscapesTextAndAttributes) {
  EXPECT_EQ(Markup("a<b>&\"'\x01\xff").written(), "a&lt;b&gt;&amp;&quot;&#39;??");
  EXPECT_EQ(
      element("p", {{"title", "\"><script>"}, {"id", ""}, {"x", 1.50}, {"y", -0.0}}, {"x", element("br", Attributes{})})
          .written(),
      "<p title=\"&quot;&gt;&lt;script&gt;\" x=\"1.5\" y=\"0\">x<br></p>");
}

// Returns a trace of a source of so many words, whose answer looks at its first place.
RunRecord::Trace looked_at_first(const std::string& word, int places, int steps) {
  RunRecord::Trace trace;
  for (int i = 0; i < places; ++i) trace.source += word + " ";
  for (int t = 0; t < steps; ++t) trace.target += word + " ";
  trace.panels.push_back(
      {{"read0", "weighting", TracedKind::read, TracedRole::weighting, TracedAxis::place}, Matrix(places, steps)});
  for (int t = 0; t < steps; ++t) trace.panels.back().numbers(0, t) = 1;
  return trace;
}

TEST(Alignments, CountCharactersAndFitIntoALine) {
  EXPECT_EQ(draw_alignments(looked_at_first("\u00e4\u00f6", 2, 1)),
            "        read 0  \u00e4\u00f6 \u00e4\u00f6\n            \u00e4\u00f6  @@\n");
  EXPECT_EQ(draw_alignments(looked_at_first("longer", 12, 1)),
            "        read 0  0         1\n                012345678901\n        longer  @\n");
  const std::string cut = draw_alignments(looked_at_first("\u00e4\u00f6\u00fc", 50, 2));
  EXPECT_NE(cut.find("  The first 40 of 50 places; the others are left out.\n"), cut.npos) << cut;
}

TEST(Alignments, HaveWordsOnBothSidesWhereWordsLookAtTheirOwnSequence) {
  RunRecord::Trace trace;
  trace.source = "b a";
  trace.target = "a b c";
  trace.panels.push_back(
      {{"source0/1", "weights", TracedKind::model, TracedRole::self_attention, TracedAxis::place}, Matrix(2, 2)});
  trace.panels.back().numbers(1, 0) = 1;
  trace.panels.push_back(
      {{"self0/0", "weighting", TracedKind::read, TracedRole::weighting, TracedAxis::earlier_step}, Matrix(9, 3)});
  trace.panels.back().numbers(1, 2) = 1;
  const std::string drawn = draw_alignments(trace);
  EXPECT_EQ(drawn,
            "     source0/1  b a\n             b    @\n             a\n\n"
            "       self0/0  (start) a b\n             a\n             b\n             c          @\n");
}

// A wide character takes two columns, and a mark that combines with the one before it none.
TEST(Alignments, CountTheColumnsOfCharacters) {
  EXPECT_EQ(draw_alignments(looked_at_first("\u65e5\u672c", 2, 1)),
            "        read 0  \u65e5\u672c \u65e5\u672c\n          \u65e5\u672c  @@@@\n");
  EXPECT_EQ(draw_alignments(looked_at_first("e\u0301", 2, 1)),
            "        read 0  e\u0301 e\u0301\n             e\u0301  @\n");
  EXPECT_EQ(columns_of("a\u65e5\uff21\u00e9\U0001f600\ud55c"), 10u);
  EXPECT_EQ(cut_to_columns("a\u65e5\u672c", 4), "a\u65e5");
  EXPECT_EQ(filled_before("\u65e5", 4), "  \u65e5");
}

// Sentences with wide characters stand beside their weights, as others do.
TEST(Stories, CountTheColumnsOfSentences) {
  RunRecord::Trace trace;
  trace.story = "1 \u65e5\u672c.\n2 abcd.\n3 who?\tx\t1\n";
  trace.panels.push_back(
      {{"hop0", "weighting", TracedKind::hop, TracedRole::weighting, TracedAxis::sentence}, Matrix(2, 1)});
  trace.panels.back().numbers(0, 0) = 1;
  EXPECT_EQ(draw_story(trace), "            hop 0\n  1 \u65e5\u672c.  @ 1.00\n  2 abcd.    0.00\n  3 who? x 1\n");
}

TEST(Alignments, SayWhatAPageLeavesOut) {
  const auto written = [](int places, int steps) {
    return alignment_content(looked_at_first("a", places, steps), "x").written();
  };
  EXPECT_EQ(written(60, 100).find("Shown are"), std::string::npos);
  EXPECT_NE(written(61, 3).find("Shown are the first 60 of 61 places and the first 3 of 3 steps."), std::string::npos);
}

// Returns a trace of an image of 2 x 4 pixels, of which the answer looks at the right half, then at the left one.
RunRecord::Trace looked_at_halves() {
  RunRecord::Trace trace;
  trace.target = "R L";
  trace.image = Matrix(2, 4);
  trace.image(0, 1) = trace.image(1, 3) = 1;
  trace.panels.push_back(
      {{"read0", "weighting", TracedKind::read, TracedRole::weighting, TracedAxis::place}, Matrix(2, 2), 2});
  trace.panels.back().numbers(1, 0) = trace.panels.back().numbers(0, 1) = 1;
  return trace;
}

TEST(Alignments, OfAnImageAreDrawnOnIt) {
  EXPECT_EQ(draw_alignments(looked_at_halves()), "   @\n     @\n\n  read 0\n  R      L\n  |  @@| |@@  |\n");
  const std::string page = alignment_content(looked_at_halves(), "x").written();
  EXPECT_NE(page.find("R: the largest weight is at row 1, column 2"), page.npos) << page;
  const Picture lit =
      picture_of_lit_image(looked_at_halves().image, alignments_of(looked_at_halves()).heads[0].map(0), 1);
  EXPECT_LT(lit.pixels[1], lit.pixels[2]) << "what is drawn is dark where nothing looks";
  EXPECT_LT(lit.pixels[2], lit.pixels[7]) << "what is drawn is brighter than the ground";
}

TEST(Colors, AreEvenlySpacedInLightness) {
  double last = color(Palette::amount, 0).lightness();
  const double whole = color(Palette::amount, 1).lightness() - last;
  EXPECT_GT(whole, 0.55);
  for (int step = 1; step <= 20; ++step) {
    const double next = color(Palette::amount, step / 20.0).lightness();
    EXPECT_NEAR(next - last, whole / 20, whole / 50) << step;
    last = next;
  }
  for (int step = 0; step < 10; ++step) {
    EXPECT_NEAR(color(Palette::deviation, step / 10.0).lightness(), color(Palette::deviation, -step / 10.0).lightness(),
                0.02)
        << step;
    EXPECT_GT(color(Palette::deviation, step / 10.0).lightness(),
              color(Palette::deviation, (step + 1) / 10.0).lightness());
  }
  EXPECT_EQ(color(Palette::amount, 0).hex(), "#470155");
}

TEST(Base64, EncodesTheExamplesOfTheStandard) {
  const auto of = [](std::string_view text) { return base64(std::as_bytes(std::span(text))); };
  EXPECT_EQ(of(""), "");
  EXPECT_EQ(of("f"), "Zg==");
  EXPECT_EQ(of("fo"), "Zm8=");
  EXPECT_EQ(of("foobar"), "Zm9vYmFy");
}

TEST(Pictures, HaveAColorForEachNumber) {
  Matrix matrix(2, 3);
  matrix(0, 0) = 1, matrix(1, 1) = Scalar(0.5), matrix(0, 2) = std::numeric_limits<Scalar>::quiet_NaN();
  const Coloring coloring = coloring_of(matrix);
  EXPECT_EQ(coloring.palette, Palette::amount);
  const Picture picture = picture_of(matrix, coloring);
  EXPECT_EQ(picture.pixels, (std::vector<std::uint8_t>{64, 1, 0, 1, 33, 1}));
  EXPECT_EQ(picture.colors[64], color(Palette::amount, 1));
  EXPECT_TRUE(
      rectangles_of(matrix, coloring, 0, 0, 30, 20)
          .written()
          .starts_with("<g shape-rendering=\"crispEdges\"><rect x=\"0\" y=\"0\" width=\"10\" height=\"10\" fill=\"" +
                       color(Palette::amount, 1).hex() + "\">"));
  matrix(1, 0) = -3;
  EXPECT_EQ(coloring_of(matrix).palette, Palette::deviation);
  EXPECT_EQ(coloring_of(matrix).largest, 3);
  EXPECT_EQ(panel_json("a/<b", matrix, -1),
            "{\"name\":\"a/<b\",\"rows\":2,\"first\":-1,\"thousandths\":\"1000 -3000 0 500 nan 0\"}");
  EXPECT_EQ(panel_json("w", Matrix(3, 2), 0), "{\"name\":\"w\",\"rows\":3,\"first\":0,\"thousandths\":\"0*6\"}");
}

TEST(Pictures, ArePngFilesWithTheSamePixels) {
  const Picture picture{.width = 3, .height = 2, .pixels = {1, 2, 0, 2, 1, 1}, .colors = {{}, {1, 2, 3}, {4, 5, 6}}};
  const std::vector<std::byte> bytes = png(picture);
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::vector<unsigned char> rows(100);
  uLongf size = rows.size();
  const std::size_t from = text.find("IDAT") + 4;
  ASSERT_EQ(uncompress(rows.data(), &size, reinterpret_cast<const Bytef*>(text.data() + from),
                       static_cast<uLong>(text.size() - from)),
            Z_OK);
  rows.resize(size);
  EXPECT_EQ(rows, (std::vector<unsigned char>{0, 1, 2, 0, 0, 2, 1, 1}));
  EXPECT_TRUE(text.starts_with("\x89PNG\r\n\x1a\n"));
  EXPECT_NE(text.find(std::string_view("PLTE\0\0\0\1\2\3\4\5\6", 13)), text.npos);
}

TEST(Axes, HaveRoundTicksInsideTheirRange) {
  for (const Axis::Kind kind : {Axis::linear, Axis::logarithmic, Axis::percent})
    for (const std::vector<double>& numbers : {std::vector<double>{},
                                               {5},
                                               {0, 0},
                                               {3, 60000},
                                               {0.97, 1},
                                               {-2, 7},
                                               {1, 1 + 1e-15},
                                               {1e12, 1e12 + 1e-3},
                                               {1e-9, 1e9},
                                               {std::nan(""), 2},
                                               {2.3e-5}}) {
      Axis axis{.label = "", .kind = kind};
      axis.fit(numbers);
      ASSERT_LT(axis.low, axis.high);
      const std::vector<Axis::Tick> ticks = axis.ticks();
      EXPECT_GE(ticks.size(), 2u) << kind << " " << axis.low << " " << axis.high;
      EXPECT_LE(ticks.size(), 9u) << kind << " " << axis.low << " " << axis.high;
      for (const Axis::Tick& tick : ticks) {
        if (!axis.zero.empty() && tick.number == 0) continue;
        EXPECT_GE(tick.number, axis.low - 1e-6 * std::abs(axis.low) - 1e-9);
        EXPECT_LE(tick.number, axis.high * (1 + 1e-6));
      }
    }
}

// Zero has a place of its own on a logarithmic axis. (It was drawn at the smallest positive number.)
TEST(Axes, OfLogarithmsShowZeroApart) {
  Axis axis{.label = "", .kind = Axis::logarithmic, .from = 100, .to = 0};
  axis.fit({4, 0.004, 0, std::nan("")});
  EXPECT_EQ(axis.at(0), 100);
  EXPECT_LT(axis.at(0.004), 95);
  EXPECT_EQ(axis.at(4), 0);
  EXPECT_EQ(axis.ticks().front().number, 0);
  EXPECT_EQ(axis.ticks().front().text, "0");
  axis.fit({4, 0.004, -1});
  EXPECT_EQ(axis.ticks().front().text, "\u2264 0");
  axis.fit({4, 0.004});
  EXPECT_EQ(axis.at(0.004), 100);
  EXPECT_EQ(axis.ticks().front().text, "0.01");
}

// A long pipeline was cut off at the edge of the chart.
TEST(Charts, SqueezeALongNameIntoTheLegend) {
  const auto chart_of = [](const std::string& name) {
    const auto line = [](const std::string& of, int style) {
      return Line{.name = of, .from = "", .x = {1, 2}, .y = {1, 2}, .style = style};
    };
    return draw({.title = "", .x = {}, .y = {}, .lines = {line("ntm", 0), line(name, 1)}}).written();
  };
  EXPECT_EQ(chart_of("content").find("textLength"), std::string::npos);
  EXPECT_NE(chart_of(std::string(90, 'x')).find("textLength=\"344\""), std::string::npos);
}

TEST(Charts, KeepTheSmallestAndTheLargestNumberWhenThinnedOut) {
  std::vector<double> x, y;
  for (int i = 0; i < 10000; ++i) x.push_back(i), y.push_back(i == 5000 ? 99 : i == 7001 ? -99 : i % 7);
  thin_out(x, y);
  EXPECT_LE(x.size(), 500u);
  EXPECT_EQ(x.size(), y.size());
  EXPECT_TRUE(std::ranges::is_sorted(x));
  EXPECT_EQ(y[static_cast<std::size_t>(std::ranges::find(x, 5000) - x.begin())], 99);
  EXPECT_EQ(y[static_cast<std::size_t>(std::ranges::find(x, 7001) - x.begin())], -99);
}

TEST(Numbers, AreFormattedWithTheirUnits) {
  EXPECT_EQ(format_number(1234567, NumberFormat::whole), "1\u202f234\u202f567");
  EXPECT_EQ(format_number(0.98765, NumberFormat::percent), "98.8\u202f%");
  EXPECT_EQ(format_number(0.0123456, NumberFormat::plain), "0.0123");
  EXPECT_EQ(format_number(std::nan(""), NumberFormat::plain), "\u2013");
  EXPECT_EQ(number(0.5, NumberFormat::percent, "a b").written(),
            "<data value=\"0.5\" data-from=\"a b\">50.0\u202f%</data>");
}

TEST(Stories, AreParsedInTheFormatOfBabi) {
  const std::vector<StoryLine> lines = story_lines("1 Mary moved.\n2 Where is Mary? \tbathroom\t1 12\n\n");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_FALSE(lines[0].is_question);
  EXPECT_EQ(lines[0].words, "Mary moved.");
  EXPECT_TRUE(lines[1].is_question);
  EXPECT_EQ(lines[1].words, "Where is Mary?");
  EXPECT_EQ(lines[1].answer, "bathroom");
  EXPECT_EQ(lines[1].supports, (std::vector<std::string>{"1", "12"}));
}

}  // namespace
}  // namespace memnet::report

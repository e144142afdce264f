// The text of a bank: it loses nothing, and other text is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <span>

#include "memnet/base/random.hpp"
#include "program/comparison/bank_text.hpp"
#include "program/records/solved.hpp"
#include "program/text/exact_numbers.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

std::vector<std::uint64_t> bits_of(const std::vector<double>& numbers) {
  std::vector<std::uint64_t> bits;
  for (const double x : numbers) bits.push_back(std::bit_cast<std::uint64_t>(x));
  return bits;
}

TEST(ExactNumbers, LoseNothing) {
  using Limits = std::numeric_limits<double>;
  std::vector<std::vector<double>> lists = {{},
                                            {0},
                                            {-0.0},
                                            {1, 2, 1e15, 1e300},
                                            {0.5, 1.0 / 3, -2.0 / 7},
                                            {Limits::infinity(), -Limits::infinity()},
                                            {Limits::min(), Limits::max(), Limits::epsilon()},
                                            {M_PI, 1e-7}};
  RandomStream stream(1, "test", 0);
  for (int list = 0; list < 200; ++list) {
    const double divisor = std::floor(1 + 1e6 * stream.uniform());
    std::vector<double> counts, any;
    for (int i = 0; i < 10; ++i) {
      counts.push_back(std::floor(divisor * stream.uniform()) / divisor);
      any.push_back(std::ldexp(stream.uniform() - 0.5, static_cast<int>(100 * stream.uniform()) - 50));
    }
    lists.push_back(counts);
    lists.push_back(any);
  }
  for (const std::vector<double>& list : lists) {
    const std::string text = exact_numbers(list);
    const auto read = parse_exact_numbers(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_EQ(bits_of(*read), bits_of(list)) << text;
  }
  const auto missing = parse_exact_numbers(exact_numbers(std::vector<double>{0.25, NAN, 0.125, 0.375, 0.875}));
  EXPECT_TRUE(missing && std::isnan((*missing)[1]) && (*missing)[2] == 0.125);
}

TEST(ExactNumbers, AreShortForCounts) {
  EXPECT_EQ(exact_numbers(std::vector<double>{0.998, 1, 0.87}), "0.998 1 0.87");
  EXPECT_EQ(exact_numbers(std::vector<double>{317.0 / 480, 11.0 / 480, 1}), "317 11 480 / 480");
}

TEST(ExactNumbers, RefuseOtherText) {
  for (const char* text : {" ", "1 ", " 1", "1  2", "x", "1 / 0", "1 / -2", "1 / x", "1 /", "1 / 1e300", "1 / 2 / 3"})
    EXPECT_FALSE(parse_exact_numbers(text).has_value()) << text;
}

std::vector<BankFields> some_runs() {
  return {{{"name", "one"}, {"message", "two\nlines \\n and = signs"}, {"cost.state_bytes", "12"}, {"empty", ""}},
          {{"name", "two"}, {"message", "two\nlines \\n and = signs"}, {"empty", ""}},
          {{"name", "two"}, {"message", "\\"}, {"option.x", " blanks "}},
          {}};
}

TEST(BankText, LosesNothing) {
  EXPECT_EQ(parse_bank_text(bank_text(some_runs()), 1000), some_runs());
  EXPECT_EQ(bank_text({}), "");
}

// A text that ends between two runs is that of the first ones; any other beginning is an error.
TEST(BankText, SaysWhatIsCutOff) {
  const std::vector<BankFields> all = some_runs();
  const std::string text = bank_text(all);
  int whole = 0;
  for (std::size_t size = 0; size < text.size(); ++size) {
    try {
      const std::vector<BankFields> runs = parse_bank_text(std::string_view(text).substr(0, size), 1000);
      ++whole;
      ASSERT_LE(runs.size(), all.size());
      EXPECT_TRUE(std::ranges::equal(runs, std::span(all).first(runs.size()))) << size << " bytes";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data);
      EXPECT_THAT(error.what(), HasSubstr("line "));
    }
  }
  EXPECT_EQ(whole, 4) << "before each run";
}

// A few bytes for each run would stand for a long one.
TEST(BankText, TakesNoMoreMemoryThanAllowed) {
  std::string text = "name = " + std::string(1000, 'x') + "\n";
  text += std::string(1000, '\n');
  EXPECT_EQ(parse_bank_text(text, 2'000'000).size(), 1000u);
  EXPECT_THAT(message_of(ErrorKind::data, [&] { parse_bank_text(text, 500'000); }),
              HasSubstr("more than 500000 bytes"));
}

// The name is shown whole, though it comes from a file: a zero byte would end the message.
TEST(BankText, RefusesNamesThatAreNoNames) {
  using namespace std::string_literals;
  for (const std::string& name : {""s, "a b"s, "a\nb"s, "a\\b"s, "\0b"s, "\x7f"s, "\xfe\xff"s}) {
    const std::vector<BankFields> runs = {{{name, "1"}}};
    EXPECT_THAT(message_of(ErrorKind::data, [&] { bank_text(runs); }), HasSubstr("'; expected ASCII")) << name;
    if (name.find('\n') != name.npos) continue;
    const std::string text = name + " = 1\n\n";
    EXPECT_THAT(message_of(ErrorKind::data, [&] { parse_bank_text(text, 1000); }), HasSubstr("'; expected ASCII"))
        << name;
  }
}

// Rounded bits are solved exactly where they were before.
TEST(BankText, TheCurveHasTheSameCriterion) {
  const std::unique_ptr<Task> task = make_task("dynamic_ngrams");
  Options options;
  task->declare(options.section("task"));
  ASSERT_FALSE(task->has_certain_answers());
  RunRecord::Sweeps sweeps{.sequences = {}, .lengths = {1, static_cast<double>(task->spec().longest)}, .metrics = {}};
  sweeps.metrics = {{"excess_bits", "", {}}, {"exact", "", {}}};
  RandomStream stream(1, "test", 0);
  for (int i = 0; i < 1000; ++i) {
    sweeps.sequences.push_back(i);
    const double near = i < 4 ? std::nextafter(3, 6.0 * (i % 2)) : 3 + std::ldexp(stream.uniform() - 0.5, -i % 40);
    for (const double bits : {0.0, i == 5 ? 3.0 : near}) sweeps.metrics[0].values.push_back(bits);
    for (const double exact : {1.0, 0.0}) sweeps.metrics[1].values.push_back(exact);
  }
  const RunRecord::Sweeps curve = criterion_curve(sweeps, *task);
  EXPECT_EQ(curve.lengths.size(), 1u);
  ASSERT_EQ(curve.metrics.size(), 1u);
  for (std::size_t i = 0; i < sweeps.sequences.size(); ++i) {
    EXPECT_EQ(solved(curve, i, *task), solved(sweeps, i, *task)) << sweeps.metrics[0].values[2 * i + 1];
    EXPECT_NEAR(curve.metrics[0].values[i], sweeps.metrics[0].values[2 * i + 1], 1e-3);
  }
}

}  // namespace
}  // namespace memnet

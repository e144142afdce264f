// Comparisons of runs whose numbers are made up.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <tuple>

#include "memnet/base/digest.hpp"
#include "memnet/base/random.hpp"
#include "program/comparison/bank_part.hpp"
#include "program/comparison/comparison.hpp"
#include "program/comparison/comparison_file.hpp"
#include "program/comparison/comparison_table.hpp"
#include "program/comparison/grid.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

// A finished run: `exact` of sequences right at the trained length and at twice that; evaluations every 100
// sequences, solved from `solved_at` on.
RunSummary made_up(const PlannedRun& run, double exact, double exact_twice, double solved_at) {
  RunRecord record;
  record.name = run.name;
  record.status = "finished";
  for (const auto& [name, value] : run.options) record.options.push_back({name, value});
  record.timing = {{"seconds", "2"}};
  record.final_sweep = {.sequences = {500}, .lengths = {4, 8}, .metrics = {}};
  record.final_sweep.metrics = {{"exact", "", {exact, exact_twice}},
                                {"errors", "", {2 * (1 - exact), 4 * (1 - exact_twice)}},
                                {"error_rate", "", {(1 - exact) / 2, (1 - exact_twice) / 2}}};
  record.evaluation = {.sequences = {}, .lengths = {4, 8}, .metrics = {{"exact", "", {}}}};
  for (double sequences = 100; sequences <= 500; sequences += 100) {
    record.evaluation.sequences.push_back(sequences);
    for (const double value : {sequences >= solved_at ? 1.0 : 0.5, 0.0})
      record.evaluation.metrics[0].values.push_back(value);
  }
  record.attention = {{{"one", "another", "third"}, {{"effective_slots", "", {1, 3, 7}}}},
                      {TracedKind::read, TracedKind::read, TracedKind::write}};
  record.cost = {{"parameters", 123}, {"flops_per_sequence", 4e5}};
  return {run.name, record};
}

Plan small_plan(const std::string& schemes) {
  return expand(sort_settings({{{"addressing", schemes, ""},
                                {"seeds", "1..4", ""},
                                {"task.bits", "1", ""},
                                {"task.max_length", "4", ""},
                                {"evaluate.lengths", "1x,2x", ""}}}),
                "test");
}

constexpr double kNever = 1e9;

TEST(Comparison, WritesMultiplesWithAsManyDecimalsAsTellLengthsApart) {
  Plan plan = small_plan("ntm");
  RunSummary run = made_up(plan.runs[0], 1, 0.5, 200);
  const auto multiples_of = [&](const std::string& longest, std::vector<double> lengths) {
    for (auto& option : run.record.options) {
      if (option.name == "task.max_length") option.text = longest;
      if (option.name == "evaluate.lengths") option.text = fmt::format("{}", fmt::join(lengths, ","));
    }
    run.record.final_sweep.lengths = std::move(lengths);
    return compare_runs(plan, {run}).multiples;
  };
  EXPECT_EQ(multiples_of("3", {2, 4}), (std::vector<double>{0.67, 1.33}));
  EXPECT_EQ(multiples_of("4", {5, 6}), (std::vector<double>{1.25, 1.5}));
  EXPECT_EQ(multiples_of("999", {998, 1000}), (std::vector<double>{0.999, 1.001}));
}

// On copy with one bit, chance is half of the length: 2 wrong bits at length 4.
TEST(Comparison, CountsSeedsThatSolveAndNeverAveragesOverThoseThatDoNot) {
  const Plan plan = small_plan("ntm");
  const ComparisonResult comparison =
      compare_runs(plan, {made_up(plan.runs[0], 1, 0.9, 200), made_up(plan.runs[1], 0.995, 0.7, 400),
                          made_up(plan.runs[2], 0.5, 0, kNever), made_up(plan.runs[3], 1, 0, 100)});
  ASSERT_EQ(comparison.groups.size(), 1u);
  const SeedGroup& group = comparison.groups[0];
  EXPECT_EQ(group.solved, 3);
  EXPECT_EQ(group.seeds, 4);
  EXPECT_NEAR(group.solved_interval->low, 0.3006, 1e-3);  // Wilson, 3 of 4
  EXPECT_NEAR(group.solved_interval->high, 0.9544, 1e-3);
  EXPECT_EQ(group.criterion, 400);  // of 100, 200, 400 and one that never did
  EXPECT_EQ(comparison.multiples, (std::vector<double>{1, 2}));
  EXPECT_NEAR(group.exact[0], (1 + 0.995 + 0.5 + 1) / 4, 1e-12);
  EXPECT_NEAR(group.exact[1], 0.4, 1e-12);
  EXPECT_NEAR(group.fall->size, group.exact[0] - 0.4, 1e-12);
  EXPECT_EQ(group.fall->length, 2);
  EXPECT_NEAR(group.half.multiple, 1 + (group.exact[0] - 0.5) / (group.exact[0] - 0.4), 1e-12);
  EXPECT_NEAR(group.results[0].score, (1 + 0.9) / 2, 1e-12);
  EXPECT_EQ(group.results[0].read_slots, 2);
  EXPECT_EQ(group.results[0].write_slots, 7);
  EXPECT_EQ(group.results[0].seconds, 2.0 / 500);
  EXPECT_EQ(comparison.fewest_seeds, 4);
}

// A half length that was not reached is spelled in one way everywhere. (compare.csv had 1 for a scheme that was never
// right, the page "<= 1x" and "beyond 2x".)
TEST(Comparison, SpellsACensoredHalfLengthInOneWay) {
  const std::vector<std::tuple<double, double, std::string, std::string>> cases = {{0, 0, "< 1x", "< 1x"},
                                                                                   {0.4, 0.9, "< 1x", "< 1x"},
                                                                                   {1, 0.9, "> 2x", "> 2x"},
                                                                                   {1, 0.25, "1.7x", "1.66667"},
                                                                                   {0.5, 0, "1.0x", "1"}};
  for (const auto& [exact, exact_twice, shown, written] : cases) {
    Plan plan = small_plan("ntm");
    plan.runs.resize(1);
    const ComparisonResult comparison = compare_runs(plan, {made_up(plan.runs[0], exact, exact_twice, kNever)});
    EXPECT_EQ(comparison.groups[0].half.text(), shown);
    EXPECT_THAT(comparison_table(comparison), HasSubstr("  " + shown + "\n"));
    const Scratch scratch;
    write_comparison(comparison, scratch.path());
    std::ifstream csv(scratch / "compare.csv");
    EXPECT_THAT(std::string(std::istreambuf_iterator<char>(csv), {}), HasSubstr("," + written + ","));
  }
}

TEST(Comparison, AMedianThatIsNotReachedIsMissing) {
  const Plan plan = small_plan("ntm");
  const ComparisonResult comparison = compare_runs(
      plan,
      {made_up(plan.runs[0], 1, 1, 200), made_up(plan.runs[1], 0, 0, kNever), made_up(plan.runs[2], 0, 0, kNever)});
  EXPECT_FALSE(comparison.groups[0].criterion.has_value());
  EXPECT_EQ(comparison.groups[0].results.size(), 3u) << "one is missing";
}

TEST(Comparison, ARunThatDivergedCountsAndScoresZero) {
  const Plan plan = small_plan("ntm");
  RunSummary diverged = made_up(plan.runs[0], 1, 1, 100);
  diverged.record.status = "diverged";
  diverged.record.final_sweep = {};
  RunSummary running = made_up(plan.runs[1], 1, 1, 100);
  running.record.status = "running";
  const ComparisonResult comparison = compare_runs(plan, {diverged, running});
  const SeedGroup& group = comparison.groups[0];
  ASSERT_EQ(group.results.size(), 1u);
  EXPECT_EQ(group.diverged, 1);
  EXPECT_EQ(group.solved, 0);
  EXPECT_EQ(group.results[0].sequences, 50000) << "it has failed for the whole budget";
  EXPECT_EQ(group.results[0].score, 0);
  EXPECT_EQ(group.exact, (std::vector<double>{0, 0}));
  EXPECT_EQ(group.right_answers, (std::vector<double>{0.5, 0.5}));
}

// Half of all bits are right by chance; of words far fewer, so none counts.
TEST(Comparison, ARunThatDivergedHasNoWordRight) {
  const Plan plan = expand(sort_settings({{{"addressing", "ntm", ""},
                                           {"seeds", "1", ""},
                                           {"task.symbols", "4", ""},
                                           {"task.max_length", "4", ""},
                                           {"evaluate.lengths", "1x,2x", ""}}}),
                           "test");
  RunSummary diverged = made_up(plan.runs[0], 1, 1, 100);
  diverged.record.status = "diverged";
  diverged.record.final_sweep = {};
  EXPECT_EQ(compare_runs(plan, {diverged}).groups[0].right_answers, (std::vector<double>{0, 0}));
}

// A bank holds of each run what the tables need: with one, nothing changes.
TEST(Comparison, IsTheSameFromABank) {
  const Plan plan = small_plan("ntm");
  std::vector<RunSummary> summaries = {made_up(plan.runs[0], 1, 1.0 / 3, 200), made_up(plan.runs[1], 0.5, 0, kNever),
                                       made_up(plan.runs[2], 0.995, 0.123456789, 300),
                                       made_up(plan.runs[3], 1, 1, 100)};
  summaries[3].record.status = "diverged";
  summaries[3].record.final_sweep = {};
  std::vector<RunRecord> records;
  for (RunSummary& summary : summaries) {
    const std::string& name = summary.record.name;
    summary.record.identity = name.substr(name.size() - 16) + "0123456789abcdef";
    summary.record.cost.emplace_back("of_a_later_version", 7);
    records.push_back(summary.record);
  }
  const Scratch scratch;
  const std::vector<RunRecord> read = read_bank_part(write_bank_part(plan, records, scratch / "bank"));
  std::vector<RunSummary> banked;
  for (const RunRecord& record : read) banked.push_back({"part", record});
  ASSERT_EQ(banked.size(), 4u);
  EXPECT_EQ(read.front().cost.size(), 3u) << "any cost is kept";
  std::vector<std::string> texts;
  for (const auto& runs : {summaries, banked}) {
    const ComparisonResult comparison = compare_runs(plan, runs);
    EXPECT_EQ(comparison.groups[0].solved, 2);
    write_comparison(comparison, scratch.path());
    std::ifstream csv(scratch / "compare.csv");
    texts.push_back(std::string(std::istreambuf_iterator<char>(csv), {}) + comparison_table(comparison));
  }
  EXPECT_EQ(texts[0], texts[1]);
}

// A thousand runs as those of an NTM: five lengths, 1000 sequences each, 50 evaluations and two heads, with numbers
// that are as random as they can be.
TEST(Comparison, ABankTakesThreeHundredBytesForARun) {
  const PlannedRun usual = small_plan("ntm").runs.front();
  Plan plan{.name = "test-01234567", .id = "0123456789abcdef", .axes = {}, .runs = {}};
  RandomStream stream(1, "test", 0);
  const auto of = [&](double count) { return std::floor(count * stream.uniform()) / count; };
  std::vector<RunRecord> records;
  for (int i = 0; i < 1000; ++i) {
    RunRecord record = made_up(usual, 1, 1, 0).record;
    record.identity = digest(std::to_string(i));
    record.name = fmt::format("copy-scheme{}-s{}-{}", i / 50, i % 50, record.identity.substr(0, 16));
    record.builds = {{"bits 2, GNU 12, avx512", "0123abc"}};
    record.timing = {{"seconds", fmt::format("{:.3f}", 100 * stream.uniform())}};
    for (NamedText& option : record.options) {
      if (option.name == "seed") option.text = std::to_string(i % 50);
      if (option.name == "model.addressing") option.text = fmt::format("scheme{}", i / 50);
    }
    record.final_sweep = {.sequences = {50000}, .lengths = {4, 6, 8, 12, 16}, .metrics = {}};
    record.final_sweep.metrics = {{"exact", "", {}}, {"errors", "", {}}, {"error_rate", "", {}}};
    for (const double length : record.final_sweep.lengths) {
      const double scored = 8000 * length, wrong = std::floor(scored * stream.uniform());
      record.final_sweep.metrics[0].values.push_back(of(1000));
      record.final_sweep.metrics[1].values.push_back(wrong / 1000);
      record.final_sweep.metrics[2].values.push_back(wrong / scored);
    }
    record.evaluation = {.sequences = {}, .lengths = {4, 8}, .metrics = {{"exact", "", {}}}};
    for (int evaluation = 1; evaluation <= 50; ++evaluation) {
      const double solved = evaluation > i % 50 ? 1.0 : of(100) * evaluation / 50;
      record.evaluation.sequences.push_back(1000 * evaluation);
      for (const double exact : {std::floor(100 * solved) / 100, 0.0})
        record.evaluation.metrics[0].values.push_back(exact);
    }
    record.attention = {{{"read0", "write0"}, {}}, {TracedKind::read, TracedKind::write}};
    for (const char* name : {"entropy", "effective_slots", "lead"})
      record.attention.columns.push_back({name, "", {stream.uniform(), stream.uniform()}});
    plan.runs.push_back({record.name, {}});
    records.push_back(std::move(record));
  }
  const Scratch scratch;
  const std::filesystem::path part = write_bank_part(plan, records, scratch.path());
  RecordProperty("bytes", std::to_string(std::filesystem::file_size(part)));
  EXPECT_LE(std::filesystem::file_size(part), 300'000u);
  EXPECT_EQ(read_bank_part(part).size(), 1000u);
}

TEST(Comparison, CountsAsSolvedOnlyAtTheTrainedLength) {
  Plan plan = small_plan("ntm");
  plan.runs.resize(1);
  RunSummary summary = made_up(plan.runs[0], 1, 1, 100);
  EXPECT_TRUE(compare_runs(plan, {summary}).groups[0].results[0].solved);
  summary.record.final_sweep.lengths = {2, 8};
  EXPECT_FALSE(compare_runs(plan, {summary}).groups[0].results[0].solved);
}

TEST(Comparison, ShowsSchemesWithSimilarNamesInFull) {
  const Plan plan = small_plan(
      "cosine|softmax|gate|shift:2|sharpen, cosine|softmax|shift:2|sharpen, dot|softmax|gate|shift:1|sharpen");
  std::vector<RunSummary> summaries;
  for (const PlannedRun& run : plan.runs) summaries.push_back(made_up(run, 1, 1, 100));
  const std::string table = comparison_table(compare_runs(plan, summaries));
  EXPECT_THAT(table, HasSubstr("cosine|softmax|gate|shift:2|sharpen"));
  EXPECT_THAT(table, HasSubstr("cosine|softmax|shift:2|sharpen"));
  EXPECT_THAT(table, HasSubstr("dot|softmax|gate|shift:1|sharpen")) << "a cut name among whole ones";
}

TEST(Comparison, PairsSeedsAndRanks) {
  const Plan plan = small_plan("content,ntm");
  std::vector<RunSummary> summaries;
  for (std::size_t i = 0; i < plan.runs.size(); ++i) {
    const bool ntm = plan.runs[i].value("model.addressing") == "ntm";
    summaries.push_back(
        made_up(plan.runs[i], ntm ? 1 : 0.2, ntm ? 0.8 : 0.1 * static_cast<double>(i), ntm ? 100 : kNever));
  }
  const ComparisonResult comparison = compare_runs(plan, summaries);
  ASSERT_EQ(comparison.schemes.size(), 2u);
  EXPECT_EQ(comparison.schemes[1].name, "ntm");
  EXPECT_NEAR(comparison.schemes[1].iqm, 0.9, 1e-12);
  EXPECT_EQ(comparison.wins[1][0].probability, 1);
  EXPECT_EQ(comparison.wins[0][1].probability, 0);
  EXPECT_EQ(comparison.wins[0][0].probability, 0.5);
  EXPECT_LT(comparison.wins[1][0].interval->low, 1);
  const std::string table = comparison_table(comparison);
  EXPECT_LT(table.rfind("  ntm "), table.rfind("  content ")) << "the best comes first\n" << table;
  EXPECT_THAT(table, HasSubstr("WARNING: only 4 seeds"));
}

// Copy with one bit: guessing makes half of the errors, 2 at length 4 and 4 at length 8.
TEST(Comparison, ShowsTheReferenceAnswersOfTheTask) {
  const Plan plan = small_plan("ntm");
  const ComparisonResult comparison = compare_runs(plan, {made_up(plan.runs[0], 0.5, 0.25, kNever)});
  const SeedGroup& group = comparison.groups[0];
  EXPECT_EQ(group.errors, (std::vector<double>{1, 3}));
  EXPECT_EQ(group.guessing, (std::vector<double>{2, 4}));
  EXPECT_NEAR(group.results[0].validation_error, 0.25, 1e-12);
  EXPECT_THAT(comparison_table(comparison),
              HasSubstr("  (guessing)         2        4\n  (oracle)           0        0\n"));
}

// Seed 4 is missing. Of the others, ntm solves two that content does not solve.
TEST(Comparison, MeasuresEffectsOnTheSeedsOfBoth) {
  const Plan plan = small_plan("content,ntm");
  std::vector<RunSummary> summaries;
  for (const PlannedRun& run : plan.runs) {
    const bool ntm = run.value("model.addressing") == "ntm";
    if (ntm && run.value("seed") == "4") continue;
    const bool solves = ntm ? run.value("seed") != "3" : run.value("seed") == "3";
    summaries.push_back(made_up(run, solves ? 1 : 0.5, 0, solves ? 100 : kNever));
  }
  ComparisonResult comparison = compare_runs(plan, summaries);
  const Effects effects = effects_against(comparison, "content");
  ASSERT_EQ(effects.list.size(), 3u);
  const Effect &solved = effects.list[0], &errors = effects.list[1], &beyond = effects.list[2];
  EXPECT_EQ(comparison.schemes[solved.scheme].name, "ntm");
  EXPECT_EQ(solved.seeds, 3);
  EXPECT_NEAR(solved.difference, (1.0 + 1 - 1) / 3, 1e-12);
  EXPECT_NEAR(solved.p, 1, 1e-12);  // 2 against 1
  EXPECT_NEAR(solved.interval->low, solved_difference_interval({.only_first = 2, .only_second = 1}).low, 1e-12);
  EXPECT_NEAR(errors.difference, (-1.0 - 1 + 1) / 3, 1e-12);
  EXPECT_FALSE(errors.interval) << "three seeds are too few";
  EXPECT_EQ(beyond.difference, 0);
  EXPECT_EQ(beyond.p_holm, 1);
  EXPECT_THAT(message_of(ErrorKind::usage, [&] { effects_against(comparison, "tape"); }),
              HasSubstr("against = tape: this scheme is not compared; take one of content, ntm"));
  comparison.effects = effects;
  EXPECT_THAT(comparison_table(comparison), HasSubstr("solved, %          3       +33.3"));
}

TEST(Comparison, AModelNamesItsOnlyScheme) {
  // Returns the schemes whose differences to "dnc" are shown.
  const auto compared_with_dnc = [](const std::string& schemes) {
    const Plan plan = small_plan(schemes);
    std::vector<RunSummary> summaries;
    for (const PlannedRun& run : plan.runs) summaries.push_back(made_up(run, 1, 1, 100));
    const ComparisonResult comparison = compare_runs(plan, summaries);
    std::set<std::string> compared;
    for (const Effect& effect : effects_against(comparison, "dnc").list)
      compared.insert(comparison.schemes[effect.scheme].name);
    return compared;
  };
  EXPECT_THAT(compared_with_dnc("content, dnc cosine:1|softmax"), testing::ElementsAre("content"));
  EXPECT_THAT(compared_with_dnc("dnc, dnc cosine:1|softmax"),
              testing::ElementsAre("dnc cosine:1|softmax / cosine:1|softmax|allocate"))
      << "the name of a scheme comes first";
  EXPECT_THAT(message_of(ErrorKind::usage, [&] { compared_with_dnc("dnc cosine:1|softmax, dnc cosine|softmax"); }),
              HasSubstr("against = dnc: this scheme is not compared"));
}

TEST(Comparison, WithFurtherAxesEffectsAreAtTheSameValues) {
  const Plan plan = expand(sort_settings({{{"addressing", "content,ntm,lstm", ""},
                                           {"write_mode", "append,learned", ""},
                                           {"seeds", "1", ""},
                                           {"task.bits", "1", ""},
                                           {"task.max_length", "4", ""},
                                           {"evaluate.lengths", "1x,2x", ""}}}),
                           "test");
  std::vector<RunSummary> summaries;
  for (const PlannedRun& run : plan.runs)
    summaries.push_back(made_up(run, run.value("model.write_mode") == "append" ? 1 : 0.5, 0, kNever));
  const ComparisonResult comparison = compare_runs(plan, summaries);
  const auto differences = [&](const std::string& against) {
    std::vector<double> differences;
    for (const Effect& effect : effects_against(comparison, against).list)
      if (effect.outcome == 0) differences.push_back(effect.difference);
    return differences;
  };
  EXPECT_EQ(differences("ntm"), (std::vector<double>{0, 0})) << "lstm has no write mode";
  EXPECT_EQ(differences("ntm append"), (std::vector<double>{0, -1, -1, -1}));
  EXPECT_EQ(differences("lstm"), (std::vector<double>{1, 0, 1, 0}));
}

TEST(Comparison, WithoutRunsItHasNoNumbers) {
  const ComparisonResult comparison = compare_runs(small_plan("content,lstm"), {});
  EXPECT_EQ(comparison.groups.size(), 2u);
  EXPECT_TRUE(std::isnan(comparison.schemes[0].iqm));
  EXPECT_THAT(comparison_table(comparison), HasSubstr("WARNING: only 0 seeds"));
}

}  // namespace
}  // namespace memnet

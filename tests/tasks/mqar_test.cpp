// Multi-query associative recall, read by a program that only follows its comment.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

// The words of steps first, ..., first + count - 1 as text, such as "k3 k1 ".
std::string words(const Task& task, const Matrix& row, int first, int count) {
  std::string text;
  for (int t = first; t < first + count; ++t) text += row(0, t) == 0 ? ". " : task.word(int(row(0, t))) + " ";
  return text;
}

// What an episode shows and asks for, as text.
struct Read {
  Read(const Settings& settings, int length, std::uint64_t index, int bindings, int key_length = 1) {
    const TaskSampler sampler("mqar", settings);
    const Task& task = *sampler.task;
    episode = sampler.sample(index, length);
    const int cell = key_length + 1;
    for (int i = 0; i < bindings; ++i)
      shown.emplace_back(words(task, episode.inputs, i * cell, key_length),
                         words(task, episode.inputs, i * cell + key_length, 1));
    for (int t = 0; t < episode.steps(); ++t) {
      if (episode.mask(0, t) == 0) continue;
      const int begin = t - key_length + 1;
      EXPECT_EQ((begin - bindings * cell) % cell, 0) << "a query does not begin a cell";
      places.push_back((begin - bindings * cell) / cell + 1);
      asked.emplace_back(words(task, episode.inputs, begin, key_length), words(task, episode.targets, t, 1));
    }
  }
  Episode episode;
  std::vector<std::pair<std::string, std::string>> shown, asked;  // keys and values
  std::vector<int> places;                                        // of the queries: numbers of cells, from 1
};

TEST(Mqar, AsksForEveryKeyOnce) {
  for (const char* noise : {"16", "0"}) {
    const Read read({{"noise", noise}}, 8, 1, 8);
    EXPECT_EQ(read.episode.steps(), 8 * 16);
    const std::map<std::string, std::string> values(read.shown.begin(), read.shown.end());
    EXPECT_EQ(values.size(), 8u);
    EXPECT_EQ((std::map<std::string, std::string>(read.asked.begin(), read.asked.end())), values);
    EXPECT_EQ(read.asked.size(), 8u);
    std::set<std::string> different;
    for (const auto& [key, value] : read.shown) {
      EXPECT_TRUE(key.starts_with('k') && value.starts_with('v')) << key << value;
      different.insert(value);
    }
    EXPECT_EQ(different.size(), 8u);
  }
}

TEST(Mqar, NoiseShowsWordsOfItsOwnOrNothing) {
  for (const char* noise : {"5", "0"}) {
    std::set<Scalar> words;
    for (std::uint64_t i = 0; i < 20; ++i) {
      const Read read({{"noise", noise}}, 4, i, 4);
      for (int t = 8; t < 64; ++t)
        if (read.episode.mask(0, t) == 0) words.insert(read.episode.inputs(0, t));
    }
    EXPECT_EQ(words, *noise == '0' ? std::set<Scalar>({0}) : std::set<Scalar>({65, 66, 67, 68, 69}));
  }
}

TEST(Mqar, TheLastValueOfAKeyCounts) {
  int second = 0;
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Read read({{"forgetting", "0.5"}}, 8, i, 12);
    std::map<std::string, std::vector<std::string>> values;
    for (const auto& [key, value] : read.shown) values[key].push_back(value);
    ASSERT_EQ(values.size(), 8u);
    ASSERT_EQ(read.asked.size(), 8u);
    for (const auto& [key, value] : read.asked) {
      EXPECT_EQ(value, values[key].back());
      if (values[key].size() == 1) continue;
      ASSERT_EQ(values[key].size(), 2u);
      EXPECT_NE(values[key][0], values[key][1]);
      ++second;
    }
  }
  EXPECT_EQ(second, 50 * 4);
}

TEST(Mqar, KeysMayHaveMostSymbolsInCommon) {
  const Read read({{"key_length", "3"}, {"key_overlap", "2"}, {"steps_per_pair", "20"}}, 6, 1, 6, 3);
  std::set<std::string> firsts, lasts;
  for (const auto& [key, value] : read.shown) {
    firsts.insert(key.substr(0, key.find(' ')));
    lasts.insert(key.substr(key.find(' ')));
  }
  EXPECT_EQ(firsts.size(), 6u);
  EXPECT_EQ(lasts.size(), 1u);
  EXPECT_EQ((std::map<std::string, std::string>(read.asked.begin(), read.asked.end())),
            (std::map<std::string, std::string>(read.shown.begin(), read.shown.end())));
}

// Returns the probability that each of n cells holds one of the queries, for one or two of them.
std::vector<double> held(int n, double power, int queries) {
  std::vector<double> p;
  double sum = 0;
  for (int i = 1; i <= n; ++i) p.push_back(std::pow(i, power - 1)), sum += p.back();
  for (double& share : p) share /= sum;
  if (queries == 1) return p;
  std::vector<double> either = p;
  for (std::size_t first = 0; first < p.size(); ++first)
    for (std::size_t second = 0; second < p.size(); ++second)
      if (second != first) either[second] += p[first] * p[second] / (1 - p[first]);
  return either;
}

// The numbers of queries in cells, of 6,000 episodes, lie within 4.5 standard errors of what the power law gives.
TEST(Mqar, QueriesArePlacedByAPowerLaw) {
  for (const char* power : {"0.01", "0.5", "1"})
    for (const int pairs : {1, 2}) {
      constexpr int kEpisodes = 6000;
      const int n = 7 * pairs;
      const TaskSampler sampler("mqar", {{"power", power}});
      std::vector<int> times(std::size_t(n), 0);
      for (std::uint64_t i = 0; i < kEpisodes; ++i) {
        const Episode episode = sampler.sample(i, pairs);
        for (int t = 0; t < episode.steps(); ++t)
          if (episode.mask(0, t) == 1) ++times.at(std::size_t(t / 2 - pairs));
      }
      const std::vector<double> expected = held(n, std::stod(power), pairs);
      for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(times[i], kEpisodes * expected[i], 4.5 * std::sqrt(kEpisodes * expected[i] * (1 - expected[i])))
            << "power " << power << ", " << pairs << " pairs, cell " << i + 1;
    }
}

// Which pair is asked first does not depend on where it was shown, nor on whether it has a second value.
TEST(Mqar, ThePlaceOfAQueryTellsNothingAboutItsPair) {
  constexpr int kEpisodes = 4000;
  const TaskSampler sampler("mqar", {{"forgetting", "0.5"}});
  int first_shown = 0, with_second_value = 0;
  for (std::uint64_t i = 0; i < kEpisodes; ++i) {
    const Episode episode = sampler.sample(i, 2);
    int t = 0;
    while (episode.mask(0, t) == 0) ++t;
    const Scalar key = episode.inputs(0, t);
    first_shown += episode.inputs(0, 0) == key;
    with_second_value +=
        (episode.inputs(0, 0) == key) + (episode.inputs(0, 2) == key) + (episode.inputs(0, 4) == key) == 2;
  }
  EXPECT_NEAR(with_second_value, kEpisodes / 2, 4.5 * std::sqrt(kEpisodes) / 2);
  EXPECT_NEAR(first_shown, kEpisodes / 2, 4.5 * std::sqrt(kEpisodes) / 2);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet

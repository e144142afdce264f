#include "memnet/data/baseline.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "memnet/data/purposes.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr std::uint64_t kEpisodes = 500;  // on which an answer is chosen; as many others test it

// Calls `use` for kEpisodes random episodes of the task. Sets 0 and 1 are from different random streams. Both are of
// the training split, so that no test data is used; a small data set can have an episode in both.
template <class Use>
void for_episodes(const Task& task, int length, std::uint64_t set, Use use) {
  Episode episode;
  for (std::uint64_t i = 0; i < kEpisodes; ++i) {
    sample_episode(task, {0, purposes::kBaseline, set * kEpisodes + i, length, Split::train}, InputForm::context,
                   episode);
    use(episode);
  }
}

// The steps of an episode whose answers are scored.
std::vector<int> scored_steps(const Episode& episode) {
  std::vector<int> steps;
  for (int t = 0; t < episode.steps(); ++t)
    if (episode.mask(0, t) != 0) steps.push_back(t);
  return steps;
}

// Returns the word that most of the steps with an item show; 0 if inputs are no words.
int most_shown(const Episode& episode) {
  std::vector<int> times(static_cast<std::size_t>(episode.input_words) + 1);
  for (int t = 0; episode.input_words > 0 && t < episode.steps(); ++t)
    if (episode.item_shown(0, t) != 0) ++times[static_cast<std::size_t>(episode.inputs(0, t))];
  return static_cast<int>(std::ranges::max_element(times) - times.begin());
}

// How often each word is an answer.
class WordCounts {
 public:
  void add(int word) { ++counts_[word], ++answers_; }
  bool most_frequent_is(int word) const {
    const auto most = std::ranges::max_element(counts_, {}, [](const auto& entry) { return entry.second; });
    return most != counts_.end() && most->first == word;
  }
  // Counts the errors of each answer with the word that is the most frequent one of all other answers.
  int wrong_by_most_frequent() const {
    int most = 0, second = 0;
    for (const auto& [word, times] : counts_) {
      second = std::max(second, std::min(most, times));
      most = std::max(most, times);
    }
    return answers_ - (most - 1 > second ? most : 0);
  }

 private:
  std::map<int, int> counts_;
  int answers_ = 0;
};

double word_errors(const Task& task, int length) {
  using Key = std::pair<int, std::size_t>;          // subtask, and the number of the answer in its sequence
  std::map<Key, WordCounts> of_subtask, of_number;  // the number is 0 for all answers of a subtask
  int wrong_of_subtask = 0, wrong_of_number = 0, wrong_by_shown = 0;
  const auto for_answers = [&](std::uint64_t set, auto use) {
    for_episodes(task, length, set, [&](const Episode& episode) {
      const std::vector<int> steps = scored_steps(episode);
      const int shown = most_shown(episode);
      for (std::size_t i = 0; i < steps.size(); ++i) {
        const int subtask = episode.subtask_at(steps[i]);
        use(Key{subtask, 0}, Key{subtask, i}, static_cast<int>(episode.targets(0, steps[i])), shown);
      }
    });
  };
  for_answers(0, [&](const Key& subtask, const Key& number, int word, int shown) {
    of_subtask[subtask].add(word);
    of_number[number].add(word);
    wrong_by_shown += shown != word ? 1 : 0;
  });
  for (const auto& [key, counts] : of_subtask) wrong_of_subtask += counts.wrong_by_most_frequent();
  for (const auto& [key, counts] : of_number) wrong_of_number += counts.wrong_by_most_frequent();
  const bool is_shown = wrong_by_shown < std::min(wrong_of_subtask, wrong_of_number);
  const bool is_by_number = wrong_of_number < wrong_of_subtask;
  double wrong = 0;
  for_answers(1, [&](const Key& subtask, const Key& number, int word, int shown) {
    const bool is_right = is_shown       ? shown == word
                          : is_by_number ? of_number[number].most_frequent_is(word)
                                         : of_subtask[subtask].most_frequent_is(word);
    wrong += is_right ? 0 : 1;
  });
  return wrong / kEpisodes;
}

double numbers_errors(const Task& task, int length) {
  const TaskSpec spec = task.spec();
  std::vector<double> means(static_cast<std::size_t>(spec.outputs));
  double answers = 0, wrong = 0;
  for_episodes(task, length, 0, [&](const Episode& episode) {
    for (const int t : scored_steps(episode)) {
      for (std::size_t i = 0; i < means.size(); ++i) means[i] += static_cast<double>(episode.targets.column(t)[i]);
      ++answers;
    }
  });
  std::vector<Scalar> answer;
  for (const double sum : means) answer.push_back(static_cast<Scalar>(sum / answers));
  for_episodes(task, length, 1, [&](const Episode& episode) {
    for (const int t : scored_steps(episode))
      wrong +=
          entry_of(spec.answers).wrong(answer, episode.targets.column(t), AnswerForm::probabilities, spec.tolerance);
  });
  return wrong / kEpisodes;
}

// For each input channel, whether most of the steps that show an item have a 1 there.
std::vector<bool> majorities(const Episode& episode) {
  std::vector<bool> majority;
  for (int channel = 0; channel < episode.inputs.rows(); ++channel) {
    int lead = 0;  // of ones over zeros
    for (int t = 0; t < episode.steps(); ++t)
      if (episode.item_shown(0, t) != 0) lead += episode.inputs(channel, t) > Scalar(0.5) ? 1 : -1;
    majority.push_back(lead > 0);
  }
  return majority;
}

// The errors at one bit of the answers if it is answered by a constant for each answer, or by the majority of a
// channel.
struct BitErrors {
  std::vector<int> ones;       // by the number of the answer in its sequence: how often the bit is 1
  std::vector<int> sequences;  // that have so many answers
  std::vector<int> wrong;      // by channel

  void count(const Episode& episode, int bit, const std::vector<int>& steps, const std::vector<bool>& majority) {
    if (steps.size() > ones.size()) ones.resize(steps.size()), sequences.resize(steps.size());
    wrong.resize(majority.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const bool is_one = episode.targets(bit, steps[i]) > Scalar(0.5);
      ones[i] += is_one ? 1 : 0;
      ++sequences[i];
      for (std::size_t channel = 0; channel < majority.size(); ++channel)
        wrong[channel] += majority[channel] != is_one ? 1 : 0;
    }
  }
  bool constant(std::size_t answer) const { return answer < ones.size() && 2 * ones[answer] > sequences[answer]; }
  // Counts the errors of each sequence with the constants that all other sequences give: constants that are chosen on
  // the very sequence would look better than they are.
  int wrong_by_constants() const {
    int sum = 0;
    for (std::size_t i = 0; i < ones.size(); ++i) {
      const int zeros = sequences[i] - ones[i], others = sequences[i] - 1;
      sum += (2 * (ones[i] - 1) > others ? 0 : ones[i]) + (2 * ones[i] > others ? zeros : 0);
    }
    return sum;
  }
  std::size_t best_channel() const { return static_cast<std::size_t>(std::ranges::min_element(wrong) - wrong.begin()); }
};

double bits_errors(const Task& task, int length) {
  std::vector<BitErrors> bits(static_cast<std::size_t>(task.spec().outputs));
  for_episodes(task, length, 0, [&](const Episode& episode) {
    const std::vector<int> steps = scored_steps(episode);
    const std::vector<bool> majority = majorities(episode);
    for (std::size_t bit = 0; bit < bits.size(); ++bit)
      bits[bit].count(episode, static_cast<int>(bit), steps, majority);
  });
  double wrong = 0;
  for_episodes(task, length, 1, [&](const Episode& episode) {
    const std::vector<int> steps = scored_steps(episode);
    const std::vector<bool> majority = majorities(episode);
    for (std::size_t bit = 0; bit < bits.size(); ++bit) {
      const std::size_t channel = bits[bit].best_channel();
      const bool is_constant = bits[bit].wrong_by_constants() <= bits[bit].wrong[channel];
      for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool answer = is_constant ? bits[bit].constant(i) : majority[channel];
        wrong += answer != (episode.targets(static_cast<int>(bit), steps[i]) > Scalar(0.5)) ? 1 : 0;
      }
    }
  });
  return wrong / kEpisodes;
}

}  // namespace

double errors_without_memory(const Task& task, int length) {
  constexpr double (*kErrors[])(const Task& task, int length) = {
#define MEMNET_TARGET_KIND(name, loss) name##_errors,
#include "memnet/data/target_kind.def"
#undef MEMNET_TARGET_KIND
  };
  return kErrors[static_cast<std::size_t>(task.spec().answers)](task, length);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

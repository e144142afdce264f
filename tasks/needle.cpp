// Needle: pairs of a key and a value are shown, one a sentence, all keys different. Then one key is asked for, and the
// model answers with its value. One look at the right slot is enough, so this measures how a model finds a slot among
// many.
//
//   story     k7 v2.  k31 v5.  k2 v2.  k31?        the answer is v5; the length is the number of pairs
#include <fmt/format.h>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Needle : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("keys", keys_, 2, 10000, "number of different keys");
    options.add("values", values_, 2, 10000, "number of different values");
    options.replaced_at_evaluation_by("--lengths").add("pairs", pairs_, 1, 10000, "number of pairs in training");
  }

  TaskSpec spec() const override {
    const int words = keys_ + values_;
    return {.inputs = words + 2,
            .outputs = words + 1,
            .shortest = pairs_,
            .longest = pairs_,
            .answers = TargetKind::word,
            .input_words = words + 2,
            .words = words,
            .sentence_words = 2};
  }

  void check_length(int length) const override {
    if (length > keys_)
      fail(ErrorKind::usage, "needle: length {} needs as many different keys, and task.keys = {}; raise it", length,
           keys_);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    episode.assign_context(1);
    Context& story = episode.context;
    for (int i = 0; i < length; ++i) {
      int key = 0;
      do key = stream.between(1, keys_);
      while (find(story, key) < i);
      story.sentences.begin_list();
      story.sentences.add(key);
      story.sentences.add(keys_ + stream.between(1, values_));
    }
    const int asked = stream.between(0, length - 1);
    story.questions.begin_list();
    story.questions.add(story.sentences[asked][0]);
    story.supports.add_list({&asked, 1});
    story.answered_at.push_back(0);
    episode.targets(0, 0) = static_cast<Scalar>(story.sentences[asked][1]);
    episode.mask(0, 0) = 1;
  }

  Matrix oracle(const Episode& episode) const override {
    const Context& story = episode.context;
    Matrix answer(keys_ + values_ + 1, episode.steps());
    answer(story.sentences[find(story, story.questions[0][0])][1], story.answered_at[0]) = 1;
    return answer;
  }

  std::string word(int number) const override {
    return number <= keys_ ? fmt::format("k{}", number) : fmt::format("v{}", number - keys_);
  }

  // A guess is one of the values.
  double chance_errors(int) const override { return 1 - 1.0 / values_; }

 private:
  // Returns the number of the sentence with this key, from 0; the number of sentences if there is none.
  static int find(const Context& story, int key) {
    int i = 0;
    while (i < story.sentences.size() && story.sentences[i][0] != key) ++i;
    return i;
  }

  int keys_ = 64;
  int values_ = 8;
  int pairs_ = 8;
};

}  // namespace

std::unique_ptr<Task> make_needle() { return std::make_unique<Needle>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

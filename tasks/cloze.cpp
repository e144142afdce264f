// Cloze (after Hermann et al. 2015): a document of facts about entities, and one of its facts with a placeholder x in
// the place of an entity; the answer is that entity.
//
//   story     e3 r2 e5.  e1 r2 e4.  e3 r1 e4.  e5 r4 e1.  x r2 e4?    e1
//
// The length is the number of facts.
//
// No two facts have the same relation and object; facts that share one of them are distractors. Each entity is the
// subject of a fact. Some entities are asked for more often than others, whatever the facts are. They have new names in
// every document, so names tell nothing, as those of the anonymous entities of Hermann et al. do not: each name is
// asked for with the same probability, and an entity that occurs more often than others is not the answer more often.
// With task.new_names = no names stay the same, and a model that reads only the question can know which are asked for
// often.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kMostEntities = 64;

class Cloze : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("entities", entities_, 2, kMostEntities, "number of entities in a document");
    options.add("relations", relations_, 2, 1000, "number of different relations between entities");
    options.add(
        "new_names", new_names_,
        "whether entities have new names in every document; otherwise an entity is asked for the more often the "
        "lower its number is, so that to guess may be enough");
    length_.declare(options, 2, "smallest number of facts in training", "largest number of facts in training");
  }

  TaskSpec spec() const override {
    length_.check("cloze");
    for (const int length : {length_.low, length_.high}) check_length(length);
    const int words = entities_ + relations_ + 1;
    return {.inputs = words + 2,
            .outputs = words + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = words + 2,
            .words = words,
            .sentence_words = 3};
  }

  void check_length(int length) const override {
    if (length < entities_)
      fail(ErrorKind::usage,
           "cloze: length {} has no fact for each of {} entities; take a greater length, or lower task.entities",
           length, entities_);
    if (length > most_facts())
      fail(ErrorKind::usage,
           "cloze: length {} is above the {} pairs of a relation and another entity; take a smaller one, or raise "
           "task.relations or task.entities",
           length, most_facts());
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    episode.assign_context(1);
    Context& story = episode.context;
    // Every entity is the subject of one fact at a random place; the subjects of the other facts are random.
    std::array<int, kMostEntities> due;
    std::iota(due.begin(), due.begin() + entities_, 1);
    int left = entities_;
    for (int i = 0; i < length; ++i) {
      const bool is_due = stream.between(1, length - i) <= left;
      const int chosen = stream.between(0, (is_due ? left : entities_) - 1),
                subject = is_due ? due[at(chosen)] : chosen + 1;
      if (is_due) due[at(chosen)] = due[at(--left)];
      add_fact(stream, story, subject);
    }
    const int asked = fact_of(stream, story, draw_answer(stream));
    story.questions.begin_list();
    story.questions.add(placeholder());
    for (const std::size_t word : {1, 2}) story.questions.add(story.sentences[asked][word]);
    story.supports.add_list({&asked, 1});
    story.answered_at.push_back(0);
    episode.targets(0, 0) = static_cast<Scalar>(story.sentences[asked][0]);
    episode.mask(0, 0) = 1;
  }

  Matrix oracle(const Episode& episode) const override {
    const Context& story = episode.context;
    const std::span<const int> question = story.questions[0];
    Matrix answer(placeholder() + 1, episode.steps());
    answer(story.sentences[find(story, question[1], question[2])][0], story.answered_at[0]) = 1;
    return answer;
  }

  std::string word(int number) const override {
    if (number == placeholder()) return "x";
    return number <= entities_ ? fmt::format("e{}", number) : fmt::format("r{}", number - entities_);
  }

  // A guess is one of the entities.
  double chance_errors(int) const override { return 1 - 1.0 / entities_; }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  int placeholder() const { return entities_ + relations_ + 1; }
  int most_facts() const { return (entities_ - 1) * relations_; }  // so that every subject has one left

  // Returns the number of the first fact with this relation and object, from 0; the number of facts if there is none.
  static int find(const Context& story, int relation, int object) {
    int i = 0;
    while (i < story.sentences.size() && (story.sentences[i][1] != relation || story.sentences[i][2] != object)) ++i;
    return i;
  }

  // Adds a fact about this subject, with a relation and another entity that no other fact has together.
  void add_fact(RandomStream& stream, Context& story, int subject) const {
    int relation = 0, object = 0;
    do {
      relation = entities_ + stream.between(1, relations_);
      object = stream.between(1, entities_);
    } while (object == subject || find(story, relation, object) < story.sentences.size());
    story.sentences.begin_list();
    for (const int word : {subject, relation, object}) story.sentences.add(word);
  }

  // Returns the name that is asked for: with new names any of them, otherwise low numbers more often.
  int draw_answer(RandomStream& stream) const {
    if (new_names_) return stream.between(1, entities_);
    return std::min(stream.between(1, entities_), stream.between(1, entities_));
  }

  // Returns one of the facts about this subject, each with the same probability.
  static int fact_of(RandomStream& stream, const Context& story, int subject) {
    int facts = 0, chosen = 0;
    for (int i = 0; i < story.sentences.size(); ++i)
      if (story.sentences[i][0] == subject && stream.between(1, ++facts) == 1) chosen = i;
    return chosen;
  }

  int entities_ = 8;
  int relations_ = 10;
  bool new_names_ = true;
  TrainedLengths length_{8, 12};
};

}  // namespace

std::unique_ptr<Task> make_cloze() { return std::make_unique<Cloze>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// Bracket parse: write the tree of a sentence as labelled brackets (the form of Vinyals et al. 2015, "Grammar as a
// foreign language"; the grammar is ours, and no sentence has two trees).
//
//   source    the cat who sees a dog sleeps
//   target    (S (NP D N (R W (VP V (NP D N ) ) ) ) (VP V ) ) end
//
//   S  = NP VP
//   NP = D N | D A N, or with a relative clause behind it: R = W VP, with W "who"
//   VP = V | V NP | V R, with R = W S, and W "that"; which one follows from the verb
//
// The length of an episode is the number of its verbs.
#include <array>
#include <string_view>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// What the words of a source are.
enum class Class { determiner, adjective, noun, alone, transitive, with_sentence, who, that };
struct SourceWord {
  std::string_view text;
  Class is;
};
constexpr std::array<SourceWord, 21> kSourceWords = {{{"the", Class::determiner},
                                                      {"a", Class::determiner},
                                                      {"small", Class::adjective},
                                                      {"old", Class::adjective},
                                                      {"red", Class::adjective},
                                                      {"cat", Class::noun},
                                                      {"dog", Class::noun},
                                                      {"bird", Class::noun},
                                                      {"child", Class::noun},
                                                      {"king", Class::noun},
                                                      {"sleeps", Class::alone},
                                                      {"runs", Class::alone},
                                                      {"sings", Class::alone},
                                                      {"sees", Class::transitive},
                                                      {"likes", Class::transitive},
                                                      {"finds", Class::transitive},
                                                      {"says", Class::with_sentence},
                                                      {"thinks", Class::with_sentence},
                                                      {"knows", Class::with_sentence},
                                                      {"who", Class::who},
                                                      {"that", Class::that}}};
constexpr int kWords = static_cast<int>(kSourceWords.size());

// The words of a target, numbered from 1.
enum Bracket {
  kSentence = 1,
  kNounPhrase,
  kVerbPhrase,
  kClause,
  kClose,
  kDeterminer,
  kAdjective,
  kNoun,
  kVerb,
  kJoint
};
constexpr std::array<std::string_view, 10> kBrackets = {"(S", "(NP", "(VP", "(R", ")", "D", "A", "N", "V", "W"};
constexpr int kBracketCount = static_cast<int>(kBrackets.size());

// Draws a sentence with its tree into an episode; or, without one, counts the words of the tree.
class Writer {
 public:
  explicit Writer(RandomStream& stream, Episode* episode = nullptr) : stream_(stream), episode_(episode) {}

  // Each writes a phrase with so many verbs.
  void sentence(int verbs) {
    add(kSentence);
    const int of_subject = stream_.between(0, verbs - 1);
    noun_phrase(of_subject);
    verb_phrase(verbs - of_subject);
    add(kClose);
  }

  int brackets() const { return brackets_; }

 private:
  void noun_phrase(int verbs) {
    add(kNounPhrase);
    add(Class::determiner, kDeterminer);
    if (stream_.coin()) add(Class::adjective, kAdjective);
    add(Class::noun, kNoun);
    if (verbs > 0) {
      add(kClause);
      add(Class::who, kJoint);
      verb_phrase(verbs);
      add(kClose);
    }
    add(kClose);
  }

  void verb_phrase(int verbs) {
    add(kVerbPhrase);
    if (stream_.coin()) {
      add(Class::transitive, kVerb);
      noun_phrase(verbs - 1);
    } else if (verbs == 1) {
      add(Class::alone, kVerb);
    } else {
      add(Class::with_sentence, kVerb);
      add(kClause);
      add(Class::that, kJoint);
      sentence(verbs - 1);
      add(kClose);
    }
    add(kClose);
  }

  void add(Bracket bracket) {
    if (episode_ != nullptr) episode_->targets(0, brackets_) = static_cast<Scalar>(bracket);
    ++brackets_;
  }
  // Adds a random word of a class.
  void add(Class is, Bracket bracket) {
    int count = 0;
    for (const SourceWord& word : kSourceWords) count += word.is == is ? 1 : 0;
    int rank = stream_.between(1, count), number = 0;
    while (rank > 0) rank -= kSourceWords[static_cast<std::size_t>(number++)].is == is ? 1 : 0;
    if (episode_ != nullptr) episode_->context.add_word(number);
    add(bracket);
  }

  RandomStream& stream_;
  Episode* episode_;
  int brackets_ = 0;
};

// Finds the tree from the words: the class of the next word tells what follows.
class Parser {
 public:
  explicit Parser(const Context& context) : context_(context) {}

  std::vector<int> parse() {
    sentence();
    return std::move(brackets_);
  }

 private:
  void sentence() {
    inside(kSentence, [this] {
      noun_phrase();
      verb_phrase();
    });
  }
  void noun_phrase() {
    inside(kNounPhrase, [this] {
      take(kDeterminer);
      if (next() == Class::adjective) take(kAdjective);
      take(kNoun);
      if (next() == Class::who) inside(kClause, [this] { take(kJoint), verb_phrase(); });
    });
  }
  void verb_phrase() {
    inside(kVerbPhrase, [this] {
      const Class verb = next();
      take(kVerb);
      if (verb == Class::transitive) noun_phrase();
      if (verb == Class::with_sentence) inside(kClause, [this] { take(kJoint), sentence(); });
    });
  }

  template <class Phrase>
  void inside(Bracket bracket, Phrase phrase) {
    brackets_.push_back(bracket);
    phrase();
    brackets_.push_back(kClose);
  }
  // At the end it is a verb, which no phrase looks for.
  Class next() const {
    if (at_ >= context_.sentences.size()) return Class::alone;
    return kSourceWords[static_cast<std::size_t>(context_.sentences[at_][0]) - 1].is;
  }
  void take(Bracket bracket) {
    ++at_;
    brackets_.push_back(bracket);
  }

  const Context& context_;
  int at_ = 0;
  std::vector<int> brackets_;
};

// The expected number of words in the tree of a sentence with so many verbs.
double expected_brackets(int verbs) {
  const auto size = static_cast<std::size_t>(verbs) + 1;
  std::vector<double> sentence(size), noun_phrase(size), verb_phrase(size);
  noun_phrase[0] = 4.5;  // two brackets, a determiner, a noun, and an adjective half of the time
  for (std::size_t n = 1; n < size; ++n) {
    const double other = n == 1 ? 0 : 3 + sentence[n - 1];  // behind a verb that is not transitive
    verb_phrase[n] = 3 + (noun_phrase[n - 1] + other) / 2;
    noun_phrase[n] = noun_phrase[0] + 3 + verb_phrase[n];
    for (std::size_t k = 0; k < n; ++k) sentence[n] += (noun_phrase[k] + verb_phrase[n - k]) / static_cast<double>(n);
    sentence[n] += 2;
  }
  return sentence.back();
}

class BracketParse : public Task {
 public:
  void declare(const Options::Section& options) override {
    length_.declare(options, 1, "smallest number of verbs in a sentence in training",
                    "largest number of verbs in a sentence in training");
  }

  TaskSpec spec() const override {
    length_.check("bracket_parse");
    return {.inputs = kWords + 1,
            .outputs = kBracketCount + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = kWords + 1,
            .words = kWords,
            .sentence_words = 1,
            .sentences = kMostWords * length_.high + kMostWords,
            .has_questions = false,
            .answers_end = true,
            .own_answer_words = true};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    RandomStream same = stream;  // the sentence is drawn twice, first for its size
    Writer counted(same);
    counted.sentence(length);
    episode.assign_context(counted.brackets() + 1);
    Writer(stream, &episode).sentence(length);
    episode.score_answers();
  }

  Matrix oracle(const Episode& episode) const override {
    std::vector<int> brackets = Parser(episode.context).parse();
    brackets.push_back(0);
    Matrix answer(kBracketCount + 1, episode.steps());
    for (std::size_t i = 0; i < brackets.size(); ++i) answer(brackets[i], episode.context.answered_at[i]) = 1;
    return answer;
  }

  // A guess is one of the words of a tree, or the end.
  double chance_errors(int length) const override {
    return (expected_brackets(length) + 1) * (1 - 1.0 / (kBracketCount + 1));
  }

  std::string word(int number) const override {
    return number > kWords ? "|" : std::string(kSourceWords[static_cast<std::size_t>(number) - 1].text);
  }
  std::string answer_word(int number) const override {
    return std::string(kBrackets[static_cast<std::size_t>(number) - 1]);
  }

 private:
  static constexpr int kMostWords = 5;  // for each verb: itself, "who" or "that", and a phrase of three words

  TrainedLengths length_{1, 4};
};

}  // namespace

std::unique_ptr<Task> make_bracket_parse() { return std::make_unique<BracketParse>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

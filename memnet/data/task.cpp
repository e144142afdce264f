#include "memnet/data/task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "memnet/base/interruption.hpp"
#include "memnet/base/render.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

std::string Task::word(int number) const { return fmt::format("word{}", number); }

namespace {

// Returns the number of the most probable word.
int most_probable(std::span<const Scalar> probabilities) {
  return static_cast<int>(std::ranges::max_element(probabilities) - probabilities.begin());
}

// Number 0 is no word, and neither are the numbers that a model may have beyond the vocabulary of the task.
std::string name_of(const Task& task, int number) {
  return number < 1 || number > task.spec().words ? "nothing" : task.word(number);
}
std::string name_of_answer(const Task& task, int number) {
  const TaskSpec spec = task.spec();
  if (!spec.own_answer_words) return name_of(task, number);
  return number < 1 || number >= spec.outputs ? "nothing" : task.answer_word(number);
}

// A story whose answers are words, and below each question the model's answer.
std::string render_story(const Task& task, const Episode& episode, const Matrix& answer) {
  const Context& story = episode.context;
  std::string text;
  for (int i = 0; i < story.sentences.size(); ++i)
    text += fmt::format("{:>12} {}\n", i + 1, words_of(task, story.sentences[i]));
  for (int i = 0; i < story.questions.size(); ++i) {
    const int step = story.answered_at[static_cast<std::size_t>(i)];
    const int right = static_cast<int>(episode.targets(0, step));
    const std::span<const Scalar> probabilities = answer.column(step);
    const int answered = most_probable(probabilities);
    text += fmt::format("{:>12} {}?\n", "question", words_of(task, story.questions[i]));
    text += fmt::format("{:>12} {}\n", "right", name_of_answer(task, right));
    text += fmt::format("{:>12} {} ({:.1f} %)\n", "answer", name_of_answer(task, answered),
                        100 * static_cast<double>(probabilities[static_cast<std::size_t>(answered)]));
    std::string facts;
    for (const int fact : story.supports[i]) append_item(facts, fmt::format("{}", fact + 1));
    if (!facts.empty()) text += fmt::format("{:>12} {}\n", "because of", facts);
  }
  return text;
}

// A picture of an episode: time runs to the right, and each row shows words, or numbers as shades:
//
//     input  |@ @@  @ |
//            | @@ @   |
class Picture {
 public:
  explicit Picture(const Task& task) : task_(task) {}

  // Adds the rows of x: words [1, T] if the answers or inputs are words, and otherwise numbers. Steps where the mask is
  // 0 are shown as '.'.
  void add(const char* title, const Matrix& x, const Matrix& mask, bool are_words) {
    for (int row = 0; row < x.rows(); ++row) {
      rows_.push_back({row == 0 ? title : "", {}});
      for (int t = 0; t < x.cols(); ++t)
        rows_.back().cells.push_back(mask(0, t) == 0 ? "."
                                     : are_words     ? word(static_cast<int>(x(row, t)))
                                                     : std::string(1, shade(static_cast<double>(x(row, t)))));
    }
  }
  std::string text() const {
    std::size_t width = 1;
    for (const Row& row : rows_)
      for (const std::string& cell : row.cells) width = std::max(width, cell.size());
    std::string text;
    for (const Row& row : rows_) {
      text += fmt::format("{:>12} |", row.title);
      for (const std::string& cell : row.cells) text += fmt::format("{:{}}", cell, width == 1 ? 1 : width + 1);
      text += "|\n";
    }
    return text;
  }

 private:
  std::string word(int number) const { return number == 0 ? " " : task_.word(number); }

  struct Row {
    const char* title;
    std::vector<std::string> cells;
  };
  const Task& task_;
  std::vector<Row> rows_;
};

// Returns the most probable word [1, T] of each step.
Matrix answered_words(const Matrix& answer) {
  Matrix words(1, answer.cols());
  for (int t = 0; t < answer.cols(); ++t) words(0, t) = static_cast<Scalar>(most_probable(answer.column(t)));
  return words;
}

// A source, and below it the right answer and the model's.
std::string render_source(const Task& task, const Episode& episode, const Matrix& answer) {
  const std::vector<int>& steps = episode.context.answered_at;
  Matrix right(1, static_cast<int>(steps.size())), answered = right;
  const Matrix words = answered_words(answer);
  for (int i = 0; i < right.cols(); ++i) {
    const int step = steps[static_cast<std::size_t>(i)];
    right(0, i) = episode.targets(0, step);
    answered(0, i) = words(0, step);
  }
  std::string text;
  if (episode.context.numbers.cols() > 0) {
    const TaskSpec spec = task.spec();
    const Matrix numbers = spec.has_images() ? image_of(spec, episode.context) : episode.context.numbers;
    for (int row = 0; row < numbers.rows(); ++row) {
      text += fmt::format("{:>12} ", row == 0 ? "source" : "");
      for (int i = 0; i < numbers.cols(); ++i) text += shade(static_cast<double>(numbers(row, i)));
      text += '\n';
    }
  } else
    text += fmt::format("{:>12} {}\n", "source", source_text(task, episode.context));
  return text + fmt::format("{:>12} {}\n{:>12} {}\n", "target", answer_text(task, right), "answer",
                            answer_text(task, answered));
}

}  // namespace

std::string Task::render(const Episode& episode, const Matrix& answer) const {
  const bool answers_words = entry_of(episode.answers).one_word;
  if (answers_words && episode.context.has_questions()) return render_story(*this, episode, answer);
  if (answers_words && !episode.context.empty()) return render_source(*this, episode, answer);
  Picture picture(*this);
  if (episode.inputs.cols() == 0)
    picture.add("places", episode.context.numbers, Matrix(1, episode.context.numbers.cols(), 1), false);
  picture.add("input", episode.inputs, Matrix(1, episode.inputs.cols(), 1), episode.input_words > 0);
  picture.add("target", episode.targets, episode.mask, answers_words);
  picture.add("answer", answers_words ? answered_words(answer) : answer, episode.mask, answers_words);
  return picture.text();
}

void sample_episode(const Task& task, const EpisodeRequest& request, InputForm form, Episode& episode) {
  throw_if_interrupted();
  RandomStream stream(request.seed, request.purpose, request.index);
  const int count = task.count(request.split);
  if (count == 0)
    task.sample(stream, request.length, episode);
  else if (request.split == Split::train)
    task.fetch(request.split, stream.between(0, count - 1), episode);
  else
    task.fetch(request.split, static_cast<int>(request.index % static_cast<std::uint64_t>(count)), episode);
  if (form == InputForm::sequence && episode.inputs.cols() == 0) context_to_sequence(episode, task.spec().words);
}

std::string words_of(const Task& task, std::span<const int> numbers) {
  std::string text;
  for (const int number : numbers) append_item(text, name_of(task, number), " ");
  return text;
}

std::string source_text(const Task& task, const Context& context) {
  std::string text;
  for (int i = 0; i < context.sentences.size(); ++i) append_item(text, words_of(task, context.sentences[i]), " ");
  return text;
}

std::string answer_text(const Task& task, const Matrix& words) {
  std::string text;
  for (const Scalar word : words.numbers()) {
    if (word == 0) break;
    append_item(text, name_of_answer(task, static_cast<int>(word)), " ");
  }
  return text;
}

Matrix image_of(const TaskSpec& spec, const Context& context) {
  const int height = spec.patch_height, width = spec.patch_width, channels = spec.place_numbers / (height * width);
  const Matrix& patches = context.numbers;
  Matrix image(patches.cols() / spec.places_across * height, spec.places_across * width);
  for (int y = 0; y < image.rows(); ++y)
    for (int x = 0; x < image.cols(); ++x) {
      const int patch = y / height * spec.places_across + x / width, pixel = y % height * width + x % width;
      for (int c = 0; c < channels; ++c)
        image(y, x) += patches(pixel * channels + c, patch) / static_cast<Scalar>(channels);
    }
  return image;
}

std::string story_text(const Task& task, const Episode& episode) {
  const Context& story = episode.context;
  std::string text;
  int line = 0;
  for (int i = 0; i < story.sentences.size(); ++i)
    text += fmt::format("{} {}.\n", ++line, words_of(task, story.sentences[i]));
  for (int i = 0; i < story.questions.size(); ++i) {
    const int answer = static_cast<int>(episode.targets(0, story.answered_at[static_cast<std::size_t>(i)]));
    text +=
        fmt::format("{} {}?\t{}\t", ++line, words_of(task, story.questions[i]), answer == 0 ? "" : task.word(answer));
    std::string facts;
    for (const int fact : story.supports[i]) append_item(facts, fmt::format("{}", fact + 1), " ");
    text += facts + "\n";
  }
  return text;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

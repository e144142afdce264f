// Tones: a recording of a telephone keypad, to be written as the keys that were pressed. Each key is a pair of tones,
// one of four low and one of four high ones; it sounds for some frames, then there are frames of silence. A frame has a
// number for each of the eight tones, with noise. This is the form of speech: many frames for each symbol, and nothing
// tells how many.
//
//   source    .9 1.1 .2 -.1 .8 ..     8 numbers a frame
//   target    5 # end
//
// The length is the number of keys. The noise is uniform and below half of a tone, so every answer is certain.
#include <array>

#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kTones = 8, kLow = 4;
constexpr std::string_view kKeys = "123A456B789C*0#D";  // a row for each low tone
constexpr int kKeyCount = static_cast<int>(kKeys.size());

int low_tone(int key) { return (key - 1) / kLow; }
int high_tone(int key) { return kLow + (key - 1) % kLow; }

class Tones : public Task {
 public:
  void declare(const Options::Section& options) override {
    const Options::Section changeable = options.changeable_at_evaluation();
    changeable.add("noise", noise_, 0, 49, "largest noise of a number, as a percentage of a tone");
    frames_.declare(changeable, 1, "smallest number of frames of a key", "largest number of frames of a key");
    silence_.declare(changeable, 1, "smallest number of frames of silence after a key",
                     "largest number of frames of silence after a key");
    length_.declare(options, 1, "smallest number of keys in training", "largest number of keys in training");
  }

  TaskSpec spec() const override {
    for (const Range* range : {&frames_, &silence_, static_cast<const Range*>(&length_)}) range->check("tones");
    return {.inputs = kTones + 1,
            .outputs = kKeyCount + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .sentences = length_.high * (frames_.high + silence_.high),
            .place_numbers = kTones,
            .has_questions = false,
            .answers_end = true,
            .own_answer_words = true};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    episode.assign_context(length + 1);
    // The targets hold the keys; first of all, how long each sounds and is silent.
    Context& context = episode.context;
    int frames = 0;
    for (int i = 0; i < length; ++i) {
      const int sounding = stream.between(frames_.low, frames_.high);
      context.supports.begin_list();
      for (int frame = 0; frame < sounding; ++frame) context.supports.add(frames + frame);
      frames += sounding + stream.between(silence_.low, silence_.high);
    }
    context.supports.begin_list();  // the end follows from no single place
    context.numbers.assign(kTones, frames);
    const double noise = 0.01 * noise_;
    for (Scalar& number : context.numbers.numbers()) number = static_cast<Scalar>(stream.uniform(-noise, noise));
    for (int i = 0; i < length; ++i) {
      const int key = stream.between(1, kKeyCount);
      episode.targets(0, i) = static_cast<Scalar>(key);
      for (const int frame : context.supports[i])
        for (const int tone : {low_tone(key), high_tone(key)}) context.numbers(tone, frame) += 1;
    }
    episode.score_answers();
  }

  // A key begins where a tone sounds after silence.
  Matrix oracle(const Episode& episode) const override {
    const Context& context = episode.context;
    Matrix answer(kKeyCount + 1, episode.steps());
    std::size_t step = 0;
    bool was_silent = true;
    for (int frame = 0; frame < context.places(); ++frame) {
      int low = -1, high = -1;
      for (int tone = 0; tone < kTones; ++tone)
        if (context.numbers(tone, frame) > Scalar(0.5)) (tone < kLow ? low : high) = tone;
      if (low >= 0 && was_silent) answer(low * kLow + high - kLow + 1, context.answered_at[step++]) = 1;
      was_silent = low < 0;
    }
    answer(0, context.answered_at[step]) = 1;
    return answer;
  }

  // A guess is one of the keys, or the end.
  double chance_errors(int length) const override { return (length + 1) * (1 - 1.0 / (kKeyCount + 1)); }

  std::string word(int number) const override {
    return number > kKeyCount ? "|" : std::string(1, kKeys[static_cast<std::size_t>(number) - 1]);
  }

 private:
  int noise_ = 40;
  Range frames_{"frames", 2, 6}, silence_{"silence", 1, 3};
  TrainedLengths length_{1, 8};
};

}  // namespace

std::unique_ptr<Task> make_tones() { return std::make_unique<Tones>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

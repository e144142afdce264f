// Small models for the laws: every line of models/table.def, and ways to set up each model; and episodes for them.
#pragma once

#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "memnet/base/random.hpp"
#include "memnet/models/model.hpp"
#include "memnet/models/objective.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// A model and its options; small, so that every parameter can be checked.
struct Setup {
  std::string name;
  std::string model;
  std::vector<std::pair<std::string, std::string>> settings;
  TargetKind answers = TargetKind::bits;
};
void PrintTo(const Setup& setup, std::ostream* out);

std::vector<Setup> models();    // each with its default options
std::vector<Setup> variants();  // each addressing scheme and stage in an NTM, and the choices of other options

// The model of a setup, with its initial parameters.
struct Built {
  explicit Built(const Setup& setup);

  std::span<const Var> forward(Tape& tape, std::span<const Episode> episodes) const {
    return model->forward(tape, make_batch(tape, episodes, model->input_form()));
  }
  // Returns what the episodes are trained by.
  Objective objective(Tape& tape, std::span<const Episode> episodes, const Baseline& baseline = {}) const;

  TaskSpec spec;
  std::unique_ptr<Model> model;
  Params params;
  AlignedVector<Scalar> gradient;
};

// Adds sentences that use all five words in turn, starting with any of them, so that every word is used.
class SentenceSource {
 public:
  explicit SentenceSource(RandomStream& stream) : last_(stream.between(1, 5)) {}
  void add_sentence(RaggedArray& lists, int words) {
    lists.begin_list();
    for (int j = 0; j < words; ++j) lists.add(last_ = last_ % 5 + 1);
  }

 private:
  int last_;
};

// Returns an episode of random numbers with random bits, or words, to answer at every step; and a story with as many
// questions.
Episode sample_episode(int steps, RandomStream& stream, TargetKind answers = TargetKind::bits);
// Returns an episode that is a source, with a target of so many steps that ends with an end mark.
Episode sample_source(int steps, RandomStream& stream);
// Returns an episode that is so many vectors of numbers, with one answer.
Episode sample_measurements(int places, RandomStream& stream, TargetKind answers);
// Returns one that the model of a setup can read.
Episode sample_episode(const Setup& setup, int steps, RandomStream& stream);

// Returns whether the model of a setup writes answers, see Model::decoder().
bool writes(const Setup& setup);
// Returns whether it answers a context once, without a question.
bool answers_once(const Setup& setup);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

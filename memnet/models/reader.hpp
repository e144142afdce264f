// Readers: an encoder reads a context, a head looks at what the encoder made by a question, or without one, and the
// answer is made of what was read (Hermann et al. 2015; Chen, Bolton & Manning 2016; Raffel & Ellis 2015).
//
// The idea: y_d(t) is the annotation of place t of the context, y_q(i) that of word i of the question, and u what its
// encoder ends with. An answer takes one look, or one at every word of the question:
//   question = at_once                          question = word_by_word
//     s = weighting of the places, by u           s = weighting of the places, by [r(i-1); y_q(i)]
//     r = sum_t s(t) y_d(t)                       r(i) = sum_t s(t) y_d(t) + tanh(W r(i-1)), from a learned r(0)
//   logits = W_a v + b, where v is made of r and u: see model.readout
// Without a question (none) nothing tells the head where to look: stages such as `salience` judge places by themselves,
// and what others take from a controller is learned, the same for all contexts.
//
// Example: of "x1 met x4 , x2 saw x3" and the question "whom met x1", the weight should be on "x4".
//
// For comparisons, model.reads takes the head away: r is then what the encoder of the context ends with, or nothing.
#pragma once

#include <memory>
#include <string>

#include "memnet/encoders/encoder.hpp"
#include "memnet/encoders/place_layer.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Reader : public Model {
 public:
  void build(Params& params, const TaskSpec& task) override;
  InputForm input_form() const override { return InputForm::context; }
  bool can_read(const TaskSpec& task) const override;
  std::string what_it_reads() const override;
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override;
  Slope slope() const override { return memory_->slope(); }
  int places_across() const override { return has_head() ? encoder_->across() : 0; }

 private:
  void declare_options(const Options::Section& options) override;
  void refuse(const TaskSpec& task) const;
  void build_readout(const Scope& scope, int read, int question, int outputs);
  bool has_question() const { return question_ != "none"; }
  bool has_head() const { return reads_ == "annotations"; }

  // What is made of the contexts of a batch.
  struct Encoded {
    Annotations annotations;  // if there is a head
    Var summary;              // otherwise, if it counts
  };
  Encoded encode(Tape& tape, const Batch& batch) const;
  // What an answer is made of; none where it is left out.
  struct Found {
    Var read, question;
  };
  Found find(Tape& tape, const Batch& batch, const Encoded& context, int q) const;
  Var read_word_by_word(Tape& tape, const Encoded& context, const Places& words,
                        std::span<const Var> annotated_words) const;
  Var answer(Tape& tape, const Found& found) const;

  int embedding_ = 64;
  std::string encoder_name_ = "recurrent";
  std::string question_ = "at_once";
  std::string reads_ = "annotations";
  std::string readout_ = "tanh";
  int readout_size_ = 0;

  PlaceLayer places_;
  std::unique_ptr<Encoder> encoder_, question_encoder_;
  std::unique_ptr<Memory> memory_;       // the annotations with a head, or none
  Param initial_read_, repeat_weights_;  // r(0) and W, where the question is read word by word
  Param inner_weights_, inner_bias_, weights_, bias_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

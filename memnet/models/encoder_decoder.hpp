// Encoder-decoders: an encoder turns a source into annotations, and a decoder writes the target word by word, each from
// the word before (Sutskever, Vinyals & Le 2014; Bahdanau, Cho & Bengio 2015; Luong, Pham & Manning 2015).
//
// The idea: with the word y_(t-1), a step of the decoder is
//   look = before (RNNsearch)                    look = after (Luong)
//     r_t = memory(s_(t-1))                        s_t = controller([E y_(t-1); v_(t-1)], s_(t-1))
//     s_t = controller([E y_(t-1); r_t], s_(t-1))  r_t = memory(s_t)
//   v_t = readout(s_t, r_t), logits = W v_t + b
// The memory is what the encoder made, `annotations`, or any other one, or none: then only the state that the decoder
// starts with knows the source. v_(t-1) is there with model.input_feeding. Letters are Bahdanau's: s is the state of
// the decoder, r (c in the paper) is what was read, E y a word embedding; v is Luong's attentional vector.
//
// With model.copying the next word is written, or copied from a place that the first head looks at (See, Liu & Manning
// 2017): with g = sigmoid(w.v_t + b) its probability is g softmax(logits) + (1 - g) sum of the weights of its places.
//
// A controller that computes all steps at once does so where no step needs what the one before has answered or read; a
// Transformer looks at annotations by itself, in every layer.
//
// For captions (Xu et al. 2015) the source is an image, what is read may be multiplied by a gate (model.selector),
//   r_t = sigmoid(w.s + b) r_t, with the state s that looked
// and the places that no word looks at may cost something (doubly_stochastic.hpp).
//
// The word before is the right one (teacher forcing); with model.feed, training takes some that the decoder itself
// found most probable (scheduled sampling). The loss of an evaluation is that under teacher forcing. What counts as
// wrong is counted in answers that the decoder writes from its own words (models/decoding.hpp).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "memnet/cells/cell.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/models/decoder_start.hpp"
#include "memnet/models/decoding.hpp"
#include "memnet/models/doubly_stochastic.hpp"
#include "memnet/models/dropout.hpp"
#include "memnet/models/label_smoothing.hpp"
#include "memnet/models/model.hpp"
#include "memnet/models/readout.hpp"
#include "memnet/models/word_feed.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class EncoderDecoder : public Model, public Decoder {
 public:
  void build(Params& params, const TaskSpec& task) override;
  InputForm input_form() const override { return InputForm::context; }
  bool can_read(const TaskSpec& task) const override { return task.has_sources() && entry_of(task.answers).one_word; }
  std::string what_it_reads() const override { return "sources and answers in words"; }
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override;
  const Decoder* decoder() const override { return this; }
  Slope slope() const override { return memory_->slope(); }
  int slots() const override { return memory_->slots(); }
  int slots_filled(const Episode& episode) const override { return memory_->slots_filled(episode); }
  int places_across() const override { return memory_->needs_encoder() ? encoder_->across() : 0; }
  bool places_are_in_order() const override { return encoding_order_ == "forward"; }
  std::size_t state_numbers() const override { return state_numbers_; }

  Beginning begin(Tape& tape, const Batch& batch) const override;
  Step next(Var word, std::span<const Var> given, State before) const override;
  bool has_end() const override { return has_end_; }
  // Returns the annotations among the values that begin() gives to all steps; none if the memory reads none.
  std::span<const Var> for_memory(std::span<const Var> given) const;
  Annotations annotations_in(std::span<const Var> given) const;

 private:
  void declare_options(const Options::Section& options) override;
  void refuse(const TaskSpec& task) const;
  void refuse_unseen_source() const;
  void require_kept_output() const;
  Annotations annotate(Tape& tape, const Places& places, const Encoder::Encoded& encoded) const;
  Var words_at_places(Tape& tape, const Places& places) const;
  bool runs_at_once(const Batch& batch) const;
  void run_at_once(Tape& tape, const Batch& batch, std::span<const Var> prepared, std::span<Var> logits) const;
  Var embed_word(Var word) const;
  // The result of a step, and the weighting of the first head, if it reads annotations.
  struct Advanced : Step {
    Var weighting;
  };
  Advanced advance(Var word, std::span<const Var> given, State before, std::span<RandomStream> noise) const;

  int embedding_ = 64;
  std::string encoder_name_ = "recurrent";
  std::string memory_name_ = "annotations";
  std::string controller_name_ = "gru";
  std::string look_ = "before";
  DecoderStart start_;
  bool input_feeding_ = false;
  bool selector_ = false;
  WordFeed feed_;
  std::string encoding_order_ = "forward";
  bool copying_ = false;
  Dropout dropout_;
  DoublyStochastic doubly_stochastic_;
  LabelSmoothing smoothing_;

  PlaceLayer places_;
  std::unique_ptr<Encoder> encoder_;
  std::unique_ptr<Memory> memory_;
  std::unique_ptr<Cell> controller_;
  Readout readout_;
  bool has_end_ = true;
  Param table_;  // [E,V]: column 0 is the word before the first one, column v is word v
  Param copy_weights_, copy_bias_, order_weights_, order_bias_, selector_weights_, selector_bias_;
  bool controller_looks_ = false;  // at annotations, by itself
  std::size_t controller_states_ = 0, memory_states_ = 0, state_numbers_ = 0;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

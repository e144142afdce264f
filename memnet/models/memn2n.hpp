// End-to-end memory networks (Sukhbaatar, Szlam, Weston & Fergus 2015): the sentences of a story are memory slots, and
// a question attends to them several times.
//
// The idea: u [W] is the embedded question. Hop k attends to the sentences and adds what it reads to u:
//   w = softmax(M u)      or what another addressing gives; w [N] is the paper's p
//   o = C^T w             the output vector
//   u = o + u             or o + H u with model.projection, and a ReLU with model.relu
// M and C [N,W] hold the sentences in two embeddings: M to compute the weighting, C to read from. Example: "Mary got
// the milk. Mary went to the office. Where is the milk?" takes two hops: the first finds the sentence about the milk,
// and so Mary; the second, whose query now also holds Mary, finds the office.
//
// With model.supervision a hop is trained to find the right sentence, where the task knows it: an auxiliary loss of
// the scores. With hard choices, `dot | argmax`, these are Memory Networks (Weston, Chopra & Bordes 2014): a sentence
// has an embedding as what is compared (M) and one as what was found (C).
//
// With model.chain the hops are decided together (Kim et al. 2017, section 4.3): the sentences z_1 .. z_K that they
// find are a linear chain, in which a sentence counts as the query of the next hop,
//   p(z) = exp(sum_k M_(z_k).u_k + sum_k C_(z_k).M_(z_(k+1))) / Z, with u_1 = u, u_(k+1) = u_k, or H u_k
// and w of hop k is the marginal p(z_k). So the first hop finds the milk rather where the next one finds Mary. Where
// the score is not the dot product, it stands in place of both products.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "memnet/addressing/head.hpp"
#include "memnet/encoders/sentence_encoder.hpp"
#include "memnet/models/hop_supervision.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class MemN2N : public Model {
 public:
  void build(Params& params, const TaskSpec& task) override;
  InputForm input_form() const override { return InputForm::context; }
  bool can_read(const TaskSpec& task) const override { return task.words > 0 && task.has_questions; }
  std::string what_it_reads() const override { return "stories"; }
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override;
  void set_progress(Params& params, double fraction) const override;
  Slope slope() const override { return pipeline_->slope(); }
  int slots() const override { return memory_slots_; }
  int slots_filled(const Episode& episode) const override { return episode.context.sentences.size(); }

  // Returns the number of columns of an embedding: one for each word from 1 (word 0 stands for no word and has none),
  // then one for each time index, that of the newest sentence first.
  int columns() const { return words_ + encoder_.time_indices(); }

 private:
  // One hop: the indices in tables_ of the embeddings of M and C, and its head.
  struct Hop {
    std::string name;  // hop0, hop1, ...
    std::size_t in, out;
    AddressedHead head = {};
  };

  void declare_options(const Options::Section& options) override;
  Hop build_hop(const Scope& scope, int k) const;
  Var kept_sentences(Tape& tape, const Batch& batch, int slots) const;
  Var empty_slot_mask(Var kept, int slots) const;
  Var attend(const Hop& hop, Var xi, const HeadInputs& inputs) const;
  void refuse() const;
  void refuse_chain() const;
  std::span<const Var> attend_together(Var u, Var M, Var C, Var kept, Var mask) const;
  Var answer(Tape& tape, Var u) const;

  int hops_ = 3;
  int width_ = 20;
  int slots_ = 50;
  std::string addressing_ = "dot | softmax";
  std::string tying_ = "adjacent";
  bool projection_ = false;
  bool relu_ = false;
  bool chain_ = false;
  std::string empty_slots_ = "masked";
  double linear_start_ = 0;
  HopSupervision supervision_;
  double initial_std_ = 0.1;

  int memory_slots_ = 0;  // at most as many as the longest story has sentences
  SentenceEncoder encoder_;
  std::unique_ptr<Pipeline> pipeline_;
  TargetKind answers_ = TargetKind::word;
  int words_ = 0;
  std::vector<Param> tables_;  // embeddings [W, columns()]; the first one embeds questions
  std::vector<Hop> all_hops_;
  Param projection_weights_;            // H [W,W]
  Param answer_weights_, answer_bias_;  // unless the answer shares the last embedding
  Param linear_;                        // [1], 1 while the softmax is left out (linear start)
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// End-to-end memory networks (Sukhbaatar, Szlam, Weston & Fergus 2015): sentences become memory slots, and a question
// looks at them again and again, each hop with what the last one found. Letters are the paper's where the project's
// glossary does not settle another: u [W] what is asked, M and C [N,W] the memory by which a hop looks and that from
// which it reads, w [N] its weighting (the paper's p), o [W] what it reads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/models/model.hpp"
#include "memnet/models/sentence_encoder.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class MemN2N : public Model {
 public:
  void declare(const Options::Section& options) override;
  void build(Params& params, const TaskSpec& task) override;
  InputForm input_form() const override { return InputForm::story; }
  std::span<const Var> forward(Tape& tape, const Batch& batch) const override;
  void set_progress(Params& params, double done) const override;

  // Each word's embedding is a column; word 0, no word, has none. Behind those of words stand those of ages:
  // the newest sentence's, then the one's before it, and so on.
  int columns() const { return words_ + encoder_.ages(); }

 private:
  // One look at the memory: its tables, and what its addressing learns.
  struct Hop {
    std::string name;                              // hop0, hop1, ...
    std::size_t in, out;                           // which of the tables M and C are made with
    std::vector<Param> weights = {}, biases = {};  // of emitted vectors that are not the question itself
    std::vector<Param> learned = {};               // the addressing's own
  };

  Hop build_hop(const Scope& scope, int k) const;
  bool is_question(const EmittedVector& emitted) const;
  Var mark_absent(Tape& tape, const Batch& batch, int slots) const;
  Var look(Tape& tape, const Hop& hop, Var u, HeadInputs scene) const;
  Var emission(Tape& tape, const Hop& hop, Var u) const;
  Var answer(Tape& tape, Var u) const;

  int hops_ = 3;
  int width_ = 20;
  int slots_ = 50;
  std::string addressing_ = "dot | softmax";
  std::string tying_ = "adjacent";
  bool projection_ = false;
  bool relu_ = false;
  std::string empty_slots_ = "masked";
  double linear_start_ = 0;
  double deviation_ = 0.1;

  int memory_slots_ = 0;  // no more than the longest story has sentences
  SentenceEncoder encoder_;
  std::unique_ptr<Pipeline> pipeline_;
  TargetKind answers_ = TargetKind::word;
  int words_ = 0;
  std::vector<Param> tables_;  // embeddings [W, columns()]; the first is that of questions
  std::vector<Hop> all_hops_;
  Param projection_weights_;            // H [W,W]
  Param answer_weights_, answer_bias_;  // where the answer has weights of its own
  Param linear_;                        // [1], 1 while attention is linear
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

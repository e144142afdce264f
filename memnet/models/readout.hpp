// The readout of a decoder: from its state s, what it has read r and the word before e to the logits of the next word.
//   linear        v = [r; s]
//   attentional   v = tanh(W_c [r; s])                              Luong et al. 2015, eq. 5
//   maxout        v = maxout(U s + V e + C r + b)                   Bahdanau et al. 2015, appendix A.2.2
//   deep          v = tanh(e + L [r; s] + b)                        Xu et al. 2015, eq. 7, with the tanh of their code
//   logits = W v + b
// With model.readout_state = before, s is the state of the step before, as Bahdanau et al. print it.
#pragma once

#include <span>
#include <string>

#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/base/options.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Readout {
 public:
  // Declares the options `readout`, `readout_size` and `readout_state`.
  void declare(const Options::Section& options);
  // Declares the parameters, for these sizes of a state, of all that is read in a step, of a word embedding, and of the
  // vocabulary of answers.
  void build(const Scope& scope, int state, int read, int embedding, int words);
  // Returns the size of v, for these sizes of a state, of all that is read in a step, and of a word embedding; and,
  // once it is built, that of its own.
  int size_for(int state, int read, int embedding) const;
  int size() const { return size_; }
  // Returns whether s is the state of the step before.
  bool takes_state_before() const { return state_ == "before"; }

  // Return v, where `reads` may be empty; and the logits for it.
  Var vector(Var s, std::span<const Var> reads, Var e) const;
  Var logits(Var v) const;

 private:
  std::string kind_ = "maxout";
  std::string state_ = "now";
  int chosen_size_ = 0;
  int size_ = 0;
  Param inner_weights_, inner_bias_, weights_, bias_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

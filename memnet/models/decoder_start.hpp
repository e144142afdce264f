// The state that a decoder starts with, the option model.start:
//   mapped    tanh(W h + b) of the summary h of the encoder, for each part of the state (Bahdanau et al. 2015)
//   copied    the last state of the encoder, which has the same parts (Sutskever et al. 2014)
//   shown     what a learned state becomes when W h + b is shown in place of a word (Vinyals et al. 2015)
//   learned   a learned state, the same for all sources
#pragma once

#include <span>
#include <string>
#include <vector>

#include "memnet/cells/cell.hpp"
#include "memnet/encoders/encoder.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class DecoderStart {
 public:
  // A controller or an encoder, and the name by which messages call it.
  template <class Part>
  struct Named {
    const Part& part;
    const std::string& name;
  };

  void declare(const Options::Section& options);
  bool is_learned() const { return kind_ == "learned"; }
  // Returns whether the controller has a learned start of its own; otherwise it needs no parameters for one.
  bool begins_by_itself() const { return is_learned() || kind_ == "shown"; }
  // Declares its parameters, for a controller with so many inputs. Throws an Error of kind usage if the state of the
  // controller cannot be made in this way. Requires that both are built.
  void build(const Scope& scope, const Named<Cell>& controller, const Named<Encoder>& encoder, int inputs);
  // Returns the state, given what the controller computes of annotations, if it looks at them by itself.
  State of(Tape& tape, const Cell& controller, const Encoder::Encoded& encoded, std::span<const Var> prepared) const;

 private:
  std::string kind_ = "mapped";
  // Of each part of the controller's state; or of its input, where it is shown the source.
  std::vector<Param> weights_, biases_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

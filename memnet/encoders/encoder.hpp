// Encoders: what is made of a context before the first step of a decoder. An encoder is one file here and one line in
// table.def.
//
// The idea: an encoder turns the places of a context, one after the other, into annotations, vectors that know what
// stands around each place; a summary of the whole context; and, if it is stepped, the state that it ends with. A
// decoder starts from the summary or from that state, and reads the annotations. Example: of "b a c", an encoder that
// reads both ways makes three annotations; that of "a" knows that "b" stands before it and "c" behind it.
//
// An encoder that is not stepped may take all places at once, as the rows of a matrix, and then gives all annotations
// at once.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/addressing/state.hpp"
#include "memnet/base/options.hpp"
#include "memnet/encoders/place_layer.hpp"
#include "memnet/memories/memory.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Encoder {
 public:
  virtual ~Encoder() = default;

  // Takes from the task how places form images. Called before build(); without it, places form a line.
  virtual void arrange(const TaskSpec& task) { across_ = task.places_across; }
  // Declares the options of the encoder.
  virtual void declare(const Options::Section& options) = 0;
  // Declares its parameters, for places of this size.
  virtual void build(const Scope& scope, int inputs) = 0;
  // Returns how it takes places.
  virtual PlaceForm place_form() const { return PlaceForm::one_by_one; }
  // Return the size of an annotation, of a summary, and of all ends. Require build().
  virtual int width() const = 0;
  virtual int summary_size() const = 0;
  virtual int ends_size() const { return summary_size(); }
  // Returns what the state that it ends with is made of; nothing if it is not stepped. Requires build().
  virtual std::vector<StatePart> state_parts() const { return {}; }
  // Returns whether there is an annotation for each place; otherwise Encoded::length says how many there are.
  virtual bool keeps_places() const { return true; }
  // Returns how many annotations of an image stand beside each other, row by row; 0 if they form a line. Requires
  // build().
  virtual int across() const { return across_; }

  struct Encoded {
    std::span<const Var> annotations;  // N values [width]; what they are behind the last one does not matter
    Var summary;                       // [summary_size]
    State last;                        // the state behind the last place of each example
    // Of an encoder that reads both ways, the outputs of both cells that have read all places; none: the summary alone.
    std::span<const Var> ends = {};
    Var joined = {};  // in place of `annotations`: all of them, [N,width], 0 behind the last place
    Var length = {};  // [1]: the number of annotations of an example; none: that of its places
  };
  virtual Encoded encode(Tape& tape, const Places& places) const = 0;

 protected:
  int across_ = 0;  // of places
};

// Returns the annotations as a memory: zeros behind the last one of each example, which get no weight.
Annotations make_annotations(Tape& tape, const Places& places, const Encoder::Encoded& encoded);
// Returns the ends as one vector [ends_size].
Var join_ends(const Encoder::Encoded& encoded);

// Returns a weighting [N] of annotations that is the same for the first `length` [1] of each example, and 0 behind
// them: what is read by it is their mean.
Var even_shares(Var length, int N);

// A line of the table of encoders.
struct EncoderEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Encoder> (*make)();
};
std::span<const EncoderEntry> all_encoders();
// Returns a new encoder. Throws an Error of kind usage, which suggests the nearest name, if there is no such encoder.
std::unique_ptr<Encoder> make_encoder(const std::string& name);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

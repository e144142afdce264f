// Memories: what a controller reads and writes beside itself. A memory is one file here and one line in table.def; with
// a controller it becomes a machine (cells/machine.cpp).
//
// The idea: in every step the memory gets the output h of the controller, decides from it what to write and where to
// read, and gives the vectors that were read. Like any other part it keeps nothing itself: its state is a list of
// values, and a step returns a new one.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/addressing/state.hpp"
#include "memnet/base/options.hpp"
#include "memnet/data/episode.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// What an encoder made of the contexts of a batch: an annotation for each place. Some examples may have fewer places
// than others; behind their last one are zeros.
struct Annotations {
  Var places;        // [N,W]
  Var length;        // [1]: the number of places of the example
  Var present = {};  // [N]: 1 at a place, 0 behind the last one; none if all examples have N places
  Var mask = {};     // [N]: added to scores, kNoSlot behind the last place; none if all examples have N places
  std::span<const Var> prepared = {};  // what the memory that reads them computed of them, see Memory::prepare()
};

// What a step of a cell is given.
struct StepInputs {
  Var x;                                     // [inputs]
  Var item_shown = {}, item_asked = {};      // [1] each, as in Episode; for parts that need the oracle
  const Annotations* annotations = nullptr;  // where there is an encoder
  std::span<const Var> prepared = {};        // what the cell made of them once for all steps
};

class Memory {
 public:
  virtual ~Memory() = default;

  // Declares the options of the memory.
  virtual void declare(const Options::Section& options) = 0;
  // Returns whether it reads what an encoder made; if so, annotate() is called before build().
  virtual bool needs_encoder() const { return false; }
  // Sets the width of annotations.
  virtual void annotate(int /*width*/) {}
  // Declares its parameters, for a controller with so many outputs, which sees what was read in the step before if
  // there is feedback. Throws an Error of kind usage if the options contradict each other.
  virtual void build(const Scope& scope, int controller, bool feedback) = 0;
  // Return how many vectors it gives in each step, and their size. Require declare(), and annotate() where it needs an
  // encoder.
  virtual int reads() const = 0;
  virtual int read_size() const = 0;
  // Returns what its state is made of. Requires build().
  virtual std::vector<StatePart> state_parts() const = 0;

  // Returns what it computes of annotations once, for all steps.
  virtual std::span<const Var> prepare(const Annotations& /*annotations*/) const { return {}; }

  struct Step {
    std::span<const Var> reads;  // [read_size] each
    State state;
    Var weighting = {};  // of its first head over annotations, if it reads these: for copying
  };
  // Returns the state before the first step, and, if there is feedback, the vectors that the controller gets in it.
  // There are annotations if there is an encoder.
  virtual Step start(Tape& tape, const Annotations* annotations = nullptr) const = 0;
  // Returns the result of one step, for the output of the controller h [controller].
  virtual Step step(Var h, State before, const StepInputs& now) const = 0;

  // Returns whether it takes the right slots from the task, which a trained network does not have. Requires build().
  virtual bool needs_oracle() const { return false; }
  // Returns what the gradient of what it reads and keeps is in training. Requires build().
  virtual Slope slope() const { return Slope::exact; }
  // Returns the number of its slots, which is the option model.slots or model.capacity; 0 if it has none.
  virtual int slots() const { return 0; }
  // Returns how many slots it fills at most in this episode.
  virtual int slots_filled(const Episode& /*episode*/) const { return 0; }
};

// A line of the table of memories.
struct MemoryEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Memory> (*make)();
};
std::span<const MemoryEntry> all_memories();
// Returns a new memory. Throws an Error of kind usage, which suggests the nearest name, if there is no such memory.
std::unique_ptr<Memory> make_memory(const std::string& name);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

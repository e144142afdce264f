// Trackers: what a memory keeps count of for all its heads together, such as which slots are in use. Stages and write
// rules name the trackers that they read; the memory keeps one of each. A tracker is one file here and one line in
// table.def.
//
// The idea: in every step a tracker is asked three times for its new state: before any head chooses its slots (usage is
// then known from the weightings of the step before), when the write heads have chosen theirs (links between slots that
// are written one after another), and when all heads have.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/addressing/stage.hpp"
#include "memnet/addressing/state.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Tracker {
 public:
  virtual ~Tracker() = default;

  // Returns what its state is made of, for a memory of so many slots.
  virtual std::vector<InitialState> state(int slots) const = 0;
  // Returns the vectors that it needs from every read head.
  virtual std::vector<EmittedVector> emission() const { return {}; }

  // All heads of the memory.
  struct Heads {
    std::span<const Var> reads, writes;             // [N] each, their weightings
    std::span<const std::span<const Var>> emitted;  // what each read head emits in this step for this tracker
  };
  // Return the state before the heads choose slots, given their weightings of the step before; after the write heads
  // have chosen, given their weightings of this step and those of the read heads of the step before; and after all
  // heads have. What stages read may have further values behind the state; what after_heads() returns is the state
  // alone.
  virtual State before_heads(const Heads& /*last*/, State before) const { return before; }
  virtual State after_writers(const Heads& /*writes_now*/, State now) const { return now; }
  virtual State after_heads(const Heads& /*now*/, State now) const { return now; }

  // Returns why the tracker cannot be used with so many write heads, or "" if it can.
  virtual std::string unsupported_reason(int /*write_heads*/) const { return ""; }

  // Returns whether read heads have to choose their slots after the write heads have written.
  virtual bool needs_writes_first() const { return false; }
  // Returns whether heads may have features in place of weightings; those of write heads must not be negative.
  virtual bool takes_features() const { return false; }
  // Returns the memory [N,W] that the write heads change: without what is no longer needed.
  virtual Var forget(Var M, State /*now*/) const { return M; }
};

// A line of the table of trackers. The argument is the text behind the colon.
struct TrackerEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Tracker> (*make)(const std::string& argument);  // returns nullptr for an invalid argument
};
std::span<const TrackerEntry> all_trackers();
// Returns the tracker that a stage names: "usage", or "usage:wipe" with an argument. Requires that there is one.
std::unique_ptr<Tracker> make_tracker(const std::string& text);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

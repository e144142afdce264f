// What every task can do. A task is one file in tasks/ and one line in tasks/table.def.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "memnet/core/episode.hpp"
#include "memnet/core/options.hpp"
#include "memnet/core/random.hpp"

namespace memnet::inline MEMNET_PRECISION {

struct TaskSpec {
  int inputs = 0;    // numbers read at each time step
  int outputs = 0;   // bits answered at each time step
  int shortest = 0;  // lengths that training draws from
  int longest = 0;
};

class Task {
 public:
  virtual ~Task() = default;

  virtual void declare(const Options::Section& options) = 0;
  // Throws an Error of kind usage if the options contradict each other.
  virtual TaskSpec spec() const = 0;

  // Throws an Error of kind usage if there is no episode of this length.
  virtual void check_length(int /*length*/) const {}
  // Fills `episode` with a fresh one of this length (reusing its memory). The length is what the length sweep turns;
  // it may lie beyond spec().longest.
  virtual void sample(Stream& stream, int length, Episode& episode) const = 0;

  // The best possible answer [outputs, T], probabilities worked out from the inputs alone. Where it is certain, the laws
  // hold it against the targets.
  virtual Matrix oracle(const Matrix& inputs) const = 0;
  // Do the inputs tell every answer? If not, models are measured by what they lose against the oracle.
  virtual bool certain() const { return true; }

  // Bit errors per sequence of a model that has learned nothing, in closed form.
  virtual double chance(int length) const = 0;

  // One episode as text, with the answer of a model [outputs, T] (probabilities) beneath it.
  virtual std::string draw(const Episode& episode, const Matrix& answer) const;
};

// Draws a length from those that are trained.
inline int draw_length(const TaskSpec& spec, Stream& stream) { return stream.between(spec.shortest, spec.longest); }

// A line of the table of tasks.
struct TaskEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Task> (*make)();
};
std::span<const TaskEntry> all_tasks();
// Throws an Error of kind usage, with the nearest name, where there is none.
std::unique_ptr<Task> make_task(const std::string& name);

}  // namespace memnet::inline MEMNET_PRECISION

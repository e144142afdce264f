// A curriculum of lengths: training begins with short sequences, and their longest length grows.
#pragma once

#include <cstdint>
#include <string>

#include "memnet/base/options.hpp"
#include "memnet/data/task.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// What a doubling curriculum keeps between updates; part of the training state.
struct CurriculumState {
  double longest = 0;                          // length now; 0: the curriculum does not double
  double sequences = 0, scored = 0, nats = 0;  // trained since the last decision, and the loss on them
};

class Curriculum {
 public:
  // Declares the option `curriculum`: the longest length of training sequences, which is never above that of the task.
  //   none                     that of the task
  //   linear:FROM,EVERY        FROM at first, one more after every EVERY sequences (Joulin & Mikolov 2015)
  //   double:FROM,BOUND,EVERY  FROM at first; after every EVERY sequences it doubles if their mean loss, in nats per
  //                            scored answer, is below BOUND (Rae et al. 2016)
  void declare(const Options::Section& options);

  // Throws an Error of kind usage if the curriculum would change nothing, or would begin below the shortest length.
  void require_possible(const TaskSpec& spec) const;

  // Returns the state before the first update.
  CurriculumState start() const;
  // Returns the longest length of the next batch, after this many training sequences.
  int longest(const TaskSpec& spec, const CurriculumState& state, std::uint64_t sequences) const;
  // Takes a batch into account: the number of its sequences and scored answers, and their loss.
  void add(const TaskSpec& spec, CurriculumState& state, double sequences, double scored, double nats) const;

 private:
  enum class Kind { none, linear, doubling };
  struct Rule {
    Kind kind = Kind::none;
    double from = 0, bound = 0, every = 0;
  };
  static Rule rule_of(const std::string& text);
  static std::string canonical(const std::string& text);

  std::string text_ = "none";
  Rule rule_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// The options of memory slots, and what follows from them before there are parameters: pipelines, the write rule, and
// what is refused because it cannot work.
#pragma once

#include <memory>
#include <string>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/options.hpp"
#include "memnet/memories/rules/write_rule.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class SlotSettings {
 protected:
  void declare(const Options::Section& options);
  // Makes the pipelines and the write rule. Throws an Error of kind usage if the options contradict each other.
  void read_settings();

  int content() const { return width_ - addresses_; }  // numbers of a slot that are written

  int slots_ = 128;
  int width_ = 20;
  int addresses_ = 0;
  int read_heads_ = 1;
  int write_heads_ = 1;
  std::string read_addressing_ = "ntm";
  std::string write_addressing_ = "same";
  std::string write_mode_ = "learned";
  std::string order_ = "read_then_write";
  std::string initial_memory_ = "random";
  std::string initial_weighting_ = "one_hot";
  double memory_constant_ = 1e-6;

  std::unique_ptr<Pipeline> read_pipeline_, write_pipeline_;
  std::unique_ptr<WriteRule> rule_;

 private:
  bool starts_apart() const;  // whether the initial weighting can differ between slots
  void refuse_symmetry() const;
  void refuse_addresses() const;
  void refuse_reader() const;
  void refuse_equal_weights(const Pipeline& pipeline) const;
  void refuse_features() const;
  void refuse_key() const;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

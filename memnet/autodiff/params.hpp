// Params: the parameters of a model, by name, in one flat buffer.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/aligned.hpp"
#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// How the initial values of a parameter are sampled.
struct Init {
  enum class Kind {
    constant,  // every number is `scale`
    uniform,   // U(-scale, scale)
    normal,    // N(0, scale^2)
    xavier,    // U(-b, b) with b = scale sqrt(6 / (rows + cols))
  };
  Kind kind = Kind::constant;
  double scale = 0;
  std::vector<double> offset = {};  // added to the numbers, one for each; empty: none

  static Init constant(double value) { return {Kind::constant, value, {}}; }
  static Init uniform(double bound) { return {Kind::uniform, bound, {}}; }
  static Init normal(double standard_deviation) { return {Kind::normal, standard_deviation, {}}; }
  // Glorot & Bengio 2010, eq. 16
  static Init xavier(double gain = 1) { return {Kind::xavier, gain, {}}; }
  // Returns the same with these values added to the initial numbers.
  Init with_offset(std::vector<double> values) const { return {kind, scale, std::move(values)}; }
};

// A handle to a parameter of a Params.
struct Param {
  int index = -1;
};

// Adding a name that exists returns the existing parameter: this is how weights are tied. Values are column-major
// [rows, cols], each parameter aligned to a cache line, in one buffer, so that an optimizer works on a single vector
// (the padding stays zero).
class Params {
 public:
  struct Entry {
    std::string name;
    int rows;
    int cols;
    std::size_t offset;
    Init init;
    bool trainable;  // false: a buffer, which training does not change
    int size() const { return rows * cols; }
  };

  // Sets how many more numbers add() may add from now on. No memory is taken for parameters that are refused.
  void limit(std::size_t most_numbers) { left_ = most_numbers; }

  // Adds a parameter, or returns the existing one of this name. Throws an Error of kind data if it has another shape,
  // and of kind usage if there would be more numbers than kMostNumbers or limit() allow.
  Param add(const std::string& name, int rows, int cols, Init init, bool trainable = true);

  // Samples all initial values. Each parameter has its own random stream, keyed by its name, so adding a parameter does
  // not change the initial values of the others.
  void initialize(std::uint64_t seed);

  std::span<const Entry> entries() const { return entries_; }
  const Entry& operator[](Param p) const { return entries_[static_cast<std::size_t>(p.index)]; }
  // Returns the parameter with this name, or null.
  const Entry* find(std::string_view name) const;

  std::span<Scalar> values() { return values_; }
  std::span<const Scalar> values() const { return values_; }
  std::span<Scalar> values(const Entry& entry) {
    return std::span(values_).subspan(entry.offset, static_cast<std::size_t>(entry.size()));
  }
  std::span<const Scalar> values(const Entry& entry) const {
    return std::span(values_).subspan(entry.offset, static_cast<std::size_t>(entry.size()));
  }

  // Returns the number of trainable numbers.
  std::size_t count() const;

 private:
  std::vector<Entry> entries_;
  AlignedVector<Scalar> values_;
  std::size_t left_ = std::numeric_limits<std::size_t>::max();  // how many more numbers it may hold
};

// A prefix for names: Scope(params, "read0")("W", 26, 100, init) adds the parameter "read0/W".
class Scope {
 public:
  explicit Scope(Params& params, std::string prefix = "") : params_(&params), prefix_(std::move(prefix)) {}

  Scope operator/(std::string_view name) const { return Scope(*params_, join(name)); }
  Param operator()(std::string_view name, int rows, int cols, Init init) const {
    return params_->add(join(name), rows, cols, init);
  }
  // Adds a buffer: initialized and saved like a parameter, but training does not change it.
  Param buffer(std::string_view name, int rows, int cols, Init init) const {
    return params_->add(join(name), rows, cols, init, false);
  }

 private:
  std::string join(std::string_view name) const {
    return prefix_.empty() ? std::string(name) : prefix_ + "/" + std::string(name);
  }

  Params* params_;
  std::string prefix_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

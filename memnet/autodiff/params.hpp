// Named parameters in one flat buffer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/aligned.hpp"
#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// How a parameter starts.
struct Init {
  enum class Kind { constant, uniform, normal, xavier };
  Kind kind = Kind::constant;
  double scale = 0;
  std::vector<double> offset = {};  // added number by number; empty: zeros

  static Init constant(double value) { return {Kind::constant, value, {}}; }
  static Init uniform(double bound) { return {Kind::uniform, bound, {}}; }  // U(-bound, bound)
  static Init normal(double deviation) { return {Kind::normal, deviation, {}}; }
  // U(-b, b) with b = gain sqrt(6 / (rows + cols)): Glorot & Bengio 2010, eq. 16
  static Init xavier(double gain = 1) { return {Kind::xavier, gain, {}}; }
  // The same, around these values instead of around 0.
  Init with_offset(std::vector<double> values) const { return {kind, scale, std::move(values)}; }
};

// A handle to a parameter; it stays valid as long as its Params.
struct Param {
  int index = -1;
};

// The parameters of a model. A name stands for one parameter: asking for the same name again gives the same one back,
// and that is all there is to weight tying. Values are column-major [rows, cols] and lie in one buffer, each aligned
// to a cache line, so that an optimiser sees a single vector (the few numbers of padding stay zero).
class Params {
 public:
  struct Entry {
    std::string name;
    int rows;
    int cols;
    std::size_t offset;
    Init init;
    bool trainable;  // false: a buffer, which keeps its starting value
    int size() const { return rows * cols; }
  };

  // Throws if the name exists with another shape.
  Param add(const std::string& name, int rows, int cols, Init init, bool trainable = true);

  // Draws all starting values. Each parameter has a random stream of its own, keyed by its name, so adding one
  // parameter does not change how the others start.
  void initialise(std::uint64_t seed);

  std::span<const Entry> entries() const { return entries_; }
  const Entry& operator[](Param p) const { return entries_[static_cast<std::size_t>(p.index)]; }
  const Entry* find(std::string_view name) const;

  std::span<Scalar> values() { return values_; }
  std::span<const Scalar> values() const { return values_; }
  std::span<Scalar> values(const Entry& entry) {
    return std::span(values_).subspan(entry.offset, static_cast<std::size_t>(entry.size()));
  }
  std::span<const Scalar> values(const Entry& entry) const {
    return std::span(values_).subspan(entry.offset, static_cast<std::size_t>(entry.size()));
  }

  // The number of trainable numbers.
  std::size_t count() const;

 private:
  std::vector<Entry> entries_;
  AlignedVector<Scalar> values_;
};

// A place in the tree of names: Scope(params, "read0")("W", 26, 100, init) is the parameter "read0/W".
class Scope {
 public:
  explicit Scope(Params& params, std::string prefix = "") : params_(&params), prefix_(std::move(prefix)) {}

  Scope operator/(std::string_view name) const { return Scope(*params_, join(name)); }
  Param operator()(std::string_view name, int rows, int cols, Init init) const {
    return params_->add(join(name), rows, cols, init);
  }
  // A buffer: saved like a parameter, but not trained.
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

#include "memnet/autodiff/params.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/autodiff/sizes.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/random.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

Param Params::add(const std::string& name, int rows, int cols, Init init, bool trainable) {
  if (const Entry* present = find(name)) {
    if (present->rows != rows || present->cols != cols)
      fail(ErrorKind::data,
           "parameter {}: is already [{},{}] and cannot be added as [{},{}]; one name is one parameter", name,
           present->rows, present->cols, rows, cols);
    return {static_cast<int>(present - entries_.data())};
  }
  const std::size_t size = static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
  if (size > kMostNumbers)
    fail(ErrorKind::usage, "parameter {} [{},{}] has more than {} numbers; take smaller sizes", name, rows, cols,
         kMostNumbers);
  if (!init.offset.empty() && init.offset.size() != size)
    fail(ErrorKind::data, "parameter {}: has {} offsets of initial values, but is [{},{}]", name, init.offset.size(),
         rows, cols);
  if (size > left_)
    fail(ErrorKind::usage, "parameter {} [{},{}] makes the model larger than it may be; take smaller sizes", name, rows,
         cols);
  left_ -= size;
  constexpr std::size_t kPerLine = kCacheLine / sizeof(Scalar);
  const std::size_t offset = values_.size();
  entries_.push_back({name, rows, cols, offset, std::move(init), trainable});
  values_.resize(offset + (size + kPerLine - 1) / kPerLine * kPerLine, 0);
  return {static_cast<int>(entries_.size()) - 1};
}

void Params::initialize(std::uint64_t seed) {
  for (const Entry& entry : entries_) {
    RandomStream stream(seed, "init/" + entry.name);
    const double scale = entry.init.scale;
    const double xavier = scale * std::sqrt(6.0 / (entry.rows + entry.cols));
    const std::span<Scalar> numbers = values(entry);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      double value = 0;
      switch (entry.init.kind) {
        case Init::Kind::constant: value = scale; break;
        case Init::Kind::uniform: value = stream.uniform(-scale, scale); break;
        case Init::Kind::normal: value = scale * stream.normal(); break;
        case Init::Kind::xavier: value = stream.uniform(-xavier, xavier); break;
      }
      numbers[i] = static_cast<Scalar>(value + (entry.init.offset.empty() ? 0 : entry.init.offset[i]));
    }
  }
}

const Params::Entry* Params::find(std::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.name == name; });
  return found == entries_.end() ? nullptr : &*found;
}

std::size_t Params::count() const {
  std::size_t sum = 0;
  for (const Entry& entry : entries_)
    if (entry.trainable) sum += static_cast<std::size_t>(entry.size());
  return sum;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

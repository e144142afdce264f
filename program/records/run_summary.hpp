// Summaries of runs as bytes: what a sandbox that reads run files sends, and what the cache of a run index keeps.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/io/run_record.hpp"

namespace memnet {

using Bytes = std::vector<std::byte>;

inline constexpr std::size_t kLeastText = sizeof(std::uint64_t);  // bytes of an empty text, or of no numbers

class ByteWriter {
 public:
  template <class Number>
  void number(Number value) {
    static_assert(std::is_trivially_copyable_v<Number>);
    append(std::as_bytes(std::span(&value, 1)));
  }
  void flag(bool value) { number<std::uint8_t>(value ? 1 : 0); }
  void text(std::string_view text) { bytes(std::as_bytes(std::span(text))); }
  void bytes(std::span<const std::byte> some) {
    number<std::uint64_t>(some.size());
    append(some);
  }
  void numbers(std::span<const double> numbers) { bytes(std::as_bytes(numbers)); }
  // Writes the length of a list, and each item by `write`.
  template <class Items, class Write>
  void list(const Items& items, Write write) {
    number<std::uint64_t>(items.size());
    for (const auto& item : items) write(item);
  }
  const Bytes& written() const { return written_; }

 private:
  void append(std::span<const std::byte> some) { written_.insert(written_.end(), some.begin(), some.end()); }

  Bytes written_;
};

// Reads what a ByteWriter wrote, in the same order. Throws an Error of kind data for other bytes.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : left_(bytes) {}

  template <class Number>
  Number number() {
    Number value;
    std::ranges::copy(take(sizeof value), std::as_writable_bytes(std::span(&value, 1)).begin());
    return value;
  }
  bool flag() {
    const auto value = number<std::uint8_t>();
    if (value > 1) refuse();
    return value == 1;
  }
  // Reads a TracedKind, TracedRole or TracedAxis.
  template <class Term>
  Term term() {
    const Term term = number<Term>();
    if (static_cast<std::size_t>(term) >= traced_words<Term>().size()) refuse();
    return term;
  }
  // Reads the length of a list whose items take at least this many bytes. A length that is not possible is refused
  // before memory is allocated for it: the items in memory are at most a few times as large as their bytes.
  std::size_t count(std::size_t least_bytes) {
    const auto count = number<std::uint64_t>();
    if (count > left_.size() / least_bytes) refuse();
    return static_cast<std::size_t>(count);
  }
  std::span<const std::byte> bytes() { return take(count(1)); }
  std::string text() {
    const std::span<const std::byte> some = bytes();
    return {reinterpret_cast<const char*>(some.data()), some.size()};
  }
  std::vector<double> numbers() {
    const std::span<const std::byte> some = bytes();
    if (some.size() % sizeof(double) != 0) refuse();
    std::vector<double> numbers(some.size() / sizeof(double));
    std::ranges::copy(some, std::as_writable_bytes(std::span(numbers)).begin());
    return numbers;
  }
  // Reads a list of items, which take at least `least_bytes` each; `read` reads into an item.
  template <class Item, class Read>
  std::vector<Item> list(std::size_t least_bytes, Read read) {
    std::vector<Item> items(count(least_bytes));
    for (Item& item : items) read(item);
    return items;
  }
  bool at_end() const { return left_.empty(); }
  [[noreturn]] static void refuse() { fail(ErrorKind::data, "these bytes are not the summary of a run"); }

 private:
  std::span<const std::byte> take(std::size_t size) {
    if (size > left_.size()) refuse();
    const std::span<const std::byte> taken = left_.first(size);
    left_ = left_.subspan(size);
    return taken;
  }

  std::span<const std::byte> left_;
};

// Returns the parts of a record that a RunSummary has, as bytes.
Bytes pack_summary(const RunRecord& record);
// Returns the record with these parts. Throws an Error of kind data for other bytes.
RunRecord unpack_summary(std::span<const std::byte> bytes);

}  // namespace memnet

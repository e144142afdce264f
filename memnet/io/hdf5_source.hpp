// A dataset or an attribute of a file that may come from another program. Only .cpp files include this header.
#pragma once

#include "memnet/io/hdf5_handle.hpp"

namespace memnet::hdf5 {

class Source {
 public:
  // `where` starts every message: "run.h5: /train/loss".
  Source(Handle object, std::string where);

  Hdf5Shape shape() const;
  bool holds_numbers_or_text() const;
  bool holds_text() const;
  bool holds_integers() const;

  // Throws an Error for what Hdf5Writer does not make: data in other files, other filters and types, and for more than
  // `most_bytes`.
  void check(std::size_t most_bytes) const;

  // Reads all numbers. Throws an Error unless type and shape are the expected ones.
  template <class Number>
  void read(const Hdf5Shape& expected, std::span<Number> numbers) const {
    read(expected, file_type<Number>(), memory_type<Number>(), numbers.data(), numbers.size());
  }
  // Returns a single text, of fixed or variable length.
  std::string text() const;
  // Returns how many bytes all data take; texts of variable length count as pointers.
  std::size_t bytes() const;
  // Reads all data and discards it, to find damage.
  void read_and_discard() const;

 private:
  void read(const Hdf5Shape& expected, hid_t stored, hid_t wanted, void* numbers, std::size_t count) const;
  void read(hid_t wanted, void* target) const;
  template <class Result>
  Result expect(Result result) const {
    return hdf5::expect(result, ErrorKind::data, where_, "cannot be read; the file is damaged");
  }

  std::string where_;
  Handle object_;
  bool is_dataset_;
  Handle type_;
  Handle space_;
};

}  // namespace memnet::hdf5

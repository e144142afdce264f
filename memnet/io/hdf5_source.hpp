// A dataset or an attribute of a file that may come from anybody. Includes HDF5's header: only for .cpp files.
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

  // Refuses what no Hdf5Writer makes: data in other files, filters and types of others, and sizes above `most_bytes`.
  void check(std::size_t most_bytes) const;

  // Type and shape have to be the expected ones.
  template <class Number>
  void read(const Hdf5Shape& expected, std::span<Number> numbers) const {
    read(expected, file_type<Number>(), memory_type<Number>(), numbers.data(), numbers.size());
  }
  // A single text, of fixed length or not.
  std::string text(std::size_t max_bytes) const;
  // Whatever it is, as bytes that nobody wants: to see whether it can be read.
  void read_in_vain() const;

 private:
  void read(const Hdf5Shape& expected, hid_t stored, hid_t wanted, void* numbers, std::size_t count) const;
  void read(hid_t wanted, void* target) const;
  template <class TargetKind>
  TargetKind expect(TargetKind answer) const {
    return hdf5::expect(answer, ErrorKind::data, where_, "cannot be read; the file is damaged");
  }

  std::string where_;
  Handle object_;
  bool is_dataset_;
  Handle type_;
  Handle space_;
};

}  // namespace memnet::hdf5

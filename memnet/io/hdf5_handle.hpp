// Helpers for calls to HDF5. Only .cpp files include this header, for it includes the one of HDF5.
#pragma once

#include <hdf5.h>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "memnet/base/error.hpp"
#include "memnet/io/hdf5.hpp"

namespace memnet::hdf5 {

constexpr std::size_t kReadingCost = 256;  // bytes of most_content() for each object or attribute, besides its data

// Sets HDF5 up: no clean-up at exit (it crashes after a failure), no filters from plug-ins, no printing. Requires a
// call on every thread before any other call of HDF5.
void prepare();

// Returns a new name for a file in memory. HDF5 takes two open files with one name for the same file and searches the
// disk first, so each file needs a name that is unique and that no disk has.
std::string unused_name();

// Returns the innermost message of HDF5 about the last call, which failed.
std::string reason();

// Returns the result of a call to HDF5. Throws an Error if it is a failure.
template <class Result>
Result expect(Result result, ErrorKind kind, std::string_view where, std::string_view problem) {
  if (result < 0) fail(kind, "{}: {} ({})", where, problem, reason());
  return result;
}

// An identifier that closes itself.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);

  Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  Close close_;
};

// The types of numbers: in the file, where they are the same on every machine, and in memory.
template <class Number>
hid_t file_type() {
  if constexpr (std::same_as<Number, double>) return H5T_IEEE_F64LE;
  if constexpr (std::same_as<Number, float>) return H5T_IEEE_F32LE;
  if constexpr (std::same_as<Number, std::int64_t>) return H5T_STD_I64LE;
  if constexpr (std::same_as<Number, std::uint8_t>) return H5T_STD_U8LE;
}
template <class Number>
hid_t memory_type() {
  if constexpr (std::same_as<Number, double>) return H5T_NATIVE_DOUBLE;
  if constexpr (std::same_as<Number, float>) return H5T_NATIVE_FLOAT;
  if constexpr (std::same_as<Number, std::int64_t>) return H5T_NATIVE_INT64;
  if constexpr (std::same_as<Number, std::uint8_t>) return H5T_NATIVE_UINT8;
}

// For messages: "float64", "int32", "text", and "[3,4]".
std::string describe_type(hid_t type);
std::string describe_shape(const Hdf5Shape& shape);

// Returns the number of elements of a shape; the largest size_t if there are more.
std::size_t element_count(const Hdf5Shape& shape);

}  // namespace memnet::hdf5

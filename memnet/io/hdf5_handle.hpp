// What the reader and the writer of HDF5 share. It includes HDF5's own header, so only .cpp files include it.
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

// Comes before anything else of HDF5, on every thread: no clean-up at exit (it crashes after a failure), no filters
// from plug-ins, nothing printed.
void prepare();

// HDF5 takes two open files of one name for the same file, even in memory, and looks on the disk first. So every file
// in memory gets a name of its own, and one that no disk can have.
std::string unused_name();

// What HDF5 says about the call that just failed: its innermost message.
std::string reason();

// Passes on the answer of a call to HDF5, unless it is a failure.
template <class TargetKind>
TargetKind expect(TargetKind answer, ErrorKind kind, std::string_view where, std::string_view problem) {
  if (answer < 0) fail(kind, "{}: {} ({})", where, problem, reason());
  return answer;
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

// A number type in the file, the same on every machine, and in memory.
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

// How many numbers a shape holds; the largest size_t if it is too many to count.
std::size_t element_count(const Hdf5Shape& shape);

}  // namespace memnet::hdf5

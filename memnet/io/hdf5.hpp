// HDF5 files as bytes in memory. HDF5 itself never touches the disk: write_file_atomically() and read_file() do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace memnet {

namespace hdf5 {
class Source;
}

// Sizes, slowest axis first. No axes: a single number. An axis of size 0: an empty series.
using Hdf5Shape = std::vector<std::size_t>;

using Hdf5Attribute = std::variant<std::int64_t, double, std::string, std::vector<std::string>>;

// How a dataset of more than a few kilobytes is stored. Both ways have checksums.
enum class Packing { compressed, uncompressed };

// Returns the most bytes of numbers and text that a reader accepts from a file of this size. A file that would unpack
// to more is refused, so the size of the file bounds the memory for reading it. Run files stay below: see
// Hdf5Writer::content().
std::size_t most_content(std::size_t file_bytes);

// Returns the version of the HDF5 library, such as "1.10.8".
std::string hdf5_version();

// Builds a file in memory. The same calls give the same bytes: there are no times and no names of machines in it. Paths
// start with '/'; missing parent groups are created. Throws an Error of kind io, also for a second object of one name.
class Hdf5Writer {
 public:
  explicit Hdf5Writer(Packing packing = Packing::compressed);
  ~Hdf5Writer();
  Hdf5Writer(const Hdf5Writer&) = delete;
  Hdf5Writer& operator=(const Hdf5Writer&) = delete;

  // Creates a group unless it exists.
  void group(const std::string& path);
  // Creates an attribute of a group, of a dataset, or of the file ("/").
  void attribute(const std::string& path, const std::string& name, const Hdf5Attribute& value);

  // Creates a dataset. The file holds numbers of the given type, little-endian.
  void dataset(const std::string& path, const Hdf5Shape& shape, std::span<const double> numbers);
  void dataset(const std::string& path, const Hdf5Shape& shape, std::span<const float> numbers);
  void dataset(const std::string& path, const Hdf5Shape& shape, std::span<const std::int64_t> numbers);
  void dataset(const std::string& path, const Hdf5Shape& shape, std::span<const std::uint8_t> numbers);
  void text(const std::string& path, const std::string& letters);
  void texts(const std::string& path, const std::vector<std::string>& list);  // one axis

  // Turns a dataset with one axis into a dimension scale (xarray: a coordinate), and attaches it to an axis of another
  // dataset.
  void scale(const std::string& path, const std::string& name);
  void attach_scale(const std::string& dataset, int axis, const std::string& scale);

  // Makes NeXus viewers (H5Web, silx) draw a dataset of the group over its axes ("." for an axis without a name).
  void plot(const std::string& group, const std::string& signal, const std::vector<std::string>& axes);
  // Makes NeXus viewers open this group first.
  void set_default_plot(const std::string& group);

  std::vector<std::byte> image() const;
  // Returns how much of most_content() is used up by reading the whole file.
  std::size_t content() const { return content_; }

 private:
  template <class Number>
  void put(const std::string& path, const Hdf5Shape& shape, std::span<const Number> numbers);
  void count(std::size_t bytes);

  Packing packing_;
  std::int64_t file_;
  std::size_t content_ = 0;
};

// Reads a file in memory, which may come from another program. The constructor visits the whole file and refuses links,
// data in other files, filters and types that Hdf5Writer does not use, and sizes larger than the file can hold. All
// that is read, together and also if it is read twice, is at most most_content(): no file takes more memory. Throws an
// Error of kind data that starts with the name of the file, also for types and shapes that the caller does not expect.
// HDF5 1.10 can crash on damaged bytes. Requires bytes of this process, or that validate_untrusted() was called; they
// are not copied.
class Hdf5Reader {
 public:
  // Decides from its path that a group or dataset is not needed.
  using LeaveOut = std::function<bool(const std::string& path)>;

  // Of objects that are left out, only the existence is known.
  Hdf5Reader(std::span<const std::byte> image, std::string name, LeaveOut leave_out = nullptr);
  ~Hdf5Reader();
  Hdf5Reader(const Hdf5Reader&) = delete;
  Hdf5Reader& operator=(const Hdf5Reader&) = delete;

  bool exists(const std::string& path) const { return objects_.contains(path); }
  // Returns the names in a group, sorted.
  std::vector<std::string> list(const std::string& group) const;

  Hdf5Shape shape(const std::string& dataset) const;
  // Reads all numbers. Requires the expected type and shape; nothing is converted.
  void read(const std::string& dataset, const Hdf5Shape& expected, std::span<double> numbers) const;
  void read(const std::string& dataset, const Hdf5Shape& expected, std::span<float> numbers) const;
  void read(const std::string& dataset, const Hdf5Shape& expected, std::span<std::int64_t> numbers) const;
  void read(const std::string& dataset, const Hdf5Shape& expected, std::span<std::uint8_t> numbers) const;
  // Returns all numbers, and sets their shape.
  template <class Number>
  std::vector<Number> numbers(const std::string& dataset, Hdf5Shape* shape = nullptr) const;
  std::string text(const std::string& dataset) const;

  bool has_attribute(const std::string& path, const std::string& name) const;
  bool has_text_attribute(const std::string& path, const std::string& name) const;
  std::int64_t attribute_integer(const std::string& path, const std::string& name) const;
  double attribute_number(const std::string& path, const std::string& name) const;
  // Returns an attribute that is one integer, another number or a text.
  Hdf5Attribute attribute_value(const std::string& path, const std::string& name) const;
  std::string attribute_text(const std::string& path, const std::string& name) const;

  // Reads all data and discards it: finds damage anywhere in the file.
  void read_everything() const;

 private:
  enum class Kind { group, dataset, left_out };

  void walk(const std::string& group, int depth);
  void require(const std::string& path, Kind kind) const;
  bool is_read(const std::string& path) const;  // false for what is left out
  std::string where(const std::string& path) const;
  // Throws an Error if more than most_content() would have been read.
  void spend(const std::string& path, std::size_t bytes) const;
  template <class Number>
  void take(const std::string& dataset, const Hdf5Shape& expected, std::span<Number> numbers) const;
  hdf5::Source dataset(const std::string& path) const;
  hdf5::Source attribute(const std::string& path, const std::string& name) const;
  template <class Result>
  Result expect(Result result, const std::string& path) const;

  std::string name_;
  LeaveOut leave_out_;
  std::size_t most_objects_;
  std::size_t most_bytes_;    // that a dataset can have
  mutable std::size_t left_;  // of most_content()
  std::int64_t file_;
  std::map<std::string, Kind> objects_;  // by path; "/" is the file
};

}  // namespace memnet

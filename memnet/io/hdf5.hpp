// HDF5 files as bytes in memory. HDF5 itself never touches the disk: write_file_atomically() and read_file() do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
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

// Returns the version of the HDF5 library, such as "1.10.8".
std::string hdf5_version();

// Builds a file in memory. The same calls give the same bytes: there are no times and no names of machines in it. Paths
// start with '/'; missing parent groups are created. Throws an Error of kind io, also for a second object of one name.
class Hdf5Writer {
 public:
  Hdf5Writer();
  ~Hdf5Writer();
  Hdf5Writer(const Hdf5Writer&) = delete;
  Hdf5Writer& operator=(const Hdf5Writer&) = delete;

  // Creates a group unless it exists.
  void group(const std::string& path);
  // Creates an attribute of a group, of a dataset, or of the file ("/").
  void attribute(const std::string& path, const std::string& name, const Hdf5Attribute& value);

  // Creates a dataset. The file holds numbers of the given type, little-endian.
  void dataset(const std::string& path, const Hdf5Shape& shape, std::span<const double> numbers,
               Packing packing = Packing::compressed);
  void dataset(const std::string& path, const Hdf5Shape& shape, std::span<const float> numbers,
               Packing packing = Packing::compressed);
  void dataset(const std::string& path, const Hdf5Shape& shape, std::span<const std::int64_t> numbers,
               Packing packing = Packing::compressed);
  void dataset(const std::string& path, const Hdf5Shape& shape, std::span<const std::uint8_t> numbers,
               Packing packing = Packing::compressed);
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

 private:
  template <class Number>
  void put(const std::string& path, const Hdf5Shape& shape, std::span<const Number> numbers, Packing packing);

  std::int64_t file_;
};

// Reads a file in memory, which may come from another program. The constructor visits the whole file and refuses links,
// data in other files, filters and types that Hdf5Writer does not use, and sizes larger than the file can hold. Throws
// an Error of kind data that starts with the name of the file, also for types and shapes that the caller does not
// expect. HDF5 1.10 can crash on damaged bytes. Requires bytes of this process, or that validate_untrusted() was
// called.
class Hdf5Reader {
 public:
  // Groups in `ignored` are treated as if they did not exist.
  Hdf5Reader(std::span<const std::byte> image, std::string name, std::set<std::string> ignored = {});
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
  std::string text(const std::string& dataset, std::size_t max_bytes) const;

  bool has_attribute(const std::string& path, const std::string& name) const;
  bool has_text_attribute(const std::string& path, const std::string& name) const;
  std::int64_t attribute_integer(const std::string& path, const std::string& name) const;
  double attribute_number(const std::string& path, const std::string& name) const;
  // Returns an attribute that is one number, an integer or not, as text.
  std::string attribute_number_text(const std::string& path, const std::string& name) const;
  std::string attribute_text(const std::string& path, const std::string& name) const;

  // Reads all data and discards it: finds damage anywhere in the file.
  void read_everything() const;

 private:
  enum class Kind { group, dataset };

  void walk(const std::string& group, int depth);
  void require(const std::string& path, Kind kind) const;
  std::string where(const std::string& path) const;
  hdf5::Source dataset(const std::string& path) const;
  hdf5::Source attribute(const std::string& path, const std::string& name) const;
  template <class Result>
  Result expect(Result result, const std::string& path) const;

  std::string name_;
  std::set<std::string> ignored_;
  std::size_t most_bytes_;  // that a dataset can have
  std::int64_t file_;
  std::map<std::string, Kind> objects_;  // by path; "/" is the file
};

}  // namespace memnet

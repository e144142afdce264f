#include <hdf5_hl.h>

#include <algorithm>

#include "memnet/io/hdf5_handle.hpp"

namespace memnet {
namespace {

using hdf5::Handle;

constexpr std::size_t kSmall = 4096;      // bytes; smaller datasets are stored as they are
constexpr std::size_t kChunk = 1 << 20;   // bytes at most; what readers keep in memory by default
constexpr std::size_t kGrowth = 1 << 20;  // bytes by which the file in memory grows
constexpr unsigned kCompression = 4;      // of 9

template <class Result>
Result expect(Result result, const std::string& path) {
  return hdf5::expect(result, ErrorKind::io, path, "cannot be put into the HDF5 file");
}

const char* letters_of(const std::string& text, const std::string& path) {
  if (text.find('\0') != std::string::npos) fail(ErrorKind::data, "{}: text for HDF5 cannot contain a zero byte", path);
  return text.c_str();
}

// UTF-8 text of any length, which h5py reads as str.
Handle text_type(const std::string& path) {
  Handle type(expect(H5Tcopy(H5T_C_S1), path), H5Tclose);
  expect(H5Tset_size(type, H5T_VARIABLE), path);
  expect(H5Tset_cset(type, H5T_CSET_UTF8), path);
  return type;
}

Handle space_of(const Hdf5Shape& shape, const std::string& path) {
  const std::vector<hsize_t> sizes(shape.begin(), shape.end());
  return {expect(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), path), H5Sclose};
}

// The properties of a new object: without times, which would make every file different.
Handle creation(hid_t kind, const std::string& path) {
  Handle list(expect(H5Pcreate(kind), path), H5Pclose);
  expect(H5Pset_obj_track_times(list, false), path);
  return list;
}

// The properties of the link to a new object: missing groups on its path are created.
Handle placement(const std::string& path) {
  Handle list(expect(H5Pcreate(H5P_LINK_CREATE), path), H5Pclose);
  expect(H5Pset_create_intermediate_group(list, 1), path);
  expect(H5Pset_char_encoding(list, H5T_CSET_UTF8), path);
  return list;
}

// Returns the shape of a chunk: the slowest axes are cut until a chunk is small enough.
std::vector<hsize_t> chunk_of(const Hdf5Shape& shape, std::size_t bytes) {
  std::vector<hsize_t> chunk(shape.begin(), shape.end());
  for (hsize_t& size : chunk) {
    const std::size_t slice = bytes / size;
    size = std::clamp<hsize_t>(kChunk / slice, 1, size);
    bytes = slice * size;
  }
  return chunk;
}

Handle open_dataset(hid_t file, const std::string& path) {
  return {expect(H5Dopen2(file, path.c_str(), H5P_DEFAULT), path), H5Dclose};
}

}  // namespace

Hdf5Writer::Hdf5Writer(Packing packing) : packing_(packing) {
  hdf5::prepare();
  const Handle access(expect(H5Pcreate(H5P_FILE_ACCESS), "/"), H5Pclose);
  expect(H5Pset_fapl_core(access, kGrowth, false), "/");
  file_ = expect(H5Fcreate(hdf5::unused_name().c_str(), H5F_ACC_EXCL, H5P_DEFAULT, access), "/");
}

Hdf5Writer::~Hdf5Writer() { H5Fclose(file_); }

void Hdf5Writer::group(const std::string& path) {
  const bool there = path == "/" || H5Lexists(file_, path.c_str(), H5P_DEFAULT) > 0;
  const Handle group(
      expect(there ? H5Gopen2(file_, path.c_str(), H5P_DEFAULT)
                   : H5Gcreate2(file_, path.c_str(), placement(path), creation(H5P_GROUP_CREATE, path), H5P_DEFAULT),
             path),
      H5Gclose);
}

void Hdf5Writer::attribute(const std::string& path, const std::string& name, const Hdf5Attribute& value) {
  const std::string where = path + " attribute " + name;
  const auto* single = std::get_if<std::string>(&value);
  count(single == nullptr ? 0 : single->size());
  const auto write = [&](const Hdf5Shape& shape, hid_t stored, hid_t given, const void* data) {
    const Handle attribute(expect(H5Acreate_by_name(file_, path.c_str(), name.c_str(), stored, space_of(shape, where),
                                                    H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                                  where),
                           H5Aclose);
    expect(H5Awrite(attribute, given, data), where);
  };
  const Handle text = text_type(where);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    write({}, H5T_STD_I64LE, H5T_NATIVE_INT64, integer);
  } else if (const auto* number = std::get_if<double>(&value)) {
    write({}, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, number);
  } else if (single != nullptr) {
    const char* letters = letters_of(*single, where);
    write({}, text, text, &letters);
  } else {
    std::vector<const char*> list;
    for (const std::string& item : std::get<std::vector<std::string>>(value)) list.push_back(letters_of(item, where));
    write({list.size()}, text, text, list.data());
  }
}

void Hdf5Writer::count(std::size_t bytes) { content_ += bytes + hdf5::kReadingCost; }

template <class Number>
void Hdf5Writer::put(const std::string& path, const Hdf5Shape& shape, std::span<const Number> numbers) {
  if (hdf5::element_count(shape) != numbers.size())
    fail(ErrorKind::data, "{}: {} numbers were given, but the shape is {}", path, numbers.size(),
         hdf5::describe_shape(shape));
  count(numbers.size_bytes());
  const Handle layout = creation(H5P_DATASET_CREATE, path);
  if (numbers.size_bytes() > kSmall) {
    expect(H5Pset_chunk(layout, static_cast<int>(shape.size()), chunk_of(shape, numbers.size_bytes()).data()), path);
    if (packing_ == Packing::compressed) {
      expect(H5Pset_shuffle(layout), path);
      expect(H5Pset_deflate(layout, kCompression), path);
    }
    expect(H5Pset_fletcher32(layout), path);
  }
  const Handle dataset(expect(H5Dcreate2(file_, path.c_str(), hdf5::file_type<Number>(), space_of(shape, path),
                                         placement(path), layout, H5P_DEFAULT),
                              path),
                       H5Dclose);
  expect(H5Dwrite(dataset, hdf5::memory_type<Number>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()), path);
}

void Hdf5Writer::dataset(const std::string& path, const Hdf5Shape& shape, std::span<const double> numbers) {
  put(path, shape, numbers);
}

void Hdf5Writer::dataset(const std::string& path, const Hdf5Shape& shape, std::span<const float> numbers) {
  put(path, shape, numbers);
}

void Hdf5Writer::dataset(const std::string& path, const Hdf5Shape& shape, std::span<const std::int64_t> numbers) {
  put(path, shape, numbers);
}

void Hdf5Writer::dataset(const std::string& path, const Hdf5Shape& shape, std::span<const std::uint8_t> numbers) {
  put(path, shape, numbers);
}

void Hdf5Writer::text(const std::string& path, const std::string& letters) {
  const char* data = letters_of(letters, path);
  count(letters.size());
  const Handle type = text_type(path);
  const Handle dataset(expect(H5Dcreate2(file_, path.c_str(), type, space_of({}, path), placement(path),
                                         creation(H5P_DATASET_CREATE, path), H5P_DEFAULT),
                              path),
                       H5Dclose);
  expect(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &data), path);
}

void Hdf5Writer::texts(const std::string& path, const std::vector<std::string>& list) {
  std::vector<const char*> data;
  for (const std::string& letters : list) {
    data.push_back(letters_of(letters, path));
    count(letters.size());
  }
  const Handle type = text_type(path);
  const Handle dataset(expect(H5Dcreate2(file_, path.c_str(), type, space_of({list.size()}, path), placement(path),
                                         creation(H5P_DATASET_CREATE, path), H5P_DEFAULT),
                              path),
                       H5Dclose);
  expect(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data.data()), path);
}

void Hdf5Writer::scale(const std::string& path, const std::string& name) {
  expect(H5DSset_scale(open_dataset(file_, path), name.c_str()), path);
}

void Hdf5Writer::attach_scale(const std::string& dataset, int axis, const std::string& scale) {
  expect(H5DSattach_scale(open_dataset(file_, dataset), open_dataset(file_, scale), static_cast<unsigned>(axis)),
         dataset);
}

void Hdf5Writer::plot(const std::string& group, const std::string& signal, const std::vector<std::string>& axes) {
  attribute(group, "NX_class", "NXdata");
  attribute(group, "signal", signal);
  attribute(group, "axes", axes);
}

// "/eval/copy": the file is an NXroot that opens "eval", which is an NXentry that opens "copy".
void Hdf5Writer::set_default_plot(const std::string& group) {
  for (std::size_t slash = 0; slash != std::string::npos; slash = group.find('/', slash + 1)) {
    const std::string parent = slash == 0 ? "/" : group.substr(0, slash);
    const std::size_t next = group.find('/', slash + 1);
    attribute(parent, "NX_class", slash == 0 ? "NXroot" : "NXentry");
    attribute(parent, "default", group.substr(slash + 1, next - slash - 1));
  }
}

std::vector<std::byte> Hdf5Writer::image() const {
  expect(H5Fflush(file_, H5F_SCOPE_GLOBAL), "/");
  std::vector<std::byte> bytes(static_cast<std::size_t>(expect(H5Fget_file_image(file_, nullptr, 0), "/")));
  expect(H5Fget_file_image(file_, bytes.data(), bytes.size()), "/");
  return bytes;
}

}  // namespace memnet

#include "tests/parity/golden_file.hpp"

#include <hdf5.h>

#include <algorithm>
#include <cstdlib>

#include "memnet/base/error.hpp"

namespace memnet {
namespace {

// An HDF5 identifier that closes itself.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t), const std::string& file, const std::string& what) : id_(id), close_(close) {
    if (id < 0) fail(ErrorKind::data, "{}: cannot open {}", file, what);
  }
  ~Handle() { close_(id_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

void require(bool condition, const std::string& file, const std::string& what) {
  if (!condition) fail(ErrorKind::data, "{}: cannot read {}", file, what);
}

}  // namespace

std::span<const double> GoldenArray::at(std::initializer_list<int> indices) const {
  std::size_t offset = 0, size = numbers.size();
  auto axis = shape.begin();
  for (const int i : indices) {
    size /= static_cast<std::size_t>(*axis++);
    offset += static_cast<std::size_t>(i) * size;
  }
  return std::span(numbers).subspan(offset, size);
}

GoldenFile::GoldenFile(const std::filesystem::path& path) : name_(path.filename().string()) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // failures are reported by our own messages
  file_ = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file_ < 0) fail(ErrorKind::data, "{}: is not a readable HDF5 file", path.string());
}

GoldenFile::~GoldenFile() { H5Fclose(file_); }

std::string GoldenFile::text(const std::string& attribute) const {
  const Handle a(H5Aopen(file_, attribute.c_str(), H5P_DEFAULT), H5Aclose, name_, attribute);
  const Handle type(H5Aget_type(a), H5Tclose, name_, attribute);
  require(H5Tget_class(type) == H5T_STRING, name_, attribute + " as text");
  if (H5Tis_variable_str(type) > 0) {
    char* letters = nullptr;
    require(H5Aread(a, type, &letters) >= 0, name_, attribute);
    const std::string copy = letters;
    H5free_memory(letters);
    return copy;
  }
  std::string letters(H5Tget_size(type), '\0');
  require(H5Aread(a, type, letters.data()) >= 0, name_, attribute);
  return letters.substr(0, letters.find('\0'));
}

int GoldenFile::number(const std::string& attribute) const {
  const Handle a(H5Aopen(file_, attribute.c_str(), H5P_DEFAULT), H5Aclose, name_, attribute);
  int value = 0;
  require(H5Aread(a, H5T_NATIVE_INT, &value) >= 0, name_, attribute);
  return value;
}

double GoldenFile::real(const std::string& attribute) const {
  const Handle a(H5Aopen(file_, attribute.c_str(), H5P_DEFAULT), H5Aclose, name_, attribute);
  double value = 0;
  require(H5Aread(a, H5T_NATIVE_DOUBLE, &value) >= 0, name_, attribute);
  return value;
}

GoldenArray GoldenFile::array(const std::string& dataset) const {
  const Handle d(H5Dopen2(file_, dataset.c_str(), H5P_DEFAULT), H5Dclose, name_, dataset);
  const Handle space(H5Dget_space(d), H5Sclose, name_, dataset);
  std::vector<hsize_t> sizes(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
  H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
  GoldenArray array;
  array.shape.assign(sizes.begin(), sizes.end());
  array.numbers.resize(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
  require(H5Dread(d, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.numbers.data()) >= 0, name_, dataset);
  return array;
}

std::vector<std::filesystem::path> golden_files() {
  std::vector<std::filesystem::path> folders{MEMNET_GOLDEN_DIR}, files;
  if (const char* more = std::getenv("MEMNET_GOLDEN_DIR")) folders.emplace_back(more);
  for (const std::filesystem::path& folder : folders)
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.path().extension() == ".h5") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace memnet

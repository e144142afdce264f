#include <algorithm>

#include "memnet/io/hdf5_source.hpp"

namespace memnet {
namespace {

using hdf5::Handle;
using hdf5::Source;

constexpr int kDeepest = 16;                 // groups in groups
constexpr std::size_t kSmallestObject = 64;  // bytes of a file

std::string join(const std::string& group, const std::string& name) { return (group == "/" ? "" : group) + "/" + name; }

// HDF5 reads the bytes where they are: these functions stand for its malloc(), memcpy(), realloc() and free().
void* the_image(std::size_t, H5FD_file_image_op_t, void* image) { return image; }
void* copy_nothing(void* to, const void*, std::size_t, H5FD_file_image_op_t, void*) { return to; }
void* never_grow(void*, std::size_t, H5FD_file_image_op_t, void*) { return nullptr; }
herr_t free_nothing(void*, H5FD_file_image_op_t, void*) { return 0; }
void* same_image(void* image) { return image; }
herr_t keep_image(void*) { return 0; }

}  // namespace

Hdf5Reader::Hdf5Reader(std::span<const std::byte> image, std::string name, LeaveOut leave_out)
    : name_(std::move(name)),
      leave_out_(std::move(leave_out)),
      most_objects_(image.size() / kSmallestObject),
      most_bytes_(most_content(image.size())),
      left_(most_bytes_) {
  if (image.empty()) fail(ErrorKind::data, "{}: is empty, expected an HDF5 file", name_);
  hdf5::prepare();
  const Handle access(expect(H5Pcreate(H5P_FILE_ACCESS), "/"), H5Pclose);
  expect(H5Pset_fapl_core(access, image.size() + 1, false), "/");
  auto* bytes = const_cast<std::byte*>(image.data());  // nothing is written to a file that is open for reading
  H5FD_file_image_callbacks_t in_place{the_image,  copy_nothing, never_grow, free_nothing,
                                       same_image, keep_image,   bytes};
  expect(H5Pset_file_image_callbacks(access, &in_place), "/");
  expect(H5Pset_file_image(access, bytes, image.size()), "/");
  file_ = hdf5::expect(H5Fopen(hdf5::unused_name().c_str(), H5F_ACC_RDONLY, access), ErrorKind::data, name_,
                       "is not an HDF5 file, or a damaged one");
  try {
    walk("/", 0);
  } catch (...) {
    H5Fclose(file_);
    throw;
  }
}

Hdf5Reader::~Hdf5Reader() { H5Fclose(file_); }

template <class Result>
Result Hdf5Reader::expect(Result result, const std::string& path) const {
  return hdf5::expect(result, ErrorKind::data, where(path), "cannot be read; the file is damaged");
}

std::string Hdf5Reader::where(const std::string& path) const { return fmt::format("{}: {}", name_, path); }

void Hdf5Reader::walk(const std::string& group, int depth) {
  const auto refuse = [&](const std::string& path, std::string_view problem) {
    fail(ErrorKind::data, "{}: {}; such files are not read", where(path), problem);
  };
  objects_[group] = Kind::group;
  const Handle handle(expect(H5Gopen2(file_, group.c_str(), H5P_DEFAULT), group), H5Gclose);
  H5G_info_t info;
  expect(H5Gget_info(handle, &info), group);
  if (depth > kDeepest) refuse(group, "lies too deep");
  if (info.nlinks > most_objects_ || objects_.size() + info.nlinks > most_objects_)
    refuse(group, "has more entries than the file can hold");

  for (hsize_t i = 0; i < info.nlinks; ++i) {
    const auto name_at = [&](char* letters, std::size_t size) {
      return static_cast<std::size_t>(
          expect(H5Lget_name_by_idx(handle, ".", H5_INDEX_NAME, H5_ITER_INC, i, letters, size, H5P_DEFAULT), group));
    };
    std::string name(name_at(nullptr, 0), '\0');
    name_at(name.data(), name.size() + 1);
    const std::string path = join(group, name);
    if (leave_out_ && leave_out_(path)) {
      objects_[path] = Kind::left_out;
      continue;
    }
    if (name.empty() || name == "." || name.find('/') != std::string::npos) refuse(path, "has no proper name");

    H5L_info_t link;
    expect(H5Lget_info(handle, name.c_str(), &link, H5P_DEFAULT), path);
    if (link.type != H5L_TYPE_HARD) refuse(path, "is a link to somewhere else");
    Handle object(expect(H5Oopen(handle, name.c_str(), H5P_DEFAULT), path), H5Oclose);
    const H5I_type_t type = H5Iget_type(object);
    if (type == H5I_GROUP) {
      walk(path, depth + 1);
    } else if (type == H5I_DATASET) {
      Source(std::move(object), where(path)).check(most_bytes_);
      objects_[path] = Kind::dataset;
    } else {
      refuse(path, "is neither a group nor a dataset");
    }
  }
}

std::vector<std::string> Hdf5Reader::list(const std::string& group) const {
  require(group, Kind::group);
  const std::string start = join(group, "");
  std::vector<std::string> names;
  for (auto i = objects_.upper_bound(start); i != objects_.end() && i->first.starts_with(start); ++i)
    if (i->first.find('/', start.size()) == std::string::npos) names.push_back(i->first.substr(start.size()));
  return names;
}

void Hdf5Reader::require(const std::string& path, Kind kind) const {
  const auto found = objects_.find(path);
  const std::string_view expected = kind == Kind::group ? "a group" : "a dataset";
  if (found == objects_.end())
    fail(ErrorKind::data, "{}: there is none, expected {}; was the file written by another version?", where(path),
         expected);
  if (found->second != kind) fail(ErrorKind::data, "{}: is not {}, but that was expected", where(path), expected);
}

hdf5::Source Hdf5Reader::dataset(const std::string& path) const {
  require(path, Kind::dataset);
  return {Handle(expect(H5Dopen2(file_, path.c_str(), H5P_DEFAULT), path), H5Dclose), where(path)};
}

bool Hdf5Reader::is_read(const std::string& path) const {
  const auto found = objects_.find(path);
  return found != objects_.end() && found->second != Kind::left_out;
}

hdf5::Source Hdf5Reader::attribute(const std::string& path, const std::string& name) const {
  const hid_t opened =
      is_read(path) ? H5Aopen_by_name(file_, path.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT) : H5I_INVALID_HID;
  if (opened < 0 && !has_attribute(path, name))
    fail(ErrorKind::data, "{}: has no attribute {}; was the file written by another version?", where(path), name);
  Source source(Handle(expect(opened, path), H5Aclose), where(path) + " attribute " + name);
  source.check(most_bytes_);
  return source;
}

Hdf5Shape Hdf5Reader::shape(const std::string& path) const { return dataset(path).shape(); }

void Hdf5Reader::spend(const std::string& path, std::size_t bytes) const {
  if (left_ < hdf5::kReadingCost || bytes > left_ - hdf5::kReadingCost)
    fail(ErrorKind::data, "{}: more is read from this file than one of its size can hold; such files are not read",
         where(path));
  left_ -= bytes + hdf5::kReadingCost;
}

template <class Number>
void Hdf5Reader::take(const std::string& path, const Hdf5Shape& expected, std::span<Number> numbers) const {
  spend(path, numbers.size_bytes());
  dataset(path).read(expected, numbers);
}

void Hdf5Reader::read(const std::string& path, const Hdf5Shape& expected, std::span<double> numbers) const {
  take(path, expected, numbers);
}

void Hdf5Reader::read(const std::string& path, const Hdf5Shape& expected, std::span<float> numbers) const {
  take(path, expected, numbers);
}

void Hdf5Reader::read(const std::string& path, const Hdf5Shape& expected, std::span<std::int64_t> numbers) const {
  take(path, expected, numbers);
}

void Hdf5Reader::read(const std::string& path, const Hdf5Shape& expected, std::span<std::uint8_t> numbers) const {
  take(path, expected, numbers);
}

template <class Number>
std::vector<Number> Hdf5Reader::numbers(const std::string& path, Hdf5Shape* shape) const {
  const Source source = dataset(path);
  const Hdf5Shape present = source.shape();
  const std::size_t count = hdf5::element_count(present);
  spend(path, std::min(count, most_bytes_) * sizeof(Number));  // before memory is taken
  std::vector<Number> numbers(count);
  source.read(present, std::span(numbers));
  if (shape != nullptr) *shape = present;
  return numbers;
}
template std::vector<double> Hdf5Reader::numbers(const std::string& path, Hdf5Shape* shape) const;
template std::vector<float> Hdf5Reader::numbers(const std::string& path, Hdf5Shape* shape) const;

std::string Hdf5Reader::text(const std::string& path) const {
  std::string text = dataset(path).text();
  spend(path, text.size());
  return text;
}

bool Hdf5Reader::has_attribute(const std::string& path, const std::string& name) const {
  return is_read(path) && expect(H5Aexists_by_name(file_, path.c_str(), name.c_str(), H5P_DEFAULT), path) > 0;
}

bool Hdf5Reader::has_text_attribute(const std::string& path, const std::string& name) const {
  return has_attribute(path, name) && attribute(path, name).holds_text();
}

std::int64_t Hdf5Reader::attribute_integer(const std::string& path, const std::string& name) const {
  std::int64_t value = 0;
  spend(path, sizeof value);
  attribute(path, name).read({}, std::span(&value, 1));
  return value;
}

double Hdf5Reader::attribute_number(const std::string& path, const std::string& name) const {
  double value = 0;
  spend(path, sizeof value);
  attribute(path, name).read({}, std::span(&value, 1));
  return value;
}

Hdf5Attribute Hdf5Reader::attribute_value(const std::string& path, const std::string& name) const {
  const Source source = attribute(path, name);
  const auto number = [&](auto value) {
    spend(path, sizeof value);
    source.read({}, std::span(&value, 1));
    return value;
  };
  if (source.holds_integers()) return number(std::int64_t{0});
  if (!source.holds_text()) return number(0.0);
  std::string text = source.text();
  spend(path, text.size());
  return text;
}

std::string Hdf5Reader::attribute_text(const std::string& path, const std::string& name) const {
  std::string text = attribute(path, name).text();
  spend(path, text.size());
  return text;
}

void Hdf5Reader::read_everything() const {
  for (const auto& [path, kind] : objects_) {
    if (kind == Kind::left_out) continue;
    if (kind == Kind::dataset) {
      const Source source = dataset(path);
      spend(path, source.bytes());
      source.read_and_discard();
    }
    const Handle object(expect(H5Oopen(file_, path.c_str(), H5P_DEFAULT), path), H5Oclose);
    H5O_info_t info;
    expect(H5Oget_info2(object, &info, H5O_INFO_NUM_ATTRS), path);
    for (hsize_t i = 0; i < info.num_attrs; ++i) {
      const Source source(
          Handle(expect(H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, i, H5P_DEFAULT, H5P_DEFAULT), path),
                 H5Aclose),
          where(path));
      if (!source.holds_numbers_or_text()) continue;  // the references of dimension scales
      source.check(most_bytes_);
      spend(path, source.bytes());
      source.read_and_discard();
    }
  }
}

}  // namespace memnet

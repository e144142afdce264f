#include "memnet/io/hdf5_source.hpp"

#include <algorithm>
#include <memory>

namespace memnet::hdf5 {
namespace {

bool is_own_filter(H5Z_filter_t filter) {
  return filter == H5Z_FILTER_SHUFFLE || filter == H5Z_FILTER_DEFLATE || filter == H5Z_FILTER_FLETCHER32;
}

}  // namespace

Source::Source(Handle object, std::string where)
    : where_(std::move(where)),
      object_(std::move(object)),
      is_dataset_(H5Iget_type(object_) == H5I_DATASET),
      type_(expect(is_dataset_ ? H5Dget_type(object_) : H5Aget_type(object_)), H5Tclose),
      space_(expect(is_dataset_ ? H5Dget_space(object_) : H5Aget_space(object_)), H5Sclose) {}

Hdf5Shape Source::shape() const {
  std::vector<hsize_t> sizes(static_cast<std::size_t>(expect(H5Sget_simple_extent_ndims(space_))));
  expect(H5Sget_simple_extent_dims(space_, sizes.data(), nullptr));
  return {sizes.begin(), sizes.end()};
}

bool Source::holds_numbers_or_text() const {
  const H5T_class_t kind = H5Tget_class(type_);
  return kind == H5T_INTEGER || kind == H5T_FLOAT || kind == H5T_STRING;
}

bool Source::holds_text() const { return H5Tget_class(type_) == H5T_STRING; }

bool Source::holds_integers() const { return H5Tget_class(type_) == H5T_INTEGER; }

void Source::check(std::size_t most_bytes) const {
  const auto refuse = [&](std::string_view problem) {
    fail(ErrorKind::data, "{}: {}; such files are not read", where_, problem);
  };
  if (is_dataset_) {
    const Handle layout(expect(H5Dget_create_plist(object_)), H5Pclose);
    if (expect(H5Pget_layout(layout)) == H5D_VIRTUAL) refuse("is a view of other datasets");
    if (expect(H5Pget_external_count(layout)) > 0) refuse("has its data in another file");
    const int filters = expect(H5Pget_nfilters(layout));
    for (unsigned i = 0; i < static_cast<unsigned>(filters); ++i) {
      unsigned flags = 0;
      std::size_t no_values = 0;
      if (!is_own_filter(expect(H5Pget_filter2(layout, i, &flags, &no_values, nullptr, 0, nullptr, nullptr))))
        refuse("is packed by a filter other than shuffle, deflate and fletcher32");
    }
  }
  if (!holds_numbers_or_text()) refuse("holds neither numbers nor text");
  if (H5Sget_simple_extent_type(space_) == H5S_NULL) refuse("holds nothing");
  if (element_count(shape()) > most_bytes / H5Tget_size(type_))
    refuse(
        fmt::format("claims to be {} {}, more than the file can hold", describe_type(type_), describe_shape(shape())));
}

void Source::read(hid_t wanted, void* target) const {
  expect(is_dataset_ ? H5Dread(object_, wanted, H5S_ALL, H5S_ALL, H5P_DEFAULT, target)
                     : H5Aread(object_, wanted, target));
}

void Source::read(const Hdf5Shape& expected, hid_t stored, hid_t wanted, void* numbers, std::size_t count) const {
  if (element_count(expected) != count)
    fail(ErrorKind::data, "{}: {} numbers do not take the shape {}", where_, count, describe_shape(expected));
  if (H5Tequal(type_, stored) <= 0 || shape() != expected)
    fail(ErrorKind::data, "{}: is {} {}, expected {} {}; it was written with other options or by another program",
         where_, describe_type(type_), describe_shape(shape()), describe_type(stored), describe_shape(expected));
  read(wanted, numbers);
}

std::string Source::text() const {
  if (!holds_text() || !shape().empty())
    fail(ErrorKind::data, "{}: is {} {}, expected a single text; it was written by another program", where_,
         describe_type(type_), describe_shape(shape()));
  if (H5Tis_variable_str(type_) > 0) {
    char* letters = nullptr;
    read(type_, &letters);
    const std::unique_ptr<char, herr_t (*)(void*)> owner(letters, H5free_memory);
    return letters != nullptr ? letters : "";
  }
  std::string text(H5Tget_size(type_), '\0');
  read(type_, text.data());
  text.erase(std::find(text.begin(), text.end(), '\0'), text.end());
  return text;
}

std::size_t Source::bytes() const { return element_count(shape()) * H5Tget_size(type_); }

void Source::read_and_discard() const {
  std::vector<std::byte> data(bytes());
  read(type_, data.data());
  if (H5Tis_variable_str(type_) > 0) H5Dvlen_reclaim(type_, space_, H5P_DEFAULT, data.data());
}

}  // namespace memnet::hdf5

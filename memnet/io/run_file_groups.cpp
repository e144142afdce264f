#include "memnet/io/run_file_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

using namespace run_file;

RunFileGroups::RunFileGroups(const Hdf5Reader& file, std::string name) : file_(file), name_(std::move(name)) {
  if (!file.has_attribute("/", "format") || file.attribute_text("/", "format") != kFormat)
    refuse("this HDF5 file was not written by memnet");
  version_ = file.has_text_attribute("/", "format_version")
                 ? file.attribute_text("/", "format_version")
                 : fmt::format("{}", file.attribute_integer("/", "format_version"));
  if (!is_version3() && version_ != kVersion)
    refuse(
        fmt::format("its format has version {}, this program reads versions {} and {}", version_, kVersion3, kVersion));
}

void RunFileGroups::refuse(const std::string& problem) const {
  fail(ErrorKind::data, "{}: {}; expected a run file of memnet", name_, problem);
}

RunFileGroups::Array RunFileGroups::array(const std::string& path) const {
  Hdf5Shape shape;
  std::vector<Scalar> numbers = file_.numbers<Scalar>(path, &shape);
  if (shape.empty() || shape.size() > 2) refuse(fmt::format("{} does not have one or two axes", path));
  shape.resize(2, 1);
  constexpr std::size_t kLongestAxis = std::numeric_limits<int>::max();
  if (std::max(shape[0], shape[1]) > kLongestAxis) refuse(fmt::format("{} is too large", path));
  return {std::move(numbers), static_cast<int>(shape[0]), static_cast<int>(shape[1])};
}

std::vector<std::string> RunFileGroups::names(const std::string& group, const std::string& attribute) const {
  const std::string list = file_.attribute_text(group, attribute);
  return list.empty() ? std::vector<std::string>() : split_text(list, ' ');
}

NamedTexts RunFileGroups::named_texts(const std::string& group) const {
  NamedTexts texts;
  for (const std::string& name : order(group)) {
    const Hdf5Attribute value = file_.attribute_value(group, name);
    if (const auto* text = std::get_if<std::string>(&value))
      texts.push_back({name, *text});
    else if (const auto* integer = std::get_if<std::int64_t>(&value))
      texts.push_back({name, fmt::format("{}", *integer), true});
    else
      texts.push_back({name, fmt::format("{}", std::get<double>(value)), true});
  }
  return texts;
}

std::vector<std::pair<std::string, double>> RunFileGroups::named_numbers(const std::string& group) const {
  std::vector<std::pair<std::string, double>> list;
  for (const std::string& name : order(group)) list.emplace_back(name, file_.attribute_number(group, name));
  return list;
}

RunRecord::Column RunFileGroups::column(const std::string& group, const std::string& name) const {
  const std::string path = group + "/" + name;
  return {name, file_.has_attribute(path, "units") ? file_.attribute_text(path, "units") : "",
          file_.numbers<double>(path)};
}

RunRecord::NamedColumns RunFileGroups::named_columns(const std::string& group, const std::string& row) const {
  RunRecord::NamedColumns table;
  if (!file_.exists(group)) return table;
  table.names = names(group, row + "s");
  for (const std::string& name : order(group)) {
    table.columns.push_back(column(group, name));
    if (table.columns.back().values.size() != table.names.size())
      refuse(fmt::format("{}/{} does not have one number for each {}", group, name, row));
  }
  return table;
}

RunRecord::Sweeps RunFileGroups::sweeps(const std::string& group, bool is_final) const {
  RunRecord::Sweeps sweeps;
  sweeps.lengths = file_.numbers<double>(group + "/length");
  sweeps.sequences =
      is_final ? std::vector{file_.attribute_number(group, "sequences")} : file_.numbers<double>(group + "/sequences");
  for (const std::string& name : order(group)) {
    sweeps.metrics.push_back(column(group, name));
    if (sweeps.metrics.back().values.size() != sweeps.lengths.size() * sweeps.sequences.size())
      refuse(fmt::format("{}/{} does not have one number for each sweep and length", group, name));
  }
  return sweeps;
}

std::vector<RunRecord::Values> RunFileGroups::values(const std::string& group) const {
  std::vector<RunRecord::Values> list;
  for (const std::string& name : order(group)) {
    const auto [by_rows, rows, cols] = array(group + "/" + name);
    RunRecord::Values values{name, rows, cols, std::vector<Scalar>(by_rows.size())};
    auto number = by_rows.begin();
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r)
      for (std::size_t c = 0; c < static_cast<std::size_t>(cols); ++c)
        values.numbers[c * static_cast<std::size_t>(rows) + r] = *number++;
    list.push_back(std::move(values));
  }
  return list;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

// The HDF5 file has attributes that describe it, and one dataset, `runs`, the bytes of bank_text(): a dataset for each
// value would take more than the values themselves.
#include "program/comparison/bank_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "memnet/base/digest.hpp"
#include "memnet/base/error.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/io/untrusted.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/comparison/bank_text.hpp"
#include "program/records/builds.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr const char* kPartFormat = "memnet bank";
constexpr const char* kPartVersion = "1";
constexpr const char* kRuns = "/runs";

void require_attribute(const Hdf5Reader& file, const char* name, const std::string& expected) {
  const std::string found = file.has_text_attribute("/", name) ? file.attribute_text("/", name) : "";
  if (found != expected)
    fail(ErrorKind::data, "its {} is '{}'; expected '{}'", name, printable(found), printable(expected));
}

std::string text_in(const Hdf5Reader& file) {
  const Hdf5Shape shape = file.shape(kRuns);
  if (shape.size() != 1) fail(ErrorKind::data, "its runs are not a text");
  std::vector<std::uint8_t> letters(shape.front());
  file.read(kRuns, shape, letters);
  return {letters.begin(), letters.end()};
}

std::vector<RunRecord> runs_in(std::span<const std::byte> bytes, const std::string& name) {
  validate_untrusted(bytes, name);
  const Hdf5Reader file(bytes, name);
  require_attribute(file, "format", kPartFormat);
  require_attribute(file, "format_version", kPartVersion);
  std::vector<RunRecord> runs;
  for (const BankFields& fields : parse_bank_text(text_in(file), most_content(bytes.size())))
    runs.push_back(record_of_fields(fields));
  return runs;
}

}  // namespace

std::filesystem::path write_bank_part(const Plan& plan, std::span<const RunRecord> runs,
                                      const std::filesystem::path& folder) {
  std::vector<BankFields> fields;
  std::vector<std::string> builds;
  for (const RunRecord& run : runs) {
    fields.push_back(bank_fields(run));
    builds.push_back(build_of(run));
  }
  // Runs that differ only in the seed become neighbors, and their text short.
  std::ranges::sort(fields, {}, [](const BankFields& run) { return run.at("name"); });
  const std::string text = bank_text(fields);
  Hdf5Writer file;
  file.attribute("/", "format", kPartFormat);
  file.attribute("/", "format_version", kPartVersion);
  file.attribute("/", "plan", plan.name);
  file.attribute("/", "plan_id", plan.id);
  file.attribute("/", "builds", builds_in_words(builds));
  file.dataset(kRuns, {text.size()}, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  const std::filesystem::path part = folder / (digest(text).substr(0, 16) + kPartExtension);
  create_directory_exclusively(folder);
  write_file_atomically(part, file.image());
  return part;
}

std::vector<RunRecord> read_bank_part(const std::filesystem::path& file) {
  const std::vector<std::byte> bytes = read_file(file);
  try {
    return runs_in(bytes, file.string());
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::data) throw;
    std::string reason = printable(error.what());
    if (const std::string place = file.string() + ": "; reason.starts_with(place)) reason.erase(0, place.size());
    fail(ErrorKind::data,
         "{}: is no part of a bank ({}); restore the file from where it came from, or remove it and give 'memnet "
         "gather' again where its run files are",
         file.string(), reason);
  }
}

}  // namespace memnet

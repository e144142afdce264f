#include "tests/support/program/run_contents.hpp"

#include <gtest/gtest.h>

#include <span>

#include "memnet/base/error.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"

namespace memnet {
namespace {

void append(std::vector<std::byte>& bytes, std::span<const std::byte> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

// Appends the numbers of a dataset if they have this type. Returns false otherwise.
template <class Number>
bool take(const Hdf5Reader& file, const std::string& path, std::vector<std::byte>& bytes) {
  const Hdf5Shape shape = file.shape(path);
  std::size_t size = 1;
  for (const std::size_t axis : shape) size *= axis;
  std::vector<Number> numbers(size);
  try {
    file.read(path, shape, std::span(numbers));
  } catch (const Error&) {
    return false;
  }
  append(bytes, std::as_bytes(std::span(shape)));
  bytes.push_back(static_cast<std::byte>(sizeof(Number)));
  append(bytes, std::as_bytes(std::span(numbers)));
  return true;
}

bool take_text(const Hdf5Reader& file, const std::string& path, std::vector<std::byte>& bytes) {
  try {
    const std::string text = file.text(path);
    append(bytes, std::as_bytes(std::span(text)));
  } catch (const Error&) {
    return false;
  }
  return true;
}

void collect(const Hdf5Reader& file, const std::string& group, RunContents& contents) {
  for (const std::string& name : file.list(group)) {
    const std::string path = group + "/" + name;
    bool is_group = true;
    try {
      file.list(path);
    } catch (const Error&) {
      is_group = false;
    }
    if (is_group)
      collect(file, path, contents);
    else
      EXPECT_TRUE(take<float>(file, path, contents[path]) || take<double>(file, path, contents[path]) ||
                  take_text(file, path, contents[path]))
          << path;
  }
}

}  // namespace

std::vector<std::byte> bytes_of(const std::filesystem::path& file) { return read_file(file); }

RunContents contents_of(const std::filesystem::path& run) {
  const std::vector<std::byte> bytes = bytes_of(run / "run.h5");
  const Hdf5Reader file(bytes, run.string());
  RunContents contents;
  for (const char* group :
       {"/state", "/train", "/evaluation", "/sweep", "/attention", "/questions", "/trace", "/snapshots"})
    if (file.exists(group)) collect(file, group, contents);
  const RunRecord record = read_run_file(run / "run.h5");
  for (const auto& [name, value] : record.counters)
    append(contents["counter " + name], std::as_bytes(std::span(&value, 1)));
  for (const auto& [name, value] : record.cost) append(contents["cost " + name], std::as_bytes(std::span(&value, 1)));
  return contents;
}

void expect_same(const RunContents& expected, const RunContents& found, const std::string& when) {
  EXPECT_GT(expected.size(), 20u);
  for (const auto& [name, bytes] : expected)
    EXPECT_TRUE(found.contains(name) && found.at(name) == bytes) << when << ": " << name << " is not the same";
  EXPECT_EQ(found.size(), expected.size()) << when;
}

std::string status_of(const std::filesystem::path& run) { return read_run_file(run / "run.h5").status; }

}  // namespace memnet

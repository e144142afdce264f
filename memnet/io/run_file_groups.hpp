// The groups of a run file, read as columns, tables, arrays and lists of names. Only .cpp files include this header.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file_layout.hpp"
#include "memnet/io/run_record.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// All functions throw an Error of kind data, which starts with the name of the file, for what write_run_file() does not
// make.
class RunFileGroups {
 public:
  // Throws an Error of kind data unless this is a run file of a version that is read here.
  RunFileGroups(const Hdf5Reader& file, std::string name);

  const Hdf5Reader& file() const { return file_; }
  const std::string& version() const { return version_; }
  bool is_version3() const { return version_ == run_file::kVersion3; }

  // Throws an Error of kind data: "run.h5: problem; expected a run file of memnet".
  [[noreturn]] void refuse(const std::string& problem) const;

  // Returns the names in an attribute, which are separated by blanks.
  std::vector<std::string> names(const std::string& group, const std::string& attribute) const;
  // Returns the names that a group was written with, in that order.
  std::vector<std::string> order(const std::string& group) const { return names(group, "order"); }

  NamedTexts named_texts(const std::string& group) const;
  std::vector<std::pair<std::string, double>> named_numbers(const std::string& group) const;
  RunRecord::Column column(const std::string& group, const std::string& name) const;
  // Returns the columns of a group, and the names of their rows, which stand in the attribute `row` + "s"; no columns
  // if there is no such group.
  RunRecord::NamedColumns named_columns(const std::string& group, const std::string& row) const;
  RunRecord::Sweeps sweeps(const std::string& group, bool is_final) const;
  std::vector<RunRecord::Values> values(const std::string& group) const;

  // Returns an array with one or two axes: its numbers by rows, and both sizes (1 for an axis that is not there).
  struct Array {
    std::vector<Scalar> numbers;
    int rows, cols;
  };
  Array array(const std::string& path) const;

 private:
  const Hdf5Reader& file_;
  std::string name_;
  std::string version_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

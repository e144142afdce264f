// The run file: one HDF5 file that is the record of a run, always whole, and readable by any program that reads HDF5.
//
//   /             name, identity, data, status, message, format, format_version, builds, build_commits
//   /config       given, resolved (INI text); every option as an attribute; numbers as numbers
//   /provenance   git state, compiler, libraries, machine, command line, as attributes
//   /timing       wall time, as attributes: the only part that differs between two runs of one seed
//   /task         sizes of the task, as attributes
//   /cost         parameters and counted operations, as attributes
//   /train        the training series: loss, errors, ... over sequences
//   /evaluation   the length sweep during training: metric[sequences, length]
//   /sweep        the length sweep at the end: metric[length]
//   /attention    measurements of heads at the end: column[head]; attributes `heads` and `kinds`
//   /questions    how questions about stories were answered at the end: column[part]; attribute `parts`
//   /parts        how answers were written at the end, at the longest trained length: column[part]; attribute `parts`
//   /trace/<n>    one episode: inputs, targets, mask, outputs[step, bit]; read0/weighting[step, slot], ...; of a story,
//                 its text, and hop0/weighting[step, sentence], where a step is a question. The attributes head, kind,
//                 role and axis label each dataset, in the words of memnet/base/trace_label.def
//   /trace/words  what the rows of outputs stand for, one a line, where a task is answered by words
//   /snapshots/<k>/<n>  episode n during training, after /snapshots/sequences[k] sequences
//   /state        parameters, the state of the optimizer and counters: all that `resume` needs
//
// Every axis has a dimension scale, so xarray opens each group; the scale of offsets counts from -R to R. NeXus
// attributes name what viewers draw first.
#pragma once

#include <filesystem>

#include "memnet/io/run_record.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The format version of the files that are written. Files of version 3, from release 0.1, are read as well; see
// run_file_version3.hpp.
inline constexpr const char* kRunFileVersion = "4-draft";

// Writes a record to a file, atomically (memnet/os/atomic_file.hpp). Throws an Error of kind io.
void write_run_file(const std::filesystem::path& path, const RunRecord& record);

// The parts of a run file that are read. The others stay empty, and are not examined either.
struct RunParts {
  static constexpr int kAll = -1, kNone = -2;

  bool details = true;    // provenance, the training series, and the words of answers
  bool snapshots = true;  // the episodes during training
  int episode = kAll;     // a traced episode, kAll or kNone; of the others only the number is known: they are empty
  bool state = true;      // the parameters and the memory of the optimizer

  bool has_episode(std::size_t number) const { return episode == kAll || number == static_cast<std::size_t>(episode); }
};

// Returns the record of a file. The file is not trusted: a process of its own examines it first. Throws an Error of
// kind data for a file that differs from what write_run_file() makes, and of kind io for one that is too large to be
// examined with the memory that this process may use.
RunRecord read_run_file(const std::filesystem::path& path, const RunParts& parts = {});

// Returns a record without provenance, the training series, traces and the training state. The file is not examined, so
// a damaged one can crash the process. Requires a process that may crash (memnet/os/sandbox.hpp).
RunRecord read_run_summary(const std::filesystem::path& path);

// Returns what read_run_summary() returns, and the first episode at the end of training. Requires the same.
RunRecord read_run_episode(const std::filesystem::path& path);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

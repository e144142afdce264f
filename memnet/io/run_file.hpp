// The run file: one HDF5 file that is the record of a run, always whole, and readable by anything that reads HDF5.
//
//   /             name, status, message, format, format_version
//   /config       given, resolved (INI text); every option as an attribute
//   /provenance   git state, compiler, libraries, machine, command line, as attributes
//   /timing       wall time, as attributes: the only thing that two runs of one seed do not share
//   /cost         parameters and counted operations, as attributes
//   /train        the training series: loss, errors, ... over sequences
//   /evaluation   the length sweep while training: metric[moment, length]
//   /sweep        the length sweep at the end: metric[length]
//   /attention    how heads looked at the end: figure[head], their names in the attribute `heads`
//   /questions    how questions about stories were answered at the end: figure[part], names in the attribute `parts`
//   /trace/<n>    one episode: inputs, targets, mask, outputs[step, bit]; read0/weighting[step, slot], ...; of a story,
//   its
//                 text, and hop0/weighting[step, sentence], a step being a question
//   /trace/words  what the rows of outputs stand for, one a line, where a task is answered by words
//   /snapshots/<k>/<n>  episode n as it went while training, after /snapshots/sequences[k]
//   /state        parameters, the optimiser's memory and counters: all that `resume` needs
//
// Every axis has a dimension scale, so xarray opens each group; NeXus hints tell viewers what to draw first.
#pragma once

#include <filesystem>

#include "memnet/io/run_record.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Publishes the record in one step (io/atomic_file.hpp). Errors are of kind io.
void write_run_file(const std::filesystem::path& path, const RunRecord& record);

// Reads a record back. The file is not trusted: it is examined in a process of its own first, and whatever is not as
// write_run_file makes it is an Error of kind data.
RunRecord read_run_file(const std::filesystem::path& path);

// The same without what makes a file large, and without provenance. It is not examined: only for a process that nobody
// will miss (io/confined.hpp).
RunRecord read_run_card(const std::filesystem::path& path);

// A card with its traces, but no snapshots. Not examined either.
RunRecord read_run_traces(const std::filesystem::path& path);

}  // namespace MEMNET_PRECISION
}  // namespace memnet

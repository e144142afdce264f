// Everything that a run file holds, as plain data.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "memnet/base/matrix.hpp"
#include "memnet/base/scalar.hpp"
#include "memnet/base/trace_label.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

struct NamedText {
  std::string name, text;
  bool is_number = false;  // true: the text spells a number, which files hold as a number

  bool operator==(const NamedText&) const = default;
};
using NamedTexts = std::vector<NamedText>;

struct RunRecord {
  std::string format_version;  // of the file that it was read from; "" if it was not read

  std::string name;
  std::string identity;  // digest of all that defines its results: options, data, seed
  std::string data;      // digest of the data files of its task; "" if it has none
  std::string status;    // "running", "interrupted", "finished" or "diverged"
  std::string message;   // the reason, where the status alone does not explain it

  std::string config_given;  // what the user wrote: file and command line, as INI
  std::string config;        // every option as it was resolved, as INI
  NamedTexts options;        // the name and the value of each option
  NamedTexts provenance;     // git state, compiler, libraries, machine, command line
  // The builds that worked on it, in this order; the first one started it.
  struct Build {
    std::string name;    // two builds of one name promise the same bits: "bits 2, GNU 12, avx512"
    std::string commit;  // of git, for information

    bool operator==(const Build&) const = default;
  };
  std::vector<Build> builds;
  NamedTexts timing;  // measured times, which differ between two runs

  // Columns of the training series; the first is `sequences`.
  struct Column {
    std::string name;
    std::string unit;
    std::vector<double> values;
  };
  std::vector<Column> train;

  // One or several length sweeps: metric [sweep, length].
  struct Sweeps {
    std::vector<double> sequences;  // trained on before each sweep
    std::vector<double> lengths;
    std::vector<Column> metrics;  // values: sweeps x lengths, lengths running faster
  };
  Sweeps evaluation;   // during training
  Sweeps final_sweep;  // a single one at the end, with more sequences

  // The sizes of the task: "inputs", "outputs", "words", ...
  std::vector<std::pair<std::string, double>> task;
  // Counts of what the model costs: "parameters", "state_bytes", "flops_per_sequence".
  std::vector<std::pair<std::string, double>> cost;

  // A table: a row for each name, and columns of numbers.
  struct NamedColumns {
    std::vector<std::string> names;
    std::vector<Column> columns;
  };
  // The attention of each head ("read0", "write0", "hop0", ...), measured at the end of training.
  struct HeadColumns : NamedColumns {
    std::vector<TracedKind> kinds;  // of each head
  };
  HeadColumns attention;
  // How questions about stories were answered at the end of training: a row for each subtask.
  NamedColumns questions;
  // How a model that writes answers answered at the end of training, at the longest trained length: a row for all
  // sequences, and one for each part of the test that the task names.
  NamedColumns parts;

  // The values of one episode, step by step. Time runs along the columns.
  struct Trace {
    struct Panel : TraceLabel {
      Matrix numbers;  // [numbers, T]
      int across = 0;  // of numbers that are for places on an image: how many stand beside each other, row by row
    };
    std::vector<Panel> panels;
    std::string story;  // where there is one: a line for each sentence and question, in the format of the bAbI files
    Matrix image = {};  // [height, width], where the source is one: its pixels, without color
    std::string source = {},
                target = {};  // where there is a source: its words, and those of the right answer, between blanks
  };
  std::vector<Trace> traces;  // at the end of training
  // The same episodes during training.
  struct Snapshot {
    double sequences = 0;  // trained on before it
    std::vector<Trace> traces;
  };
  std::vector<Snapshot> snapshots;
  std::vector<std::string> words;  // what the rows of outputs stand for, where a task is answered by words
  // The words of contexts from number 1 on, behind a line for number 0, where answers have words of their own.
  std::vector<std::string> source_words;

  // The full training state.
  struct Values {
    std::string name;
    int rows = 0, cols = 0;
    std::vector<Scalar> numbers;  // column-major
  };
  std::vector<Values> parameters;
  std::vector<Values> optimizer;  // the memory of the optimizer, [numbers, 1]
  std::vector<std::pair<std::string, double>> counters;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet

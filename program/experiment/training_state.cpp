#include "program/experiment/training_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"

namespace memnet {
namespace {

// The columns of the training series. The last one is there if the model has auxiliary losses.
struct SeriesColumn {
  const char* name;
  const char* unit;
  double SeriesRow::*value;
};
constexpr std::array<SeriesColumn, 6> kSeries = {{
    {"sequences", "sequences seen", &SeriesRow::sequences},
    {"loss", "nats per scored answer", &SeriesRow::loss},
    {"errors", "wrong answers per sequence", &SeriesRow::errors},
    {"gradient_norm", "before clipping", &SeriesRow::gradient_norm},
    {"learning_rate", "", &SeriesRow::learning_rate},
    {"auxiliary_loss", "nats per scored answer", &SeriesRow::auxiliary_loss},
}};

std::span<const SeriesColumn> columns(bool auxiliary) {
  return std::span(kSeries).first(kSeries.size() - (auxiliary ? 0 : 1));
}

bool has_auxiliary(const std::vector<SeriesRow>& series) {
  return std::ranges::any_of(series, [](const SeriesRow& row) { return row.auxiliary_loss != 0; });
}

}  // namespace

void record_state(RunRecord& record, Trainer& trainer, const Params& params) {
  record.train.clear();
  for (const SeriesColumn& column : columns(has_auxiliary(trainer.state.series))) {
    record.train.push_back({column.name, column.unit, {}});
    for (const SeriesRow& row : trainer.state.series) record.train.back().values.push_back(row.*column.value);
  }
  record.parameters.clear();
  for (const Params::Entry& entry : params.entries()) {
    const std::span<const Scalar> numbers = params.values(entry);
    record.parameters.push_back({entry.name, entry.rows, entry.cols, {numbers.begin(), numbers.end()}});
  }
  record.optimizer.clear();
  for (const Optimizer::Memory& memory : trainer.optimizer().memory())
    record.optimizer.push_back(
        {memory.name, static_cast<int>(memory.numbers.size()), 1, {memory.numbers.begin(), memory.numbers.end()}});
  record.counters = trainer.state.counters();
}

void restore_state(Trainer& trainer, Params& params, const RunRecord& record, const std::string& file) {
  restore_parameters(params, record, file);
  const std::span<Optimizer::Memory> memory = trainer.optimizer().memory();
  if (record.optimizer.size() != memory.size()) reject_record(file, "the memory of the optimizer");
  for (std::size_t i = 0; i < memory.size(); ++i) {
    if (record.optimizer[i].name != memory[i].name || record.optimizer[i].numbers.size() != memory[i].numbers.size())
      reject_record(file, fmt::format("the memory of the optimizer '{}'", record.optimizer[i].name));
    std::ranges::copy(record.optimizer[i].numbers, memory[i].numbers.begin());
  }
  if (!trainer.state.set_counters(record.counters)) reject_record(file, "the list of counters");
  const std::span<const SeriesColumn> expected = columns(record.train.size() == kSeries.size());
  if (record.train.size() != expected.size()) reject_record(file, "the training series");
  std::vector<SeriesRow>& series = trainer.state.series;
  series.assign(record.train[0].values.size(), {});
  for (std::size_t c = 0; c < expected.size(); ++c) {
    if (record.train[c].name != kSeries[c].name || record.train[c].values.size() != series.size())
      reject_record(file, "the training series");
    for (std::size_t r = 0; r < series.size(); ++r) series[r].*kSeries[c].value = record.train[c].values[r];
  }
}

void restore_parameters(Params& params, const RunRecord& record, const std::string& file) {
  require_current_format(record, file, "training");
  if (record.parameters.size() != params.entries().size()) reject_record(file, "the list of parameters");
  for (const RunRecord::Values& values : record.parameters) {
    const Params::Entry* entry = params.find(values.name);
    if (entry == nullptr || entry->rows != values.rows || entry->cols != values.cols)
      reject_record(file, fmt::format("parameter {} [{},{}]", values.name, values.rows, values.cols));
    std::ranges::copy(values.numbers, params.values(*entry).begin());
  }
}

void reject_record(const std::string& file, const std::string& part) {
  fail(ErrorKind::data,
       "{}: {} does not fit the experiment that the file names; it was changed, or is from another version", file,
       part);
}

}  // namespace memnet

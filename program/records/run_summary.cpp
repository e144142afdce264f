#include "program/records/run_summary.hpp"

#include <algorithm>

namespace memnet {
namespace {

// Writes names with texts, or names with numbers.
template <class Value, class Write>
void write_pairs(ByteWriter& writer, const std::vector<std::pair<std::string, Value>>& pairs, Write write) {
  writer.number<std::uint64_t>(pairs.size());
  for (const auto& [name, value] : pairs) {
    writer.text(name);
    write(value);
  }
}

template <class Value, class Read>
void read_pairs(ByteReader& reader, std::vector<std::pair<std::string, Value>>& pairs, Read read) {
  pairs.resize(reader.count());
  for (auto& [name, value] : pairs) {
    name = reader.text();
    value = read();
  }
}

void write_columns(ByteWriter& writer, const std::vector<RunRecord::Column>& columns) {
  writer.number<std::uint64_t>(columns.size());
  for (const RunRecord::Column& column : columns) {
    writer.text(column.name);
    writer.numbers(column.values);
  }
}

// Reads columns. Throws an Error of kind data unless each has `size` numbers.
std::vector<RunRecord::Column> read_columns(ByteReader& reader, std::size_t size) {
  std::vector<RunRecord::Column> columns(reader.count());
  for (RunRecord::Column& column : columns) {
    column.name = reader.text();
    column.values = reader.numbers();
    if (column.values.size() != size) ByteReader::refuse();
  }
  return columns;
}

void write_table(ByteWriter& writer, const RunRecord::NamedColumns& table) {
  writer.number<std::uint64_t>(table.names.size());
  for (const std::string& name : table.names) writer.text(name);
  write_columns(writer, table.columns);
}

void read_table(ByteReader& reader, RunRecord::NamedColumns& table) {
  table.names.resize(reader.count());
  for (std::string& name : table.names) name = reader.text();
  table.columns = read_columns(reader, table.names.size());
}

void write_attention(ByteWriter& writer, const RunRecord::HeadColumns& attention) {
  write_table(writer, attention);
  for (const TracedKind kind : attention.kinds) writer.number(kind);
}

RunRecord::HeadColumns read_attention(ByteReader& reader) {
  RunRecord::HeadColumns attention;
  read_table(reader, attention);
  for (std::size_t head = 0; head < attention.names.size(); ++head)
    attention.kinds.push_back(reader.term<TracedKind>());
  return attention;
}

void write_sweeps(ByteWriter& writer, const RunRecord::Sweeps& sweeps) {
  writer.numbers(sweeps.sequences);
  writer.numbers(sweeps.lengths);
  write_columns(writer, sweeps.metrics);
}

RunRecord::Sweeps read_sweeps(ByteReader& reader) {
  RunRecord::Sweeps sweeps;
  sweeps.sequences = reader.numbers();
  sweeps.lengths = reader.numbers();
  sweeps.metrics = read_columns(reader, sweeps.sequences.size() * sweeps.lengths.size());
  return sweeps;
}

}  // namespace

Bytes pack_summary(const RunRecord& record) {
  ByteWriter writer;
  const auto write_text = [&](const std::string& text) { writer.text(text); };
  const auto write_number = [&](double number) { writer.number(number); };
  for (const std::string* text : {&record.name, &record.status, &record.message, &record.config}) writer.text(*text);
  write_pairs(writer, record.options, write_text);
  write_pairs(writer, record.timing, write_text);
  write_pairs(writer, record.cost, write_number);
  write_pairs(writer, record.counters, write_number);
  write_sweeps(writer, record.evaluation);
  write_sweeps(writer, record.final_sweep);
  write_attention(writer, record.attention);
  write_table(writer, record.questions);
  return writer.written();
}

RunRecord unpack_summary(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  const auto read_text = [&] { return reader.text(); };
  const auto read_number = [&] { return reader.number<double>(); };
  RunRecord record;
  for (std::string* text : {&record.name, &record.status, &record.message, &record.config}) *text = reader.text();
  read_pairs(reader, record.options, read_text);
  read_pairs(reader, record.timing, read_text);
  read_pairs(reader, record.cost, read_number);
  read_pairs(reader, record.counters, read_number);
  record.evaluation = read_sweeps(reader);
  record.final_sweep = read_sweeps(reader);
  record.attention = read_attention(reader);
  read_table(reader, record.questions);
  if (!reader.at_end()) ByteReader::refuse();
  return record;
}

}  // namespace memnet

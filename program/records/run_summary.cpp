#include "program/records/run_summary.hpp"

#include <algorithm>

namespace memnet {
namespace {

using NamedNumbers = std::vector<std::pair<std::string, double>>;

void write_texts(ByteWriter& writer, const NamedTexts& texts) {
  writer.number<std::uint64_t>(texts.size());
  for (const NamedText& entry : texts) {
    writer.text(entry.name);
    writer.text(entry.text);
    writer.number<std::uint8_t>(entry.is_number ? 1 : 0);
  }
}

NamedTexts read_texts(ByteReader& reader) {
  NamedTexts texts(reader.count(2 * kLeastText));
  for (NamedText& entry : texts) {
    entry.name = reader.text();
    entry.text = reader.text();
    entry.is_number = reader.number<std::uint8_t>() != 0;
  }
  return texts;
}

void write_numbers(ByteWriter& writer, const NamedNumbers& numbers) {
  writer.number<std::uint64_t>(numbers.size());
  for (const auto& [name, number] : numbers) {
    writer.text(name);
    writer.number(number);
  }
}

NamedNumbers read_numbers(ByteReader& reader) {
  NamedNumbers numbers(reader.count(2 * kLeastText));
  for (auto& [name, number] : numbers) {
    name = reader.text();
    number = reader.number<double>();
  }
  return numbers;
}

void write_builds(ByteWriter& writer, const std::vector<RunRecord::Build>& builds) {
  writer.number<std::uint64_t>(builds.size());
  for (const RunRecord::Build& build : builds) {
    writer.text(build.name);
    writer.text(build.commit);
  }
}

std::vector<RunRecord::Build> read_builds(ByteReader& reader) {
  std::vector<RunRecord::Build> builds(reader.count(2 * kLeastText));
  for (RunRecord::Build& build : builds) {
    build.name = reader.text();
    build.commit = reader.text();
  }
  return builds;
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
  std::vector<RunRecord::Column> columns(reader.count(2 * kLeastText));
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
  table.names.resize(reader.count(kLeastText));
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
  for (const std::string* text :
       {&record.name, &record.identity, &record.data, &record.status, &record.message, &record.config})
    writer.text(*text);
  write_builds(writer, record.builds);
  write_texts(writer, record.options);
  write_texts(writer, record.timing);
  write_numbers(writer, record.task);
  write_numbers(writer, record.cost);
  write_numbers(writer, record.counters);
  write_sweeps(writer, record.evaluation);
  write_sweeps(writer, record.final_sweep);
  write_attention(writer, record.attention);
  write_table(writer, record.questions);
  return writer.written();
}

RunRecord unpack_summary(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  RunRecord record;
  for (std::string* text :
       {&record.name, &record.identity, &record.data, &record.status, &record.message, &record.config})
    *text = reader.text();
  record.builds = read_builds(reader);
  record.options = read_texts(reader);
  record.timing = read_texts(reader);
  record.task = read_numbers(reader);
  record.cost = read_numbers(reader);
  record.counters = read_numbers(reader);
  record.evaluation = read_sweeps(reader);
  record.final_sweep = read_sweeps(reader);
  record.attention = read_attention(reader);
  read_table(reader, record.questions);
  if (!reader.at_end()) ByteReader::refuse();
  return record;
}

}  // namespace memnet

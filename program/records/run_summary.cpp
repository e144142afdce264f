#include "program/records/run_summary.hpp"

#include <algorithm>

namespace memnet {
namespace {

using NamedNumber = std::pair<std::string, double>;

void write_texts(ByteWriter& writer, const NamedTexts& texts) {
  writer.list(texts, [&](const NamedText& entry) {
    writer.text(entry.name);
    writer.text(entry.text);
    writer.flag(entry.is_number);
  });
}

NamedTexts read_texts(ByteReader& reader) {
  return reader.list<NamedText>(2 * kLeastText, [&](NamedText& entry) {
    entry.name = reader.text();
    entry.text = reader.text();
    entry.is_number = reader.flag();
  });
}

void write_numbers(ByteWriter& writer, const std::vector<NamedNumber>& numbers) {
  writer.list(numbers, [&](const NamedNumber& entry) {
    writer.text(entry.first);
    writer.number(entry.second);
  });
}

std::vector<NamedNumber> read_numbers(ByteReader& reader) {
  return reader.list<NamedNumber>(2 * kLeastText, [&](NamedNumber& entry) {
    entry.first = reader.text();
    entry.second = reader.number<double>();
  });
}

void write_builds(ByteWriter& writer, const std::vector<RunRecord::Build>& builds) {
  writer.list(builds, [&](const RunRecord::Build& build) {
    writer.text(build.name);
    writer.text(build.commit);
  });
}

std::vector<RunRecord::Build> read_builds(ByteReader& reader) {
  return reader.list<RunRecord::Build>(2 * kLeastText, [&](RunRecord::Build& build) {
    build.name = reader.text();
    build.commit = reader.text();
  });
}

void write_columns(ByteWriter& writer, const std::vector<RunRecord::Column>& columns) {
  writer.list(columns, [&](const RunRecord::Column& column) {
    writer.text(column.name);
    writer.numbers(column.values);
  });
}

// Reads columns. Throws an Error of kind data unless each has `size` numbers.
std::vector<RunRecord::Column> read_columns(ByteReader& reader, std::size_t size) {
  return reader.list<RunRecord::Column>(2 * kLeastText, [&](RunRecord::Column& column) {
    column.name = reader.text();
    column.values = reader.numbers();
    if (column.values.size() != size) ByteReader::refuse();
  });
}

void write_table(ByteWriter& writer, const RunRecord::NamedColumns& table) {
  writer.list(table.names, [&](const std::string& name) { writer.text(name); });
  write_columns(writer, table.columns);
}

void read_table(ByteReader& reader, RunRecord::NamedColumns& table) {
  table.names = reader.list<std::string>(kLeastText, [&](std::string& name) { name = reader.text(); });
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
  write_table(writer, record.parts);
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
  read_table(reader, record.parts);
  if (!reader.at_end()) ByteReader::refuse();
  return record;
}

}  // namespace memnet

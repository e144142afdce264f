#include "program/records/record.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/base/options.hpp"
#include "memnet/base/text.hpp"
#include "memnet/io/run_file.hpp"

namespace memnet {

double metric(const RunRecord::Sweeps& sweep, const std::string& name, std::size_t index) {
  const auto found = std::ranges::find(sweep.metrics, name, &RunRecord::Column::name);
  return found == sweep.metrics.end() || index >= found->values.size() ? kMissing : found->values[index];
}

std::string find_text(const NamedTexts& pairs, const std::string& name) {
  const auto found = std::ranges::find(pairs, name, &NamedText::name);
  return found == pairs.end() ? "" : found->text;
}

std::string_view last_part(std::string_view option) { return option.substr(option.rfind('.') + 1); }

void require_current_format(const RunRecord& record, const std::string& file, const std::string& command) {
  if (record.format_version.empty() || record.format_version == kRunFileVersion) return;
  const std::string version = find_text(record.provenance, "program_version");
  fail(ErrorKind::data,
       "{}: is a run file of format {}, which memnet {} wrote, and {} works only on format {}; 'memnet ls', 'show', "
       "'report' and 'export' read it, and to go on with it use memnet {}, or train anew with 'memnet run'",
       file, record.format_version, version, command, kRunFileVersion, version);
}

std::string recorded_option(const RunRecord& record, const std::string& name) {
  return find_text(record.options, name);
}

std::optional<double> recorded_option_number(const RunRecord& record, const std::string& name) {
  return parse_number<double>(recorded_option(record, name));
}

std::uint64_t recorded_seed(const RunRecord& record) {
  return parse_number<std::uint64_t>(recorded_option(record, "seed")).value_or(0);
}

SchemeName recorded_scheme(const RunRecord& record) {
  return SchemeName::from_options([&](const std::string& name) { return recorded_option(record, name); });
}

std::string recorded_timing(const RunRecord& record, const std::string& name) { return find_text(record.timing, name); }

std::optional<double> recorded_seconds(const RunRecord& record) {
  return parse_number<double>(recorded_timing(record, "seconds"));
}

bool has_result(const RunRecord& record) { return record.status == "finished" || record.status == "diverged"; }

bool best_is_free(const RunRecord::Sweeps& sweep) {
  return !(metric(sweep, "excess_bits", 0) < metric(sweep, "bits_per_sequence", 0));
}

bool answers_words(const RunRecord& record) {
  const std::vector<RunRecord::Column>& columns = record.questions.columns;
  return std::ranges::find(columns, "error_rate", &RunRecord::Column::name) != columns.end();
}

double recorded_number(const std::vector<std::pair<std::string, double>>& list, const std::string& name) {
  const auto found = std::ranges::find(list, name, &std::pair<std::string, double>::first);
  return found == list.end() ? kMissing : found->second;
}

}  // namespace memnet

#include "program/comparison/bank.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>

#include "memnet/base/error.hpp"
#include "program/comparison/bank_fields.hpp"
#include "program/comparison/bank_part.hpp"
#include "program/experiment/build.hpp"
#include "program/records/builds.hpp"
#include "program/records/record.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

// Returns the parts in a folder, sorted.
std::vector<fs::path> parts_in(const fs::path& folder) {
  std::vector<fs::path> parts;
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem))
    if (entry->path().extension() == kPartExtension) parts.push_back(entry->path());
  if (problem && problem != std::errc::no_such_file_or_directory)
    fail(ErrorKind::io, "{}: cannot be listed: {}", folder.string(), problem.message());
  std::ranges::sort(parts);
  return parts;
}

// Returns the name of a plan without its id.
std::string_view name_without_id(std::string_view plan) { return plan.substr(0, plan.rfind('-')); }

// Returns the folders of the plans that have this name, whatever their ids, sorted.
std::vector<fs::path> folders_of(const Plan& plan, const fs::path& banks) {
  std::vector<fs::path> folders;
  std::error_code problem;
  for (fs::directory_iterator entry(banks, problem), end; !problem && entry != end; entry.increment(problem))
    if (name_without_id(entry->path().filename().string()) == name_without_id(plan.name))
      folders.push_back(entry->path());
  if (problem && problem != std::errc::no_such_file_or_directory)
    fail(ErrorKind::io, "{}: cannot be listed: {}", banks.string(), problem.message());
  std::ranges::sort(folders);
  return folders;
}

// Returns what two results of one run by one build have in common: not the times and the commit, and not the options,
// since those that change results are part of the identity, and the others may differ (paths, expectations).
BankFields result_fields(const RunRecord& run) {
  BankFields fields = bank_fields(run);
  std::erase_if(fields, [](const auto& field) {
    const std::string& name = field.first;
    return name.starts_with("time.") || name.starts_with("build.") || name.starts_with("option.");
  });
  return fields;
}

void require_same_result(const RunSummary& one, const RunSummary& other) {
  const BankFields fields = result_fields(one.record), others = result_fields(other.record);
  // Parts of earlier versions do not have all of the values.
  const auto agrees = [&](const auto& field) {
    const auto found = others.find(field.first);
    return found == others.end() || found->second == field.second;
  };
  if (std::ranges::all_of(fields, agrees)) return;
  fail(
      ErrorKind::data,
      "{} and {}: both have the run {} by {}, with different results, so one of them is wrong; remove the one that you "
      "trust less",
      one.file.string(), other.file.string(), one.record.name, printable(build_of(one.record)));
}

}  // namespace

void BankOptions::declare(const Options::Section& options) {
  options.add("banks", banks, kBanksMeaning);
  options.add("other_build", other_build, "take runs of a bank that another build of memnet made");
}

Bank::Bank(const Plan& plan, const BankOptions& options)
    : folder_(fs::path(options.banks) / plan.name), other_build_(options.other_build) {
  std::set<std::string> planned;
  for (const PlannedRun& run : plan.runs) planned.insert(run.name);
  for (const fs::path& folder : folders_of(plan, options.banks))
    for (const fs::path& part : parts_in(folder))
      for (RunRecord& record : read_bank_part(part)) {
        if (!planned.contains(record.name)) continue;
        RunSummary run{part, std::move(record), true};
        std::map<std::string, RunSummary>& by_build = runs_[run.record.name];
        const auto [at, is_new] = by_build.try_emplace(build_of(run.record), run);
        if (!is_new) require_same_result(at->second, run);
      }
}

bool Bank::contains(const RunRecord& run) const {
  const auto found = runs_.find(run.name);
  return found != runs_.end() && found->second.contains(build_of(run));
}

std::string Bank::complete(std::vector<RunSummary>& summaries) const {
  std::map<std::string, std::size_t> indices;
  for (std::size_t i = 0; i < summaries.size(); ++i) indices[summaries[i].record.name] = i;
  const std::string now = this_build().name;
  std::vector<std::string> left_out;
  for (const auto& [name, by_build] : runs_) {
    const auto found = indices.find(name);
    if (found != indices.end() && has_result(summaries[found->second].record)) continue;
    const auto own = by_build.find(now);
    const RunSummary& run = own != by_build.end() ? own->second : by_build.begin()->second;
    if (own == by_build.end() && !other_build_)
      left_out.push_back(by_build.begin()->first);
    else if (found == indices.end())
      summaries.push_back(run);
    else
      summaries[found->second] = run;
  }
  if (left_out.empty()) return "";
  return fmt::format("{}: {} left out, since this build ({}) gives other bits; --other-build takes them",
                     folder_.string(), printable(builds_in_words(left_out)), now);
}

std::vector<RunSummary> read_results(const Plan& plan, const fs::path& out, const Bank& bank) {
  std::vector<RunSummary> summaries = read_planned_runs(plan.runs, out);
  bank.complete(summaries);
  return summaries;
}

}  // namespace memnet

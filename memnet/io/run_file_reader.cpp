#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "memnet/base/text.hpp"
#include "memnet/io/old_options.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/io/run_file_groups.hpp"
#include "memnet/io/run_file_version3.hpp"
#include "memnet/io/untrusted.hpp"
#include "memnet/os/atomic_file.hpp"
#include "memnet/os/mapped_file.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

using namespace run_file;

namespace {

constexpr std::size_t kMostWords = std::size_t{1} << 20;  // of a vocabulary

// Returns the term that an attribute holds as `word`.
template <class Term>
Term term_in(const RunFileGroups& groups, const std::string& path, const std::string& attribute,
             const std::string& word) {
  const std::optional<Term> term = term_of<Term>(word);
  if (!term) groups.refuse(fmt::format("{} attribute {} holds the unknown word '{}'", path, attribute, word));
  return *term;
}

RunRecord::HeadColumns read_attention(const RunFileGroups& groups) {
  RunRecord::HeadColumns attention{groups.named_columns(kAttention, "head"), {}};
  if (attention.names.empty()) return attention;
  if (groups.is_version3()) {
    for (const std::string& head : attention.names) attention.kinds.push_back(version3::kind_of(head));
    return attention;
  }
  for (const std::string& kind : groups.names(kAttention, "kinds"))
    attention.kinds.push_back(term_in<TracedKind>(groups, kAttention, "kinds", kind));
  if (attention.kinds.size() != attention.names.size())
    groups.refuse(fmt::format("{} does not have one kind for each head", kAttention));
  return attention;
}

class TraceReader {
 public:
  TraceReader(const RunFileGroups& groups, const RunParts& parts)
      : groups_(groups), file_(groups.file()), parts_(parts) {}

  std::vector<RunRecord::Trace> traces(const std::string& group) {
    std::vector<RunRecord::Trace> traces;
    for (std::string next = group + "/0"; file_.exists(next); next = fmt::format("{}/{}", group, traces.size()))
      traces.push_back(parts_.has_episode(traces.size()) ? trace(next) : RunRecord::Trace());
    return traces;
  }

  std::vector<RunRecord::Snapshot> snapshots() {
    std::vector<RunRecord::Snapshot> snapshots;
    if (!file_.exists(kSnapshots)) return snapshots;
    for (const double sequences : file_.numbers<double>(fmt::format("{}/sequences", kSnapshots))) {
      const std::string group = fmt::format("{}/{}", kSnapshots, snapshots.size());
      const double before = snapshots.empty() ? -1 : snapshots.back().sequences;
      if (!(sequences > before) || !file_.exists(group))
        groups_.refuse(fmt::format("{} is not the next snapshot", group));
      snapshots.push_back({sequences, traces(group)});
    }
    return snapshots;
  }

  // Returns a list of words; none if the file has no such list.
  std::vector<std::string> words(const char* name) const {
    std::vector<std::string> words;
    const std::string path = fmt::format("{}/{}", kTrace, name);
    if (!file_.exists(path)) return words;
    std::istringstream lines(file_.text(path));
    for (std::string word; std::getline(lines, word) && words.size() <= kMostWords;) words.push_back(word);
    if (words.size() > kMostWords) groups_.refuse(fmt::format("{} has more than {} words", path, kMostWords));
    return words;
  }

 private:
  template <class Term>
  Term term(const std::string& path, const std::string& attribute) const {
    return term_in<Term>(groups_, path, attribute, file_.attribute_text(path, attribute));
  }

  TraceLabel label(const std::string& group, const std::string& panel) const {
    const std::string path = group + "/" + panel;
    const TraceLabel label{.head = file_.attribute_text(path, "head"),
                           .name = split_name(panel).second,
                           .kind = term<TracedKind>(path, "kind"),
                           .role = term<TracedRole>(path, "role"),
                           .axis = term<TracedAxis>(path, "axis")};
    if (label.path() != panel) groups_.refuse(fmt::format("{} attribute head is '{}'", path, label.head));
    return label;
  }

  std::vector<TraceLabel> labels(const std::string& group, const std::vector<std::string>& panels) const {
    if (groups_.is_version3()) return version3::labels_of(panels, groups_.names(group, "row_axes"));
    std::vector<TraceLabel> labels;
    for (const std::string& panel : panels) labels.push_back(label(group, panel));
    return labels;
  }

  // Returns how many of the rows of a panel are places beside each other.
  int across(const std::string& path, int rows) const {
    const std::int64_t across = file_.attribute_integer(path, "across");
    if (across < 1 || across > rows || rows % across != 0)
      groups_.refuse(fmt::format("{} attribute across does not divide its rows", path));
    return static_cast<int>(across);
  }

  RunRecord::Trace trace(const std::string& group) {
    RunRecord::Trace trace;
    const std::vector<std::string> panels = groups_.order(group);
    const std::vector<TraceLabel> labels = this->labels(group, panels);
    if (labels.size() != panels.size()) groups_.refuse(fmt::format("{} does not have one axis for each panel", group));
    for (std::size_t i = 0; i < panels.size(); ++i) {
      const std::string path = group + "/" + panels[i];
      const auto [by_rows, steps, rows] = groups_.array(path);
      trace.panels.push_back({labels[i], Matrix(rows, steps)});
      std::ranges::copy(by_rows, trace.panels.back().numbers.numbers().begin());
      if (file_.has_attribute(path, "across")) trace.panels.back().across = across(path, rows);
    }
    if (const std::string path = group + "/image"; file_.exists(path)) {
      const auto [by_rows, height, width] = groups_.array(path);
      trace.image = Matrix(height, width);
      auto pixel = by_rows.begin();
      for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) trace.image(y, x) = *pixel++;
    }
    for (const auto& [name, text] :
         {std::pair("story", &trace.story), std::pair("source", &trace.source), std::pair("target", &trace.target)})
      if (const std::string path = fmt::format("{}/{}", group, name); file_.exists(path)) *text = file_.text(path);
    return trace;
  }

  const RunFileGroups& groups_;
  const Hdf5Reader& file_;
  const RunParts& parts_;
};

// Returns an attribute of the file that drafts of version 4 and version 3 lack; then "".
std::string newer_text(const RunFileGroups& groups, const char* attribute) {
  return groups.file().has_attribute("/", attribute) ? groups.file().attribute_text("/", attribute) : "";
}

std::vector<RunRecord::Build> read_builds(const RunFileGroups& groups) {
  const std::string names = newer_text(groups, "builds"), commits = newer_text(groups, "build_commits");
  if (names.empty()) return {};
  const std::vector<std::string> name_lines = split_text(names, '\n'), commit_lines = split_text(commits, '\n');
  if (name_lines.size() != commit_lines.size()) groups.refuse("/ does not have one commit for each build");
  std::vector<RunRecord::Build> builds;
  for (std::size_t i = 0; i < name_lines.size(); ++i) builds.push_back({name_lines[i], commit_lines[i]});
  return builds;
}

// Reads all but provenance, the training series, traces, parameters and the memory of the optimizer.
RunRecord read_small_parts(const RunFileGroups& groups) {
  const Hdf5Reader& file = groups.file();
  RunRecord record;
  record.format_version = groups.version();
  record.name = file.attribute_text("/", "name");
  record.identity = newer_text(groups, "identity");
  record.data = newer_text(groups, "data");
  record.builds = read_builds(groups);
  record.status = file.attribute_text("/", "status");
  record.message = file.attribute_text("/", "message");
  record.config_given = file.text(std::string(kConfig) + "/given");
  record.config = file.text(std::string(kConfig) + "/resolved");
  record.options = groups.named_texts(kConfig);
  record.timing = groups.named_texts(kTiming);
  if (file.exists(kTask)) record.task = groups.named_numbers(kTask);
  if (file.exists(kCost)) record.cost = groups.named_numbers(kCost);
  record.evaluation = groups.sweeps(kEvaluation, false);
  if (file.exists(kSweep)) record.final_sweep = groups.sweeps(kSweep, true);
  record.attention = read_attention(groups);
  record.questions = groups.named_columns(kQuestions, "part");
  record.parts = groups.named_columns(kParts, "part");
  record.counters = groups.named_numbers(kCounters);
  rename_options(record);
  return record;
}

// Decides what a reader of these parts leaves out.
Hdf5Reader::LeaveOut left_out(const RunParts& parts) {
  return [parts](const std::string& path) {
    if (path == kTrain) return !parts.details;
    if (path == kTrace) return !parts.details && parts.episode == RunParts::kNone;
    if (path == kSnapshots) return !parts.snapshots;
    if (path == kParameters || path == kOptimizer) return !parts.state;
    const auto [group, name] = split_name(path);
    const bool has_episodes = group == kTrace || split_name(group).first == kSnapshots;
    const std::optional<std::size_t> number = parse_number<std::size_t>(name);
    return has_episodes && number && !parts.has_episode(*number);
  };
}

RunRecord read_parts(std::span<const std::byte> bytes, const std::filesystem::path& path, const RunParts& parts) {
  const Hdf5Reader file(bytes, path.string(), left_out(parts));
  const RunFileGroups groups(file, path.string());
  RunRecord record = read_small_parts(groups);
  TraceReader reader(groups, parts);
  record.traces = reader.traces(kTrace);
  if (parts.snapshots) record.snapshots = reader.snapshots();
  if (parts.details) {
    record.words = reader.words(kWords);
    record.source_words = reader.words(kSourceWords);
    record.provenance = groups.named_texts(kProvenance);
    for (const std::string& name : groups.order(kTrain)) record.train.push_back(groups.column(kTrain, name));
    if (record.train.empty()) groups.refuse("its training series has no columns");
  }
  if (parts.state) {
    record.parameters = groups.values(kParameters);
    record.optimizer = groups.values(kOptimizer);
  }
  return record;
}

}  // namespace

RunRecord read_run_file(const std::filesystem::path& path, const RunParts& parts) {
  const std::vector<std::byte> bytes = read_file(path);
  validate_untrusted(bytes, path.string(), left_out(parts));
  return read_parts(bytes, path, parts);
}

RunRecord read_run_summary(const std::filesystem::path& path) {
  return read_parts(MappedFile(path).bytes(), path,
                    {.details = false, .snapshots = false, .episode = RunParts::kNone, .state = false});
}

RunRecord read_run_episode(const std::filesystem::path& path) {
  return read_parts(MappedFile(path).bytes(), path,
                    {.details = false, .snapshots = false, .episode = 0, .state = false});
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

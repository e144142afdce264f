#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "memnet/base/text.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/io/run_file_groups.hpp"
#include "memnet/io/run_file_version3.hpp"
#include "memnet/io/untrusted.hpp"
#include "memnet/os/atomic_file.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

using namespace run_file;

namespace {

constexpr std::size_t kMostText = std::size_t{1} << 20;    // bytes of a config or a story
constexpr std::size_t kMostWords = std::size_t{1} << 25;   // bytes of a vocabulary
constexpr std::size_t kMostTraced = std::size_t{1} << 26;  // numbers in all traces

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

// Reads traces, and refuses a file whose traces are too large together.
class TraceReader {
 public:
  explicit TraceReader(const RunFileGroups& groups) : groups_(groups), file_(groups.file()) {}

  std::vector<RunRecord::Trace> traces(const std::string& group) {
    std::vector<RunRecord::Trace> traces;
    for (std::string next = group + "/0"; file_.exists(next); next = fmt::format("{}/{}", group, traces.size()))
      traces.push_back(trace(next));
    return traces;
  }

  std::vector<RunRecord::Snapshot> snapshots() {
    std::vector<RunRecord::Snapshot> snapshots;
    if (!file_.exists(kSnapshots)) return snapshots;
    for (const double sequences : groups_.numbers<double>(fmt::format("{}/sequences", kSnapshots))) {
      const std::string group = fmt::format("{}/{}", kSnapshots, snapshots.size());
      const double before = snapshots.empty() ? -1 : snapshots.back().sequences;
      if (!(sequences > before) || !file_.exists(group))
        groups_.refuse(fmt::format("{} is not the next snapshot", group));
      snapshots.push_back({sequences, traces(group)});
    }
    return snapshots;
  }

  std::vector<std::string> words() const {
    std::vector<std::string> words;
    const std::string path = fmt::format("{}/words", kTrace);
    if (!file_.exists(path)) return words;
    std::istringstream lines(file_.text(path, kMostWords));
    for (std::string word; std::getline(lines, word);) words.push_back(word);
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

  RunRecord::Trace trace(const std::string& group) {
    RunRecord::Trace trace;
    const std::vector<std::string> panels = groups_.order(group);
    const std::vector<TraceLabel> labels = this->labels(group, panels);
    if (labels.size() != panels.size()) groups_.refuse(fmt::format("{} does not have one axis for each panel", group));
    for (std::size_t i = 0; i < panels.size(); ++i) {
      const std::string path = group + "/" + panels[i];
      Hdf5Shape shape;
      const std::vector<Scalar> by_rows = groups_.numbers<Scalar>(path, &shape);
      if (shape.empty() || shape.size() > 2) groups_.refuse(fmt::format("{} does not have one or two axes", path));
      numbers_read_ += by_rows.size();
      if (numbers_read_ > kMostTraced) groups_.refuse("its traces are too large");
      const int steps = static_cast<int>(shape[0]), rows = shape.size() == 2 ? static_cast<int>(shape[1]) : 1;
      trace.panels.push_back({labels[i], Matrix(rows, steps)});
      std::ranges::copy(by_rows, trace.panels.back().numbers.numbers().begin());
    }
    if (file_.exists(group + "/story")) trace.story = file_.text(group + "/story", kMostText);
    return trace;
  }

  const RunFileGroups& groups_;
  const Hdf5Reader& file_;
  std::size_t numbers_read_ = 0;
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
  record.config_given = file.text(std::string(kConfig) + "/given", kMostText);
  record.config = file.text(std::string(kConfig) + "/resolved", kMostText);
  record.options = groups.named_texts(kConfig);
  record.timing = groups.named_texts(kTiming);
  if (file.exists(kTask)) record.task = groups.named_numbers(kTask);
  if (file.exists(kCost)) record.cost = groups.named_numbers(kCost);
  record.evaluation = groups.sweeps(kEvaluation, false);
  if (file.exists(kSweep)) record.final_sweep = groups.sweeps(kSweep, true);
  record.attention = read_attention(groups);
  record.questions = groups.named_columns(kQuestions, "part");
  record.counters = groups.named_numbers(kCounters);
  if (groups.is_version3()) version3::rename_options(record);
  return record;
}

}  // namespace

RunRecord read_run_file(const std::filesystem::path& path) {
  const std::vector<std::byte> bytes = read_file(path);
  validate_untrusted(bytes, path.string());
  const Hdf5Reader file(bytes, path.string());
  const RunFileGroups groups(file, path.string());
  RunRecord record = read_small_parts(groups);
  record.provenance = groups.named_texts(kProvenance);
  for (const std::string& name : groups.order(kTrain)) record.train.push_back(groups.column(kTrain, name));
  if (record.train.empty()) groups.refuse("its training series has no columns");
  TraceReader reader(groups);
  record.traces = reader.traces(kTrace);
  record.words = reader.words();
  record.snapshots = reader.snapshots();
  record.parameters = groups.values(kParameters);
  record.optimizer = groups.values(kOptimizer);
  return record;
}

RunRecord read_run_summary(const std::filesystem::path& path) {
  const std::vector<std::byte> bytes = read_file(path);
  const Hdf5Reader file(bytes, path.string(), {kTrain, kTrace, kSnapshots, kParameters, kOptimizer});
  return read_small_parts(RunFileGroups(file, path.string()));
}

RunRecord read_run_traces(const std::filesystem::path& path) {
  const std::vector<std::byte> bytes = read_file(path);
  const Hdf5Reader file(bytes, path.string(), {kTrain, kSnapshots, kParameters, kOptimizer});
  const RunFileGroups groups(file, path.string());
  RunRecord record = read_small_parts(groups);
  TraceReader reader(groups);
  record.traces = reader.traces(kTrace);
  record.words = reader.words();
  return record;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

#include "memnet/io/run_file_version3.hpp"

#include <algorithm>

#include "memnet/base/old_names.hpp"
#include "memnet/io/run_file_layout.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace version3 {
namespace {

// Returns the present name of an entry; the name itself if it was not changed.
std::string present(std::string_view kind, const std::string& name) {
  const std::string renamed = new_name(kind, name);
  return renamed.empty() ? name : renamed;
}

// Returns the term whose word is the present name of `word`; `otherwise` if there is none.
template <class Term>
Term term(std::string_view kind, const std::string& word, Term otherwise) {
  return term_of<Term>(present(kind, word)).value_or(otherwise);
}

TraceLabel label_of(const std::string& path, const std::string& axis) {
  const auto [head, name] = run_file::split_name(path);
  return {.head = head,
          .name = present("trace", name),
          .kind = head.empty() ? TracedKind::task : kind_of(head),
          .role = term("role", name, TracedRole::parameter),
          .axis = term("axis", axis, TracedAxis::single)};
}

// Returns a pipeline such as "cosine | softmax | gate:-6" with the present names of its stages.
std::string present_pipeline(const std::string& text) {
  std::string renamed;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t bar = std::min(text.find('|', from), text.size());
    const std::size_t first = std::min(text.find_first_not_of(" \t", from), bar);
    const std::size_t end = std::min(text.find_first_of(" \t:|", first), bar);
    renamed += text.substr(from, first - from) + present("stage", text.substr(first, end - first)) +
               text.substr(end, bar - end) + (bar < text.size() ? "|" : "");
    from = bar + 1;
  }
  return renamed;
}

std::string present_value(const std::string& option, const std::string& value) {
  if (option == "task" || option == "model") return present(option, value);
  if (option == "model.addressing" || option == "model.write_addressing") {
    const std::string scheme = new_name("scheme", value);
    return scheme.empty() ? present_pipeline(value) : scheme;
  }
  const std::string renamed = new_name("value", option + " " + value);
  return renamed.empty() ? value : renamed.substr(renamed.find(' ') + 1);
}

}  // namespace

TracedKind kind_of(const std::string& head) {
  const std::string word = head.substr(0, head.find_last_not_of("0123456789") + 1);
  return term_of<TracedKind>(word).value_or(TracedKind::model);
}

std::vector<TraceLabel> labels_of(const std::vector<std::string>& paths, const std::vector<std::string>& axes) {
  std::vector<TraceLabel> labels;
  if (axes.size() != paths.size()) return labels;
  for (std::size_t i = 0; i < paths.size(); ++i) labels.push_back(label_of(paths[i], axes[i]));
  return labels;
}

void rename_options(RunRecord& record) {
  bool changed = record.config.empty();
  std::string config;
  for (auto& [name, value, is_number] : record.options) {
    const std::string now = present_value(name, value), present_name = present("option", name);
    changed = changed || now != value || present_name != name;
    value = now;
    name = present_name;
    config += name + " = " + value + "\n";
  }
  if (changed) record.config = config;
}

}  // namespace version3
}  // namespace MEMNET_PRECISION
}  // namespace memnet

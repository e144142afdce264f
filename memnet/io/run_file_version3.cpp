#include "memnet/io/run_file_version3.hpp"

#include "memnet/base/old_names.hpp"
#include "memnet/io/run_file_layout.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace version3 {
namespace {

// Returns the term whose word is the present name of `word`; `otherwise` if there is none.
template <class Term>
Term term(std::string_view kind, const std::string& word, Term otherwise) {
  return term_of<Term>(present_name(kind, word)).value_or(otherwise);
}

TraceLabel label_of(const std::string& path, const std::string& axis) {
  const auto [head, name] = run_file::split_name(path);
  return {.head = head,
          .name = present_name("trace", name),
          .kind = head.empty() ? TracedKind::task : kind_of(head),
          .role = term("role", name, TracedRole::parameter),
          .axis = term("axis", axis, TracedAxis::single)};
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

}  // namespace version3
}  // namespace MEMNET_PRECISION
}  // namespace memnet

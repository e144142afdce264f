#include "program/report/text/alignment_text.hpp"

#include <limits>

#include "program/report/content/weight_table.hpp"
#include "program/report/text/weight_text.hpp"

namespace memnet {
namespace {

constexpr int kMostPlaces = 40;  // that fit beside each other

}  // namespace

std::string draw_alignments(const RunRecord::Trace& trace) {
  std::string pictures;
  for (const report::WeightTable& table :
       report::weights_of(report::alignments_of(trace), kMostPlaces, std::numeric_limits<int>::max()))
    pictures += (pictures.empty() ? "" : "\n") + draw_weights(table);
  return pictures;
}

}  // namespace memnet

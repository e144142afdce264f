#include "program/report/text/alignment_text.hpp"

#include <limits>

#include "program/report/content/weight_table.hpp"
#include "program/report/text/image_text.hpp"
#include "program/report/text/weight_text.hpp"

namespace memnet {
namespace {

constexpr int kMostPlaces = 40;  // that fit beside each other

}  // namespace

std::string draw_alignments(const RunRecord::Trace& trace) {
  const report::Alignments all = report::alignments_of(trace);
  std::string pictures;
  if (all.image != nullptr) pictures = draw_image(*all.image);
  for (const report::Alignments::Head& head : all.heads)
    if (head.across > 0) pictures += "\n" + draw_maps(all, head);
  for (const report::WeightTable& table : report::weights_of(all, kMostPlaces, std::numeric_limits<int>::max()))
    pictures += (pictures.empty() ? "" : "\n") + draw_weights(table);
  return pictures;
}

}  // namespace memnet

#include "program/report/sections/snapshot_slider.hpp"

#include <fmt/format.h>

#include "program/records/record.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/content/story_questions.hpp"
#include "program/report/markup/number.hpp"
#include "program/report/sections/alignment_section.hpp"
#include "program/report/sections/episode_section.hpp"
#include "program/report/sections/story_section.hpp"

namespace memnet::report {
namespace {

Markup caption_of(const RunRecord& record, const TracedSnapshot& snapshot) {
  const std::string during = "/snapshots/";
  const std::string from = snapshot.group.starts_with(during) ? fmt::format("{} /snapshots/sequences {}", record.name,
                                                                            snapshot.group.substr(during.size()))
                                                              : record.name + " /state/counters@sequences";
  return element("p", {{"class", "when"}},
                 {"After ", number(snapshot.sequences, NumberFormat::whole, from), " training sequences."});
}

}  // namespace

Markup traced_section(const RunRecord& record, std::size_t number) {
  std::vector<TracedSnapshot> snapshots = snapshots_of(record);
  std::erase_if(snapshots, [&](const TracedSnapshot& snapshot) { return number >= snapshot.traces->size(); });
  std::vector<std::vector<Strip>> stacks;  // for each snapshot, its main strips, then its inner ones
  for (const TracedSnapshot& snapshot : snapshots) {
    stacks.push_back(main_strips(snapshot.traces->at(number)));
    stacks.push_back(inner_strips(snapshot.traces->at(number)));
  }
  share_colors(stacks);

  // A model without hops reads a story as a sequence, so its heads are shown as for any episode.
  const bool hops = is_story(snapshots.back().traces->at(number)),
             story = !snapshots.back().traces->at(number).story.empty();
  Markup section = element("h3", {story ? "Story " : "Episode ", name_span(std::to_string(number))});
  for (std::size_t k = 0; k < snapshots.size(); ++k) {
    const RunRecord::Trace& trace = snapshots[k].traces->at(number);
    const std::string from = fmt::format("{} {}/{}", record.name, snapshots[k].group, number);
    section += element(
        "div", {{"class", "snapshot"}},
        {snapshots.size() > 1 || snapshots[k].traces != &record.traces ? caption_of(record, snapshots[k]) : Markup(),
         story ? story_content(trace, record.words, from) : Markup(), alignment_content(trace, from),
         hops ? Markup()
              : episode_content(trace, stacks[2 * k], stacks[2 * k + 1], recorded_number(record.task, "tolerance"),
                                from)});
  }
  return element("section", {{"class", "episode"}}, {section});
}

}  // namespace memnet::report

#include "program/report/sections/snapshot_slider.hpp"

#include <fmt/format.h>

#include "program/records/snapshots.hpp"
#include "program/report/markup/number.hpp"
#include "program/report/sections/episode_section.hpp"
#include "program/report/sections/story_questions.hpp"
#include "program/report/sections/story_section.hpp"

namespace memnet::report {
namespace {

Markup caption_of(const RunRecord& record, const Moment& moment) {
  const std::string snapshots = "/snapshots/";
  const std::string from = moment.place.starts_with(snapshots) ? fmt::format("{} /snapshots/sequences {}", record.name,
                                                                             moment.place.substr(snapshots.size()))
                                                               : record.name + " /state/counters@sequences";
  return element("p", {{"class", "when"}},
                 {"After ", number(moment.sequences, NumberFormat::whole, from), " training sequences."});
}

}  // namespace

Markup traced_section(const RunRecord& record, std::size_t number) {
  std::vector<Moment> moments = traced_moments(record);
  std::erase_if(moments, [&](const Moment& moment) { return number >= moment.traces->size(); });
  std::vector<std::vector<Strip>> stacks;  // of each moment, those that are shown, and the inner ones
  for (const Moment& moment : moments) {
    stacks.push_back(main_strips(moment.traces->at(number)));
    stacks.push_back(inner_strips(moment.traces->at(number)));
  }
  share_colors(stacks);

  // A model without hops reads a story step by step: its heads are those of any episode.
  const bool hops = is_story(moments.back().traces->at(number)),
             story = !moments.back().traces->at(number).story.empty();
  Markup section =
      element("h3", {story ? "Story " : "Episode ", element("span", {{"class", "name"}}, {std::to_string(number)})});
  for (std::size_t k = 0; k < moments.size(); ++k) {
    const RunRecord::Trace& trace = moments[k].traces->at(number);
    const std::string from = fmt::format("{} {}/{}", record.name, moments[k].place, number);
    section +=
        element("div", {{"class", "moment"}},
                {moments.size() > 1 || moments[k].traces != &record.traces ? caption_of(record, moments[k]) : Markup(),
                 story ? story_content(trace, record.words, from) : Markup(),
                 hops ? Markup() : episode_content(trace, stacks[2 * k], stacks[2 * k + 1], from)});
  }
  return element("section", {{"class", "episode"}}, {section});
}

}  // namespace memnet::report

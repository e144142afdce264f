// What a person sees while a comparison goes on.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace memnet {

// On a terminal, a block of lines at the bottom of stderr that is rewritten a few times a second, events above it;
// elsewhere events alone, a line each. With --log-format json an event is an object on stdout; with --quiet there is
// nothing but failures.
class LiveTable {
 public:
  LiveTable(bool quiet, bool json);
  ~LiveTable();
  LiveTable(const LiveTable&) = delete;
  LiveTable& operator=(const LiveTable&) = delete;

  // An event; `json_fields` as in Progress::event. What text holds is shown, and not obeyed: it may come from a file.
  void event(const std::string& kind, const std::string& text, const std::string& json_fields);
  void failure(const std::string& kind, const std::string& text, const std::string& json_fields);

  bool due() const;  // is it time to draw?
  void draw(const std::vector<std::string>& lines);

 private:
  using Clock = std::chrono::steady_clock;
  void clear();

  bool quiet_, json_, terminal_;
  std::size_t shown_ = 0;  // lines
  Clock::time_point last_{};
};

}  // namespace memnet

// What a run tells while it goes on, and how a person sees it.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace memnet {

class Progress {
 public:
  virtual ~Progress() = default;

  struct Update {
    double sequences = 0;
    double loss = 0;    // nats per bit
    double errors = 0;  // per sequence
  };
  virtual void update(const Update& update) = 0;
  // An event: a line of its own. `json_fields` are the fields of the object, such as "\"loss\":0.1".
  virtual void event(const std::string& kind, const std::string& text, const std::string& json_fields) = 0;
};

// On a terminal, one line on stderr that is rewritten a few times a second; elsewhere a plain line now and then; with
// --log-format json one object a line on stdout; with --quiet nothing.
class ProgressLine : public Progress {
 public:
  ProgressLine(const std::string& run, bool quiet, bool json, double total_sequences, double done_sequences);
  ~ProgressLine() override;
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void update(const Update& update) override;
  void event(const std::string& kind, const std::string& text, const std::string& json_fields) override;

 private:
  using Clock = std::chrono::steady_clock;
  void clear_line();

  std::string run_;
  bool quiet_, json_, terminal_;
  double total_, started_with_;
  bool line_shown_ = false;
  Clock::time_point start_, last_;
};

// Does a person watch stderr, and may lines be rewritten there?
bool on_terminal();
struct TerminalSize {
  std::size_t columns, lines;
};
TerminalSize terminal_size();

}  // namespace memnet

// What a person sees while a run goes on.
#pragma once

#include <chrono>
#include <string>

namespace memnet {

// On a terminal, one line on stderr that is rewritten a few times a second; elsewhere a plain line now and then; with
// --log-format json one object a line on stdout; with --quiet nothing.
class Progress {
 public:
  Progress(const std::string& run, bool quiet, bool json, double total_sequences, double done_sequences);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  struct Moment {
    double sequences;
    double loss;        // nats per bit
    double bit_errors;  // per sequence
  };
  void update(const Moment& moment);
  // An event: a line of its own. `json_fields` are the fields of the object, such as "\"loss\":0.1".
  void event(const std::string& kind, const std::string& text, const std::string& json_fields);

  double seconds() const;  // since it was made

 private:
  using Clock = std::chrono::steady_clock;
  void clear_line();

  std::string run_;
  bool quiet_, json_, terminal_;
  double total_, started_with_;
  bool line_shown_ = false;
  Clock::time_point start_, last_;
};

// Text as a JSON string, with its quotes.
std::string json_string(const std::string& text);

}  // namespace memnet

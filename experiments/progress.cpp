#include "experiments/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace memnet {
namespace {

constexpr double kTerminalSeconds = 0.2, kPlainSeconds = 20;

}  // namespace

bool on_terminal() {
  const char* kind = std::getenv("TERM");
  return isatty(STDERR_FILENO) != 0 && kind != nullptr && std::strcmp(kind, "dumb") != 0;
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds)) return "?";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const long whole = std::lround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

TerminalSize terminal_size() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {80, 24};
  return {size.ws_col, size.ws_row};
}

std::string json_string(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

ProgressLine::ProgressLine(const std::string& run, bool quiet, bool json, double total_sequences, double done_sequences)
    : run_(run), quiet_(quiet), json_(json), terminal_(on_terminal()), total_(total_sequences),
      started_with_(done_sequences), start_(Clock::now()), last_(start_) {}

ProgressLine::~ProgressLine() { clear_line(); }

void ProgressLine::clear_line() {
  if (!line_shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  line_shown_ = false;
}

void ProgressLine::update(const Moment& moment) {
  if (quiet_) return;
  const auto now = Clock::now();
  const double since = std::chrono::duration<double>(now - last_).count();
  if (since < (terminal_ && !json_ ? kTerminalSeconds : kPlainSeconds)) return;
  last_ = now;
  const double rate = (moment.sequences - started_with_) / std::chrono::duration<double>(now - start_).count();
  const double left = (total_ - moment.sequences) / rate;
  if (json_) {
    event("progress", "", fmt::format("\"sequences\":{},\"loss\":{},\"errors\":{},\"sequences_per_second\":{:.1f}",
                                      moment.sequences, moment.loss, moment.errors, rate));
    return;
  }
  std::string line = fmt::format("{:>3.0f} %  {:.0f}/{:.0f} sequences  loss {:.4f}  errors {:.2f}  {:.0f}/s  {} left",
                                 100 * moment.sequences / total_, moment.sequences, total_, moment.loss,
                                 moment.errors, rate, duration(left));
  if (!terminal_) {
    fmt::print(stderr, "{}: {}\n", run_, line);
    return;
  }
  if (const std::size_t width = terminal_size().columns; line.size() >= width) line.resize(width - 1);
  fmt::print(stderr, "\r{}\033[K", line);
  std::fflush(stderr);
  line_shown_ = true;
}

void ProgressLine::event(const std::string& kind, const std::string& text, const std::string& json_fields) {
  if (quiet_) return;
  if (json_) {
    fmt::print("{{\"event\":{},\"run\":{}{}{}}}\n", json_string(kind), json_string(run_),
               json_fields.empty() ? "" : ",", json_fields);
    std::fflush(stdout);
    return;
  }
  clear_line();
  fmt::print(stderr, "{}\n", text);
}

}  // namespace memnet

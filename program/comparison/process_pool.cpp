#include "program/comparison/process_pool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "program/terminal/report_errors.hpp"
#include "program/terminal/signals.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kUpdate = "@update ";  // starts a line with the sequences and, if there is one, the evaluation
constexpr auto kBetweenUpdates = std::chrono::milliseconds(200);
constexpr std::size_t kLongestMessages = 4000;

// The child's side of the pipe, which is its stderr.
class PipeProgress : public Progress {
 public:
  void update(const Update& update) override {
    if (Clock::now() - last_ < kBetweenUpdates) return;
    last_ = Clock::now();
    std::string line = fmt::format("{}{}", kUpdate, update.sequences);
    if (const auto& e = update.evaluation)
      line += fmt::format(" {} {} {} {}", e->sequences, e->length, e->errors, e->exact);
    write_now(stderr, line + "\n");
  }
  void event(const std::string&, const std::string&, const std::string&) override {}

 private:
  Clock::time_point last_ = Clock::now() - kBetweenUpdates;
};

// Reads the numbers of a line that PipeProgress wrote.
Progress::Update read_update(const char* numbers) {
  char* rest = nullptr;
  Progress::Update update{.sequences = std::strtod(numbers, &rest)};
  if (*rest == '\0') return update;
  Progress::Evaluation evaluation;
  for (double* number : {&evaluation.sequences, &evaluation.length, &evaluation.errors, &evaluation.exact})
    *number = std::strtod(rest, &rest);
  update.evaluation = evaluation;
  return update;
}

int run_job(const ProcessPool::Work& work, int pipe) {
  dup2(pipe, STDERR_FILENO);
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(nowhere, STDIN_FILENO);
  dup2(nowhere, STDOUT_FILENO);
  PipeProgress progress;
  const int code = report_errors("", [&] { return work(progress); });
  std::fflush(stderr);
  return code;
}

int exit_code(const ExitStatus& status) {
  if (!status.known) return static_cast<int>(ErrorKind::io);
  return status.signal != 0 ? 128 + status.signal : status.code;
}

}  // namespace

ProcessPool::~ProcessPool() {
  stop();
  while (!running_.empty()) wait(std::chrono::milliseconds(1000));
}

void ProcessPool::start(std::size_t job, const Work& work) {
  std::fflush(nullptr);  // otherwise the child would write buffered text a second time
  HoldSignals hold;
  auto process = std::make_unique<ChildProcess>(SIGTERM, [&](int pipe) {
    catch_signals_of_parent();
    hold.release();
    return run_job(work, pipe);
  });
  running_.push_back({job, std::move(process), {}, "", "", Clock::now()});
}

void ProcessPool::receive(Running& running) {
  std::array<char, 4096> bytes{};
  for (ssize_t got; (got = running.process->read(std::as_writable_bytes(std::span(bytes)))) > 0;)
    running.unfinished_line.append(bytes.data(), static_cast<std::size_t>(got));
  for (std::size_t end; (end = running.unfinished_line.find('\n')) != std::string::npos;) {
    const std::string line = running.unfinished_line.substr(0, end);
    running.unfinished_line.erase(0, end + 1);
    if (!line.starts_with(kUpdate)) {
      append_item(running.messages, line, " ");
      if (running.messages.size() > kLongestMessages)
        running.messages.erase(0, running.messages.size() - kLongestMessages);
      continue;
    }
    running.update = read_update(line.c_str() + std::strlen(kUpdate));
  }
}

std::vector<ProcessPool::Ended> ProcessPool::wait(std::chrono::milliseconds most) {
  std::vector<pollfd> pipes;
  for (const Running& running : running_) pipes.push_back({running.process->pipe(), POLLIN, 0});
  poll(pipes.data(), pipes.size(), static_cast<int>(most.count()));
  std::vector<Ended> ended;
  for (auto running = running_.begin(); running != running_.end();) {
    // The order matters: what is read after the end of the process is all that it wrote.
    const std::optional<ExitStatus> status = running->process->exit_status();
    receive(*running);
    if (!status) {
      ++running;
      continue;
    }
    ended.push_back({running->job, exit_code(*status), status->signal != 0,
                     running->messages + running->unfinished_line + (status->known ? "" : " (ended in an unknown way)"),
                     std::chrono::duration<double>(Clock::now() - running->start).count()});
    running = running_.erase(running);
  }
  return ended;
}

void ProcessPool::stop() {
  stopping_ = true;
  for (const Running& running : running_) running.process->send_signal(SIGTERM);
}

}  // namespace memnet

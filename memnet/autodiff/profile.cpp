#include "memnet/autodiff/profile.hpp"

#include <time.h>

#include <algorithm>
#include <limits>

namespace memnet {
namespace {

std::int64_t nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{1000000000} * now.tv_sec + now.tv_nsec;
}

}  // namespace

Profile::Profile() {
  // The fastest of several rounds is one that no other program has interrupted.
  constexpr int kRounds = 50, kReadings = 200;
  double fastest = std::numeric_limits<double>::infinity();
  for (int round = 0; round < kRounds; ++round) {
    const std::int64_t start = nanoseconds();
    for (int i = 0; i < kReadings; ++i) begin(kRest, Pass::outside);
    fastest = std::min(fastest, static_cast<double>(nanoseconds() - start) / kReadings);
  }
  nanoseconds_of_reading_ = fastest;
  clear();
}

void Profile::read_clock() {
  const std::int64_t now = nanoseconds();
  current_->seconds += 1e-9 * (static_cast<double>(now - since_) - nanoseconds_of_reading_);
  since_ = now;
  ++readings_;
}

Profile::Line& Profile::line(std::string_view name, Pass pass) {
  Line& line = lines_[name][static_cast<std::size_t>(pass)];
  line.name = name;
  line.pass = pass;
  return line;
}

void Profile::begin(std::string_view name, Pass pass) {
  read_clock();
  current_ = &line(name, pass);
  ++current_->calls;
  pullback_bytes_ = 0;
}

void Profile::end() {
  read_clock();
  current_ = &nothing_;
}

void Profile::keep_pullback(std::size_t record) {
  if (kept_.size() <= record) kept_.resize(record + 1);
  kept_[record] = pullback_bytes_;
}

void Profile::begin_pullback(std::string_view name, std::size_t record) {
  begin(name, Pass::backward);
  add_bytes(kept_[record]);
}

Profile::Part::Part(Profile* profile, std::string_view name, double flops) : profile_(profile) {
  if (profile_ == nullptr) return;
  outer_ = profile_->current_;
  outer_->flops -= flops;
  profile_->begin(name, Pass::backward);
  profile_->add_flops(flops);
}

Profile::Part::~Part() {
  if (profile_ == nullptr) return;
  profile_->read_clock();
  profile_->current_ = outer_;
}

std::vector<Profile::Line> Profile::lines() const {
  std::vector<Line> begun;
  for (const auto& [name, passes] : lines_)
    for (const Line& line : passes)
      if (line.calls > 0) begun.push_back(line);
  return begun;
}

void Profile::clear() {
  lines_.clear();
  nothing_ = {};
  current_ = &nothing_;
  readings_ = 0;
  since_ = nanoseconds();
}

}  // namespace memnet

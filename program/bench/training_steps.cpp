#include "program/bench/training_steps.hpp"

#include <fmt/format.h>

#include "memnet/data/purposes.hpp"

namespace memnet::bench {

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::vector<Setting> with_setting(std::vector<Setting> settings, const std::string& name, int value,
                                  const std::string& origin) {
  settings.insert(settings.begin(), {name, fmt::format("{}", value), origin});
  return settings;
}

TrainingSteps::TrainingSteps(const std::vector<Setting>& settings, int workers)
    : experiment_(settings),
      threads_(workers),
      trainer_(experiment_.train, *experiment_.task, *experiment_.model, experiment_.params, threads_,
               experiment_.seed),
      // A single worker is this thread, whose processor time is then that of the whole step.
      clock_(workers == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC),
      lengths_(static_cast<std::size_t>(batch()), experiment_.task->spec().longest),
      gradient_(experiment_.params.values().size()) {}

void TrainingSteps::step(Profile* profile) {
  trainer_.runner().set_profile(profile);
  Profile::begin_outside(profile, Profile::kRest);
  trainer_.runner().compute_gradient(purposes::kBench, updates_ * lengths_.size(), lengths_, gradient_);
  Profile::begin_outside(profile, Profile::kUpdate);
  clip(gradient_, memnet::measure(gradient_), experiment_.train.clip_norm, experiment_.train.clip_value);
  trainer_.optimizer().update(experiment_.params.values(), gradient_, 1e-6, ++updates_);
  if (profile != nullptr) profile->end();
}

TrainingSteps::Times TrainingSteps::measure(double seconds, std::size_t least, int warm_up) {
  Times times;
  const double start = seconds_of(CLOCK_MONOTONIC);
  for (int i = 0; i < warm_up; ++i) step();
  while (seconds_of(CLOCK_MONOTONIC) - start < seconds || times.own.size() < least) {
    const double wall_begin = seconds_of(CLOCK_MONOTONIC), begin = seconds_of(clock_);
    step();
    times.own.push_back(seconds_of(clock_) - begin);
    times.wall.push_back(seconds_of(CLOCK_MONOTONIC) - wall_begin);
  }
  return times;
}

}  // namespace memnet::bench

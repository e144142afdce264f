#include "program/commands/requested_plan.hpp"

#include <filesystem>
#include <utility>

#include "memnet/base/error.hpp"
#include "program/experiment/experiment_file.hpp"
#include "program/records/run_path.hpp"

namespace memnet {

RequestedPlan requested_plan(const Arguments& arguments) {
  const std::filesystem::path given =
      arguments.at_most_one("one experiment file, which may include another, or a plan");
  const bool from_plan = is_plan(given);
  SettingLayers layers = {arguments.settings};
  if (!given.empty() && !from_plan)
    for (std::vector<Setting>& layer : read_experiment_file(given)) layers.push_back(std::move(layer));
  Request request = sort_settings(std::move(layers));
  if (from_plan && arguments.is_given("out"))
    fail(ErrorKind::usage, "{}: the runs of a plan are beside it; leave out --out, or give the experiment file",
         arguments.command);
  if (from_plan && !(request.lists.front().empty() && request.runs.front().empty()))
    fail(ErrorKind::usage, "{}: a plan cannot be changed by other options; give the experiment file with them",
         arguments.command);
  if (from_plan) {
    Plan plan = read_plan(given);
    check_plan(plan);
    request.behavior.out = plan_folder(given).parent_path();
    return {std::move(plan), std::move(request), std::nullopt};
  }
  const std::string name = given.empty() ? "compare" : given.stem().string();
  std::optional<Tuning> tuning = expand_tuning(request, name);
  Plan plan = tuning ? Plan() : expand(request, name);
  return {std::move(plan), std::move(request), std::move(tuning)};
}

}  // namespace memnet

// Plans of comparisons, with an id that fits.
#include <unistd.h>

#include <fstream>

#include "memnet/base/digest.hpp"
#include "program/comparison/plan.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  static const std::filesystem::path folder = [] {
    std::string name = std::filesystem::temp_directory_path() / "memnet-fuzz-XXXXXX";
    require(::mkdtemp(name.data()) != nullptr);
    return std::filesystem::path(name);
  }();
  static const std::string first_line = [] {
    const Plan plan = make_plan("fuzz", {"task", "model", "model.addressing"}, {{"copy-ntm", {{"task", "copy"}}}});
    write_plan(plan, folder);
    std::ifstream file(folder / plan.name / "plan.ini");
    std::string line;
    std::getline(file, line);
    return line;
  }();
  std::ofstream(folder / "plan.ini") << first_line << "\nid = " << digest(input).substr(0, 16) << '\n' << input;
  const Plan plan = read_plan(folder);
  require(plan.axis_names().size() >= 2);
  for (const PlannedRun& run : plan.runs) require(!plan.describe(run).empty());
}

// memnet report: what runs came to, to look at.
#include <fmt/format.h>

#include "experiments/command.hpp"
#include "experiments/report/page.hpp"
#include "experiments/report/run_section.hpp"
#include "experiments/runner.hpp"
#include "memnet/core/error.hpp"
#include "memnet/io/atomic_file.hpp"
#include "memnet/io/run_file.hpp"

namespace memnet {

extern const char* const kHelp_report;
const char* const kHelp_report = "memnet report RUN|PLAN ... [-o FILE]\n\n";

int command_report(const Arguments& arguments) {
  std::string out = "report.html";
  Options options(arguments.settings);
  options.top().add("out", out, "the file to write");
  options.finish();
  report::Markup body;
  for (const std::string& run : arguments.positional) body += report::run_section(read_run_file(run_file_path(run)));
  const std::string text = report::page("memnet", body);
  publish_file(out, std::as_bytes(std::span(text)));
  return 0;
}

}  // namespace memnet

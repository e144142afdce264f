// memnet list: everything there is a name for.
#include <fmt/format.h>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/data/task.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/optimizer.hpp"
#include "program/commands/command.hpp"

namespace memnet {

extern const char* const kHelp_list;
const char* const kHelp_list =
    "memnet list\n\n"
    "  memnet list    tasks, models, addressing schemes and their stages, controllers, optimisers\n";

namespace {

template <class Entry>
void print_table(const char* title, std::span<const Entry> table) {
  fmt::print("{}\n", title);
  for (const Entry& entry : table) fmt::print("  {:<20} {}\n", entry.name, entry.meaning);
  fmt::print("\n");
}

}  // namespace

int command_list(const Arguments& arguments) {
  if (!arguments.positional.empty())
    fail(ErrorKind::usage, "memnet list takes no arguments; 'memnet describe NAME' says more");
  Options(arguments.settings).finish();
  print_table("Tasks (--task)", all_tasks());
  print_table("Models (--model)", all_models());
  print_table("Addressing schemes (--model.addressing)", all_schemes());
  print_table("Stages of addressing, joined by '|'", all_stages());
  print_table("Controllers (--model.controller)", all_cells());
  print_table("Optimisers (--train.optimizer)", all_optimizers());
  fmt::print("'memnet describe NAME' shows what it is and its options.\n");
  return 0;
}

}  // namespace memnet

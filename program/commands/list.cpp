// memnet list: prints all names that experiments can use.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/cells/wrappers/wrapper.hpp"
#include "memnet/data/task.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/memories/rules/write_rule.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/optimizer.hpp"
#include "program/commands/command.hpp"

namespace memnet {
namespace {

template <class Entry>
void print_names(const char* title, std::span<const Entry> table) {
  fmt::print("{}\n", title);
  std::size_t width = 20;
  for (const Entry& entry : table) width = std::max(width, std::string_view(entry.name).size());
  for (const Entry& entry : table) fmt::print("  {:<{}} {}\n", entry.name, width, entry.meaning);
  fmt::print("\n");
}

class ListCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet list\n"
           "\n"
           "  memnet list    tasks, models, addressing, memories, controllers, encoders, optimizers\n";
  }

  int run(const Arguments& arguments) override {
    if (!arguments.positional.empty())
      fail(ErrorKind::usage, "memnet list takes no arguments; 'memnet describe NAME' explains a name");
    print_names("Tasks (--task)", all_tasks());
    print_names("Models (--model)", all_named_models());
    print_names("Addressing schemes (--model.addressing)", all_schemes());
    print_names("Stages of addressing, joined by '|'", all_stages());
    print_names("Write rules, the last stage of write heads", all_write_rules());
    print_names("Memories (--model.memory)", all_memories());
    print_names("Controllers (--model.controller)", all_cells());
    print_names("Encoders (--model.encoder)", all_encoders());
    print_names("Wrappers around the controller and its memory (--model.cell)", all_wrappers());
    print_names("Optimizers (--train.optimizer)", all_optimizers());
    fmt::print("'memnet describe NAME' explains a name and lists its options.\n");
    return 0;
  }
};

}  // namespace

std::unique_ptr<Command> make_list_command() { return std::make_unique<ListCommand>(); }

}  // namespace memnet

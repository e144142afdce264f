// Run files, plans and folders that are made to harm: they take little memory, and do not control the terminal.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>

#include <fstream>
#include <functional>
#include <ostream>

#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/comparison/plan.hpp"
#include "program/text/printable.hpp"
#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

using testing::AnyOf;

namespace fs = std::filesystem;

// The record of a tiny run, trained once.
const RunRecord& tiny_record() {
  static const RunRecord record = [] {
    const Scratch scratch;
    EXPECT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
    return read_run_file(only_run(scratch.path()) / "run.h5");
  }();
  return record;
}

// Every command that reads a run, or a folder of runs. The last one may write the run file anew.
const std::vector<Words> kReadingCommands = {{"show", "runs/one"},
                                             {"show", "runs/one", "--draw=blocks"},
                                             {"ls", "runs"},
                                             {"ls", "runs", "--json"},
                                             {"table", "runs"},
                                             {"export", "runs/one"},
                                             {"diff", "runs/one", "runs/one"},
                                             {"eval", "runs/one"},
                                             {"ask", "runs/one"},
                                             {"report", "runs/one", "-o", "page.html"},
                                             {"figure", "runs/one", "-o", "figure.svg"},
                                             {"watch", "runs/one", "--every=0.05"},
                                             {"resume", "runs/one"}};

// A file that grows when it is read. `change` alters a record before it is written, `alter` the file.
struct Bomb {
  const char* name;
  std::function<void(RunRecord&)> change;
  std::function<void(hid_t file)> alter;
};

void PrintTo(const Bomb& bomb, std::ostream* out) { *out << bomb.name; }

// Adds an array that was never written, so all its numbers are the fill value.
void add_fill_values(hid_t file, const std::string& path, hid_t type, hsize_t count) {
  const hid_t space = H5Screate_simple(1, &count, nullptr), layout = H5Pcreate(H5P_DATASET_CREATE);
  const hsize_t chunk = 1000;
  H5Pset_chunk(layout, 1, &chunk);
  H5Ldelete(file, path.c_str(), H5P_DEFAULT);
  const hid_t dataset = H5Dcreate2(file, path.c_str(), type, space, H5P_DEFAULT, layout, H5P_DEFAULT);
  EXPECT_GE(dataset, 0) << path;
  H5Dclose(dataset), H5Pclose(layout), H5Sclose(space);
}

std::string text_attribute(hid_t file, const std::string& group, const char* name) {
  const hid_t attribute = H5Aopen_by_name(file, group.c_str(), name, H5P_DEFAULT, H5P_DEFAULT),
              type = H5Aget_type(attribute);
  char* letters = nullptr;
  EXPECT_GE(H5Aread(attribute, type, &letters), 0) << group << " " << name;
  std::string text = letters;
  H5free_memory(letters);
  H5Tclose(type), H5Aclose(attribute);
  return text;
}

void set_text_attribute(hid_t file, const std::string& group, const char* name, const std::string& text) {
  const hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
  H5Tset_size(type, H5T_VARIABLE);
  H5Adelete_by_name(file, group.c_str(), name, H5P_DEFAULT);
  const hid_t attribute =
      H5Acreate_by_name(file, group.c_str(), name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const char* letters = text.c_str();
  EXPECT_GE(H5Awrite(attribute, type, &letters), 0) << group << " " << name;
  H5Aclose(attribute), H5Sclose(space), H5Tclose(type);
}

void replace_by_fill_values(hid_t file, const std::string& group, hid_t type, hsize_t count) {
  std::istringstream names(text_attribute(file, group, "order"));
  for (std::string name; names >> name;) add_fill_values(file, group + "/" + name, type, count);
}

constexpr hsize_t kMany = 10'000'000;  // numbers; 40 or 80 MB

const std::vector<Bomb> kBombs = {
    {"parameters_of_fill_values",
     {},
     [](hid_t file) { replace_by_fill_values(file, "/state/parameters", H5T_IEEE_F32LE, kMany); }},
    {"columns_of_fill_values", {}, [](hid_t file) { replace_by_fill_values(file, "/train", H5T_IEEE_F64LE, kMany); }},
    {"one_parameter_named_many_times",
     {},
     [](hid_t file) {
       const std::string order = text_attribute(file, "/state/parameters", "order");
       const std::string first = order.substr(0, order.find(' '));
       add_fill_values(file, "/state/parameters/" + first, H5T_IEEE_F32LE, kMany);
       std::string names;
       for (int i = 0; i < 100; ++i) names += first + " ";
       set_text_attribute(file, "/state/parameters", "order", names + first);
     }},
    {"one_option_named_many_times",
     {},
     [](hid_t file) {
       set_text_attribute(file, "/config", "task", std::string(1'000'000, 'x'));
       std::string names;
       for (int i = 0; i < 1000; ++i) names += "task ";
       set_text_attribute(file, "/config", "order", names + "task");
     }},
    {"one_parameter_under_many_names",
     {},
     [](hid_t file) {
       add_fill_values(file, "/state/parameters/a0", H5T_IEEE_F32LE, kMany);
       std::string names = "a0";
       for (int i = 1; i < 100; ++i) {
         names += fmt::format(" a{}", i);
         H5Lcreate_hard(file, "/state/parameters/a0", file, fmt::format("/state/parameters/a{}", i).c_str(),
                        H5P_DEFAULT, H5P_DEFAULT);
       }
       set_text_attribute(file, "/state/parameters", "order", names);
     }},
    {"a_huge_model_in_its_config",
     [](RunRecord& r) {
       const std::string size = "size = 12";
       ASSERT_NE(r.config.find(size), std::string::npos);
       r.config.replace(r.config.find(size), size.size(), "size = 16000");
     },
     {}},
    {"a_story_of_many_questions",
     [](RunRecord& r) {
       std::string& story = r.traces.front().story;
       for (int i = 1; i <= 40'000; ++i) story += fmt::format("{} a b.\n", i);
       for (int i = 1; i <= 20'000; ++i) story += fmt::format("{} w?\tb\t1\n", i);
     },
     {}},
    {"a_vocabulary_of_nothing", [](RunRecord& r) { r.words.assign(2'000'000, ""); }, {}},
};

class Bombs : public testing::TestWithParam<Bomb> {};
INSTANTIATE_TEST_SUITE_P(HostileFiles, Bombs, testing::ValuesIn(kBombs),
                         [](const auto& info) { return std::string(info.param.name); });

// The file of 10 parameters of fill values took 4 GB, the story 8 GB.
TEST_P(Bombs, TakeLittleMemory) {
  const Scratch scratch;
  fs::create_directories(scratch / "runs/one");
  const fs::path file = scratch / "runs/one/run.h5";
  RunRecord record = tiny_record();
  record.status = "interrupted";  // so that resume loads the state
  if (GetParam().change) GetParam().change(record);
  write_run_file(file, record);
  if (GetParam().alter) {
    const hid_t open = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    GetParam().alter(open);
    ASSERT_GE(H5Fclose(open), 0);
  }
  EXPECT_LT(fs::file_size(file), 8u << 20);
  for (const Words& words : kReadingCommands) {
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_THAT(outcome.code, AnyOf(0, 2, 3)) << words[0] << ": " << outcome.err;
    EXPECT_LT(outcome.peak_memory, 600u << 20) << words[0] << ": " << outcome.err;
  }
}

// What a terminal would interpret, or show in another order.
const std::string kEscapes =
    "\033]0;title\x07\xc2\x9b"
    "2J\r\u202egood\u2066";

// Requires that nothing but ends of lines and tabs controls the terminal.
void expect_harmless(const std::string& text, const std::string& where) {
  EXPECT_EQ(text, printable(text, "\n\t")) << where;
}

// A text in a run file.
struct Field {
  const char* name;
  std::function<void(RunRecord&)> change;
};

void escape(NamedTexts& texts) {
  for (NamedText& entry : texts) {
    entry.text += kEscapes;
    entry.is_number = false;
  }
}

const std::vector<Field> kFields = {
    {"identity", [](RunRecord& r) { r.identity = kEscapes; }},
    {"data", [](RunRecord& r) { r.data = kEscapes; }},
    {"builds",
     [](RunRecord& r) {
       r.builds = {{kEscapes, kEscapes}};
     }},
    {"name", [](RunRecord& r) { r.name = kEscapes; }},
    {"status", [](RunRecord& r) { r.status = kEscapes; }},
    {"message", [](RunRecord& r) { r.message = kEscapes; }},
    {"config", [](RunRecord& r) { r.config += "\n" + kEscapes + "\n"; }},
    {"value in the config", [](RunRecord& r) { r.config = "task = " + kEscapes + "\n"; }},
    {"option", [](RunRecord& r) { r.options.front().name += kEscapes; }},
    {"values", [](RunRecord& r) { escape(r.options); }},
    {"texts that no command checks",
     [](RunRecord& r) {
       r.config_given = kEscapes;
       escape(r.provenance), escape(r.timing);
       r.cost.emplace_back("c" + kEscapes, 1);
       for (auto& column : r.train) column.unit += kEscapes;
       for (auto& metric : r.final_sweep.metrics) metric.name += kEscapes;
       for (std::string& head : r.attention.names) head += kEscapes;
     }},
    {"column", [](RunRecord& r) { r.train.back().name += kEscapes; }},
    {"traced heads",
     [](RunRecord& r) {
       for (auto& panel : r.traces.front().panels) panel.head += panel.head.empty() ? "" : kEscapes;
     }},
    {"story",
     [](RunRecord& r) { r.traces.front().story = "1 Mary " + kEscapes + ".\n2 Where?\t" + kEscapes + "\t1\n"; }},
    {"parameters",
     [](RunRecord& r) {
       for (auto& p : r.parameters) p.name += kEscapes;
     }},
};

// The name of a finished run was printed as it was by `resume`, and the values and the folder of a plan by `compare`.
TEST(HostileFiles, NoTextInARunControlsTheTerminal) {
  const Scratch scratch;
  fs::create_directories(scratch / "runs/one");
  for (const Field& field : kFields) {
    RunRecord record = tiny_record();
    field.change(record);
    write_run_file(scratch / "runs/one/run.h5", record);
    for (const Words& words : kReadingCommands) {
      const Outcome outcome = memnet(scratch.path(), words);
      const std::string where = fmt::format("{} after another {}", words[0], field.name);
      EXPECT_FALSE(outcome.by_signal) << where;
      expect_harmless(outcome.out, where);
      expect_harmless(outcome.err, where);
    }
    for (const char* file : {"page.html", "figure.svg"})
      if (fs::exists(scratch / file)) expect_harmless(text_of(scratch / file), std::string(file) + ", " + field.name);
  }
}

TEST(HostileFiles, NoPlanAndNoPathControlsTheTerminal) {
  const Scratch scratch;
  const std::string folder = "runs" + kEscapes;
  PlannedRun run{"copy-ntm-s1", {{"task", "copy"}, {"model", "ntm"}, {"model.addressing", kEscapes}, {"seed", "1"}}};
  PlannedRun other = run;
  other.name = "copy-ntm-s2" + kEscapes;
  other.options["model.addressing"] = "x" + kEscapes;
  std::erase(other.options["model.addressing"], '\r');
  const Plan plan = make_plan("plan" + kEscapes, {"task", "model", "model.addressing"}, {run, other});
  write_plan(plan, scratch / folder);
  fs::create_directories(scratch / folder / "copy-ntm-s1");
  write_run_file(scratch / folder / "copy-ntm-s1/run.h5", tiny_record());
  const std::string place = folder + "/" + plan.name;
  const std::string ini = "x" + kEscapes + ".ini";
  std::ofstream(scratch / ini) << "task = " << kEscapes << "\n";
  for (const Words& words : std::vector<Words>{{"status", place},
                                               {"compare", place, "--out", folder},
                                               {"compare", place, "--out", folder, "--dry-run"},
                                               {"ls", folder},
                                               {"ls", place},
                                               {"watch", place, "--every=0.05"},
                                               {"report", place, "-o", "page.html"},
                                               {"figure", place, "-o", "figure.svg"},
                                               {"show", folder + "/copy-ntm-s1"},
                                               {"show", folder},
                                               {"resume", folder + "/copy-ntm-s1"},
                                               {"run", ini},
                                               {"run", "--task=" + kEscapes},
                                               {"run", "--" + kEscapes},
                                               {"run", ini, "--print-config"},
                                               {"run", "--out", folder, "--expect.source=a\033[2Jb", "--print-config"},
                                               {"describe", "task", kEscapes},
                                               {"list", kEscapes},
                                               {"help", kEscapes},
                                               {kEscapes}}) {
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_FALSE(outcome.by_signal) << words[0];
    expect_harmless(outcome.out, words[0]);
    expect_harmless(outcome.err, words[0]);
  }
}

// A character may be printed in two parts, and text that is right is printed as it is.
TEST(HostileFiles, PrintedTextStaysAsItIs) {
  const Scratch scratch;
  const std::string text = "Größe → ∞ 𝄞";
  const Outcome outcome = memnet(scratch.path(), {"run", "--expect.source=" + text, "--print-config"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, testing::HasSubstr("source = " + text));
  EXPECT_EQ(unfinished_character("a\xe2\x86"), 2u);
  EXPECT_EQ(unfinished_character("a\xe2\x86\x92"), 0u);
  EXPECT_EQ(unfinished_character("\xf0\x9d\x84"), 3u);
  EXPECT_EQ(unfinished_character("\x86\x86\x86\x86"), 0u);
  EXPECT_EQ(printable("a\u202eb\u2069c\n", "\n"), "a?b?c\n");
}

}  // namespace
}  // namespace memnet

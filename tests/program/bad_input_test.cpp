// Bad input: each row of a table has to give one sentence on stderr, its exit code, and no new file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <ostream>

#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

struct BadInput {
  const char* name;
  Words words;
  int code;
  const char* message;  // a part of the message
};

void PrintTo(const BadInput& bad, std::ostream* out) { *out << bad.name; }

const std::vector<BadInput> kBadInputs = {
    {"command", {"rnu"}, 2, "did you mean 'run'?"},
    {"command_in_help", {"help", "rnu"}, 2, "did you mean 'run'?"},
    {"option",
     {"run", "--task.max_lenght", "3"},
     2,
     "command line: unknown option task.max_lenght; did you mean task.max_length?"},
    {"option_of_another_model", {"run", "--model=lstm", "--model.slots=3"}, 2, "unknown option model.slots"},
    {"value_missing", {"run", "--train.batch"}, 2, "train.batch"},
    {"value_missing_before_an_option", {"run", "--model", "--train.batch", "3"}, 2, "--model lacks a value"},
    {"value_for_a_flag", {"run", "--quiet=no"}, 2, "quiet"},
    {"option_twice", {"run", "--seed=1", "--seed=2"}, 2, "--seed is given a second time"},
    {"single_dash", {"run", "-seed", "1"}, 2, "run"},
    {"out_of_range", {"run", "--task.bits", "0"}, 2, "task.bits = '0' is not possible; it has to be 1..64"},
    {"no_number", {"run", "--train.learning_rate=fast"}, 2, "train.learning_rate = 'fast'"},
    {"text_that_no_file_can_hold", {"run", "--out", "two\nlines"}, 2, "out = 'two?lines' is not possible"},
    {"option_without_its_section", {"run", "--max_length=3"}, 2, "did you mean task.max_length?"},
    {"percent_signs", {"run", "--%canonical_option%"}, 2, "--%canonical_option% lacks a value"},
    {"percent_signs_with_a_value", {"run", "--a%canonical_option%b=1"}, 2, "unknown option a%canonical_option%b"},
    {"percent_signs_without_a_value", {"run", "--%option%="}, 2, "--%option% lacks a value"},
    {"empty_words", {"run", "--a=", "--a,", "", "--a"}, 2, "--a lacks a value"},
    {"empty_command", {""}, 2, "there is no command ''"},
    {"empty_file_name", {"run", ""}, 2, "an argument is empty"},
    {"empty_plan_name", {"compare", ""}, 2, "an argument is empty"},
    {"seed_and_seeds", {"run", "--seed=3", "--seeds=1..2"}, 2, "--seed and --seeds are given"},
    {"seed_and_seeds_of_a_comparison", {"compare", "--seed=3", "--seeds=1..2"}, 2, "seed and seeds are given"},
    {"too_many_seeds", {"run", "--seeds=1..18446744073709551615"}, 2, "at most 100000"},
    {"symmetry",
     {"run", "--model.initial_memory=constant", "--model.initial_weighting=uniform"},
     2,
     "all slots start equal and stay equal"},
    {"lengths_in_the_wrong_order", {"run", "--task.min_length=9", "--task.max_length=3"}, 2, "task.min_length = 9"},
    {"lengths_of_the_sweep", {"run", "--evaluate.lengths=1x,short"}, 2, "evaluate.lengths"},
    {"task", {"run", "--task=cpoy"}, 2, "copy"},
    {"model", {"run", "--model=nmt"}, 2, "ntm"},
    {"stage", {"run", "--model.addressing=cosine | sofmax"}, 2, "softmax"},
    {"baseline_without_choices", {"run", "--train.baseline=average"}, 2, "train.baseline = average is for choices"},
    {"temperature_that_falls_to_zero",
     {"run", "--model.addressing=cosine | gumbel:1,0"},
     2,
     "has an invalid argument; write gumbel:TAU, the temperature, from 0.001"},
    {"temperature_of_zero",
     {"run", "--model.addressing=cosine | straight_through_gumbel:0"},
     2,
     "has an invalid argument; write straight_through_gumbel:TAU, the temperature, from 0.001"},
    {"samples_without_choices", {"run", "--train.samples=4"}, 2, "train.samples = 4 repeats"},
    {"entropy_without_choices", {"run", "--train.entropy_bonus=0.1"}, 2, "is for random choices, but this model makes"},
    {"soft_without_choices", {"run", "--train.soft=0.5"}, 2, "replace hard choices, but this model makes none"},
    {"baseline_of_another_estimator",
     {"run", "--model.addressing=cosine | gumbel:1", "--train.baseline=average"},
     2,
     "train.baseline = average is for choices that are trained by their loss"},
    {"choice_of_one_slot",
     {"run", "--model.addressing=cosine | sample", "--model.slots=1"},
     2,
     "'sample', chooses a slot, but the memory has only one"},
    {"evaluation_of_no_choices", {"run", "--evaluate.choices=drawn"}, 2, "evaluate.choices = drawn is for models"},
    {"evaluation_of_choices_in_a_beam",
     {"run", "--task=addition", "--model=luong", "--model.addressing=dot | sample", "--evaluate.choices=drawn",
      "--evaluate.beam=3"},
     2,
     "evaluate.choices = drawn with evaluate.beam = 3: slots are drawn for one answer"},
    {"evaluation_at_a_length_that_is_not_possible",
     {"run", "--task=addition", "--model=luong", "--task.max_length=50"},
     2,
     "evaluate.lengths = 1x,1.5x,2x,3x,4x asks for length 150: addition: a summand of 150 digits is too long"},
    {"controller", {"run", "--model.controller=ltsm"}, 2, "lstm"},
    {"optimizer", {"run", "--train.optimizer=adma"}, 2, "adam"},
    {"seeds", {"run", "--seeds=3..1"}, 2, "seeds = '3..1'"},
    {"no_seeds", {"run", "--seeds", ""}, 2, "seeds is empty"},
    {"two_files", {"run", "good.ini", "broken.ini"}, 2, "expected one experiment file"},
    {"missing_file", {"run", "missing.ini"}, 2, "missing.ini: does not exist"},
    {"folder_for_a_file", {"run", "."}, 2, "not a file"},
    {"device_for_a_file", {"compare", "/dev/null"}, 2, "/dev/null: is "},
    {"file_that_includes_itself", {"run", "loop.ini"}, 2, "loop.ini:1: include = loop.ini: "},
    {"file_with_an_open_quote", {"run", "quote.ini"}, 2, "quote.ini:1: 'out = \"runs' opens quotes"},
    {"broken_file", {"run", "broken.ini"}, 2, "broken.ini:3: cannot read 'bits'"},
    {"section_without_end", {"run", "section.ini"}, 2, "section.ini:2:"},
    {"option_twice_in_a_file", {"run", "twice.ini"}, 2, "twice.ini:3: task.bits is set a second time"},
    {"out_of_range_in_a_file", {"run", "range.ini"}, 2, "range.ini:2: task.bits = '99'"},
    {"unknown_in_a_file",
     {"run", "unknown.ini"},
     2,
     "unknown.ini:2: unknown option task.bist; did you mean task.bits?"},
    {"bytes_for_a_file", {"run", "bytes.ini"}, 2, "bytes.ini:1:"},
    {"folder_below_a_file", tiny_run() + Words{"--out=good.ini/below"}, 5, "good.ini/below"},
    {"file_for_a_folder", tiny_run() + Words{"--out=good.ini"}, 5, "good.ini"},
    {"resume_nothing", {"resume"}, 2, "expected the folder of a run"},
    {"resume_two", {"resume", "a", "b"}, 2, "memnet: resume: expected the folder of a run, but got 2"},
    {"resume_missing", {"resume", "missing"}, 5, "missing: cannot be opened"},
    {"eval_missing", {"eval", "missing"}, 5, "missing: cannot be opened"},
    {"ask_nothing", {"ask"}, 2, "expected the folder of a run"},
    {"ask_missing", {"ask", "missing"}, 5, "missing: cannot be opened"},
    {"ask_option", {"ask", ".", "--fiel=story.txt"}, 2, "unknown option --fiel; did you mean --file?"},
    {"show_missing", {"show", "missing"}, 5, "missing: cannot be opened"},
    {"show_a_folder_without_a_run", {"show", "."}, 5, ".: there is no run.h5 in this folder"},
    {"table_missing", {"table", "missing"}, 5, "missing"},
    {"table_of_nothing", {"table"}, 2, "expected runs"},
    {"ls_missing", {"ls", "missing"}, 5, "missing: there is no such run, and no such folder"},
    {"ls_condition", {"ls", ".", "--where", "task copy"}, 2, "ls: --where: letter 6 of 'task copy'"},
    {"ls_condition_unknown", {"ls", ".", "--where=tsk=copy"}, 2, "did you mean task?"},
    {"ls_sort_unknown",
     {"ls", ".", "--sort=exakt"},
     2,
     "ls: --sort: no run has anything called 'exakt'; did you mean exact"},
    {"ls_option", {"ls", "--were=task=copy"}, 2, "unknown option --were; did you mean --where?"},
    {"diff_one", {"diff", "."}, 2, "expected two runs, but got 1"},
    {"diff_missing", {"diff", "missing", "."}, 5, "missing: cannot be opened"},
    {"export_nothing", {"export"}, 2, "expected runs"},
    {"export_missing", {"export", "missing"}, 5, "missing: cannot be opened"},
    {"status_of_no_plan", {"status", "."}, 2, "holds no plan"},
    {"status_nothing", {"status"}, 2, "expected the folder of a comparison"},
    {"list_something", {"list", "tasks"}, 2, "takes no arguments"},
    {"list_option", {"list", "--all=yes"}, 2, "unknown option --all"},
    {"describe_nothing", {"describe"}, 2, "expected a name"},
    {"describe_unknown", {"describe", "cosin"}, 2, "did you mean 'cosine'?"},
    {"bench_option", {"bench", "--batch=3"}, 2, "unknown option batch"},
    {"bench_no_batches", {"bench", "--batches=none"}, 2, "batches"},
};

class Refused : public testing::TestWithParam<BadInput> {};
INSTANTIATE_TEST_SUITE_P(BadInput, Refused, testing::ValuesIn(kBadInputs),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(Refused, WithOneSentence) {
  const Scratch scratch;
  const auto write = [&](const char* name, const std::string& text) { std::ofstream(scratch / name) << text; };
  write("good.ini", "task = copy\n");
  write("broken.ini", "task = copy\n[task]\nbits\n");
  write("loop.ini", "include = loop.ini\n");
  write("quote.ini", "out = \"runs\n");
  write("section.ini", "task = copy\n[task\n");
  write("twice.ini", "[task]\nbits = 3\nbits = 4\n");
  write("range.ini", "[task]\nbits = 99\n");
  write("unknown.ini", "[task]\nbist = 3\n");
  write("bytes.ini", std::string("\x89HDF\r\n\x1a\n\0\0\0", 11));
  const Words before = files_below(scratch.path());

  const Outcome outcome = memnet(scratch.path(), GetParam().words);
  EXPECT_EQ(outcome.code, GetParam().code) << outcome.err;
  EXPECT_TRUE(outcome.err.starts_with("memnet: ")) << outcome.err;
  EXPECT_EQ(count_lines(outcome.err), 1u) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr(GetParam().message));
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(files_below(scratch.path()), before);
  EXPECT_FALSE(std::filesystem::exists(scratch / "runs"));
}

TEST(BadOutput, AFullDeviceIsAnError) {
  const Scratch scratch;
  for (const Words& words : {Words{"list"}, Words{"help"}, Words{"describe", "copy"}}) {
    const Outcome outcome = Process({.folder = scratch.path(), .output = "/dev/full"}, words).wait();
    EXPECT_EQ(outcome.code, 5) << words[0];
    EXPECT_EQ(count_lines(outcome.err), 1u) << outcome.err;
  }
}

}  // namespace
}  // namespace memnet

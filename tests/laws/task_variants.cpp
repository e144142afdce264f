#include "tests/laws/task_variants.hpp"

#include <utility>

namespace memnet {
inline namespace MEMNET_PRECISION {

void PrintTo(const TaskVariant& variant, std::ostream* out) { *out << variant.name; }

std::vector<TaskVariant> task_variants() {
  std::vector<TaskVariant> all;
  for (const TaskEntry& entry : all_tasks()) all.push_back({entry.name, entry.name, {}});
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const auto add = [&](const std::string& task, const std::string& how, const Pairs& options) {
    all.push_back({task, task + "_" + how, {}});
    for (const auto& [name, value] : options) all.back().settings.push_back({"task." + name, value, "test"});
  };
  add("copy", "of_one_bit", {{"bits", "1"}, {"max_length", "1"}});
  add("copy", "of_symbols", {{"symbols", "3"}});
  add("reverse", "of_symbols", {{"symbols", "30"}, {"min_length", "2"}, {"max_length", "10"}});
  add("repeat_copy", "beyond_training", {{"repeats", "20"}});
  add("repeat_copy", "twice", {{"min_repeats", "2"}, {"max_repeats", "2"}});
  add("associative_recall", "of_short_items", {{"bits", "5"}, {"item_length", "1"}});
  add("dynamic_ngrams", "of_short_sequences", {{"context", "2"}, {"min_length", "3"}, {"max_length", "9"}});
  add("priority_sort", "of_all", {{"percent", "100"}, {"min_length", "1"}, {"max_length", "10"}});
  add("priority_sort", "by_bit", {{"by_bit", "yes"}, {"max_length", "20"}});
  add("stride_copy", "of_every_third", {{"stride", "3"}});
  add("stride_copy", "of_symbols", {{"symbols", "5"}});
  add("bigram_flip", "of_bits", {{"symbols", "0"}});
  for (const char* language :
       {"an_bn_cn", "an_bn_cn_dn", "an_bkn", "an_bm_cn_plus_m", "an_bm_cn_dm", "an_bm_cn_times_m"})
    add("counting", std::string("of_") + language, {{"language", language}, {"max_length", "5"}});
  add("counting", "of_single_strings",
      {{"language", "an_bm_cn_plus_m"}, {"symbols_per_episode", "0"}, {"min_length", "2"}, {"max_length", "6"}});
  add("dyck", "of_one_type", {{"types", "1"}, {"min_length", "2"}, {"max_length", "6"}});
  add("dyck", "of_many_types", {{"types", "6"}, {"max_length", "10"}});
  add("capacity", "of_some_keys", {{"keys", "30"}, {"min_length", "3"}, {"max_length", "12"}});
  add("capacity", "with_replacement", {{"replacement", "yes"}, {"min_length", "20"}, {"max_length", "40"}});
  add("one_shot", "of_two_classes",
      {{"classes", "2"}, {"size", "3"}, {"noise", "1"}, {"min_length", "1"}, {"max_length", "4"}});
  add("parity64", "of_few", {{"min_length", "1"}, {"max_length", "6"}});
  add("parity64", "of_the_first", {{"first", "yes"}});
  add("logic", "of_few_gates", {{"min_gates", "2"}, {"max_gates", "3"}, {"max_length", "4"}});
  add("key_value", "two_way", {{"two_way", "yes"}});
  add("key_value", "few_queries", {{"queries", "3"}, {"key_bits", "6"}, {"value_bits", "2"}});
  add("pointer_chase", "far", {{"min_hops", "3"}, {"max_hops", "5"}, {"queries", "2"}, {"min_length", "1"}});
  add("read_index", "one_query", {{"queries", "1"}});
  add("reuse", "of_one_size", {{"min_vectors", "4"}, {"max_vectors", "4"}});
  add("mqar", "without_noise", {{"noise", "0"}, {"power", "1"}, {"min_length", "1"}, {"max_length", "6"}});
  add("mqar", "with_forgetting", {{"forgetting", "0.5"}, {"steps_per_pair", "6"}});
  add("mqar", "of_similar_keys",
      {{"key_length", "3"}, {"key_overlap", "1"}, {"forgetting", "1"}, {"vocabulary", "80"}, {"min_length", "1"}});
  add("selective_copy", "among_other_words", {{"symbols", "3"}, {"noise", "5"}, {"steps_per_symbol", "2"}});
  add("parity", "at_the_end", {{"every_step", "no"}, {"min_length", "3"}});
  add("group", "of_a_cycle", {{"group", "Z5"}});
  add("group", "of_even_permutations", {{"group", "A5"}, {"every_step", "no"}});
  add("group", "of_all_permutations", {{"group", "S5"}, {"min_length", "20"}});
  add("modular", "with_brackets", {{"brackets", "yes"}});
  add("modular", "of_two_numbers", {{"modulus", "2"}, {"min_length", "2"}});
  for (const char* task : {"copy", "reverse", "bigram_flip", "stride_copy", "odd_first"})
    add(task, "of_a_source", {{"source", "yes"}, {"symbols", "4"}, {"max_length", "7"}});
  add("addition", "of_reversed_numbers", {{"reversed", "yes"}, {"min_length", "1"}, {"max_length", "4"}});
  add("sort", "of_two_symbols", {{"symbols", "2"}, {"min_length", "2"}});
  add("lookup", "reversed", {{"reversed", "yes"}, {"bits", "2"}, {"tables", "3"}});
  for (const char* split : {"inputs", "compositions", "tables", "new_compositions"})
    add("lookup", std::string("split_by_") + split, {{"split", split}, {"tables", "5"}, {"max_length", "3"}});
  add("prefix_infix", "of_two_arguments",
      {{"numbers", "3"}, {"arguments", "2"}, {"side_depth", "0"}, {"min_length", "1"}, {"max_length", "3"}});
  add("tones", "without_noise", {{"noise", "0"}, {"min_frames", "1"}, {"max_frames", "1"}, {"max_silence", "1"}});
  add("glyphs", "of_a_row", {{"caption", "row"}, {"columns", "2"}, {"min_length", "1"}, {"max_length", "3"}});
  add("glyphs", "of_all_letters", {{"glyphs", "20"}, {"noise", "49"}, {"columns", "1"}, {"max_length", "6"}});
  for (const char* split : {"length", "jump", "turn_left"}) add("scan", std::string("of_") + split, {{"split", split}});
  const std::string files = MEMNET_PAIRS_DIR;
  add("pairs", "of_files", {{"data", files + "/phrases"}});
  add("pairs", "of_shared_characters", {{"data", files + "/phrases"}, {"unit", "characters"}, {"shared", "yes"}});
  add("pairs", "of_rare_words", {{"data", files + "/phrases"}, {"least", "4"}});
  add("pairs", "of_text", {{"data", files + "/texts.txt"}});
  add("cloze", "of_few_entities",
      {{"entities", "3"}, {"relations", "8"}, {"new_names", "no"}, {"min_length", "3"}, {"max_length", "3"}});
  add("adding", "with_products", {{"operation", "multiply"}, {"distance", "3"}});
  for (int number = 2; number <= 20; ++number)  // the first is the default
    add("babi", "of_task_" + std::to_string(number), {{"tasks", std::to_string(number)}});
  add("babi", "of_all_tasks", {{"tasks", "1-20"}});
  add("babi", "of_many", {{"tasks", "1,2"}, {"actors", "8"}, {"rooms", "10"}, {"statements", "5"}});
  return all;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

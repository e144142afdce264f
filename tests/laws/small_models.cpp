#include "tests/laws/small_models.hpp"

#include <fmt/format.h>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/memories/rules/write_rule.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/laws/small_pipelines.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Episodes that can be read step by step, or as stories.
TaskSpec make_spec(TargetKind answers) {
  TaskSpec spec{.inputs = 3, .outputs = 2, .answers = answers, .words = 5, .sentence_words = 3, .sentences = 4};
  if (entry_of(answers).one_word) spec.outputs = spec.words + 1;
  return spec;
}

}  // namespace

void PrintTo(const Setup& setup, std::ostream* out) { *out << setup.name; }

Built::Built(const Setup& setup) : spec(make_spec(setup.answers)), model(make_model(setup.model)) {
  std::vector<Setting> settings;
  for (const auto& [name, value] : setup.settings) settings.push_back({"model." + name, value, "test"});
  // Each model takes those that it has.
  for (const char* size : {"model.slots", "model.width", "model.capacity", "model.controller.size"})
    settings.push_back({size, "4", "test"});
  Options options(settings);
  model->declare(options.section("model"));
  model->build(params, spec);
  params.initialize(11);
  gradient.assign(params.values().size(), 0);
}

Objective Built::objective(Tape& tape, std::span<const Episode> episodes, const Baseline& baseline) const {
  const Batch batch = make_batch(tape, episodes, model->input_form());
  const std::span<const Var> losses = answer_losses(model->forward(tape, batch), batch);
  return make_objective(losses, sum(losses), batch, baseline);
}

Episode sample_episode(int steps, RandomStream& stream, TargetKind answers) {
  const TaskSpec spec = make_spec(answers);
  Episode episode;
  episode.assign(spec.inputs, entry_of(answers).target_rows(spec.outputs), steps);
  episode.answers = answers;
  for (Scalar& x : episode.inputs.numbers()) x = stream.normal();
  for (Scalar& y : episode.targets.numbers())
    y = answers == TargetKind::word   ? stream.between(1, spec.words)
        : answers == TargetKind::bits ? stream.coin()
                                      : stream.normal();
  for (Scalar& m : episode.mask.numbers()) m = 1;
  SentenceSource source(stream);
  for (int t = 0; t < steps; ++t) {
    episode.item_shown(0, t) = t + 1;
    episode.item_asked(0, t) = t / 2;
    source.add_sentence(episode.context.questions, 1 + t % spec.sentence_words);
    episode.context.supports.add_list(std::array{t % spec.sentences, (t + 1) % spec.sentences});
    episode.context.answered_at.push_back(t);
  }
  for (int i = 0; i < spec.sentences; ++i) source.add_sentence(episode.context.sentences, 1 + i % spec.sentence_words);
  return episode;
}

std::vector<Setup> models() {
  std::vector<Setup> all;
  for (const NamedModel& entry : all_named_models()) all.push_back({entry.name, entry.name, {}});
  return all;
}

std::vector<Setup> variants() {
  std::vector<Setup> all;
  for (const CellEntry& controller : all_cells())
    all.push_back({fmt::format("ntm_{}_with_two_heads_each", controller.name),
                   "ntm",
                   {{"controller", controller.name}, {"read_heads", "2"}, {"write_heads", "2"}}});
  for (const SchemeEntry& scheme : all_schemes())
    for (const char* mode : {"learned", "append"})
      all.push_back(
          {fmt::format("ntm_{}_{}", scheme.name, mode), "ntm", {{"addressing", scheme.name}, {"write_mode", mode}}});
  // Every stage, so that one that breaks only inside a model is seen before it is part of a scheme.
  for (const StageEntry& stage : all_stages()) {
    const Pipeline made(smallest_pipeline(stage), 12, 4);
    Setup setup{fmt::format("ntm_with_stage_{}", stage.name),
                "ntm",
                {{made.uses_reader() ? "write_addressing" : "addressing", made.text()}}};
    if (made.needs_oracle()) setup.settings.emplace_back("write_mode", "append");
    if (made.gives_features())  // several heads, since one of sparse features never reads some slots
      setup.settings.insert(setup.settings.end(),
                            {{"write_addressing", "location | elu | add"}, {"slots", "12"}, {"read_heads", "8"}});
    for (const std::string& tracker : made.trackers())
      if (make_tracker(tracker)->needs_writes_first())
        setup.settings.insert(setup.settings.end(), {{"write_addressing", "ntm"}, {"order", "write_then_look"}});
    all.push_back(setup);
  }
  all.push_back({"ntm_allocates",
                 "ntm",
                 {{"addressing", "cosine | softmax"},
                  {"write_addressing", "cosine | softmax | allocate"},
                  {"write_heads", "2"}}});
  all.push_back({"dnc_masks_wipes_and_sharpens",
                 "dnc",
                 {{"addressing", "cosine:1,mask | softmax | links:sharp"},
                  {"write_addressing", "cosine:1,mask | softmax | allocate:wipe"},
                  {"read_heads", "2"}}});
  all.push_back({"mann_with_a_slot_for_each_head",
                 "mann",
                 {{"addressing", "cosine:none,tanh,rooted | softmax"},
                  {"write_addressing", "least_used:ranked,0.9 | reader | replace:0.9"},
                  {"read_heads", "2"},
                  {"write_heads", "2"}}});
  all.push_back(
      {"ntm_mixes_content_with_a_window", "ntm", {{"addressing", "dot | softmax | mix(window:both | softmax)"}}});
  for (const WriteRuleEntry& rule : all_write_rules())
    all.push_back(
        {fmt::format("ntm_writes_by_{}", rule.name),
         "ntm",
         {{"write_addressing", fmt::format("cosine | softmax | {}{}", rule.name, rule.needs_argument() ? ":2" : "")}}});
  for (const char* addressing : {"general | softmax", "additive:2 | entmax15", "oracle"})
    all.push_back({fmt::format("ntm_appends_and_reads_{}", std::string(addressing).substr(0, 6)),
                   "ntm",
                   {{"addressing", addressing}, {"write_mode", "append"}}});
  for (const char* order : {"write_then_read", "write_then_look"})
    all.push_back({fmt::format("ntm_{}", order), "ntm", {{"order", order}}});
  all.push_back({"ntm_reads_by_content_only", "ntm", {{"addressing", "content"}, {"write_addressing", "ntm"}}});
  for (const char* memory : {"constant", "random", "learned"})
    for (const char* weighting : {"uniform", "one_hot", "learned", "zeros"}) {
      const bool symmetric = std::string(memory) == "constant" &&
                             (std::string(weighting) == "uniform" || std::string(weighting) == "zeros");
      if (symmetric) continue;  // refused: see SymmetryTrap
      all.push_back({fmt::format("ntm_{}_memory_{}_weighting", memory, weighting),
                     "ntm",
                     {{"initial_memory", memory}, {"initial_weighting", weighting}}});
    }
  // Only a memory that is read carries anything from step to step beside a controller without a state.
  for (const MemoryEntry& memory : all_memories())
    for (const char* controller : {"rnn", "feed_forward"})
      if (std::string(controller) == "rnn" || make_memory(memory.name)->reads() > 0)
        all.push_back({fmt::format("{}_beside_{}", memory.name, controller),
                       "machine",
                       {{"memory", memory.name}, {"controller", controller}}});
  all.push_back({"ntm_without_feedback", "ntm", {{"feedback", "no"}, {"controller", "convolution"}}});
  for (const char* model : {"stack_rnn", "list_rnn"})
    all.push_back({fmt::format("{}_with_no_op", model), model, {{"no_op", "yes"}}});
  for (const char* model : {"lstm", "ntm", "stack"})
    for (const auto& [name, cell] : {std::pair("repeats", "repeat:2"), std::pair("ponders", "ponder:0.1,4")})
      all.push_back({fmt::format("{}_{}", model, name), model, {{"cell", cell}}});
  for (const char* model : {"lstm", "gru"})
    all.push_back({fmt::format("{}_of_two_layers", model), model, {{"controller.layers", "2"}}});
  for (const NamedModel& entry : all_named_models())
    for (const TargetKind kind : {TargetKind::word, TargetKind::numbers})
      all.push_back({fmt::format("{}_answers_{}", entry.name, entry_of(kind).plural), entry.name, {}, kind});
  for (const char* tying : {"adjacent", "layerwise"})
    for (const char* encoding : {"bag_of_words", "position", "position_in_sentence"})
      all.push_back({fmt::format("memn2n_{}_{}", tying, encoding),
                     "memn2n",
                     {{"tying", tying},
                      {"encoding", encoding},
                      {"hops", "2"},
                      {"initial_std", "0.5"},
                      {"empty_slots", "counted"}},
                     TargetKind::word});
  all.push_back({"memn2n_projects", "memn2n", {{"projection", "yes"}, {"tying", "layerwise"}}, TargetKind::word});
  // A number that the ReLU cuts for every question does not learn; with these options there is none.
  all.push_back({"memn2n_with_relu",
                 "memn2n",
                 {{"relu", "yes"}, {"initial_std", "1"}, {"tying", "layerwise"}, {"width", "5"}},
                 TargetKind::word});
  all.push_back({"memn2n_starts_linear", "memn2n", {{"linear_start", "0.5"}}, TargetKind::word});
  for (const auto& [name, addressing] :
       std::vector<std::pair<std::string, std::string>>{{"cosine_sparsemax", "cosine | sparsemax"},
                                                        {"additive_softmax", "additive | softmax"},
                                                        {"dot_topk", "dot | topk:3"},
                                                        {"general_entmax15", "general | entmax15"},
                                                        {"euclidean_softmax", "euclidean | softmax"},
                                                        {"ntm", "ntm"}})
    all.push_back({"memn2n_attends_by_" + name,
                   "memn2n",
                   {{"addressing", addressing}, {"initial_std", "0.5"}},
                   TargetKind::word});
  return all;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

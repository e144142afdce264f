#include "tests/laws/small_models.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/addressing/trackers/tracker.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/memories/rules/write_rule.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/laws/small_pipelines.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns whether heads over annotations can have this pipeline.
bool reads_annotations(const Pipeline& pipeline) {
  const bool keeps_slots = std::ranges::any_of(
      pipeline.state(), [](const InitialState& state) { return state.part.axis == TracedAxis::slot; });
  return pipeline.trackers().empty() && !pipeline.needs_oracle() && !pipeline.uses_reader() &&
         !pipeline.gives_features() && !keeps_slots && pipeline.leaves_out();
}

constexpr int kWords = 5;

// Sources of words.
TaskSpec make_source_spec() {
  return {.inputs = kWords + 1,
          .outputs = kWords + 1,
          .answers = TargetKind::word,
          .input_words = kWords + 1,
          .words = kWords,
          .sentence_words = 1,
          .sentences = 10,
          .has_questions = false,
          .answers_end = true};
}

// Episodes that can be read step by step, or as stories.
TaskSpec make_spec(TargetKind answers) {
  TaskSpec spec{.inputs = 3, .outputs = 2, .answers = answers, .words = 5, .sentence_words = 3, .sentences = 4};
  if (entry_of(answers).one_word) spec.outputs = spec.words + 1;
  return spec;
}

// Vectors of numbers that are answered once.
TaskSpec make_measurement_spec(TargetKind answers) {
  return {.outputs = entry_of(answers).one_word ? kWords + 1 : 2,
          .answers = answers,
          .place_numbers = 3,
          .has_questions = false,
          .one_answer = true};
}

std::vector<Setting> settings_of(const Setup& setup) {
  std::vector<Setting> settings;
  for (const auto& [name, value] : setup.settings) settings.push_back({"model." + name, value, "test"});
  return settings;
}

}  // namespace

void PrintTo(const Setup& setup, std::ostream* out) { *out << setup.name; }

bool writes(const Setup& setup) { return make_model(setup.model)->decoder() != nullptr; }

bool answers_once(const Setup& setup) {
  if (writes(setup)) return false;
  const std::unique_ptr<Model> model = make_model(setup.model);
  Options options(settings_of(setup));
  model->declare(options.section("model"));
  return model->input_form() == InputForm::context && model->can_read(make_measurement_spec(setup.answers));
}

Built::Built(const Setup& setup)
    : spec(writes(setup)         ? make_source_spec()
           : answers_once(setup) ? make_measurement_spec(setup.answers)
                                 : make_spec(setup.answers)),
      model(make_model(setup.model)) {
  std::vector<Setting> settings = settings_of(setup);
  // Each model takes those that it has.
  for (const char* size : {"model.slots", "model.width", "model.capacity", "model.controller.size"})
    settings.push_back({size, "4", "test"});
  if (model->input_form() == InputForm::context)
    for (const char* size : {"model.encoder.size", "model.encoder.hidden", "model.embedding"})
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

Episode sample_source(int steps, RandomStream& stream) {
  Episode episode;
  episode.assign_context(steps);
  SentenceSource source(stream), target(stream);
  for (int i = 0; i < steps + 2; ++i) source.add_sentence(episode.context.sentences, 1);
  RaggedArray words;
  target.add_sentence(words, steps);
  for (int t = 0; t + 1 < steps; ++t) episode.targets(0, t) = words[0][static_cast<std::size_t>(t)];
  episode.score_answers();
  return episode;
}

Episode sample_measurements(int places, RandomStream& stream, TargetKind answers) {
  const TaskSpec spec = make_measurement_spec(answers);
  Episode episode;
  episode.assign_context(1);
  episode.answers = answers;
  episode.targets.assign(entry_of(answers).target_rows(spec.outputs), 1);
  for (Scalar& y : episode.targets.numbers())
    y = answers == TargetKind::word ? stream.between(1, kWords) : stream.uniform(0, 1);  // not below 0: see leaky_relu
  episode.context.numbers.assign(spec.place_numbers, places);
  for (Scalar& x : episode.context.numbers.numbers()) x = stream.normal();
  episode.score_answers();
  return episode;
}

Episode sample_episode(const Setup& setup, int steps, RandomStream& stream) {
  return writes(setup)         ? sample_source(steps, stream)
         : answers_once(setup) ? sample_measurements(steps, stream, setup.answers)
                               : sample_episode(steps, stream, setup.answers);
}

std::vector<Setup> models() {
  std::vector<Setup> all;
  for (const NamedModel& entry : all_named_models()) {
    all.push_back({entry.name, entry.name, {}});
    if (writes(all.back())) all.back().answers = TargetKind::word;
    if (answers_once(all.back())) all.back().answers = TargetKind::numbers;
  }
  return all;
}

namespace {

// Transformers with every kind of position and norm; with few distances and places, so that every number is used.
void add_transformers(std::vector<Setup>& all) {
  for (const char* norm : {"pre", "post"})
    for (const char* positions : {"sinusoidal", "learned", "relative", "none"}) {
      std::vector<std::pair<std::string, std::string>> encoder = {{"encoder.norm", norm},
                                                                  {"encoder.positions", positions}},
                                                       cell = {{"controller.norm", norm},
                                                               {"controller.positions", positions},
                                                               {"controller.steps", "4"},
                                                               {"controller.feed_forward", "3"}};
      encoder.emplace_back("encoder.feed_forward", "3");
      if (positions == std::string("learned")) encoder.emplace_back("encoder.places", "5");
      if (positions == std::string("relative")) {
        encoder.insert(encoder.end(), {{"encoder.buckets", "4"}, {"encoder.farthest", "3"}});
        cell.insert(cell.end(), {{"controller.buckets", "4"}, {"controller.farthest", "3"}});
      }
      all.push_back({fmt::format("causal_{}_{}", norm, positions), "causal_transformer", cell});
      cell.insert(cell.end(), encoder.begin(), encoder.end());
      all.push_back({fmt::format("transformer_{}_{}", norm, positions), "transformer", cell, TargetKind::word});
    }
  all.push_back({"transformer_reads_annotations_too", "transformer", {{"memory", "annotations"}}, TargetKind::word});
  all.push_back({"transformer_drops_numbers", "transformer", {{"dropout", "0.5"}}, TargetKind::word});
  all.push_back({"transformer_copies",
                 "encoder_decoder",
                 {{"controller", "transformer"}, {"look", "after"}, {"start", "learned"}, {"copying", "yes"}},
                 TargetKind::word});
  all.push_back({"transformer_is_shown_a_summary", "transformer", {{"start", "shown"}}, TargetKind::word});
  all.push_back({"transformer_of_the_reverse", "transformer", {{"encoding_order", "backward"}}, TargetKind::word});
  all.push_back({"transformer_repeats", "causal_transformer", {{"cell", "repeat:2"}, {"controller.steps", "6"}}});
}

// Encoder-decoders with each memory, stage and encoder, and the choices of other options.
void add_encoder_decoders(std::vector<Setup>& all) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const auto add = [&](const std::string& name, const std::string& model, const Pairs& settings) {
    all.push_back({name, model, settings, TargetKind::word});
    // Of a pair of units of which the same one is always larger, the other one does not learn.
    const bool chooses = std::ranges::any_of(settings, [](const auto& pair) { return pair.first == "readout"; });
    if (!chooses && model == "encoder_decoder") all.back().settings.emplace_back("readout", "attentional");
  };
  for (const MemoryEntry& memory : all_memories())
    add(fmt::format("decoder_with_{}", memory.name), "encoder_decoder",
        {{"memory", memory.name}, {"encoder.both_ways", "no"}, {"look", "after"}});
  for (const EncoderEntry& encoder : all_encoders())
    add(fmt::format("decoder_reads_{}", encoder.name), "encoder_decoder", {{"encoder", encoder.name}});
  for (const StageEntry& stage : all_stages()) {
    const Pipeline made(smallest_pipeline(stage), 12, 4);
    if (!reads_annotations(made)) continue;
    add(fmt::format("decoder_with_stage_{}", stage.name), "encoder_decoder", {{"addressing", made.text()}});
  }
  for (const char* scheme : {"ntm", "tape", "window", "uniform"})
    add(fmt::format("decoder_with_{}_addressing", scheme), "encoder_decoder", {{"addressing", scheme}, {"slots", "9"}});
  add("decoder_mixes_content_with_a_window", "encoder_decoder",
      {{"addressing", "dot | softmax | mix(window:both | softmax)"}});
  add("luong_looks_at_a_predicted_window", "luong", {{"addressing", "general | local:predicted,2"}});
  add("luong_drops_numbers", "luong", {{"dropout", "0.5"}});
  add("luong_moves_a_window", "luong", {{"addressing", "additive:3 | local:monotonic,1"}});
  for (const char* weighting : {"first", "last", "uniform", "zeros"})
    add(fmt::format("decoder_starts_{}", weighting), "encoder_decoder",
        {{"addressing", "cosine | softmax | gate | shift:1"}, {"initial_weighting", weighting}});
  for (const char* look : {"before", "after"})
    for (const char* readout : {"linear", "attentional", "maxout"})
      add(fmt::format("decoder_looks_{}_and_answers_by_{}", look, readout), "encoder_decoder",
          {{"look", look}, {"readout", readout}, {"readout_size", "5"}, {"input_feeding", "yes"}});
  for (const char* look : {"before", "after"})
    add(fmt::format("decoder_looks_{}_through_a_selector_and_answers_deeply", look), "encoder_decoder",
        {{"look", look}, {"readout", "deep"}, {"selector", "yes"}, {"input_feeding", "yes"}, {"read_heads", "2"}});
  add("decoder_answers_from_the_state_before", "encoder_decoder", {{"readout_state", "before"}});
  for (const char* start : {"mapped", "shown", "learned"})
    for (const char* cell : {"lstm", "rnn"})
      add(fmt::format("decoder_of_{}_starts_{}", cell, start), "encoder_decoder",
          {{"start", start}, {"controller", cell}});
  add("decoder_starts_copied", "encoder_decoder",
      {{"start", "copied"}, {"encoder.layers", "2"}, {"controller.layers", "2"}});
  add("decoder_copies", "luong", {{"copying", "yes"}});
  for (const char* order : {"backward", "learned"})
    add(fmt::format("decoder_of_{}_order", order), "encoder_decoder", {{"encoding_order", order}});
  for (const char* attention : {"simple", "none"})
    add(fmt::format("decoder_reads_tree_with_attention_{}", attention), "encoder_decoder",
        {{"encoder", "tree"}, {"encoder.attention", attention}});
  add("decoder_copies_backward", "encoder_decoder", {{"copying", "yes"}, {"encoding_order", "backward"}});
  add_transformers(all);
  add("decoder_has_two_heads", "encoder_decoder", {{"read_heads", "2"}});
  for (const char* cell : {"feed_forward", "convolution"})
    add(fmt::format("decoder_of_{}", cell), "encoder_decoder",
        {{"controller", cell}, {"look", "after"}, {"encoder.cell", cell}});
}

// Readers with each stage and encoder, and the choices of other options.
void add_readers(std::vector<Setup>& all) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const auto add = [&](const std::string& name, const std::string& model, const Pairs& settings) {
    all.push_back({name, model, settings, TargetKind::word});
  };
  for (const EncoderEntry& encoder : all_encoders())
    for (const char* question : {"at_once", "word_by_word", "none"})
      add(fmt::format("reader_of_{}_with_question_{}", encoder.name, question), "reader",
          {{"encoder", encoder.name}, {"question", question}});
  for (const StageEntry& stage : all_stages()) {
    const Pipeline made(smallest_pipeline(stage), 12, 4);
    if (!reads_annotations(made)) continue;
    for (const char* question : {"at_once", "word_by_word"})
      if (question == std::string("at_once") || made.slope() == Slope::exact)  // word by word, nothing may be chosen
        add(fmt::format("reader_with_question_{}_and_stage_{}", question, stage.name), "reader",
            {{"addressing", made.text()}, {"question", question}});
  }
  add("reader_without_attention", "attentive_reader", {{"reads", "summary"}});
  add("reader_with_two_heads", "impatient_reader", {{"read_heads", "2"}});
  add("bilinear_reader", "attentive_reader", {{"addressing", "general | softmax"}, {"readout", "read"}});
  add("reader_with_leaky_units", "attentive_reader", {{"readout", "leaky_relu"}, {"readout_size", "5"}});
  add("ff_attention_without_a_bound", "ff_attention", {{"addressing", "salience:free | softmax"}});
  add("ff_attention_with_a_learned_query", "ff_attention", {{"addressing", "dot | softmax"}});
  add("ff_attention_of_a_recurrent_encoder", "ff_attention", {{"encoder", "recurrent"}, {"readout", "tanh"}});
  add("ff_attention_of_a_summary", "ff_attention", {{"reads", "summary"}});
}

}  // namespace

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
      if (const auto made = make_memory(memory.name);
          !made->needs_encoder() && (std::string(controller) == "rnn" || made->reads() > 0))
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
  add_encoder_decoders(all);
  add_readers(all);
  for (const NamedModel& entry : all_named_models())
    for (const TargetKind kind : {TargetKind::word, TargetKind::numbers})
      if (make_model(entry.name)->decoder() == nullptr)
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
  all.push_back({"memn2n_decides_together",
                 "memn2n",
                 {{"chain", "yes"}, {"tying", "layerwise"}, {"projection", "yes"}, {"initial_std", "0.5"}},
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

#include "memnet/models/reader.hpp"

#include <algorithm>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/base/table.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Declares for an encoder the options that another one has.
void declare_same(Encoder& encoder, const Options::Section& of_the_other) {
  std::vector<Setting> settings;
  for (const auto& [name, value] : of_the_other.values())
    settings.push_back({"encoder." + name, value, "the first one"});
  Options same(settings);
  encoder.declare(same.section("encoder"));
}

// Returns several vectors as one.
Var join(std::span<const Var> parts) { return parts.size() == 1 ? parts[0] : concat(parts); }

}  // namespace

void Reader::declare_options(const Options::Section& options) {
  options.add("embedding", embedding_, 1, 10000,
              "size of the learned vectors that stand for words, of contexts and of questions; numbers have none");
  options.add("encoder", encoder_name_, names_of(all_encoders()),
              "what reads the context, and another one the question");
  encoder_ = make_encoder(encoder_name_);
  encoder_->declare(options / "encoder");
  options.add(
      "question", question_, {"at_once", "word_by_word", "none"},
      "how the question is used: as a whole; word by word, with a look at each (Hermann et al. 2015); or not at "
      "all, so that the context itself is answered");
  if (has_question()) {
    question_encoder_ = make_encoder(encoder_name_);
    declare_same(*question_encoder_, options / "encoder");
  }
  options.add(
      "reads", reads_, {"annotations", "summary", "nothing"},
      "what an answer is made of beside the question: what a head reads among the annotations; what the encoder "
      "ends with, without attention; or nothing of the context");
  memory_ = make_memory(has_head() ? "annotations" : "none");
  memory_->declare(options);
  options.add(
      "readout", readout_, {"read", "tanh", "leaky_relu"},
      "what is between what was read and the answer: nothing, and the question is left out (Chen et al. 2016); a "
      "layer of tanh units that also gets the question (Hermann et al. 2015); or one of leaky ReLU units, which "
      "answers are then too (Raffel & Ellis 2015)");
  options.add("readout_size", readout_size_, 0, 100000,
              "number of units of that layer; 0: as many as an annotation has numbers");
}

bool Reader::can_read(const TaskSpec& task) const {
  if (has_question()) return task.words > 0 && task.place_numbers == 0 && task.has_questions;
  return task.has_stories() || (task.has_sources() && task.one_answer);
}

std::string Reader::what_it_reads() const {
  return has_question() ? "stories" : "stories, or contexts that are answered once";
}

void Reader::refuse(const TaskSpec& task) const {
  if (!can_read(task))
    fail(ErrorKind::usage, "model = reader with model.question = {} reads {}, but this task has none; take another {}",
         question_, what_it_reads(), has_question() ? "task, or model.question = none" : "task or model.question");
  if (!has_question() && reads_ == "nothing")
    fail(ErrorKind::usage,
         "model.reads = nothing with model.question = none leaves nothing to make an answer of; take model.reads = "
         "annotations");
  if (question_ == "word_by_word" && !has_head())
    fail(ErrorKind::usage,
         "model.question = word_by_word looks at the context at every word, but with model.reads = {} nothing looks; "
         "take model.question = at_once, or model.reads = annotations",
         reads_);
  if (question_ == "word_by_word" && !question_encoder_->keeps_places())
    fail(
        ErrorKind::usage,
        "model.question = word_by_word needs a vector for each word of the question, but model.encoder = {} with these "
        "options has fewer; take model.question = at_once, or model.encoder = recurrent",
        encoder_name_);
  if (readout_ == "read" && has_question() && !has_head())
    fail(ErrorKind::usage,
         "model.readout = read with model.reads = {} would leave out the question; take model.readout = tanh", reads_);
}

void Reader::build(Params& params, const TaskSpec& task) {
  refuse(task);
  const Scope scope(params);
  places_.build(scope / "context", task, embedding_);
  encoder_->arrange(task);
  if (reads_ != "nothing") encoder_->build(scope / "encoder", places_.width());
  if (has_question()) question_encoder_->build(scope / "question", places_.width());
  int read = reads_ == "summary" ? encoder_->ends_size() : 0;
  const int question = has_question() ? question_encoder_->ends_size() : 0;
  if (has_head()) {
    memory_->annotate(encoder_->width());
    read = memory_->reads() * memory_->read_size();
    const bool repeats = question_ == "word_by_word";
    memory_->build(scope, repeats ? read + question_encoder_->width() : has_question() ? question : 1, false);
    if (repeats && memory_->slope() != Slope::exact)
      fail(ErrorKind::usage,
           "model.question = word_by_word looks as often as the longest question of a batch has words, so what is "
           "chosen for a shorter one would depend on the others; take model.question = at_once, or a model.addressing "
           "that chooses nothing");
    if (repeats) {
      initial_read_ = scope("initial_read", read, 1, Init::normal(0.05));
      repeat_weights_ = scope("repeat/weights", read, read, Init::xavier());
    }
  }
  build_readout(scope / "output", read, question, task.outputs);
}

void Reader::build_readout(const Scope& scope, int read, int question, int outputs) {
  int size = read;
  if (readout_ != "read") {
    size = readout_size_ > 0 ? readout_size_ : read > 0 ? read : question;
    inner_weights_ = scope("inner_weights", size, read + question, Init::xavier());
    if (readout_ == "leaky_relu") inner_bias_ = scope("inner_bias", size, 1, Init::constant(0));
  }
  weights_ = scope("weights", outputs, size, Init::xavier());
  bias_ = scope("bias", outputs, 1, Init::constant(0));
}

Reader::Encoded Reader::encode(Tape& tape, const Batch& batch) const {
  if (reads_ == "nothing") return {};
  const Places places = places_.apply(tape, batch, encoder_->place_form());
  const Encoder::Encoded encoded = encoder_->encode(tape, places);
  if (!has_head()) return {.annotations = {}, .summary = join_ends(encoded)};
  Annotations annotations = make_annotations(tape, places, encoded);
  annotations.prepared = memory_->prepare(annotations);
  return {.annotations = annotations, .summary = {}};
}

// Returns what is found of question q of every example; of the context itself, if there are no questions.
Reader::Found Reader::find(Tape& tape, const Batch& batch, const Encoded& context, int q) const {
  Found found{.read = context.summary, .question = {}};
  Encoder::Encoded encoded;
  Places words;
  if (has_question()) {
    words = places_.apply_question(tape, batch, q);
    const bool tracing = tape.tracing();
    tape.enable_tracing(false);  // the places of a trace are those of the context
    encoded = question_encoder_->encode(tape, words);
    tape.enable_tracing(tracing);
    found.question = join_ends(encoded);
  }
  if (!has_head()) return found;
  if (question_ == "word_by_word") {
    std::span<const Var> annotated = encoded.annotations;
    if (encoded.joined) {
      const std::span<Var> rows = tape.arena().allocate_array<Var>(static_cast<std::size_t>(words.count()));
      for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = slot(encoded.joined, static_cast<int>(i));
      annotated = rows;
    }
    found.read = read_word_by_word(tape, context, words, annotated);
  } else {
    const Var query = has_question() ? found.question : tape.constant(1, 1, 1, 1);
    const State start = memory_->start(tape, &context.annotations).state;
    found.read = join(memory_->step(query, start, {.x = query, .annotations = &context.annotations}).reads);
  }
  return found;
}

// Returns r of the last word of each question.
Var Reader::read_word_by_word(Tape& tape, const Encoded& context, const Places& words,
                              std::span<const Var> annotated_words) const {
  Var r = tape[initial_read_];
  State state = memory_->start(tape, &context.annotations).state;
  for (std::size_t i = 0; i < annotated_words.size(); ++i) {
    const Var query = concat({r, annotated_words[i]});
    const Memory::Step step = memory_->step(query, state, {.x = query, .annotations = &context.annotations});
    const Var after = add(join(step.reads), tanh(matvec(tape[repeat_weights_], r)));
    // Behind the last word of an example everything stays as it is.
    r = where(words.present[i], after, r);
    const std::span<Var> held = tape.arena().allocate_array<Var>(state.size());
    for (std::size_t k = 0; k < held.size(); ++k) held[k] = where(words.present[i], step.state[k], state[k]);
    state = held;
  }
  return r;
}

Var Reader::answer(Tape& tape, const Found& found) const {
  if (readout_ == "read") return affine(tape[weights_], found.read, tape[bias_]);
  const Var both = !found.question ? found.read : !found.read ? found.question : concat({found.read, found.question});
  if (readout_ == "tanh") return affine(tape[weights_], tanh(matvec(tape[inner_weights_], both)), tape[bias_]);
  const Var v = leaky_relu(affine(tape[inner_weights_], both, tape[inner_bias_]));
  return leaky_relu(affine(tape[weights_], v, tape[bias_]));
}

std::span<const Var> Reader::forward(Tape& tape, const Batch& batch) const {
  tape.set_step(0);
  const Encoded context = encode(tape, batch);
  const std::span<Var> logits = tape.arena().allocate_array<Var>(batch.targets.size());
  for (std::size_t q = 0; q < logits.size(); ++q) {
    tape.set_step(static_cast<int>(q));
    logits[q] = answer(tape, find(tape, batch, context, static_cast<int>(q)));
  }
  return logits;
}

std::unique_ptr<Model> make_reader_model() { return std::make_unique<Reader>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

#include "memnet/models/encoder_decoder.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/base/table.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void EncoderDecoder::declare_options(const Options::Section& options) {
  options.add("embedding", embedding_, 1, 10000,
              "size of the learned vectors that stand for words, of sources and of answers");
  options.add("encoder", encoder_name_, names_of(all_encoders()), "what reads the source");
  encoder_ = make_encoder(encoder_name_);
  encoder_->declare(options / "encoder");
  options.add("memory", memory_name_, names_of(all_memories()),
              "what the decoder reads, and writes if it can be written");
  memory_ = make_memory(memory_name_);
  memory_->declare(options);
  options.add("controller", controller_name_, names_of(all_cells()), "the network that writes the answer");
  controller_ = make_cell(controller_name_);
  controller_->declare(options / "controller");
  options.add(
      "look", look_, {"before", "after"},
      "when the decoder reads its memory: before it thinks, from its state of the step before (Bahdanau), or after "
      "it, from its new state (Luong)");
  start_.declare(options);
  options.add("input_feeding", input_feeding_,
              "whether the decoder also gets the vector from which it wrote the word before (Luong 3.3)");
  feed_.declare(options);
  options.add("selector", selector_,
              "whether a gate from the state that looks multiplies what is read (Xu et al. 2015, 4.2.1)");
  readout_.declare(options);
  options.add(
      "encoding_order", encoding_order_, {"forward", "backward", "learned"},
      "the order in which annotations stand in the memory: that of the source, the reverse one, or a mixture of "
      "both with a share that is decided once for each source (Ray Chowdhury & Caragea 2023)");
  options.add("copying", copying_,
              "whether the next word can also be copied from the place that the first head looks at");
  doubly_stochastic_.declare(options);
  dropout_.declare(options);
  smoothing_.declare(options);
}

void EncoderDecoder::refuse(const TaskSpec& task) const {
  if (!task.has_sources())
    fail(ErrorKind::usage,
         "model = encoder_decoder reads sources, but this task has none; take another task, or task.source = yes where "
         "the task has that option");
  if (!entry_of(task.answers).one_word)
    fail(ErrorKind::usage,
         "model = encoder_decoder answers with words, but answers of this task are {}; take another task",
         entry_of(task.answers).plural);
  if (copying_ && (!encoder_->keeps_places() || !memory_->needs_encoder() || task.own_answer_words || task.words == 0 ||
                   encoding_order_ == "learned"))
    fail(
        ErrorKind::usage,
        "model.copying = yes copies words of the source by the weights of annotations, but {}; take model.copying = no",
        !memory_->needs_encoder()      ? "model.memory has none"
        : !encoder_->keeps_places()    ? "those of model.encoder are not one for each word"
        : encoding_order_ == "learned" ? "with model.encoding_order = learned a weight is that of two places"
                                       : "answers of this task have other words than sources");
  if (doubly_stochastic_.is_on() && !memory_->needs_encoder())
    fail(ErrorKind::usage,
         "model.doubly_stochastic is a loss of the weights of annotations, but model.memory = {} has none; take 0",
         memory_name_);
  if (selector_ && memory_->reads() == 0)
    fail(
        ErrorKind::usage,
        "model.selector = yes multiplies what is read, but with model.memory = {} nothing is; take model.selector = no",
        memory_name_);
}

void EncoderDecoder::build(Params& params, const TaskSpec& task) {
  encoder_->arrange(task);
  refuse(task);
  feed_.build();
  has_end_ = task.answers_end;
  const Scope scope(params);
  places_.build(scope / "source", task, embedding_);
  encoder_->build(scope / "encoder", places_.width());
  if (memory_->needs_encoder()) memory_->annotate(encoder_->width());
  controller_looks_ = controller_->annotate(encoder_->width());
  refuse_unseen_source();
  table_ = (scope / "target")("embedding", embedding_, task.outputs, Init::normal(1));
  const int read = memory_->reads() * memory_->read_size();
  const int fed = input_feeding_ ? readout_.size_for(controller_->outputs(), read, embedding_) : 0;
  const int inputs = embedding_ + (look_ == "before" ? read : 0) + fed;
  if (!start_.begins_by_itself()) controller_->give_start();
  controller_->build(scope / "controller", inputs);
  memory_->build(scope, controller_->outputs(), false);
  readout_.build(scope / "output", controller_->outputs(), read, embedding_, task.outputs);
  require_kept_output();
  start_.build(scope / "start", {*controller_, controller_name_}, {*encoder_, encoder_name_}, inputs);
  if (selector_) {
    selector_weights_ = (scope / "selector")("weights", 1, controller_->outputs(), Init::xavier());
    selector_bias_ = (scope / "selector")("bias", 1, 1, Init::constant(0));
  }
  if (copying_) {
    copy_weights_ = (scope / "copying")("weights", 1, readout_.size(), Init::xavier());
    copy_bias_ = (scope / "copying")("bias", 1, 1, Init::constant(0));
  }
  if (encoding_order_ == "learned") {
    order_weights_ = (scope / "encoding_order")("weights", 1, encoder_->summary_size(), Init::xavier());
    order_bias_ = (scope / "encoding_order")("bias", 1, 1, Init::constant(0));
  }
  controller_states_ = controller_->state_parts().size();
  memory_states_ = memory_->state_parts().size();
  state_numbers_ =
      numbers_in(controller_->state_parts()) + numbers_in(memory_->state_parts()) + static_cast<std::size_t>(fed);
  if (input_feeding_ && readout_.size() != fed)
    fail(
        ErrorKind::usage,
        "model.controller = {} has as many outputs as inputs, so nothing of its outputs can be fed to it; take another "
        "controller, or model.input_feeding = no",
        controller_name_);
}

// Throws an Error of kind usage if the decoder would not see the whole source, or not in the order that is asked for.
void EncoderDecoder::refuse_unseen_source() const {
  if (encoding_order_ != "forward" && !memory_->needs_encoder() && !controller_looks_)
    fail(ErrorKind::usage,
         "model.encoding_order = {} has no effect with model.memory = {}, which holds no annotations; take forward",
         encoding_order_, memory_name_);
  if (memory_->needs_encoder() || controller_looks_) return;
  if (start_.is_learned())
    fail(ErrorKind::usage,
         "model.start = learned with model.memory = {}: nothing would tell the decoder the source; take model.start = "
         "mapped, or model.memory = annotations",
         memory_name_);
  if (encoder_->width() != encoder_->summary_size())
    fail(
        ErrorKind::usage,
        "model.encoder.both_ways = yes with model.memory = {}: without annotations, only what one of the two ways ends "
        "with would count; take model.encoder.both_ways = no, or model.memory = annotations",
        memory_name_);
}

// Throws an Error of kind usage if a step needs the output of the step before, but the state does not tell it.
void EncoderDecoder::require_kept_output() const {
  if (look_ != "before" && !readout_.takes_state_before()) return;
  Tape tape;
  const std::span<Var> state = tape.arena().allocate_array<Var>(controller_->state_parts().size());
  for (Var& x : state) x = tape.constant(1, 1, 1, 0);
  if (state.empty() || !controller_->output_of(state))
    fail(ErrorKind::usage,
         "model.controller = {} does not keep its output, which the next step would need for model.look = before or "
         "model.readout_state = before; take gru, lstm or rnn, or model.look = after and model.readout_state = now",
         controller_name_);
}

// Returns the annotations in their order.
Annotations EncoderDecoder::annotate(Tape& tape, const Places& places, const Encoder::Encoded& encoded) const {
  Annotations made = make_annotations(tape, places, encoded);
  if (encoding_order_ == "forward") return made;
  const Var mirrored = mirror_rows(made.places, made.length);
  if (encoding_order_ == "backward") {
    made.places = mirrored;
    return made;
  }
  const Var slope = tape.constant(1, 1, 1, 5);  // so that the share is soon near 0 or 1
  const Var g = sigmoid(scale(slope, affine(tape[order_weights_], encoded.summary, tape[order_bias_])));
  tape.trace("order", TracedRole::parameter, TracedAxis::single, g);
  made.places = add(mirrored, scale(g, subtract(made.places, mirrored)));
  return made;
}

// Returns the words [N] at the places, in the order of the annotations; 0 behind the last one.
Var EncoderDecoder::words_at_places(Tape& tape, const Places& places) const {
  const int N = places.count();
  const Var words = tape.constant(N, 1, places.length.batch(), 0);
  for (int b = 0; b < words.batch(); ++b) {
    const int length = static_cast<int>(*places.length.value(b));
    for (int i = 0; i < length; ++i) {
      const int place = encoding_order_ == "backward" ? length - 1 - i : i;
      words.value(b)[i] = *places.words[static_cast<std::size_t>(place)].value(b);
    }
  }
  return words;
}

Decoder::Beginning EncoderDecoder::begin(Tape& tape, const Batch& batch) const {
  tape.set_step(0);
  Places places = places_.apply(tape, batch, encoder_->place_form());
  if (places.rows) places.rows = dropout_.apply_to_rows(places.rows, batch.noise, places.length);
  for (std::size_t j = 0; j < places.x.size(); ++j)
    places.x[j] = dropout_.apply_to_place(places.x[j], batch.noise, places.present[j]);
  const Encoder::Encoded encoded = encoder_->encode(tape, places);
  // What stays the same: what the controller computes of the annotations, if it looks at them by itself; if the memory
  // does, the words to copy, places, length, present and mask of the annotations, and what the memory computes of them.
  Annotations annotations;
  std::span<const Var> prepared;
  if (memory_->needs_encoder() || controller_looks_) {
    annotations = annotate(tape, places, encoded);
    annotations.places = dropout_.apply_to_rows(annotations.places, batch.noise, annotations.length);
    if (controller_looks_) prepared = controller_->prepare(annotations);
    if (memory_->needs_encoder()) annotations.prepared = memory_->prepare(annotations);
  }
  const std::span<Var> given = tape.arena().allocate_array<Var>(
      prepared.size() + (memory_->needs_encoder() ? 5 + annotations.prepared.size() : 0));
  std::ranges::copy(prepared, given.begin());
  if (memory_->needs_encoder()) {
    const std::span<Var> to_memory = given.subspan(prepared.size());
    if (copying_) to_memory[0] = words_at_places(tape, places);
    to_memory[1] = annotations.places;
    to_memory[2] = annotations.length;
    to_memory[3] = annotations.present;
    to_memory[4] = annotations.mask;
    std::ranges::copy(annotations.prepared, to_memory.begin() + 5);
  }
  const State controller = start_.of(tape, *controller_, encoded, prepared),
              memory = memory_->start(tape, &annotations).state;
  const std::span<Var> state =
      tape.arena().allocate_array<Var>(controller_states_ + memory_states_ + (input_feeding_ ? 1 : 0));
  std::ranges::copy(memory, std::ranges::copy(controller, state.begin()).out);
  if (input_feeding_) state.back() = tape.constant(readout_.size(), 1, 1, 0);
  return {given, state};
}

// Returns the part of `given` behind what the controller has prepared: the words to copy come first.
std::span<const Var> EncoderDecoder::for_memory(std::span<const Var> given) const {
  return given.subspan(controller_->prepared_values());
}

Annotations EncoderDecoder::annotations_in(std::span<const Var> given) const {
  const std::span<const Var> to_memory = for_memory(given);
  if (to_memory.empty()) return {};
  return {to_memory[1], to_memory[2], to_memory[3], to_memory[4], to_memory.subspan(5)};
}

Decoder::Step EncoderDecoder::next(Var word, std::span<const Var> given, State before) const {
  return advance(word, given, before, {});
}

Var EncoderDecoder::embed_word(Var word) const {
  const Var column = word.tape().constant(1, 1, word.batch(), 0);
  for (int b = 0; b < word.batch(); ++b) *column.value(b) = *word.value(b) + 1;
  return lookup(word.tape()[table_], column);
}

// Returns whether no step needs what the one before has computed.
bool EncoderDecoder::runs_at_once(const Batch& batch) const {
  return controller_->runs() && memory_->reads() == 0 && memory_states_ == 0 && start_.is_learned() &&
         !input_feeding_ && !feed_.feeds_own(batch.mode) && !readout_.takes_state_before();
}

// Computes the logits of all steps at once. Each draws what it drops in the order of the steps, so that it does not
// depend on how many steps there are.
void EncoderDecoder::run_at_once(Tape& tape, const Batch& batch, std::span<const Var> prepared,
                                 std::span<Var> logits) const {
  const std::size_t T = logits.size();
  const std::span<Var> e = tape.arena().allocate_array<Var>(T), kept = tape.arena().allocate_array<Var>(T);
  const bool drops = dropout_.drops(batch.noise);
  for (std::size_t t = 0; t < T; ++t) {
    e[t] = dropout_.apply(embed_word(feed_.word(tape, batch, t, Var())), batch.noise);
    if (drops) kept[t] = dropout_.apply(tape.constant(readout_.size(), 1, batch.size, 1), batch.noise);
  }
  const std::span<const Var> s = controller_->run(e, prepared);
  for (std::size_t t = 0; t < T; ++t) {
    tape.set_step(static_cast<int>(t));
    const Var v = readout_.vector(s[t], {}, e[t]);
    logits[t] = readout_.logits(drops ? hadamard(v, kept[t]) : v);
    smoothing_.add_loss(logits[t], batch, t);
  }
}

// Returns the result of a step. In training there are streams of noise, one for each example.
EncoderDecoder::Advanced EncoderDecoder::advance(Var word, std::span<const Var> given, State before,
                                                 std::span<RandomStream> noise) const {
  Tape& tape = word.tape();
  const Annotations annotations = annotations_in(given);
  const std::span<const Var> prepared = given.first(controller_->prepared_values());
  const State s_before = before.first(controller_states_),
              m_before = before.subspan(controller_states_, memory_states_);
  const Var fed = input_feeding_ ? before.back() : Var();
  const Var e = dropout_.apply(embed_word(word), noise);
  const auto think = [&](std::span<const Var> reads) {
    const std::span<Var> x = tape.arena().allocate_array<Var>(reads.size() + 2);
    x[0] = e;
    std::ranges::copy(reads, x.begin() + 1);
    x.back() = fed;
    const std::span<const Var> parts = x.first(x.size() - (fed ? 0 : 1));
    return controller_->step({.x = parts.size() == 1 ? e : concat(parts), .prepared = prepared}, s_before);
  };
  const auto look = [&](Var s) {
    Memory::Step step = memory_->step(s, m_before, {.x = e, .annotations = &annotations});
    if (!selector_) return step;
    const Var g = sigmoid(affine(tape[selector_weights_], s, tape[selector_bias_]));
    tape.trace("selector", TracedRole::parameter, TracedAxis::single, g);
    const std::span<Var> selected = tape.arena().allocate_array<Var>(step.reads.size());
    for (std::size_t i = 0; i < selected.size(); ++i) selected[i] = scale(g, step.reads[i]);
    step.reads = selected;
    return step;
  };
  Memory::Step looked;
  Cell::Step thought;
  if (look_ == "before") {
    looked = look(controller_->output_of(s_before));
    thought = think(looked.reads);
  } else {
    thought = think({});
    looked = look(thought.output);
  }
  const Var s = readout_.takes_state_before() ? controller_->output_of(s_before) : thought.output;
  const Var v = dropout_.apply(readout_.vector(s, looked.reads, e), noise);
  Var logits = readout_.logits(v);
  if (copying_) {
    const Var g = sigmoid(affine(tape[copy_weights_], v, tape[copy_bias_]));
    tape.trace("written", TracedRole::gate, TracedAxis::single, g);
    logits = log_mixture(logits, g, looked.weighting, for_memory(given)[0]);
  }
  const std::span<Var> after = tape.arena().allocate_array<Var>(before.size());
  std::ranges::copy(looked.state, std::ranges::copy(thought.state, after.begin()).out);
  if (input_feeding_) after.back() = v;
  return {{logits, after}, looked.weighting};
}

std::span<const Var> EncoderDecoder::forward(Tape& tape, const Batch& batch) const {
  const Beginning beginning = begin(tape, batch);
  const std::span<Var> logits = tape.arena().allocate_array<Var>(batch.targets.size());
  if (runs_at_once(batch)) {
    run_at_once(tape, batch, beginning.given, logits);
    return logits;
  }
  const bool adds_loss = doubly_stochastic_.is_on() && batch.mode == Mode::train;
  const std::span<Var> weightings = tape.arena().allocate_array<Var>(adds_loss ? logits.size() : 0);
  State state = beginning.state;
  Tape::StepByStep steps(tape);
  for (std::size_t t = 0; t < logits.size(); ++t) {
    tape.set_step(static_cast<int>(t));
    steps.next();
    const Advanced step =
        advance(feed_.word(tape, batch, t, t == 0 ? Var() : logits[t - 1]), beginning.given, state, batch.noise);
    logits[t] = steps.keep(step.logits);
    smoothing_.add_loss(logits[t], batch, t);
    if (adds_loss) weightings[t] = steps.keep(step.weighting);
    state = step.state;
  }
  if (adds_loss) doubly_stochastic_.add_loss(weightings, batch.mask, annotations_in(beginning.given));
  return logits;
}

std::unique_ptr<Model> make_encoder_decoder_model() { return std::make_unique<EncoderDecoder>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

#include "tests/laws/small_memories.hpp"

#include <cmath>
#include <deque>
#include <functional>
#include <map>

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 5, kWidth = 3, kCapacity = 6, kLists = 2, kDepth = 2;
constexpr Scalar kCertain = 60;  // of a softmax or a sigmoid

// Appends what a softmax over `count` numbers has to get so that it chooses one of them.
void choose(std::vector<Scalar>& emission, int chosen, int count) {
  for (int i = 0; i < count; ++i) emission.push_back(i == chosen ? kCertain : 0);
}

std::vector<Scalar> random_numbers(RandomStream& stream, int count) {
  std::vector<Scalar> numbers;
  for (int i = 0; i < count; ++i) numbers.push_back(static_cast<Scalar>(stream.normal()));
  return numbers;
}

// An array: reads an entry, and then sets one.
class PlainArray : public PlainMemory {
 public:
  std::vector<Scalar> act(RandomStream& stream) override {
    const int from = stream.between(0, kSlots - 1), to = stream.between(0, kSlots - 1);
    const std::vector<Scalar> value = random_numbers(stream, kWidth);
    std::vector<Scalar> emission;
    choose(emission, from, kSlots);
    choose(emission, to, kSlots);
    emission.insert(emission.end(), kWidth, kCertain);  // erase
    emission.insert(emission.end(), value.begin(), value.end());
    seen_ = array_[static_cast<std::size_t>(from)];
    array_[static_cast<std::size_t>(to)] = value;
    return emission;
  }
  std::vector<std::vector<Scalar>> read() const override { return {seen_}; }

 private:
  std::vector<std::vector<Scalar>> array_ = std::vector(kSlots, std::vector<Scalar>(kWidth, 0));
  std::vector<Scalar> seen_;
};

// A table of which entries are read.
class PlainTable : public PlainMemory {
 public:
  std::vector<Scalar> act(RandomStream& stream) override {
    from_ = stream.between(0, kSlots - 1);
    std::vector<Scalar> emission;
    choose(emission, from_, kSlots);
    return emission;
  }
  std::vector<std::vector<Scalar>> read() const override {
    const Matrix table = small_annotations();
    std::vector<Scalar> entry;
    for (int j = 0; j < kWidth; ++j) entry.push_back(table(from_, j));
    return {entry};
  }

 private:
  int from_ = 0;
};

// A sequence with places that push to, pop from and read either its back or its front.
class PlainSequence : public PlainMemory {
 public:
  struct Place {
    bool pushes_to_back, reads_from_back;
  };
  explicit PlainSequence(std::vector<Place> places) : places_(std::move(places)) {}

  std::vector<Scalar> act(RandomStream& stream) override {
    std::vector<Scalar> emission;
    struct Action {
      bool push, pop;
      std::vector<Scalar> value;
    };
    std::vector<Action> actions;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      actions.push_back({stream.coin() || stream.coin(), stream.coin(), random_numbers(stream, kWidth)});
      emission.push_back(actions[i].push ? kCertain : -kCertain);
      emission.push_back(actions[i].pop ? kCertain : -kCertain);
      emission.insert(emission.end(), actions[i].value.begin(), actions[i].value.end());
    }
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (!actions[i].pop || entries_.empty()) continue;
      places_[i].reads_from_back ? entries_.pop_back() : entries_.pop_front();
    }
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (!actions[i].push) continue;
      Entry entry{step_, actions[i].value};
      for (Scalar& v : entry.value) v = std::tanh(v);
      places_[i].pushes_to_back ? entries_.push_back(entry) : entries_.push_front(entry);
    }
    std::erase_if(entries_, [this](const Entry& entry) { return entry.step <= step_ - kCapacity; });
    ++step_;
    return emission;
  }

  std::vector<std::vector<Scalar>> read() const override {
    std::vector<std::vector<Scalar>> all;
    for (const Place& place : places_)
      all.push_back(entries_.empty()        ? std::vector<Scalar>(kWidth, 0)
                    : place.reads_from_back ? entries_.back().value
                                            : entries_.front().value);
    return all;
  }

 private:
  struct Entry {
    int step;
    std::vector<Scalar> value;
  };
  std::vector<Place> places_;
  std::deque<Entry> entries_;
  int step_ = 0;
};

// Lists of numbers with a cursor, of which only so many numbers before and behind the cursor are kept.
class PlainLists : public PlainMemory {
 public:
  // What an action does to the list under the cursor.
  struct List {
    std::vector<Scalar> before, behind;  // the nearest is the last
    Scalar current = -1;
  };
  using Action = std::function<void(List&, Scalar)>;
  PlainLists(std::vector<Action> actions, int before) : actions_(std::move(actions)), before_(before) {}

  std::vector<Scalar> act(RandomStream& stream) override {
    std::vector<Scalar> emission;
    const int count = static_cast<int>(actions_.size());
    for (List& list : lists_) {
      const int chosen = stream.between(0, count - 1);
      const auto x = static_cast<Scalar>(stream.normal());
      choose(emission, chosen, count);
      emission.push_back(x);
      actions_[static_cast<std::size_t>(chosen)](list, 1 / (1 + std::exp(-x)));
      keep(list.before, before_);
      keep(list.behind, kCapacity - 1 - before_);
    }
    return emission;
  }

  std::vector<std::vector<Scalar>> read() const override {
    std::vector<std::vector<Scalar>> all;
    for (const List& list : lists_) {
      std::vector<Scalar> cells = {list.current};
      cells.insert(cells.end(), list.behind.rbegin(), list.behind.rend());
      cells.resize(kDepth, -1);
      all.push_back(cells);
    }
    return all;
  }

  static void to_left(List& list, Scalar) { move(list.before, list.current, list.behind); }
  static void to_right(List& list, Scalar) { move(list.behind, list.current, list.before); }
  static void insert(List& list, Scalar number) {
    list.before.push_back(list.current);
    list.current = number;
  }
  static void push(List& list, Scalar number) {
    list.behind.push_back(list.current);
    list.current = number;
  }
  static void nothing(List&, Scalar) {}

 private:
  static void move(std::vector<Scalar>& from, Scalar& current, std::vector<Scalar>& to) {
    to.push_back(current);
    current = from.empty() ? -1 : from.back();
    if (!from.empty()) from.pop_back();
  }
  static void keep(std::vector<Scalar>& cells, int count) {
    while (static_cast<int>(cells.size()) > count) cells.erase(cells.begin());
  }

  std::vector<Action> actions_;
  int before_;
  std::vector<List> lists_ = std::vector<List>(kLists);
};

template <class Plain, class... Args>
std::function<std::unique_ptr<PlainMemory>()> maker(Args... args) {
  return [=] { return std::make_unique<Plain>(args...); };
}

}  // namespace

void PrintTo(const MemorySetup& setup, std::ostream* out) { *out << setup.name; }

std::vector<MemorySetup> memories() {
  std::vector<MemorySetup> all;
  for (const MemoryEntry& entry : all_memories()) all.push_back({entry.name, entry.name, {}});
  // Heads that can choose a single slot; a head of the NTM cannot in a single step.
  all.push_back({"slots_by_location",
                 "slots",
                 {{"addressing", "location | softmax"}, {"initial_memory", "constant"}, {"memory_constant", "0"}}});
  all.push_back({"annotations_by_location", "annotations", {{"addressing", "location | softmax"}}});
  all.push_back({"annotations_like_a_tape", "annotations", {{"addressing", "ntm"}, {"read_heads", "2"}}});
  all.push_back({"annotations_in_a_window", "annotations", {{"addressing", "dot | local:predicted,2"}}});
  // Weightings whose sum is less than 1.
  all.push_back({"slots_with_weightings_of_zeros", "slots", {{"initial_weighting", "zeros"}}});
  all.push_back({"slots_written_where_links_were_read",
                 "slots",
                 {{"addressing", "cosine | softmax | links"},
                  {"write_addressing", "cosine | softmax | reader"},
                  {"order", "write_then_look"}}});
  for (const char* memory : {"soft_stack", "soft_list"})
    all.push_back({std::string(memory) + "_with_no_op", memory, {{"no_op", "yes"}}});
  return all;
}

BuiltMemory::BuiltMemory(const MemorySetup& setup, int controller) : memory(make_memory(setup.memory)) {
  std::vector<Setting> settings;
  for (const auto& [name, value] : setup.settings) settings.push_back({"model." + name, value, "test"});
  // Each memory takes those that it has.
  for (const auto& [name, size] : {std::pair("slots", kSlots),
                                   {"width", kWidth},
                                   {"capacity", kCapacity},
                                   {"stacks", kLists},
                                   {"lists", kLists},
                                   {"depth", kDepth}})
    settings.push_back({std::string("model.") + name, std::to_string(size), "test"});
  Options options(settings);
  memory->declare(options.section("model"));
  if (memory->needs_encoder()) memory->annotate(kWidth);
  memory->build(Scope(params), controller, true);
  params.initialize(21);
}

Matrix small_annotations() {
  Matrix table(kSlots, kWidth);
  for (int i = 0; i < kSlots; ++i)
    for (int j = 0; j < kWidth; ++j) table(i, j) = static_cast<Scalar>(std::sin(3 * i + j));
  return table;
}

Annotations annotations_of(Var places) {
  return {.places = places, .length = places.tape().constant(1, 1, 1, static_cast<Scalar>(places.rows()))};
}

std::unique_ptr<PlainMemory> plain_memory(const MemorySetup& setup) {
  using Place = PlainSequence::Place;
  using Actions = std::vector<PlainLists::Action>;
  const Place top{true, true}, bottom{false, false}, through{true, false};
  const Actions stack = {PlainLists::push, PlainLists::to_right},
                list = {PlainLists::to_left, PlainLists::to_right, PlainLists::insert};
  const auto with_no_op = [](Actions actions) {
    actions.emplace_back(PlainLists::nothing);
    return actions;
  };
  const std::map<std::string, std::function<std::unique_ptr<PlainMemory>()>> plain = {
      {"slots_by_location", maker<PlainArray>()},
      {"annotations_by_location", maker<PlainTable>()},
      {"stack", maker<PlainSequence>(std::vector{top})},
      {"queue", maker<PlainSequence>(std::vector{through})},
      {"deque", maker<PlainSequence>(std::vector{top, bottom})},
      {"soft_stack", maker<PlainLists>(stack, 0)},
      {"soft_stack_with_no_op", maker<PlainLists>(with_no_op(stack), 0)},
      {"soft_list", maker<PlainLists>(list, kCapacity / 2)},
      {"soft_list_with_no_op", maker<PlainLists>(with_no_op(list), kCapacity / 2)}};
  const auto found = plain.find(setup.name);
  return found == plain.end() ? nullptr : found->second();
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet

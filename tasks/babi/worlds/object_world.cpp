#include "tasks/babi/worlds/object_world.hpp"

#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

constexpr int kNotHeld = -1;

}  // namespace

ObjectWorld::ObjectWorld(int actors, int rooms, int objects, bool gives, RandomStream& stream)
    : rooms_(rooms), gives_(gives), room_(actors), holder_(objects, kNotHeld), place_(objects) {
  for (int& room : room_) room = stream.between(0, rooms - 1);
  for (int& room : place_) room = stream.between(0, rooms - 1);
}

Event ObjectWorld::next(RandomStream& stream) {
  while (true)
    if (const std::optional<Event> event = attempt(stream)) return *event;
}

std::optional<Event> ObjectWorld::attempt(RandomStream& stream) {
  const auto action = static_cast<Action>(stream.between(0, gives_ ? 3 : 2));
  if (action == Action::give) return give();
  const int actor = sample_index(stream, room_.size());
  switch (action) {
    case Action::move: return move(stream, actor);
    case Action::get: return get(stream, actor);
    default: return drop(stream, actor);
  }
}

std::optional<Event> ObjectWorld::move(RandomStream& stream, int actor) {
  const int room = stream.between(0, rooms_ - 1);
  if (room == room_[actor]) return {};
  room_[actor] = room;
  return Event{.action = Action::move, .actor = actor, .room = room};
}

std::optional<Event> ObjectWorld::get(RandomStream& stream, int actor) {
  std::vector<int> near;
  for (int object = 0; object < static_cast<int>(holder_.size()); ++object)
    if (holder_[object] == kNotHeld && place_[object] == room_[actor]) near.push_back(object);
  if (near.empty()) return {};
  const int object = sample_item(stream, near);
  holder_[object] = actor;
  return Event{.action = Action::get, .actor = actor, .object = object};
}

std::optional<Event> ObjectWorld::drop(RandomStream& stream, int actor) {
  std::vector<int> held;
  for (int object = 0; object < static_cast<int>(holder_.size()); ++object)
    if (holder_[object] == actor) held.push_back(object);
  if (held.empty()) return {};
  const int object = sample_item(stream, held);
  holder_[object] = kNotHeld;
  place_[object] = room_[actor];
  return Event{.action = Action::drop, .actor = actor, .object = object};
}

// Samples nothing: in the released stories the first object of the list that can be given is always given to the first
// other person in the same room. So objects often go back and forth between two people.
std::optional<Event> ObjectWorld::give() {
  for (int object = 0; object < static_cast<int>(holder_.size()); ++object) {
    const int giver = holder_[object];
    if (giver == kNotHeld) continue;
    for (int receiver = 0; receiver < static_cast<int>(room_.size()); ++receiver) {
      if (receiver == giver || room_[receiver] != room_[giver]) continue;
      holder_[object] = receiver;
      return Event{.action = Action::give, .actor = giver, .object = object, .receiver = receiver};
    }
  }
  return {};
}

}  // namespace memnet::babi

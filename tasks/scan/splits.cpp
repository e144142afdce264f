#include "tasks/scan/splits.hpp"

#include <algorithm>
#include <array>

#include "memnet/base/error.hpp"
#include "tasks/scan/grammar.hpp"

namespace memnet::scan {
namespace {

constexpr int kMostTrainedActions = 22;

// Which commands are for the test in the split `simple`, which was drawn at random for the release: six commands of
// all_commands() in each character, the first in the lowest bit, in the alphabet of base64 for addresses (RFC 4648, 5).
constexpr std::string_view kSimpleTest =
    "EBAQUAQgQCKFAQJQBAAiLAEAEAPFwGAERDB7SMDHQArBAAACwgAABAIVUMwxKEBKAJcEAAoCAIAyAAI4JAoAwBAAERQIkpA0gAgAABIAQgQCoyCE"
    "CgICAhFAUoAZUAJkIEhAAgAM4QAQQCCAJABZEARgAAEAZAAAIQDAVkUEUKAAgiKJEJQEBDAggWhKABgKAAMgAAACIQGhQABtCCACCAAgAAAAoAgA"
    "RNEIAoAoKAAIEAAhECFMEgiAAKAARYCYBISBEAkFAAPEAhABZmSBAIiRjBBFgBgBAogQAhESyAkgIRaUASxgDBXGggMAAoIcFgAgGBwgEKiIAAES"
    "ECQBEaMEilBUShiAAAAEAC0CIgUQQAAAAIBJBIRFEAEAACBBAA2JAgMJA0BBQgwgiATCRDBYRgqACACAQpAwRijAJCURCAgCFCBGKSMEBALAGJAQ"
    "gJNAAEADDhCEAGJEkAIKxoCASISEOCEBAi8ghMgCAKoCBEUkKAOAgQA00AIgyCBoiAAGkwMQmIgYAxABLJAE0KABAswEUoAAGcAUiAmAAAAgABFA"
    "iikAA5UBUGCCGqEAggQAoiQjYAEAAjwEAqAgCAAgyeQSIQMGAISQKADEggSCAAsJAACgAIhQAIIAARFSCICADAUEQBByASEoAEAaoBFgmkHBNI4q"
    "FAEVCREAhYBCEAIAUBAhRgZwMyICApAIAISAAKGIQEMAgGAVCgBKAJBAAARCHVDCFwhcAAUAAAiBSIFkAgAABAcgAAAgoESAADJAhEEAABAEIkRI"
    "AKIQAAgAaQMQkAoICEhJIBihMQAkYMgAVIABKClAgEpIQQAGACggagCgCAKLBCBGsgAkAAPAVEiDSCgYEJAKEMEAIkCgCAAQCGQFIIDBMB0ACE4g"
    "EUQAg7iBRAcAKAwEQAEhBFFAGBAECEiCwoKhQIIEgAgMoCURAAAgICS6gEUAGCBmgBAFAABQwAcYDAdIwgABWKEEAAIBwAAADAEAAQAAAhAIACIA"
    "pAWQAIFhACSAAADAYAQEQYAAwQQAAAAAoRBIEiACRJgFBhCQxtYRAEACESQBAImABDCwwESAoEgEQgImMUAwQAGABIABACAIiYAAAACTAgNGIqFI"
    "HxIR6AQBlAAQBAAAwIgABEAZJAYAEAgQggRAGIBQAEEAABxAEIAAAJRhgkMAIQBZiASACgCIAAkggIAAROAOAQUARQAAIILxhkEQCEDAmElACAYA"
    "AKBgYAQAAIAAAiCDEggmBoiKEIAIGAUQAAA2hwAQBBAJQQEQcBIQAgkYYBpQSGLBCCIAAGGglAXEGAgLEQjhYwAGAJAWEguCQAQYABAEbwIdABgY"
    "ACBAEKGAkXBAAAhJgIQCTgAICggCSRAFAKACQCAAGgCQCAAJgMCSNAAhEZjAMYYQYCNAAmEAaBAASUxAABYAEAAAAAAAEEAQKNIoGIQAAKBAABCK"
    "RAAAGpkCSJBDAhAGogACGwACQgBghKJhZIhBCjLg4AEAIQBEACAEkAGDgxMgEEAICyAAEEAEQyACEASIlIQAgAQZJQEJAGBwEoAgQABQAtwDDFgA"
    "QCIsBEACCFQKgKAAATMAIAoABPABjBSAEGYAgIACFJYACAwBAYeQKAJGQAAoRggAAQKJASSIJBQgA6DFMSIkgAAiAAAATIAnjgAGACFEA2orCBDA"
    "AAkIbgWCKFgAAACEQYAAUmgRBIQAQNJwAGFAIIACRAhAxBGATAAAMAJ4EBiIGgBAwCOyQQBVgE4oZBAgECiSGwQAgYRAA4JEAAAQDBAJL6ECAhgA"
    "KgABABkBEAACMIQABEBIECAB0SAiECyBBgJclASAWMgIgBGACKIUMBAqCSEkgQDATwSQBoIKAAIAiDoAQAAAqDABAwIBkJIIACgBCQCADCACOECI"
    "AAgM5JgAAkgggHEUYIiAZIAVA3GQgEiUAgAjAEIrxMAAJEgASBQWAIFADhUyAJCAwAAECARESAEFQSIKQuAASA2LgAFAkCDIEIlQAAAAQAAHIQYA"
    "IAAF1ATFAgkAEMAQiSAKAQBpAAQEIQBCYAAoIACAhCASgEGAUEAxmBCgnCFEAmQDJkFCAAgwkANAAESAACCGNQDAgIQAwAEANKIjBAiDCwDMFJgT"
    "CiggoxyJAAAgABAwYggCsAQDJ4BAoACMNUgBgBSAX0KLAAUICgIACAAQDAEFAkDCAAKIAAIAQEO0CJICAiACMAAliAIAAaACHKEEAKkkCCKCxAQg"
    "AB4IQQgAIBUCPAARxETAFEBBAIAcD1A5AQAgABEQKAAEkAQAJCEBCSKExAYZZABgOBlACRAAFCIEQAAAEVggACAQgAICGEAABCIAAiAgAFRghdAA"
    "AsICLIDAAatACcCAAQBgAACQQARACAAAQAAAEEBAAyCCKUACAoICgwQApAIwyEIKIAAIQIIAgoECABAAwQAKgCWCIEIaAEVgCVohAEBhAm4AAkGA"
    "QBDDiCEgRQGgBgSOAMgAJmprCEmBoYRAKNCBxQAASAAhBQwhoQjQABACACBShACECAAAAAkEIAgggABAAJCBQJEMAUgBAaACUCKHCAgAwgkGAAaA"
    "CABgIBCwSENp4kQgIxUVOAEAIwDAQAgABQQoAADgACEiIYAEIUQhEEIinMBAMUFUBEBAQIggiIypoQ4gQACCJEAqQCMgBhQFhIgBIIIG4AiCkIAA"
    "CAgKAwAiAlEDgEDGBYAhgAADBABbgIAAghAYAihCIBpCQEISoAwkgAAAGQwgAJgIACWgBEMABEMBGDAICGUgAYBAKFipBAgEBQAAcgAYYQME8Gxh"
    "gikUSwAF5CIAIKAADBEoCQUFAABQBQAFASCICHAOAAIgqAAQ4UAEEITAQNCAAAogGkMAKEAACgKCEAAFAxBACAAAECEEDGBBQGAASQwAAiAIMISC"
    "AkEYA0ICghIKIIIAFAUIAChAAAEQwEAgFNIoAAgwYWAAAACsAABAEgUJQAiIAgiAHIWAhBKwAFIA0AwCAUJRCIEAgCDAwAM4IAAhAAUQEgiDEIAA"
    "AWKAUmmGAAQEgACEAAFGCAACAAAQRACBDoIAhAAAIYAA0AKEAGQwAAgAgAAEgEYUIkQAKBBAgUCKIAABTCGBBBQCQYEAABBQEA5AZgkgBAIAQTIs"
    "IAIRBghCAAJApAAAKCSChAAACABABwiFBAQABAKLIGgAAQGARpDIBTKEAFAgAAICA4AxagJDMDAAglBARIBRnhAIXKQCQBAIMAAEwIBBYAJCAAAI"
    "RjAUABQJgGBEFBEEAGAAkBKiAEACIwjMAAACVB0gAAAKAAAoAiQIwFEEEFCAAAQAEAEWGIEgECAZgAAgIoLRWTEAQUIwgRCAAYoRAGApAAAqBNiU"
    "ggwoAlIASEAAIAgABAB0BnCAAkABAAIB4FgBiTkEFIFKRQIGgJkMFAJAMsQLMAgAEHABkAAAIAiAEcgAAVFIAhgztCAgAJTEIFBiAAIAgAoAADEA"
    "NCAAEICgoASAi";

int bits_of(char digit) {
  if (digit >= 'A' && digit <= 'Z') return digit - 'A';
  if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
  if (digit >= '0' && digit <= '9') return digit - '0' + 52;
  return digit == '-' ? 62 : 63;
}

bool is_simple_test(int command) {
  return (bits_of(kSimpleTest[static_cast<std::size_t>(command / 6)]) >> (command % 6) & 1) != 0;
}

bool contains(std::span<const int> words, std::span<const int> phrase) {
  return std::search(words.begin(), words.end(), phrase.begin(), phrase.end()) != words.end();
}

// The commands with a phrase are for the test; training has the phrase alone, so many times.
SplitCommands split_by(std::span<const int> phrase, int times) {
  SplitCommands split;
  const Commands& commands = all_commands();
  for (int i = 0; i < commands.size(); ++i) {
    const std::span<const int> words = commands.words[i];
    if (!contains(words, phrase))
      split.train.push_back(i);
    else if (words.size() > phrase.size())
      split.test.push_back(i);
    else
      split.train.insert(split.train.end(), static_cast<std::size_t>(times), i);
  }
  return split;
}

template <class IsTest>
SplitCommands split_where(IsTest is_test) {
  SplitCommands split;
  for (int i = 0; i < all_commands().size(); ++i) (is_test(i) ? split.test : split.train).push_back(i);
  return split;
}

SplitCommands simple() { return split_where(is_simple_test); }
SplitCommands length() {
  return split_where([](int command) { return all_commands().actions[command].size() > kMostTrainedActions; });
}
SplitCommands jump() { return split_by(std::array{word_number("jump")}, 1467); }
SplitCommands turn_left() { return split_by(std::array{word_number("turn"), word_number("left")}, 2189); }

struct SplitEntry {
  const char* name;
  SplitCommands (*make)();
};
constexpr SplitEntry kSplits[] = {{"simple", simple}, {"length", length}, {"jump", jump}, {"turn_left", turn_left}};

}  // namespace

const std::vector<std::string>& split_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const SplitEntry& entry : kSplits) all.emplace_back(entry.name);
    return all;
  }();
  return names;
}

SplitCommands split(std::string_view name) {
  for (const SplitEntry& entry : kSplits)
    if (entry.name == name) return entry.make();
  fail(ErrorKind::usage, "scan: there is no split '{}'", name);
}

bool has_unseen_phrase(std::span<const int> words) {
  static const int around = word_number("around"), thrice = word_number("thrice");
  for (std::size_t i = 0; i + 3 < words.size(); ++i)
    if (words[i] <= kVerbs && words[i + 1] == around && words[i + 3] == thrice) return true;
  return false;
}

}  // namespace memnet::scan

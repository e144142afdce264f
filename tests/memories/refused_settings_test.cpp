// Settings of a memory that have no meaning together are refused, with a sentence that says what to do.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/models/model.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

void build(const std::string& name, const Settings& given) {
  std::vector<Setting> settings;
  for (const auto& [option, value] : given) settings.push_back({"model." + option, value, "test"});
  for (const char* size : {"model.slots", "model.width", "model.controller.size"})
    settings.push_back({size, "4", "test"});
  Options options(settings);
  const std::unique_ptr<Model> model = make_model(name);
  model->declare(options.section("model"));
  Params params;
  model->build(params, {.inputs = 3, .outputs = 2, .words = 5, .sentence_words = 3, .sentences = 4});
}

void expect_refused(const std::string& model, const Settings& settings, std::initializer_list<const char*> parts) {
  try {
    build(model, settings);
    ADD_FAILURE() << "was built, but should be refused with: " << *parts.begin();
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    for (const char* part : parts) EXPECT_NE(message.find(part), message.npos) << message << "\nlacks: " << part;
  }
}

TEST(RefusedSettings, ReadHeadsHaveNoReaderBesideThem) {
  for (const char* addressing : {"cosine | softmax | reader", "cosine | softmax | mix(least_used | reader)"})
    expect_refused("ntm", {{"addressing", addressing}}, {"model.addressing", "read heads", "model.write_addressing"});
  EXPECT_NO_THROW(build("ntm", {{"write_addressing", "cosine | softmax | reader"}}));
}

TEST(RefusedSettings, FeaturesAreNoWeightings) {
  expect_refused("ntm", {{"addressing", "location | l2"}, {"write_addressing", "cosine | softmax | reader"}},
                 {"model.write_addressing", "features", "softmax"});
  expect_refused("ntm", {{"addressing", "location | l2"}, {"write_addressing", "cosine | softmax | allocate"}},
                 {"features", "tracker usage", "softmax"});
  expect_refused("dnc", {{"write_addressing", "location | l2 | delta"}}, {"features", "tracker links", "softmax"});
}

TEST(RefusedSettings, AKeyIsWrittenOnlyIfThereIsOne) {
  expect_refused("mann", {{"addressing", "location | softmax"}}, {"replace:key", "have no key", "'replace'"});
  expect_refused("mann", {{"addresses", "2"}}, {"replace:key", "model.addresses", "'replace'"});
  EXPECT_NO_THROW(
      build("mann", {{"addressing", "location | softmax"}, {"write_addressing", "least_used | reader | replace"}}));
}

// Products of sizes are ints: larger ones overflowed, and a stack of that size ended the program.
TEST(RefusedSettings, SizesBeyondTheLimitTakeNoMemory) {
  expect_refused("stack", {{"capacity", "1000000"}, {"width", "100000"}}, {"values", "1000000 x 100000", "smaller"});
  expect_refused("dnc", {{"slots", "1000000"}}, {"link", "[1000000,1000000]", "smaller"});
  expect_refused("ntm", {{"slots", "1000000"}, {"width", "2200"}}, {"memory/initial", "smaller"});
}

TEST(RefusedSettings, AddressesLeaveSomethingToWrite) {
  expect_refused("dntm", {{"addresses", "4"}}, {"model.addresses = 4", "model.width = 4"});
  EXPECT_NO_THROW(build("dntm", {{"addresses", "3"}}));
}

TEST(RefusedSettings, HopsReadWithWeightings) {
  expect_refused("memn2n", {{"addressing", "dot | l2"}}, {"model.addressing", "features", "'softmax'"});
}

TEST(RefusedSettings, EqualTrackersMayBeSpelledInTwoWays) {
  EXPECT_NO_THROW(build("ntm", {{"write_addressing", "least_used:0.95 | reader | replace"}}));
  EXPECT_NO_THROW(build("dnc", {{"addressing", "cosine | softmax | allocate:stopped,wipe"},
                                {"write_addressing", "cosine | softmax | allocate:wipe,stopped"}}));
}

TEST(RefusedSettings, OneTrackerHasOneDecay) {
  expect_refused("ntm", {{"write_addressing", "least_used:0.9 | reader | replace"}},
                 {"tracker access", "different settings", "'access:0.9'"});
  EXPECT_NO_THROW(build("ntm", {{"write_addressing", "least_used:ranked,0.9 | reader | replace:0.9"}}));
}

TEST(RefusedSettings, HopsOverAStoryHaveNoStepBefore) {
  for (const char* addressing :
       {"window:step | softmax", "cosine | avoid | softmax", "dot | softmax | mix(lie | softmax)"})
    expect_refused("memn2n", {{"addressing", addressing}}, {"model.addressing", "step before", "take another"});
  expect_refused("memn2n", {{"addressing", "dot | softmax | reader"}}, {"where a head read"});
  expect_refused("memn2n", {{"addressing", "least_used"}}, {"access", "only read"});
}

TEST(RefusedSettings, LinksAreKnownOnlyAfterTheWrite) {
  for (const char* order : {"read_then_write", "write_then_read"})
    expect_refused("dnc", {{"order", order}}, {"take model.order = write_then_look"});
  expect_refused("dnc", {{"write_addressing", "same"}, {"initial_memory", "random"}},
                 {"known only when they have written"});
  expect_refused("dnc", {{"write_heads", "2"}}, {"take model.write_heads = 1"});
}

TEST(RefusedSettings, StagesTakeNoOtherWords) {
  expect_refused("dnc", {{"write_addressing", "cosine | softmax | allocate:wipes"}}, {"has an invalid argument"});
  expect_refused("dnc", {{"addressing", "cosine:2 | softmax | links"}}, {"has an invalid argument"});
  expect_refused("dnc", {{"addressing", "cosine | softmax | links:sharper"}}, {"has an invalid argument"});
}

// Slots that start with the same contents, but with addresses of their own, are told apart by their addresses.
TEST(RefusedSettings, AddressesBreakTheSymmetryOfAConstantMemory) {
  expect_refused("ntm", {{"addressing", "content"}, {"initial_memory", "constant"}}, {"all slots start equal"});
  EXPECT_NO_THROW(build("ntm", {{"addressing", "content"}, {"initial_memory", "constant"}, {"addresses", "2"}}));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet

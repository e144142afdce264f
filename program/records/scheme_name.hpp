// The identity of a scheme: the model and the rules by which its heads choose memory slots.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace memnet {

// Four spellings of one scheme:
//
//   options       model = memn2n, model.addressing = dot | softmax
//   text          memn2n dot | softmax        in tables, and in the lists of [compare]
//   short text    memn2n dot|softmax          where there is little room
//   folder name   memn2n.dot+softmax          in the name of a run; cut off after 100 letters
//
// The model is left out where it is the ntm: "cosine | softmax". The addressing is left out where it is that of the
// preset: "dnc". Write heads with an addressing of their own follow behind a slash: "content / ntm". The write mode is
// a column of its own in tables, but it is part of the folder name: "content_append".
struct SchemeName {
  std::string model;             // "ntm"; "" in a text without a model, where it does not matter
  std::string addressing;        // of read heads, or of the hops; "" for a model without, and for that of its preset
  std::string write_addressing;  // "" where it is the same
  bool append = false;           // write mode: each item goes into the next slot

  // Returns the scheme that options describe. `option` returns the value of an option, or "" where there is no such
  // option.
  static SchemeName from_options(const std::function<std::string(const std::string& name)>& option);
  // Returns the scheme of a text as text() writes it. A single word that is both a scheme and a model ("ntm") is a
  // scheme.
  static SchemeName parse(const std::string& text);

  std::string text() const;
  std::string folder_name() const;
};

// Returns text without the blanks around '|'.
std::string shortened(const std::string& scheme);

// Returns the name of a run without its seed and its identity, which runs with other seeds share.
std::string run_name_prefix(const std::string& task, const SchemeName& scheme);
// Returns the name of a run and of its folder, such as "copy-cosine+softmax-s3-0a1b2c3d4e5f6789", which ends with the
// first digits of its identity (Experiment::identity()).
std::string run_name(const std::string& task, const SchemeName& scheme, std::uint64_t seed,
                     const std::string& identity);
// Returns true for a text that run_name() could return.
bool is_run_name(std::string_view text);

}  // namespace memnet

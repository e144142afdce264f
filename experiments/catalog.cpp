#include "experiments/catalog.hpp"

#include "memnet/core/error.hpp"
#include "memnet/io/run_file.hpp"

namespace memnet {

std::vector<RunCard> read_catalog(std::span<const std::filesystem::path> places, std::vector<CatalogProblem>* problems) {
  std::vector<RunCard> cards;
  for (const std::filesystem::path& place : places) {
    try {
      cards.push_back({place / "run.h5", read_run_file(place / "run.h5")});
    } catch (const Error& error) {
      if (problems == nullptr) throw;
      problems->push_back({place / "run.h5", error.what()});
    }
  }
  return cards;
}

}  // namespace memnet

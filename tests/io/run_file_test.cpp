// Run files: what is written is read again, and what others have altered at random is read, or refused with an Error.
#include <fmt/format.h>
#include <hdf5.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <vector>

#include "memnet/base/text.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

// scripts/long/fuzz makes more.
int mutants() {
  const char* more = std::getenv("MEMNET_MUTANTS");
  return more == nullptr ? 400 : parse_number<int>(more).value();
}

RunRecord small_record() {
  RunRecord record;
  record.name = "copy-ntm-s1";
  record.status = "running";
  record.config_given = record.config = "task = copy\n";
  record.options = {{"task", "copy"}, {"seed", "1"}};
  record.provenance = {{"compiler", "any"}};
  record.timing = {{"seconds", "1"}};
  record.cost = {{"parameters", 6}};
  record.train = {{"sequences", "", {8, 16}}, {"loss", "nats", {0.5, 0.25}}};
  record.evaluation = {{8, 16}, {4, 8}, {{"loss", "", {1, 2, 3, 4}}, {"errors", "", {1, 2, 3, 4}}}};
  record.final_sweep = {{16}, {4, 8}, {{"loss", "", {1, 2}}, {"errors", "", {1, 2}}}};
  record.attention.names = {"read0"};
  record.attention.kinds = {TracedKind::read};
  record.attention.columns = {{"effective_slots", "", {1}}};
  const TraceLabel label{.head = "read0",
                         .name = "weighting",
                         .kind = TracedKind::read,
                         .role = TracedRole::weighting,
                         .axis = TracedAxis::slot};
  record.traces = {{{{label, Matrix(8, 200)}}, "1 Mary left.\n2 Where?\thome\t1\n"}};
  record.traces.front().panels.front().across = 4;
  record.traces.front().image = Matrix(2, 3);
  for (int i = 0; i < 6; ++i) record.traces.front().image(i / 3, i % 3) = static_cast<Scalar>(i);
  record.snapshots = {{8, record.traces}};
  record.words = {"", "home"};
  record.parameters = {{"read0/weights", 2, 3, {1, 2, 3, 4, 5, 6}}};
  record.optimizer = {{"mean", 6, 1, std::vector<Scalar>(6)}};
  record.counters = {{"sequences", 16}};
  return record;
}

// So many equal numbers are compressed to a thousandth, as those of a compression bomb. And a run with 90 traces of
// 8,192 slots was written, and refused as damaged ever after.
TEST(RunFile, OfEqualNumbersIsReadAgain) {
  const Scratch scratch;
  RunRecord record = small_record();
  record.parameters = {{"zeros", 3000, 3000, std::vector<Scalar>(9'000'000)}};
  write_run_file(scratch / "run.h5", record);
  EXPECT_EQ(read_run_file(scratch / "run.h5").parameters.front().numbers, record.parameters.front().numbers);
}

TEST(RunFile, AnImageAndThePlacesOnItComeBack) {
  const Scratch scratch;
  RunRecord record = small_record();
  write_run_file(scratch / "run.h5", record);
  const RunRecord::Trace trace = read_run_file(scratch / "run.h5").traces.front();
  EXPECT_EQ(trace.image, record.traces.front().image);
  EXPECT_EQ(trace.panels.front().across, 4);
  record.traces.front().panels.front().across = 5;  // of 8 places
  write_run_file(scratch / "run.h5", record);
  message_of(ErrorKind::data, [&] { read_run_file(scratch / "run.h5"); });
}

TEST(RunFile, OnlyTheEpisodeThatIsAskedForIsRead) {
  const Scratch scratch;
  RunRecord record = small_record();
  record.traces.resize(3, record.traces.front());
  record.snapshots.front().traces = record.traces;
  write_run_file(scratch / "run.h5", record);
  const RunRecord read = read_run_file(scratch / "run.h5", {.episode = 1, .state = false});
  for (const std::vector<RunRecord::Trace>* traces : {&read.traces, &read.snapshots.front().traces}) {
    ASSERT_EQ(traces->size(), 3u);
    for (const std::size_t episode : {0u, 1u, 2u})
      EXPECT_EQ((*traces)[episode].panels.size(), episode == 1 ? 1u : 0u) << episode;
  }
  EXPECT_TRUE(read.parameters.empty());
  EXPECT_FALSE(read.train.empty());

  // The others are not even examined.
  const hid_t file = H5Fopen((scratch / "run.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  H5Lcreate_soft("/train", file, "/trace/2/elsewhere", H5P_DEFAULT, H5P_DEFAULT);
  ASSERT_GE(H5Fclose(file), 0);
  EXPECT_EQ(read_run_file(scratch / "run.h5", {.episode = 1}).traces[1].panels.size(), 1u);
  message_of(ErrorKind::data, [&] { read_run_file(scratch / "run.h5"); });
}

// Alters the objects of a file at random.
class Mutator {
 public:
  Mutator(hid_t file, std::mt19937& random) : file_(file), random_(random) {
    const auto add = [](hid_t, const char* name, const H5L_info_t*, void* paths) -> herr_t {
      static_cast<std::vector<std::string>*>(paths)->push_back(name);
      return 0;
    };
    H5Lvisit(file, H5_INDEX_NAME, H5_ITER_INC, add, &paths_);
  }

  void alter() {
    const std::string path = any(paths_), other = any(paths_);
    switch (below(8)) {
      case 0: H5Ldelete(file_, path.c_str(), H5P_DEFAULT); break;
      case 1: H5Ldelete(file_, path.c_str(), H5P_DEFAULT), add_array(path); break;
      case 2:
        H5Ldelete(file_, path.c_str(), H5P_DEFAULT),
            H5Gclose(H5Gcreate2(file_, path.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
        break;
      case 3:
        H5Ldelete(file_, path.c_str(), H5P_DEFAULT),
            H5Lcreate_hard(file_, other.c_str(), file_, path.c_str(), H5P_DEFAULT, H5P_DEFAULT);
        break;
      case 4: H5Lcreate_soft(other.c_str(), file_, (path + "x").c_str(), H5P_DEFAULT, H5P_DEFAULT); break;
      default: alter_attribute(below(4) == 0 ? "/" : path);
    }
  }

 private:
  std::size_t below(std::size_t end) { return random_() % end; }
  template <class List>
  typename List::value_type any(const List& list) {
    return list[below(std::size(list))];
  }

  void add_array(const std::string& path) {
    const std::vector<hsize_t> shape =
        any(std::array<std::vector<hsize_t>, 8>{{{}, {0}, {1}, {2}, {6}, {2, 3}, {1 << 22}, {2, 0, 3}}});
    const hid_t type =
        any(std::array{H5T_IEEE_F32LE, H5T_IEEE_F64LE, H5T_IEEE_F32BE, H5T_STD_I64LE, H5T_STD_U8LE, H5T_C_S1});
    const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
    H5Dclose(H5Dcreate2(file_, path.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    H5Sclose(space);
  }

  void alter_attribute(const std::string& path) {
    std::vector<std::string> names;
    const auto add = [](hid_t, const char* name, const H5A_info_t*, void* list) -> herr_t {
      static_cast<std::vector<std::string>*>(list)->push_back(name);
      return 0;
    };
    const hid_t object = H5Oopen(file_, path.c_str(), H5P_DEFAULT);
    hsize_t first = 0;
    H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &first, add, &names);
    if (!names.empty()) {
      const std::string name = any(names);
      H5Adelete(object, name.c_str());
      if (below(4) != 0) write_text(object, name);
    }
    H5Oclose(object);
  }

  void write_text(hid_t object, const std::string& name) {
    std::string text;
    for (std::size_t words = below(4); words > 0; --words) text += any(paths_) + (below(2) == 0 ? " " : "");
    if (below(20) == 0) text.assign(1 << 16, ' ');
    if (below(5) == 0) text = any(std::array{"0", "-1", "nan", "memnet-run", "3", "loss loss", "\033[2J", "weighting"});
    const hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
    H5Tset_size(type, H5T_VARIABLE);
    const hid_t attribute = H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT);
    const char* letters = text.c_str();
    H5Awrite(attribute, type, &letters);
    H5Aclose(attribute), H5Sclose(space), H5Tclose(type);
  }

  hid_t file_;
  std::mt19937& random_;
  std::vector<std::string> paths_;
};

// Reads a file. Returns whether it was refused.
bool is_refused(const std::filesystem::path& file, int mutant) {
  try {
    read_run_file(file);
    return false;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data) << mutant << ": " << error.what();
    EXPECT_TRUE(std::string(error.what()).starts_with(file.string())) << mutant << ": " << error.what();
    return true;
  }
}

TEST(RunFile, WithAlteredObjectsIsReadOrRefused) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const Scratch scratch;
  write_run_file(scratch / "whole.h5", small_record());
  std::mt19937 random(1);
  int refused = 0;
  for (int mutant = 0; mutant < mutants(); ++mutant) {
    std::filesystem::copy_file(scratch / "whole.h5", scratch / "run.h5",
                               std::filesystem::copy_options::overwrite_existing);
    const hid_t file = H5Fopen((scratch / "run.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    ASSERT_GE(file, 0);
    Mutator mutator(file, random);
    for (unsigned alterations = 1 + random() % 3; alterations > 0; --alterations) mutator.alter();
    H5Fclose(file);
    refused += is_refused(scratch / "run.h5", mutant) ? 1 : 0;
  }
  EXPECT_GT(refused, mutants() / 4);
  EXPECT_LT(refused, mutants());
}

TEST(RunFile, WithAlteredBytesIsReadOrRefused) {
  const Scratch scratch;
  write_run_file(scratch / "whole.h5", small_record());
  const std::vector<std::byte> whole = read_file(scratch / "whole.h5");
  std::mt19937 random(1);
  int refused = 0;
  for (int mutant = 0; mutant < mutants() / 4; ++mutant) {
    std::vector<std::byte> damaged = whole;
    for (unsigned flips = 1 + random() % 8; flips > 0; --flips)
      damaged[random() % damaged.size()] = static_cast<std::byte>(random());
    write_file_atomically(scratch / "run.h5", damaged);
    refused += is_refused(scratch / "run.h5", mutant) ? 1 : 0;
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace memnet

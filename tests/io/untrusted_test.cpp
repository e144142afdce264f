// Damaged and malicious files lead to an Error, and do not end this process.
#include "memnet/io/untrusted.hpp"

#include <hdf5.h>

#include <functional>
#include <random>
#include <vector>

#include "memnet/io/hdf5.hpp"
#include "memnet/os/atomic_file.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

std::vector<std::byte> healthy() {
  Hdf5Writer file;
  std::vector<float> numbers(3000);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<float>(i % 13);
  file.attribute("/", "format", "memnet");
  file.text("/meta/config", "[task]\nbits = 6\n");
  file.dataset("/train/step", {100}, std::span(numbers).first(100));
  file.scale("/train/step", "step");
  file.dataset("/train/loss", {100, 30}, numbers);
  file.attach_scale("/train/loss", 0, "/train/step");
  return file.image();
}

TEST(Untrusted, AHealthyFilePasses) { EXPECT_NO_THROW(validate_untrusted(healthy(), "run.h5")); }

TEST(Untrusted, NothingAndTextAreNoHdf5) {
  EXPECT_EQ(message_of(ErrorKind::data, [] { validate_untrusted({}, "run.h5"); }),
            "run.h5: is empty, expected an HDF5 file");
  const std::string letters(5000, '#');
  EXPECT_EQ(message_of(ErrorKind::data, [&] { validate_untrusted(std::as_bytes(std::span(letters)), "run.h5"); }),
            "run.h5: is not an HDF5 file, or a damaged one (file signature not found)");
}

TEST(Untrusted, ATruncatedFileIsAnError) {
  const std::vector<std::byte> image = healthy();
  for (std::size_t size = 0; size < image.size(); size += 1 + image.size() / 97) {
    const std::string message =
        message_of(ErrorKind::data, [&] { validate_untrusted(std::span(image).first(size), "run.h5"); });
    EXPECT_TRUE(message.starts_with("run.h5: ")) << size << " " << message;
  }
}

TEST(Untrusted, DamagedBytesNeverEndThisProcess) {
  const std::vector<std::byte> image = healthy();
  std::mt19937 random(1);
  int refused = 0, fatal = 0;
  for (int mutant = 0; mutant < 500; ++mutant) {
    std::vector<std::byte> damaged = image;
    for (unsigned flips = 1 + random() % 4; flips > 0; --flips)
      damaged[random() % damaged.size()] = static_cast<std::byte>(random());
    try {
      validate_untrusted(damaged, "run.h5");
      Hdf5Reader(damaged, "run.h5").read_everything();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data) << error.what();
      EXPECT_TRUE(std::string(error.what()).starts_with("run.h5: ")) << error.what();
      ++refused;
      fatal += std::string(error.what()).find("crashes on it") != std::string::npos;
    }
  }
  RecordProperty("fatal_to_hdf5", fatal);
  EXPECT_GT(refused, 50);
}

TEST(Untrusted, ADamagedChunkIsFoundByItsChecksum) {
  Hdf5Writer file(Packing::uncompressed);
  const std::vector<double> numbers(10'000, 0.75);
  file.dataset("/numbers", {numbers.size()}, numbers);
  std::vector<std::byte> image = file.image();
  image[image.size() - 1000] ^= std::byte{1};
  const std::string message = message_of(ErrorKind::data, [&] { validate_untrusted(image, "run.h5"); });
  EXPECT_TRUE(message.starts_with("run.h5: /numbers: cannot be read; the file is damaged")) << message;
}

// Files that HDF5 can make, but no Hdf5Writer does. `make` gets the root of a new file.
std::string refusal(const std::function<void(hid_t)>& make) {
  const Scratch scratch;
  const std::string path = scratch / "hostile.h5";
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  make(file);
  EXPECT_GE(H5Fclose(file), 0);
  return message_of(ErrorKind::data, [&] { validate_untrusted(read_file(path), "run.h5"); });
}

void make_dataset(hid_t file, const char* name, hid_t type, std::vector<hsize_t> sizes, hid_t layout = H5P_DEFAULT) {
  const hid_t space = H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr);
  const hid_t dataset = H5Dcreate2(file, name, type, space, H5P_DEFAULT, layout, H5P_DEFAULT);
  EXPECT_GE(dataset, 0);
  H5Dclose(dataset);
  H5Sclose(space);
}

TEST(Untrusted, LinksToElsewhereAreRefused) {
  const std::string expected = "run.h5: /link: is a link to somewhere else; such files are not read";
  EXPECT_EQ(refusal([](hid_t file) { H5Lcreate_soft("/", file, "link", H5P_DEFAULT, H5P_DEFAULT); }), expected);
  EXPECT_EQ(
      refusal([](hid_t file) { H5Lcreate_external("/etc/other.h5", "/", file, "link", H5P_DEFAULT, H5P_DEFAULT); }),
      expected);
}

TEST(Untrusted, DataElsewhereIsRefused) {
  EXPECT_EQ(refusal([](hid_t file) {
              const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
              H5Pset_external(layout, "/etc/passwd", 0, 8);
              make_dataset(file, "a", H5T_STD_U8LE, {8}, layout);
              H5Pclose(layout);
            }),
            "run.h5: /a: has its data in another file; such files are not read");
  EXPECT_EQ(refusal([](hid_t file) {
              const hsize_t size = 8;
              const hid_t space = H5Screate_simple(1, &size, nullptr), layout = H5Pcreate(H5P_DATASET_CREATE);
              H5Pset_virtual(layout, space, "/etc/other.h5", "/a", space);
              make_dataset(file, "a", H5T_STD_U8LE, {8}, layout);
              H5Pclose(layout);
              H5Sclose(space);
            }),
            "run.h5: /a: is a view of other datasets; such files are not read");
}

TEST(Untrusted, ForeignTypesAndFiltersAreRefused) {
  EXPECT_EQ(refusal([](hid_t file) {
              const hid_t pair = H5Tcreate(H5T_COMPOUND, 8);
              H5Tinsert(pair, "a", 0, H5T_STD_I32LE);
              H5Tinsert(pair, "b", 4, H5T_STD_I32LE);
              make_dataset(file, "a", pair, {8});
              H5Tclose(pair);
            }),
            "run.h5: /a: holds neither numbers nor text; such files are not read");
  EXPECT_EQ(refusal([](hid_t file) {
              const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
              const hsize_t chunk = 8;
              H5Pset_chunk(layout, 1, &chunk);
              H5Pset_scaleoffset(layout, H5Z_SO_INT, 4);
              make_dataset(file, "a", H5T_STD_I32LE, {8}, layout);
              H5Pclose(layout);
            }),
            "run.h5: /a: is packed by a filter other than shuffle, deflate and fletcher32; such files are not read");
}

TEST(Untrusted, AShapeBombIsRefusedBeforeAnythingIsAllocated) {
  EXPECT_EQ(
      refusal([](hid_t file) {
        const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
        const std::vector<hsize_t> chunk{1, 16};
        H5Pset_chunk(layout, 2, chunk.data());
        make_dataset(file, "a", H5T_IEEE_F64LE, {hsize_t{1} << 40, 16}, layout);
        H5Pclose(layout);
      }),
      "run.h5: /a: claims to be float64 [1099511627776,16], more than the file can hold; such files are not read");
}

// Each of these arrays may be as large as it is, but not all of them together: ten of 400 MB took 4 GB.
TEST(Untrusted, ManyArraysOfFillValuesAreRefused) {
  const std::string message = refusal([](hid_t file) {
    const hid_t layout = H5Pcreate(H5P_DATASET_CREATE);
    const hsize_t chunk = 1000;
    H5Pset_chunk(layout, 1, &chunk);
    for (const char* name : {"a", "b", "c"}) make_dataset(file, name, H5T_IEEE_F64LE, {4'000'000}, layout);
    H5Pclose(layout);
  });
  EXPECT_NE(message.find("more is read from this file than one of its size can hold"), std::string::npos) << message;
}

TEST(Untrusted, GroupsInCyclesAreRefused) {
  const std::string message =
      refusal([](hid_t file) { H5Lcreate_hard(file, "/", file, "a", H5P_DEFAULT, H5P_DEFAULT); });
  EXPECT_NE(message.find("has more entries than the file can hold"), std::string::npos) << message;
}

}  // namespace
}  // namespace memnet

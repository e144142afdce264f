// HDF5 files in memory: they read back what was written, here and in other programs.
#include "memnet/io/hdf5.hpp"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <numeric>

#include "memnet/os/atomic_file.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

template <class Number>
std::vector<Number> series(std::size_t size) {
  std::vector<Number> numbers(size);
  for (std::size_t i = 0; i < size; ++i) numbers[i] = static_cast<Number>((i * i) % 251);
  return numbers;
}

// Something of everything.
std::vector<std::byte> sample() {
  Hdf5Writer file;
  file.attribute("/", "format", "memnet");
  file.text("/meta/config", "[task]\nbits = 6\n");
  file.attribute("/meta", "seed", 7);
  file.attribute("/meta", "rate", 1e-4);
  file.attribute("/meta", "letters", std::vector<std::string>{"α", "b"});
  file.dataset("/train/step", {3}, std::vector<std::int64_t>{10, 20, 30});
  file.scale("/train/step", "step");
  file.dataset("/train/loss", {3}, std::vector{0.5, 0.25, 0.125});
  file.attach_scale("/train/loss", 0, "/train/step");
  file.plot("/train", "loss", {"step"});
  file.set_default_plot("/train");
  file.dataset("/trace/weighting", {100, 70}, series<float>(7000));
  file.dataset("/empty/step", {0}, std::vector<double>{});
  file.scale("/empty/step", "step");
  file.dataset("/empty/loss", {0, 4}, std::vector<double>{});
  file.attach_scale("/empty/loss", 0, "/empty/step");
  return file.image();
}

template <class Number>
std::vector<Number> read(const Hdf5Reader& file, const std::string& path) {
  const Hdf5Shape shape = file.shape(path);
  std::vector<Number> numbers(std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies()));
  file.read(path, shape, numbers);
  return numbers;
}

template <class Number>
class Hdf5Numbers : public testing::Test {};
using Numbers = testing::Types<double, float, std::int64_t, std::uint8_t>;
TYPED_TEST_SUITE(Hdf5Numbers, Numbers);

TYPED_TEST(Hdf5Numbers, ComeBackBitByBit) {
  using Limits = std::numeric_limits<TypeParam>;
  const std::vector<TypeParam> extremes{Limits::lowest(),     Limits::max(),       Limits::min(),
                                        Limits::denorm_min(), Limits::quiet_NaN(), Limits::infinity()};
  const std::vector<Hdf5Shape> shapes{{},    {0},          {1},           {7, 0, 2},     {511},
                                      {513}, {3, 100'003}, {700, 3, 333}, {1, 2'000'000}};
  for (const Packing packing : {Packing::compressed, Packing::uncompressed}) {
    Hdf5Writer writer(packing);
    writer.dataset("/extremes", {2, 3}, extremes);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const std::size_t size = std::accumulate(shapes[i].begin(), shapes[i].end(), std::size_t{1}, std::multiplies());
      writer.dataset("/shapes/" + std::to_string(i), shapes[i], series<TypeParam>(size));
    }
    const std::vector<std::byte> image = writer.image();
    const Hdf5Reader reader(image, "image");
    std::vector<TypeParam> found = read<TypeParam>(reader, "/extremes");
    EXPECT_EQ(std::memcmp(found.data(), extremes.data(), sizeof(TypeParam) * extremes.size()), 0);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const std::string path = "/shapes/" + std::to_string(i);
      EXPECT_EQ(reader.shape(path), shapes[i]);
      found = read<TypeParam>(reader, path);
      EXPECT_EQ(found, series<TypeParam>(found.size())) << path;
    }
  }
}

TEST(Hdf5, TextsAndAttributesReadBack) {
  Hdf5Writer writer;
  const std::string long_text(200'000, 'x');
  writer.text("/short", "");
  writer.text("/long", long_text);
  writer.attribute("/long", "text", "größer");
  writer.attribute("/long", "empty", "");
  writer.attribute("/long", "integer", std::numeric_limits<std::int64_t>::min());
  writer.attribute("/long", "number", 0.1);
  const std::vector<std::byte> image = writer.image();
  const Hdf5Reader reader(image, "image");
  EXPECT_EQ(reader.text("/short"), "");
  EXPECT_EQ(reader.text("/long"), long_text);
  EXPECT_EQ(reader.attribute_text("/long", "text"), "größer");
  EXPECT_EQ(reader.attribute_text("/long", "empty"), "");
  EXPECT_EQ(reader.attribute_integer("/long", "integer"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(reader.attribute_number("/long", "number"), 0.1);
  EXPECT_TRUE(reader.has_attribute("/long", "text"));
  EXPECT_FALSE(reader.has_attribute("/short", "text"));
  EXPECT_FALSE(reader.has_attribute("/nothing", "text"));
}

TEST(Hdf5, ListsWhatThereIs) {
  const std::vector<std::byte> image = sample();
  const Hdf5Reader reader(image, "image");
  EXPECT_EQ(reader.list("/"), (std::vector<std::string>{"empty", "meta", "trace", "train"}));
  EXPECT_EQ(reader.list("/train"), (std::vector<std::string>{"loss", "step"}));
  EXPECT_TRUE(reader.exists("/"));
  EXPECT_TRUE(reader.exists("/trace/weighting"));
  EXPECT_FALSE(reader.exists("/trace/weight"));
  EXPECT_NO_THROW(reader.read_everything());
}

TEST(Hdf5, AnExistingGroupIsNotChanged) {
  Hdf5Writer writer;
  writer.group("/a/b");
  writer.group("/a/b");
  writer.group("/a");
  writer.group("/");
  const std::vector<std::byte> image = writer.image();
  EXPECT_EQ(Hdf5Reader(image, "image").list("/a"), std::vector<std::string>{"b"});
}

TEST(Hdf5, SameContentSameBytes) {
  const std::vector<std::byte> first = sample();
  std::vector<std::vector<std::byte>> rubbish;  // what the next writer gets as fresh memory is not zero
  for (std::size_t size = 16; size < 4'000'000; size += size / 2) rubbish.emplace_back(size, std::byte{0xAB});
  rubbish.clear();
  EXPECT_EQ(sample(), first);

  Hdf5Writer other;
  other.attribute("/", "format", "memnet");
  EXPECT_NE(other.image(), first);
}

TEST(Hdf5, TheImageCanBeTakenBeforeTheEnd) {
  Hdf5Writer writer;
  writer.dataset("/a", {}, std::vector{1.0});
  const std::vector<std::byte> before = writer.image();
  writer.dataset("/b", {}, std::vector{2.0});
  const std::vector<std::byte> after = writer.image();
  EXPECT_FALSE(Hdf5Reader(before, "image").exists("/b"));
  EXPECT_TRUE(Hdf5Reader(after, "image").exists("/b"));
}

// HDF5 takes open files of the same name for the same file.
TEST(Hdf5, FilesInMemoryAreSeparate) {
  Hdf5Writer one, two;
  one.dataset("/a", {}, std::vector{1.0});
  two.dataset("/a", {}, std::vector{2.0});
  const std::vector<std::byte> first = one.image(), second = two.image();
  const Hdf5Reader a(first, "first"), b(second, "second");
  EXPECT_EQ(read<double>(a, "/a"), std::vector{1.0});
  EXPECT_EQ(read<double>(b, "/a"), std::vector{2.0});
}

TEST(Hdf5Writer, RefusesWhatItCannotWrite) {
  Hdf5Writer writer;
  writer.dataset("/a", {}, std::vector{1.0});
  EXPECT_EQ(message_of(ErrorKind::io, [&] { writer.dataset("/a", {}, std::vector{1.0}); }),
            "/a: cannot be put into the HDF5 file (name already exists)");
  EXPECT_EQ(message_of(ErrorKind::data,
                       [&] {
                         writer.dataset("/b", {2, 2}, std::vector{1.0});
                       }),
            "/b: 1 numbers were given, but the shape is [2,2]");
  message_of(ErrorKind::data, [&] { writer.text("/c", std::string("a\0b", 3)); });
  message_of(ErrorKind::io, [&] { writer.group("/a"); });
  message_of(ErrorKind::io, [&] { writer.attribute("/nothing", "name", 1); });
  message_of(ErrorKind::io, [&] { writer.attach_scale("/a", 0, "/a"); });
}

TEST(Hdf5Reader, RefusesWhatIsNotAsExpected) {
  const std::vector<std::byte> image = sample();
  const Hdf5Reader reader(image, "run.h5");
  std::vector<double> numbers(4);
  std::vector<float> floats(3);
  const auto message = [&](auto action) { return message_of(ErrorKind::data, action); };
  EXPECT_EQ(
      message([&] { reader.read("/train/loss", {4}, numbers); }),
      "run.h5: /train/loss: is float64 [3], expected float64 [4]; it was written with other options or by another "
      "program");
  EXPECT_EQ(
      message([&] { reader.read("/train/loss", {3}, floats); }),
      "run.h5: /train/loss: is float64 [3], expected float32 [3]; it was written with other options or by another "
      "program");
  EXPECT_EQ(message([&] { reader.read("/train/loss", {3}, numbers); }),
            "run.h5: /train/loss: 4 numbers do not take the shape [3]");
  EXPECT_EQ(message([&] { reader.shape("/train/lost"); }),
            "run.h5: /train/lost: there is none, expected a dataset; was the file written by another version?");
  EXPECT_EQ(message([&] { reader.text("/train"); }), "run.h5: /train: is not a dataset, but that was expected");
  EXPECT_EQ(message([&] { reader.attribute_integer("/meta", "rate"); }),
            "run.h5: /meta attribute rate: is float64 [], expected int64 []; it was written with other options or by "
            "another program");
  message([&] { reader.text("/train/loss"); });
  message([&] { reader.list("/train/loss"); });
  message([&] { reader.attribute_text("/meta", "letters"); });
  message([&] { reader.attribute_text("/meta", "nothing"); });
}

// Runs a program on a sample file; -1 where the machine does not have it.
int run_on_sample(const std::string& probe, const std::string& command, std::string& output) {
  if (std::system((probe + " > /dev/null 2>&1").c_str()) != 0) return -1;
  const Scratch scratch;
  write_file_atomically(scratch / "run.h5", sample());
  const std::string folder = scratch.path().string();
  const int status = std::system(("cd " + folder + " && " + command + " > output 2>&1").c_str());
  std::ifstream stream(scratch / "output");
  output.assign(std::istreambuf_iterator<char>(stream), {});
  return status;
}

TEST(Hdf5Elsewhere, H5dumpReadsIt) {
  std::string output;
  const int status = run_on_sample("h5dump --version", "h5dump run.h5", output);
  if (status < 0) GTEST_SKIP() << "h5dump is not installed";
  EXPECT_EQ(status, 0) << output;
  for (const char* part :
       {"bits = 6", "0.5, 0.25, 0.125", "DIMENSION_LIST", "\"NXdata\"", "H5T_IEEE_F32LE", "( 0, 4 )"})
    EXPECT_NE(output.find(part), std::string::npos) << part << "\n" << output;
}

TEST(Hdf5Elsewhere, H5pyReadsIt) {
  const std::string script = R"(/usr/bin/python3 -c '
import h5py, numpy
f = h5py.File("run.h5", "r")
assert f.attrs["format"] == "memnet"
assert f["meta/config"].asstr()[()] == "[task]\nbits = 6\n"
assert f["meta"].attrs["seed"] == 7 and f["meta"].attrs["rate"] == 1e-4
assert list(f["meta"].attrs["letters"]) == ["\u03b1", "b"]
loss, step = f["train/loss"], f["train/step"]
assert loss.dtype == "<f8" and list(loss) == [0.5, 0.25, 0.125]
assert step.dtype == "<i8" and h5py.h5ds.is_scale(step.id) and loss.dims[0]["step"] == step
plot = f[f.attrs["default"]]
assert f.attrs["NX_class"] == "NXroot" and plot.attrs["NX_class"] == "NXdata"
assert plot.attrs["signal"] == "loss" and list(plot.attrs["axes"]) == ["step"]
w = f["trace/weighting"]
assert w.compression == "gzip" and w.shuffle and w.fletcher32 and w.chunks == (100, 70)
assert numpy.array_equal(w[:].ravel(), (numpy.arange(7000) ** 2 % 251).astype("f4"))
none = f["empty/loss"]
assert none.shape == (0, 4) and none.dims[0]["step"] == f["empty/step"]
')";
  std::string output;
  const int status = run_on_sample("/usr/bin/python3 -c 'import h5py'", script, output);
  if (status < 0) GTEST_SKIP() << "h5py is not installed";
  EXPECT_EQ(status, 0) << output;
}

}  // namespace
}  // namespace memnet

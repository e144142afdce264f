// Other programs read the run file: h5dump, h5py, xarray. The test of a program that is not installed is skipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

class Interop : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(memnet(scratch.path(), run()).code, 0); }
  virtual Words run() const { return tiny_run(400); }

  // Runs a shell command with $FILE set to the run file. Writes its output to the file "output".
  int shell(const std::string& command) const {
    const std::string line = "FILE='" + (only_run(scratch.path()) / "run.h5").string() + "' && " + command + " > '" +
                             (scratch / "output").string() + "' 2>&1";
    return std::system(line.c_str());
  }
  std::string output() const { return text_of(scratch / "output"); }
  void expect_python(const std::string& lines) const {
    std::ofstream(scratch / "script.py") << lines;
    EXPECT_EQ(shell("/usr/bin/python3 '" + (scratch / "script.py").string() + "' \"$FILE\""), 0) << output();
  }

  Scratch scratch;
};

// Does the same with a run on stories, with two subtasks.
class InteropOfStories : public Interop {
  Words run() const override {
    return {"run",
            "--task=babi",
            "--task.tasks=1,6",
            "--model=memn2n",
            "--model.slots=8",
            "--train.sequences=64",
            "--evaluate.every=64",
            "--evaluate.final_sequences=100",
            "--evaluate.traces=1"};
  }
};

TEST_F(Interop, H5dumpReadsTheFile) {
  if (shell("command -v h5dump") != 0) GTEST_SKIP() << "h5dump is not there (package hdf5-tools)";
  EXPECT_EQ(shell("h5dump -H \"$FILE\""), 0) << output();
  EXPECT_THAT(output(), HasSubstr("DATASET \"loss\""));
  EXPECT_EQ(shell("h5dump -d /train/loss -d /config/resolved -a /status \"$FILE\""), 0) << output();
}

TEST_F(Interop, H5pyReadsTheFileAndEveryAxisHasAScale) {
  if (shell("/usr/bin/python3 -c 'import h5py'") != 0) GTEST_SKIP() << "h5py is not there (package python3-h5py)";
  expect_python(R"(
import sys, h5py
with h5py.File(sys.argv[1], "r") as file:
    assert file.attrs["status"] == "finished", file.attrs["status"]
    loss = file["train/loss"][:]
    assert loss.shape == (2,) and (loss > 0).all(), loss
    assert "bits = 3" in file["config/resolved"][()].decode()
    assert file["cost"].attrs["parameters"] > 0 and file["cost"].attrs["flops_per_sequence"] > 0
    assert file["attention"].attrs["heads"] == "read0 write0", file["attention"].attrs["heads"]
    assert file["attention/entropy"].shape == (2,)
    checked = []
    def check(name, item):
        if not isinstance(item, h5py.Dataset) or item.attrs.get("CLASS") == b"DIMENSION_SCALE":
            return
        for axis, dimension in enumerate(item.dims):
            assert len(dimension) == 1, f"{name}: axis {axis} has {len(dimension)} scales"
            assert dimension[0].shape == (item.shape[axis],), f"{name}: axis {axis} has a scale of another length"
            assert dimension[0].name.rsplit("/", 1)[0] == item.parent.name, f"{name}: its scale is in another group"
        checked.append(name)
    file.visititems(check)
    assert len(checked) > 40, checked
    default = file[file.attrs["default"]]
    assert default.attrs["NX_class"] == "NXdata" and default.attrs["signal"] in default, dict(default.attrs)
)");
}

TEST_F(Interop, XarrayOpensEachGroup) {
  if (shell("/usr/bin/python3 -c 'import xarray, h5netcdf'") != 0) GTEST_SKIP() << "xarray or h5netcdf is not there";
  expect_python(R"(
import sys, xarray
for group, dims in {"train": ("sequences",), "evaluation": ("sequences", "length"), "sweep": ("length",), "attention": ("head",)}.items():
    data = xarray.open_dataset(sys.argv[1], group=group, engine="h5netcdf")
    assert data[{"attention": "entropy"}.get(group, "loss")].dims == dims, data
assert xarray.open_dataset(sys.argv[1], group="trace/0/read0", engine="h5netcdf")["weighting"].dims == ("step", "slot")
)");
}

// Requires that the signal and the axes of every NeXus plot exist.
constexpr const char* kCheckPlots = R"(
import sys, h5py
with h5py.File(sys.argv[1], "r") as file:
    plots = []
    def check(name, item):
        if "signal" in item.attrs:
            plots.append(name)
            for part in [item.attrs["signal"], *item.attrs["axes"]]:
                part = part.decode() if isinstance(part, bytes) else part
                assert part in item, f"{name}: there is no {part}"
    file.visititems(check)
    assert len(plots) > 5, plots
)";

TEST_F(Interop, EveryPlotHasItsSignalAndAxes) {
  if (shell("/usr/bin/python3 -c 'import h5py'") != 0) GTEST_SKIP() << "h5py is not there (package python3-h5py)";
  expect_python(kCheckPlots);
}

TEST_F(InteropOfStories, EveryPlotHasItsSignalAndAxes) {
  if (shell("/usr/bin/python3 -c 'import h5py'") != 0) GTEST_SKIP() << "h5py is not there (package python3-h5py)";
  expect_python(kCheckPlots);
}

TEST_F(InteropOfStories, XarrayOpensQuestionsAndHops) {
  if (shell("/usr/bin/python3 -c 'import xarray, h5netcdf'") != 0) GTEST_SKIP() << "xarray or h5netcdf is not there";
  expect_python(R"(
import sys, xarray
questions = xarray.open_dataset(sys.argv[1], group="questions", engine="h5netcdf")
assert questions.error_rate.dims == ("part",) and float(questions.questions.sum()) == 100, questions
assert questions.attrs["parts"] == "1-single-supporting-fact 6-yes-no-questions", questions.attrs
assert questions.hop2_supported.dims == questions.all_found.dims == ("part",), questions
hop = xarray.open_dataset(sys.argv[1], group="trace/0/hop0", engine="h5netcdf")
assert hop.weighting.dims == ("step", "sentence") and abs(float(hop.weighting.sum()) - 1) < 1e-5, hop
trace = xarray.open_dataset(sys.argv[1], group="trace/0", engine="h5netcdf")
assert trace.outputs.dims == ("step", "word") and abs(float(trace.outputs.sum()) - 1) < 1e-5, trace
assert "?\t" in str(trace.story.values), trace.story
)");
}

TEST_F(Interop, XarrayOpensAComparison) {
  if (shell("/usr/bin/python3 -c 'import xarray, h5netcdf'") != 0) GTEST_SKIP() << "xarray or h5netcdf is not there";
  const Scratch other;
  ASSERT_EQ(memnet(other.path(), tiny_compare() + Words{"--write_mode=append,learned"}).code, 0);
  std::ofstream(scratch / "compare.py") << R"(
import sys, xarray
groups = xarray.open_dataset(sys.argv[1], engine="h5netcdf")
assert groups.exact.dims == ("task", "scheme", "write_mode", "length"), groups.exact.dims
assert list(groups.length) == [1, 2]
assert groups.done.sel(task="copy", scheme="content", write_mode="append") == 2
assert groups.done.sel(task="copy", scheme="lstm", write_mode="none") == 2
assert groups.done.sel(task="copy", scheme="lstm", write_mode="append").isnull()
overall = xarray.open_dataset(sys.argv[1], engine="h5netcdf", group="overall")
assert overall.better.dims == ("contender", "against")
assert overall.better.sel(contender="ntm append", against="ntm append") == 0.5
)";
  EXPECT_EQ(shell("/usr/bin/python3 '" + (scratch / "compare.py").string() + "' '" +
                  (only_plan(other.path()) / "compare.h5").string() + "'"),
            0)
      << output();
}

}  // namespace
}  // namespace memnet

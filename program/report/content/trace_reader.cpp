#include "program/report/content/trace_reader.hpp"

#include <algorithm>
#include <exception>
#include <thread>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/sandbox.hpp"
#include "program/records/run_summary.hpp"

namespace memnet::report {
namespace {

namespace fs = std::filesystem;

Bytes pack(const RunRecord::Trace& trace) {
  ByteWriter writer;
  for (const std::string* text : {&trace.story, &trace.source, &trace.target}) writer.text(*text);
  writer.number<std::uint64_t>(trace.panels.size());
  for (const RunRecord::Trace::Panel& panel : trace.panels) {
    writer.text(panel.head);
    writer.text(panel.name);
    writer.number(panel.kind);
    writer.number(panel.role);
    writer.number(panel.axis);
    writer.number<std::int32_t>(panel.numbers.cols());
    writer.bytes(std::as_bytes(panel.numbers.numbers()));
  }
  return writer.written();
}

RunRecord::Trace unpack(std::span<const std::byte> bytes) {
  ByteReader reader(bytes);
  RunRecord::Trace trace;
  for (std::string* text : {&trace.story, &trace.source, &trace.target}) *text = reader.text();
  const std::size_t panels = reader.count(2 * kLeastText);
  for (std::size_t i = 0; i < panels; ++i) {
    TraceLabel label{.head = reader.text(), .name = reader.text()};
    label.kind = reader.term<TracedKind>();
    label.role = reader.term<TracedRole>();
    label.axis = reader.term<TracedAxis>();
    const auto steps = reader.number<std::int32_t>();
    const std::span<const std::byte> numbers = reader.bytes();
    const auto column = static_cast<std::size_t>(std::max(steps, 1)) * sizeof(Scalar);
    if (steps < 0 || numbers.size() % column != 0) ByteReader::refuse();
    trace.panels.push_back({std::move(label), Matrix(static_cast<int>(numbers.size() / column), steps)});
    std::ranges::copy(numbers, std::as_writable_bytes(trace.panels.back().numbers.numbers()).begin());
  }
  return trace;
}

// Runs in a sandbox process. Sends a frame for each file, in order; an empty one for a file that cannot be read.
void send_traces(std::span<const fs::path> files, const Send& send) {
  for (const fs::path& file : files) {
    Bytes packed;
    try {
      const RunRecord record = read_run_episode(file);
      if (!record.traces.empty()) packed = pack(record.traces.front());
    } catch (const std::exception&) {
      // The table of runs shows this file as unreadable.
    }
    ByteWriter frame;
    frame.bytes(packed);
    send(frame.written());
  }
}

}  // namespace

std::vector<RunRecord::Trace> first_traces(std::span<const fs::path> files) {
  std::vector<RunRecord::Trace> traces(files.size());
  const std::size_t processes = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t share = (files.size() + processes - 1) / processes;
  std::size_t bytes = 0;
  for (const fs::path& file : files) {
    std::error_code problem;
    const std::uintmax_t size = fs::file_size(file, problem);
    if (!problem) bytes += size;
  }
  std::vector<SandboxWork> works;
  for (std::size_t from = 0; from < files.size(); from += share)
    works.emplace_back([some = files.subspan(from, std::min(share, files.size() - from))](const Send& send) {
      send_traces(some, send);
    });
  const std::vector<SandboxResult> results = run_in_sandboxes(works, bytes);
  for (std::size_t work = 0; work < results.size(); ++work) {
    ByteReader frames(results[work].output);
    try {
      for (std::size_t i = work * share; !frames.at_end(); ++i)
        if (const std::span<const std::byte> packed = frames.bytes(); !packed.empty() && i < traces.size())
          traces[i] = unpack(packed);
    } catch (const Error&) {
      // The child ended in the middle of a frame.
    }
  }
  return traces;
}

}  // namespace memnet::report

// Profile: where the time of a training step goes, by primitive.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace memnet {

// A tape that points to a profile names each primitive and each pullback when it starts; the time from there to the
// next name belongs to it. What is no primitive is named in the same way, so all lines together are the whole time.
// What the profile itself takes is subtracted: it is measured once, by the constructor.
class Profile {
 public:
  enum class Pass {
    forward,   // a primitive computes its value
    backward,  // its pullback
    outside,   // what is no primitive
  };
  static constexpr std::size_t kPasses = 3;

  // Names of what is no primitive.
  static constexpr const char* kWeightGradients = "weight gradients";  // in the pass backward
  static constexpr const char* kEpisodes = "episodes and batches";
  static constexpr const char* kUpdate = "optimizer update";
  static constexpr const char* kRest = "the rest";

  struct Line {
    std::string_view name;
    Pass pass;
    double calls = 0, seconds = 0;
    double flops = 0;  // as Tape::flops() counts them
    double bytes = 0;  // see add_argument() and add_result()
  };

  Profile();

  // From here on, time, operations and bytes belong to this line. `name` has to stay valid.
  void begin(std::string_view name, Pass pass);
  // Does the same for something outside the tape, where there is a profile.
  static void begin_outside(Profile* profile, std::string_view name) {
    if (profile != nullptr) profile->begin(name, Pass::outside);
  }
  // Ends the last line.
  void end();

  void add_flops(double flops) { current_->flops += flops; }
  void add_bytes(double bytes) { current_->bytes += bytes; }
  // A primitive reads its arguments and writes its results. Its pullback reads them once more, and the adjoints of the
  // results; adjoints of arguments it reads and writes, if `pulls`. A value that all examples share counts once.
  void add_argument(double bytes, bool pulls) {
    add_bytes(bytes);
    pullback_bytes_ += bytes * (pulls ? 3 : 1);
  }
  void add_result(double bytes) {
    add_bytes(bytes);
    pullback_bytes_ += 2 * bytes;
  }
  // Keeps the bytes of the pullback of the primitive that was named last, which becomes this record of the tape.
  void keep_pullback(std::size_t record);
  // Begins the line of the pullback of a record.
  void begin_pullback(std::string_view name, std::size_t record);

  // While it exists, all belongs to a part of a pullback that has a line of its own, and then to the pullback again.
  // `flops` are operations of the part that the pullback counts as its own.
  class Part {
   public:
    Part(Profile* profile, std::string_view name, double flops);
    ~Part();
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

   private:
    Profile* profile_;
    Line* outer_ = nullptr;
  };

  // Returns the lines that were begun since clear().
  std::vector<Line> lines() const;
  // Returns how often the clock was read since clear(), and the seconds that one reading takes.
  double readings() const { return readings_; }
  double seconds_of_reading() const { return 1e-9 * nanoseconds_of_reading_; }
  // Forgets all that was measured.
  void clear();

 private:
  // Adds the time since the last reading to the current line.
  void read_clock();
  Line& line(std::string_view name, Pass pass);

  std::unordered_map<std::string_view, std::array<Line, kPasses>> lines_;
  Line nothing_{};  // what is measured before the first line
  Line* current_ = &nothing_;
  std::vector<double> kept_;  // of each record: the bytes of its pullback
  double pullback_bytes_ = 0;
  std::int64_t since_ = 0;  // nanoseconds
  double readings_ = 0, nanoseconds_of_reading_ = 0;
};

}  // namespace memnet

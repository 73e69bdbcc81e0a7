/// What a person sees and what a program reads. With --json, one object on standard output and nothing else there;
/// warnings and progress go to standard error. Progress bars only on a terminal; colour honours NO_COLOR.
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/progress.h"
#include "common/exit_code.h"

namespace zkp {

using Json = nlohmann::ordered_json;

class Console {
 public:
  Console(bool json, bool quiet);

  bool json() const { return json_; }
  /// A line of the result; nothing with --json or --quiet.
  void line(const std::string& text);
  /// The result with --json; nothing otherwise.
  void object(const Json& value);
  /// A warning on standard error; not silenced by --quiet.
  void warn(const std::string& text);
  /// "ok" in green, "FAILED" in red where that is wanted.
  std::string verdict(bool ok) const;
  std::string bold(const std::string& text) const;

  /// Prints the error in the form asked for and returns the exit code.
  int fail(const Error& error);

  ProgressSink progress();
  void end_progress();

 private:
  void show(const Progress& progress);

  bool json_, quiet_, terminal_, colour_;
  bool bar_shown_ = false;
  std::string bar_phase_;
  std::chrono::steady_clock::time_point bar_start_, bar_last_;
};

/// 48213 -> "48,213"
std::string thousands(uint64_t n);
/// 0.0421 -> "42 ms"; 2.83 -> "2.8 s"
std::string duration(double seconds);

}  // namespace zkp

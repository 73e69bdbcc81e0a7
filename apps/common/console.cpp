#include "common/console.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace zkp {
namespace {

constexpr int kBarCells = 20;

bool environment_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

Json where_json(const Where& where) {
  Json out = Json::object();
  if (!where.file.empty()) out["file"] = where.file;
  if (where.row) out["row"] = *where.row;
  if (!where.column.empty()) out["column"] = where.column;
  if (where.entry) out["entry"] = *where.entry;
  return out;
}

}  // namespace

Console::Console(bool json, bool quiet)
    : json_(json),
      quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1 && !quiet && !json),
      colour_(isatty(STDOUT_FILENO) == 1 && !environment_set("NO_COLOR")) {}

void Console::line(const std::string& text) {
  end_progress();
  if (!json_ && !quiet_) std::printf("%s\n", text.c_str());
}

void Console::object(const Json& value) {
  // Names come from files: a byte that is not UTF-8 must not end the program.
  if (json_) std::printf("%s\n", value.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

void Console::warn(const std::string& text) {
  end_progress();
  std::fprintf(stderr, "warning: %s\n", text.c_str());
}

std::string Console::verdict(bool ok) const {
  if (!colour_) return ok ? "ok" : "FAILED";
  return ok ? "\033[32mok\033[0m" : "\033[1;31mFAILED\033[0m";
}

std::string Console::bold(const std::string& text) const { return colour_ ? "\033[1m" + text + "\033[0m" : text; }

int Console::fail(const Error& error) {
  end_progress();
  if (json_) {
    object({{"error",
             {{"code", error.code().name()},
              {"message", error.message()},
              {"hint", error.hint()},
              {"where", where_json(error.where())}}}});
  }
  std::fprintf(stderr, "error: %s\n", error.describe().c_str());
  if (!error.hint().empty()) std::fprintf(stderr, "hint:  %s\n", error.hint().c_str());
  return exit_code_of(error.code());
}

ProgressSink Console::progress() {
  return [this](const Progress& progress) { show(progress); };
}

void Console::show(const Progress& progress) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  const std::string phase = std::string(progress.phase) + std::string(progress.subject);
  if (phase != bar_phase_) {
    end_progress();
    bar_phase_ = phase;
    bar_start_ = now;
  } else if (now - bar_last_ < std::chrono::milliseconds(100) && progress.done != progress.total) {
    return;
  }
  bar_last_ = now;
  const double seconds = std::chrono::duration<double>(now - bar_start_).count();
  std::string cells;
  if (progress.total > 0) {
    const auto filled =
        static_cast<int>(static_cast<double>(progress.done) / static_cast<double>(progress.total) * kBarCells);
    for (int i = 0; i < kBarCells; ++i) cells += i < filled ? "█" : "░";
  }
  std::string times = duration(seconds);
  if (seconds >= 1 && progress.done > 0 && progress.done < progress.total) {
    const auto share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
    times += ", about " + duration(std::ceil(seconds / share - seconds)) + " left";
  }
  std::fprintf(stderr, "\r\033[K%-10.*s %.*s  %s %s %.*s  %s", static_cast<int>(progress.phase.size()),
               progress.phase.data(), static_cast<int>(progress.subject.size()), progress.subject.data(), cells.c_str(),
               thousands(progress.done).c_str(), static_cast<int>(progress.unit.size()), progress.unit.data(),
               times.c_str());
  std::fflush(stderr);
  bar_shown_ = true;
}

void Console::end_progress() {
  if (bar_shown_) std::fprintf(stderr, "\r\033[K");
  bar_shown_ = false;
  bar_phase_.clear();
}

std::string thousands(uint64_t n) {
  std::string digits = std::to_string(n), out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string duration(double seconds) {
  char out[32];
  if (seconds < 1)
    std::snprintf(out, sizeof out, "%.0f ms", seconds * 1000);
  else
    std::snprintf(out, sizeof out, "%.1f s", seconds);
  return out;
}

}  // namespace zkp

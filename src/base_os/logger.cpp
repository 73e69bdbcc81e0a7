#include "base_os/logger.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <ctime>

#include "base/encoding.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base_os/system_clock.h"

namespace zkp {
namespace {

constexpr std::string_view kLevelNames[] = {"debug", "info", "warn", "error"};

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// RFC 3339, UTC, milliseconds.
std::string timestamp(int64_t now_us) {
  int64_t seconds = now_us / 1'000'000, rest_us = now_us % 1'000'000;
  if (rest_us < 0) rest_us += 1'000'000, --seconds;
  const std::time_t time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[64];
  const size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + length, sizeof text - length, ".%03dZ", static_cast<int>(rest_us / 1000));
  return text;
}

// Bytes that are no UTF-8 are shown as \xNN each: a log line must be text.
std::string as_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string out;
  for (char c : text) {
    if (static_cast<uint8_t>(c) < 0x80) {
      out += c;
    } else {
      const uint8_t byte = static_cast<uint8_t>(c);
      out += "\\x" + hex_encode(ByteView(&byte, 1));
    }
  }
  return out;
}

// Printable ASCII without spaces, quotes and '=' stands as it is; everything else becomes a JSON string.
std::string text_value(const std::string& value) {
  const auto plain = [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '=' && c != '\\'; };
  if (!value.empty() && std::all_of(value.begin(), value.end(), plain)) return value;
  return printable(json::dump(as_utf8(value)));
}

class SpdlogLogger : public Logger {
 public:
  SpdlogLogger(std::shared_ptr<spdlog::sinks::sink> sink, const LoggerOptions& options)
      : format_(options.format),
        id_(as_utf8(options.correlation_id)),
        clock_(options.clock != nullptr ? options.clock : &system_clock_),
        out_("zkp", std::move(sink)) {
    out_.set_pattern("%v");
    out_.set_level(to_spdlog(options.level));
    out_.flush_on(spdlog::level::trace);
    out_.set_error_handler([](const std::string&) {});
  }

  void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override {
    const spdlog::level::level_enum to = to_spdlog(level);
    if (!out_.should_log(to)) return;
    const std::string line =
        format_ == LogFormat::kJson ? json_line(level, event, fields) : text_line(level, event, fields);
    out_.log(to, spdlog::string_view_t(line.data(), line.size()));
  }

 private:
  static std::string field_name(std::string_view key) {
    const bool ours = key == "time" || key == "level" || key == "event" || key == "id";
    return as_utf8(ours ? "field." + std::string(key) : std::string(key));
  }

  std::string json_line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    json::Object line{{"event", as_utf8(event)},
                      {"level", kLevelNames[static_cast<int>(level)]},
                      {"time", timestamp(clock_->now_us())}};
    if (!id_.empty()) line.emplace("id", id_);
    for (const LogField& field : fields) line.insert_or_assign(field_name(field.key), as_utf8(field.value));
    return json::dump(line);
  }

  std::string text_line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    std::string name(kLevelNames[static_cast<int>(level)]);
    name.resize(5, ' ');
    std::string line = timestamp(clock_->now_us()) + " " + name + " " + text_value(std::string(event));
    if (!id_.empty()) line += " id=" + text_value(id_);
    for (const LogField& field : fields)
      line += " " + text_value(field_name(field.key)) + "=" + text_value(field.value);
    return line;
  }

  LogFormat format_;
  std::string id_;
  SystemClock system_clock_;
  Clock* clock_;
  spdlog::logger out_;
};

}  // namespace

Result<std::unique_ptr<Logger>> make_logger(const LoggerOptions& options) {
  try {
    std::shared_ptr<spdlog::sinks::sink> sink;
    if (options.file.empty()) {
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } else {
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file);
    }
    return std::unique_ptr<Logger>(std::make_unique<SpdlogLogger>(std::move(sink), options));
  } catch (const spdlog::spdlog_ex& error) {
    return Error(StorageError::kIo, std::string("cannot open the log file: ") + error.what()).with_file(options.file);
  }
}

Result<LogLevel> parse_log_level(std::string_view text) {
  for (size_t i = 0; i < std::size(kLevelNames); ++i)
    if (text == kLevelNames[i]) return static_cast<LogLevel>(i);
  return Error(GeneralError::kInvalidArgument, "unknown log level \"" + std::string(text) + "\"")
      .with_hint("levels are debug, info, warn, error");
}

Result<LogFormat> parse_log_format(std::string_view text) {
  if (text == "text") return LogFormat::kText;
  if (text == "json") return LogFormat::kJson;
  return Error(GeneralError::kInvalidArgument, "unknown log format \"" + std::string(text) + "\"")
      .with_hint("formats are text, json");
}

Result<std::string> new_correlation_id(Random& random) {
  ByteArray<8> bytes;
  ZKP_TRY_VOID(random.fill(bytes));
  return hex_encode(bytes);
}

}  // namespace zkp

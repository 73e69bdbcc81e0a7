/// Structured log lines on standard error or in a file: text for people, JSON for machines. Over spdlog.
///
///   2026-01-01T00:00:00.000Z info  append.done id=4be0… entries=3 file="my data.csv"
///   {"entries":"3","event":"append.done","id":"4be0…","level":"info","time":"2026-01-01T00:00:00.000Z"}
///
/// A line is one line whatever the values hold: control characters and invalid UTF-8 are escaped, so nobody can forge a
/// second line with a file name. A field named like one of ours (time, level, event, id) is written as field.NAME.
/// Safe for concurrent use. A logger never fails its caller: what cannot be written is lost.
#pragma once

#include <memory>
#include <string>

#include "base/env.h"

namespace zkp {

enum class LogFormat { kText, kJson };

struct LoggerOptions {
  LogLevel level = LogLevel::kInfo;  ///< less important lines are dropped
  LogFormat format = LogFormat::kText;
  std::string file = {};            ///< appended to; empty: standard error
  std::string correlation_id = {};  ///< ties the lines of one command or request together; empty: no field
  Clock* clock = nullptr;           ///< nullptr: the system's; must outlive the logger
};

/// Error: StorageError::kIo when the file cannot be opened.
Result<std::unique_ptr<Logger>> make_logger(const LoggerOptions& options);

/// "debug", "info", "warn", "error". Error: GeneralError::kInvalidArgument listing them.
Result<LogLevel> parse_log_level(std::string_view text);
/// "text", "json".
Result<LogFormat> parse_log_format(std::string_view text);

/// 16 hex digits.
Result<std::string> new_correlation_id(Random& random);

}  // namespace zkp

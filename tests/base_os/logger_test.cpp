#include "base_os/logger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "base/json.h"
#include "base/sim.h"
#include "base_os/system_files.h"
#include "base_os/temp_folder.h"

namespace zkp {
namespace {

std::string text_of(const std::string& path) { return std::string(as_text(SystemFiles().read(path, 1 << 26).value())); }

TEST(Logger, TextLinesAreForPeople) {
  TempFolder folder;
  SimClock clock(SimClock::kStart_us + 1'234'567);
  auto logger = make_logger({.file = folder / "log", .correlation_id = "4be0", .clock = &clock}).value();
  logger->log(LogLevel::kInfo, "append.done", {{"entries", "3"}, {"file", "my data.csv"}});
  logger->log(LogLevel::kDebug, "hidden", {});
  logger->log(LogLevel::kError, "x", {});
  EXPECT_EQ(text_of(folder / "log"),
            "2026-01-01T00:00:01.234Z info  append.done id=4be0 entries=3 file=\"my data.csv\"\n"
            "2026-01-01T00:00:01.234Z error x id=4be0\n");
}

TEST(Logger, JsonLinesAreCanonicalJson) {
  TempFolder folder;
  SimClock clock(-1);
  auto logger =
      make_logger({.level = LogLevel::kDebug, .format = LogFormat::kJson, .file = folder / "log", .clock = &clock})
          .value();
  logger->log(LogLevel::kDebug, "e", {{"level", "forged"}, {"k", "\xff\n"}});
  EXPECT_EQ(text_of(folder / "log"),
            "{\"event\":\"e\",\"field.level\":\"forged\",\"k\":\"\\\\xff\\n\",\"level\":\"debug\","
            "\"time\":\"1969-12-31T23:59:59.999Z\"}\n");
}

TEST(Logger, NoValueCanForgeALine) {
  TempFolder folder;
  for (LogFormat format : {LogFormat::kText, LogFormat::kJson}) {
    const std::string path = folder / (format == LogFormat::kText ? "text" : "json");
    auto logger = make_logger({.format = format, .file = path, .correlation_id = "a\nb"}).value();
    std::string hostile;
    for (int c = 0; c < 256; ++c) hostile += static_cast<char>(c);
    logger->log(LogLevel::kWarn, hostile, {{hostile, hostile}, {"c1", "\xc2\x9b"}, {"empty", ""}, {"eq", "a=b c=d"}});
    const std::string text = text_of(path);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    if (format == LogFormat::kText) {
      EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
      EXPECT_NE(text.find(" empty=\"\" eq=\"a=b c=d\"\n"), std::string::npos);
    } else {
      EXPECT_TRUE(json::parse_canonical(text.substr(0, text.size() - 1)).ok());
    }
  }
}

TEST(Logger, ThreadsDoNotTearLines) {
  TempFolder folder;
  auto logger = make_logger({.format = LogFormat::kJson, .file = folder / "log"}).value();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) logger->log(LogLevel::kInfo, "e", {{"i", std::string(50, 'x')}});
    });
  for (auto& thread : threads) thread.join();
  const std::string text = text_of(folder / "log");
  int lines = 0;
  for (size_t at = 0; at < text.size(); ++lines) {
    const size_t end = text.find('\n', at);
    ASSERT_NE(end, std::string::npos);
    ASSERT_TRUE(json::parse_canonical(text.substr(at, end - at)).ok());
    at = end + 1;
  }
  EXPECT_EQ(lines, 800);
}

TEST(Logger, WritesToStandardErrorByDefault) {
  ::testing::internal::CaptureStderr();
  make_logger({}).value()->log(LogLevel::kWarn, "hello", {});
  const std::string text = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("Z warn  hello\n"), std::string::npos) << text;
}

TEST(Logger, AFileThatCannotBeOpenedIsAnError) {
  TempFolder folder;
  EXPECT_EQ(make_logger({.file = folder.path()}).error().code(), ErrorCode(StorageError::kIo));
}

TEST(Logger, LevelsAndFormatsAreReadFromTheConfiguration) {
  EXPECT_EQ(parse_log_level("debug").value(), LogLevel::kDebug);
  EXPECT_EQ(parse_log_level("error").value(), LogLevel::kError);
  EXPECT_EQ(parse_log_level("INFO").error().hint(), "levels are debug, info, warn, error");
  EXPECT_EQ(parse_log_format("json").value(), LogFormat::kJson);
  EXPECT_FALSE(parse_log_format("xml").ok());
  SimRandom random;
  const std::string id = new_correlation_id(random).value();
  EXPECT_EQ(id.size(), 16u);
  EXPECT_NE(id, new_correlation_id(random).value());
}

}  // namespace
}  // namespace zkp

#include "base/sim.h"

#include <gtest/gtest.h>

#include <set>

#include "base/encoding.h"

namespace zkp {
namespace {

std::string text_of(SimFiles& files, const std::string& path) {
  Result<Bytes> bytes = files.read(path, 1 << 20);
  return bytes.ok() ? std::string(as_text(*bytes)) : "<" + std::string(bytes.error().code().name()) + ">";
}

TEST(SimClock, GoesWhereItIsTold) {
  SimClock clock(100);
  EXPECT_EQ(clock.now_us(), 100);
  clock.advance_us(-50);
  EXPECT_EQ(clock.now_us(), 50);
  clock.set_step_us(7);
  EXPECT_EQ(clock.now_us(), 50);
  EXPECT_EQ(clock.now_us(), 57);
}

// 0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f: the first outputs of SplitMix64 with seed 0.
TEST(SimRandom, IsSplitMix64WhateverTheSizesOfTheCalls) {
  SimRandom random(0), same(0);
  Bytes whole(24), parts(24);
  ASSERT_TRUE(random.fill(whole).ok());
  for (size_t at : {0, 5, 6}) ASSERT_TRUE(same.fill(std::span(parts).subspan(at, at == 0 ? 5 : at == 5 ? 1 : 18)).ok());
  EXPECT_EQ(whole, parts);
  EXPECT_EQ(hex_encode(whole), "afcd1d7b39a820e2f465b9a16a9e786e4f450980185dc406");
}

TEST(SimRandom, FailsWhenTold) {
  SimRandom random;
  random.fail_after(1);
  Bytes out(4);
  EXPECT_TRUE(random.fill(out).ok());
  EXPECT_EQ(random.fill(out).error().code(), ErrorCode(CryptoError::kRandom));
  random.fail_after(UINT64_MAX);
  EXPECT_TRUE(random.fill(out).ok());
}

TEST(SimFiles, BehavesAsAFileSystem) {
  SimFiles files;
  EXPECT_EQ(files.create("d/a").error().code(), ErrorCode(GeneralError::kNotFound));
  ASSERT_TRUE(files.make_directories("d/e//f/", 0700).ok());
  EXPECT_TRUE(files.exists("d/e").value());
  EXPECT_EQ(files.mode("d/e/f").value(), 0700);
  {
    auto file = files.create("d/a", 0600).value();
    ASSERT_TRUE(file->write(as_bytes("one ")).ok());
    ASSERT_TRUE(file->write(as_bytes("two")).ok());
  }
  EXPECT_EQ(text_of(files, "./d/a"), "one two");
  EXPECT_EQ(files.mode("d/a").value(), 0600);
  EXPECT_EQ(files.read("d/a", 6).error().code(), ErrorCode(GeneralError::kLimit));
  ASSERT_TRUE(files.replace("d/b", as_bytes("new")).ok());
  EXPECT_EQ(files.list("d").value(), (std::vector<std::string>{"a", "b", "e"}));
  EXPECT_EQ(files.list(".").value(), std::vector<std::string>{"d"});
  EXPECT_EQ(files.remove("d").error().code(), ErrorCode(StorageError::kIo));
  ASSERT_TRUE(files.remove("d/a").ok());
  EXPECT_EQ(text_of(files, "d/a"), "<general.not-found>");
  EXPECT_EQ(files.remove("d/a").error().code(), ErrorCode(GeneralError::kNotFound));
  ASSERT_TRUE(files.remove("d/e/f").ok());
  EXPECT_FALSE(files.exists("d/e/f").value());
  EXPECT_EQ(files.list("d/e/f").error().code(), ErrorCode(GeneralError::kNotFound));
  EXPECT_EQ(files.make_directories("d/b/c").error().code(), ErrorCode(StorageError::kIo));
}

TEST(SimFiles, MapsACopyOfWhatTheProcessSees) {
  SimFiles files;
  ASSERT_TRUE(files.replace("a", as_bytes("old")).ok());
  auto mapped = files.map("a", 3).value();
  ASSERT_TRUE(files.replace("a", as_bytes("new")).ok());
  mapped->forget(0, 3);
  EXPECT_EQ(as_text(mapped->bytes()), "old");
  EXPECT_EQ(files.map("a", 2).error().code(), ErrorCode(GeneralError::kLimit));
  EXPECT_EQ(files.map("b", 2).error().code(), ErrorCode(GeneralError::kNotFound));
}

TEST(SimFiles, TheSameSeedGivesTheSameCrash) {
  const auto run = [](uint64_t seed) {
    SimFiles files(seed);
    auto file = files.create("a").value();
    file->write(Bytes(5000, 'x')).value();
    files.crash();
    return text_of(files, "a");
  };
  std::set<std::string> outcomes;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    EXPECT_EQ(run(seed), run(seed));
    outcomes.insert(run(seed));
  }
  EXPECT_GT(outcomes.size(), 10u);
  EXPECT_TRUE(outcomes.count("<general.not-found>"));
}

TEST(SimFiles, SyncedBytesSurviveEveryCrashAndUnsyncedBytesSometimesDoNot) {
  std::set<size_t> lengths;
  bool zeroed_sector = false;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    SimFiles files(seed);
    auto file = files.create("a").value();
    ASSERT_TRUE(file->write(Bytes(700, 'S')).ok());
    ASSERT_TRUE(file->sync().ok());
    ASSERT_TRUE(file->write(Bytes(2000, 'u')).ok());
    files.crash();
    const std::string text = text_of(files, "a");
    ASSERT_GE(text.size(), 700u);
    ASSERT_LE(text.size(), 2700u);
    EXPECT_EQ(text.substr(0, 700), std::string(700, 'S'));
    lengths.insert(text.size());
    zeroed_sector |= text.find('\0') != std::string::npos;
    EXPECT_FALSE(file->write(as_bytes("x")).ok()) << "a handle from before the crash";
  }
  EXPECT_GT(lengths.size(), 50u);
  EXPECT_TRUE(zeroed_sector);
}

TEST(SimFiles, ReplaceIsAtomicUnderACrashAtEveryOperation) {
  std::set<std::string> outcomes;
  for (uint64_t seed = 0; seed < 30; ++seed)
    for (uint64_t n = 0;; ++n) {
      SimFiles files(seed);
      ASSERT_TRUE(files.replace("a", as_bytes("old")).ok());
      files.stop_at_operation(n);
      const bool acknowledged = files.replace("a", as_bytes("new content")).ok();
      const bool reached = files.stopped();
      files.crash();
      const std::string text = text_of(files, "a");
      outcomes.insert(text);
      EXPECT_TRUE(text == "new content" || (text == "old" && !acknowledged)) << text;
      EXPECT_EQ(files.list("").value(), std::vector<std::string>{"a"}) << "temporary files are not listed";
      if (!reached) {
        EXPECT_EQ(n, 5u);
        break;
      }
    }
  EXPECT_EQ(outcomes.size(), 2u);
}

TEST(SimFiles, ReplacingInPiecesIsAtomicUnderACrashAtEveryOperation) {
  const auto pieces = [](const auto& sink) -> Result<void> {
    ZKP_TRY_VOID(sink(as_bytes("new ")));
    return sink(as_bytes("content"));
  };
  std::set<std::string> outcomes;
  for (uint64_t seed = 0; seed < 30; ++seed)
    for (uint64_t n = 0;; ++n) {
      SimFiles files(seed);
      ASSERT_TRUE(files.replace("a", as_bytes("old")).ok());
      files.stop_at_operation(n);
      const bool acknowledged = files.replace_in_pieces("a", pieces).ok();
      const bool reached = files.stopped();
      files.crash();
      const std::string text = text_of(files, "a");
      outcomes.insert(text);
      EXPECT_TRUE(text == "new content" || (text == "old" && !acknowledged)) << text;
      if (!reached) {
        EXPECT_EQ(n, 6u);
        break;
      }
    }
  EXPECT_EQ(outcomes.size(), 2u);
}

TEST(SimFiles, ATruncatedFileMayComeBackAfterACrash) {
  std::set<std::string> outcomes;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SimFiles files(seed);
    ASSERT_TRUE(files.replace("a", as_bytes("old")).ok());
    auto file = files.create("a").value();
    ASSERT_TRUE(file->write(as_bytes("NEW")).ok());
    files.crash();
    outcomes.insert(text_of(files, "a"));
  }
  EXPECT_TRUE(outcomes.count("old"));
  EXPECT_TRUE(outcomes.count("NEW"));
  EXPECT_TRUE(outcomes.count(""));
}

TEST(SimFiles, AFailedSyncHasLostTheBytesEvenIfALaterOneSucceeds) {
  SimFiles files;
  auto file = files.create("a").value();
  ASSERT_TRUE(file->write(as_bytes("lost")).ok());
  files.fail_operation(0);
  ASSERT_FALSE(file->sync().ok());
  ASSERT_TRUE(file->write(as_bytes("kept")).ok());
  ASSERT_TRUE(file->sync().ok());
  EXPECT_EQ(text_of(files, "a"), "lostkept") << "the running system still sees them";
  files.crash();
  EXPECT_EQ(text_of(files, "a"), std::string("\0\0\0\0kept", 8));
}

TEST(SimFiles, ADyingProcessLosesNothingThatItWrote) {
  SimFiles files;
  auto file = files.create("a").value();
  ASSERT_TRUE(file->write(as_bytes("unsynced")).ok());
  files.stop_at_operation(0);
  EXPECT_FALSE(files.replace("b", as_bytes("x")).ok());
  EXPECT_FALSE(files.list("").ok());
  files.restart();
  EXPECT_EQ(text_of(files, "a"), "unsynced");
  EXPECT_EQ(text_of(files, "b"), "<general.not-found>");
  EXPECT_FALSE(file->write(as_bytes("x")).ok());
}

TEST(SimFiles, AFailureStrikesOnceAndWhereItWasAskedFor) {
  SimFiles files;
  files.fail_operation(1);
  EXPECT_TRUE(files.make_directories("d").ok());
  EXPECT_EQ(files.create("d/a").error().code(), ErrorCode(StorageError::kIo));
  EXPECT_TRUE(files.create("d/a").ok());
  EXPECT_EQ(files.operations(), 3u);
}

TEST(SimFiles, AFullDiskKeepsWhatFitsAndReplaceKeepsTheOldContent) {
  SimFiles files;
  ASSERT_TRUE(files.replace("a", as_bytes("12345")).ok());
  files.set_capacity_bytes(8);
  auto file = files.create("b").value();
  EXPECT_EQ(file->write(as_bytes("abcdef")).error().code(), ErrorCode(StorageError::kFull));
  EXPECT_EQ(text_of(files, "b"), "abc");
  EXPECT_EQ(files.replace("a", as_bytes("6789")).error().code(), ErrorCode(StorageError::kFull));
  EXPECT_EQ(text_of(files, "a"), "12345");
  EXPECT_EQ(files.paths(), (std::vector<std::string>{"a", "b"})) << "no temporary file stays behind";
  files.set_capacity_bytes(UINT64_MAX);
  EXPECT_TRUE(file->write(as_bytes("def")).ok());
  EXPECT_EQ(text_of(files, "b"), "abcdef");
}

TEST(SimFiles, AFlippedBitStaysFlippedAfterACrash) {
  SimFiles files;
  ASSERT_TRUE(files.replace("a", as_bytes("AB")).ok());
  files.flip_bit("a", 1, 0);
  files.crash();
  EXPECT_EQ(text_of(files, "a"), "AC");
}

TEST(RecordingLogger, KeepsEveryLine) {
  RecordingLogger logger;
  logger.log(LogLevel::kInfo, "opened", {{"entries", "3"}});
  logger.log(LogLevel::kWarn, "clock.back", {});
  EXPECT_EQ(logger.events(), (std::vector<std::string>{"opened", "clock.back"}));
  EXPECT_EQ(logger.lines()[0].fields.at("entries"), "3");
  EXPECT_TRUE(logger.mentions("entries"));
  EXPECT_FALSE(logger.mentions("secret"));
  logger.clear();
  EXPECT_TRUE(logger.lines().empty());
}

}  // namespace
}  // namespace zkp

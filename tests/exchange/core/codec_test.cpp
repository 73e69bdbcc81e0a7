#include <gtest/gtest.h>

#include "exchange/core/vectors.h"

namespace zkp::exchange {
namespace {

using namespace test;

// Field layouts are those of the vectors: checked on the bytes of all scenarios. Here: what those do not reach.
TEST(Records, ChecksumOfTheStandardCheckValue) {
  const std::string_view text = "123456789";
  EXPECT_EQ(crc32c(as_bytes(text).data(), text.size()), 0xe3069283u);
}

TEST(Records, EveryByteOutsideTheLayoutMakesACommandMalformed) {
  for (const auto& line : read_lines("codec.jsonl")) {
    if (!line.contains("command")) continue;
    static uint8_t type = 0;
    CommandRecord command{};
    command.type = static_cast<CommandType>(++type);
    command.version = 1;
    SCOPED_TRACE(line["command"].dump());
    EXPECT_TRUE(well_formed(command));
    std::array<bool, kRecordBytes> used{};
    for (const auto& field : line["body"]) {
      const std::string kind = field[1];
      const size_t size = kind == "u8" ? 1 : kind == "u16" ? 2 : kind == "u32" ? 4 : 8;
      for (size_t i = 0; i < size; ++i) used[field[2].get<size_t>() + i] = true;
    }
    for (size_t at = kHeaderBytes; at < kRecordBytes; ++at) {
      CommandRecord changed = command;
      reinterpret_cast<uint8_t*>(&changed)[at] = 1;
      // Bytes behind the hashed part decide nothing.
      EXPECT_EQ(well_formed(changed), used[at] || at >= kHashedEnd) << at;
    }
    CommandRecord flagged = command;
    flagged.flags = 1;
    EXPECT_FALSE(well_formed(flagged));
    flagged.session = 1;
    EXPECT_EQ(well_formed(flagged), command.type == CommandType::kNewOrder);
    flagged.flags = 2;
    EXPECT_FALSE(well_formed(flagged));
    CommandRecord old = command;
    old.version = 0;
    EXPECT_FALSE(well_formed(old));
  }
  CommandRecord unknown{};
  unknown.version = 1;
  for (const int type : {0, 15, 255}) {
    unknown.type = static_cast<CommandType>(type);
    EXPECT_FALSE(well_formed(unknown));
  }
}

TEST(Records, TailIsPartOfTheSealOnly) {
  CommandRecord command{};
  command.type = CommandType::kTick;
  command.version = 1;
  seal(command);
  EXPECT_TRUE(sealed(command));
  for (size_t at = kHashedEnd; at < kRecordBytes; ++at) {
    CommandRecord changed = command;
    reinterpret_cast<uint8_t*>(&changed)[at] = 1;
    EXPECT_TRUE(well_formed(changed));
    EXPECT_FALSE(zero_tail(changed));
    seal(changed);
    EXPECT_FALSE(sealed(changed));
  }
}

TEST(Leaves, SizesOfTheVectors) {
  const std::map<std::string, size_t> sizes = {{"Global", Global::kSize},
                                               {"Asset", Asset::kSize},
                                               {"InstrumentConfig", InstrumentConfig::kSize},
                                               {"InstrumentState", InstrumentState::kSize},
                                               {"Trader", Trader::kSize},
                                               {"Balance", Balance::kSize},
                                               {"Position", Position::kSize},
                                               {"Order", Order::kSize},
                                               {"Timer", TimerLeaf::kSize}};
  size_t seen = 0;
  for (const auto& line : read_lines("codec.jsonl")) {
    if (!line.contains("leaf")) continue;
    ++seen;
    EXPECT_EQ(sizes.at(line["leaf"]), line["size"].get<size_t>());
  }
  EXPECT_EQ(seen, sizes.size());
}

TEST(Leaves, GenesisState) {
  Machine machine;
  const auto lines = read_lines("codec.jsonl");
  EXPECT_EQ(hex_encode(machine.tree.root()), lines.back()["genesis_root"].get<std::string>());
  const ChangeSet leaves = machine.leaves();
  ASSERT_EQ(leaves.size(), lines.back()["state"].size());
  for (size_t i = 0; i < leaves.size(); ++i)
    EXPECT_EQ(hex_of(leaves[i].key), lines.back()["state"][i][0].get<std::string>());
}

TEST(Keys, AscendInTheOrderOfPriority) {
  EXPECT_LT(book_key(1, Side::kBuy, 101, 9), book_key(1, Side::kBuy, 100, 1));
  EXPECT_LT(book_key(1, Side::kSell, 100, 9), book_key(1, Side::kSell, 101, 1));
  EXPECT_LT(book_key(1, Side::kSell, 100, 1), book_key(1, Side::kSell, 100, 2));
  EXPECT_LT(stop_key(1, Side::kBuy, 100, 9), stop_key(1, Side::kBuy, 101, 1));
  EXPECT_LT(stop_key(1, Side::kSell, 101, 9), stop_key(1, Side::kSell, 100, 1));
  EXPECT_LT(timer_key(5, 0, 9, 0), timer_key(5, 1, 1, 1));
  EXPECT_LT(timer_key(5, 1, 9, 9), timer_key(6, 0, 1, 0));
}

TEST(Keys, PartsReadBack) {
  const Key book = book_key(0x01020304, Side::kSell, 77, 0x1122334455667788);
  EXPECT_EQ(book.kind(), LeafKind::kBook);
  EXPECT_EQ(book.id(), 0x01020304u);
  EXPECT_EQ(book.sub(), 1);
  EXPECT_EQ(book.tail_hi(), book_code(Side::kSell, 77));
  EXPECT_EQ(book.tail_lo(), 0x1122334455667788u);
  const Key timer = timer_key(0x0102030405060708, 1, 0xa1a2a3a4, 0x1122334455667788);
  EXPECT_EQ(timer_due(timer), 0x0102030405060708u);
  EXPECT_EQ(timer_sub(timer), 1);
  EXPECT_EQ(timer_instrument(timer), 0xa1a2a3a4u);
  EXPECT_EQ(timer.tail_lo(), 0x1122334455667788u);
  uint8_t bytes[Key::kBytes];
  timer.write(bytes);
  EXPECT_EQ(Key::read(bytes), timer);
}

}  // namespace
}  // namespace zkp::exchange

#include "base/column_type.h"

#include <gtest/gtest.h>

namespace zkp {
namespace {

TEST(ColumnType, NameIsReadBackForEveryValidType) {
  std::vector<ColumnType> types = {{TypeCode::kUint64, 0}, {TypeCode::kBool, 0},   {TypeCode::kTimestamp, 0},
                                   {TypeCode::kDate, 0},   {TypeCode::kF64Ord, 0}, {TypeCode::kStr248, 0},
                                   {TypeCode::kKey62, 0},  {TypeCode::kCode, 1},   {TypeCode::kCode, UINT32_MAX}};
  for (uint32_t bits = 1; bits <= 64; ++bits) types.push_back({TypeCode::kInt, bits});
  for (uint32_t scale = 0; scale <= 18; ++scale) types.push_back({TypeCode::kDecimal, scale});
  for (ColumnType type : types) {
    ASSERT_TRUE(is_valid(type)) << name(type);
    auto back = parse_column_type(name(type));
    ASSERT_TRUE(back.ok()) << name(type);
    EXPECT_EQ(*back, type);
  }
}

TEST(ColumnType, SpellingsOfTheCommandLineAreRead) {
  EXPECT_EQ(*parse_column_type("int"), (ColumnType{TypeCode::kInt, 0}));
  EXPECT_EQ(*parse_column_type("int(48)"), (ColumnType{TypeCode::kInt, 48}));
  EXPECT_EQ(*parse_column_type("decimal(6)"), (ColumnType{TypeCode::kDecimal, 6}));
  EXPECT_EQ(*parse_column_type("float"), (ColumnType{TypeCode::kF64Ord, 0}));
  EXPECT_EQ(*parse_column_type("utf8"), (ColumnType{TypeCode::kStr248, 0}));
  EXPECT_EQ(*parse_column_type("Category"), (ColumnType{TypeCode::kCode, 0}));
}

TEST(ColumnType, OtherSpellingsAreRefused) {
  for (const char* text : {"", "integer", "int(", "int()", "int(0)", "int(65)", "int(032)", "int(-1)", "int(8) ",
                           "decimal", "decimal(19)", "code(0)", "code(4294967296)", "uint64(0)", "utf8(3)", "(3)"}) {
    auto type = parse_column_type(text);
    ASSERT_FALSE(type.ok()) << text;
    EXPECT_EQ(type.error().code(), TableError::kBadSchema);
  }
}

TEST(ColumnType, IntervalsAreThoseOfTheSpecification) {
  EXPECT_EQ(*interval({TypeCode::kInt, 16}), (Interval{-32768, 32767}));
  EXPECT_EQ(*interval({TypeCode::kInt, 1}), (Interval{-1, 0}));
  EXPECT_EQ(*interval({TypeCode::kInt, 64}), (Interval{INT64_MIN, INT64_MAX}));
  EXPECT_EQ(*interval({TypeCode::kUint64, 0}), (Interval{0, static_cast<__int128>(UINT64_MAX)}));
  EXPECT_EQ(*interval({TypeCode::kF64Ord, 0}), (Interval{-0x7fefffffffffffff, 0x7fefffffffffffff}));
  EXPECT_EQ(*interval({TypeCode::kCode, 5}), (Interval{0, 4}));
  EXPECT_FALSE(interval({TypeCode::kStr248, 0}).has_value());
  EXPECT_EQ(*magnitude({TypeCode::kInt, 8}), 128);
  EXPECT_EQ(*magnitude({TypeCode::kBool, 0}), 1);
}

TEST(ColumnType, GroupsAreThoseOfTheSpecification) {
  // codes 1..10 against ARITH = {1..6}, ORD = ARITH + {7,9,10}, KEYS = {1,2,3,5,6,9,10}
  const bool arith[] = {true, true, true, true, true, true, false, false, false, false};
  const bool ord[] = {true, true, true, true, true, true, true, false, true, true};
  const bool keys[] = {true, true, true, false, true, true, false, false, true, true};
  for (uint8_t code = 1; code <= 10; ++code) {
    const ColumnType type{*type_code_from_u8(code), 1};
    EXPECT_EQ(in_group(type, TypeGroup::kArith), arith[code - 1]) << int{code};
    EXPECT_EQ(in_group(type, TypeGroup::kOrd), ord[code - 1]) << int{code};
    EXPECT_EQ(in_group(type, TypeGroup::kKeys), keys[code - 1]) << int{code};
    EXPECT_TRUE(in_group(type, TypeGroup::kAny));
  }
  EXPECT_FALSE(type_code_from_u8(0).has_value());
  EXPECT_FALSE(type_code_from_u8(11).has_value());
}

}  // namespace
}  // namespace zkp

#include "base/error.h"

#include <gtest/gtest.h>

#include <set>

#include "base/result.h"

namespace zkp {
namespace {

TEST(Error, DescribesThePlaceAsAPersonReadsIt) {
  const Error error = Error(TableError::kBadValue, "expected an integer, found \"n/a\"")
                          .with_file("train.csv")
                          .with_row(48213)
                          .with_column("age")
                          .with_hint("declare it nullable");
  EXPECT_EQ(error.describe(), "train.csv: row 48,213, column \"age\": expected an integer, found \"n/a\"");
  EXPECT_EQ(error.code().name(), "table.bad-value");
  EXPECT_EQ(error.hint(), "declare it nullable");
}

TEST(Error, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(Error(GeneralError::kParse, "bad").describe(), "bad");
  EXPECT_EQ(Error(GeneralError::kParse, "bad").with_file("a").describe(), "a: bad");
  EXPECT_EQ(Error(GeneralError::kParse, "bad").with_row(0).describe(), "row 0: bad");
  EXPECT_EQ(Error(GeneralError::kParse, "bad").with_entry(1234567).describe(), "entry 1,234,567: bad");
  EXPECT_EQ(Error(GeneralError::kParse, "bad").with_row(999).with_file("f").describe(), "f: row 999: bad");
  EXPECT_EQ(Error(GeneralError::kParse, "bad").with_row(1000).describe(), "row 1,000: bad");
  EXPECT_EQ(Error(GeneralError::kParse, "bad").in("outer").describe(), "outer: bad");
  EXPECT_EQ(Error(GeneralError::kParse, "").with_row(UINT64_MAX).describe(), "row 18,446,744,073,709,551,615: ");
}

TEST(Error, ControlCharactersOfAHostileNameNeverReachTheTerminal) {
  const std::string line = Error(GeneralError::kNotFound, "no\nsuch\x1b[2Jfile")
                               .with_file("a\rb\x7f\xc2\x9b")
                               .with_column("\xc3\xa9")
                               .describe();
  EXPECT_EQ(line, "a\\x0db\\x7f\\x9b: column \"\xc3\xa9\": no\\x0asuch\\x1b[2Jfile");
}

template <class E>
void collect_names(std::set<std::string_view>& names, std::string_view domain, int count) {
  for (int i = 1; i <= count; ++i) {
    const std::string_view name = ErrorCode(static_cast<E>(i)).name();
    EXPECT_TRUE(name.starts_with(domain)) << name;
    EXPECT_FALSE(name.ends_with(".unknown")) << domain << i;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_TRUE(ErrorCode(static_cast<E>(count + 1)).name().ends_with(".unknown")) << domain << " has a new code";
}

TEST(Error, EveryCodeHasItsOwnName) {
  std::set<std::string_view> names;
  collect_names<GeneralError>(names, "general.", 7);
  collect_names<CryptoError>(names, "crypto.", 10);
  collect_names<StorageError>(names, "storage.", 7);
  collect_names<LedgerError>(names, "ledger.", 16);
  collect_names<TableError>(names, "table.", 16);
  collect_names<StatementError>(names, "statement.", 8);
  EXPECT_EQ(names.size(), 64u);
  EXPECT_NE(ErrorCode(GeneralError::kIo), ErrorCode(StorageError::kIo));
}

Result<int> half(int n) {
  if (n % 2 != 0) return Error(GeneralError::kInvalidArgument, "odd");
  return n / 2;
}
Result<int> quarter(int n) {
  ZKP_TRY(const int once, half(n));
  ZKP_TRY(const int twice, half(once));
  return twice;
}
Result<void> check_quarter(int n) {
  ZKP_TRY_VOID(quarter(n));
  return {};
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(quarter(12).value(), 3);
  EXPECT_EQ(quarter(6).error().message(), "odd");
  EXPECT_TRUE(check_quarter(4).ok());
  EXPECT_FALSE(check_quarter(5).ok());
}

TEST(Result, ReadingTheWrongSideIsABrokenInvariant) {
  EXPECT_DEATH(static_cast<void>(half(3).value()), "internal error");
  EXPECT_DEATH(static_cast<void>(half(4).error()), "internal error");
}

}  // namespace
}  // namespace zkp

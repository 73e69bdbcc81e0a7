/// The public checks of statements: which columns they may be about, and what their numbers may be. Statements are read
/// for the class of real proofs; nothing is proved here.
#include <algorithm>

#include "dataset_proof/zoo.h"

namespace zkp {
namespace {

using toy::accepted;
using toy::compiled;
using toy::expect_all;
using toy::Names;
using toy::zoo;

/// A statement about one column, and the types that it is for.
struct AboutColumn {
  const char* name;
  std::function<Bytes(const std::string& column)> make;
  std::vector<int> types;
  bool nullable;

  friend std::ostream& operator<<(std::ostream& out, const AboutColumn& about) { return out << about.name; }
};
const std::vector<int> kArith = {1, 2, 3, 4, 5, 6}, kOrd = {1, 2, 3, 4, 5, 6, 7, 9, 10}, kKeys = {1, 2, 3, 5, 6, 9, 10},
                       kAny = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, kNumbers = {1, 2, 3, 5, 6};
/// Without KEY62: no groups and bins, and in rows only beside its STR248 (errata E9).
const std::vector<int> kOrdNoHash = {1, 2, 3, 4, 5, 6, 7, 10}, kSortNoHash = {1, 2, 3, 5, 6, 7, 10},
                       kKeysNoHash = {1, 2, 3, 5, 6, 10}, kNoHash = {1, 2, 3, 4, 5, 6, 7, 8, 10};

// Specification 11: the table, and the types of each statement.
const AboutColumn kAboutColumns[] = {
    {"sums", [](const auto& c) { return toy::sums(c, 0, 0, 12); }, kArith, true},
    {"range", [](const auto& c) { return toy::range(c, 0, 1); }, kOrd, true},
    {"count_compare", [](const auto& c) { return toy::count_compare(c, {}); }, kOrd, true},
    {"histogram",
     [](const auto& c) {
       return toy::histogram(c, 0, {{0, 12}});
     },
     kOrdNoHash, true},
    {"well_typed", [](const auto& c) { return toy::well_typed({{c}}); }, kAny, true},
    {"affine_in", [](const auto& c) { return toy::affine(c, "1", 1, 0, 1); }, kNumbers, false},
    {"affine_out", [](const auto& c) { return toy::affine("1", c, 1, 0, 1); }, kNumbers, false},
    {"filter_predicate", [](const auto& c) { return toy::filter({c}, c, 1, 0, 1); }, kOrdNoHash, false},
    {"filter_equal", [](const auto& c) { return toy::filter({c}, c, 3, 0, 0); }, kOrdNoHash, false},
    {"filter_row",
     [](const auto& c) {
       return toy::filter(c == "1" ? Names{"1"} : Names{"1", c}, "1", 1, 0, 1);
     },
     kNoHash, true},
    {"sort_key", [](const auto& c) { return toy::sort({c}, c, 1); }, kSortNoHash, false},
    {"sort_row",
     [](const auto& c) {
       return toy::sort(c == "1" ? Names{"1"} : Names{c, "1"}, "1", 1);
     },
     kNoHash, true},
    {"unique_key", [](const auto& c) { return toy::unique_key(c); }, kKeys, false},
    {"dedupe_key", [](const auto& c) { return toy::dedupe({c}, c); }, kKeysNoHash, false},
    {"dedupe_row",
     [](const auto& c) {
       return toy::dedupe(c == "1" ? Names{"1"} : Names{c, "1"}, "1");
     },
     kNoHash, true},
    {"shuffle", [](const auto& c) { return toy::shuffle({c}); }, kNoHash, true},
    {"knowledge", [](const auto& c) { return toy::knowledge({c}); }, kAny, true},
    {"group_value",
     [](const auto& c) {
       return toy::group_sums(c, "10", {{0, 0, 12}});
     },
     kArith, false},
    {"group_group",
     [](const auto& c) {
       return toy::group_sums(c == "1" ? "2" : "1", c, {{0, 0, 12}});
     },
     kOrdNoHash, false},
    {"count_equal",
     [](const auto& c) {
       return toy::count_equal(c, 0, {0}, {{0, 1}});
     },
     kOrd, true},
    {"min_max", [](const auto& c) { return toy::min_max(c, 0, 0, 1); }, kOrd, true},
    {"quantile", [](const auto& c) { return toy::quantile(c, 1, 0, 1); }, kOrd, false},
    {"mean_floor", [](const auto& c) { return toy::mean_floor(c, 2, 0); }, kArith, false},
    {"covariance_x", [](const auto& c) { return toy::covariance(c, c == "1" ? "2" : "1", 0, 0, 0); }, kArith, false},
    {"covariance_y", [](const auto& c) { return toy::covariance(c == "1" ? "2" : "1", c, 0, 0, 0); }, kArith, false},
    {"composite_range",
     [](const auto& c) {
       return toy::composite({toy::range_claim(c, 0, 1), toy::type_claim("4")});
     },
     kOrd, true},
    {"composite_type",
     [](const auto& c) {
       return toy::composite({toy::type_claim(c), toy::range_claim("4", 0, 1)});
     },
     kAny, true},
    {"composite_sum",
     [](const auto& c) {
       return toy::composite({toy::sum_claim(c, 0), toy::type_claim("4")});
     },
     kArith, false},
    {"disjoint", [](const auto& c) { return toy::disjoint(c, c); }, kKeys, false},
    {"join_key", [](const auto& c) { return toy::join({c}, {}, {}); }, kKeysNoHash, false},
    {"join_second_key",
     [](const auto& c) {
       return toy::join(c == "1" ? Names{"1"} : Names{"1", c}, {}, {});
     },
     kNoHash, false},
    {"join_left", [](const auto& c) { return toy::join({"1"}, c == "1" ? Names{} : Names{c}, {}); }, kNoHash, true},
    {"join_right", [](const auto& c) { return toy::join({"1"}, {}, c == "1" ? Names{} : Names{c}); }, kNoHash, true},
};

class ColumnRules : public testing::TestWithParam<AboutColumn> {
 protected:
  static Result<void> about(const std::string& column) {
    const Bytes statement = GetParam().make(column);
    return compiled(statement, std::vector<EntryBody>(entry_count(statement_type(statement).value()), zoo()));
  }
};

TEST_P(ColumnRules, TypesAndNullability) {
  for (int code = 1; code <= 10; ++code) {
    const bool good = std::ranges::count(GetParam().types, code) > 0;
    const std::string plain = std::to_string(code), nullable = "n" + plain;
    const Result<void> of_plain = about(plain), of_nullable = about(nullable);
    EXPECT_EQ(of_plain.ok(), good) << "type " << code << (of_plain.ok() ? "" : ": " + of_plain.error().describe());
    EXPECT_EQ(of_nullable.ok(), good && GetParam().nullable)
        << "nullable, type " << code << (of_nullable.ok() ? "" : ": " + of_nullable.error().describe());
  }
  const Result<void> unknown = about("absent");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code(), StatementError::kUnknownColumn);
  EXPECT_FALSE(about("").ok());
  EXPECT_FALSE(about("\xff").ok());
}

INSTANTIATE_TEST_SUITE_P(Of, ColumnRules, testing::ValuesIn(kAboutColumns),
                         [](const auto& tested) { return std::string(tested.param.name); });

// 26: one byte string for each statement.
TEST(StatementBytes, AreStrict) {
  const Bytes good = toy::range("1", 0, 9);
  ASSERT_TRUE(accepted(good));
  for (const auto& [at, value] : {std::pair(0, 'z'), {3, '2'}, {6, 1}, {7, 0}, {7, 2}}) {
    Bytes changed = good;
    changed[static_cast<size_t>(at)] = static_cast<uint8_t>(value);
    EXPECT_FALSE(accepted(changed)) << at;
  }
  for (const int type : {0, 26, 255, 256, 65'535}) {
    Bytes changed = good;
    changed[4] = static_cast<uint8_t>(type >> 8);
    changed[5] = static_cast<uint8_t>(type);
    EXPECT_EQ(statement_type(changed).error().code(), StatementError::kUnknownStatement) << type;
  }
}

TEST(StatementBytes, OfEveryTypeHaveNoOtherLength) {
  for (const toy::CaseKind& kind : toy::all_cases()) {
    SCOPED_TRACE(kind.name);
    for (uint64_t seed = 1; seed <= 2; ++seed) {
      toy::Dice dice(seed);
      const toy::Case of = kind.make(dice, 4);
      std::vector<const EntryBody*> entries;
      for (const auto& table : of.tables) entries.push_back(&table->entry());
      ASSERT_TRUE(read_statement(kClassT, of.statement, entries).ok());
      for (size_t size = 0; size < of.statement.size(); ++size) {
        EXPECT_FALSE(read_statement(kClassT, ByteView(of.statement).first(size), entries).ok()) << size;
      }
      Bytes longer = of.statement;
      longer.push_back(0);
      EXPECT_FALSE(read_statement(kClassT, longer, entries).ok());
    }
  }
}

// Errata E10: nothing is read, let alone hashed, of statements that are too long.
TEST(StatementBytes, HaveALimit) {
  for (const size_t size : {kMaxStatementBytes, kMaxStatementBytes + 1}) {
    Bytes longest = toy::range("1", 0, 9);
    longest.resize(size);
    const auto verdict = compiled(longest, {zoo()});
    ASSERT_FALSE(verdict.ok());
    EXPECT_EQ(verdict.error().code() == GeneralError::kLimit, size > kMaxStatementBytes);
  }
}

// 9: exactly the entries of the type, all under one reference string.
TEST(StatementEntries, AreAsManyAsTheTypeHas) {
  const Bytes one = toy::range("1", 0, 9), two = toy::shuffle({"1"}), three = toy::join({"1"}, {}, {});
  for (size_t count = 0; count <= 4; ++count) {
    const std::vector<EntryBody> bodies(count, zoo());
    EXPECT_EQ(accepted(one, bodies), count == 1);
    EXPECT_EQ(accepted(two, bodies), count == 2);
    EXPECT_EQ(accepted(three, bodies), count == 3);
  }
  EntryBody other = zoo();
  other.srs_id[5] ^= 1;
  EXPECT_FALSE(accepted(two, {zoo(), other}));
  EXPECT_FALSE(accepted(three, {zoo(), zoo(), other}));
}

// H6, errata E1: columns of several tables agree in type, nullability and linkage id.
TEST(StatementEntries, HaveComparableColumns) {
  const std::vector<Bytes> about_10 = {
      toy::shuffle({"10"}),       toy::disjoint("10", "10"),
      toy::dedupe({"10"}, "10"),  toy::filter({"10"}, "10", 3, 0, 0),
      toy::sort({"10"}, "10", 1), toy::filter({"1", "10"}, "1", 3, 0, 0),
  };
  EntryBody labels = zoo(), larger = zoo(), hidden = zoo();
  for (EntryBody* each : {&labels, &larger, &hidden}) {
    for (EntryColumn& column : each->columns) {
      if (column.name != "10") continue;
      if (each == &labels) column.linkage_id = dictionary_digest({"4", "3", "2", "1", "0"});
      if (each == &larger) column.type.param = 6;
      if (each == &hidden) column.linkage_id = {};
    }
  }
  for (const Bytes& statement : about_10) {
    EXPECT_TRUE(accepted(statement, {zoo(), zoo()}));
    EXPECT_TRUE(accepted(statement, {labels, labels}));
    for (const EntryBody* other : {&labels, &larger, &hidden}) {
      EXPECT_FALSE(accepted(statement, {zoo(), *other}));
      EXPECT_FALSE(accepted(statement, {*other, zoo()}));
    }
  }
  const Bytes joined = toy::join({"10"}, {"1"}, {"2"}), right = toy::join({"1"}, {"2"}, {"10"});
  EXPECT_TRUE(accepted(joined, {zoo(), zoo(), zoo()}));
  EXPECT_FALSE(accepted(joined, {labels, zoo(), zoo()}));
  EXPECT_FALSE(accepted(joined, {zoo(), labels, zoo()}));
  EXPECT_FALSE(accepted(joined, {zoo(), zoo(), labels}));
  EXPECT_TRUE(accepted(right, {labels, zoo(), zoo()}));  // the left table's column 10 is not one of the statement
  EXPECT_FALSE(accepted(right, {zoo(), labels, zoo()}));
  EXPECT_FALSE(accepted(right, {zoo(), zoo(), labels}));
  // The other way to say it: nullability and text salts.
  EntryBody renamed = zoo(), salted = zoo();
  for (EntryColumn& column : renamed.columns) {
    if (column.name == "n1" || column.name == "1") column.name = column.name == "1" ? "n1" : "1";
    if (column.name == "n1.null") column.name = "1.null";
  }
  ASSERT_TRUE(check_entry_body(renamed).ok());
  for (EntryColumn& column : salted.columns) {
    if (is_salted(column.type)) column.linkage_id = linkage_id(toy::toy_salt(1));
  }
  EXPECT_FALSE(accepted(toy::shuffle({"1"}), {zoo(), renamed}));
  EXPECT_FALSE(accepted(toy::shuffle({"n1"}), {zoo(), renamed}));
  EXPECT_FALSE(accepted(toy::shuffle({"8"}), {zoo(), salted}));
  EXPECT_FALSE(accepted(toy::disjoint("9", "9"), {zoo(), salted}));
  EXPECT_TRUE(accepted(toy::disjoint("9", "9"), {salted, salted}));
}

// Errata E9: a short code of a text alone is not the text.
TEST(StatementEntries, HaveTextsBesideTheirShortCodes) {
  const std::vector<ByteArray<16>> one = {toy::toy_salt()}, both = {toy::toy_salt(), toy::toy_salt()};
  const toy::Record record = {toy::Cell::text("a")}, pair = {toy::Cell::text("a"), toy::Cell::text("a")};
  for (const StatementType type : {StatementType::kMember, StatementType::kNonMember}) {
    EXPECT_FALSE(accepted(toy::records(type, {"9"}, one, {record})));
    EXPECT_TRUE(accepted(toy::records(type, {"8"}, one, {record})));
    EXPECT_TRUE(accepted(toy::records(type, {"9", "8"}, both, {pair})));
    EXPECT_TRUE(accepted(toy::records(type, {"8", "9"}, both, {pair})));
  }
  EXPECT_FALSE(accepted(toy::join({"9"}, {}, {})));
  EXPECT_FALSE(accepted(toy::join({"9", "1"}, {"8"}, {})));
  EXPECT_TRUE(accepted(toy::join({"9", "8"}, {}, {})));
  // In every statement that compares rows.
  for (const Names& alone : {Names{"9"}, Names{"1", "9"}}) {
    EXPECT_FALSE(accepted(toy::shuffle(alone)));
    EXPECT_FALSE(accepted(toy::dedupe(alone, alone[0])));
    EXPECT_FALSE(accepted(toy::sort(alone, alone[0], 1)));
    EXPECT_FALSE(accepted(toy::filter(alone, alone[0], 1, 0, 1)));
    EXPECT_FALSE(accepted(toy::split(alone, alone[0]), {zoo(12), zoo(5), zoo(7)}));
    Names beside = alone;
    beside.push_back("8");
    EXPECT_TRUE(accepted(toy::shuffle(beside)));
    EXPECT_TRUE(accepted(toy::dedupe(beside, alone[0])));
    EXPECT_TRUE(accepted(toy::sort(beside, alone[0], 1)));
    EXPECT_TRUE(accepted(toy::filter(beside, alone[0], 1, 0, 1)));
    EXPECT_TRUE(accepted(toy::split(beside, alone[0]), {zoo(12), zoo(5), zoo(7)}));
  }
  EXPECT_FALSE(accepted(toy::join({"1"}, {"9"}, {})));
  EXPECT_FALSE(accepted(toy::join({"1"}, {"8"}, {"9"})));
  EXPECT_TRUE(accepted(toy::join({"1"}, {"8", "9"}, {})));
  EXPECT_TRUE(accepted(toy::join({"1"}, {}, {"9", "8"})));
  // A text of another domain does not help.
  EntryBody other = zoo();
  for (EntryColumn& column : other.columns) {
    if (column.name == "8") column.linkage_id = linkage_id(toy::toy_salt(1));
  }
  EXPECT_FALSE(accepted(toy::join({"9", "8"}, {}, {}), {other, other, other}));
  EXPECT_FALSE(
      accepted(toy::records(StatementType::kMember, {"9", "8"}, {toy::toy_salt(), toy::toy_salt(1)}, {pair}), {other}));
}

}  // namespace
}  // namespace zkp

/// The attacks behind the errata of the specification that are about proofs: E1, E2, E8, E9 and E10. E3 to E7 are rules
/// of the ledger.
#include "dataset_proof/forge.h"
#include "dataset_proof/zoo.h"

namespace zkp {
namespace {

using toy::Case;
using toy::Cell;
using toy::kInt64;
using toy::Values;

constexpr const char* kRows = "identity.end";

void expect_no_statement(const Case& of, ErrorCode code) {
  const auto verdict = toy::forged(kClassT, {of.name, of, ""});
  ASSERT_FALSE(verdict.ok()) << "accepted: " << of.name;
  EXPECT_EQ(verdict.error().code(), code) << of.name << ": " << verdict.error().describe();
}

std::shared_ptr<toy::Table> coded(const std::vector<std::string>& dictionary, const Values& codes,
                                  uint8_t secret_byte) {
  toy::ColumnSpec spec{"c", {TypeCode::kCode, static_cast<uint32_t>(dictionary.size())}, codes};
  spec.linkage_id = dictionary_digest(dictionary);
  return toy::make_table({spec}, secret_byte);
}

// Columns of codes with different dictionaries compared as equal: "ann" is code 0 here and 1 there.
TEST(Errata, E1CodesOfDifferentDictionariesAreNotCompared) {
  const std::vector<std::string> names = {"ann", "bob"}, swapped = {"bob", "ann"};
  const auto a = coded(names, {0, 0}, 0x11), same = coded(names, {1, 1}, 0x33),
             false_one = coded(swapped, {1, 1}, 0x33);
  toy::expect_accepted({"disjoint", toy::disjoint("c", "c"), {a, same}});
  expect_no_statement({"the same names are disjoint", toy::disjoint("c", "c"), {a, false_one}},
                      StatementError::kWrongType);
  const auto labels = coded(names, {0, 1, 1}, 0x11), moved = coded(names, {1, 0, 1}, 0x33),
             relabelled = coded(swapped, {1, 0, 1}, 0x33);
  toy::expect_accepted({"shuffle", toy::shuffle({"c"}), {labels, moved}});
  for (const Bytes& statement :
       {toy::shuffle({"c"}), toy::dedupe({"c"}, "c"), toy::filter({"c"}, "c", 1, 1, 1), toy::sort({"c"}, "c", 1)}) {
    expect_no_statement({"labels are swapped", statement, {labels, relabelled}}, StatementError::kWrongType);
  }
  expect_no_statement({"join over two dictionaries", toy::join({"c"}, {}, {}), {a, false_one, a}},
                      StatementError::kWrongType);
  // An entry without the id of its dictionary is none.
  EntryBody hidden = a->entry();
  hidden.columns[0].linkage_id = {};
  EXPECT_FALSE(check_entry_body(hidden).ok());
}

// Null flags that are not 0 or 1, and values behind NULL, hid a match.
TEST(Errata, E2NullFlagsHideNoMatch) {
  auto table = [](const Values& v, const toy::Flags& nulls) {
    return toy::make_table({{"v", kInt64, v, nulls}, {"w", kInt64, Values(v.size(), 1)}});
  };
  auto absent = [](const Bytes& cell) { return toy::records(StatementType::kNonMember, {"v"}, {}, {{cell}}); };
  const Bytes null = Cell::null(), seven = Cell::live(Cell::number(7));
  toy::expect_accepted({"no NULL", absent(null), {table({7, 5}, {0, 0})}});
  toy::expect_accepted({"no 7", absent(seven), {table({0, 5}, {1, 0})}});
  toy::expect_accepted({"no 7 in two columns",
                        toy::records(StatementType::kNonMember, {"w", "v"}, {}, {{Cell::number(1), seven}}),
                        {table({0, 5}, {1, 0})}});
  auto count = [](uint64_t sevens) { return toy::count_equal("v", 0, {7}, {{0, sevens}}); };
  toy::expect_accepted({"one 7", count(1), {table({7, 0}, {0, 1})}});
  toy::expect_refused({
      {"a NULL row is there", {"", absent(null), {table({0, 5}, {1, 0})}}, "root_denominator"},
      {"a NULL row with a value is not the NULL record", {"", absent(null), {table({7, 5}, {1, 0})}}, kRows},
      {"a null flag 2 is not the record 7", {"", absent(seven), {table({7, 5}, {2, 0})}}, kRows},
      {"a null flag 2 is not the NULL record", {"", absent(null), {table({0, 5}, {2, 0})}}, kRows},
      {"a null flag 2 does not count", {"", count(0), {table({7, 5}, {2, 0})}}, kRows, {}, {}, toy::set("s0", 0, 0)},
      {"a null flag 1 with a value does not count", {"", count(0), {table({7, 5}, {1, 0})}}, kRows},
  });
}

TEST(Errata, E8SumsOverNoRowSayNothing) {
  const auto all_null = toy::make_table({{"v", kInt64, {0, 0}, {1, 1}}});
  expect_no_statement({"no value", toy::sums("v", 0, 0, 0), {all_null}}, StatementError::kSyntax);
  toy::expect_refused({"one value", {"", toy::sums("v", 0, 0, 1), {all_null}}, "sums.target"});
  // A range without values holds; its words say that the number of values is not proved.
  toy::expect_accepted({"a range of nothing", toy::range("v", 5, 6), {all_null}});
}

// Two texts with one short code are found in 2^31 hashes; here the code is all that the tables have.
TEST(Errata, E9ShortCodesAreNotComparedAlone) {
  const std::vector<std::string> names = {"ann", "bob"};
  const auto table = toy::make_table({toy::text_key_column("k", names), toy::text_column("s", names)});
  const ByteArray<16> salt = toy::toy_salt();
  const Bytes ann = Cell::text("ann");
  for (const StatementType type : {StatementType::kMember, StatementType::kNonMember}) {
    expect_no_statement({"short code", toy::records(type, {"k"}, {salt}, {{ann}}), {table}},
                        StatementError::kWrongType);
  }
  expect_no_statement({"join by short code", toy::join({"k"}, {}, {"s"}), {table, table, table}},
                      StatementError::kWrongType);
  toy::expect_accepted({"both", toy::records(StatementType::kMember, {"k", "s"}, {salt, salt}, {{ann, ann}}), {table}});
  // Of one row: two keys of 62 bits are too far apart for limbs of 4 bits.
  const auto one = toy::make_table({toy::text_key_column("k", {"ann"}), toy::text_column("s", {"ann"})});
  toy::expect_accepted({"join by both", toy::join({"k", "s"}, {}, {}), {one, one, one}});
  // The code of one text beside the other one.
  toy::expect_refused(
      {"codes of two texts",
       {"", toy::records(StatementType::kMember, {"k", "s"}, {salt, salt}, {{ann, Cell::text("bob")}}), {table}},
       "root_numerator",
       FreshColumns{{"M", Values{1, 0}}}});
}

TEST(Errata, E10LongStatementsAreNotRead) {
  const std::string text(kMaxStatementBytes, 'x');
  const ByteArray<16> salt = toy::toy_salt();
  const auto table = toy::make_table({toy::text_column("s", {"ann"})});
  const Bytes longest = toy::records(StatementType::kMember, {"s"}, {salt}, {{Cell::text(text)}});
  expect_no_statement({"a long text", longest, {table}}, GeneralError::kLimit);
}

}  // namespace
}  // namespace zkp

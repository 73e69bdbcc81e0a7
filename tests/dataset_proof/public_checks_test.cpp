/// The numbers in statements: bounds of published integers, increasing lists, limits (attacks 35 and 38, findings M1,
/// M8, L3 and L7 of the review). The table has 12 rows; column "1" is INT(64), "n1" too and nullable.
#include "dataset_proof/zoo.h"
#include "statement/types/noisy_sum.h"

namespace zkp {
namespace {

using toy::Bins;
using toy::expect_all;
using toy::Listed;
using toy::Names;
using toy::zoo;

constexpr __int128 kOne = 1;
const Int256 kTwo63 = kOne << 63, kTwo64 = kOne << 64;
/// The order of the field.
const Int256 kOrder = Int256::from_limbs(Fr::kModulus);

TEST(PublicChecks, OfSums) {
  const Int256 s1 = Int256(12) * kTwo63, s2 = s1 * kTwo63;
  expect_all(true, {{"zeros", toy::sums("1", 0, 0, 12)},
                    {"largest", toy::sums("1", s1, s2, 12)},
                    {"least", toy::sums("1", -s1, s2, 12)},
                    {"one value", toy::sums("n1", kTwo63, kTwo63 * kTwo63, 1)},
                    {"no NULL", toy::sums("n1", s1, s2, 12)},
                    {"unsigned", toy::sums("2", Int256(12) * (kTwo64 - 1), 0, 12)}});
  expect_all(false, {{"S1 too large", toy::sums("1", s1 + 1, s2, 12)},
                     {"S1 too small", toy::sums("1", -s1 - 1, s2, 12)},
                     {"S2 too large", toy::sums("1", s1, s2 + 1, 12)},
                     {"S2 negative", toy::sums("1", 0, -1, 12)},
                     {"S1 + p", toy::sums("1", kOrder, 0, 12)},
                     {"S1 - p", toy::sums("1", Int256(5) - kOrder, 0, 12)},
                     {"S2 + p", toy::sums("1", 0, kOrder, 12)},
                     {"least of 256 bits", toy::sums("1", Int256::from_limbs({0, 0, 0, uint64_t{1} << 63}), 0, 12)},
                     {"a row more", toy::sums("1", 0, 0, 13)},
                     {"a row less", toy::sums("1", 0, 0, 11)},
                     {"no row", toy::sums("1", 0, 0, 0)},
                     {"nullable, no row (E8)", toy::sums("n1", 0, 0, 0)},
                     {"nullable, a row more", toy::sums("n1", 0, 0, 13)},
                     {"nullable, S1 of one row too large", toy::sums("n1", kTwo63 + 1, 0, 1)},
                     {"unsigned", toy::sums("2", Int256(12) * kTwo64, 0, 12)}});
}

TEST(PublicChecks, OfRangeAndExtremes) {
  const __int128 two64 = kOne << 64;
  expect_all(true, {{"one value", toy::range("1", 5, 5)},
                    {"64 bits", toy::range("1", 0, two64 - 1)},
                    {"64 bits, low", toy::range("1", -two64, -1)},
                    {"at the end", toy::range("1", two64, two64)},
                    {"minimum", toy::min_max("1", 0, -two64, 4)},
                    {"maximum", toy::min_max("n1", 1, two64, 1)}});
  expect_all(false, {{"empty", toy::range("1", 6, 5)},
                     {"65 bits", toy::range("1", 0, two64)},
                     {"65 bits, from below", toy::range("1", -1, two64 - 1)},
                     {"too high", toy::range("1", two64, two64 + 1)},
                     {"too low", toy::range("1", -two64 - 1, -two64)},
                     {"least of 128 bits", toy::range("1", kOne << 127, 0)},
                     {"neither minimum nor maximum", toy::min_max("1", 2, 0, 1)},
                     {"minimum too low", toy::min_max("1", 0, -two64 - 1, 1)},
                     {"no limb", toy::min_max("1", 0, 0, 0)},
                     {"5 limbs", toy::min_max("1", 0, 0, 5)}});
}

TEST(PublicChecks, OfCounts) {
  const __int128 two64 = kOne << 64;
  auto compare = [](int op, __int128 c1, __int128 c2, int mode, uint64_t target, int limbs) {
    return toy::count_compare("1", {op, c1, c2, mode, target, limbs});
  };
  expect_all(true, {{"at most", compare(1, 5, 0, 0, 0, 1)},
                    {"at least", compare(2, -two64, 0, 1, 12, 4)},
                    {"between", compare(3, 5, 5, 2, 12, 2)},
                    {"equal", toy::count_equal("1", 0, {-1, 0, 5, 6}, {{0, 1}, {1, 2}, {2, 12}, {0, 0}})},
                    {"any of", toy::count_equal("1", 1, {-1, 0, 5, 6}, {{0, 1}})},
                    {"nullable, 3 classes (E2)", toy::count_equal("n1", 1, {0, 1, 2}, {{0, 1}})},
                    {"rank", toy::quantile("1", 12, 5, 2)}});
  expect_all(false, {{"operator 0", compare(0, 5, 0, 0, 0, 1)},
                     {"operator 4", compare(4, 5, 5, 0, 0, 1)},
                     {"mode 3", compare(1, 5, 0, 3, 0, 1)},
                     {"no limb", compare(1, 5, 0, 0, 0, 0)},
                     {"5 limbs", compare(1, 5, 0, 0, 0, 5)},
                     {"between, 3 limbs", compare(3, 5, 6, 0, 0, 3)},
                     {"more than all", compare(1, 5, 0, 2, 13, 1)},
                     {"a bound too many", compare(1, 5, 6, 0, 0, 1)},
                     {"between, the wrong way", compare(3, 6, 5, 0, 0, 1)},
                     {"a bound too high", compare(1, two64 + 1, 0, 0, 0, 1)},
                     {"a second bound too high", compare(3, 5, two64 + 1, 0, 0, 1)},
                     {"joint 2", toy::count_equal("1", 2, {0}, {{0, 1}})},
                     {"no class", toy::count_equal("1", 1, {}, {{0, 1}})},
                     {"5 classes", toy::count_equal("1", 1, {0, 1, 2, 3, 4}, {{0, 1}})},
                     {"nullable, 4 classes (E2)", toy::count_equal("n1", 1, {0, 1, 2, 3}, {{0, 1}})},
                     {"a class twice", toy::count_equal("1", 1, {0, 0}, {{0, 1}})},
                     {"classes down", toy::count_equal("1", 1, {1, 0}, {{0, 1}})},
                     {"a class too high", toy::count_equal("1", 1, {two64 + 1}, {{0, 1}})},
                     {"more than all of a class", toy::count_equal("1", 0, {0}, {{0, 13}})},
                     {"class, mode 3", toy::count_equal("1", 0, {0}, {{3, 1}})},
                     {"a count missing", toy::count_equal("1", 0, {0, 1}, {{0, 1}})},
                     {"rank 0", toy::quantile("1", 0, 5, 2)},
                     {"rank 13", toy::quantile("1", 13, 5, 2)},
                     {"rank, a value too high", toy::quantile("1", 1, two64 + 1, 2)},
                     {"rank, no limb", toy::quantile("1", 1, 5, 0)},
                     {"rank, 3 limbs", toy::quantile("1", 1, 5, 3)}});
}

TEST(PublicChecks, OfHistogramsAndGroups) {
  const __int128 two64 = kOne << 64;
  const Int256 bound = Int256(7) * kTwo63;
  expect_all(true, {{"bins", toy::histogram("1", 0, {{-5, 5}, {0, 0}, {7, 7}})},
                    {"with NULLs", toy::histogram("n1", 5, {{0, 7}})},
                    {"all NULL", toy::histogram("n1", 12, {{0, 0}})},
                    {"groups", toy::group_sums("1", "10", {{0, -bound, 7}, {4, 0, 5}, {5, 0, 0}})}});
  expect_all(false, {{"no bin", toy::histogram("n1", 12, {})},
                     {"a bin twice", toy::histogram("1", 0, {{1, 6}, {1, 6}})},
                     {"bins down", toy::histogram("1", 0, {{2, 6}, {1, 6}})},
                     {"one more", toy::histogram("1", 0, {{1, 6}, {2, 7}})},
                     {"one less", toy::histogram("1", 0, {{1, 6}, {2, 5}})},
                     {"counts that add up modulo 2^64", toy::histogram("1", 0, {{1, UINT64_MAX}, {2, 13}})},
                     {"NULLs that there are not", toy::histogram("1", 5, {{1, 7}})},
                     {"NULLs and counts modulo 2^64", toy::histogram("n1", UINT64_MAX, {{1, 13}})},
                     {"a bin too high", toy::histogram("1", 0, {{two64 + 1, 12}})},
                     {"no group", toy::group_sums("1", "10", {})},
                     {"a group twice", toy::group_sums("1", "10", {{0, 0, 6}, {0, 0, 6}})},
                     {"groups down", toy::group_sums("1", "10", {{1, 0, 6}, {0, 0, 6}})},
                     {"groups, one more", toy::group_sums("1", "10", {{0, 0, 6}, {1, 0, 7}})},
                     {"groups that add up modulo 2^64", toy::group_sums("1", "10", {{0, 0, UINT64_MAX}, {1, 0, 13}})},
                     {"a sum too large", toy::group_sums("1", "10", {{0, bound + 1, 7}, {1, 0, 5}})},
                     {"a sum of an empty group", toy::group_sums("1", "10", {{0, 0, 12}, {1, 1, 0}})},
                     {"a sum + p", toy::group_sums("1", "10", {{0, kOrder, 7}, {1, 0, 5}})},
                     {"a group too high", toy::group_sums("1", "10", {{two64 + 1, 0, 12}})},
                     {"one column", toy::group_sums("1", "1", {{0, 0, 12}})}});
}

TEST(PublicChecks, OfMeansAndProducts) {
  const __int128 largest = (kOne << 63) * 1'000'000'000 * 1'000'000'000;  // 10^18 2^63
  const Int256 s = Int256(12) * kTwo63, sxy = s * kTwo63;
  expect_all(true, {{"mean", toy::mean_floor("1", 0, kOne << 63)},
                    {"mean of 18 digits", toy::mean_floor("1", 18, -largest)},
                    {"covariance", toy::covariance("1", "3", s, -s, sxy)}});
  expect_all(false, {{"mean too large", toy::mean_floor("1", 0, (kOne << 63) + 1)},
                     {"mean too small", toy::mean_floor("1", 18, -largest - 1)},
                     {"19 digits", toy::mean_floor("1", 19, 0)},
                     {"255 digits", toy::mean_floor("1", 255, 0)},
                     {"S_x too large", toy::covariance("1", "3", s + 1, s, sxy)},
                     {"S_y too small", toy::covariance("1", "3", s, -s - 1, sxy)},
                     {"S_xy too large", toy::covariance("1", "3", s, s, sxy + 1)},
                     {"S_xy - p", toy::covariance("1", "3", s, s, Int256(1) - kOrder)},
                     {"x twice", toy::covariance("1", "1", 0, 0, 0)}});
}

TEST(PublicChecks, OfTypesAndClaims) {
  expect_all(true,
             {{"two columns", toy::well_typed({{"1"}, {"n1", 1, 12}})},
              {"NULLs not published", toy::well_typed({{"n1", 0, 0}})},
              {"claims", toy::composite({toy::range_claim("1", 0, 9), toy::sum_claim("1", 7), toy::type_claim("1")})}});
  expect_all(false,
             {{"no column", toy::well_typed({})},
              {"3 columns", toy::well_typed({{"1"}, {"2"}, {"4"}})},
              {"a column twice", toy::well_typed({{"1"}, {"1"}})},
              {"publishes 2", toy::well_typed({{"n1", 2, 0}})},
              {"NULLs of a column without", toy::well_typed({{"1", 1, 0}})},
              {"a number that is not published", toy::well_typed({{"n1", 0, 1}})},
              {"more NULLs than rows", toy::well_typed({{"n1", 1, 13}})},
              {"two columns of doubles", toy::well_typed({{"7"}, {"n7"}})},  // 12 limb columns
              {"one claim", toy::composite({toy::type_claim("1")})},
              {"no claim", toy::composite({})},
              {"9 claims", toy::composite(std::vector<Bytes>(9, toy::type_claim("4")))},
              {"a claim twice", toy::composite({toy::type_claim("1"), toy::type_claim("1")})},
              {"two ranges of a column", toy::composite({toy::range_claim("1", 0, 5), toy::range_claim("1", 0, 6)})},
              {"claim kind 0", toy::composite({toy::type_claim("1"), toy::Fields().u8(0).str("1").bytes()})},
              {"claim kind 4", toy::composite({toy::type_claim("1"), toy::Fields().u8(4).str("1").bytes()})},
              {"a claimed sum too large",
               toy::composite({toy::type_claim("4"), toy::sum_claim("1", Int256(12) * kTwo63 + 1)})},
              {"a claimed range that is too low",
               toy::composite({toy::type_claim("4"), toy::range_claim("1", -(kOne << 64) - 1, -(kOne << 64))})},
              {"a claimed range that is too high",
               toy::composite({toy::type_claim("4"), toy::range_claim("1", kOne << 64, (kOne << 64) + 1)})},
              {"a claimed range that is empty", toy::composite({toy::type_claim("4"), toy::range_claim("1", 1, 0)})},
              {"too many limbs", toy::composite({toy::type_claim("7"), toy::type_claim("n7")})},
              {"5 sums", toy::composite({toy::sum_claim("1", 0), toy::sum_claim("2", 0), toy::sum_claim("3", 0),
                                         toy::sum_claim("5", 0), toy::sum_claim("6", 0)})},
              {"8 narrow ranges",
               toy::composite({toy::range_claim("1", 0, 1), toy::range_claim("2", 0, 1), toy::range_claim("3", 0, 1),
                               toy::range_claim("4", 0, 1), toy::range_claim("5", 0, 1), toy::range_claim("6", 0, 1),
                               toy::range_claim("7", 0, 1), toy::range_claim("10", 0, 1)})},
              {"5 nullable columns",
               toy::composite({toy::type_claim("n8"), toy::type_claim("n4"), toy::range_claim("n1", 0, 1),
                               toy::range_claim("n2", 0, 1), toy::range_claim("n3", 0, 1)})}});
  expect_all(true,
             {{"4 sums", toy::composite({toy::sum_claim("1", 0), toy::sum_claim("2", 0), toy::sum_claim("3", 0),
                                         toy::sum_claim("5", 0)})},
              {"7 narrow ranges",
               toy::composite({toy::range_claim("1", 0, 1), toy::range_claim("2", 0, 1), toy::range_claim("3", 0, 1),
                               toy::range_claim("4", 0, 1), toy::range_claim("5", 0, 1), toy::range_claim("6", 0, 1),
                               toy::range_claim("7", 0, 1)})},
              {"4 nullable columns", toy::composite({toy::type_claim("n8"), toy::range_claim("n1", 0, 1),
                                                     toy::range_claim("n2", 0, 1), toy::range_claim("n3", 0, 1)})}});
}

TEST(PublicChecks, OfRowsOfTables) {
  const __int128 two63 = kOne << 63, two32 = kOne << 32;
  expect_all(true, {{"affine", toy::affine("1", "1", two63 - 1, -two63 + 1, two32 - 1)},
                    {"filter", toy::filter({"1", "n2"}, "1", 2, 5, 4)},
                    {"filter, equal", toy::filter({"1"}, "1", 3, 5, 0)},
                    {"sort", toy::sort({"1"}, "1", 4)},
                    {"join", toy::join({"1", "2"}, {"3", "4"}, {"5", "6"})}});
  expect_all(false, {{"divisor 0", toy::affine("1", "1", 1, 0, 0)},
                     {"divisor -1", toy::affine("1", "1", 1, 0, -1)},
                     {"divisor 2^32", toy::affine("1", "1", 1, 0, two32)},
                     {"factor 2^63", toy::affine("1", "1", two63, 0, 1)},
                     {"factor -2^63", toy::affine("1", "1", -two63, 0, 1)},
                     {"summand 2^63", toy::affine("1", "1", 1, two63, 1)},
                     {"filter, operator 0", toy::filter({"1"}, "1", 0, 5, 1)},
                     {"filter, operator 4", toy::filter({"1"}, "1", 4, 5, 1)},
                     {"filter, no limb", toy::filter({"1"}, "1", 1, 5, 0)},
                     {"filter, 5 limbs", toy::filter({"1"}, "1", 1, 5, 5)},
                     {"filter, equal with a limb", toy::filter({"1"}, "1", 3, 5, 1)},
                     {"filter, constant", toy::filter({"1"}, "1", 1, (kOne << 64) + 1, 1)},
                     {"filter, another column", toy::filter({"2"}, "1", 1, 5, 1)},
                     {"filter, no column", toy::filter({}, "1", 1, 5, 1)},
                     {"sort, no limb", toy::sort({"1"}, "1", 0)},
                     {"sort, 5 limbs", toy::sort({"1"}, "1", 5)},
                     {"sort, another key (M4)", toy::sort({"2"}, "1", 1)},
                     {"dedupe, another key (M4)", toy::dedupe({"2"}, "1")},
                     {"dedupe, no column", toy::dedupe({}, "1")},
                     {"join, no key", toy::join({}, {"1"}, {"2"})},
                     {"join, a left key", toy::join({"1"}, {"1"}, {"2"})},
                     {"join, a right key", toy::join({"1"}, {"3"}, {"1"})},
                     {"join, left and right", toy::join({"1"}, {"3"}, {"3"})},
                     {"join, a name twice", toy::join({"1"}, {"3", "3"}, {})},
                     {"shuffle, no column", toy::shuffle({})},
                     {"shuffle, a name twice", toy::shuffle({"1", "1"})},
                     {"knowledge, no column", toy::knowledge({})},
                     {"knowledge, a name twice", toy::knowledge({"2", "1", "2"})}});
  // Numbers of rows that have to agree.
  const EntryBody small = zoo(5), large = zoo(7), both = zoo(12);
  expect_all(true, {{"split", toy::split({"1"}, "1")}}, {both, small, large});
  expect_all(false, {{"split, another key (M4)", toy::split({"2"}, "1")}}, {both, small, large});
  expect_all(false, {{"split", toy::split({"1"}, "1")}, {"join", toy::join({"1"}, {}, {})}}, {both, large, large});
  expect_all(false, {{"split", toy::split({"1"}, "1")}}, {small, both, large});
  for (const char* key : {"4", "7", "8", "n1", "n4"}) {
    expect_all(false, {{"split, a key that is none", toy::split({"1", key}, key)}}, {both, small, large});
    expect_all(true, {{"split, a row", toy::split({"1", key}, "1")}}, {both, small, large});
  }
  expect_all(true, {{"join", toy::join({"1"}, {}, {})}}, {both, small, both});
  expect_all(false,
             {{"affine", toy::affine("1", "1", 1, 0, 1)},
              {"sort", toy::sort({"1"}, "1", 1)},
              {"shuffle", toy::shuffle({"1"})}},
             {small, large});
  expect_all(true,
             {{"dedupe", toy::dedupe({"1"}, "1")},
              {"disjoint", toy::disjoint("1", "1")},
              {"filter", toy::filter({"1"}, "1", 1, 5, 1)}},
             {small, large});
}

TEST(PublicChecks, OfRecords) {
  using toy::Cell;
  const StatementType member = StatementType::kMember, non_member = StatementType::kNonMember;
  const toy::Record zero = {Cell::number(0)};
  auto list = [&](StatementType type, size_t count) { return toy::records(type, {"1"}, {}, std::vector(count, zero)); };
  const ByteArray<16> salt = toy::toy_salt(), other = toy::toy_salt(1);
  expect_all(true, {{"one", list(member, 1)},
                    {"4,096", list(member, 4096)},
                    {"16 absent", list(non_member, 16)},
                    {"texts", toy::records(member, {"8"}, {salt}, {{Cell::text("")}, {Cell::text("a")}})},
                    {"NULL", toy::records(member, {"n1"}, {}, {{Cell::null()}, {Cell::live(Cell::number(0))}})},
                    {"4 nullable columns",
                     toy::records(non_member, {"n1", "n2", "n3", "n4"}, {}, {toy::Record(4, Cell::null())})}});
  expect_all(false, {{"none", list(member, 0)},
                     {"4,097", list(member, 4097)},
                     {"no absent one", list(non_member, 0)},
                     {"17 absent", list(non_member, 17)},
                     {"no column", toy::records(member, {}, {}, {{}})},
                     {"a name twice", toy::records(member, {"1", "1"}, {}, {{zero[0], zero[0]}})},
                     {"another salt (H6)", toy::records(member, {"8"}, {other}, {{Cell::text("a")}})},
                     {"no salt", toy::records(member, {"8"}, {}, {{Cell::text("a")}})},
                     {"a text that does not end",
                      toy::records(member, {"8"}, {salt}, {{toy::Fields().u32(9).raw(as_bytes("a")).bytes()}})},
                     {"null flag 2", toy::records(member, {"n1"}, {}, {{toy::Fields().u8(2).i128(0).bytes()}})},
                     {"null flag 2 without a value", toy::records(member, {"n1"}, {}, {{Bytes{2}}})},
                     {"a value behind NULL", toy::records(member, {"n1"}, {}, {{toy::Fields().u8(1).i128(0).bytes()}})},
                     {"a number too high", toy::records(member, {"1"}, {}, {{Cell::number((kOne << 64) + 1)}})},
                     {"5 nullable columns (E2)",
                      toy::records(non_member, {"n1", "n2", "n3", "n4", "n5"}, {}, {toy::Record(5, Cell::null())})}});
}

TEST(PublicChecks, OfNoisySums) {
  const EntryBody data = zoo();
  auto record_of = [&](auto change) {
    EntryBody out;
    out.srs_id = toy::srs_id();
    out.rows = 9;
    out.columns = {{"bits", {TypeCode::kBool, 0}, false, {}, G1Affine::generator()}};
    out.query = NoiseQuery{entry_body_digest(encode_entry_body(data)), "1", -3, 15, {}, 1};
    change(out);
    return out;
  };
  const EntryBody record = record_of([](EntryBody&) {});
  const int64_t bound = 2 * 12 * 15 + 9;
  const Digest round{};
  expect_all(true, {{"largest", toy::noisy_sum(round, bound)}, {"least", toy::noisy_sum(round, -bound)}},
             {data, record});
  expect_all(false,
             {{"too large", toy::noisy_sum(round, bound + 1)},
              {"too small", toy::noisy_sum(round, -bound - 1)},
              {"+ p", toy::noisy_sum(round, kOrder)}},
             {data, record});
  const Listed zero = {{"", toy::noisy_sum(round, 0)}};
  expect_all(false, zero, {data, data});
  expect_all(false, zero, {record, data});
  expect_all(false, zero, {zoo(13), record});  // the record names another table
  expect_all(false, zero, {data, record_of([](EntryBody& r) { r.query->data_entry[0] ^= 1; })});
  expect_all(false, zero, {data, record_of([](EntryBody& r) { r.query.reset(); })});
  for (const char* column : {"absent", "n1", "7", "8", "9", "10"}) {
    expect_all(false, zero, {data, record_of([&](EntryBody& r) { r.query->column = column; })});
  }
  for (const char* column : {"2", "3", "4", "5", "6"}) {
    expect_all(true, zero, {data, record_of([&](EntryBody& r) { r.query->column = column; })});
  }
  expect_all(true, zero, {data, record_of([](EntryBody& r) { r.query->hi = (kOne << 64) - 4; })});
  expect_all(false, zero, {data, record_of([](EntryBody& r) { r.query->hi = (kOne << 64) - 3; })});
  expect_all(false, zero, {data, record_of([](EntryBody& r) {
                             r.query->lo = -(kOne << 64) - 1;
                             r.query->hi = -(kOne << 64);
                           })});
  expect_all(false, zero, {data, record_of([](EntryBody& r) {
                             r.query->lo = kOne << 64;
                             r.query->hi = (kOne << 64) + 1;
                           })});
}

TEST(PublicChecks, OfLimits) {
  EntryBody wide;
  wide.srs_id = toy::srs_id();
  wide.rows = 12;
  Names names;
  for (int i = 0; i < 65; ++i) {
    names.push_back("c" + std::to_string(i));
    wide.columns.push_back({names.back(), toy::kInt64, false, {}, G1Affine::generator()});
  }
  const Names most(names.begin(), names.end() - 1), half(names.begin(), names.begin() + 32),
      more(names.begin(), names.begin() + 33);
  expect_all(true, {{"64 columns", toy::knowledge(most)}}, {wide});
  expect_all(false, {{"65 columns", toy::knowledge(names)}}, {wide});
  expect_all(true, {{"64 columns of two tables", toy::shuffle(half)}}, {wide, wide});
  expect_all(false, {{"66 columns of two tables", toy::shuffle(more)}}, {wide, wide});
  // 9 bytes for each bin of 8 bytes: 910 of them are 8,190.
  Bins bins;
  for (int i = 0; i < 910; ++i) bins.emplace_back((kOne << 56) + i, i == 0 ? 12 : 0);
  expect_all(true, {{"8,190", toy::histogram("1", 0, bins)}});
  bins.emplace_back(kOne << 60, 0);
  expect_all(false, {{"8,199", toy::histogram("1", 0, bins)}});
  bins.pop_back();
  bins.insert(bins.begin(), {-1, 0});
  expect_all(true, {{"8,192: -1 is one byte", toy::histogram("1", 0, bins)}});
  bins.insert(bins.begin(), {-2, 0});
  expect_all(false, {{"8,194", toy::histogram("1", 0, bins)}});
  bins.clear();
  for (int i = 0; i < 4097; ++i) bins.emplace_back(i, i == 0 ? 12 : 0);
  expect_all(false, {{"4,097 bins", toy::histogram("1", 0, bins)}});
  // Class S ends at 2^20 - 4 rows.
  expect_all(true, {{"most rows", toy::knowledge({"1"})}, {"most rows", toy::unique_key("1")}}, {zoo((1 << 20) - 4)});
  for (const uint64_t rows : {uint64_t{1} << 20, (uint64_t{1} << 20) - 3, uint64_t{1} << 40, UINT64_MAX}) {
    expect_all(false, {{"too many rows", toy::knowledge({"1"})}, {"too many rows", toy::unique_key("1")}}, {zoo(rows)});
    expect_all(false, {{"too many rows", toy::disjoint("1", "1")}}, {zoo(5), zoo(rows)});
    expect_all(false, {{"too many rows", toy::dedupe({"1"}, "1")}}, {zoo(rows), zoo(5)});
  }
  expect_all(false, {{"too many together", toy::disjoint("1", "1")}}, {zoo(1 << 19), zoo((1 << 19) - 3)});
  expect_all(true, {{"together", toy::disjoint("1", "1")}}, {zoo(1 << 19), zoo((1 << 19) - 4)});
}

// 7: specification 5 and step 5 of 9. A prover does not choose the class: a small table has no proof in class L.
TEST(PublicChecks, OfTheClass) {
  struct Shape {
    uint64_t rows;
    bool small, large;
  };
  constexpr uint64_t kMostS = (1 << 20) - 4, kMostL = (1 << 26) - 4;
  for (const auto& [rows, small, large] : {Shape{1, true, false},
                                           {kMostS, true, false},
                                           {kMostS + 1, false, true},
                                           {kMostL, false, true},
                                           {kMostL + 1, false, false},
                                           {UINT64_MAX, false, false}}) {
    const EntryBody body = zoo(rows);
    const EntryBody* entries[] = {&body};
    const Bytes statement = toy::range("1", 0, 9);
    const Bytes context = toy::context_of(std::vector<Digest>{entry_body_digest(encode_entry_body(body))});
    OpeningProof opening;
    opening.fresh.resize(2);  // m and the mask
    for (const SizeClass* size : {&kClassS, &kClassL}) {
      const bool good = *size == kClassS ? small : large;
      const ProofSubject subject{size, toy::key_id(*size), toy::srs_id(), context, statement};
      EXPECT_EQ(open_outer(subject, toy::srs().key(), entries, opening).ok(), good) << rows << " rows, " << size->name;
    }
  }
}

}  // namespace
}  // namespace zkp

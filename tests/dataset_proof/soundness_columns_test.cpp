/// Forged proofs about one table: every public number off by one, values that are not what the statement says. The
/// numbers in comments are those of the attack list of the specification (section 16) and of its review (section 21).
#include "dataset_proof/forge.h"

namespace zkp {
namespace {

using toy::Bins;
using toy::Case;
using toy::Compare;
using toy::CountOf;
using toy::expect_accepted;
using toy::expect_refused;
using toy::Forgery;
using toy::kInt64;
using toy::set;
using toy::Values;

constexpr const char* kFractions = "root_numerator";
constexpr const char* kPole = "root_denominator";
constexpr const char* kTarget = "sums.target";
constexpr const char* kSlack = "sums.slack";
constexpr const char* kRows = "identity.end";

const Values kV = {3, -7, 20, 0, 5, 5, -1, 13, 8, -20, 2, 19};
/// kV with NULLs in rows 0, 3 and 11.
const toy::Flags kNulls = {1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1};
const Values kLive = {-7, 20, 5, 5, -1, 13, 8, -20, 2};

std::shared_ptr<toy::Table> plain(ColumnType type = kInt64, const Values& v = kV) {
  return toy::make_table({{"v", type, v}});
}
std::shared_ptr<toy::Table> nullable(ColumnType type = kInt64) {
  return toy::make_table({toy::nullable_column("v", type, kV, kNulls)});
}
/// As it is: NULL rows may hold values, and flags be anything.
std::shared_ptr<toy::Table> raw_nullable(const Values& v, const toy::Flags& nulls, ColumnType type = kInt64) {
  return toy::make_table({{"v", type, v, nulls}});
}
Case about(const Bytes& statement, const std::shared_ptr<toy::Table>& table) { return {"", statement, {table}}; }
/// A false statement about the same table, with the fresh columns of the true one.
Forgery instead(const char* name, const Case& of, const Bytes& statement, const char* refused_by) {
  return {name, about(statement, of.tables[0]), refused_by, {}, of};
}

TEST(Forgeries, OfSums) {
  const Case of = about(toy::sums("v", 47, 1507, 12), plain());
  expect_accepted(of);
  expect_refused({
      instead("S1 + 1", of, toy::sums("v", 48, 1507, 12), kTarget),
      instead("S1 - 1", of, toy::sums("v", 46, 1507, 12), kTarget),
      instead("-S1", of, toy::sums("v", -47, 1507, 12), kTarget),
      instead("S2 + 1", of, toy::sums("v", 47, 1508, 12), kTarget),
      instead("S2 - 1", of, toy::sums("v", 47, 1506, 12), kTarget),
      instead("swapped", of, toy::sums("v", 1507, 47, 12), kTarget),
  });
  const Case with_nulls = about(toy::sums("v", toy::sum_of(kLive), toy::sum_of_products(kLive, kLive), 9), nullable());
  expect_accepted(with_nulls);
  const Int256 s1 = toy::sum_of(kLive), s2 = toy::sum_of_products(kLive, kLive);
  expect_refused({
      instead("M + 1", with_nulls, toy::sums("v", s1, s2, 10), kTarget),
      instead("M - 1", with_nulls, toy::sums("v", s1, s2, 8), kTarget),
      // 34: a NULL row with a value; H3: a null flag 2 that stands for two rows.
      {"NULL row with a value",
       about(toy::sums("v", s1 + 7, s2 + 49, 9), raw_nullable({7, -7, 20, 0, 5, 5, -1, 13, 8, -20, 2, 0}, kNulls)),
       kRows},
      {"null flag 2",
       about(toy::sums("v", s1, s2, 9),
             raw_nullable({0, -7, 20, 0, 5, 5, -1, 13, 8, -20, 2, 0}, {2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0})),
       kRows},
  });
}

// 15: limbs that wrap around.
TEST(Forgeries, OfRange) {
  const Case of = about(toy::range("v", -20, 20), plain());
  expect_accepted(of);
  auto wrapped = [](const char* name, int64_t lo, int64_t hi) {
    return Forgery{name, about(toy::range("v", lo, hi), plain()), kFractions, toy::wrapped_range(kV, lo, hi)};
  };
  expect_refused({
      wrapped("lower bound + 1", -19, 20),
      wrapped("upper bound - 1", -20, 19),
      wrapped("below all", -300, -200),
      wrapped("one value", 5, 5),
      instead("lower bound + 1, honest limbs of the true one", of, toy::range("v", -19, 20), kFractions),
  });
  expect_accepted(about(toy::range("v", -20, 20), nullable()));
  expect_accepted(about(toy::range("v", 1000, 1100), raw_nullable({1001, 0, 1100}, {0, 1, 0})));
  const Values v = {1000, 1000, 3, 4, 5, 6, 7};
  // H3: a look-up that counts -1 times cancels one that is false. m as an attacker counts it.
  std::vector<Fr> m(16);
  for (size_t i = 2; i < v.size(); ++i) {
    m[static_cast<size_t>(v[i])] += Fr::one();
    m[static_cast<size_t>(15 - v[i])] += Fr::one();
  }
  expect_refused({
      {"nullable, violated", about(toy::range("v", -19, 20), nullable()), kFractions,
       toy::wrapped_range({0, -7, 20, 0, 5, 5, -1, 13, 8, -20, 2, 0}, -19, 20)},
      {"a null flag 2 cancels 1000", about(toy::range("v", 0, 15), raw_nullable(v, {0, 2, 0, 0, 0, 0, 0})), kRows,
       FreshColumns{{"m", m}}},
      {"NULL row with a value", about(toy::range("v", -20, 20), raw_nullable(kV, kNulls)), kRows},
  });
}

// 16, 18: selectors that lie, thresholds that are missed.
TEST(Forgeries, OfCountCompare) {
  struct Comparison {
    int op;
    __int128 c1, c2;
    uint64_t count, live;
  };
  // At most 5; at least 5; from -1 to 8.
  for (const auto& [op, c1, c2, count, live] : {Comparison{1, 5, 0, 8, 6}, {2, 5, 0, 6, 5}, {3, -1, 8, 7, 5}}) {
    SCOPED_TRACE(op);
    auto say = [&](int mode, uint64_t target) { return toy::count_compare("v", {op, c1, c2, mode, target, 2}); };
    const Case of = about(say(0, count), plain()), nulls = about(say(0, live), nullable());
    expect_accepted(of);
    expect_accepted(nulls);
    expect_accepted(about(say(1, count), plain()));
    expect_accepted(about(say(2, count), plain()));
    expect_refused({
        instead("one more", of, say(0, count + 1), kTarget),
        instead("one less", of, say(0, count - 1), kTarget),
        instead("at least one more", of, say(1, count + 1), kSlack),
        instead("at most one less", of, say(2, count - 1), kSlack),
        instead("NULL rows count", nulls, say(0, live + 1), kTarget),
        instead("at least, NULL rows count", nulls, say(1, live + 1), kSlack),
        instead("at most, one less", nulls, say(2, live - 1), kSlack),
    });
  }
  // Row 2 holds 20: selected as if it were at most 5, with the limbs of 5 - 20 modulo 2^8.
  const Bytes nine = toy::count_compare("v", {1, 5, 0, 0, 9, 2});
  auto lie = [](FreshColumns& fresh) {
    set("s0", 2, 1)(fresh);
    set("d00", 2, (5 - 20) & 15)(fresh);
    set("d01", 2, ((5 - 20) >> 4) & 15)(fresh);
  };
  expect_refused({
      {"a flipped selector", about(nine, plain()), kRows, {}, {}, lie},
      {"the limbs of a flipped selector are negative",
       about(nine, plain()),
       "",
       {},
       {},
       [](FreshColumns& fresh) {
         set("s0", 2, 1)(fresh);
         set("d00", 2, -15)(fresh);
         set("d01", 2, 0)(fresh);
       }},
      {"a selector 2", about(toy::count_compare("v", {1, 5, 0, 0, 9, 2}), plain()), kRows, {}, {}, set("s0", 0, 2)},
  });
}

// 4: the poles of equal bins merge, which the reader refuses; here the counts.
TEST(Forgeries, OfHistogram) {
  const Values g = {0, 7, 14, 0, 0, 7, 14, 7, 0, 0, 7, 7};
  const Case of = about(toy::histogram("v", 0, {{0, 5}, {7, 5}, {14, 2}}), plain(kInt64, g));
  expect_accepted(of);
  const auto nulls = toy::make_table({toy::nullable_column("v", kInt64, g, kNulls)});  // rows 0, 3 and 11
  const Case with_nulls = about(toy::histogram("v", 3, {{0, 3}, {7, 4}, {14, 2}}), nulls);
  expect_accepted(with_nulls);
  expect_refused({
      instead("moved up", of, toy::histogram("v", 0, {{0, 6}, {7, 4}, {14, 2}}), kFractions),
      instead("moved down", of, toy::histogram("v", 0, {{0, 4}, {7, 6}, {14, 2}}), kFractions),
      instead("another bin", of, toy::histogram("v", 0, {{0, 5}, {7, 5}, {15, 2}}), kFractions),
      instead("a bin is missing", of, toy::histogram("v", 0, {{0, 5}, {7, 7}}), kFractions),
      instead("NULLs are in bin 0", with_nulls, toy::histogram("v", 0, {{0, 6}, {7, 4}, {14, 2}}), kFractions),
      instead("one NULL more", with_nulls, toy::histogram("v", 4, {{0, 2}, {7, 4}, {14, 2}}), kFractions),
      instead("one NULL less", with_nulls, toy::histogram("v", 2, {{0, 4}, {7, 4}, {14, 2}}), kFractions),
      {"NULL row with a value", about(toy::histogram("v", 3, {{0, 3}, {7, 4}, {14, 2}}), raw_nullable(g, kNulls)),
       kRows},
  });
}

// M5: intervals of types. 22: null flags.
TEST(Forgeries, OfWellTyped) {
  auto typed = [](ColumnType type, const Values& v) {
    toy::ColumnSpec spec{"v", type, v};
    if (type.code == TypeCode::kCode) spec.linkage_id = toy::numbers_dictionary(type.param);
    return about(toy::well_typed({{"v"}}), toy::make_table({spec}));
  };
  constexpr ColumnType kInt8 = {TypeCode::kInt, 8}, kInt6 = {TypeCode::kInt, 6}, kBool = {TypeCode::kBool, 0},
                       kCode5 = {TypeCode::kCode, 5};
  expect_accepted(typed(kInt8, {-128, 0, 127}));
  expect_accepted(typed(kInt6, {-32, 0, 31}));
  expect_accepted(typed(kBool, {1, 0, 1}));
  expect_accepted(typed(kCode5, {4, 0, 2}));
  auto one_sided = [&](const Values& v) {
    FreshColumns out;
    Integers x;
    for (const int64_t each : v) x.push_back(each + 128);
    add_derived(out, "lo0", x, 2, 4);
    return out;
  };
  expect_refused({
      {"INT(8) of 128", typed(kInt8, {-128, 128, 0}), kFractions, one_sided({-128, 128, 0})},
      {"INT(8) of -129", typed(kInt8, {-129, 127, 0}), kFractions, one_sided({-129, 127, 0})},
      {"INT(6) of 32", typed(kInt6, {-32, 32, 0}), kFractions, toy::wrapped_range({-32, 32, 0}, -32, 31, "0")},
      {"INT(6) of -33", typed(kInt6, {-33, 31, 0}), kFractions, toy::wrapped_range({-33, 31, 0}, -32, 31, "0")},
      {"BOOL of 2", typed(kBool, {1, 0, 2}), kRows},
      {"BOOL of -1", typed(kBool, {1, 0, -1}), kRows},
      {"CODE(5) of 5", typed(kCode5, {4, 5, 2}), kFractions, FreshColumns{}},
  });
  const auto table = nullable(kInt8);
  const Case of = about(toy::well_typed({{"v", 1, 3}}), table);
  expect_accepted(of);
  expect_refused({
      instead("one NULL more", of, toy::well_typed({{"v", 1, 4}}), kTarget),
      instead("one NULL less", of, toy::well_typed({{"v", 1, 2}}), kTarget),
      {"NULL row with a value", about(toy::well_typed({{"v", 1, 3}}), raw_nullable(kV, kNulls, kInt8)), kRows},
      {"null flag 2", about(toy::well_typed({{"v"}}), raw_nullable({0, 4, 5}, {2, 0, 0}, kInt8)), kRows,
       FreshColumns{{"lo00", Values{0, 4, 5}}, {"m", Values{-1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}}}},
  });
}

// M7: any physical order; a key twice.
TEST(Forgeries, OfUniqueKey) {
  expect_accepted(about(toy::unique_key("v"), plain(kInt64, {30, -4, 9, 77, 10})));
  const Values sorted = {-4, 9, 9, 30, 77}, others = {-4, 9, 10, 30, 77};
  auto columns = [](const Values& u) {
    FreshColumns out = toy::wrapped_gaps(u, 1);
    out.emplace("u", u);
    return out;
  };
  const Case of = about(toy::unique_key("v"), plain(kInt64, {30, 9, 9, 77, -4}));
  expect_refused({
      {"a key twice", of, kFractions, columns(sorted)},
      {"another key in its place", of, kFractions, columns(others)},
      {"sorted the other way", about(toy::unique_key("v"), plain(kInt64, {1, 2, 3})), kFractions, columns({3, 2, 1})},
  });
}

TEST(Forgeries, OfMemberAndNonMember) {
  using toy::Cell;
  const auto table = toy::make_table({{"v", kInt64, {3, 5, 5}}, {"w", kInt64, {7, 8, 8}}});
  auto say = [](StatementType type, const std::vector<toy::Record>& listed) {
    return toy::records(type, {"v", "w"}, {}, listed);
  };
  auto record = [](int64_t v, int64_t w) { return toy::Record{Cell::number(v), Cell::number(w)}; };
  const Case of = about(say(StatementType::kMember, {record(5, 8), record(3, 7)}), table);
  expect_accepted(of);
  expect_accepted(about(say(StatementType::kNonMember, {record(5, 7), record(3, 8)}), table));
  expect_refused({
      instead("an absent record", of, say(StatementType::kMember, {record(5, 8), record(3, 8)}), kFractions),
      instead("off by one", of, say(StatementType::kMember, {record(5, 9), record(3, 7)}), kFractions),
      // 2: a denominator that is 0.
      {"a present record is no member", about(say(StatementType::kNonMember, {record(1, 1), record(5, 8)}), table),
       kPole},
  });
}

// M1 is for the reader; here sums and counts that move.
TEST(Forgeries, OfGroupSums) {
  const auto table = toy::make_table({{"v", kInt64, {10, -3, 4, 8}}, {"g", kInt64, {1, 2, 1, 1}}});
  const Case of = about(toy::group_sums("v", "g", {{1, 22, 3}, {2, -3, 1}}), table);
  expect_accepted(of);
  expect_refused({
      instead("a sum + 1", of, toy::group_sums("v", "g", {{1, 23, 3}, {2, -3, 1}}), kFractions),
      instead("a sum - 1", of, toy::group_sums("v", "g", {{1, 22, 3}, {2, -4, 1}}), kFractions),
      instead("moved", of, toy::group_sums("v", "g", {{1, 21, 3}, {2, -2, 1}}), kFractions),
      instead("a row moved", of, toy::group_sums("v", "g", {{1, 22, 2}, {2, -3, 2}}), kFractions),
      instead("an empty group has a row", of, toy::group_sums("v", "g", {{1, 22, 2}, {2, -3, 1}, {3, 0, 1}}),
              kFractions),
      instead("another group", of, toy::group_sums("v", "g", {{1, 22, 3}, {3, -3, 1}}), kFractions),
  });
}

// 16: a match hidden, a match invented.
TEST(Forgeries, OfCountEqual) {
  const Values g = {0, 1, 2, 0, 0, 1, 2, 0};
  const auto table = plain(kInt64, g);
  const Case of = about(toy::count_equal("v", 0, {0, 2}, {{0, 4}, {0, 2}}), table);
  expect_accepted(of);
  const Case joint = about(toy::count_equal("v", 1, {0, 2}, {{0, 6}}), table);
  expect_accepted(joint);
  expect_refused({
      instead("one more", of, toy::count_equal("v", 0, {0, 2}, {{0, 5}, {0, 2}}), kTarget),
      instead("one less", of, toy::count_equal("v", 0, {0, 2}, {{0, 4}, {0, 1}}), kTarget),
      instead("at least one more", of, toy::count_equal("v", 0, {0, 2}, {{1, 5}, {0, 2}}), kSlack),
      instead("at most one less", of, toy::count_equal("v", 0, {0, 2}, {{0, 4}, {2, 1}}), kSlack),
      instead("joint, one more", joint, toy::count_equal("v", 1, {0, 2}, {{0, 7}}), kTarget),
      instead("joint, one less", joint, toy::count_equal("v", 1, {0, 2}, {{0, 5}}), kTarget),
      {"a hidden match", about(toy::count_equal("v", 0, {0}, {{0, 3}}), table), kPole, {}, {}, set("s0", 3, 0)},
      {"an invented match", about(toy::count_equal("v", 0, {0}, {{0, 5}}), table), kRows, {}, {}, set("s0", 1, 1)},
      {"a selector 2", about(toy::count_equal("v", 0, {0}, {{0, 5}}), table), kRows, {}, {}, set("s0", 0, 2)},
      {"a NULL row counts",
       about(toy::count_equal("v", 0, {0}, {{0, 1}}), raw_nullable({0, 5}, {1, 0})),
       kRows,
       {},
       {},
       set("s0", 0, 1)},
  });
}

TEST(Forgeries, OfMinAndMax) {
  const auto table = plain();
  const Case min = about(toy::min_max("v", 0, -20, 2), table), max = about(toy::min_max("v", 1, 20, 2), table);
  expect_accepted(min);
  expect_accepted(max);
  auto columns = [](int is_max, int64_t value, size_t witness, const Values& v = kV) {
    FreshColumns out;
    Integers beyond;
    for (const int64_t each : v) beyond.push_back(is_max != 0 ? value - each : each - value);
    add_derived(out, "lo", beyond, 2, 4);
    std::vector<uint8_t> m(v.size());
    m[witness] = 1;
    out.emplace("M", m);
    return out;
  };
  auto lie = [&](const char* name, int is_max, int64_t value, size_t witness) {
    return Forgery{name, about(toy::min_max("v", is_max, value, 2), table), kFractions,
                   columns(is_max, value, witness)};
  };
  expect_refused({
      lie("a minimum that is absent", 0, -21, 9),
      lie("a minimum that is too high", 0, -19, 9),
      lie("the second least", 0, -7, 1),
      lie("a maximum that is absent", 1, 21, 2),
      lie("a maximum that is too low", 1, 19, 11),
      {"no witness", about(toy::min_max("v", 0, -20, 2), table), kFractions, {}, {}, set("M", 9, 0)},
      // 34: 0 is the minimum, but of a NULL row.
      {"a NULL row is the witness", about(toy::min_max("v", 0, 0, 2), raw_nullable({0, 5, 9}, {1, 0, 0})), kFractions,
       columns(0, 0, 0, {0, 5, 9})},
      {"a NULL row with a value is the witness", about(toy::min_max("v", 0, 4, 2), raw_nullable({4, 5, 9}, {1, 0, 0})),
       "", columns(0, 4, 0, {4, 5, 9})},
  });
}

// 18: slacks. L3: digits.
TEST(Forgeries, OfQuantileMeanAndCovariance) {
  const auto table = toy::make_table({{"v", kInt64, kV}, {"w", kInt64, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}});
  // Sorted: -20 -7 -1 0 2 3 5 5 8 13 19 20.
  const Case fourth = about(toy::quantile("v", 4, 0, 2), table), mean = about(toy::mean_floor("v", 2, 391), table);
  expect_accepted(fourth);
  expect_accepted(mean);  // 4700 / 12
  const Values w = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  const Int256 sxy = toy::sum_of_products(kV, w);
  const Case covariance = about(toy::covariance("v", "w", 47, 78, sxy), table);
  expect_accepted(covariance);
  auto quantile = [&](const char* name, uint64_t rank, int64_t value) {
    const Case of = about(toy::quantile("v", rank, value, 2), table);
    return Forgery{name, of, kSlack};
  };
  expect_refused({
      quantile("the value of rank 5", 4, 2),
      quantile("the value of rank 3", 4, -1),
      quantile("a value that is absent", 4, 1),
      quantile("the other rank", 5, 0),
      quantile("the last", 12, 19),
      instead("mean + 1", mean, toy::mean_floor("v", 2, 392), kSlack),
      instead("mean - 1", mean, toy::mean_floor("v", 2, 390), kSlack),
      instead("one digit more", mean, toy::mean_floor("v", 3, 391), kSlack),
      instead("S_x + 1", covariance, toy::covariance("v", "w", 48, 78, sxy), kTarget),
      instead("S_y - 1", covariance, toy::covariance("v", "w", 47, 77, sxy), kTarget),
      instead("S_xy + 1", covariance, toy::covariance("v", "w", 47, 78, sxy + 1), kTarget),
      instead("S_xy - 1", covariance, toy::covariance("v", "w", 47, 78, sxy - 1), kTarget),
      instead("x and y", covariance, toy::covariance("v", "w", 78, 47, sxy), kTarget),
  });
}

TEST(Forgeries, OfComposite) {
  const auto table = toy::make_table({{"v", kInt64, kV},
                                      {"b", {TypeCode::kBool, 0}, {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}},
                                      {"c", {TypeCode::kBool, 0}, {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2}},
                                      toy::nullable_column("y", {TypeCode::kInt, 8}, kV, kNulls)});
  auto say = [&](const Bytes& one, const Bytes& other) { return about(toy::composite({one, other}), table); };
  expect_accepted(say(toy::range_claim("v", -20, 20), toy::sum_claim("v", 47)));
  expect_accepted(say(toy::type_claim("b"), toy::type_claim("y")));
  expect_refused({
      {"a sum + 1", say(toy::range_claim("v", -20, 20), toy::sum_claim("v", 48)), kTarget},
      {"a sum - 1", say(toy::range_claim("v", -20, 20), toy::sum_claim("v", 46)), kTarget},
      {"a range", say(toy::range_claim("v", -19, 20), toy::sum_claim("v", 47)), kFractions,
       toy::wrapped_range(kV, -19, 20, "0_")},
      {"a BOOL of 2", say(toy::type_claim("c"), toy::type_claim("y")), kRows},
  });
}

}  // namespace
}  // namespace zkp

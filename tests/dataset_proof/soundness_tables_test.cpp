/// Forged proofs about several tables: rows that are dropped, repeated, altered or invented. The numbers in comments
/// are those of the attack list of the specification (section 16) and of its review (section 21).
#include "dataset_proof/forge.h"
#include "statement/types/noisy_sum.h"

namespace zkp {
namespace {

using toy::Case;
using toy::expect_accepted;
using toy::expect_refused;
using toy::Forgery;
using toy::kInt64;
using toy::set;
using toy::Values;

constexpr const char* kFractions = "root_numerator";
constexpr const char* kPole = "root_denominator";
constexpr const char* kTarget = "sums.target";
constexpr const char* kRows = "identity.end";

using TablePointer = std::shared_ptr<toy::Table>;

/// A table of `key` and `v`.
TablePointer rows(const Values& key, const Values& v, uint8_t secret_byte = 0x11) {
  return toy::make_table({{"key", kInt64, key}, {"v", kInt64, v}}, secret_byte);
}
const toy::Names kBoth = {"key", "v"};

/// u, its gaps modulo 2^16, and multiplicities.
FreshColumns chain(const Values& u, const Values& multiplicities) {
  FreshColumns out = toy::wrapped_gaps(u, 2);
  out.emplace("u", u);
  out.emplace("mT", multiplicities);
  return out;
}

// 17: leaks between train and test. M4 is for the reader.
TEST(ForgeriesOfTables, Split) {
  const TablePointer source = rows({1, 2, 5, 9}, {10, 20, 50, 90}), train = rows({5, 1}, {50, 10}, 0x33),
                     test = rows({2, 9}, {20, 90}, 0x44);
  const Bytes statement = toy::split(kBoth, "key");
  auto of = [&](TablePointer s, TablePointer a, TablePointer b) { return Case{"split", statement, {s, a, b}}; };
  const Case good = of(source, train, test);
  expect_accepted(good);
  // Key 5 in both; 15 and 16 are neighbours in the chain.
  const Case leak = of(rows({1, 2, 5, 5}, {10, 20, 50, 50}), train, rows({2, 5}, {20, 50}, 0x44));
  const FreshColumns leaked = chain({3, 7, 15, 16}, {1, 1, 1, 1});
  auto negative_gap = [](FreshColumns& fresh) {
    set("g0", 2, -1)(fresh);
    for (const char* limb : {"g1", "g2", "g3"}) set(limb, 2, 0)(fresh);
  };
  expect_refused({
      {"a key in both parts", leak, kFractions, leaked},
      {"a key in both parts, a gap of -1", leak, kFractions, leaked, {}, negative_gap},
      {"a key in both parts, out of order", leak, kFractions, chain({3, 16, 7, 15}, {1, 1, 1, 1})},
      {"a key in both parts, one of them hidden", leak, kFractions, chain({3, 7, 15, 17}, {1, 1, 2, 0})},
      {"a key in both parts, counted as one", leak, kFractions, chain({3, 7, 16, 18}, {1, 1, 2, 0})},
      {"a row of the test part is altered", of(source, train, rows({2, 9}, {20, 91}, 0x44)), kFractions},
      {"a key of the test part is altered", of(source, train, rows({2, 8}, {20, 90}, 0x44)), kFractions},
      {"a row is dropped, another is there twice", of(source, train, rows({2, 2}, {20, 20}, 0x44)), kFractions},
      {"a row is in the source twice", of(rows({1, 2, 5, 5}, {10, 20, 50, 50}), train, test), kFractions},
      {"the values change places", of(source, train, rows({2, 9}, {90, 20}, 0x44)), kFractions},
      {"a multiplicity", good, kFractions, {}, {}, set("mT", 0, 2)},
      {"a chain that ends early", good, kFractions, {}, {}, set("u", 3, 0)},
  });
}

TEST(ForgeriesOfTables, Disjoint) {
  auto table = [](const Values& key, uint8_t secret_byte) {
    return toy::make_table({{"d", kInt64, key}}, secret_byte);
  };
  auto of = [&](const Values& a, const Values& b) {
    return Case{"disjoint", toy::disjoint("d", "d"), {table(a, 0x11), table(b, 0x33)}};
  };
  expect_accepted(of({9, 2, 2}, {1, 3}));
  const Case common = of({9, 2, 2}, {1, 2});
  expect_refused({
      {"a common key", common, kFractions, chain({4, 6, 7, 27, 29}, {1, 2, 1, 1, 0})},
      {"a common key, out of order", common, kFractions, chain({4, 7, 6, 27, 29}, {1, 1, 2, 1, 0})},
      {"a common key, hidden", common, kFractions, chain({4, 6, 27, 29, 31}, {1, 2, 1, 0, 0})},
      {"a common key, called another", common, kFractions, chain({4, 6, 10, 27, 29}, {1, 2, 1, 1, 0})},
      {"another table's chain", common, kFractions, {}, of({9, 2, 2}, {1, 3})},
  });
}

// 15 again, for remainders.
TEST(ForgeriesOfTables, Affine) {
  const Values in = {10, -7, 0, 99}, out = {3, -2, 0, 30};  // floor((3 x + 7) / 10)
  auto of = [&](__int128 a, __int128 c, __int128 d, const Values& y) {
    return Case{"affine",
                toy::affine("in", "out", a, c, d),
                {toy::make_table({{"in", kInt64, in}}), toy::make_table({{"out", kInt64, y}}, 0x33)}};
  };
  auto limbs = [&](__int128 a, __int128 c, __int128 d, const Values& y) {
    Integers remainder, above;
    for (size_t i = 0; i < in.size(); ++i) {
      remainder.push_back(a * in[i] + c - d * y[i]);
      above.push_back(d - 1 - remainder.back());
    }
    FreshColumns fresh;
    const int count = d > 16 ? 2 : 1;
    add_derived(fresh, "lo", remainder, count, 4);
    add_derived(fresh, "hi", above, count, 4);
    return fresh;
  };
  auto lie = [&](const char* name, __int128 a, __int128 c, __int128 d, const Values& y) {
    return Forgery{name, of(a, c, d, y), kFractions, limbs(a, c, d, y)};
  };
  expect_accepted(of(3, 7, 10, out));
  const Values hundredths = {0, -1, 0, 3};  // floor((3 x + 7) / 100)
  expect_accepted(of(3, 7, 100, hundredths));
  const Values exact = {-11, 23, 9, -189};  // 9 - 2 x
  expect_accepted(of(-2, 9, 1, exact));
  expect_refused({
      lie("a value + 1", 3, 7, 10, {4, -2, 0, 30}),
      lie("a value - 1", 3, 7, 10, {3, -2, -1, 30}),
      lie("rounded toward zero", 3, 7, 10, {3, -1, 0, 30}),
      lie("factor + 1", 4, 7, 10, out),
      lie("factor - 1", 2, 7, 10, out),
      lie("summand + 10", 3, 17, 10, out),
      lie("divisor + 1", 3, 7, 11, out),
      lie("divisor - 1", 3, 7, 9, out),
      lie("two limbs, a value + 1", 3, 7, 100, {0, -1, 1, 3}),
      lie("two limbs, a value - 1", 3, 7, 100, {0, -2, 0, 3}),
      {"divisor 1, a value + 1", of(-2, 9, 1, {-11, 23, 10, -189}), kRows, FreshColumns{}},
      {"divisor 1, summand - 1", of(-2, 8, 1, exact), kRows, FreshColumns{}},
  });
}

// 16: selectors that lie.
TEST(ForgeriesOfTables, Filter) {
  const TablePointer source = rows({3, 8, 5, 9}, {30, 80, 50, 90});
  auto of = [&](int op, int64_t c, const Values& key, const Values& v) {
    return Case{"filter", toy::filter(kBoth, "key", op, c, op == 3 ? 0 : 2), {source, rows(key, v, 0x33)}};
  };
  const Case at_most = of(1, 5, {5, 3}, {50, 30}), at_least = of(2, 5, {5, 8, 9}, {50, 80, 90}),
             equal = of(3, 5, {5}, {50});
  expect_accepted(at_most);
  expect_accepted(at_least);
  expect_accepted(equal);
  expect_refused({
      {"a row is dropped", of(1, 5, {5}, {50}), kFractions},
      {"a row is there twice", of(1, 5, {5, 3, 3}, {50, 30, 30}), kFractions},
      {"a row is altered", of(1, 5, {5, 3}, {50, 31}), kFractions},
      {"a row that does not match", of(1, 5, {5, 3, 8}, {50, 30, 80}), kFractions},
      {"a row that does not match, selected", of(1, 5, {5, 3, 8}, {50, 30, 80}), kRows, {}, {}, set("s", 1, 1)},
      {"a bound - 1", of(1, 4, {5, 3}, {50, 30}), kFractions},
      {"a bound + 3", of(1, 8, {5, 3}, {50, 30}), kFractions},
      {"at least, a row is dropped", of(2, 5, {8, 9}, {80, 90}), kFractions},
      {"at least, a bound + 1", of(2, 6, {5, 8, 9}, {50, 80, 90}), kFractions},
      {"at least, a row is dropped, not selected", of(2, 5, {8, 9}, {80, 90}), kRows, {}, {}, set("s", 2, 1)},
      {"equal, a match is hidden", of(3, 5, {3}, {30}), kPole, FreshColumns{{"s", Values{1, 0, 0, 0}}}},
      {"equal, a match is invented", of(3, 5, {5, 3}, {50, 30}), kRows, FreshColumns{{"s", Values{1, 0, 1, 0}}}},
      {"equal, a row counts twice", of(3, 5, {5, 5}, {50, 50}), kRows, FreshColumns{{"s", Values{0, 0, 2, 0}}}},
      {"equal, another constant", of(3, 8, {5}, {50}), kFractions},
  });
}

TEST(ForgeriesOfTables, SortAndShuffle) {
  const TablePointer source = rows({3, 8, 5, 8}, {30, 80, 50, 81});
  auto of = [&](const Values& key, const Values& v) {
    return Case{"sort", toy::sort(kBoth, "key", 2), {source, rows(key, v, 0x33)}};
  };
  auto shuffled = [&](const Values& key, const Values& v) {
    return Case{"shuffle", toy::shuffle(kBoth), {source, rows(key, v, 0x33)}};
  };
  expect_accepted(of({3, 5, 8, 8}, {30, 50, 81, 80}));
  expect_accepted(shuffled({8, 5, 3, 8}, {81, 50, 30, 80}));
  const Values swapped = {3, 8, 5, 8};
  expect_refused({
      {"two rows are swapped", of(swapped, {30, 80, 50, 81}), kFractions, toy::wrapped_gaps(swapped, 0, 2)},
      {"descending", of({8, 8, 5, 3}, {80, 81, 50, 30}), kFractions, toy::wrapped_gaps({8, 8, 5, 3}, 0, 2)},
      {"a row is there twice", of({3, 5, 8, 8}, {30, 50, 80, 80}), kFractions},
      {"a row is altered", of({3, 5, 8, 8}, {31, 50, 81, 80}), kFractions},
      {"a key is altered", of({3, 6, 8, 8}, {30, 50, 81, 80}), kFractions},
      {"values of other keys", of({3, 5, 8, 8}, {50, 30, 80, 81}), kFractions},
      {"shuffle: a row is there twice", shuffled({8, 5, 3, 8}, {81, 50, 30, 81}), kFractions},
      {"shuffle: a row is altered", shuffled({8, 5, 3, 8}, {81, 50, 30, 79}), kFractions},
      {"shuffle: values of other keys", shuffled({8, 5, 3, 8}, {50, 81, 30, 80}), kFractions},
  });
  // A null flag that moves to a row with the same value.
  auto flags = [](const toy::Flags& nulls, uint8_t secret_byte) {
    return toy::make_table({{"v", kInt64, {0, 0, 7}, nulls}}, secret_byte);
  };
  expect_accepted({"", toy::shuffle({"v"}), {flags({1, 0, 0}, 0x11), flags({0, 1, 0}, 0x33)}});
  expect_refused({
      {"a null flag less", {"", toy::shuffle({"v"}), {flags({1, 0, 0}, 0x11), flags({0, 0, 0}, 0x33)}}, kFractions},
      {"a null flag on another value",
       {"", toy::shuffle({"v"}), {flags({1, 0, 0}, 0x11), flags({0, 0, 1}, 0x33)}},
       kFractions},
  });
}

// 3, H4: multiplicities that are 0 or negative.
TEST(ForgeriesOfTables, Dedupe) {
  const TablePointer source = rows({4, 4, 9, 2, 9, 9}, {40, 40, 90, 20, 90, 90});
  auto of = [&](const Values& key, const Values& v) {
    return Case{"dedupe", toy::dedupe(kBoth, "key"), {source, rows(key, v, 0x33)}};
  };
  /// M, the low limbs of M - 1, and a sorted copy of the keys.
  auto columns = [](const Values& m, const Values& sorted) {
    FreshColumns out = toy::wrapped_gaps(sorted, 1);
    out.emplace("u", sorted);
    out.emplace("M", m);
    Integers above;
    for (const int64_t each : m) above.push_back(each - 1);
    add_derived(out, "ml", above, 2, 4);
    return out;
  };
  expect_accepted(of({2, 4, 9}, {20, 40, 90}));
  expect_refused({
      {"a row is invented, 0 times", of({2, 4, 9, 77}, {20, 40, 90, 7}), kFractions,
       columns({1, 2, 3, 0}, {2, 4, 9, 77})},
      {"a row is invented, once", of({2, 4, 9, 77}, {20, 40, 90, 7}), kFractions, columns({1, 2, 3, 1}, {2, 4, 9, 77})},
      {"a row is invented twice, 1 and -1 times", of({2, 4, 9, 77, 77}, {20, 40, 90, 7, 7}), kFractions,
       columns({1, 2, 3, 1, -1}, {2, 4, 9, 77, 77})},
      {"a row is lost", of({2, 4}, {20, 40}), kFractions, columns({1, 2}, {2, 4})},
      {"a row is altered", of({2, 4, 9}, {20, 40, 91}), kFractions, columns({1, 2, 3}, {2, 4, 9})},
      {"a row is kept twice", of({2, 4, 9, 9}, {20, 40, 90, 90}), kFractions, columns({1, 2, 2, 1}, {2, 4, 9, 9})},
      {"a row is kept twice, keys called others", of({2, 4, 9, 9}, {20, 40, 90, 90}), kFractions,
       columns({1, 2, 2, 1}, {2, 4, 9, 10})},
      {"a multiplicity", of({2, 4, 9}, {20, 40, 90}), kFractions, columns({1, 3, 2}, {2, 4, 9})},
  });
}

// H2: rows that nobody has; L2, E9 are for the reader.
TEST(ForgeriesOfTables, Join) {
  const Bytes statement = toy::join({"key"}, {"a"}, {"b"});
  auto left = [](const Values& key, const Values& a) {
    return toy::make_table({{"key", kInt64, key}, {"a", kInt64, a}});
  };
  auto right = [](const Values& key, const Values& b) {
    return toy::make_table({{"key", kInt64, key}, {"b", kInt64, b}}, 0x33);
  };
  auto result = [](const Values& key, const Values& a, const Values& b) {
    return toy::make_table({{"key", kInt64, key}, {"a", kInt64, a}, {"b", kInt64, b}}, 0x44);
  };
  auto columns = [](const Values& m, const Values& sorted) {
    FreshColumns out = toy::wrapped_gaps(sorted, 1);
    out.emplace("u", sorted);
    out.emplace("M", m);
    return out;
  };
  const TablePointer a = left({2, 1, 2, 3}, {5, 6, 7, 8}), b = right({1, 2, 3}, {10, 20, 30});
  auto of = [&](TablePointer joined) { return Case{"join", statement, {a, b, joined}}; };
  const FreshColumns honest = columns({1, 2, 1}, {1, 2, 3});
  expect_accepted(of(result({2, 1, 2, 3}, {5, 6, 7, 8}, {20, 10, 20, 30})));
  expect_accepted(of(result({3, 2, 2, 1}, {8, 7, 5, 6}, {30, 20, 20, 10})));
  expect_refused({
      {"a right value", of(result({2, 1, 2, 3}, {5, 6, 7, 8}, {20, 10, 30, 30})), kFractions, honest},
      {"a right value is invented", of(result({2, 1, 2, 3}, {5, 6, 7, 8}, {20, 10, 20, 31})), kFractions, honest},
      {"a left value", of(result({2, 1, 2, 3}, {5, 6, 7, 9}, {20, 10, 20, 30})), kFractions, honest},
      {"a row is there twice, another dropped", of(result({2, 1, 2, 2}, {5, 6, 7, 7}, {20, 10, 20, 20})), kFractions,
       columns({1, 3, 0}, {1, 2, 3})},
      {"rows go to the wrong left row", of(result({2, 1, 2, 3}, {5, 8, 7, 6}, {20, 10, 20, 30})), kFractions, honest},
      {"multiplicities 0", of(result({2, 1, 2, 3}, {5, 6, 7, 8}, {20, 10, 20, 30})), kFractions,
       columns({0, 0, 0}, {1, 2, 3})},
      {"a key twice in the right table",
       {"",
        statement,
        {a, right({1, 2, 3, 2}, {10, 20, 30, 21}), result({2, 1, 2, 3}, {5, 6, 7, 8}, {20, 10, 21, 30})}},
       kFractions,
       columns({1, 1, 1, 1}, {1, 2, 2, 3})},
      {"a key twice in the right table, called another",
       {"",
        statement,
        {a, right({1, 2, 3, 2}, {10, 20, 30, 21}), result({2, 1, 2, 3}, {5, 6, 7, 8}, {20, 10, 21, 30})}},
       kFractions,
       columns({1, 1, 1, 1}, {1, 2, 3, 4})},
  });
}

// 19, H5: the noise of a differentially private sum.
TEST(ForgeriesOfTables, NoisySum) {
  const Values v = {3, 0, 15, 7, 8};
  const TablePointer data = toy::make_table({{"v", kInt64, v}});
  auto record = [&](const Values& bits, int64_t hi = 15) {
    NoiseQuery query;
    query.data_entry = data->digest();
    query.column = "v";
    query.hi = hi;
    return toy::make_table({{"bits", {TypeCode::kBool, 0}, bits}}, 0x33, query);
  };
  const Values bits = {1, 0, 0, 1, 1, 0, 1, 0, 0};
  auto answer = [&](const toy::Table& of, const Values& drawn, const Digest& round) {
    const std::vector<uint8_t> beacon = beacon_bits(round, of.digest(), drawn.size());
    int64_t twice = 2 * 33 - static_cast<int64_t>(drawn.size());
    for (size_t i = 0; i < drawn.size(); ++i) twice += 2 * (beacon[i] != 0 ? 1 - drawn[i] : drawn[i]);
    return twice;
  };
  const Digest round = sha256({as_bytes("round 1")}), other = sha256({as_bytes("round 2")});
  const TablePointer good = record(bits), with_5 = record({5, 0, 0, 1, 1, 0, 1, 0, 0}), narrow = record(bits, 14);
  const int64_t twice = answer(*good, bits, round);
  auto of = [&](const TablePointer& noise, const Digest& at, int64_t said) {
    return Case{"noisy sum", toy::noisy_sum(at, said), {data, noise}};
  };
  expect_accepted(of(good, round, twice));
  ASSERT_NE(answer(*good, bits, other), twice);
  expect_refused({
      {"answer + 2", of(good, round, twice + 2), kTarget},
      {"answer - 2", of(good, round, twice - 2), kTarget},
      {"answer + 1", of(good, round, twice + 1), kTarget},
      {"without noise", of(good, round, 66), kTarget},
      {"the value of another round", of(good, other, twice), kTarget},
      {"a bit 5", of(with_5, round, answer(*with_5, {5, 0, 0, 1, 1, 0, 1, 0, 0}, round)), kRows},
      {"a value that is not clipped", of(narrow, round, answer(*narrow, bits, round)), kFractions,
       toy::wrapped_range(v, 0, 14)},
  });
}

}  // namespace
}  // namespace zkp

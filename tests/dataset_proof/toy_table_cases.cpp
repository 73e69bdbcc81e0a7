#include <algorithm>
#include <numeric>

#include "dataset_proof/toy_cases.h"
#include "statement/types/noisy_sum.h"

namespace zkp::toy {
namespace {

/// Rows of three columns, the second nullable: key, x, name.
struct Rows {
  Values key, x;
  Flags x_null;
  std::vector<std::string> name;

  static Rows random(Dice& dice, Values key) {
    Rows out;
    out.x = dice.values(key.size(), -9, 9);
    out.x_null = dice.flags(key.size(), 4);
    for (size_t i = 0; i < key.size(); ++i) out.name.push_back(std::string(dice.below(3), 'n'));
    out.key = std::move(key);
    return out;
  }
  size_t size() const { return key.size(); }
  Rows select(const std::vector<size_t>& rows) const {
    return {rows_of(key, rows), rows_of(x, rows), rows_of(x_null, rows), rows_of(name, rows)};
  }
  std::shared_ptr<Table> table(uint8_t secret_byte) const {
    return make_table({{"key", kInt64, key}, nullable_column("x", kInt64, x, x_null), text_column("name", name)},
                      secret_byte);
  }
};
const Names kNames = {"x", "key", "name"};

std::vector<size_t> order(size_t count) {
  std::vector<size_t> out(count);
  std::iota(out.begin(), out.end(), size_t{0});
  return out;
}

/// Two lists of keys without a common one, each with repetitions.
std::pair<Values, Values> disjoint_keys(Dice& dice, size_t first, size_t second) {
  const int64_t lo = dice.between(-(int64_t{1} << 61), int64_t{1} << 61);
  Values different = dice.different(first + second, lo, lo + 20'000);
  if (dice.chance(3)) {
    for (size_t i = 0; i < different.size(); ++i) different[i] = lo + static_cast<int64_t>(i);  // neighbours
    dice.shuffle(different);
  }
  Values a(different.begin(), different.begin() + static_cast<std::ptrdiff_t>(first)),
      b(different.begin() + static_cast<std::ptrdiff_t>(first), different.end());
  for (Values* keys : {&a, &b}) {
    const size_t kept = 1 + dice.below(keys->size());
    for (size_t i = kept; i < keys->size(); ++i) (*keys)[i] = (*keys)[dice.below(kept)];
  }
  return {a, b};
}

Case split_case(Dice& dice, size_t rows) {
  const size_t first = 1 + dice.below(std::max<size_t>(1, rows - 1)), second = std::max<size_t>(1, rows - first);
  const auto [a, b] = disjoint_keys(dice, first, second);
  const Rows train = Rows::random(dice, a), test = Rows::random(dice, b);
  Rows source = train;
  source.key.insert(source.key.end(), test.key.begin(), test.key.end());
  source.x.insert(source.x.end(), test.x.begin(), test.x.end());
  source.x_null.insert(source.x_null.end(), test.x_null.begin(), test.x_null.end());
  source.name.insert(source.name.end(), test.name.begin(), test.name.end());
  std::vector<size_t> shuffled = order(source.size());
  dice.shuffle(shuffled);
  return {"split", split(kNames, "key"), {source.select(shuffled).table(0x11), train.table(0x33), test.table(0x44)}};
}

Case disjoint_case(Dice& dice, size_t rows) {
  const size_t first = 1 + dice.below(rows), second = 1 + dice.below(rows);
  const auto [a, b] = disjoint_keys(dice, first, second);
  return {"disjoint", disjoint("a", "b"), {make_table({{"a", kInt64, a}}), make_table({{"b", kInt64, b}}, 0x33)}};
}

Case affine_case(Dice& dice, size_t rows) {
  const __int128 largest = (static_cast<__int128>(1) << 63) - 1;
  const int64_t d = dice.chance(3) ? 1 : dice.between(2, dice.chance(2) ? 16 : 256);
  const bool extreme = dice.chance(3) && d != 1;
  const __int128 a = extreme ? largest : dice.between(-1000, 1000), c = extreme ? -largest : dice.between(-1000, 1000);
  const Values in = dice.values(rows, extreme ? -2 : -1'000'000'000'000, extreme ? 2 : 1'000'000'000'000);
  ColumnSpec out{"out", kInt64, {}};
  for (const int64_t x : in) {
    const __int128 y = floor_division(a * x + c, d);
    if (y < INT64_MIN || y > INT64_MAX) {
      // Beyond the type, which AFFINE does not speak about; the smallest limbs of the field do.
      return affine_case(dice, rows);
    }
    out.values.push_back(static_cast<int64_t>(y));
  }
  return {"affine", affine("in", "out", a, c, d), {make_table({{"in", kInt64, in}}), make_table({out}, 0x33)}};
}

Case filter_case(Dice& dice, size_t rows) {
  const int op = 1 + static_cast<int>(dice.below(3)), limbs = op == 3 ? 0 : 1 + static_cast<int>(dice.below(4));
  const int64_t reach = int64_t{1} << (4 * limbs), c = dice.between(-(int64_t{1} << 61), int64_t{1} << 61);
  const int64_t cut = op == 2 ? c - 1 : c;
  Values keys = op == 3 ? dice.values(rows, c - 1, c + 1) : dice.values(rows, cut - reach + 1, cut + reach);
  keys[dice.below(rows)] = c;  // the result has a row
  const Rows source = Rows::random(dice, keys);
  std::vector<size_t> kept;
  for (size_t i = 0; i < rows; ++i) {
    const int64_t v = source.key[i];
    if (op == 1 ? v <= c : op == 2 ? v >= c : v == c) kept.push_back(i);
  }
  dice.shuffle(kept);
  return {"filter", filter(kNames, "key", op, c, limbs), {source.table(0x11), source.select(kept).table(0x33)}};
}

Case sort_case(Dice& dice, size_t rows) {
  const int limbs = 1 + static_cast<int>(dice.below(4));
  const int64_t lo = dice.between(INT64_MIN, INT64_MAX - 70'000);
  const Rows source = Rows::random(dice, dice.values(rows, lo, lo + (int64_t{1} << (4 * limbs)) - 1));
  std::vector<size_t> sorted = order(rows);
  dice.shuffle(sorted);  // ties come in any order
  std::ranges::stable_sort(sorted, {}, [&](size_t i) { return source.key[i]; });
  return {"sort", sort(kNames, "key", limbs), {source.table(0x11), source.select(sorted).table(0x33)}};
}

Case shuffle_case(Dice& dice, size_t rows) {
  const Rows source = Rows::random(dice, dice.values(rows, INT64_MIN, INT64_MAX));
  std::vector<size_t> shuffled = order(rows);
  dice.shuffle(shuffled);
  return {"shuffle", shuffle(kNames), {source.table(0x11), source.select(shuffled).table(0x33)}};
}

Case dedupe_case(Dice& dice, size_t rows) {
  const size_t kept = 1 + dice.below(rows);
  const int64_t lo = dice.between(INT64_MIN, INT64_MAX - 70'000);
  const Rows result = Rows::random(dice, dice.different(kept, lo, lo + 65'000));
  std::vector<size_t> repeated = order(kept);
  while (repeated.size() < rows) repeated.push_back(dice.below(kept));
  dice.shuffle(repeated);
  return {"dedupe", dedupe(kNames, "key"), {result.select(repeated).table(0x11), result.table(0x33)}};
}

Case join_case(Dice& dice, size_t rows) {
  const size_t right_rows = 1 + dice.below(rows);
  const int64_t lo = dice.between(-1'000'000, 1'000'000);
  const Values right_keys = dice.different(right_rows, lo, lo + 65'000);
  std::vector<std::string> right_texts;
  for (const int64_t key : right_keys) right_texts.push_back("text of " + std::to_string(key));
  const Values right_values = dice.values(right_rows, INT64_MIN, INT64_MAX);
  const Flags right_nulls = dice.flags(right_rows, 3);
  std::vector<size_t> refers;
  for (size_t i = 0; i < rows; ++i) refers.push_back(dice.below(right_rows));
  const Values left_values = dice.values(rows, -99, 99);
  // The result has the rows of the left table in another order.
  std::vector<size_t> shuffled = order(rows);
  dice.shuffle(shuffled);
  const std::vector<size_t> of_result = rows_of(refers, shuffled);
  auto keys = [&](const std::vector<size_t>& refer) -> std::vector<ColumnSpec> {
    return {{"key", kInt64, rows_of(right_keys, refer)}, text_column("name", rows_of(right_texts, refer))};
  };
  std::vector<ColumnSpec> left = keys(refers), right = keys(order(right_rows)), result = keys(of_result);
  left.push_back({"l", kInt64, left_values});
  right.push_back(nullable_column("r", kInt64, right_values, right_nulls));
  result.push_back({"l", kInt64, rows_of(left_values, shuffled)});
  result.push_back(nullable_column("r", kInt64, rows_of(right_values, of_result), rows_of(right_nulls, of_result)));
  return {"join",
          join({"key", "name"}, {"l"}, {"r"}),
          {make_table(left), make_table(right, 0x33), make_table(result, 0x44)}};
}

Case noisy_sum_case(Dice& dice, size_t rows) {
  const int64_t lo = dice.between(-1'000'000, 1'000'000);
  const int64_t hi = lo + 1 + static_cast<int64_t>(dice.below(uint64_t{1} << dice.below(17)) % 65'535);
  const Values v = dice.values(rows, lo, hi);
  const size_t count = 1 + dice.below(std::min<size_t>(2 * rows, 252));
  const Values bits = dice.values(count, 0, 1);
  auto data = make_table({{"v", kInt64, v}});
  NoiseQuery query;
  query.data_entry = data->digest();
  query.column = "v";
  query.lo = lo;
  query.hi = hi;
  query.round = 777;
  auto record = make_table({{"bits", {TypeCode::kBool, 0}, bits}}, 0x33, query);
  const Digest round_value = sha256({as_bytes("round 777")});
  const std::vector<uint8_t> beacon = beacon_bits(round_value, record->digest(), count);
  Int256 twice = Int256(2) * sum_of(v) - Int256::from_u64(count);
  for (size_t i = 0; i < count; ++i) twice = twice + Int256((bits[i] ^ beacon[i]) != 0 ? 2 : 0);
  return {"noisy sum", noisy_sum(round_value, twice), {data, record}};
}

constexpr CaseKind kTableCases[] = {
    {"split", split_case},         {"disjoint", disjoint_case, 126}, {"affine", affine_case}, {"filter", filter_case},
    {"sort", sort_case},           {"shuffle", shuffle_case},        {"dedupe", dedupe_case}, {"join", join_case},
    {"noisy_sum", noisy_sum_case},
};

}  // namespace

std::span<const CaseKind> table_cases() { return kTableCases; }

}  // namespace zkp::toy

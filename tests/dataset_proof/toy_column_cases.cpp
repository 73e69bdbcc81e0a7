#include <algorithm>
#include <map>

#include "dataset_proof/toy_cases.h"

namespace zkp::toy {
namespace {

/// Values of a column, and which of its rows count.
struct Drawn {
  ColumnSpec spec;
  Values live;
};

/// A nullable column or one that is not, by chance; at least one row that is not NULL if `some`.
Drawn drawn(Dice& dice, ColumnType type, Values values, bool some = false) {
  if (dice.chance(2)) return {{"v", type, values}, values};
  Flags nulls = dice.flags(values.size(), 1 + dice.below(4));
  if (some) nulls[dice.below(nulls.size())] = 0;
  Values live;
  for (size_t i = 0; i < nulls.size(); ++i) {
    if (nulls[i] == 0) live.push_back(values[i]);
  }
  return {nullable_column("v", type, std::move(values), std::move(nulls)), live};
}
Case about(const char* name, Bytes statement, ColumnSpec column) {
  return {name, std::move(statement), {make_table({std::move(column)})}};
}

Case sums_case(Dice& dice, size_t rows) {
  struct Choice {
    ColumnType type;
    int64_t lo, hi;
  };
  constexpr Choice kChoices[] = {
      {kInt64, INT64_MIN, INT64_MAX},
      {{TypeCode::kInt, 7}, -64, 63},
      {{TypeCode::kDecimal, 2}, INT64_MIN, INT64_MAX},
      {{TypeCode::kBool, 0}, 0, 1},
      {{TypeCode::kTimestamp, 0}, -4, INT64_MAX},
      {{TypeCode::kDate, 0}, INT32_MIN, INT32_MAX},
  };
  const Choice& choice = kChoices[dice.below(std::size(kChoices))];
  const Drawn v = drawn(dice, choice.type, dice.values(rows, choice.lo, choice.hi), true);
  return about("sums", sums("v", sum_of(v.live), sum_of_products(v.live, v.live), v.live.size()), v.spec);
}

Case unsigned_sums_case(Dice& dice, size_t rows) {
  ColumnSpec spec{"v", {TypeCode::kUint64, 0}, {}};
  Int256 s1, s2;
  for (size_t i = 0; i < rows; ++i) {
    const uint64_t v = dice.chance(3) ? UINT64_MAX : static_cast<uint64_t>(dice.between(INT64_MIN, INT64_MAX));
    spec.unsigned_values.push_back(v);
    s1 = s1 + Int256::from_u64(v);
    s2 = s2 + Int256::from_u64(v) * Int256::from_u64(v);
  }
  return about("sums unsigned", sums("v", s1, s2, rows), std::move(spec));
}

Case range_case(Dice& dice, size_t rows) {
  constexpr int64_t kLargest = 0x7fefffffffffffff;
  const uint64_t span = dice.below(uint64_t{1} << dice.below(17));
  int64_t lo = dice.chance(3) ? INT64_MIN : dice.between(INT64_MIN, INT64_MAX - 70'000);
  ColumnType type = kInt64;
  Digest linkage{};
  switch (dice.below(4)) {
    case 0:
      type = {TypeCode::kF64Ord, 0};
      lo = dice.chance(2) ? -kLargest : kLargest - static_cast<int64_t>(span);
      break;
    case 1:
      type = {TypeCode::kKey62, 0};
      linkage = linkage_id(toy_salt());
      lo = dice.between(0, (int64_t{1} << 62) - 70'000);
      break;
    default:
      break;
  }
  const int64_t hi = lo + static_cast<int64_t>(span);
  Drawn v = drawn(dice, type, dice.values(rows, lo, hi));
  v.spec.linkage_id = linkage;
  return about("range", range("v", lo, hi), v.spec);
}

Case unsigned_range_case(Dice& dice, size_t rows) {
  ColumnSpec spec{"v", {TypeCode::kUint64, 0}, {}};
  for (size_t i = 0; i < rows; ++i) spec.unsigned_values.push_back(UINT64_MAX - dice.below(200));
  const __int128 top = static_cast<__int128>(1) << 64;
  return about("range unsigned", range("v", top - 256, top - dice.below(2)), std::move(spec));
}

Case count_compare_case(Dice& dice, size_t rows) {
  Compare of;
  of.op = 1 + static_cast<int>(dice.below(3));
  of.limbs = 1 + static_cast<int>(dice.below(of.op == 3 ? 2 : 4));
  const int64_t reach = int64_t{1} << (4 * of.limbs);
  const bool near_zero = dice.chance(2);
  const int64_t c =
      near_zero ? dice.between(-reach / 2, reach / 2) : dice.between(-(int64_t{1} << 61), int64_t{1} << 61);
  // Values within reach of every cut.
  int64_t lo, hi;
  if (of.op == 3) {
    of.c1 = c;
    of.c2 = c + static_cast<int64_t>(dice.below(static_cast<uint64_t>(reach) / 2));
    lo = static_cast<int64_t>(of.c2) - reach + 1;
    hi = c - 1 + reach;
  } else {
    of.c1 = c;
    const int64_t cut = of.op == 1 ? c : c - 1;
    lo = cut - reach + 1;
    hi = cut + reach;
  }
  const bool zero_fits = lo <= 0 && 0 <= hi;
  const Values values = dice.values(rows, lo, hi);
  const Drawn v = zero_fits ? drawn(dice, kInt64, values) : Drawn{{"v", kInt64, values}, values};
  const auto count = static_cast<uint64_t>(std::ranges::count_if(v.live, [&](int64_t x) {
    return of.op == 1 ? x <= of.c1 : of.op == 2 ? x >= of.c1 : of.c1 <= x && x <= of.c2;
  }));
  of.mode = static_cast<int>(dice.below(3));
  of.target = of.mode == 0 ? count : of.mode == 1 ? dice.below(count + 1) : count + dice.below(rows - count + 1);
  return about("count compare", count_compare("v", of), v.spec);
}

Case histogram_case(Dice& dice, size_t rows) {
  const Drawn v =
      drawn(dice, kInt64, dice.values(rows, dice.chance(2) ? -3 : INT64_MIN, dice.chance(2) ? 3 : INT64_MAX));
  std::map<int64_t, uint64_t> counts = {{17, 0}};
  for (const int64_t each : v.live) ++counts[each];
  if (dice.chance(2) && counts[17] == 0 && !v.live.empty()) counts.erase(17);
  return about("histogram", histogram("v", rows - v.live.size(), Bins(counts.begin(), counts.end())), v.spec);
}

Case well_typed_case(Dice& dice, size_t rows) {
  auto one = [&](const std::string& name, int most_bits) -> std::pair<ColumnSpec, TypedColumn> {
    const auto bits = static_cast<uint32_t>(1 + dice.below(static_cast<uint64_t>(most_bits)));
    const int64_t half = int64_t{1} << (bits - 1);
    ColumnSpec spec{name, {TypeCode::kInt, bits}, dice.values(rows, -half, half - 1)};
    switch (dice.below(5)) {
      case 0:
        spec = {name, {TypeCode::kBool, 0}, dice.values(rows, 0, 1)};
        break;
      case 1:
        spec = code_column(name, static_cast<uint32_t>(2 * half), dice.values(rows, 0, 2 * half - 1));
        break;
      case 2:
        spec = text_column(name, std::vector<std::string>(rows, "a text"));
        break;
      default:
        break;
    }
    TypedColumn typed{name};
    if (dice.chance(2) && spec.codes.empty()) {
      const Digest linkage = spec.linkage_id;
      spec = nullable_column(name, spec.type, spec.values, dice.flags(rows, 3));
      spec.linkage_id = linkage;
      typed.publishes = static_cast<int>(dice.below(2));
      if (typed.publishes != 0) typed.nulls = static_cast<uint64_t>(std::ranges::count(spec.nulls, 1));
    }
    return {spec, typed};
  };
  if (dice.chance(2)) {
    const auto [spec, typed] = one("v", 16);
    return about("well typed", well_typed({typed}), spec);
  }
  const auto [first, first_typed] = one("v", 8);
  const auto [second, second_typed] = one("w", 8);
  return {"well typed, two columns", well_typed({second_typed, first_typed}), {make_table({first, second})}};
}

Case unique_key_case(Dice& dice, size_t rows) {
  const int64_t lo = dice.between(INT64_MIN, INT64_MAX - 70'000);
  ColumnSpec spec{"v", kInt64, dice.different(rows, lo, lo + 65'000)};
  if (rows == 2) spec.values = {lo + 65'536, lo};  // the largest gap
  return about("unique key", unique_key("v"), spec);
}

Case member_case(Dice& dice, size_t rows) {
  const Drawn v = drawn(dice, kInt64, dice.values(rows, -5, 5));
  std::vector<std::string> texts;
  for (size_t i = 0; i < rows; ++i) texts.push_back("name " + std::to_string(dice.below(4)));
  const bool nullable = !v.spec.nulls.empty();
  std::vector<Record> listed;
  for (size_t i = 0; i < 1 + dice.below(6); ++i) {
    const size_t row = dice.below(rows);
    const bool null = nullable && v.spec.nulls[row] != 0;
    const Bytes number = Cell::number(v.spec.values[row]);
    listed.push_back({null       ? Cell::null()
                      : nullable ? Cell::live(number)
                                 : number,
                      Cell::text(texts[row]), Cell::text(texts[row])});
  }
  Case out{"member", records(StatementType::kMember, {"v", "s", "k"}, {toy_salt(), toy_salt()}, listed), {}};
  out.tables = {make_table({text_key_column("k", texts), text_column("s", texts), v.spec})};
  return out;
}

Case non_member_case(Dice& dice, size_t rows) {
  const Drawn v = drawn(dice, kInt64, dice.values(rows, -3, 3));
  const Values w = dice.values(rows, 0, 2);
  const bool nullable = !v.spec.nulls.empty();
  std::vector<Record> listed;
  const size_t wanted = 1 + dice.below(16);
  for (int64_t x = -4; x <= 4; ++x) {
    for (int64_t y = 0; y <= 3 && listed.size() < wanted; ++y) {
      bool present = false, null_present = false;
      for (size_t i = 0; i < rows; ++i) {
        const bool null = nullable && v.spec.nulls[i] != 0;
        if (w[i] == y && !null && v.spec.values[i] == x) present = true;
        if (w[i] == y && null) null_present = true;
      }
      const Bytes number = Cell::number(x);
      if (!present) listed.push_back({nullable ? Cell::live(number) : number, Cell::number(y)});
      if (nullable && !null_present && listed.size() < wanted) listed.push_back({Cell::null(), Cell::number(y)});
    }
  }
  Case out{"non-member", records(StatementType::kNonMember, {"v", "w"}, {}, listed), {}};
  out.tables = {make_table({{"w", kInt64, w}, v.spec})};
  return out;
}

Case group_sums_case(Dice& dice, size_t rows) {
  const Values v = dice.values(rows, INT64_MIN, INT64_MAX), g = dice.values(rows, 0, 4);
  std::map<int64_t, GroupOf> groups;
  if (dice.chance(2)) groups[4] = {4, {}, 0};
  for (size_t i = 0; i < rows; ++i) {
    GroupOf& each = groups.try_emplace(g[i], GroupOf{g[i], {}, 0}).first->second;
    each.sum = each.sum + Int256(v[i]);
    ++each.count;
  }
  std::vector<GroupOf> listed;
  for (const auto& [group, each] : groups) listed.push_back(each);
  Case out{"group sums", group_sums("v", "g", listed), {}};
  out.tables = {make_table({{"v", kInt64, v}, code_column("g", 5, g)})};
  return out;
}

Case count_equal_case(Dice& dice, size_t rows) {
  const Drawn v = drawn(dice, kInt64, dice.values(rows, -2, 2));
  const size_t classes = 1 + dice.below(v.spec.nulls.empty() ? 4 : 3);
  std::vector<__int128> listed;
  for (const int64_t each : dice.different(classes, -3, 3)) listed.push_back(each);
  std::ranges::sort(listed);
  const int joint = static_cast<int>(dice.below(2));
  std::vector<CountOf> counts;
  uint64_t total = 0;
  auto add = [&](uint64_t count) {
    const int mode = static_cast<int>(dice.below(3));
    counts.push_back({mode, mode == 0   ? count
                            : mode == 1 ? dice.below(count + 1)
                                        : count + dice.below(rows - count + 1)});
  };
  for (const __int128 each : listed) {
    const auto count = static_cast<uint64_t>(std::ranges::count(v.live, static_cast<int64_t>(each)));
    total += count;
    if (joint == 0) add(count);
  }
  if (joint != 0) add(total);
  return about("count equal", count_equal("v", joint, listed, counts), v.spec);
}

Case min_max_case(Dice& dice, size_t rows) {
  const int limbs = 1 + static_cast<int>(dice.below(4));
  const int64_t lo = dice.between(INT64_MIN, INT64_MAX - 70'000);
  const Drawn v = drawn(dice, kInt64, dice.values(rows, lo, lo + (int64_t{1} << (4 * limbs)) - 1), true);
  const int is_max = static_cast<int>(dice.below(2));
  const int64_t value = is_max != 0 ? *std::ranges::max_element(v.live) : *std::ranges::min_element(v.live);
  return about("min max", min_max("v", is_max, value, limbs), v.spec);
}

Case quantile_case(Dice& dice, size_t rows) {
  const int limbs = 1 + static_cast<int>(dice.below(2));
  const int64_t lo = dice.between(INT64_MIN + 2, INT64_MAX - 70'000);
  const Values v = dice.values(rows, lo, lo + (limbs == 1 ? 14 : 254));
  Values sorted = v;
  std::ranges::sort(sorted);
  const uint64_t rank = 1 + dice.below(rows);
  return about("quantile", quantile("v", rank, sorted[rank - 1], limbs), {"v", kInt64, v});
}

Case mean_floor_case(Dice& dice, size_t rows) {
  const Values v = dice.values(rows, -1'000'000'007, 1'000'000'009);
  const int digits = static_cast<int>(dice.below(19));
  __int128 sum = 0;
  for (const int64_t each : v) sum += each;
  for (int i = 0; i < digits; ++i) sum *= 10;
  const auto n = static_cast<__int128>(rows);
  return about("mean floor", mean_floor("v", digits, floor_division(sum, n)), {"v", kInt64, v});
}

Case covariance_case(Dice& dice, size_t rows) {
  const Values x = dice.values(rows, INT64_MIN, INT64_MAX), y = dice.values(rows, INT64_MIN, INT64_MAX);
  Case out{"covariance", covariance("x", "y", sum_of(x), sum_of(y), sum_of_products(x, y)), {}};
  out.tables = {make_table({{"y", kInt64, y}, {"x", kInt64, x}})};
  return out;
}

Case composite_case(Dice& dice, size_t rows) {
  const Values a = dice.values(rows, -20'000, 20'000), b = dice.values(rows, 0, 1), c = dice.values(rows, 0, 4);
  const ColumnSpec y = nullable_column("y", {TypeCode::kInt, 8}, dice.values(rows, -128, 127), dice.flags(rows, 3));
  const Bytes sum_a = sum_claim("a", sum_of(a)), sum_b = sum_claim("b", sum_of(b)), sum_c = sum_claim("c", sum_of(c));
  // At most 7 limb columns and 15 look-ups.
  const std::vector<std::vector<Bytes>> sets = {
      {range_claim("a", -20'000, 20'000), range_claim("c", 0, 4)},
      {range_claim("c", 0, 4), type_claim("b"), type_claim("y"), sum_a, sum_c},
      {type_claim("k"), type_claim("b"), range_claim("c", -5, 250), range_claim("y", -128, 127),
       range_claim("b", 0, 1)},
      {sum_a, sum_b, sum_c, type_claim("b")},
      {type_claim("y"), range_claim("y", -200, 200)},
  };
  std::vector<Bytes> claims = sets[dice.below(sets.size())];
  dice.shuffle(claims);
  const ColumnSpec k = code_column("k", 5, c);
  return {"composite",
          composite(claims),
          {make_table({{"a", kInt64, a}, {"b", {TypeCode::kBool, 0}, b}, {"c", kInt64, c}, k, y})}};
}

Case knowledge_case(Dice& dice, size_t rows) {
  std::vector<ColumnSpec> columns;
  Names names;
  const size_t count = 1 + dice.below(12);
  for (size_t i = 0; i < count; ++i) {
    const std::string name = "column " + std::to_string(i);
    columns.push_back({name, kInt64, dice.values(rows, INT64_MIN, INT64_MAX)});
    if (dice.chance(3)) columns.back() = nullable_column(name, kInt64, columns.back().values, dice.flags(rows, 2));
    if (i == 0 || dice.chance(2)) names.push_back(name);
  }
  dice.shuffle(names);
  return {"knowledge", knowledge(names), {make_table(columns)}};
}

constexpr CaseKind kColumnCases[] = {
    {"sums", sums_case},
    {"unsigned_sums", unsigned_sums_case},
    {"range", range_case},
    {"unsigned_range", unsigned_range_case},
    {"count_compare", count_compare_case},
    {"histogram", histogram_case, 251},
    {"well_typed", well_typed_case},
    {"unique_key", unique_key_case},
    {"member", member_case},
    {"non_member", non_member_case},
    {"group_sums", group_sums_case},
    {"count_equal", count_equal_case},
    {"min_max", min_max_case},
    {"quantile", quantile_case},
    {"mean_floor", mean_floor_case},
    {"covariance", covariance_case},
    {"composite", composite_case},
    {"knowledge", knowledge_case},
};

}  // namespace

std::span<const CaseKind> column_cases() { return kColumnCases; }

}  // namespace zkp::toy

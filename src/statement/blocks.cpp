#include "statement/blocks.h"

#include "statement/statement_reader.h"

namespace zkp {
namespace {

AffineForm gate_of(int table) { return AffineForm(row_gate(table)); }

Fr power_of_two(int exponent) {
  LimbArray<4> out{};
  out[static_cast<size_t>(exponent) / 64] = uint64_t{1} << (exponent % 64);
  return Fr::from_limbs_reduce(out);
}

}  // namespace

AffineForm fingerprint(const Program& program, ArgumentTag tag, std::span<const AffineForm> tuple) {
  return program.denominator(static_cast<uint64_t>(tag), tuple);
}
AffineForm fingerprint(const Program& program, ArgumentTag tag, std::initializer_list<AffineForm> tuple) {
  return fingerprint(program, tag, std::span(tuple.begin(), tuple.size()));
}

void enforce_null_safety(Program& program, int table, const NotarisedForms& column) {
  if (!column.is_null) return;
  const AffineForm& null = *column.is_null;
  program.constraint(gate_of(table), null, null - AffineForm::one(), AffineForm::zero());
  program.constraint(gate_of(table), null, column.value, AffineForm::zero());
}

std::vector<AffineForm> row_tuple(std::span<const NotarisedForms> columns) {
  std::vector<AffineForm> out;
  for (const NotarisedForms& column : columns) {
    out.push_back(column.value);
    if (column.is_null) out.push_back(*column.is_null);
  }
  return out;
}

std::vector<NotarisedForms> notarised_all(Program& program, std::span<const ColumnRef> columns, int table) {
  std::vector<NotarisedForms> out;
  for (const ColumnRef& column : columns) out.push_back(program.notarised(column, table));
  return out;
}

AffineForm join_limbs(std::span<const AffineForm> limbs, int limb_bits) {
  AffineForm out;
  for (size_t i = 0; i < limbs.size(); ++i) out.add_scaled(limbs[i], power_of_two(limb_bits * static_cast<int>(i)));
  return out;
}

std::vector<AffineForm> derived_limbs(Program& program, const std::string& name, const AffineForm& x, int count,
                                      uint64_t rows) {
  const int w = program.size_class().limb_bits;
  std::vector<AffineForm> out;
  for (int i = 0; i + 1 < count; ++i) out.push_back(program.fresh(name + std::to_string(i), rows));
  out.push_back((x - join_limbs(out, w)) * power_of_two(w * (count - 1)).inverse_var());
  return out;
}

std::vector<AffineForm> two_sided_limbs(Program& program, const std::string& name, const AffineForm& v, __int128 lo,
                                        __int128 hi, int count) {
  const uint64_t rows = program.rows_of(1);
  std::vector<AffineForm> out = derived_limbs(program, "lo" + name, v - to_field(lo), count, rows);
  const std::vector<AffineForm> above = derived_limbs(program, "hi" + name, to_field(hi) - v, count, rows);
  out.insert(out.end(), above.begin(), above.end());
  return out;
}

void look_all(Program& program, const AffineForm& gate, const AffineForm& gate2, std::span<const AffineForm> values) {
  for (const AffineForm& value : values) program.look(gate, gate2, value);
}

Result<TypePlan> plan_range(__int128 a, __int128 b, int limb_bits) {
  if (a > b) return refuse("the range is empty: its lower bound is above its upper bound");
  const int limbs = limb_count(static_cast<unsigned __int128>(b) - static_cast<unsigned __int128>(a), limb_bits);
  if (limbs > kMaxLimbs) return refuse("the range is wider than 64 bits");
  return TypePlan{TypePlan::Kind::kTwoSided, a, b, limbs};
}

Result<TypePlan> plan_type(ColumnType type, int limb_bits) {
  const std::optional<Interval> bounds = interval(type);
  if (!bounds) return TypePlan{};
  if (type.code == TypeCode::kBool) return TypePlan{TypePlan::Kind::kBool, 0, 1, 0};
  ZKP_TRY(TypePlan plan, plan_range(bounds->lo, bounds->hi, limb_bits));
  const __int128 values = bounds->hi - bounds->lo + 1;
  if (values == static_cast<__int128>(1) << (limb_bits * plan.limbs)) plan.kind = TypePlan::Kind::kOneSided;
  return plan;
}

std::vector<AffineForm> type_limbs(Program& program, const std::string& name, const AffineForm& v,
                                   const TypePlan& plan) {
  switch (plan.kind) {
    case TypePlan::Kind::kOneSided:
      return derived_limbs(program, "lo" + name, v - to_field(plan.lo), plan.limbs, program.rows_of(1));
    case TypePlan::Kind::kTwoSided:
      return two_sided_limbs(program, name, v, plan.lo, plan.hi, plan.limbs);
    case TypePlan::Kind::kNothing:
    case TypePlan::Kind::kBool:
      break;
  }
  return {};
}

// With d = sum 2^(w i) d_i:  s = 1 demands d = c - x and s = 0 demands d = x - c - 1, and either is in [0, 2^(w L)).
AtMost select_at_most(Program& program, const std::string& name, const AffineForm& x, __int128 c, int count,
                      int table) {
  const uint64_t rows = program.rows_of(table);
  AtMost out{program.fresh("s" + name, rows), {}};
  for (int i = 0; i < count; ++i) out.limbs.push_back(program.fresh("d" + name + std::to_string(i), rows));
  const AffineForm& s = out.selected;
  const Fr two = Fr::from_u64(2);
  program.constraint(gate_of(table), s, s - AffineForm::one(), AffineForm::zero());
  program.constraint(gate_of(table), s, to_field(2 * c + 1) - two * x,
                     join_limbs(out.limbs, program.size_class().limb_bits) - (x - to_field(c + 1)));
  return out;
}

// s = 1 forces v = c and no NULL, because gamma is later than the columns; s = 0 with v = c and no NULL makes the
// denominator 0.
AffineForm select_equal(Program& program, const std::string& name, const NotarisedForms& v, __int128 c, int table) {
  const Fr &g = program.gamma(), g2 = g * g;
  const AffineForm s = program.fresh("s" + name, program.rows_of(table));
  const AffineForm difference = v.value - to_field(c), null = v.is_null.value_or(AffineForm::zero());
  program.constraint(gate_of(table), s, s - AffineForm::one(), AffineForm::zero());
  program.constraint(gate_of(table), s, difference + g * null, AffineForm::zero());
  program.fraction(AffineForm::zero(), AffineForm::zero(),
                   difference + g * s + g2 * (AffineForm::one() - gate_of(table)) + g2 * g * null);
  return s;
}

Result<CountMode> count_mode(uint8_t code) {
  if (code > static_cast<uint8_t>(CountMode::kAtMost))
    return refuse("count mode " + std::to_string(code) + " is unknown");
  return static_cast<CountMode>(code);
}

void count(Program& program, const AffineForm& k, const AffineForm& a, const AffineForm& b, CountMode mode,
           uint64_t target) {
  const Fr t = Fr::from_u64(target);
  switch (mode) {
    case CountMode::kExactly:
      return program.sum(k, a, b, t, SumMode::kExact);
    case CountMode::kAtLeast:
      return program.sum(k, a, b, t, SumMode::kAtLeast);
    case CountMode::kAtMost:
      return program.sum(k, -a, b, -t, SumMode::kAtLeast);
  }
}

std::vector<AffineForm> gap_columns(Program& program, uint64_t rows, int count) {
  std::vector<AffineForm> out;
  for (int i = 0; i < count; ++i) out.push_back(program.fresh("g" + std::to_string(i), rows));
  return out;
}

void adjacency(Program& program, int table, int shifted, const AffineForm& key, uint64_t step,
               std::span<const AffineForm> gaps) {
  program.declare_shifted(shifted, table);
  const AffineForm id(VirtualColumn::kId);
  const AffineForm next = key + Fr::from_u64(step) + join_limbs(gaps, program.size_class().limb_bits);
  program.fraction(gate_of(table) - program.delta0(), AffineForm::one(),
                   fingerprint(program, ArgumentTag::kAdjacent, {key, id}));
  program.fraction(-gate_of(shifted), AffineForm::one(),
                   fingerprint(program, ArgumentTag::kAdjacent, {next, id + AffineForm::one()}));
  look_all(program, gate_of(shifted), AffineForm::one(), gaps);
}

void unique_keys(Program& program, int table, int shifted, const AffineForm& key, const AffineForm& sorted,
                 std::span<const AffineForm> gaps) {
  program.fraction(gate_of(table), AffineForm::one(), fingerprint(program, ArgumentTag::kKey, {key}));
  program.fraction(-gate_of(table), AffineForm::one(), fingerprint(program, ArgumentTag::kKey, {sorted}));
  adjacency(program, table, shifted, sorted, 1, gaps);
}

void disjoint_keys(Program& program, const KeyChain& keys) {
  const Fr three = Fr::from_u64(3);
  program.fraction(gate_of(keys.a), AffineForm::one(), fingerprint(program, ArgumentTag::kKey, {three * keys.key_a}));
  program.fraction(gate_of(keys.b), AffineForm::one(),
                   fingerprint(program, ArgumentTag::kKey, {three * keys.key_b + AffineForm::one()}));
  program.fraction(-keys.multiplicities, gate_of(keys.chain), fingerprint(program, ArgumentTag::kKey, {keys.values}));
  adjacency(program, keys.chain, keys.shifted, keys.values, 2, keys.gaps);
}

}  // namespace zkp

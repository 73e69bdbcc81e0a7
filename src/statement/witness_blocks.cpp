#include "statement/witness_blocks.h"

#include <algorithm>
#include <unordered_map>

namespace zkp {
namespace {

template <class T>
std::vector<T> cast_all(const Integers& values) {
  std::vector<T> out(values.size());
  for (size_t i = 0; i < values.size(); ++i) out[i] = static_cast<T>(values[i]);
  return out;
}

uint64_t mix(uint64_t a, uint64_t b) {
  const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

void mix_in(RowKey& key, const Fr& value) {
  for (const uint64_t limb : value.montgomery_limbs()) {
    key.low = mix(key.low ^ limb, 0x9e3779b97f4a7c15) + 0x2545f4914f6cdd1d;
    key.high = mix(key.high + limb, 0xd6e8feb86659fd93) ^ key.low;
  }
}

struct HashKey {
  size_t operator()(const RowKey& key) const { return key.low ^ key.high; }
};

}  // namespace

Integers integers_of(const PrivateTable& table, const ColumnRef& column) {
  const PrivateColumn& from = table.column(column.name());
  Integers out(from.rows());
  for (size_t i = 0; i < out.size(); ++i) out[i] = from.integer(i);
  return out;
}

std::vector<uint8_t> nulls_of(const PrivateTable& table, const ColumnRef& column) {
  std::vector<uint8_t> out;
  if (!column.nullable()) return out;
  const PrivateColumn& flags = table.column(column.name() + std::string(kNullSuffix));
  out.resize(flags.rows());
  for (size_t i = 0; i < out.size(); ++i) out[i] = flags.integer(i) != 0 ? 1 : 0;
  return out;
}

Integers live_integers(const PrivateTable& table, const ColumnRef& column, __int128 replacement) {
  Integers out = integers_of(table, column);
  const std::vector<uint8_t> nulls = nulls_of(table, column);
  for (size_t i = 0; i < nulls.size(); ++i) {
    if (nulls[i] != 0) out[i] = replacement;
  }
  return out;
}

PrivateColumn::Values narrowed(const Integers& values) {
  __int128 lo = 0, hi = 0;
  for (const __int128 v : values) {
    lo = std::min(lo, v);
    hi = std::max(hi, v);
  }
  if (lo >= 0 && hi <= UINT8_MAX) return cast_all<uint8_t>(values);
  if (lo >= 0 && hi <= UINT16_MAX) return cast_all<uint16_t>(values);
  if (lo >= 0 && hi <= UINT32_MAX) return cast_all<uint32_t>(values);
  if (lo >= INT64_MIN && hi <= INT64_MAX) return cast_all<int64_t>(values);
  if (lo >= 0 && hi <= static_cast<__int128>(UINT64_MAX)) return cast_all<uint64_t>(values);
  std::vector<Fr> out;
  for (const __int128 v : values) out.push_back(to_field(v));
  return out;
}

Error not_true(size_t row) {
  return Error(StatementError::kFalse, "the statement is not true of the data").with_row(row + 1);
}

Result<void> check_within(const Integers& values, __int128 lo, __int128 hi) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] < lo || values[i] > hi) return not_true(i);
  }
  return {};
}

void add_limbs(FreshColumns& out, const std::string& name, const Integers& x, int count, int kept, int limb_bits) {
  ZKP_CHECK(kept <= count && limb_bits <= 16);
  for (int i = 0; i < kept; ++i) {
    std::vector<uint16_t> limb(x.size());
    for (size_t row = 0; row < x.size(); ++row) {
      limb[row] =
          static_cast<uint16_t>(static_cast<uint64_t>(x[row] >> (limb_bits * i)) & ((uint64_t{1} << limb_bits) - 1));
    }
    out.emplace(name + std::to_string(i), std::move(limb));
  }
}

void add_derived(FreshColumns& out, const std::string& name, const Integers& x, int count, int limb_bits) {
  add_limbs(out, name, x, count, count - 1, limb_bits);
}

void add_two_sided(FreshColumns& out, const std::string& name, const Integers& v, const TypePlan& plan, int limb_bits) {
  Integers above_lo(v.size()), below_hi(v.size());
  for (size_t i = 0; i < v.size(); ++i) {
    above_lo[i] = v[i] - plan.lo;
    below_hi[i] = plan.hi - v[i];
  }
  add_derived(out, "lo" + name, above_lo, plan.limbs, limb_bits);
  add_derived(out, "hi" + name, below_hi, plan.limbs, limb_bits);
}

void add_type_limbs(FreshColumns& out, const std::string& name, const Integers& v, const TypePlan& plan,
                    int limb_bits) {
  if (plan.kind == TypePlan::Kind::kTwoSided) return add_two_sided(out, name, v, plan, limb_bits);
  if (plan.kind != TypePlan::Kind::kOneSided) return;
  Integers above_lo(v.size());
  for (size_t i = 0; i < v.size(); ++i) above_lo[i] = v[i] - plan.lo;
  add_derived(out, "lo" + name, above_lo, plan.limbs, limb_bits);
}

Result<void> add_at_most(FreshColumns& out, const std::string& name, const Integers& x, __int128 c, int count,
                         int limb_bits) {
  std::vector<uint8_t> selected(x.size());
  Integers distance(x.size());
  const __int128 limit = static_cast<__int128>(1) << (limb_bits * count);
  for (size_t i = 0; i < x.size(); ++i) {
    selected[i] = x[i] <= c ? 1 : 0;
    distance[i] = selected[i] != 0 ? c - x[i] : x[i] - c - 1;
    if (distance[i] >= limit) {
      return Error(GeneralError::kLimit, "a value is too far from the bound for this number of limbs")
          .with_row(i + 1)
          .with_hint("ask with more limbs");
    }
  }
  out.emplace("s" + name, std::move(selected));
  add_limbs(out, "d" + name, distance, count, count, limb_bits);
  return {};
}

void add_equal(FreshColumns& out, const std::string& name, const Integers& x, const std::vector<uint8_t>& nulls,
               __int128 c) {
  std::vector<uint8_t> selected(x.size());
  for (size_t i = 0; i < x.size(); ++i) selected[i] = x[i] == c && (nulls.empty() || nulls[i] == 0) ? 1 : 0;
  out.emplace("s" + name, std::move(selected));
}

Result<void> add_gaps(FreshColumns& out, const Integers& keys, __int128 step, int count, int limb_bits,
                      const std::string& sentence) {
  Integers gaps(keys.empty() ? 0 : keys.size() - 1);
  const __int128 limit = static_cast<__int128>(1) << (limb_bits * count);
  for (size_t i = 0; i < gaps.size(); ++i) {
    gaps[i] = keys[i + 1] - keys[i] - step;
    if (gaps[i] < 0) return Error(StatementError::kFalse, sentence);
    if (gaps[i] >= limit) return Error(GeneralError::kLimit, "two neighbouring keys are too far apart for a proof");
  }
  add_limbs(out, "g", gaps, count, count, limb_bits);
  return {};
}

Result<void> add_unique(FreshColumns& out, Integers keys, int limb_bits) {
  std::ranges::sort(keys);
  ZKP_TRY_VOID(add_gaps(out, keys, 1, kGapLimbs, limb_bits, "two rows have the same key"));
  out.emplace("u", narrowed(keys));
  return {};
}

Result<void> add_chain(FreshColumns& out, const Integers& a, const Integers& b, uint64_t chain_rows, int limb_bits) {
  Integers tagged;
  tagged.reserve(a.size() + b.size());
  for (const __int128 k : a) tagged.push_back(3 * k);
  for (const __int128 k : b) tagged.push_back(3 * k + 1);
  std::ranges::sort(tagged);
  Integers chain;
  std::vector<uint32_t> multiplicities;
  for (const __int128 k : tagged) {
    if (chain.empty() || chain.back() != k) {
      chain.push_back(k);
      multiplicities.push_back(0);
    }
    ++multiplicities.back();
  }
  ZKP_CHECK(!chain.empty() && chain.size() <= chain_rows);
  while (chain.size() < chain_rows) chain.push_back(chain.back() + 2);
  multiplicities.resize(chain_rows);
  ZKP_TRY_VOID(add_gaps(out, chain, 2, kGapLimbs, limb_bits, "a key is in both tables"));
  out.emplace("u", narrowed(chain));
  out.emplace("mT", std::move(multiplicities));
  return {};
}

std::vector<RowKey> row_keys(const PrivateTable& table, std::span<const ColumnRef> columns) {
  std::vector<const PrivateColumn*> read;
  for (const ColumnRef& column : columns) {
    read.push_back(&table.column(column.name()));
    if (column.nullable()) read.push_back(&table.column(column.name() + std::string(kNullSuffix)));
  }
  const size_t rows = read.empty() ? 0 : read[0]->rows();
  std::vector<RowKey> out(rows, RowKey{1, 2});
  constexpr size_t kBlock = 1024;
  std::vector<Fr> block(kBlock);
  for (const PrivateColumn* column : read) {
    for (size_t begin = 0; begin < rows; begin += kBlock) {
      const size_t count = std::min(kBlock, rows - begin);
      column->load(begin, std::span(block).first(count));
      for (size_t i = 0; i < count; ++i) mix_in(out[begin + i], block[i] * column->scale());
    }
  }
  return out;
}

std::vector<RowKey> row_keys(std::span<const std::vector<Fr>> records) {
  std::vector<RowKey> out;
  for (const std::vector<Fr>& record : records) {
    out.push_back({1, 2});
    for (const Fr& value : record) mix_in(out.back(), value);
  }
  return out;
}

Result<std::vector<uint32_t>> count_rows(std::span<const RowKey> rows, std::span<const RowKey> table,
                                         const std::string& sentence) {
  std::unordered_map<RowKey, uint32_t, HashKey> first;
  first.reserve(table.size());
  for (size_t i = 0; i < table.size(); ++i) first.try_emplace(table[i], static_cast<uint32_t>(i));
  std::vector<uint32_t> out(table.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto at = first.find(rows[i]);
    if (at == first.end()) return Error(StatementError::kFalse, sentence).with_row(i + 1);
    ++out[at->second];
  }
  return out;
}

}  // namespace zkp

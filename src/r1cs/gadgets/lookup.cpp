#include "r1cs/gadgets/lookup.h"

#include <algorithm>

#include "hash/sha2.h"
#include "r1cs/gadgets/array.h"
#include "r1cs/gadgets/integer.h"
#include "r1cs/gadgets/poseidon.h"

namespace zkp::gadgets {
namespace {

using Row = LookupTable::Row;

Digest key_of(const ConstraintSystem& cs, const Row& row) {
  Sha256 hash;
  for (const LinearCombination& value : row) hash.update(cs.value(value).to_bytes());
  return hash.finish();
}

// How often each row of the table is looked up; all counted where the row occurs first. A row that is not there is not
// counted, and the sum will fail.
std::vector<uint64_t> multiplicities(const ConstraintSystem& cs, const std::vector<Row>& rows,
                                     const std::vector<Row>& lookups) {
  std::vector<uint64_t> out(rows.size());
  if (!cs.has_values()) return out;
  std::map<Digest, size_t> first;
  for (size_t j = 0; j < rows.size(); ++j) first.emplace(key_of(cs, rows[j]), j);
  for (const Row& row : lookups)
    if (const auto at = first.find(key_of(cs, row)); at != first.end()) ++out[at->second];
  return out;
}

// a_0 + y a_1 + y^2 a_2 + ...; constants cost nothing.
LinearCombination compress(ConstraintSystem& cs, const Row& row, std::span<const LinearCombination> powers) {
  LinearCombination out = row[0];
  for (size_t t = 1; t < row.size(); ++t) {
    if (is_constant(row[t]))
      out.add_scaled(powers[t], constant_of(row[t]));
    else
      out += cs.mul(powers[t], row[t], {"value", t});
  }
  return out;
}

}  // namespace

LookupTable::LookupTable(std::vector<Row> rows) : rows_(std::move(rows)) {
  ZKP_CHECK(!rows_.empty() && !rows_[0].empty());
  for (const Row& row : rows_) ZKP_CHECK(row.size() == rows_[0].size());
}

LookupTable LookupTable::of_numbers(std::span<const std::pair<Fr, Fr>> rows) {
  std::vector<Row> out;
  for (const auto& [key, value] : rows) out.push_back({key, value});
  return LookupTable(std::move(out));
}

LookupTable::~LookupTable() { ZKP_CHECK(finished_ || lookups_.empty()); }

void LookupTable::require(Row row) {
  ZKP_CHECK(!finished_ && row.size() == rows_[0].size());
  lookups_.push_back(std::move(row));
}

LinearCombination LookupTable::value_of(ConstraintSystem& cs, const LinearCombination& key) {
  ZKP_CHECK(rows_[0].size() == 2);
  Fr value;
  if (cs.has_values()) {
    if (first_with_key_.empty())
      for (size_t j = 0; j < rows_.size(); ++j) first_with_key_.emplace(cs.value(rows_[j][0]).to_bytes(), j);
    const auto at = first_with_key_.find(cs.value(key).to_bytes());
    if (at != first_with_key_.end()) value = cs.value(rows_[at->second][1]);
  }
  const LinearCombination out = cs.alloc(value);
  require({key, out});
  return out;
}

void LookupTable::finish(ConstraintSystem& cs, Label label) {
  ZKP_CHECK(!finished_);
  finished_ = true;
  if (lookups_.empty()) return;
  auto scope = cs.scope(label);

  const uint64_t total[] = {lookups_.size()};
  const int bits = static_cast<int>(limbs::bit_length_var(total));
  const std::vector<uint64_t> counts = multiplicities(cs, rows_, lookups_);
  std::vector<LinearCombination> times, hashed;
  for (size_t j = 0; j < rows_.size(); ++j)
    times.push_back(Uint::alloc(cs, Fr::from_u64(counts[j]), bits, {"times", j}).lc());
  const size_t per_element = static_cast<size_t>(kMaxIntegerBits / bits);
  for (size_t j = 0; j < rows_.size(); ++j) {
    if (j % per_element == 0) hashed.emplace_back();
    hashed.back().add_scaled(times[j], power_of_two(bits * static_cast<int>(j % per_element)));
  }
  for (const std::vector<Row>* list : {&lookups_, &rows_})
    for (const Row& row : *list)
      for (const LinearCombination& value : row)
        if (!is_constant(value)) hashed.push_back(value);

  PoseidonSponge sponge("zkp.lookup.v1");
  for (size_t i = 0; i < hashed.size(); i += 2)
    sponge.absorb2(cs, hashed[i], i + 1 < hashed.size() ? hashed[i + 1] : LinearCombination(), {"absorb", i / 2});
  // Variables of their own: the sponge's words are sums of many terms, and x is in every constraint below.
  const LinearCombination x = cs.mul(sponge.s1(), Variable::one(), "x");
  std::vector<LinearCombination> powers = {Fr::one()};
  const size_t width = rows_[0].size();
  if (width > 1) powers.push_back(cs.mul(sponge.s2(), Variable::one(), "y"));
  for (size_t t = 2; t < width; ++t) powers.push_back(cs.mul(powers[t - 1], powers[1], {"power", t}));

  LinearCombination difference;
  for (size_t i = 0; i < lookups_.size(); ++i) {
    auto lookup_scope = cs.scope({"lookup", i});
    const LinearCombination below = x - compress(cs, lookups_[i], powers);
    const Variable u = cs.alloc(cs.value(below).inverse());
    cs.enforce(u, below, Fr::one(), "inverse");
    difference += u;
  }
  for (size_t j = 0; j < rows_.size(); ++j) {
    auto row_scope = cs.scope({"row", j});
    const LinearCombination below = x - compress(cs, rows_[j], powers);
    const Variable v = cs.alloc(cs.value(times[j]) * cs.value(below).inverse());
    cs.enforce(v, below, times[j], "fraction");
    difference -= v;
  }
  cs.enforce_zero(difference, "sum");
}

}  // namespace zkp::gadgets

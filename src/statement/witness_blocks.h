/// Parts that the witnesses of several statements have in common, the counterpart of blocks.h.
#pragma once

#include <string>
#include <vector>

#include "statement/blocks.h"
#include "statement/witness.h"

namespace zkp {

using Integers = std::vector<__int128>;

Integers integers_of(const PrivateTable& table, const ColumnRef& column);
/// 1 on NULL rows; empty for a column that is not nullable.
std::vector<uint8_t> nulls_of(const PrivateTable& table, const ColumnRef& column);
/// The same with `replacement` on NULL rows.
Integers live_integers(const PrivateTable& table, const ColumnRef& column, __int128 replacement);

/// The smallest kind of column that holds them.
PrivateColumn::Values narrowed(const Integers& values);

/// "the statement is not true of the data", at a row that counts from 0.
Error not_true(size_t row);
/// Error: not_true at the first value outside.
Result<void> check_within(const Integers& values, __int128 lo, __int128 hi);

/// NAME0 .. of the limbs of x modulo 2^(w count): `kept` of them.
void add_limbs(FreshColumns& out, const std::string& name, const Integers& x, int count, int kept, int limb_bits);
/// As derived_limbs() asks for.
void add_derived(FreshColumns& out, const std::string& name, const Integers& x, int count, int limb_bits);
void add_two_sided(FreshColumns& out, const std::string& name, const Integers& v, const TypePlan& plan, int limb_bits);
/// As type_limbs() asks for; without a check.
void add_type_limbs(FreshColumns& out, const std::string& name, const Integers& v, const TypePlan& plan, int limb_bits);
/// As select_at_most() asks for. Error: GeneralError::kLimit for a value too far from c.
Result<void> add_at_most(FreshColumns& out, const std::string& name, const Integers& x, __int128 c, int count,
                         int limb_bits);
/// As select_equal() asks for.
void add_equal(FreshColumns& out, const std::string& name, const Integers& x, const std::vector<uint8_t>& nulls,
               __int128 c);
/// g0 ..: differences of neighbours less `step`. Errors: StatementError::kFalse with this sentence for one below 0;
/// GeneralError::kLimit for one that the limbs do not hold.
Result<void> add_gaps(FreshColumns& out, const Integers& keys, __int128 step, int count, int limb_bits,
                      const std::string& sentence);
/// u and the gaps of unique_keys(). Error: StatementError::kFalse when a key occurs twice.
Result<void> add_unique(FreshColumns& out, Integers keys, int limb_bits);
/// u, mT and the gaps of disjoint_keys(). Error: StatementError::kFalse when a key is in both.
Result<void> add_chain(FreshColumns& out, const Integers& a, const Integers& b, uint64_t chain_rows, int limb_bits);

/// Fingerprints of 128 bits of the rows (row_tuple) of some columns: equal rows have equal ones. Not a cryptographic
/// hash: two different rows with the same one, which nobody but the owner could arrange, give a proof that fails.
struct RowKey {
  uint64_t low, high;
  friend bool operator==(const RowKey&, const RowKey&) = default;
};
std::vector<RowKey> row_keys(const PrivateTable& table, std::span<const ColumnRef> columns);
/// Of records given as values.
std::vector<RowKey> row_keys(std::span<const std::vector<Fr>> records);
/// counts[i] is how many of `rows` are equal to table[i] and to no earlier entry. Error: StatementError::kFalse when a
/// row equals none, with its number and this sentence.
Result<std::vector<uint32_t>> count_rows(std::span<const RowKey> rows, std::span<const RowKey> table,
                                         const std::string& sentence);

}  // namespace zkp

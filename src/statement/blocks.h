/// Parts that the programs of several statements have in common. Source: dataset_proof specification, sections 6.5 and
/// 11. Part of the verifier.
#pragma once

#include <string>
#include <vector>

#include "statement/program.h"

namespace zkp {

/// Argument tags of fingerprints: tuples of different arguments are never equal.
enum class ArgumentTag : uint64_t {
  kRange = 1,
  kHistogram = 2,
  kRow = 3,
  kKey = 4,
  kAdjacent = 5,
  kSource = 6,
  kMember = 7,
  kGroup = 8,
};

/// beta - (tag + gamma t_1 + gamma^2 t_2 + ...)
AffineForm fingerprint(const Program& program, ArgumentTag tag, std::span<const AffineForm> tuple);
AffineForm fingerprint(const Program& program, ArgumentTag tag, std::initializer_list<AffineForm> tuple);

/// Null flags are 0 or 1, and NULL rows hold 0 (6.5). Nothing for a column that is not nullable.
void enforce_null_safety(Program& program, int table, const NotarisedForms& column);
/// Every nullable column contributes (value, null flag), every other its value.
std::vector<AffineForm> row_tuple(std::span<const NotarisedForms> columns);
std::vector<NotarisedForms> notarised_all(Program& program, std::span<const ColumnRef> columns, int table);

/// Limbs of every gap of an adjacency argument.
inline constexpr int kGapLimbs = 4;
inline constexpr int kMaxLimbs = 4;

/// sum_i 2^(w i) limbs_i
AffineForm join_limbs(std::span<const AffineForm> limbs, int limb_bits);
/// L limbs of x: L - 1 fresh columns NAME0, NAME1, ..., and the top one as a form of them and x.
std::vector<AffineForm> derived_limbs(Program& program, const std::string& name, const AffineForm& x, int count,
                                      uint64_t rows);
/// Limbs of v - lo ("loNAME"), then of hi - v ("hiNAME").
std::vector<AffineForm> two_sided_limbs(Program& program, const std::string& name, const AffineForm& v, __int128 lo,
                                        __int128 hi, int count);
void look_all(Program& program, const AffineForm& gate, const AffineForm& gate2, std::span<const AffineForm> values);

/// How the values of a declared type are shown to be in its interval (11.9).
struct TypePlan {
  enum class Kind : uint8_t { kNothing, kBool, kOneSided, kTwoSided };
  Kind kind = Kind::kNothing;
  __int128 lo = 0, hi = 0;
  int limbs = 0;
};
/// Error: StatementError::kSyntax for an interval wider than kMaxLimbs limbs.
Result<TypePlan> plan_type(ColumnType type, int limb_bits);
/// The plan for a <= v <= b. Errors: kSyntax for an empty or too wide interval.
Result<TypePlan> plan_range(__int128 a, __int128 b, int limb_bits);
/// The forms that have to be looked up.
std::vector<AffineForm> type_limbs(Program& program, const std::string& name, const AffineForm& v,
                                   const TypePlan& plan);

/// s is 1 on the rows of table t with x <= c, else 0, for x within 2^(w L) of c (11.5). Fresh sNAME, dNAME0 ..; the
/// caller looks the limbs up.
struct AtMost {
  AffineForm selected;
  std::vector<AffineForm> limbs;
};
AtMost select_at_most(Program& program, const std::string& name, const AffineForm& x, __int128 c, int count, int table);
/// 1 on the rows of table t with v = c and not NULL, else 0 (11.6). Fresh sNAME.
AffineForm select_equal(Program& program, const std::string& name, const NotarisedForms& v, __int128 c, int table);

enum class CountMode : uint8_t { kExactly = 0, kAtLeast = 1, kAtMost = 2 };
Result<CountMode> count_mode(uint8_t code);
/// sum K A B is, at least or at most `target`.
void count(Program& program, const AffineForm& k, const AffineForm& a, const AffineForm& b, CountMode mode,
           uint64_t target);

/// Fresh g0, g1, ... with one row less than a table.
std::vector<AffineForm> gap_columns(Program& program, uint64_t rows, int count = kGapLimbs);
/// key[x + 1] = key[x] + step + gap[x] on the rows of `table`; gate `shifted` opens on all of them but the last
/// (11.11).
void adjacency(Program& program, int table, int shifted, const AffineForm& key, uint64_t step,
               std::span<const AffineForm> gaps);
/// `sorted` is a strictly increasing rearrangement of `key` (11.11).
void unique_keys(Program& program, int table, int shifted, const AffineForm& key, const AffineForm& sorted,
                 std::span<const AffineForm> gaps);
/// No key of table `a` is one of table `b`: 3 a and 3 b + 1 are in a chain that grows by at least 2 (11.12).
struct KeyChain {
  int a, b, chain, shifted;  ///< tables
  AffineForm key_a, key_b, values, multiplicities;
  std::vector<AffineForm> gaps;
};
void disjoint_keys(Program& program, const KeyChain& keys);

}  // namespace zkp

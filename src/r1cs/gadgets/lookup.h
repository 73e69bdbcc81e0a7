/// Tables that many rows are looked up in, by LogUp inside the constraint system.
///
/// Rows are w values; (key, value) tables have w = 2. A row a becomes one element A = a_0 + y a_1 + y^2 a_2 + ..., and
/// N looked-up rows A_i are all among the n rows T_j of the table if
///   sum_i 1 / (x - A_i)  =  sum_j m_j / (x - T_j)                        (Haböck, ePrint 2022/1530, lemma 5)
/// for random x, y and multiplicities m_j. Groth16 has no round in which a verifier could send them, so the circuit
/// computes them: Poseidon, tag "zkp.lookup.v1", over the multiplicities, the looked-up values and the values of the
/// table that are not constants. The lengths are fixed by the circuit.
///
///   m_j of k bits, k the bit length of N       k constraints per table row, so that floor(252 / k) of them share an
///                                              element to be hashed
///   (x, y) = sponge                            240 per two elements, + 2
///   y a_t per value that is no constant        1 each, t >= 1;  y^2.. y^(w-1)  1 each
///   u_i (x - A_i) = 1                          1 per looked-up row
///   v_j (x - T_j) = m_j                        1 per table row
///   sum_i u_i = sum_j v_j                      1
/// For a constant table with w = 2: about 242 constraints per look-up and k + 1 + 120 k / 252 per table row, against n
/// for a scan (array.h), so it pays for more than about 250 rows and as many look-ups. A w = 1 look-up costs 121.
///
/// Soundness. Once the hash fixes m, A and T: if some looked-up row is not in the table, the rational function of x has
/// a pole that the right side lacks (N < r), so the numerator is a non-zero polynomial of degree below N + n; distinct
/// rows meet in y with probability at most (w - 1) N n / r. A prover who tries q hashes succeeds with probability at
/// most
///   q ((w - 1) N n + N + n) / r,   r about 2^255,
/// in the random-oracle model. What is looked up need not be in any range. Multiplicities need no meaning: only that
/// they are fixed before x.
///
/// That argument rests on the hash: as equations, the constraints have other solutions that nobody can find, so
/// locally_free_variables() (check_circuit.h) names the looked-up values of two or more look-ups.
///
/// Completeness: an honest prover fails when x is one of the A_i, with probability N / r.
///
/// One table: one thread at a time. A table that was used must be finished: its destructor stops the program otherwise,
/// since the look-ups would prove nothing.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "r1cs/constraint_system.h"

namespace zkp::gadgets {

class LookupTable {
 public:
  using Row = std::vector<LinearCombination>;

  /// REQUIRES: rows is not empty; every row has the same number of values, at least one.
  explicit LookupTable(std::vector<Row> rows);
  /// (key, value) rows of numbers.
  static LookupTable of_numbers(std::span<const std::pair<Fr, Fr>> rows);
  LookupTable(const LookupTable&) = delete;
  LookupTable& operator=(const LookupTable&) = delete;
  /// REQUIRES: finish() was called if anything was looked up.
  ~LookupTable();

  /// The row is in the table. No constraint before finish().
  void require(Row row);
  /// A new variable: the value beside this key, of the first row that has the key. Where a key occurs twice the prover
  /// may choose. 1 variable. REQUIRES: rows of two values.
  LinearCombination value_of(ConstraintSystem& cs, const LinearCombination& key);

  /// Adds the argument for everything looked up so far. Once; nothing is looked up afterwards.
  void finish(ConstraintSystem& cs, Label label);

  size_t row_count() const { return rows_.size(); }
  size_t lookup_count() const { return lookups_.size(); }

 private:
  std::vector<Row> rows_;
  std::vector<Row> lookups_;
  std::map<Digest, size_t> first_with_key_;  ///< built by the first value_of()
  bool finished_ = false;
};

}  // namespace zkp::gadgets

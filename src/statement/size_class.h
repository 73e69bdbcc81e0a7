/// Sizes of dataset proofs. A class fixes one wrap circuit, hence one Groth16 key, for every statement; within a class
/// the cube of rows has 2^mu of them. Source: dataset_proof specification, sections 5 and 6.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zkp {

inline constexpr int kSlotBits = 4;
inline constexpr size_t kFractionSlotCount = size_t{1} << kSlotBits;
inline constexpr size_t kConstraintSlotCount = 8;
inline constexpr size_t kSumSlotCount = 4;
/// Forms of all slots, and the knowledge form.
inline constexpr size_t kFormCount = 3 * kFractionSlotCount + 4 * kConstraintSlotCount + 3 * kSumSlotCount + 1;
inline constexpr size_t kKnowledgeForm = kFormCount - 1;
/// Row bounds n_1 .. n_4 of a program.
inline constexpr size_t kTableCount = 4;
using RowCounts = std::array<uint64_t, kTableCount>;

struct SizeClass {
  std::string_view name;
  uint8_t id;
  int mu_min, mu_max;
  int log_block;        ///< b = 2^log_block: the blocks in which a polynomial is opened
  int log_inner_block;  ///< b' = 2^log_inner_block
  int limb_bits;        ///< w: limbs of range proofs, and the table [0, 2^w)

  constexpr size_t block() const { return size_t{1} << log_block; }
  constexpr size_t inner_block() const { return size_t{1} << log_inner_block; }
  /// c' = b / b'
  constexpr size_t inner_count() const { return size_t{1} << (log_block - log_inner_block); }
  constexpr uint64_t table_rows() const { return uint64_t{1} << limb_bits; }
  constexpr uint64_t max_rows() const { return uint64_t{1} << mu_max; }
  friend constexpr bool operator==(const SizeClass& a, const SizeClass& b) { return a.id == b.id; }
};

/// Up to 2^20 - 4 rows.
inline constexpr SizeClass kClassS{"S", 2, 17, 20, 10, 5, 16};
/// Up to 2^26 - 4 rows.
inline constexpr SizeClass kClassL{"L", 3, 21, 26, 13, 7, 16};
/// For tests: no ledger accepts them.
inline constexpr SizeClass kClassT{"T", 1, 5, 8, 4, 2, 4};
inline constexpr SizeClass kClassT2{"T2", 9, 6, 10, 5, 3, 4};

/// The classes that proofs of users have; in the others the class is the test's choice.
constexpr bool is_production_class(const SizeClass& size) { return size == kClassS || size == kClassL; }

}  // namespace zkp

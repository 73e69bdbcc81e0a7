/// The levels of a tree of fractions (fraction_gkr.h): computed from leaves block by block, as often as somebody asks,
/// or kept in memory.
#pragma once

#include <memory>

#include "sumcheck/fraction_leaves.h"
#include "sumcheck/fraction_tables.h"

namespace zkp {

/// The tables of a slot in the layer above some leaves, without their memory. With a factor lambda the second holds
/// p1 + lambda q1, here and below.
QuadView leaf_quad(const FractionLeaves& leaves, size_t slot, const Fr& lambda = Fr::zero());

/// Blocks of these tables. One thread.
class LeafBlocks {
 public:
  /// `leaves` must outlive it.
  explicit LeafBlocks(const FractionLeaves& leaves, const Fr& lambda = Fr::zero());

  /// Rows [begin, begin + count) of the lower halves, and their partners.
  void load(size_t begin, size_t count);
  const QuadBlock& quad(size_t slot) const { return quads_[slot]; }

 private:
  struct Shapes {
    LeafShape p, q;
  };
  /// Memory for one block of a table, when it first needs it.
  Fr* memory(size_t table, size_t slot);

  Fr lambda_;
  size_t half_;
  std::unique_ptr<FractionLeaves::Reader> reader_;
  std::array<Shapes, kFractionSlots> shapes_;
  std::array<QuadBlock, kFractionSlots> quads_;
  std::array<std::array<std::vector<Fr>, kFractionSlots>, 4> memory_;
  ConstantRows constants_;
};

/// The level above some leaves, as leaves: each of its rows from two rows below it.
class FoldedLeaves : public FractionLeaves {
 public:
  /// `below` must outlive it.
  explicit FoldedLeaves(const FractionLeaves& below);

  int row_variables() const override { return below_.row_variables() - 1; }
  LeafShape p_shape(size_t slot) const override { return p_[slot]; }
  LeafShape q_shape(size_t slot) const override { return q_[slot]; }
  std::unique_ptr<Reader> reader() const override;

 private:
  const FractionLeaves& below_;
  std::array<LeafShape, kFractionSlots> p_, q_;  // of a slot, the same rows are dense
};

/// A level in memory: p and q of every slot, with the same number of rows.
struct FractionLevel {
  LargeVector<Fr> memory;  ///< of all tables
  std::array<TailedRows, kFractionSlots> p, q;

  /// The tables of a slot in the layer above it.
  QuadRows quad(size_t slot) const;
};

/// Bytes of the tables of the lowest layer once its first slot variable is bound: what prove_fractions() needs for rows
/// even if it keeps no level, and more than it needs of any other layer.
size_t bound_leaf_bytes(const FractionLeaves& leaves);
/// Bytes of add_leaves(leaves).
size_t level_bytes(const FractionLeaves& leaves);
/// The level above the leaves.
FractionLevel add_leaves(const FractionLeaves& leaves, TaskPool* pool);
/// The level above one in memory.
FractionLevel add_level(const FractionLevel& below, TaskPool* pool);

}  // namespace zkp

/// Where the fractions come from that prove_fractions() (fraction_gkr.h) adds: slots of rows that are computed when
/// they are needed, block by block, and rows that nobody has to compute because they are all equal.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "sumcheck/tailed_table.h"

namespace zkp {

inline constexpr size_t kFractionSlots = 16;
inline constexpr int kFractionSlotBits = 4;

/// What is known of the numerators or the denominators of a slot: rows [0, dense) may be anything, from there up to
/// `end` they are `middle`, and behind it `tail`. REQUIRES: dense <= end.
struct LeafShape {
  size_t dense = 0;
  Fr middle;
  size_t end = 0;
  Fr tail;

  static LeafShape of_rows(size_t dense, const Fr& tail) { return {dense, tail, dense, tail}; }

  /// The value of all these rows, where it is known.
  std::optional<Fr> constant(size_t begin, size_t count) const {
    if (begin >= end) return tail;
    if (begin >= dense && begin + count <= end) return middle;
    return {};
  }
  /// One half of `size` rows, as a table whose memory is not there.
  TailedView half(bool high, size_t size) const {
    const size_t from = high ? size / 2 : 0, to = from + size / 2;
    if (end >= to) return {nullptr, std::clamp(dense, from, to) - from, size / 2, middle};
    const size_t own = middle == tail ? dense : end;
    return {nullptr, std::max(own, from) - from, size / 2, tail};
  }
};

/// Safe for concurrent use; its readers are not.
class FractionLeaves {
 public:
  static constexpr size_t kLeafBlock = 512;
  using Pointers = std::array<Fr*, kFractionSlots>;

  /// With scratch memory of its own, for one thread. The leaves must outlive it.
  class Reader {
   public:
    virtual ~Reader() = default;
    /// p[s][i], q[s][i] <- row begin + i of slot s, i < count. Tables whose pointers are null are not wanted.
    /// REQUIRES: count <= kLeafBlock.
    virtual void read(size_t begin, size_t count, const Pointers& p, const Pointers& q) = 0;
  };

  virtual ~FractionLeaves() = default;
  /// Rows of a slot, as a power of two.
  virtual int row_variables() const = 0;
  virtual LeafShape p_shape(size_t slot) const = 0;
  virtual LeafShape q_shape(size_t slot) const = 0;
  virtual std::unique_ptr<Reader> reader() const = 0;

  size_t rows() const { return size_t{1} << row_variables(); }
};

}  // namespace zkp

/// A column of a private table as a prover holds it: small integers as they are, or field elements, and blinding rows
/// behind the data. A million limbs of 16 bits take 2 MB, not 32.
///
/// Immutable but for append_blinding(); safe for concurrent reading. Everything is wiped with the object.
#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "commit/blinding.h"

namespace zkp {

class PrivateColumn {
 public:
  using Values = std::variant<std::vector<uint8_t>, std::vector<uint16_t>, std::vector<uint32_t>, std::vector<uint64_t>,
                              std::vector<int64_t>, std::vector<Fr>>;

  explicit PrivateColumn(Values values);
  PrivateColumn(PrivateColumn&&) noexcept = default;
  PrivateColumn& operator=(PrivateColumn&&) noexcept = default;
  ~PrivateColumn();

  /// REQUIRES: not called before.
  void append_blinding(const BlindingRows& rows);

  /// Of the data.
  size_t rows() const { return rows_; }
  /// Data and blinding; every row behind it is 0.
  size_t length() const { return rows_ + blinding_.size(); }

  /// Of the memory that the rows take.
  size_t bytes() const;

  /// Row i as an integer. REQUIRES: i < rows(), and the values are integers.
  __int128 integer(size_t i) const;
  bool has_integers() const { return !std::holds_alternative<std::vector<Fr>>(values_); }
  Fr at(size_t i) const;

  /// Rows [begin, begin + out.size()) divided by scale(), which costs no multiplication: whoever multiplies the rows by
  /// something multiplies that by scale() once. Zeros behind length().
  void load(size_t begin, std::span<Fr> out) const;
  const Fr& scale() const { return scale_; }

  const Values& values() const { return values_; }
  /// As they are, not divided by scale().
  std::span<const Fr> blinding() const { return blinding_; }

 private:
  Values values_;
  size_t rows_;
  Fr scale_;
  std::vector<Fr> blinding_;
  std::vector<Fr> scaled_blinding_;  ///< divided by scale_
};

/// SHA-256 over all values as 32-byte big-endian field elements. Part of a column's blinding seed.
Digest hash_values(const PrivateColumn& column);

}  // namespace zkp

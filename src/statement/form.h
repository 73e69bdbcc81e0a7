/// Affine forms of columns: sum_i c_i column_i + sum_t k_t virtual_t. Statements are compiled to them
/// (statement/program.h). Plain values, public, not constant-time. Source: dataset_proof specification 6.2 and 6.3.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "field/fr.h"

namespace zkp {

/// Columns that nobody commits to: row x of each is a function of x.
enum class VirtualColumn : uint8_t {
  kOne,  ///< 1
  kRows1,
  kRows2,
  kRows3,
  kRows4,      ///< 1 if x < n_t else 0
  kId,         ///< x
  kTable,      ///< x if x < 2^w else 0
  kTableRows,  ///< 1 if x < 2^w else 0
};
inline constexpr size_t kVirtualCount = 8;

/// The row gate of table t, 1 <= t <= 4: kRows1 .. kRows4.
constexpr VirtualColumn row_gate(int table) { return static_cast<VirtualColumn>(table); }

class AffineForm {
 public:
  /// Column number, or -1 - t for virtual column t.
  using Key = int16_t;
  struct Term {
    Key key;
    Fr coefficient;
    bool is_virtual() const { return key < 0; }
    VirtualColumn virtual_column() const { return static_cast<VirtualColumn>(-1 - key); }
    size_t column() const { return static_cast<size_t>(key); }
    friend bool operator==(const Term&, const Term&) = default;
  };

  /// Zero.
  AffineForm() = default;
  AffineForm(const Fr& constant) : AffineForm(VirtualColumn::kOne, constant) {}
  AffineForm(VirtualColumn t, const Fr& coefficient = Fr::one()) : AffineForm(key_of(t), coefficient) {}
  static AffineForm column(size_t i) { return AffineForm(static_cast<Key>(i), Fr::one()); }
  static AffineForm zero() { return {}; }
  static AffineForm one() { return AffineForm(Fr::one()); }

  AffineForm& add_scaled(const AffineForm& other, const Fr& factor);
  AffineForm& operator+=(const AffineForm& b) { return add_scaled(b, Fr::one()); }
  AffineForm& operator-=(const AffineForm& b) { return add_scaled(b, -Fr::one()); }
  friend AffineForm operator+(AffineForm a, const AffineForm& b) { return a += b; }
  friend AffineForm operator-(AffineForm a, const AffineForm& b) { return a -= b; }
  friend AffineForm operator*(const AffineForm& a, const Fr& factor) { return AffineForm().add_scaled(a, factor); }
  friend AffineForm operator*(const Fr& factor, const AffineForm& a) { return a * factor; }
  AffineForm operator-() const { return *this * -Fr::one(); }
  friend bool operator==(const AffineForm&, const AffineForm&) = default;

  /// By increasing key, without zero coefficients.
  std::span<const Term> terms() const { return terms_; }
  bool is_zero() const { return terms_.empty(); }
  /// Only a multiple of kOne, or zero.
  bool is_constant() const {
    return terms_.empty() || (terms_.size() == 1 && terms_[0].key == key_of(VirtualColumn::kOne));
  }
  /// The coefficient of kOne.
  Fr constant() const { return coefficient(key_of(VirtualColumn::kOne)); }
  Fr coefficient(Key key) const;

  static constexpr Key key_of(VirtualColumn t) { return static_cast<Key>(-1 - static_cast<int>(t)); }

 private:
  AffineForm(Key key, const Fr& coefficient) {
    if (!coefficient.is_zero()) terms_.push_back({key, coefficient});
  }

  std::vector<Term> terms_;
};

}  // namespace zkp

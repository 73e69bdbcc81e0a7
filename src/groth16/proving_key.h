/// The Groth16 proving key and its file (docs/formats/groth16-keys.md).
///
/// For variable i let u_i, v_i, w_i be the polynomials that interpolate column i of A, B, C over the domain (qap.h),
/// and Z the vanishing polynomial of the domain. n is the size of the domain, l the number of public inputs.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/env.h"
#include "base/task_pool.h"
#include "curve/point_file.h"
#include "groth16/keys.h"
#include "groth16/row_order.h"

namespace zkp {

/// What the points h are multiples by. Z = X^n - 1; L_j is the Lagrange basis over the 2n-th roots of unity w^j.
///
///   kMonomial    h[i] = [tau^i Z(tau) / delta]_1,      i = 0 .. n-2   (arkworks, and what setup.h makes)
///   kOddCoset    h[i] = [L_(2i+1)(tau) / delta]_1,     i = 0 .. n-1   (section 9 of a snarkjs .zkey)
///
/// The polynomial a b - c has degree below 2n and, for a satisfied system, vanishes on the even powers of w, so that
/// its values at the odd ones are its coordinates in the second basis: no division and one transform less.
enum class HBasis : uint8_t { kMonomial, kOddCoset };

/// The number of points h over a domain of n elements.
constexpr size_t h_point_count(HBasis basis, size_t n) { return basis == HBasis::kMonomial ? n - 1 : n; }

struct ProvingKey {
  SetupLabel label = SetupLabel::insecure_dev();
  Digest circuit_id{};
  int log_domain = 0;  ///< n = 2^log_domain
  RowOrder row_order = RowOrder::kStandard;
  VerifyingKey vk;
  G1Affine beta_g1;
  G1Affine delta_g1;
  std::vector<G1Affine> a;     ///< [u_i(tau)]_1, one per variable
  std::vector<G1Affine> b_g1;  ///< [v_i(tau)]_1, one per variable
  std::vector<G2Affine> b_g2;  ///< [v_i(tau)]_2, one per variable
  std::vector<G1Affine> l;     ///< [(beta u_i + alpha v_i + w_i)(tau) / delta]_1, one per private variable
  HBasis h_basis = HBasis::kMonomial;
  std::vector<G1Affine> h;  ///< as h_basis says

  size_t variable_count() const { return a.size(); }
  size_t public_count() const { return vk.public_count(); }
  friend bool operator==(const ProvingKey&, const ProvingKey&) = default;
};

/// A proving key in memory or in a mapped file (mapped_proving_key.h), which must outlive it; the members are those of
/// ProvingKey.
struct ProvingKeyView {
  ProvingKeyView() = default;
  /// Implicit: whoever takes a view takes a key.
  ProvingKeyView(const ProvingKey& key);

  SetupLabel label = SetupLabel::insecure_dev();
  Digest circuit_id{};
  int log_domain = 0;
  RowOrder row_order = RowOrder::kStandard;
  const VerifyingKey* vk = nullptr;
  G1Affine beta_g1;
  G1Affine delta_g1;
  std::span<const G1Affine> a;
  std::span<const G1Affine> b_g1;
  std::span<const G2Affine> b_g2;
  std::span<const G1Affine> l;
  HBasis h_basis = HBasis::kMonomial;
  std::span<const G1Affine> h;
  const MappedFile* file = nullptr;  ///< that the lists are parts of; nullptr: they are in memory

  size_t variable_count() const { return a.size(); }
  size_t public_count() const { return vk->public_count(); }
  /// Says that a part of a list is not needed for a while.
  template <class Affine>
  void forget(std::span<const Affine> part) const {
    if (file == nullptr) return;
    const uint8_t* begin = reinterpret_cast<const uint8_t*>(part.data());
    file->forget(static_cast<size_t>(begin - file->bytes().data()), part.size_bytes());
  }
};

/// Error CryptoError::kBadKey when the lists do not have the lengths that the counts demand.
Result<void> check_list_sizes(const ProvingKeyView& key);

/// Writes the file (version 2) in pieces of bounded size. Errors: those of the sink and of check_list_sizes.
Result<void> write_proving_key(const ProvingKeyView& key, const std::function<Result<void>(ByteView)>& sink,
                               TaskPool* pool = nullptr);

/// Reads a file of version 1 or 2 into memory. Checked are, in this order: counts against the size of the file (before
/// anything is allocated), the checksum, the verification key in full, beta and delta in G1 against it by pairings, and
/// every point as `points` says. Errors: GeneralError::kParse, kLimit, CryptoError.
Result<ProvingKey> parse_proving_key(ByteView bytes, TaskPool* pool = nullptr,
                                     PointCheck points = PointCheck::kOnCurve);

}  // namespace zkp

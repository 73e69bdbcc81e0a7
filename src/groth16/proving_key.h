/// The Groth16 proving key and its file (docs/formats/groth16-keys.md).
///
/// For variable i let u_i, v_i, w_i be the polynomials that interpolate column i of A, B, C over the domain (qap.h),
/// and Z the vanishing polynomial of the domain. n is the size of the domain, l the number of public inputs.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/task_pool.h"
#include "groth16/keys.h"

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

/// A proving key in memory or in a mapped file, whose points must outlive it; the members are those of ProvingKey.
struct ProvingKeyView {
  /// Implicit: whoever takes a view takes a key. The key must outlive the view.
  ProvingKeyView(const ProvingKey& key);

  SetupLabel label;
  Digest circuit_id;
  int log_domain;
  const VerifyingKey* vk;
  G1Affine beta_g1;
  G1Affine delta_g1;
  std::span<const G1Affine> a;
  std::span<const G1Affine> b_g1;
  std::span<const G2Affine> b_g2;
  std::span<const G1Affine> l;
  HBasis h_basis;
  std::span<const G1Affine> h;

  size_t variable_count() const { return a.size(); }
  size_t public_count() const { return vk->public_count(); }
};

/// Writes the file in pieces of bounded size. Errors: those of the sink.
Result<void> write_proving_key(const ProvingKey& key, const std::function<Result<void>(ByteView)>& sink);

/// Reads a file that this program wrote: label, circuit, counts and checksum are checked, and that every point is on
/// its curve, but not that it is in the subgroup (a wrong point can only spoil the owner's own proofs; the verification
/// key inside is checked in full). Counts are compared with the size of the file before anything is allocated. Errors:
/// GeneralError::kParse, kLimit, CryptoError.
Result<ProvingKey> parse_proving_key(ByteView bytes, TaskPool* pool = nullptr);

}  // namespace zkp

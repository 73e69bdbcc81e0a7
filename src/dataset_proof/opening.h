/// The opening of the combined column F at the private point r (specification 7.3): F = (X^b - alpha) q + g, and two
/// vectors of length b that the wrap circuit checks by a second decomposition with blocks of b'.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "dataset_proof/envelope.h"
#include "dataset_proof/form_tables.h"
#include "dataset_proof/outer_protocol.h"

namespace zkp {

/// Where a prover's random elements come from.
using ElementSource = std::function<Result<Fr>()>;

struct OpeningMessages {
  std::vector<std::array<Fr, 2>> block_rounds;
  std::vector<Fr> partial_g, partial_h;
  Fr salt2;
  std::vector<Fr> remainder;
  Fr salt3;
};

/// The polynomials of an opening, in the order of the protocol. Each is linear in F while the challenges stay: that
/// five values of the mask among them are independent is what hides the columns (docs/proofs/dataset-proof.md).
/// F is wiped. One thread.
class OpeningPolynomials {
 public:
  /// h[j] = sum_{i<b} eq(u1, i) F[i + b j]. REQUIRES: eq_u1 is the table of eq(u1, .), of b elements; F has at most b
  /// blocks.
  OpeningPolynomials(const SizeClass& size, LargeVector<Fr> f, std::span<const Fr> eq_u1, TaskPool* pool);
  OpeningPolynomials(const OpeningPolynomials&) = delete;
  OpeningPolynomials& operator=(const OpeningPolynomials&) = delete;
  ~OpeningPolynomials();

  /// F = (X^b - alpha) q + g, deg g < b.
  void divide(const Fr& alpha, TaskPool* pool);
  /// q is not needed any more.
  void forget_q();
  /// g + gamma2 h = (X^b' - alpha2) q2 + g', deg g' < b'.
  void divide_inner(const Fr& gamma2, const Fr& alpha2);

  const std::vector<Fr>& h() const { return h_; }
  const std::vector<Fr>& g() const { return g_; }
  std::span<const Fr> q() const;
  std::span<const Fr> q2() const;
  std::span<const Fr> remainder() const;  ///< g'
  /// w = g'(z)
  Fr remainder_at(const Fr& z) const;
  /// W = (g + gamma2 h - (z^b' - alpha2) q2 - w) / (X - z)
  std::vector<Fr> evaluation_quotient(const Fr& z) const;

 private:
  const SizeClass& size_;
  LargeVector<Fr> f_;  ///< then g and q
  std::vector<Fr> h_, g_;
  Fr alpha2_;
  std::vector<Fr> f2_;     ///< g + gamma2 h
  std::vector<Fr> inner_;  ///< g' and q2
};

/// F = sum_i weights_i column_i.
LargeVector<Fr> combine_columns(const FormTables& tables, std::span<const Fr> weights, TaskPool* pool);

/// Fills what follows rho in `pub`, `proof` and the messages. `f` is consumed. Errors: those of `random` and of
/// commit().
Result<OpeningMessages> prove_opening(const SizeClass& size, std::span<const G1Affine> powers, LargeVector<Fr> f,
                                      std::span<const Fr> r, OuterProtocol& outer, const ElementSource& random,
                                      WrapPublic<Fr>& pub, OpeningProof& proof, TaskPool* pool);

}  // namespace zkp

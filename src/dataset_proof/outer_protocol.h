/// The outer side of a dataset proof, which prover and verifier compute alike: what the transcript absorbs, in this
/// order, and what follows from its challenges. Source: dataset_proof specification, sections 7.0 and 7.3.
/// Part of the verifier. One object: one thread.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "dataset_proof/wrap.h"
#include "statement/program.h"
#include "transcript/outer.h"

namespace zkp {

/// What a proof is about, as the transcript sees it.
struct ProofSubject {
  const SizeClass* size_class = nullptr;
  Digest verifying_key{};  ///< id of the class's Groth16 verification key
  Digest srs{};
  ByteView context;
  ByteView statement;
};

class OuterProtocol {
 public:
  /// Absorbs the subject, the shape of its program and the commitments of all columns; draws beta, gamma and s0.
  OuterProtocol(const ProofSubject& subject, const Program& shape, std::span<const G1Affine> commitments);

  const Fr& beta() const { return beta_; }
  const Fr& gamma() const { return gamma_; }
  const Fr& s0() const { return s0_; }

  Fr after_values(const Fr& h_v);                               ///< rho
  Fr after_folded(const G1Affine& c_h);                         ///< alpha
  Fr after_quotient(const G1Affine& c_g, const G1Affine& c_q);  ///< s1
  std::array<Fr, 2> after_partial(const Fr& h_2);               ///< gamma2, alpha2
  Fr after_remainder(const G1Affine& c_q2, const Fr& h_3);      ///< z

  const Digest& state() const { return transcript_.state(); }

 private:
  OuterTranscript transcript_;
  Fr beta_, gamma_, s0_;
};

/// The public values of the wrap circuit that a program fixes: class, mu, rows, targets, modes, and the weights of the
/// virtual columns.
void set_program_values(const Program& program, const FormWeights& weights, WrapPublic<Fr>& pub);

}  // namespace zkp

/// The verifier of dataset proofs.
///
/// It folds the forms of the program into the commitments, recomputes the one public input of the wrap circuit, and
/// checks with one product of pairings
///
///   e(A, B) e(-alpha_1, beta_2) e(-IC, gamma_2) e(-C, delta_2)
///     * e(d1 L1 + d2 L2, [1]_2) e(-d1 C_q, [tau^b]_2) e(-d2 C_W, [tau]_2) = 1
///
/// with L1 = C_F - C_g + alpha C_q and L2 = C_g + gamma2 C_h - (z^b' - alpha2) C_q2 - w [1]_1 + z C_W, and d1, d2 of
/// 128 bits, hashed from everything. Cost and size do not depend on the rows. Source: dataset_proof specification,
/// section 9.
///
/// Part of the verifier; includes nothing of the prover. Not constant-time: everything is public. Safe for concurrent
/// use.
#pragma once

#include <memory>
#include <vector>

#include "base/env.h"
#include "commit/srs.h"
#include "dataset_proof/envelope.h"
#include "dataset_proof/outer_protocol.h"
#include "groth16/verify.h"

namespace zkp {

/// The keys of one class. Immutable.
class DatasetVerifier {
 public:
  /// Errors: those of PreparedVerifyingKey::make; CryptoError::kBadKey for another number of public inputs than one, or
  /// a reference string without the block power of the class, or whose id is not that of its points. REQUIRES: points
  /// are in their subgroups, and srs.powers are the string's (check_powers() in commit/srs_file.h).
  static Result<DatasetVerifier> make(const SizeClass& size_class, const SrsKey& srs, VerifyingKey key);

  const SizeClass& size_class() const { return *size_class_; }
  const Digest& srs_id() const { return srs_->id; }
  const Digest& key_id() const { return key_id_; }
  const PreparedVerifyingKey& key() const { return *key_; }
  const SrsKey& srs() const { return *srs_; }

 private:
  friend class DatasetBatch;
  friend Result<void> verify_dataset_proof(const DatasetVerifier&, ByteView, ByteView, ByteView, Entries);

  DatasetVerifier() = default;

  const SizeClass* size_class_ = nullptr;
  std::shared_ptr<SrsKey> srs_;
  std::shared_ptr<PreparedVerifyingKey> key_;
  std::shared_ptr<const G2Prepared> one_, tau_, tau_block_;
  Digest key_id_{};
};

/// What a proof claims once everything but the pairings is checked.
struct OpenedProof {
  Fr public_input;  ///< of the wrap circuit
  WrapPublic<Fr> pub;
  G1Affine l1, l2;
  Digest transcript{};
};

/// `context` is that of these entries: 32 ledger id || u8 count || 32-byte entry digests || 32 nonce. Error:
/// CryptoError::kBadProof.
Result<void> check_context(ByteView context, Entries entries);

/// The outer side alone: public checks, challenges, L1 and L2. Errors: those of read_statement, make_program and
/// check_context; CryptoError::kBadProof for another number of fresh commitments, and for a class that is not the
/// smallest that holds the tables.
Result<OpenedProof> open_outer(const ProofSubject& subject, const SrsKey& srs, Entries entries,
                               const OpeningProof& proof);

/// `envelope` proves `statement` about `entries` in `context`, whose digests are those of the entries, in its order.
/// That the ledger and the nonce are the right ones is the caller's question. Errors: those of decode_envelope and
/// open_outer; CryptoError::kBadProof.
Result<void> verify_dataset_proof(const DatasetVerifier& verifier, ByteView envelope, ByteView statement,
                                  ByteView context, Entries entries);

/// e(L1, [1]) = e(C_q, [tau^b]) and e(L2, [1]) = e(C_W, [tau]), each by itself: for the prover, and for proofs without
/// Groth16. REQUIRES: the string has the block power of the class.
bool check_opening(const SizeClass& size_class, const SrsKey& srs, const OpenedProof& opened,
                   const OpeningProof& proof);

struct DatasetClaim {
  ByteView envelope, statement, context;
  Entries entries;
};
/// Many proofs at once: one product, m + 6 Miller loops. What is reported as rejected does not verify by itself.
struct DatasetBatchVerdict {
  struct Rejection {
    size_t index;
    Error why;
  };
  std::vector<Rejection> rejected;
  bool all_verify() const { return rejected.empty(); }
};
/// Coefficients come from `random` (error 2^-128 for each batch), or from a hash of everything where it is nullptr.
/// Error: CryptoError::kRandom.
Result<DatasetBatchVerdict> verify_dataset_proofs(const DatasetVerifier& verifier, std::span<const DatasetClaim> claims,
                                                  Random* random, TaskPool* pool);

}  // namespace zkp

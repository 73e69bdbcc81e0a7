/// The prover of dataset proofs.
///
/// Not constant-time: its time depends on the owner's own data. What blinds (the mask, salts, blinding rows, Groth16's
/// r and s) is fresh for every call, and it, the columns that the prover makes and its messages are wiped; tables
/// that are computed from them (forms, the fraction tree) are not. Logs nothing. Source: dataset_proof specification,
/// sections 7 and 13.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "commit/srs.h"
#include "dataset_proof/envelope.h"
#include "dataset_proof/opening.h"
#include "dataset_proof/wrap_circuit.h"
#include "groth16/proving_key.h"
#include "statement/witness.h"

namespace zkp {

/// How far a proof is.
struct DatasetProveProgress {
  std::string_view phase;  ///< "witness", "commit", "fractions", "rows", "opening", "wrap"
  int done, total;         ///< phases
  double share;            ///< estimated part of the time that the phases before this one take
};

/// What is kept of the fraction tree unless somebody says otherwise: all of it up to about four million rows of a
/// 64-bit RANGE. Of larger tables the levels nearest the leaves are computed again.
inline constexpr size_t kDefaultTreeBytes = size_t{3} << 30;

struct DatasetProveOptions {
  TaskPool* pool = nullptr;
  /// Called between phases on the calling thread; false cancels. Empty: nobody is told.
  std::function<bool(const DatasetProveProgress&)> progress = {};
  /// For what is kept of the fraction tree, the largest part of a proof's memory (64 bytes for each row and used slot).
  size_t max_tree_bytes = kDefaultTreeBytes;
  /// For everything that ProvingMemory counts; 0: as much as that needs. Keeps less of the tree.
  size_t max_bytes = 0;
};

/// Everything up to Groth16: what the wrap circuit is then proved about.
struct InnerProof {
  OpeningProof opening;
  WrapPublic<Fr> pub;
  InnerMessages<Fr> messages;  ///< padded
  Fr public_input;
  int mu = 0;
  double share = 0;  ///< estimated part of the time of the whole proof

  InnerProof() = default;
  InnerProof(InnerProof&&) = default;
  InnerProof& operator=(InnerProof&&) = default;
  InnerProof(const InnerProof&) = default;
  ~InnerProof();
};

/// The blinding rows of the fresh column number `index` of the program.
using BlindingSource =
    std::function<Result<BlindingRows>(size_t index, const std::string& name, const PrivateColumn& column)>;

/// `fresh` may hold "m", which is counted otherwise. Random elements are drawn in this order: blinding rows of the
/// fresh columns in program order, the mask, salt1, salt2, salt3. Errors: those of make_program; StatementError::kFalse
/// when the statement is not true of the tables; GeneralError::kCancelled, kLimit when max_bytes is too little.
struct InnerInputs {
  const Statement* statement = nullptr;
  ProofSubject subject;
  const Srs* srs = nullptr;
  std::span<const PrivateTable> tables;
  FreshColumns fresh;
  /// False: goes on where the statement is seen to be false. For tests, whose verifier has to refuse what comes out.
  bool stops_when_false = true;
};
Result<InnerProof> prove_inner(InnerInputs inputs, const BlindingSource& blinding, const ElementSource& random,
                               const DatasetProveOptions& options);

/// What a prover keeps for one class.
struct DatasetProverKey {
  const SizeClass* size_class = nullptr;
  const Srs* srs = nullptr;
  ProvingKeyView wrap;
  Digest verifying_key_id{};
};

/// The bytes of a proof. Errors: those of read_statement, make_witness, prove_inner and groth16_prove;
/// CryptoError::kBadProof when the finished proof does not verify (a column that is not the one of its entry, a key of
/// something else), kBadKey for tables under another reference string.
Result<Bytes> prove_dataset(const DatasetProverKey& key, ByteView statement, ByteView context,
                            std::span<const PrivateTable> tables, Random& random, const DatasetProveOptions& options);

}  // namespace zkp

/// The `.zkey` file of snarkjs for Groth16: proving key, verification key, the matrices A and B, and the contributions
/// to the second phase of the ceremony (docs/formats/foreign-groth16-files.md).
///
/// snarkjs puts row j at another root of unity than we do (row_order.h), and the points h are in another basis
/// (HBasis::kOddCoset): such a key proves with its own rows only, so it becomes no key of arkworks or the other way
/// round. C is not in the file: a prover takes (C z)_i = (A z)_i (B z)_i, and a witness that breaks a constraint gives
/// a proof that does not verify. Source: snarkjs, src/zkey_utils.js and src/zkey_new.js.
#pragma once

#include "curve/encoding.h"
#include "groth16/proving_key.h"
#include "r1cs/r1cs.h"

namespace zkp {

/// One step of the second phase: delta was multiplied by a secret s. Not verified here: `snarkjs zkey verify` does.
struct ZkeyContribution {
  G1Affine delta_after;
  G1Affine g1_s;
  G1Affine g1_sx;
  G2Affine g2_spx;
  ByteArray<64> transcript{};
  uint32_t type = 0;  ///< 0 a person's, 1 a random beacon's
  Bytes parameters;   ///< as in the file: the name and, of a beacon, how it was computed

  /// Empty where none was given. May hold any bytes.
  std::string name() const;
  friend bool operator==(const ZkeyContribution&, const ZkeyContribution&) = default;
};

struct Zkey {
  /// Row order kSnarkjs, h in kOddCoset. The format has no place for a label; keys of our own making have
  /// "zkp-groth16:LABEL" and zeros as their circuit hash, of others we say `local`. The circuit id is all zeros until
  /// attach_circuit().
  ProvingKey key;
  SparseMatrix a, b;             ///< one row per constraint
  ByteArray<64> circuit_hash{};  ///< snarkjs: BLAKE2b of the circuit's parameters before the second phase
  std::vector<ZkeyContribution> contributions;
};

/// All sizes are compared with the file before anything is allocated. The verification key's points are checked in
/// full; the others as `proving_points` says (the curve equation always): a wrong one spoils proofs, and one outside
/// the subgroup might make them say something of the witness, so whoever does not check checks the finished proof.
/// Errors: GeneralError::kParse, kLimit, CryptoError.
Result<Zkey> parse_zkey(ByteView bytes, SubgroupCheck proving_points, TaskPool* pool = nullptr);

/// Error GeneralError::kUnsupported for a key of another form, kInvalidArgument when key and matrices differ in size.
Result<Bytes> encode_zkey(const Zkey& zkey);

/// A key that was made here, without contributions. Error GeneralError::kInvalidArgument when the system is not that of
/// the key.
Result<Zkey> make_zkey(ProvingKey key, const R1cs& system);

/// Names the circuit, after comparing sizes, A and B. Error CryptoError::kBadKey when they differ.
Result<void> attach_circuit(Zkey& zkey, const R1cs& system);

}  // namespace zkp

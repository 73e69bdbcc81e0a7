/// Writes keys, proofs and inputs in the form that the name of the file asks for:
///   .zkey        snarkjs proving key
///   .json        snarkjs verification key, proof or public inputs
///   .zpk .pk     proving key of zkp;  .zvk .vk  its verification key
///   .ark         arkworks, compressed, or not with `uncompressed`
/// Files appear whole or not at all, and replace what had their name. A key of development whose label a foreign form
/// has lost gets it back where the circuit is known. Errors: GeneralError::kInvalidArgument for a name that asks for
/// another thing, kUnsupported where the form cannot hold the key, CryptoError::kBadKey for a key with a false label or
/// of another circuit than `circuit`, those of the file system.
#pragma once

#include "groth16/files/ark_files.h"
#include "groth16/files/zkey.h"
#include "zkp_groth16/session.h"

namespace zkp {

struct WriteOptions {
  bool uncompressed = false;
  const R1cs* circuit = nullptr;  ///< a .zkey and zkp's own files need it
};

/// Before work whose result could not be written: errors of write_key and write_proof for a name alone.
Result<void> check_key_name(const std::string& path);
Result<void> check_verifying_key_name(const std::string& path);
Result<void> check_proof_name(const std::string& path);
/// Keys replace nothing unless somebody asks for it. Error GeneralError::kInvalidArgument when the file exists.
Result<void> check_new_key_file(Session& session, const std::string& path, bool force);

/// The whole proving key for .zkey, .zpk, .pk, .ark; its verification key for .json, .zvk, .vk.
Result<void> write_key(Session& session, const std::string& path, const ProvingKey& key, const WriteOptions& options);
Result<void> write_zkey(Session& session, const std::string& path, const Zkey& zkey);
Result<void> write_verifying_key(Session& session, const std::string& path, const LabelledVerifyingKey& key,
                                 const WriteOptions& options);
Result<void> write_proof(Session& session, const std::string& path, const Groth16Proof& proof,
                         const WriteOptions& options);
Result<void> write_public_inputs(Session& session, const std::string& path, std::span<const Fr> inputs);

}  // namespace zkp

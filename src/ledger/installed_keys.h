/// Ceremony keys and reference strings that somebody has installed on this machine: beside the insecure-dev ones in the
/// set-up folder (dataset_keys.h), found by circuit (to prove) or by the id of the verification key (to verify).
///
///   dataset-s-<16 hex of the circuit id>.ceremony.pk     <64 hex of the verification key's id>.vk
///   <16 hex of the string's id>.ceremony.srs
///
/// To install a key is to trust its ceremony. So `folder` must be an absolute path: in a relative one (./zkp-setup
/// where the environment names no folder) whoever packed the folder that a user happens to be in would say what is
/// trusted. Only keys labelled ceremony:... are found here: a key from the randomness of one machine is trusted where
/// somebody names it (verify --vk), nowhere else.
#pragma once

#include <optional>
#include <string>

#include "base/env.h"
#include "dataset_proof/known_keys.h"
#include "groth16/proving_key.h"
#include "ledger/ledger.h"

namespace zkp {

struct InstalledKey {
  std::string file;
  LabelledVerifyingKey key;
};

/// Atomic for each of the two files; an installed key of the circuit is replaced, its .vk stays, so that older proofs
/// verify on. Errors: CryptoError::kBadKey for a key that is not a ceremony's or not of one of our circuits;
/// GeneralError::kInvalidArgument for a relative folder; those of `files`. Returns the path of the .vk.
Result<std::string> install_ceremony_key(const ProvingKey& key, const std::string& folder, Files& files,
                                         TaskPool* pool = nullptr);

/// Nothing when none is installed, or the folder is relative. Errors: CryptoError::kBadKey for a file that is not what
/// its name says; those of decode_verifying_key_file.
Result<std::optional<InstalledKey>> installed_verifying_key(const Digest& id, const std::string& folder, Files& files);

struct InstalledSrsKey {
  std::string file;
  LabelledSrsKey key;
};
/// What a verifier needs of an installed string: its header and first powers are read, no more. Nothing when none is
/// installed, or the folder is relative. Errors: CryptoError::kBadKey for a file that is not what its name says; those
/// of read_srs_head.
Result<std::optional<InstalledSrsKey>> installed_srs_key(const Digest& id, const std::string& folder, Files& files);

/// The verifier of both. Nothing unless both are installed. Errors: those of the two and of make_dataset_verifier.
Result<std::optional<LabelledVerifier>> installed_dataset_verifier(const Digest& vk_id, const Digest& srs_id,
                                                                   const std::string& folder, Files& files);

/// check_proof_record() with the compiled-in keys and the installed ones, which it keeps. `files` must outlive it.
ProofChecker installed_key_checker(const std::string& folder, Files& files);

}  // namespace zkp

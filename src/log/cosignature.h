/// Cosignatures: a witness says that, at a time, a checkpoint was the largest consistent one it had seen of a log. A
/// quorum of witnesses keeps a log from showing different histories to different people.
///
///   signature line payload = u64 time in seconds since 1970-01-01T00:00:00Z || Ed25519 signature of
///       cosignature/v1 \n time <decimal> \n <text of the checkpoint>
///
/// Source: C2SP tlog-cosignature (type 0x04), tlog-witness (what a witness answers). Pure, safe for concurrent use.
/// Part of the verifier.
#pragma once

#include "log/note.h"

namespace zkp {

/// A cosignature that was verified.
struct Cosignature {
  VerifierKey witness;
  uint64_t time_s = 0;
};

/// The key of a witness, from its vkey of type 0x04 or, as older witnesses publish it, of type 0x01. Errors: those of
/// VerifierKey::parse.
Result<VerifierKey> parse_witness_key(std::string_view vkey);

/// What a witness signs. REQUIRES: time_s < 2^63.
std::string cosigned_message(uint64_t time_s, std::string_view checkpoint_text);

/// A witness's line about the text of a checkpoint. Errors: GeneralError::kInvalidArgument for a time of 2^63 and
/// above, CryptoError::kBadKey for a bad name, the signer's.
Result<NoteSignature> cosign(std::string_view checkpoint_text, std::string_view witness_name, const Signer& witness,
                             uint64_t time_s);

/// The witnesses that cosigned the note, each once, in the order of their lines; possibly none. A wrong line by a known
/// witness spoils the note (CryptoError::kBadSignature), lines of others are ignored. Whether a time lies in the future
/// is for the caller to judge. REQUIRES of `witnesses`: type kCosignatureV1, no public key twice, since the message
/// does not name the witness (GeneralError::kInvalidArgument otherwise).
Result<std::vector<Cosignature>> verify_cosignatures(const SignedNote& checkpoint,
                                                     std::span<const VerifierKey> witnesses,
                                                     const SignatureVerifier& verifier);

/// k of n: `needed` of the witnesses must have cosigned.
struct Quorum {
  std::vector<VerifierKey> witnesses;
  size_t needed = 0;
};

/// The cosignatures when there are enough. Errors: those of verify_cosignatures; CryptoError::kBadSignature when there
/// are too few; GeneralError::kInvalidArgument for a quorum that cannot be reached.
Result<std::vector<Cosignature>> check_quorum(const SignedNote& checkpoint, const Quorum& quorum,
                                              const SignatureVerifier& verifier);

/// Adds to the checkpoint the lines of a witness's answer (signature lines, each with a newline) that known witnesses
/// made. A new line replaces an older one of the same witness; all others stay. Errors, which leave the checkpoint as
/// it was: GeneralError::kParse, kLimit; those of verify_cosignatures.
Result<void> merge_cosignatures(SignedNote& checkpoint, std::string_view answer, std::span<const VerifierKey> witnesses,
                                const SignatureVerifier& verifier);

}  // namespace zkp

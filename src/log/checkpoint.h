/// Checkpoints: what a log signs about itself, as C2SP tlog-checkpoint writes it.
///
///   <origin>                 the name of the log
///   <size>                   decimal, no leading zeros
///   <root>                   base64 of 32 bytes
///   <extension lines>        none in ours; those of others are kept
///
/// Our origin is zkp-ledger/<name>/<64 hex>, the hex being SHA-256 of the log's first public key: that key names the
/// log for ever, and later keys are rotated in by entries. A checkpoint counts only when it is signed by a key whose
/// name is the origin. Source: C2SP tlog-checkpoint. Pure, safe for concurrent use. Part of the verifier.
#pragma once

#include "log/note.h"

namespace zkp {

struct Checkpoint {
  std::string origin;
  uint64_t size = 0;
  Digest root{};
  std::vector<std::string> extensions;  ///< non-empty lines, no newline

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The text of the note. REQUIRES: non-empty lines without newlines.
std::string format_checkpoint(const Checkpoint& checkpoint);
/// Reads what format_checkpoint prints, nothing else. Error: GeneralError::kParse, also for an empty log whose root is
/// not the empty root.
Result<Checkpoint> parse_checkpoint(std::string_view text);

/// The checkpoint as a note, signed under its origin. Errors: those of add_signature.
Result<SignedNote> sign_checkpoint(const Checkpoint& checkpoint, const Signer& log_key);

/// A checkpoint whose signature was verified.
struct OpenedCheckpoint {
  Checkpoint checkpoint;
  SignedNote note;
  std::vector<VerifierKey> signers;  ///< log keys that signed, at least one
};

/// Keys whose name is not the origin are ignored; those with this name are known log keys. Errors:
/// GeneralError::kParse, kLimit; CryptoError::kBadSignature.
Result<OpenedCheckpoint> open_checkpoint(SignedNote note, std::span<const VerifierKey> log_keys,
                                         const SignatureVerifier& verifier);
Result<OpenedCheckpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> log_keys,
                                         const SignatureVerifier& verifier);

/// The parts of one of our origins.
struct LogOrigin {
  std::string name;  ///< [A-Za-z0-9._-]{1,128}
  Digest first_key_fingerprint;

  friend bool operator==(const LogOrigin&, const LogOrigin&) = default;
};

/// Error: LedgerError::kBadName.
Result<std::string> make_origin(std::string_view name, const ByteArray<32>& first_log_key);
/// Reads what make_origin prints, nothing else. Error: GeneralError::kParse.
Result<LogOrigin> parse_origin(std::string_view origin);

}  // namespace zkp

/// Receipts: everything that shows, without the log and without a network, that an entry is in it. C2SP tlog-proof.
///
///   c2sp.org/tlog-proof@v1
///   extra <base64>             optional; ours: the entry itself
///   index <decimal>
///   <base64 hash>              the inclusion proof, the leaf's sibling first
///   <empty line>
///   <signed checkpoint>        verbatim, with whatever cosignatures it carries
///
/// `extra` is not authenticated by the format: verify_receipt hashes the entry that it is given.
/// Source: C2SP tlog-proof. Pure, safe for concurrent use. Part of the verifier.
#pragma once

#include "log/checkpoint.h"
#include "log/cosignature.h"
#include "log/tiles.h"

namespace zkp {

inline constexpr size_t kMaxReceiptExtraBytes = kMaxLogEntryBytes;
inline constexpr size_t kMaxReceiptHashes = 64;  ///< the depth of a tree of a 64-bit size
inline constexpr size_t kMaxReceiptBytes = 1'200'000;

struct Receipt {
  Bytes extra;  ///< empty: no such line
  uint64_t index = 0;
  std::vector<Digest> proof;
  SignedNote checkpoint;

  friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// Errors: GeneralError::kLimit when parse_receipt would not read it back, kParse for a checkpoint that is none.
Result<std::string> format_receipt(const Receipt& receipt);
/// Reads what format_receipt prints, nothing else. Checks form only. Errors: GeneralError::kParse, kLimit.
Result<Receipt> parse_receipt(std::string_view text);

/// Succeeds when a log key signed the checkpoint, the quorum (nullptr: none asked) cosigned it, and the tree it names
/// has leaf_hash(entry) at the receipt's index. Errors: CryptoError::kBadSignature, kBadProof; those of open_checkpoint
/// and check_quorum.
Result<OpenedCheckpoint> verify_receipt(const Receipt& receipt, ByteView entry, std::span<const VerifierKey> log_keys,
                                        const Quorum* quorum, const SignatureVerifier& verifier);

}  // namespace zkp

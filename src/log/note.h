/// Signed notes: a text and signature lines, as C2SP signed-note and Go's sumdb/note write them.
///
///   <text, ends with a newline>
///   <empty line>
///   — <key name> base64(key id || signature)        one line per signature; the dash is U+2014
///
///   key id = first 4 bytes of SHA-256(name || "\n" || type || public key), big-endian
///   vkey   = name "+" key id in 8 hex digits "+" base64(type || public key)
///
/// A parsed note prints back byte for byte: base64 must be canonical and lines are kept in order, repeated ones too. A
/// signature line of an unknown key is checked in form and otherwise ignored, as the specification demands.
/// Sources: C2SP signed-note; golang.org/x/mod/sumdb/note. Pure, safe for concurrent use. Part of the verifier.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/env.h"

namespace zkp {

inline constexpr size_t kMaxNoteBytes = 1'000'000;
inline constexpr size_t kMaxNoteSignatures = 100;

/// What a key signs; part of its id, so that one key can be used for both without confusion.
enum class NoteKeyType : uint8_t {
  kEd25519 = 0x01,        ///< the note text
  kCosignatureV1 = 0x04,  ///< a witness's statement about a checkpoint and a time (log/cosignature.h)
};

/// Non-empty valid UTF-8 without Unicode spaces, control characters and plus signs.
bool is_valid_key_name(std::string_view name);

/// A public key that signs notes under a name.
class VerifierKey {
 public:
  /// Error: CryptoError::kBadKey when the name is not valid.
  static Result<VerifierKey> make(std::string_view name, const ByteArray<32>& public_key,
                                  NoteKeyType type = NoteKeyType::kEd25519);
  /// Reads what vkey() prints, nothing else. Errors: CryptoError::kBadKey; GeneralError::kUnsupported for other types.
  static Result<VerifierKey> parse(std::string_view vkey);

  std::string vkey() const;
  const std::string& name() const { return name_; }
  NoteKeyType type() const { return type_; }
  const ByteArray<32>& public_key() const { return public_key_; }
  uint32_t id() const { return id_; }

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;

 private:
  VerifierKey(std::string_view name, const ByteArray<32>& public_key, NoteKeyType type);

  std::string name_;
  ByteArray<32> public_key_;
  NoteKeyType type_;
  uint32_t id_;
};

struct NoteSignature {
  std::string name;
  uint32_t key_id = 0;
  Bytes signature;  ///< what follows the key id, at least one byte

  bool is_by(const VerifierKey& key) const { return key_id == key.id() && name == key.name(); }
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct SignedNote {
  std::string text;
  std::vector<NoteSignature> signatures;

  friend bool operator==(const SignedNote&, const SignedNote&) = default;
};

/// Checks form only. Errors: GeneralError::kParse, kLimit (kMaxNoteBytes, kMaxNoteSignatures).
Result<SignedNote> parse_note(std::string_view note);
/// REQUIRES: a note from parse_note, open_note or sign_note, or one that keeps their rules.
std::string format_note(const SignedNote& note);

/// One signature line without its newline. Error: GeneralError::kParse.
Result<NoteSignature> parse_signature_line(std::string_view line);
std::string format_signature_line(const NoteSignature& signature);

/// What a list of known keys must be: all of this type, no two with one name and id. Error:
/// GeneralError::kInvalidArgument.
Result<void> check_known_keys(std::span<const VerifierKey> known, NoteKeyType type);

/// The known keys whose signature on the note is right, in the order of their lines; at least one. As in sumdb/note: of
/// several lines by one known key only the first counts, and a wrong signature by a known key spoils the note.
/// Errors: CryptoError::kBadSignature; those of check_known_keys (type kEd25519).
Result<std::vector<VerifierKey>> verify_note(const SignedNote& note, std::span<const VerifierKey> known,
                                             const SignatureVerifier& verifier);

/// Signs `text` under `name` and puts the line last, in place of an older one by the same key. Errors:
/// CryptoError::kBadKey for a bad name, GeneralError::kParse for a text that no note can have, kLimit, the signer's.
Result<void> add_signature(SignedNote& note, std::string_view name, const Signer& signer);
/// The note with this one signature.
Result<SignedNote> sign_note(std::string_view text, std::string_view name, const Signer& signer);

/// Puts a line last, in place of older ones by the same name and key id. Error, which leaves the note as it was:
/// GeneralError::kLimit.
Result<void> replace_signature(SignedNote& note, NoteSignature signature);

}  // namespace zkp

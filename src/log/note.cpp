#include "log/note.h"

#include <algorithm>
#include <set>

#include "log/text.h"

namespace zkp {
namespace {

Error malformed(std::string_view why) { return Error(GeneralError::kParse, "signed note: " + std::string(why)); }
Error too_many_signatures() { return Error(GeneralError::kLimit, "signed note: more than 100 signatures"); }
Error too_long() { return Error(GeneralError::kLimit, "signed note: more than 1,000,000 bytes"); }

Result<void> check_text(std::string_view text) {
  if (text.size() > kMaxNoteBytes) return too_long();
  if (!text.ends_with('\n')) return malformed("the text does not end with a newline");
  if (!is_note_text(text)) return malformed("not UTF-8, or a control character");
  return {};
}

}  // namespace

// The text ends with the first newline of the last empty line's "\n\n"; what follows are signature lines.
Result<SignedNote> parse_note(std::string_view note) {
  if (note.size() > kMaxNoteBytes) return too_long();
  if (!is_note_text(note)) return malformed("not UTF-8, or a control character");
  const size_t split = note.rfind("\n\n");
  if (split == std::string_view::npos) return malformed("no empty line before the signatures");
  SignedNote parsed{std::string(note.substr(0, split + 1)), {}};
  std::string_view lines = note.substr(split + 2);
  if (lines.empty()) return malformed("no signature");
  while (!lines.empty()) {
    const std::optional<std::string_view> line = take_line(lines);
    if (!line) return malformed("the last line does not end with a newline");
    ZKP_TRY(NoteSignature signature, parse_signature_line(*line));
    if (parsed.signatures.size() == kMaxNoteSignatures) return too_many_signatures();
    parsed.signatures.push_back(std::move(signature));
  }
  return parsed;
}

std::string format_note(const SignedNote& note) {
  std::string out = note.text;
  out += '\n';
  for (const NoteSignature& signature : note.signatures) {
    out += format_signature_line(signature);
    out += '\n';
  }
  return out;
}

Result<void> check_known_keys(std::span<const VerifierKey> known, NoteKeyType type) {
  std::set<std::pair<std::string_view, uint32_t>> names;
  for (const VerifierKey& key : known) {
    if (key.type() != type) return Error(GeneralError::kInvalidArgument, "key " + key.vkey() + " has the wrong type");
    if (!names.insert({key.name(), key.id()}).second)
      return Error(GeneralError::kInvalidArgument, "key " + key.vkey() + " shares its name and id with another");
  }
  return {};
}

Result<std::vector<VerifierKey>> verify_note(const SignedNote& note, std::span<const VerifierKey> known,
                                             const SignatureVerifier& verifier) {
  ZKP_TRY_VOID(check_known_keys(known, NoteKeyType::kEd25519));
  std::vector<VerifierKey> signers;
  for (const NoteSignature& signature : note.signatures) {
    const auto is_signer = [&](const VerifierKey& key) { return signature.is_by(key); };
    const auto key = std::find_if(known.begin(), known.end(), is_signer);
    if (key == known.end() || std::any_of(signers.begin(), signers.end(), is_signer)) continue;
    ByteArray<64> bytes;
    bool good = signature.signature.size() == bytes.size();
    if (good) {
      std::copy(signature.signature.begin(), signature.signature.end(), bytes.begin());
      good = verifier.verify_ed25519(key->public_key(), as_bytes(note.text), bytes);
    }
    if (!good) return Error(CryptoError::kBadSignature, "wrong signature by " + key->vkey());
    signers.push_back(*key);
  }
  if (signers.empty()) return Error(CryptoError::kBadSignature, "no signature by a known key");
  return signers;
}

Result<void> replace_signature(SignedNote& note, NoteSignature signature) {
  SignedNote changed = note;
  std::erase_if(changed.signatures, [&](const NoteSignature& other) {
    return other.name == signature.name && other.key_id == signature.key_id;
  });
  changed.signatures.push_back(std::move(signature));
  if (changed.signatures.size() > kMaxNoteSignatures) return too_many_signatures();
  if (format_note(changed).size() > kMaxNoteBytes) return too_long();
  note = std::move(changed);
  return {};
}

Result<void> add_signature(SignedNote& note, std::string_view name, const Signer& signer) {
  ZKP_TRY_VOID(check_text(note.text));
  ZKP_TRY(const VerifierKey key, VerifierKey::make(name, signer.public_key()));
  ZKP_TRY(const ByteArray<64> signature, signer.sign_ed25519(as_bytes(note.text)));
  return replace_signature(note, {key.name(), key.id(), Bytes(signature.begin(), signature.end())});
}

Result<SignedNote> sign_note(std::string_view text, std::string_view name, const Signer& signer) {
  SignedNote note{std::string(text), {}};
  ZKP_TRY_VOID(add_signature(note, name, signer));
  return note;
}

}  // namespace zkp

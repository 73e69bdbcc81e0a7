// links: base hash log
// Signed notes and vkeys: whatever is read prints back byte for byte, and verification never accepts a note whose known
// signature was not made over its text.
#include <algorithm>
#include <cstdlib>

#include "log/note.h"

namespace {

/// Accepts a signature of 64 zero bytes by the key of zeros, so that the fuzzer can write valid lines.
class ZeroVerifier final : public zkp::SignatureVerifier {
 public:
  bool verify_ed25519(const zkp::ByteArray<32>& public_key, zkp::ByteView,
                      const zkp::ByteArray<64>& signature) const override {
    return public_key == zkp::ByteArray<32>{} && signature == zkp::ByteArray<64>{};
  }
};

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = zkp::as_text({data, size});
  if (const auto key = zkp::VerifierKey::parse(text); key.ok()) require(key->vkey() == text);

  const auto note = zkp::parse_note(text);
  if (!note.ok()) return 0;
  require(zkp::format_note(*note) == text);
  require(!note->signatures.empty() && note->signatures.size() <= zkp::kMaxNoteSignatures);
  require(note->text.ends_with('\n'));
  for (const zkp::NoteSignature& signature : note->signatures) {
    require(zkp::is_valid_key_name(signature.name));
    require(*zkp::parse_signature_line(zkp::format_signature_line(signature)) == signature);
  }

  // One known key for every name on the note.
  std::vector<zkp::VerifierKey> known;
  for (const zkp::NoteSignature& signature : note->signatures) {
    const zkp::VerifierKey key = *zkp::VerifierKey::make(signature.name, zkp::ByteArray<32>{});
    if (std::find(known.begin(), known.end(), key) == known.end()) known.push_back(key);
  }
  const auto signers = zkp::verify_note(*note, known, ZeroVerifier());
  if (!signers.ok()) return 0;
  require(!signers->empty());
  for (const zkp::VerifierKey& signer : *signers) {
    require(std::count(signers->begin(), signers->end(), signer) == 1);
    require(std::any_of(note->signatures.begin(), note->signatures.end(), [&](const zkp::NoteSignature& signature) {
      return signature.is_by(signer) && signature.signature == zkp::Bytes(64, 0);
    }));
  }
  return 0;
}

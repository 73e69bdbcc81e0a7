// links: base hash log
// Checkpoints, origins, cosignatures: what is read prints back byte for byte, and merging a witness's answer (the input
// after its first NUL byte) never changes the text or loses a line of somebody else.
#include <algorithm>
#include <cstdlib>

#include "log/checkpoint.h"
#include "log/cosignature.h"

namespace {

/// Accepts whatever starts with a zero byte: verification must not matter to what is checked here.
class LaxVerifier final : public zkp::SignatureVerifier {
 public:
  bool verify_ed25519(const zkp::ByteArray<32>&, zkp::ByteView, const zkp::ByteArray<64>& signature) const override {
    return signature[0] == 0;
  }
};

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = zkp::as_text({data, size});
  const std::string_view text = input.substr(0, input.find('\0'));
  const std::string_view answer = text.size() < input.size() ? input.substr(text.size() + 1) : std::string_view();

  if (const auto checkpoint = zkp::parse_checkpoint(text); checkpoint.ok())
    require(zkp::format_checkpoint(*checkpoint) == text);
  if (const auto origin = zkp::parse_origin(text); origin.ok())
    require(!origin->name.empty() && origin->name.size() <= 128);

  auto note = zkp::parse_note(text);
  if (!note.ok()) return 0;
  const std::string first_line = note->text.substr(0, note->text.find('\n'));
  const auto log_key = zkp::VerifierKey::make(first_line, zkp::ByteArray<32>{});
  if (log_key.ok()) {
    const auto opened = zkp::open_checkpoint(text, std::span(&*log_key, 1), LaxVerifier());
    if (opened.ok()) {
      require(zkp::format_checkpoint(opened->checkpoint) == opened->note.text);
      require(opened->checkpoint.origin == first_line && opened->signers.size() == 1);
    }
  }

  const zkp::VerifierKey witness = *zkp::VerifierKey::make("w", zkp::ByteArray<32>{}, zkp::NoteKeyType::kCosignatureV1);
  const zkp::SignedNote before = *note;
  const bool merged = zkp::merge_cosignatures(*note, answer, std::span(&witness, 1), LaxVerifier()).ok();
  require(note->text == before.text);
  if (!merged) require(*note == before);
  for (const zkp::NoteSignature& line : before.signatures) {
    if (!line.is_by(witness))
      require(std::find(note->signatures.begin(), note->signatures.end(), line) != note->signatures.end());
  }
  const auto reread = zkp::parse_note(zkp::format_note(*note));
  require(reread.ok() && *reread == *note);
  return 0;
}

#include "log/cosignature.h"

#include <algorithm>
#include <set>

#include "log/text.h"

namespace zkp {
namespace {

constexpr uint64_t kTimeLimit = uint64_t{1} << 63;

/// The time of a right cosignature, nullopt for a wrong one.
std::optional<uint64_t> verified_time(const NoteSignature& line, std::string_view text, const VerifierKey& witness,
                                      const SignatureVerifier& verifier) {
  ByteReader in(line.signature);
  const Result<uint64_t> time_s = in.u64();
  const Result<ByteArray<64>> signature = in.array<64>();
  if (!time_s.ok() || !signature.ok() || in.left() != 0 || *time_s >= kTimeLimit) return std::nullopt;
  const std::string message = cosigned_message(*time_s, text);
  if (!verifier.verify_ed25519(witness.public_key(), as_bytes(message), *signature)) return std::nullopt;
  return *time_s;
}

}  // namespace

Result<VerifierKey> parse_witness_key(std::string_view vkey) {
  ZKP_TRY(const VerifierKey key, VerifierKey::parse(vkey));
  return VerifierKey::make(key.name(), key.public_key(), NoteKeyType::kCosignatureV1);
}

std::string cosigned_message(uint64_t time_s, std::string_view checkpoint_text) {
  ZKP_CHECK(time_s < kTimeLimit);
  return "cosignature/v1\ntime " + std::to_string(time_s) + "\n" + std::string(checkpoint_text);
}

Result<NoteSignature> cosign(std::string_view checkpoint_text, std::string_view witness_name, const Signer& witness,
                             uint64_t time_s) {
  if (time_s >= kTimeLimit)
    return Error(GeneralError::kInvalidArgument, "the time of a cosignature is below 2^63 seconds");
  ZKP_TRY(const VerifierKey key, VerifierKey::make(witness_name, witness.public_key(), NoteKeyType::kCosignatureV1));
  const std::string message = cosigned_message(time_s, checkpoint_text);
  ZKP_TRY(const ByteArray<64> signature, witness.sign_ed25519(as_bytes(message)));
  return NoteSignature{key.name(), key.id(), ByteWriter().u64(time_s).raw(signature).bytes()};
}

Result<std::vector<Cosignature>> verify_cosignatures(const SignedNote& checkpoint,
                                                     std::span<const VerifierKey> witnesses,
                                                     const SignatureVerifier& verifier) {
  ZKP_TRY_VOID(check_known_keys(witnesses, NoteKeyType::kCosignatureV1));
  std::set<ByteArray<32>> keys;
  for (const VerifierKey& witness : witnesses) {
    if (!keys.insert(witness.public_key()).second)
      return Error(GeneralError::kInvalidArgument, "the key of witness " + witness.vkey() + " is listed twice");
  }

  std::vector<Cosignature> found;
  for (const NoteSignature& line : checkpoint.signatures) {
    const auto witness =
        std::find_if(witnesses.begin(), witnesses.end(), [&](const VerifierKey& key) { return line.is_by(key); });
    if (witness == witnesses.end()) continue;
    if (std::any_of(found.begin(), found.end(), [&](const Cosignature& c) { return c.witness == *witness; })) continue;
    const std::optional<uint64_t> time_s = verified_time(line, checkpoint.text, *witness, verifier);
    if (!time_s) return Error(CryptoError::kBadSignature, "wrong cosignature by " + witness->vkey());
    found.push_back({*witness, *time_s});
  }
  return found;
}

Result<std::vector<Cosignature>> check_quorum(const SignedNote& checkpoint, const Quorum& quorum,
                                              const SignatureVerifier& verifier) {
  if (quorum.needed > quorum.witnesses.size())
    return Error(GeneralError::kInvalidArgument, "a quorum of " + std::to_string(quorum.needed) + " out of " +
                                                     std::to_string(quorum.witnesses.size()) + " witnesses");
  ZKP_TRY(std::vector<Cosignature> found, verify_cosignatures(checkpoint, quorum.witnesses, verifier));
  if (found.size() < quorum.needed)
    return Error(CryptoError::kBadSignature, "cosigned by " + std::to_string(found.size()) + " witnesses, " +
                                                 std::to_string(quorum.needed) + " are needed");
  return found;
}

Result<void> merge_cosignatures(SignedNote& checkpoint, std::string_view answer, std::span<const VerifierKey> witnesses,
                                const SignatureVerifier& verifier) {
  if (answer.size() > kMaxNoteBytes) return Error(GeneralError::kLimit, "witness's answer: more than 1,000,000 bytes");
  // Verified apart from the checkpoint's own lines, so that an old line cannot stand in for a wrong new one.
  SignedNote news{checkpoint.text, {}};
  while (!answer.empty()) {
    const std::optional<std::string_view> line = take_line(answer);
    if (!line) return Error(GeneralError::kParse, "witness's answer: the last line does not end with a newline");
    ZKP_TRY(NoteSignature signature, parse_signature_line(*line));
    if (news.signatures.size() == kMaxNoteSignatures)
      return Error(GeneralError::kLimit, "witness's answer: more than 100 signatures");
    news.signatures.push_back(std::move(signature));
  }
  ZKP_TRY(const std::vector<Cosignature> verified, verify_cosignatures(news, witnesses, verifier));

  SignedNote merged = checkpoint;
  for (const Cosignature& cosignature : verified) {
    const auto line = std::find_if(news.signatures.begin(), news.signatures.end(),
                                   [&](const NoteSignature& s) { return s.is_by(cosignature.witness); });
    ZKP_TRY_VOID(replace_signature(merged, *line));
  }
  checkpoint = std::move(merged);
  return {};
}

}  // namespace zkp

#include "log/checkpoint.h"

#include <algorithm>

#include "base/encoding.h"
#include "hash/sha2.h"
#include "log/merkle.h"
#include "log/text.h"

namespace zkp {
namespace {

constexpr std::string_view kOriginPrefix = "zkp-ledger/";
constexpr size_t kMaxNameBytes = 128;

bool is_log_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  };
  return !name.empty() && name.size() <= kMaxNameBytes && std::all_of(name.begin(), name.end(), allowed);
}

Error malformed(std::string_view why) { return Error(GeneralError::kParse, "checkpoint: " + std::string(why)); }

}  // namespace

std::string format_checkpoint(const Checkpoint& checkpoint) {
  std::string text =
      checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + base64_encode(checkpoint.root) + "\n";
  for (const std::string& line : checkpoint.extensions) text += line + "\n";
  return text;
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  if (!is_note_text(text)) return malformed("not UTF-8, or a control character");
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::optional<std::string_view> line = take_line(text);
    if (!line) return malformed("the last line does not end with a newline");
    if (line->empty()) return malformed("an empty line");
    lines.push_back(*line);
  }
  if (lines.size() < 3) return malformed("expected origin, size and root");

  Checkpoint checkpoint;
  checkpoint.origin = lines[0];
  Result<uint64_t> size = parse_decimal(lines[1]);
  if (!size.ok()) return std::move(size).error().in("checkpoint: size");
  checkpoint.size = *size;
  Result<Digest> root = parse_base64_digest(lines[2]);
  if (!root.ok()) return std::move(root).error().in("checkpoint: root");
  checkpoint.root = *root;
  checkpoint.extensions.assign(lines.begin() + 3, lines.end());
  if (checkpoint.size == 0 && checkpoint.root != empty_root()) return malformed("the root of an empty log is wrong");
  return checkpoint;
}

Result<SignedNote> sign_checkpoint(const Checkpoint& checkpoint, const Signer& log_key) {
  return sign_note(format_checkpoint(checkpoint), checkpoint.origin, log_key);
}

Result<OpenedCheckpoint> open_checkpoint(std::string_view note, std::span<const VerifierKey> log_keys,
                                         const SignatureVerifier& verifier) {
  ZKP_TRY(SignedNote parsed, parse_note(note));
  return open_checkpoint(std::move(parsed), log_keys, verifier);
}

Result<OpenedCheckpoint> open_checkpoint(SignedNote note, std::span<const VerifierKey> log_keys,
                                         const SignatureVerifier& verifier) {
  ZKP_TRY(Checkpoint checkpoint, parse_checkpoint(note.text));
  std::vector<VerifierKey> named;
  std::copy_if(log_keys.begin(), log_keys.end(), std::back_inserter(named),
               [&](const VerifierKey& key) { return key.name() == checkpoint.origin; });
  Result<std::vector<VerifierKey>> signers = verify_note(note, named, verifier);
  if (!signers.ok()) return std::move(signers).error().in("checkpoint of " + checkpoint.origin);
  return OpenedCheckpoint{std::move(checkpoint), std::move(note), *std::move(signers)};
}

Result<std::string> make_origin(std::string_view name, const ByteArray<32>& first_log_key) {
  if (!is_log_name(name))
    return Error(LedgerError::kBadName, "a log's name is 1 to 128 of the characters A-Z a-z 0-9 . _ -");
  return std::string(kOriginPrefix) + std::string(name) + "/" + hex_encode(sha256(first_log_key));
}

Result<LogOrigin> parse_origin(std::string_view origin) {
  const auto bad = [] { return Error(GeneralError::kParse, "origin: expected zkp-ledger/<name>/<64 hex digits>"); };
  if (!origin.starts_with(kOriginPrefix)) return bad();
  origin.remove_prefix(kOriginPrefix.size());
  const size_t slash = origin.find('/');
  if (slash == std::string_view::npos || !is_log_name(origin.substr(0, slash))) return bad();
  const Result<Digest> fingerprint = hex_decode_array<32>(origin.substr(slash + 1));
  if (!fingerprint.ok()) return bad();
  return LogOrigin{std::string(origin.substr(0, slash)), *fingerprint};
}

}  // namespace zkp

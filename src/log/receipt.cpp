#include "log/receipt.h"

#include "base/encoding.h"
#include "hash/tree.h"
#include "log/merkle.h"
#include "log/text.h"

namespace zkp {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Error malformed(std::string_view why) { return Error(GeneralError::kParse, "receipt: " + std::string(why)); }
Error too_large(std::string_view what) { return Error(GeneralError::kLimit, "receipt: too " + std::string(what)); }

Result<std::string_view> next_line(std::string_view& text) {
  const std::optional<std::string_view> line = take_line(text);
  if (!line) return malformed("it is cut off");
  return *line;
}

}  // namespace

Result<std::string> format_receipt(const Receipt& receipt) {
  if (receipt.extra.size() > kMaxReceiptExtraBytes) return too_large("much extra data");
  if (receipt.proof.size() > kMaxReceiptHashes) return too_large("many hashes");
  std::string text(kHeader);
  text += '\n';
  if (!receipt.extra.empty()) text += std::string(kExtra) + base64_encode(receipt.extra) + "\n";
  text += std::string(kIndex) + std::to_string(receipt.index) + "\n";
  for (const Digest& hash : receipt.proof) text += base64_encode(hash) + "\n";
  text += '\n';
  const std::string note = format_note(receipt.checkpoint);
  ZKP_TRY(const SignedNote parsed, parse_note(note));
  ZKP_TRY_VOID(parse_checkpoint(parsed.text));
  return text + note;
}

Result<Receipt> parse_receipt(std::string_view text) {
  if (text.size() > kMaxReceiptBytes) return too_large("many bytes");
  ZKP_TRY(const std::string_view header, next_line(text));
  if (header != kHeader) return malformed("it does not begin with c2sp.org/tlog-proof@v1");

  Receipt receipt;
  ZKP_TRY(std::string_view line, next_line(text));
  if (line.starts_with(kExtra)) {
    ZKP_TRY(receipt.extra, base64_decode(line.substr(kExtra.size())));
    if (receipt.extra.empty()) return malformed("an extra line without data");
    if (receipt.extra.size() > kMaxReceiptExtraBytes) return too_large("much extra data");
    ZKP_TRY(line, next_line(text));
  }
  if (!line.starts_with(kIndex)) return malformed("the index is missing");
  ZKP_TRY(receipt.index, parse_decimal(line.substr(kIndex.size())));
  while (true) {
    ZKP_TRY(const std::string_view hash_line, next_line(text));
    if (hash_line.empty()) break;
    if (receipt.proof.size() == kMaxReceiptHashes) return too_large("many hashes");
    ZKP_TRY(const Digest hash, parse_base64_digest(hash_line));
    receipt.proof.push_back(hash);
  }
  ZKP_TRY(receipt.checkpoint, parse_note(text));
  ZKP_TRY_VOID(parse_checkpoint(receipt.checkpoint.text));
  return receipt;
}

Result<OpenedCheckpoint> verify_receipt(const Receipt& receipt, ByteView entry, std::span<const VerifierKey> log_keys,
                                        const Quorum* quorum, const SignatureVerifier& verifier) {
  ZKP_TRY(OpenedCheckpoint opened, open_checkpoint(receipt.checkpoint, log_keys, verifier));
  if (quorum != nullptr) ZKP_TRY_VOID(check_quorum(opened.note, *quorum, verifier));
  ZKP_TRY_VOID(
      verify_inclusion(receipt.index, opened.checkpoint.size, leaf_hash(entry), receipt.proof, opened.checkpoint.root));
  return opened;
}

}  // namespace zkp

// links: base hash log
// Receipts: what is read prints back byte for byte and keeps the limits; verification never aborts, whatever the index,
// the size and the number of hashes.
#include <cstdlib>

#include "hash/tree.h"
#include "log/merkle.h"
#include "log/receipt.h"

namespace {

class AnyVerifier final : public zkp::SignatureVerifier {
 public:
  bool verify_ed25519(const zkp::ByteArray<32>&, zkp::ByteView, const zkp::ByteArray<64>&) const override {
    return true;
  }
};

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = zkp::as_text({data, size});
  const auto receipt = zkp::parse_receipt(text);
  if (!receipt.ok()) return 0;
  const auto printed = zkp::format_receipt(*receipt);
  require(printed.ok() && *printed == text);
  require(receipt->proof.size() <= zkp::kMaxReceiptHashes && receipt->extra.size() <= zkp::kMaxReceiptExtraBytes);

  const auto checkpoint = zkp::parse_checkpoint(receipt->checkpoint.text);
  require(checkpoint.ok());
  const auto root =
      zkp::root_from_inclusion_proof(receipt->index, checkpoint->size, zkp::leaf_hash(receipt->extra), receipt->proof);
  if (root.ok()) require(receipt->index < checkpoint->size);

  const auto key = zkp::VerifierKey::make(checkpoint->origin, zkp::ByteArray<32>{});
  if (!key.ok()) return 0;
  const auto verified = zkp::verify_receipt(*receipt, receipt->extra, std::span(&*key, 1), nullptr, AnyVerifier());
  if (verified.ok()) require(root.ok() && *root == checkpoint->root);
  (void)zkp::verify_consistency(receipt->index, checkpoint->root, checkpoint->size, checkpoint->root, receipt->proof);
  return 0;
}

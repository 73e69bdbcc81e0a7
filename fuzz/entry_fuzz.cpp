// links: base hash log ledger_verify
// Entries: what is read has one spelling, and signing what was read gives the same bytes.
#include <cstdlib>

#include "ledger/entry.h"

namespace {

class FixedSigner final : public zkp::Signer {
 public:
  explicit FixedSigner(const zkp::ByteArray<64>& signature) : signature_(signature) {}
  const zkp::ByteArray<32>& public_key() const override { return key_; }
  zkp::Result<zkp::ByteArray<64>> sign_ed25519(zkp::ByteView) const override { return signature_; }

 private:
  zkp::ByteArray<32> key_{};
  zkp::ByteArray<64> signature_;
};

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const zkp::ByteView leaf(data, size);
  const auto entry = zkp::parse_entry(leaf);
  if (!entry.ok()) return 0;
  require(size <= zkp::kMaxEntryBytes);
  const FixedSigner signer(entry->signature);
  const auto again = zkp::sign_entry(entry->payload, signer);
  // Another key id has the same length, so that the author alone may differ.
  require(again.ok() && again->leaf.size() == size);
  if (entry->payload.author == zkp::key_id(signer.public_key())) require(again->leaf == entry->leaf);
  require(zkp::parse_entry(again->leaf).ok());
  require(entry->digest == zkp::entry_digest(leaf));
  require(zkp::parse_time(zkp::format_time(entry->payload.time_s)).value() == entry->payload.time_s);
  return 0;
}

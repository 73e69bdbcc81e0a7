#include "statement/direct/keys.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "groth16/insecure_dev.h"

namespace zkp {
namespace {

struct Embedded {
  uint32_t capacity;
  std::string_view circuit_id;  ///< hex
  std::string_view key;         ///< hex of encode_verifying_key
};

constexpr std::array<Embedded, 2> kEmbedded = {{
#include "statement/direct/dev_keys.inc"
}};

struct Compiled {
  Digest circuit_id;
  StatementKey key;
};

Compiled prepare(const Embedded& embedded) {
  const Bytes bytes = hex_decode(embedded.key).value();
  return {hex_decode_array<32>(embedded.circuit_id).value(),
          {SetupLabel::insecure_dev(), embedded.capacity,
           PreparedVerifyingKey::make(decode_verifying_key(bytes).value()).value()}};
}

const Compiled& compiled(uint32_t capacity) {
  static const std::array<Compiled, 2> all = {prepare(kEmbedded[0]), prepare(kEmbedded[1])};
  auto it = std::ranges::find_if(all, [&](const Compiled& c) { return c.key.capacity == capacity; });
  ZKP_CHECK(it != all.end());
  return *it;
}

}  // namespace

const Digest& direct_circuit_id(uint32_t capacity) { return compiled(capacity).circuit_id; }

const StatementKey& insecure_dev_key(uint32_t capacity) { return compiled(capacity).key; }

const StatementKey* known_verifying_key(const Digest& verifying_key_id) {
  for (uint32_t capacity : {kDirectSmallCapacity, kDirectLargeCapacity})
    if (insecure_dev_key(capacity).verifier.id() == verifying_key_id) return &insecure_dev_key(capacity);
  return nullptr;
}

Result<StatementKey> make_statement_key(const LabelledVerifyingKey& file) {
  for (uint32_t capacity : {kDirectSmallCapacity, kDirectLargeCapacity}) {
    if (file.circuit_id != direct_circuit_id(capacity)) continue;
    const size_t inputs = DirectPublicInputs().elements().size();
    if (file.key.public_count() != inputs)
      return Error(CryptoError::kBadKey, "the verification key has the wrong number of public inputs for its circuit");
    ZKP_TRY_VOID(check_label(file));
    ZKP_TRY(PreparedVerifyingKey verifier, PreparedVerifyingKey::make(file.key));
    const bool is_dev = verifier.id() == insecure_dev_key(capacity).verifier.id();
    if (is_dev != (file.label == SetupLabel::insecure_dev()))
      return Error(CryptoError::kBadKey, "the set-up label of the verification key is wrong");
    return StatementKey{file.label, capacity, std::move(verifier)};
  }
  return Error(CryptoError::kBadKey, "the verification key is for a circuit that this program does not have");
}

}  // namespace zkp

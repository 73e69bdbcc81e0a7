#include "dataset_proof/known_keys.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "groth16/insecure_dev.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

struct Embedded {
  const SizeClass* size_class;
  std::string_view circuit_id;  ///< hex
  std::string_view key;         ///< hex of encode_verifying_key
};

constexpr std::array<Embedded, 2> kEmbedded = {{
#include "dataset_proof/known_keys.inc"
}};

/// What is known without curve arithmetic.
struct Known {
  const SizeClass* size_class;
  Digest circuit_id;
  Bytes key;
  Digest key_id;
};

const std::array<Known, 2>& known() {
  auto read = [](const Embedded& embedded) {
    Bytes key = hex_decode(embedded.key).value();
    const Digest id = sha256(key);
    return Known{embedded.size_class, hex_decode_array<32>(embedded.circuit_id).value(), std::move(key), id};
  };
  static const std::array<Known, 2> kAll = {read(kEmbedded[0]), read(kEmbedded[1])};
  return kAll;
}

const Known& known_of(const SizeClass& size_class) {
  const auto it = std::ranges::find_if(known(), [&](const Known& each) { return *each.size_class == size_class; });
  ZKP_CHECK(it != known().end());
  return *it;
}

LabelledVerifier prepare(const Known& of) {
  return {
      SetupLabel::insecure_dev(),
      DatasetVerifier::make(*of.size_class, insecure_dev_srs_key().key, decode_verifying_key(of.key).value()).value()};
}

/// Whoever made the weaker of two could cheat.
int strength(const SetupLabel& label) {
  switch (label.kind()) {
    case SetupLabel::Kind::kInsecureDev:
      return 0;
    case SetupLabel::Kind::kLocal:
      return 1;
    case SetupLabel::Kind::kCeremony:
      return 2;
  }
  return 0;
}

}  // namespace

const Digest& wrap_circuit_id(const SizeClass& size_class) { return known_of(size_class).circuit_id; }

const Digest& insecure_dev_key_id(const SizeClass& size_class) { return known_of(size_class).key_id; }

const SizeClass* class_of_circuit(const Digest& circuit_id) {
  for (const Known& each : known()) {
    if (each.circuit_id == circuit_id) return each.size_class;
  }
  return nullptr;
}

Fr insecure_dev_tau() {
  static const Fr kTau = insecure_dev_scalar(sha256(as_bytes("zkp.ds.v1.srs")), InsecureDevScalar::kTau);
  return kTau;
}

const LabelledSrsKey& insecure_dev_srs_key() {
  static const LabelledSrsKey kKey = [] {
    SrsKey key = srs_key_from_tau(insecure_dev_tau(), kSrsLogBlocks);
    key.powers = PublicPowers::of_tau(insecure_dev_tau(), SrsKey::kPublicPowers);
    return LabelledSrsKey{SetupLabel::insecure_dev(), std::move(key)};
  }();
  return kKey;
}

const LabelledVerifier* known_dataset_verifier(const Digest& verifying_key_id) {
  for (const Known& each : known()) {
    if (each.key_id == verifying_key_id) return &insecure_dev_verifier(*each.size_class);
  }
  return nullptr;
}

const LabelledVerifier& insecure_dev_verifier(const SizeClass& size_class) {
  if (size_class == kClassS) {
    static const LabelledVerifier kOfS = prepare(known_of(kClassS));
    return kOfS;
  }
  static const LabelledVerifier kOfL = prepare(known_of(kClassL));
  ZKP_CHECK(size_class == kClassL);
  return kOfL;
}

Result<LabelledVerifier> make_dataset_verifier(const LabelledVerifyingKey& key, const LabelledSrsKey& srs) {
  const SizeClass* size_class = class_of_circuit(key.circuit_id);
  if (size_class == nullptr) {
    return Error(CryptoError::kBadKey, "the verification key is for a circuit that this program does not have");
  }
  ZKP_TRY_VOID(check_label(key));
  const bool key_is_dev = verifying_key_id(key.key) == insecure_dev_key_id(*size_class);
  if (key_is_dev != (key.label == SetupLabel::insecure_dev())) {
    return Error(CryptoError::kBadKey, "the set-up label of the verification key is wrong");
  }
  const bool srs_is_dev = srs.key.id == insecure_dev_srs_key().key.id;
  if (srs_is_dev != (srs.label == SetupLabel::insecure_dev())) {
    return Error(CryptoError::kBadKey, "the set-up label of the reference string is wrong");
  }
  ZKP_TRY(DatasetVerifier verifier, DatasetVerifier::make(*size_class, srs.key, key.key));
  return LabelledVerifier{strength(srs.label) < strength(key.label) ? srs.label : key.label, std::move(verifier)};
}

}  // namespace zkp

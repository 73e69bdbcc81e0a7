// links: base field curve
// Point decoders: never crash; accept only bytes that the encoder produces; a checked decoder accepts exactly the
// subgroup points among what a trusting one accepts. The first byte chooses the form, the rest is the encoding.
#include "base/check.h"
#include "curve/encoding.h"

namespace {

using namespace zkp;

template <class Decode, class Encode>
void check(ByteView bytes, Decode decode, Encode encode) {
  const auto trusted = decode(bytes, SubgroupCheck::kTrusted);
  const auto checked = decode(bytes, SubgroupCheck::kCheck);
  if (!trusted.ok()) {
    ZKP_CHECK(!checked.ok() && checked.error().code() == trusted.error().code());
    return;
  }
  const auto encoded = encode(*trusted);
  ZKP_CHECK(ByteView(encoded).size() == bytes.size() && std::ranges::equal(encoded, bytes));
  ZKP_CHECK(trusted->is_on_curve());
  ZKP_CHECK(checked.ok() == trusted->is_in_subgroup());
  if (checked.ok()) ZKP_CHECK(*checked == *trusted);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const ByteView bytes(data + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      check(bytes, decompress_g1, [](const G1Affine& p) { return compress(p); });
      break;
    case 1:
      check(bytes, decompress_g2, [](const G2Affine& p) { return compress(p); });
      break;
    case 2:
      check(bytes, deserialize_g1, [](const G1Affine& p) { return serialize(p); });
      break;
    default:
      check(bytes, deserialize_g2, [](const G2Affine& p) { return serialize(p); });
  }
  return 0;
}

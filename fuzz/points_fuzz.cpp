// links: base field curve
// Point decoders: never crash; accept only bytes that the encoder produces; a checked decoder accepts exactly the
// subgroup points among what a trusting one accepts; decoding many at once gives what decoding each gives. The first
// byte chooses the form, the rest is the encoding.
#include <algorithm>

#include "base/check.h"
#include "curve/encoding_batch.h"

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

// The bytes, cut into encodings.
template <size_t N, class Decode, class DecodeBatch>
void check_batch(ByteView bytes, Decode decode, DecodeBatch decode_batch) {
  std::vector<ByteArray<N>> encodings(bytes.size() / N);
  for (size_t i = 0; i < encodings.size(); ++i) std::ranges::copy(bytes.subspan(i * N, N), encodings[i].begin());
  for (const auto subgroup : {SubgroupCheck::kTrusted, SubgroupCheck::kCheck}) {
    const auto batch = decode_batch(encodings, subgroup, nullptr);
    ZKP_CHECK(batch.size() == encodings.size());
    for (size_t i = 0; i < encodings.size(); ++i) {
      const auto one = decode(encodings[i], subgroup);
      ZKP_CHECK(one.ok() == batch[i].ok());
      ZKP_CHECK(one.ok() ? *one == *batch[i] : one.error().code() == batch[i].error().code());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const ByteView bytes(data + 1, size - 1);
  switch (data[0] % 6) {
    case 0:
      check(bytes, decompress_g1, [](const G1Affine& p) { return compress(p); });
      break;
    case 1:
      check(bytes, decompress_g2, [](const G2Affine& p) { return compress(p); });
      break;
    case 2:
      check(bytes, deserialize_g1, [](const G1Affine& p) { return serialize(p); });
      break;
    case 4:
      check_batch<48>(bytes, decompress_g1, decompress_g1_batch);
      break;
    case 5:
      check_batch<96>(bytes, decompress_g2, decompress_g2_batch);
      break;
    default:
      check(bytes, deserialize_g2, [](const G2Affine& p) { return serialize(p); });
  }
  return 0;
}

// links: base field curve groth16_verify groth16
// The readers of arkworks's keys and proofs: never crash; what they accept is written with the same bytes.
#include <algorithm>

#include "base/check.h"
#include "groth16/files/ark_files.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  const ByteView bytes(data, size);
  const ArkForm form = ark_form_of(bytes);
  (void)ark_kind_of(bytes);
  auto same = [&](const Bytes& written) { ZKP_CHECK(std::ranges::equal(written, bytes)); };
  if (auto proof = decode_ark_proof(bytes, form); proof.ok()) same(encode_ark_proof(*proof, form));
  if (auto key = decode_ark_verifying_key(bytes, form); key.ok()) same(encode_ark_verifying_key(*key, form));
  if (auto inputs = decode_ark_inputs(bytes); inputs.ok()) same(encode_ark_inputs(*inputs));
  if (auto key = decode_ark_proving_key(bytes, form, SubgroupCheck::kTrusted); key.ok())
    same(encode_ark_proving_key(*key, form).value());
  return 0;
}

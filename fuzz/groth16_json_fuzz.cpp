// links: base field curve groth16_verify
// The readers of snarkjs's JSON: never crash; what they accept, written and read again, is the same.
#include "base/check.h"
#include "groth16/files/snarkjs_json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  const std::string_view text = as_text({data, size});
  if (auto proof = parse_snarkjs_proof(text); proof.ok())
    ZKP_CHECK(encode_proof(parse_snarkjs_proof(snarkjs_proof(*proof)).value()) == encode_proof(*proof));
  if (auto inputs = parse_snarkjs_public_inputs(text); inputs.ok())
    ZKP_CHECK(parse_snarkjs_public_inputs(snarkjs_public_inputs(*inputs)).value() == *inputs);
  if (auto key = parse_snarkjs_verifying_key(text); key.ok())
    ZKP_CHECK(parse_snarkjs_verifying_key(snarkjs_verifying_key(*key)).value() == *key);
  return 0;
}

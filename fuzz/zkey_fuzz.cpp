// links: base hash field curve r1cs groth16_verify groth16
// The .zkey reader: never crashes; what it accepts, written and read again, is the same key.
#include "base/check.h"
#include "groth16/files/zkey.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  auto zkey = parse_zkey({data, size}, SubgroupCheck::kTrusted);
  if (!zkey.ok()) return 0;
  for (const ZkeyContribution& one : zkey->contributions) (void)one.name();
  const Bytes written = encode_zkey(*zkey).value();
  const Zkey again = parse_zkey(written, SubgroupCheck::kTrusted).value();
  ZKP_CHECK(again.key == zkey->key && again.contributions == zkey->contributions);
  ZKP_CHECK(encode_zkey(again).value() == written);
  return 0;
}

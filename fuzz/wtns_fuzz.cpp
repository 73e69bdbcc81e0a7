// links: base field groth16
// The .wtns reader: never crashes; what it accepts, written and read again, has the same values.
#include <algorithm>

#include "base/check.h"
#include "groth16/files/wtns_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  auto witness = parse_wtns_file({data, size});
  if (!witness.ok()) return 0;
  const SecretBytes written = encode_wtns_file(witness->values());
  const WitnessValues again = parse_wtns_file(written.view()).value();
  ZKP_CHECK(std::ranges::equal(again.values(), witness->values()));
  return 0;
}

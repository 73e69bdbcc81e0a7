// links: base r1cs hash
// The reader of constraint systems: never crashes; what it accepts is written back byte for byte, and its SHA-256 is
// the circuit's identity.
#include <algorithm>

#include "base/check.h"
#include "hash/sha2.h"
#include "r1cs/circuit_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  const ByteView bytes(data, size);
  auto system = parse_circuit_file(bytes);
  if (!system.ok()) return 0;
  Bytes again;
  ZKP_CHECK(write_circuit_file(*system, [&](ByteView piece) -> Result<void> {
              append(again, piece);
              return {};
            }).ok());
  ZKP_CHECK(std::ranges::equal(again, bytes));
  ZKP_CHECK(sha256(bytes) == circuit_id(*system));
  return 0;
}

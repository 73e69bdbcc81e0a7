// links: base hash field r1cs groth16
// The .r1cs reader: never crashes; what it accepts, written and read again, is the same circuit.
#include "base/check.h"
#include "groth16/files/circom_r1cs.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  auto file = parse_circom_r1cs({data, size});
  if (!file.ok()) return 0;
  const Bytes written = encode_circom_r1cs(*file);
  const CircomR1cs again = parse_circom_r1cs(written).value();
  ZKP_CHECK(circuit_id(again.system) == circuit_id(file->system));
  ZKP_CHECK(again.wire_labels == file->wire_labels && again.outputs == file->outputs);
  ZKP_CHECK(encode_circom_r1cs(again) == written);
  return 0;
}

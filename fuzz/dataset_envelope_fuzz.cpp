// links: base hash field curve groth16_verify statement_verify dataset_verify
// Envelopes of dataset proofs: never crashes; what is accepted encodes to the same bytes. A first byte 0 asks for the
// part without the Groth16 proof.
#include <algorithm>

#include "base/check.h"
#include "dataset_proof/envelope.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  if (size == 0) return 0;
  const ByteView bytes(data + 1, size - 1);
  if (data[0] == 0) {
    ByteReader in(bytes);
    const size_t points = 5 * 48 + 4 * 32;
    const size_t fresh = bytes.size() > points ? (bytes.size() - points) / 48 : 0;
    const auto opening = read_opening_proof(in, fresh);
    if (opening.ok())
      ZKP_CHECK(std::ranges::equal(encode_opening_proof(*opening), bytes.first(bytes.size() - in.left())));
    return 0;
  }
  const auto envelope = decode_envelope(bytes);
  if (envelope.ok()) ZKP_CHECK(std::ranges::equal(encode_envelope(*envelope), bytes));
  return 0;
}

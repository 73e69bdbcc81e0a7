// links: base ledger
// Openings: what is read prints back byte for byte.
#include <cstdlib>

#include "ledger/opening.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const zkp::ByteView text(data, size);
  const auto opening = zkp::parse_opening(text);
  if (!opening.ok()) return 0;
  const zkp::SecretBytes printed = zkp::encode_opening(*opening);
  if (zkp::as_text(printed.view()) != zkp::as_text(text)) std::abort();
  return 0;
}

// links: base hash field curve statement_verify
// The decoder of ZDSE bodies: never crashes; what it accepts encodes to the same bytes.
#include <algorithm>

#include "base/check.h"
#include "statement/entry_body.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  const ByteView bytes(data, size);
  auto body = decode_entry_body(bytes);
  if (!body.ok()) {
    ZKP_CHECK(body.error().code() == LedgerError::kBadEntry);
    return 0;
  }
  ZKP_CHECK(std::ranges::equal(encode_entry_body(*body), bytes));
  return 0;
}

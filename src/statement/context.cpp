#include "statement/context.h"

#include "hash/sha2.h"

namespace zkp {

Bytes encode_context(const ProofContext& context) {
  ZKP_CHECK(context.datasets.size() <= 255);
  ByteWriter out;
  out.raw(context.ledger_id).u8(static_cast<uint8_t>(context.datasets.size()));
  for (const Digest& dataset : context.datasets) out.raw(dataset);
  return std::move(out.raw(context.nonce)).bytes();
}

Digest proof_identity(ByteView statement, const ProofContext& context) {
  ByteWriter out;
  out.raw("zkp.ds.v1.proof").u64(statement.size()).raw(statement).raw(encode_context(context));
  return sha256(out.bytes());
}

}  // namespace zkp

#include "statement/context.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

TEST(ProofContext, BytesAreThoseOfTheSpecification) {
  ProofContext context{Digest{1}, {Digest{2}, Digest{3}}, Digest{4}};
  const std::string zeros(62, '0');
  EXPECT_EQ(hex_encode(encode_context(context)), "01" + zeros + "02" + "02" + zeros + "03" + zeros + "04" + zeros);
}

TEST(ProofContext, IdentityCoversStatementDatasetsLedgerAndNonce) {
  const ProofContext context{Digest{1}, {Digest{2}}, Digest{4}};
  const Digest id = proof_identity(as_bytes("statement"), context);
  const Bytes expected = *hex_decode("0000000000000009");
  EXPECT_EQ(id, sha256({as_bytes("zkp.ds.v1.proof"), expected, as_bytes("statement"), encode_context(context)}));
  EXPECT_NE(id, proof_identity(as_bytes("statemenT"), context));
  EXPECT_NE(id, proof_identity(as_bytes("statement"), {Digest{9}, {Digest{2}}, Digest{4}}));
  EXPECT_NE(id, proof_identity(as_bytes("statement"), {Digest{1}, {Digest{9}}, Digest{4}}));
  EXPECT_NE(id, proof_identity(as_bytes("statement"), {Digest{1}, {Digest{2}}, Digest{9}}));
}

}  // namespace
}  // namespace zkp

/// Proofs without Groth16: the bytes of the format, and a verifier that runs the inner checks itself.
#include "dataset_proof/debug_proof.h"

#include "dataset_proof/toy.h"

namespace zkp {
namespace {

class DebugProofs : public testing::Test {
 protected:
  DebugProofs() : table_({{"v", {TypeCode::kInt, 64}, {3, 7, 20, 0, 5, 5}}}, 0x11) {
    ByteWriter out = start_statement(StatementType::kRange);
    out.str("v").raw(encode_i128(0)).raw(encode_i128(20));
    statement_ = std::move(out).bytes();
    const toy::Table* tables[] = {&table_};
    proved_ = toy::prove(kClassT, statement_, tables, {.seed = "debug"}).value();
    proof_ = encode_debug_proof({kClassT.id, StatementType::kRange, short_key_id(toy::key_id(kClassT))}, proved_.inner);
  }
  Result<void> verify(ByteView proof) const {
    return verify_debug_proof(kClassT, toy::srs().key(), toy::key_id(kClassT), proof, statement_, proved_.context,
                              proved_.entries);
  }

  toy::Table table_;
  Bytes statement_;
  toy::Proved proved_;
  Bytes proof_;
};

TEST_F(DebugProofs, VerifyAndHaveTheSizeOfTheirFormat) {
  const size_t mu = 5, layers = 4 + mu;
  const size_t elements = layers * (layers - 1) + 4 * layers + 4 + 4 + 4 * mu + 93 + 1 + 2 * 4 + 2 * 4 + 1 + 4 + 1;
  EXPECT_EQ(proof_.size(), 16 + 5 * 48 + 4 * 32 + 4 * 48 + 32 * elements);
  EXPECT_TRUE(verify(proof_).ok()) << verify(proof_).error().describe();
  EXPECT_FALSE(decode_envelope(proof_).ok());  // never a proof
}

TEST_F(DebugProofs, EveryElementCounts) {
  // The slacks of sums that are not used are ignored by definition: elements 4 layers + ... behind the sums.
  const size_t layers = 9, header = 16 + 5 * 48 + 4 * 32 + 4 * 48;
  const size_t slacks = header + 32 * (layers * (layers - 1) + 4 * layers + 4);
  for (size_t at = 0; at < header; at += 7) {
    Bytes changed = proof_;
    changed[at] ^= 1;
    EXPECT_FALSE(verify(changed).ok()) << at;
  }
  for (size_t at = header; at < proof_.size(); at += 32) {
    Bytes changed = proof_;
    changed[at + 31] ^= 1;
    const bool is_slack = at >= slacks && at < slacks + 4 * 32;
    EXPECT_EQ(verify(changed).ok(), is_slack) << at;
  }
  Bytes longer = proof_;
  longer.push_back(0);
  EXPECT_FALSE(verify(longer).ok());
  for (size_t size = 0; size < proof_.size(); size += 97)
    EXPECT_FALSE(verify(ByteView(proof_).first(size)).ok()) << size;
}

TEST_F(DebugProofs, ElementsAreCanonical) {
  Bytes changed = proof_;
  std::fill(changed.end() - 32, changed.end(), uint8_t{0xff});
  EXPECT_EQ(verify(changed).error().code(), CryptoError::kNonCanonical);
}

}  // namespace
}  // namespace zkp

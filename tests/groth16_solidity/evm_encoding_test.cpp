/// Encodings of the EVM against EIP-2537's vectors and known selectors.
#include "groth16/evm_encoding.h"

#include <gtest/gtest.h>

#include "curve/vectors.h"
#include "groth16/toy.h"

namespace zkp {
namespace {

using nlohmann::json;

// A coordinate of 64 bytes at `at`, as the EIP writes it.
Fp coordinate(ByteView bytes, size_t at) { return Fp::from_bytes(bytes.subspan(at + 16, 48)).value(); }

TEST(EvmEncoding, PointsAreThoseOfTheEip) {
  const auto g1 = third_party_file("eip2537/blsG1Mul.json"), g2 = third_party_file("eip2537/blsG2Mul.json");
  if (!g1 || !g2) GTEST_SKIP() << "no third-party vectors: set ZKP_VECTORS";
  for (const json& v : json::parse(*g1)) {
    const Bytes in = unhex(v["Input"]);
    const auto p = G1Affine::from_xy_unchecked(coordinate(in, 0), coordinate(in, 64));
    const G1Affine product = p.mul(Fr::from_bytes_reduce(ByteView(in).last(32))).to_affine();
    EXPECT_TRUE(std::ranges::equal(evm_encode(product), unhex(v["Expected"]))) << v["Name"];
  }
  for (const json& v : json::parse(*g2)) {
    const Bytes in = unhex(v["Input"]);
    const auto p = G2Affine::from_xy_unchecked(Fp2{coordinate(in, 0), coordinate(in, 64)},
                                               Fp2{coordinate(in, 128), coordinate(in, 192)});
    const G2Affine product = p.mul(Fr::from_bytes_reduce(ByteView(in).last(32))).to_affine();
    EXPECT_TRUE(std::ranges::equal(evm_encode(product), unhex(v["Expected"]))) << v["Name"];
  }
}

TEST(EvmEncoding, ThePackedProofIsTheOtherWithoutItsZeros) {
  SimRandom random;
  const Groth16Proof proof = testing::toy_proof(testing::toy_key(), 3, 35, 7, random).value();
  const auto whole = evm_encode_proof(proof);
  Bytes packed;
  for (size_t at = 0; at < whole.size(); at += 64) {
    EXPECT_TRUE(std::ranges::all_of(ByteView(whole).subspan(at, 16), [](uint8_t byte) { return byte == 0; }));
    append(packed, ByteView(whole).subspan(at + 16, 48));
  }
  EXPECT_TRUE(std::ranges::equal(evm_pack_proof(proof), packed));
  EXPECT_TRUE(std::ranges::equal(ByteView(whole).subspan(128, 256), evm_encode(proof.b)));
}

TEST(EvmEncoding, SelectorsAreThoseOfKnownFunctions) {
  EXPECT_EQ(evm_selector("transfer(address,uint256)"), (ByteArray<4>{0xa9, 0x05, 0x9c, 0xbb}));
  EXPECT_EQ(evm_selector("balanceOf(address)"), (ByteArray<4>{0x70, 0xa0, 0x82, 0x31}));
}

// That the call is what an ABI encoder writes is tested in tests/interop/ethereum.
TEST(EvmEncoding, ACallHoldsTheInputsAtItsEnd) {
  SimRandom random;
  const Groth16Proof proof = testing::toy_proof(testing::toy_key(), 3, 35, 7, random).value();
  const Bytes call = evm_verify_call(proof, testing::toy_inputs(35, 7));
  EXPECT_EQ(call.size(), 4u + 2 * 32 + 32 + 384 + 32 + 2 * 32);
  EXPECT_TRUE(std::ranges::equal(ByteView(call).last(32), Fr::from_u64(7).to_bytes()));
}

}  // namespace
}  // namespace zkp

#include "hash/sha3.h"

#include <gtest/gtest.h>

#include "hash/test_support.h"

namespace zkp {
namespace {

using namespace hash_test;

// The messages of the examples to FIPS 202 (NIST, "Cryptographic Standards and Guidelines: Example Values"); 1600 bits
// are 200 bytes 0xa3, more than one block.
TEST(Sha3, NistExamples) {
  EXPECT_EQ(hex(sha3_256(ByteView())), "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
  EXPECT_EQ(hex(sha3_256(as_bytes("abc"))), "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
  EXPECT_EQ(hex(sha3_256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
            "41c0dba2a9d6240849100376a8235e2c82e1b9998a999e21db32dd97496d3376");
  EXPECT_EQ(hex(sha3_256(as_bytes("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnop"
                                  "jklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"))),
            "916f6061fe879741ca6469b43971dfdb28b1a32dc36cb3254e812be27aad1d18");
  EXPECT_EQ(hex(sha3_256(Bytes(200, 0xa3))), "79f38adec5c20307a98ef76e8324afbfd46cfd81b22e3973c65fa1bd9de31787");
  EXPECT_EQ(hex(sha3_256(Bytes(1000000, 'a'))), "5c8875ae474a3634ba4fd55ec85bffd661f32aca75c6d699d0cdcb6c115891c1");
}

// The value is from Python's hashlib. The lengths include 135, where suffix and last padding bit share a byte.
TEST(Sha3, EveryLengthOfPaddingAgreesWithHashlib) {
  EXPECT_EQ(hex(digest_of_digests(Sha3_256(), Sha3_256())),
            "8d5115b9f924b82804f0e5f484c1d89a5b4e94ff6459703f2995d140e24083a3");
}

TEST(Sha3, EveryCutOfTheMessageGivesTheSameDigest) {
  const Bytes message = pattern(500);
  EXPECT_EQ(first_bad_cut(Sha3_256(), message, sha3_256(message)), message.size() + 1);
  EXPECT_EQ(first_bad_cut(Keccak256(), message, keccak256(message)), message.size() + 1);
  EXPECT_EQ(sha3_256({as_bytes("a"), {}, as_bytes("bc")}), sha3_256(as_bytes("abc")));
  EXPECT_EQ(keccak256({as_bytes("a"), {}, as_bytes("bc")}), keccak256(as_bytes("abc")));
}

// The empty string and "abc" from the Keccak team's vectors; the third is the best known value of Ethereum: the
// function selector of ERC-20's transfer is the first four bytes.
TEST(Keccak256, KnownValues) {
  EXPECT_EQ(hex(keccak256(ByteView())), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  EXPECT_EQ(hex(keccak256(as_bytes("abc"))), "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
  EXPECT_EQ(hex(keccak256(as_bytes("transfer(address,uint256)"))).substr(0, 8), "a9059cbb");
}

// The Keccak team's vector: the permutation applied to the zero state begins with this lane.
TEST(Keccak, PermutationOfZero) {
  detail::KeccakState state{};
  detail::keccak_f1600(state);
  EXPECT_EQ(state[0], 0xf1258f7940e1dde7u);
  EXPECT_EQ(state[1], 0x84d5ccf933c0478au);
}

}  // namespace
}  // namespace zkp

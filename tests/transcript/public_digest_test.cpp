#include "transcript/public_digest.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "hash/sha2.h"
#include "transcript/poseidon.h"

namespace zkp {
namespace {

std::vector<Fr> numbers(std::initializer_list<uint64_t> values) {
  std::vector<Fr> out;
  for (uint64_t value : values) out.push_back(Fr::from_u64(value));
  return out;
}

TEST(PublicDigest, PoseidonIsTheDocumentedSponge) {
  for (size_t count = 0; count < 6; ++count) {
    std::vector<Fr> inputs, absorbed = {Fr::from_u64((uint64_t{7} << 32) + count), poseidon_tag("shop.v1")};
    for (size_t i = 0; i < count; ++i) inputs.push_back(Fr::from_u64(i + 10));
    absorbed.insert(absorbed.end(), inputs.begin(), inputs.end());
    EXPECT_EQ(poseidon_public_digest("shop.v1", inputs), poseidon_hash_list("zkp.inputs.v1", absorbed));
  }
}

// python3: hashlib.sha256(b"zkp.inputs.v1" + bytes([7]) + b"shop.v1" + (2).to_bytes(4,"big") + (5).to_bytes(32,"big")
//          + (6).to_bytes(32,"big")).digest(), the first byte & 0x1f
TEST(PublicDigest, Sha256IsTheDocumentedHash) {
  EXPECT_EQ(hex_encode(sha256_public_digest("shop.v1", numbers({5, 6})).to_bytes()),
            "03c4a20798296df108637c6b90db2534626a3c132b511d8238e3067c4315d00a");
  EXPECT_EQ(hex_encode(sha256_public_digest("", {}).to_bytes()),
            "0cbdbb123bbb95cf6b7360f6dbe8a41cc25f6e52e9ad135a07e8f63a8f544717");
}

// Every list of one row has to differ from every other list, whichever hash.
TEST(PublicDigest, OrderLengthPaddingAndDomainCount) {
  struct List {
    std::string_view domain;
    std::vector<Fr> inputs;
  };
  const std::vector<List> lists = {
      {"a", numbers({})},        {"a", numbers({0})},
      {"a", numbers({0, 0})},    {"a", numbers({1, 2})},
      {"a", numbers({2, 1})},    {"a", numbers({1, 2, 0})},
      {"a", numbers({1})},       {"a", numbers({1, 0})},
      {"b", numbers({1, 2})},    {"", numbers({1, 2})},
      {"aa", numbers({1, 2})},   {std::string_view("\0a", 2), numbers({1, 2})},  // the same integer as "a"
      {"a", numbers({0, 1, 2})}, {"a", {Fr::from_u64(1), Fr::from_u64(2) - Fr::from_u64(3)}},
  };
  for (auto digest : {poseidon_public_digest, sha256_public_digest}) {
    for (size_t i = 0; i < lists.size(); ++i)
      for (size_t k = 0; k < i; ++k)
        EXPECT_NE(digest(lists[i].domain, lists[i].inputs), digest(lists[k].domain, lists[k].inputs)) << i << " " << k;
  }
}

// Somebody who knows the digest of a list cannot continue it: the length is at the front, and bits are missing.
TEST(PublicDigest, AContinuedListHasNothingToDoWithItsBeginning) {
  const auto list = numbers({1, 2}), longer = numbers({1, 2, 3, 4});
  PoseidonSponge sponge(kPublicDigestTag);
  sponge.absorb2(public_digest_lengths("a", 2), poseidon_tag("a")).absorb_list(list);
  EXPECT_EQ(sponge.s1(), poseidon_public_digest("a", list));
  sponge.absorb_list(numbers({3, 4}));
  EXPECT_NE(sponge.s1(), poseidon_public_digest("a", longer));
  Sha256 hash;
  hash.update(public_digest_prefix("a", 2));
  for (const Fr& input : longer) hash.update(input.to_bytes());
  Digest continued = hash.finish();
  continued[0] &= 0x1f;
  EXPECT_NE(Fr::from_bytes(continued).value(), sha256_public_digest("a", longer));
}

TEST(PublicDigest, Sha256HasAtMost253Bits) {
  for (uint64_t i = 0; i < 64; ++i) EXPECT_LT(sha256_public_digest("bits", numbers({i})).to_bytes()[0], 0x20);
}

}  // namespace
}  // namespace zkp

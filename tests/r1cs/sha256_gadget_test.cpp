/// SHA-256 and RFC 6962 paths inside a circuit, against hash/sha2.h and the vectors of NIST.
#include "r1cs/gadgets/sha256.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "hash/sha2.h"
#include "hash/tree.h"
#include "r1cs/gadgets/merkle_sha256.h"
#include "r1cs/run_gadget.h"

namespace zkp::gadgets {
namespace {

using ::testing::IsEmpty;

Bytes pattern(size_t size) {
  Bytes out(size);
  for (size_t i = 0; i < size; ++i) out[i] = static_cast<uint8_t>(167 * i + 13);
  return out;
}

struct Hashed {
  Bytes digest;
  uint32_t constraints;
  bool satisfied;
};

Hashed hashed(ByteView message) {
  ConstraintSystem cs(Synthesis::kWitness);
  const std::vector<Bit> bits = alloc_bytes(cs, message, "message");
  const uint32_t before = cs.constraint_count();
  const Bytes digest = bytes_of(cs, zkp::gadgets::sha256(cs, bits, "hash"));
  return {digest, cs.constraint_count() - before, cs.is_satisfied().ok()};
}

// FIPS 180-2, appendix B.1 and B.2, and the empty message and the 896-bit message of NIST's example values.
TEST(Sha256Gadget, AgreesWithTheVectorsOfNist) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrst"
       "u",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"}};
  for (const auto& [message, digest] : vectors) {
    const Hashed out = hashed(as_bytes(message));
    EXPECT_TRUE(out.satisfied);
    EXPECT_EQ(hex_encode(out.digest), digest);
  }
}

TEST(Sha256Gadget, AgreesWithTheNativeHashAroundBlockBorders) {
  for (size_t size : {1u, 54u, 55u, 56u, 63u, 64u, 65u, 119u, 120u, 128u}) {
    const Bytes message = pattern(size);
    const Hashed out = hashed(message);
    EXPECT_TRUE(out.satisfied) << size;
    EXPECT_EQ(hex_encode(out.digest), hex_encode(zkp::sha256(message))) << size;
    EXPECT_LE(out.constraints, kSha256BlockConstraints * ((size + 8) / 64 + 1));
  }
}

TEST(Sha256Gadget, CountsArePinned) {
  EXPECT_EQ(hashed(pattern(0)).constraints, 0u);  // a number
  EXPECT_EQ(hashed(pattern(55)).constraints, 17316u);
  EXPECT_EQ(hashed(pattern(64)).constraints, 30384u);  // the second block is padding
  ConstraintSystem cs(Synthesis::kShape);
  const std::vector<Bit> state = alloc_bytes(cs, pattern(32), "state"), block = alloc_bytes(cs, pattern(64), "block");
  const uint32_t constraints = cs.constraint_count(), variables = cs.variable_count();
  sha256_compress(cs, state, block, "compress");
  EXPECT_EQ(cs.constraint_count() - constraints, kSha256BlockConstraints);
  EXPECT_EQ(cs.variable_count() - variables, kSha256BlockConstraints - 48 - 2 * 64 - 8);
}

// Two blocks, one public digest: every wire of it.
TEST(Sha256Gadget, EveryChangedVariableIsNoticed) {
  const Bytes message = pattern(70);
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const std::array<Fr, 2> digest = pack_digest(zkp::sha256(message));
  const std::array<Variable, 2> expected = {cs.alloc_public(digest[0]), cs.alloc_public(digest[1])};
  const std::vector<Bit> bits = alloc_bytes(cs, message, "message");
  const auto packed = pack_digest(zkp::gadgets::sha256(cs, bits, "hash"));
  for (size_t i = 0; i < 2; ++i) cs.enforce_zero(packed[i] - expected[i], {"digest", i});
  ASSERT_TRUE(cs.is_satisfied().ok());
  EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty());
  EXPECT_THAT(zkp::testing::unnoticed_carries(cs.r1cs(), cs.assignment()), IsEmpty());
  // Bits are isolated, so the whole witness is.
  EXPECT_THAT(locally_free_variables(cs.r1cs(), cs.assignment()), IsEmpty());
  EXPECT_THAT(check_circuit(cs.r1cs(), cs.paths()), IsEmpty());
}

// The highest bit of a sum is what the others leave: lower bits that add up to something else leave no bit.
TEST(Sha256Gadget, AForgedSumIsRefused) {
  const Bytes message = pattern(3);
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const std::vector<Bit> bits = alloc_bytes(cs, message, "message");
  zkp::gadgets::sha256(cs, bits, "hash");
  zkp::testing::Forgery sheet(cs);
  const std::string path = "hash.block[0].output[7].bit[32]";
  ASSERT_THAT(sheet.violated(), IsEmpty());
  Fr& low = sheet.last_in_a("hash.block[0].output[7].bit[0]");
  low = Fr::one() - low;  // another bit, as good as the first
  EXPECT_THAT(sheet.violated(), ::testing::ElementsAre(path));
}

std::vector<Bit> alloc_digest(ConstraintSystem& cs, const Digest& digest) { return alloc_bytes(cs, digest, "digest"); }

TEST(Rfc6962Gadget, LeavesNodesAndPathsAreThoseOfTheLog) {
  const Bytes entry = pattern(40);
  std::vector<Digest> siblings;
  for (uint8_t level = 0; level < 2; ++level) siblings.push_back(zkp::sha256(pattern(level)));
  for (uint64_t index = 0; index < 4; ++index) {
    Digest root = zkp::leaf_hash(entry);
    for (size_t level = 0; level < 2; ++level) {
      const bool right = index >> level & 1;
      root = node_hash(right ? siblings[level] : root, right ? root : siblings[level]);
    }
    ConstraintSystem cs(Synthesis::kWitness);
    std::vector<Bit> directions;
    std::vector<std::vector<Bit>> path;
    for (size_t level = 0; level < 2; ++level) {
      directions.push_back(Bit::alloc(cs, index >> level & 1, {"direction", level}));
      path.push_back(alloc_digest(cs, siblings[level]));
    }
    const std::vector<Bit> leaf = rfc6962_leaf(cs, alloc_bytes(cs, entry, "entry"), "leaf");
    const uint32_t before = cs.constraint_count();
    const std::vector<Bit> computed = rfc6962_root(cs, leaf, directions, path, "path");
    EXPECT_EQ(cs.constraint_count() - before, 2 * kRfc6962LevelConstraints);
    EXPECT_TRUE(cs.is_satisfied().ok());
    EXPECT_EQ(bytes_of(cs, computed), Bytes(root.begin(), root.end()));
  }
}

TEST(Rfc6962Gadget, EveryChangedVariableOfALevelIsNoticed) {
  const Digest leaf = zkp::sha256(pattern(1)), sibling = zkp::sha256(pattern(2));
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const auto digest = pack_digest(node_hash(sibling, leaf));
  const std::array<Variable, 2> expected = {cs.alloc_public(digest[0]), cs.alloc_public(digest[1])};
  const Bit right = Bit::alloc(cs, true, "right");
  const std::vector<Bit> leaf_bits = alloc_digest(cs, leaf);
  const std::vector<std::vector<Bit>> path = {alloc_digest(cs, sibling)};
  const auto packed = pack_digest(rfc6962_root(cs, leaf_bits, std::span(&right, 1), path, "path"));
  for (size_t i = 0; i < 2; ++i) cs.enforce_zero(packed[i] - expected[i], {"root", i});
  ASSERT_TRUE(cs.is_satisfied().ok());
  EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty());
}

}  // namespace
}  // namespace zkp::gadgets

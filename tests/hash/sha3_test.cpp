#include "hash/sha3.h"

#include <gtest/gtest.h>

#include "base/cpu.h"
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

TEST(Keccak, BmiAgreesWithPortable) {
  if (!cpu_hardware().bmi2) GTEST_SKIP() << "this processor has no BMI2";
  Xorshift random(11);
  for (int round = 0; round < 200; ++round) {
    detail::KeccakState expected;
    for (auto& lane : expected) lane = round < 2 ? uint64_t{0} - static_cast<uint64_t>(round) : random.next();
    detail::KeccakState found = expected;
    detail::keccak_f1600_portable(expected);
    detail::keccak_f1600_bmi(found);
    ASSERT_EQ(found, expected);
  }
}

struct Lanes {
  const char* name;
  bool present;
  const detail::KeccakLanes* lanes;
};

class KeccakLanes : public ::testing::TestWithParam<Lanes> {
 protected:
  void SetUp() override {
    if (!GetParam().present) GTEST_SKIP() << "this processor has no path " << GetParam().name;
  }
};

INSTANTIATE_TEST_SUITE_P(All, KeccakLanes,
                         ::testing::Values(Lanes{"one_by_one", true, nullptr},
                                           Lanes{"avx2", cpu_hardware().avx2, &detail::kKeccakAvx2},
                                           Lanes{"avx512", cpu_hardware().can_avx512(), &detail::kKeccakAvx512}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(KeccakLanes, EveryLaneAgreesWithPortableAtAnyStateAndAlignment) {
  if (GetParam().lanes == nullptr) GTEST_SKIP() << "has no lanes";
  constexpr size_t kRate = detail::kKeccak256RateBytes;
  const size_t lanes = GetParam().lanes->lanes;
  Xorshift random(12);
  const Bytes memory = random.bytes(kRate * 40);
  for (size_t round = 0; round < 40; ++round) {
    const size_t count = round % 5;
    std::vector<uint64_t> states(25 * lanes), expected(25 * lanes);
    for (auto& word : states) word = round < 5 ? ~uint64_t{0} : random.next();
    std::vector<const uint8_t*> blocks;
    for (size_t l = 0; l < lanes; ++l) {
      blocks.push_back(memory.data() + random.below(memory.size() - kRate * count));
      detail::KeccakState state;
      for (size_t i = 0; i < 25; ++i) state[i] = states[i * lanes + l];
      for (size_t b = 0; b < count; ++b) {
        for (size_t i = 0; i < kRate / 8; ++i) {
          uint64_t word;
          std::memcpy(&word, blocks[l] + b * kRate + 8 * i, 8);
          state[i] ^= word;
        }
        detail::keccak_f1600_portable(state);
      }
      for (size_t i = 0; i < 25; ++i) expected[i * lanes + l] = state[i];
    }
    GetParam().lanes->absorb(states.data(), blocks.data(), count);
    EXPECT_EQ(states, expected) << count << " blocks";
  }
}

TEST_P(KeccakLanes, EqualLengthsOfEverySizeAreTheMessagesAlone) {
  const Bytes memory = pattern(900);
  for (size_t length = 0; length <= 300; ++length) {
    std::vector<ByteView> messages;
    for (size_t i = 0; i < 11; ++i) messages.push_back(ByteView(memory).subspan(3 * i, length));
    std::vector<Digest> found(messages.size());
    detail::sha3_256_many(GetParam().lanes, messages, found);
    for (size_t i = 0; i < messages.size(); ++i) ASSERT_EQ(found[i], sha3_256(messages[i])) << length << ", " << i;
  }
}

TEST_P(KeccakLanes, ManyMessagesOfAnyLengthsAreTheMessagesAlone) {
  Xorshift random(13);
  const Bytes memory = random.bytes(4096);
  const size_t lengths[] = {0, 1, 134, 135, 136, 137, 271, 272, 273, 1000, 2719};
  for (size_t count = 0; count <= 20; ++count)
    for (int round = 0; round < 5; ++round) {
      std::vector<ByteView> messages;
      for (size_t i = 0; i < count; ++i) {
        const size_t length = i % 3 == 0 ? random.below(600) : lengths[random.below(std::size(lengths))];
        messages.push_back(ByteView(memory).subspan(random.below(memory.size() - length), length));
      }
      std::vector<Digest> found(count);
      detail::sha3_256_many(GetParam().lanes, messages, found);
      for (size_t i = 0; i < count; ++i) ASSERT_EQ(found[i], sha3_256(messages[i])) << i << " of " << count;
    }
}

TEST(Sha3, ManyMessagesWithThreadsAreTheMessagesAlone) {
  CountingPool pool;
  const Bytes memory = pattern(2000);
  std::vector<ByteView> messages;
  for (size_t i = 0; i < 1001; ++i) messages.push_back(ByteView(memory).subspan(i % 500, (7 * i) % 1500));
  std::vector<Digest> serial(messages.size()), threaded(messages.size());
  sha3_256_many(messages, serial);
  sha3_256_many(messages, threaded, &pool);
  EXPECT_EQ(threaded, serial);
  EXPECT_GT(pool.calls, 0);
  for (size_t i = 0; i < messages.size(); ++i) ASSERT_EQ(serial[i], sha3_256(messages[i])) << i;
}

TEST(Sha3DeathTest, OutputOfAnotherSizeIsOurOwnMistake) {
  const std::vector<ByteView> messages(4);
  std::vector<Digest> out(3);
  EXPECT_DEATH(sha3_256_many(messages, out), "out.size");
}

}  // namespace
}  // namespace zkp

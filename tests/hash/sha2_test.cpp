#include "hash/sha2.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/cpu.h"
#include "hash/blake3_compress.h"
#include "hash/keccak.h"
#include "hash/sha2_many.h"
#include "hash/test_support.h"

namespace zkp {
namespace {

using namespace hash_test;

// The messages of the examples to FIPS 180-4 (NIST, "Cryptographic Standards and Guidelines: Example Values").
constexpr std::string_view k448Bits = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
constexpr std::string_view k896Bits =
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

// Runs once for each path; a path that the processor lacks is reported as skipped.
struct Path {
  const char* name;
  bool present;
  detail::Sha256Compress compress;
  detail::Sha256CompressPair compress_pair;
};

class Sha256Paths : public ::testing::TestWithParam<Path> {
 protected:
  void SetUp() override {
    if (!GetParam().present) GTEST_SKIP() << "this processor has no path " << GetParam().name;
  }
  Sha256 hash() const { return Sha256(GetParam().compress); }
  std::string digest(ByteView message) const { return hex(hash().update(message).finish()); }
};

INSTANTIATE_TEST_SUITE_P(All, Sha256Paths,
                         ::testing::Values(Path{"portable", true, detail::sha256_compress_portable,
                                                detail::sha256_compress_pair_portable},
                                           Path{"sha_ni", cpu_hardware().can_sha(), detail::sha256_compress_sha_ni,
                                                detail::sha256_compress_pair_sha_ni}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(Sha256Paths, NistExamples) {
  EXPECT_EQ(digest({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digest(as_bytes("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(digest(as_bytes(k448Bits)), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(digest(as_bytes(k896Bits)), "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(digest(Bytes{0xbd}), "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b");
  EXPECT_EQ(digest(Bytes(1000, 0)), "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53");
  EXPECT_EQ(digest(Bytes(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// The value is from Python's hashlib.
TEST_P(Sha256Paths, EveryLengthOfPaddingAgreesWithHashlib) {
  EXPECT_EQ(hex(digest_of_digests(hash(), hash())), "7d917fbd2cf49ddff9ad0a8706bba32d204e92e71d2e369c5a03d6af29278c9f");
}

TEST_P(Sha256Paths, EveryCutOfTheMessageGivesTheSameDigest) {
  const Bytes message = pattern(300);
  EXPECT_EQ(first_bad_cut(hash(), message, hash().update(message).finish()), message.size() + 1);
}

TEST_P(Sha256Paths, ManySmallPartsGiveTheSameDigest) {
  Xorshift random(1);
  for (int round = 0; round < 50; ++round) {
    const Bytes message = random.bytes(random.below(2000));
    Sha256 parts = hash();
    for (size_t at = 0; at < message.size();) {
      const size_t taken = std::min(random.below(150), message.size() - at);
      parts.update(ByteView(message).subspan(at, taken));
      at += taken;
    }
    EXPECT_EQ(parts.finish(), sha256(message)) << "length " << message.size();
  }
}

TEST_P(Sha256Paths, AnyAlignmentAndNumberOfBlocksAgreesWithPortable) {
  Xorshift random(2);
  const Bytes memory = random.bytes(64 * 40 + 64);
  for (size_t offset = 0; offset < 17; ++offset)
    for (size_t blocks = 0; blocks <= 40; blocks += 1 + offset % 3) {
      detail::Sha256State expected;
      for (auto& word : expected) word = static_cast<uint32_t>(random.next());
      detail::Sha256State found = expected;
      detail::sha256_compress_portable(expected, memory.data() + offset, blocks);
      GetParam().compress(found, memory.data() + offset, blocks);
      EXPECT_EQ(found, expected) << "offset " << offset << ", blocks " << blocks;
    }
}

TEST_P(Sha256Paths, TwoMessagesAtOnceAreTheTwoAlone) {
  Xorshift random(7);
  const Bytes memory = random.bytes(64 * 20);
  for (size_t blocks = 0; blocks <= 9; ++blocks) {
    detail::Sha256State expected[2] = {detail::kSha256Initial, {1, 2, 3, 4, 5, 6, 7, 8}};
    detail::Sha256State found[2] = {expected[0], expected[1]};
    detail::sha256_compress_portable(expected[0], memory.data() + 5, blocks);
    detail::sha256_compress_portable(expected[1], memory.data() + 640, blocks);
    GetParam().compress_pair(found[0], memory.data() + 5, found[1], memory.data() + 640, blocks);
    EXPECT_EQ(found[0], expected[0]) << blocks;
    EXPECT_EQ(found[1], expected[1]) << blocks;
  }
}

TEST_P(Sha256Paths, FinishStartsANewMessageAndACopyContinues) {
  Sha256 prefix = hash();
  prefix.update(as_bytes("a"));
  Sha256 copy = prefix;
  EXPECT_EQ(prefix.update(as_bytes("bc")).finish(), sha256(as_bytes("abc")));
  EXPECT_EQ(copy.update(as_bytes("b")).finish(), sha256(as_bytes("ab")));
  EXPECT_EQ(prefix.finish(), sha256(as_bytes("")));
}

struct Lanes {
  const char* name;
  bool present;
  const detail::Sha256Lanes* lanes;
};

class Sha256Lanes : public ::testing::TestWithParam<Lanes> {
 protected:
  void SetUp() override {
    if (!GetParam().present) GTEST_SKIP() << "this processor has no path " << GetParam().name;
  }
  size_t lanes() const { return GetParam().lanes->lanes; }
};

INSTANTIATE_TEST_SUITE_P(All, Sha256Lanes,
                         ::testing::Values(Lanes{"avx2", cpu_hardware().avx2, &detail::kSha256Avx2},
                                           Lanes{"avx512", cpu_hardware().can_avx512(), &detail::kSha256Avx512}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_P(Sha256Lanes, EveryLaneAgreesWithPortableAtAnyStateAndAlignment) {
  Xorshift random(8);
  const Bytes memory = random.bytes(64 * 64);
  for (size_t round = 0; round < 40; ++round) {
    const size_t count = round % 6;
    std::vector<uint32_t> states(8 * lanes());
    for (auto& word : states) word = round == 0 ? 0xffffffff : static_cast<uint32_t>(random.next());
    std::vector<const uint8_t*> blocks;
    for (size_t l = 0; l < lanes(); ++l) blocks.push_back(memory.data() + random.below(memory.size() - 64 * count));
    std::vector<uint32_t> expected(8 * lanes());
    for (size_t l = 0; l < lanes(); ++l) {
      detail::Sha256State state;
      for (size_t i = 0; i < 8; ++i) state[i] = states[i * lanes() + l];
      detail::sha256_compress_portable(state, blocks[l], count);
      for (size_t i = 0; i < 8; ++i) expected[i * lanes() + l] = state[i];
    }
    GetParam().lanes->compress(states.data(), blocks.data(), count);
    EXPECT_EQ(states, expected) << count << " blocks";
  }
}

TEST_P(Sha256Lanes, NodesAreTheHashOfThePrefixAndTheChildren) {
  Xorshift random(9);
  for (int round = 0; round < 20; ++round) {
    const Bytes children = round == 0 ? Bytes(64 * lanes(), 0xff) : random.bytes(64 * lanes());
    std::vector<Digest> found(lanes());
    GetParam().lanes->nodes(children.data(), found[0].data());
    for (size_t l = 0; l < lanes(); ++l)
      EXPECT_EQ(found[l], sha256({Bytes{0x01}, ByteView(children).subspan(64 * l, 64)})) << "lane " << l;
  }
}

// Every number of messages up to past two fillings of the lanes, of lengths around one, two and many blocks, short and
// long ones side by side, with and without a prefix.
TEST_P(Sha256Lanes, ManyMessagesOfAnyLengthsAreTheMessagesAlone) {
  Xorshift random(10);
  const Bytes memory = random.bytes(4096);
  const size_t lengths[] = {0, 1, 54, 55, 56, 62, 63, 64, 65, 118, 119, 120, 127, 128, 129, 1000, 2047};
  for (size_t count = 0; count <= 2 * lanes() + 3; ++count)
    for (size_t prefix_bytes : {size_t{0}, size_t{1}, size_t{63}}) {
      const Bytes prefix = pattern(prefix_bytes);
      std::vector<ByteView> messages;
      for (size_t i = 0; i < count; ++i) {
        const size_t length = i % 3 == 0 ? random.below(300) : lengths[random.below(std::size(lengths))];
        messages.push_back(ByteView(memory).subspan(random.below(memory.size() - length), length));
      }
      std::vector<Digest> found(count);
      detail::sha256_many(*GetParam().lanes, detail::sha256_compress(), prefix, messages, found);
      for (size_t i = 0; i < count; ++i)
        ASSERT_EQ(found[i], sha256({prefix, messages[i]})) << i << " of " << count << ", " << messages[i].size();
    }
}

TEST(Sha256, PartsAreConcatenated) {
  EXPECT_EQ(sha256({as_bytes("a"), {}, as_bytes("bc")}), sha256(as_bytes("abc")));
  EXPECT_EQ(sha256({}), sha256(as_bytes("")));
}

TEST(Sha512, NistExamples) {
  EXPECT_EQ(hex(sha512(ByteView())),
            "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
            "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
  EXPECT_EQ(hex(sha512(as_bytes("abc"))),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(hex(sha512(as_bytes(k896Bits))),
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
            "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909");
  EXPECT_EQ(hex(sha512(Bytes(1000000, 'a'))),
            "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
            "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b");
}

// The value is from Python's hashlib.
TEST(Sha512, EveryLengthOfPaddingAgreesWithHashlib) {
  EXPECT_EQ(hex(digest_of_digests(Sha512(), Sha512())),
            "404431b1c0eac12729b20176c61b0e1c561b6b20d2ecbb7ee1126c361943d724"
            "d7c0814a8daf5c3a2a7d3e431a0aaf58c12f96d8c3370582b777fd375c3c972f");
}

TEST(Sha512, EveryCutOfTheMessageGivesTheSameDigest) {
  const Bytes message = pattern(500);
  EXPECT_EQ(first_bad_cut(Sha512(), message, sha512(message)), message.size() + 1);
  EXPECT_EQ(sha512({as_bytes("a"), {}, as_bytes("bc")}), sha512(as_bytes("abc")));
}

TEST(Cpu, EnabledPathsAreInTheHardware) {
  std::printf("paths of this processor: sha_ni %s, avx2 %s; in use: sha_ni %s, avx2 %s\n",
              cpu_hardware().can_sha() ? "yes" : "no", cpu_hardware().avx2 ? "yes" : "no",
              cpu_enabled().can_sha() ? "yes" : "no", cpu_enabled().avx2 ? "yes" : "no");
  EXPECT_LE(cpu_enabled().can_sha(), cpu_hardware().can_sha());
  EXPECT_LE(cpu_enabled().avx2, cpu_hardware().avx2);
}

// In a process of its own, because the variable is read once.
TEST(CpuDeathTest, EnvironmentForcesThePortablePath) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const char* given = std::getenv("ZKP_CPU");
  const std::string before = given != nullptr ? given : "";
  setenv("ZKP_CPU", "portable", 1);
  EXPECT_EXIT(std::exit(!cpu_enabled().can_sha() && !cpu_enabled().avx2 &&
                                detail::sha256_compress() == detail::sha256_compress_portable &&
                                detail::sha256_compress_pair() == detail::sha256_compress_pair_portable &&
                                detail::sha256_lanes() == nullptr && detail::keccak_lanes() == nullptr &&
                                &detail::blake3_path() == &detail::kBlake3Portable
                            ? 0
                            : 1),
              ::testing::ExitedWithCode(0), "");
  if (given != nullptr) {
    setenv("ZKP_CPU", before.c_str(), 1);  // the other tests of this process read it after this one
  } else {
    unsetenv("ZKP_CPU");
  }
}

}  // namespace
}  // namespace zkp

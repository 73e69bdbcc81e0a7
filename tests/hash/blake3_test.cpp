#include "hash/blake3.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/cpu.h"
#include "hash/test_support.h"

namespace zkp {
namespace {

using namespace hash_test;

constexpr std::string_view kKey = "whats the Elvish word for friend";
constexpr std::string_view kContext = "BLAKE3 2019-12-27 16:29:52 test vectors context";

// The input of the official vectors: 0, 1, ..., 250, 0, 1, ...
Bytes vector_input(size_t size_bytes) {
  Bytes out(size_bytes);
  for (size_t i = 0; i < size_bytes; ++i) out[i] = static_cast<uint8_t>(i % 251);
  return out;
}

ByteArray<32> vector_key() {
  ByteArray<32> key;
  std::memcpy(key.data(), kKey.data(), key.size());
  return key;
}

// 0..4 chunks and around every power of two up to 32 chunks, one byte less and more; and past two groups.
std::vector<size_t> edge_lengths() {
  std::vector<size_t> lengths = {0, 1, 63, 64, 65, 127, 128, 129, 512};
  for (size_t chunks : {1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 23, 31, 32, 33, 128, 129, 256, 300})
    for (size_t length : {chunks * 1024 - 1, chunks * 1024, chunks * 1024 + 1}) lengths.push_back(length);
  return lengths;
}

struct Path {
  const char* name;
  bool present;
  const detail::Blake3Path* path;
};

class Blake3Paths : public ::testing::TestWithParam<Path> {
 protected:
  void SetUp() override {
    if (!GetParam().present) GTEST_SKIP() << "this processor has no path " << GetParam().name;
  }
  Blake3 on_path(Blake3 hash) const { return hash.use(*GetParam().path); }
  std::string digest(Blake3 hash, ByteView message) const { return hex(on_path(hash).update(message).finish()); }
};

INSTANTIATE_TEST_SUITE_P(All, Blake3Paths,
                         ::testing::Values(Path{"portable", true, &detail::kBlake3Portable},
                                           Path{"avx2", cpu_hardware().avx2, &detail::kBlake3Avx2},
                                           Path{"avx512", cpu_hardware().can_avx512(), &detail::kBlake3Avx512}),
                         [](const auto& test) { return std::string(test.param.name); });

// From the official test_vectors.json: below and above a chunk, a full eight lanes and a ragged tree.
TEST_P(Blake3Paths, OfficialValues) {
  const Blake3 plain;
  EXPECT_EQ(digest(plain, {}), "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
  EXPECT_EQ(digest(plain, vector_input(1)), "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213");
  EXPECT_EQ(digest(plain, vector_input(1024)), "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7");
  EXPECT_EQ(digest(plain, vector_input(1025)), "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444");
  EXPECT_EQ(digest(plain, vector_input(3073)), "7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3");
  EXPECT_EQ(digest(plain, vector_input(31744)), "62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47");
  EXPECT_EQ(digest(plain, vector_input(102400)), "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085");

  const Blake3 keyed = Blake3::keyed(vector_key());
  EXPECT_EQ(digest(keyed, {}), "92b2b75604ed3c761f9d6f62392c8a9227ad0ea3f09573e783f1498a4ed60d26");
  EXPECT_EQ(digest(keyed, vector_input(31744)), "efa53b389ab67c593dba624d898d0f7353ab99e4ac9d42302ee64cbf9939a419");

  const Blake3 derived = Blake3::derive_key(kContext);
  EXPECT_EQ(digest(derived, {}), "2cc39783c223154fea8dfb7c1b1660f2ac2dcbd1c1de8277b0b0dd39b7e50d7d");
  EXPECT_EQ(digest(derived, vector_input(31744)), "39772aef80e0ebe60596361e45b061e8f417429d529171b6764468c22928e28e");
}

TEST_P(Blake3Paths, OfficialVectorFile) {
  const char* given = std::getenv("ZKP_VECTORS");
  const std::filesystem::path folder =
      given != nullptr ? std::filesystem::path(given) : std::filesystem::path(ZKP_SOURCE_DIR) / "../shared/vectors";
  std::ifstream file(folder / "blake3/test_vectors.json");
  if (!file) GTEST_SKIP() << "no blake3/test_vectors.json in " << folder << " (set ZKP_VECTORS)";
  const auto vectors = nlohmann::json::parse(file);
  ASSERT_EQ(vectors["key"], kKey);
  ASSERT_EQ(vectors["context_string"], kContext);
  ASSERT_GT(vectors["cases"].size(), 30u);
  for (const auto& c : vectors["cases"]) {
    const Bytes input = vector_input(c["input_len"]);
    const auto expect = [&](Blake3 hash, const char* mode) {
      const std::string expected = c[mode];
      Bytes out(expected.size() / 2);  // 131 bytes: extended output
      on_path(hash).update(input).output(out);
      EXPECT_EQ(hex_encode(out), expected) << mode << " of " << input.size() << " bytes";
    };
    expect(Blake3(), "hash");
    expect(Blake3::keyed(vector_key()), "keyed_hash");
    expect(Blake3::derive_key(kContext), "derive_key");
  }
}

TEST_P(Blake3Paths, EdgeAndRandomLengthsAgreeWithPortable) {
  Xorshift random(3);
  std::vector<size_t> lengths = edge_lengths();
  for (int i = 0; i < 60; ++i) lengths.push_back(random.below(40 * 1024));
  const Bytes memory = random.bytes(400 * 1024 + 32);
  for (size_t length : lengths) {
    const ByteView message = ByteView(memory).subspan(random.below(32), length);
    const Blake3 keyed = Blake3::keyed(vector_key());
    EXPECT_EQ(on_path(keyed).update(message).finish(),
              Blake3(keyed).use(detail::kBlake3Portable).update(message).finish())
        << length << " bytes";
  }
}

// The counter is 64 bits wide and split over two words: also across the border, and with every number of lanes in use.
TEST_P(Blake3Paths, BulkFunctionsAgreeWithPortableAtEveryCountAndCounter) {
  Xorshift random(4);
  const Bytes memory = random.bytes(20 * 1024);
  const detail::Blake3Words key = {1, 2, 3, 4, 5, 6, 7, 0xffffffff};
  for (size_t count = 0; count <= 20; ++count)
    for (uint64_t counter : {uint64_t{0}, uint64_t{0xfffffffa}, uint64_t{1} << 53}) {
      Bytes expected(20 * 32 + 1, 0xee);
      Bytes found = expected;
      detail::kBlake3Portable.chunks(memory.data(), count, key, counter, 16, expected.data());
      GetParam().path->chunks(memory.data(), count, key, counter, 16, found.data());
      EXPECT_EQ(found, expected) << count << " chunks from " << counter;

      detail::kBlake3Portable.parents(memory.data(), count, key, 16, expected.data());
      Bytes in_place = memory;
      GetParam().path->parents(in_place.data(), count, key, 16, in_place.data());
      EXPECT_TRUE(std::equal(expected.begin(), expected.begin() + static_cast<ptrdiff_t>(32 * count), in_place.begin()))
          << count << " parents in place";
    }
}

TEST_P(Blake3Paths, CompressionsAgreeWithPortable) {
  Xorshift random(14);
  const Bytes memory = random.bytes(2048);
  for (int round = 0; round < 300; ++round) {
    detail::Blake3Words cv;
    for (auto& word : cv) word = round == 0 ? 0xffffffff : static_cast<uint32_t>(random.next());
    const uint8_t* blocks = memory.data() + random.below(600);
    const uint64_t counter = round % 2 == 0 ? random.next() : uint64_t{0xffffffff};
    const uint32_t flags = static_cast<uint32_t>(random.below(128)), bytes = static_cast<uint32_t>(random.below(65));
    EXPECT_EQ(GetParam().path->compress(cv, blocks, bytes, counter, flags),
              detail::kBlake3Portable.compress(cv, blocks, bytes, counter, flags));
    detail::Blake3Words expected = cv, found = cv;
    const size_t count = random.below(16);
    detail::kBlake3Portable.chain(expected, blocks, count, counter, flags, 1);
    GetParam().path->chain(found, blocks, count, counter, flags, 1);
    EXPECT_EQ(found, expected) << count << " blocks";
  }
}

TEST_P(Blake3Paths, EveryLengthUpToThreeChunksAgreesWithPortable) {
  const Bytes memory = Xorshift(15).bytes(3 * 1024 + 8);
  for (size_t length = 0; length <= 3 * 1024 + 1; ++length) {
    const ByteView message = ByteView(memory).subspan(length % 7, length);
    ASSERT_EQ(on_path(Blake3()).update(message).finish(),
              Blake3().use(detail::kBlake3Portable).update(message).finish())
        << length << " bytes";
  }
}

// Groups of 128 chunks are cut at multiples of 128: a message that begins with any other number of chunks has subtrees
// of every size on the way there, and large ones behind.
TEST_P(Blake3Paths, LargeUpdatesFromAnyChunkGiveTheSameDigest) {
  CountingPool pool;
  const Bytes memory = Xorshift(16).bytes(700 * 1024 + 5);
  const Digest expected = Blake3().use(detail::kBlake3Portable).update(memory).finish();
  for (size_t chunks : {1, 2, 3, 5, 8, 15, 16, 64, 100, 127, 128, 129, 200, 256, 257, 511, 699})
    for (size_t more : {0, 1, 64, 1023}) {
      const size_t first = 1024 * chunks + more;
      EXPECT_EQ(on_path(Blake3())
                    .update(ByteView(memory).first(first), &pool)
                    .update(ByteView(memory).subspan(first), &pool)
                    .finish(),
                expected)
          << first;
    }
}

TEST_P(Blake3Paths, EveryCutOfTheMessageGivesTheSameDigest) {
  const Bytes message = pattern(5 * 1024 + 1);
  const Blake3 hash = on_path(Blake3());
  EXPECT_EQ(first_bad_cut(hash, message, Blake3(hash).update(message).finish()), message.size() + 1);
}

TEST_P(Blake3Paths, ManyPartsOfAnySizeGiveTheSameDigest) {
  Xorshift random(5);
  const Bytes memory = random.bytes(200 * 1024);
  for (int round = 0; round < 60; ++round) {
    const ByteView message = ByteView(memory).first(random.below(memory.size()));
    const size_t largest = size_t{1} << (4 + random.below(14));
    Blake3 parts = on_path(Blake3());
    for (size_t at = 0; at < message.size();) {
      const size_t taken = std::min(random.below(largest), message.size() - at);
      parts.update(message.subspan(at, taken));
      at += taken;
    }
    EXPECT_EQ(parts.finish(), blake3(message)) << message.size() << " bytes, parts below " << largest;
  }
}

TEST_P(Blake3Paths, WithThreadsTheDigestIsTheSame) {
  CountingPool pool;
  const Bytes memory = pattern(5 * 1024 * 1024 + 77);
  for (size_t length : {size_t{0}, size_t{1024}, size_t{128} * 1024, size_t{256} * 1024, size_t{256} * 1024 + 1,
                        size_t{1} << 20, size_t{3} * 1024 * 1024 - 1, memory.size()}) {
    const ByteView message = ByteView(memory).first(length);
    const Digest expected = on_path(Blake3()).update(message).finish();
    EXPECT_EQ(on_path(Blake3()).update(message, &pool).finish(), expected) << length;
    const size_t first = length / 3;
    EXPECT_EQ(on_path(Blake3()).update(message.first(first), &pool).update(message.subspan(first), &pool).finish(),
              expected)
        << length;
  }
  EXPECT_GT(pool.calls, 0);
  EXPECT_EQ(blake3_parallel(memory, &pool), blake3(memory));
  EXPECT_EQ(blake3_parallel(memory, nullptr), blake3(memory));
}

TEST(Blake3, OutputCanBeReadFromAnyOffset) {
  for (size_t length : {size_t{0}, size_t{100}, size_t{1024}, size_t{4096}, size_t{5000}}) {
    Blake3 hash;
    hash.update(vector_input(length));
    Bytes whole(1000);
    hash.output(whole);
    for (size_t offset : {size_t{1}, size_t{63}, size_t{64}, size_t{65}, size_t{200}}) {
      Bytes part(300);
      hash.output(part, offset);
      EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + static_cast<ptrdiff_t>(offset))) << offset;
    }
  }
}

TEST(Blake3, OutputDoesNotEndTheMessage) {
  Blake3 hash;
  Digest ignored;
  for (size_t i = 0; i < 9; ++i) {
    hash.update(ByteView(pattern(9000)).subspan(i * 1000, 1000));
    hash.output(ignored);
  }
  EXPECT_EQ(hash.finish(), blake3(pattern(9000)));
}

TEST(Blake3, FinishStartsANewMessageInTheSameMode) {
  Blake3 hash = Blake3::keyed(vector_key());
  const Digest first = hash.update(pattern(5000)).finish();
  EXPECT_EQ(hash.update(pattern(5000)).finish(), first);
  EXPECT_NE(first, blake3(pattern(5000)));
  EXPECT_EQ(blake3({as_bytes("a"), {}, as_bytes("bc")}), blake3(as_bytes("abc")));
}

}  // namespace
}  // namespace zkp

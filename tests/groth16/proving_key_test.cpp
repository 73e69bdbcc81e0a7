#include "groth16/proving_key.h"

#include <gtest/gtest.h>

#include "base_os/system_files.h"
#include "curve/encoding.h"
#include "groth16/mapped_proving_key.h"
#include "groth16/toy.h"
#include "hash/blake3.h"
#include "hash/sha2.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

using testing::toy_circuit;
using testing::toy_inputs;
using testing::toy_key;

Result<Bytes> file_of(const ProvingKeyView& key, TaskPool* pool = nullptr) {
  Bytes out;
  ZKP_TRY_VOID(write_proving_key(
      key,
      [&](ByteView bytes) -> Result<void> {
        append(out, bytes);
        return {};
      },
      pool));
  return out;
}

// The format of version 1, which is only read any more (docs/formats/groth16-keys.md).
Bytes file_of_version_1(const ProvingKey& key) {
  ByteWriter out;
  out.raw("ZPK1").u16(1).str(key.label.text()).raw(key.circuit_id).u8(static_cast<uint8_t>(key.log_domain));
  out.u32(static_cast<uint32_t>(key.public_count())).u32(static_cast<uint32_t>(key.variable_count()));
  out.raw(encode_verifying_key(key.vk)).raw(serialize(key.beta_g1)).raw(serialize(key.delta_g1));
  for (const G1Affine& p : key.a) out.raw(serialize(p));
  for (const G1Affine& p : key.b_g1) out.raw(serialize(p));
  for (const G2Affine& p : key.b_g2) out.raw(serialize(p));
  for (const G1Affine& p : key.l) out.raw(serialize(p));
  for (const G1Affine& p : key.h) out.raw(serialize(p));
  return ByteWriter(out).raw(sha256(out.bytes())).bytes();
}

Digest blake3_of(ByteView bytes) { return Blake3().update(bytes).finish(); }

Bytes with_checksum_of_version(int version, Bytes body) {
  append(body, version == 1 ? sha256(body) : blake3_of(body));
  return body;
}

Bytes without_checksum(Bytes file) {
  file.resize(file.size() - 32);
  return file;
}

// A key of another kind than the toy's: the wide basis, points at infinity in the lists.
ProvingKey odd_key() {
  ProvingKey key = toy_key();
  key.h_basis = HBasis::kOddCoset;
  key.h.push_back(key.h.front());
  key.a[2] = G1Affine::identity();
  key.b_g2[3] = G2Affine::identity();
  return key;
}

constexpr size_t kLabelBytes = std::string_view("insecure-dev").size();
constexpr size_t kHeadAt = 4 + 2 + 2 + kLabelBytes + 32;  ///< of log2 n
constexpr size_t kVkAt2 = kHeadAt + 1 + 1 + 4 + 4;
constexpr size_t kVkBytes = 336 + 3 * 48;
constexpr size_t kListsAt2 = (kVkAt2 + kVkBytes + 2 * 96 + 63) / 64 * 64;

TEST(ProvingKeyFile, RoundTripIsExactForEveryLabelAndBasis) {
  TestPool pool(3);
  for (ProvingKey key : {toy_key(), odd_key()}) {
    for (const SetupLabel& label : {SetupLabel::insecure_dev(), SetupLabel::local(), SetupLabel::ceremony(Digest{9})}) {
      key.label = label;
      const Bytes file = file_of(key).value();
      EXPECT_EQ(parse_proving_key(file).value(), key);
      EXPECT_EQ(parse_proving_key(file, &pool, PointCheck::kInSubgroup).value(), key);
      EXPECT_EQ(file_of(key, &pool).value(), file);
    }
  }
}

// Against the document: places, byte order, form of the points.
TEST(ProvingKeyFile, HasTheDocumentedBytes) {
  const ProvingKey key = toy_key();
  const Bytes file = file_of(key).value();
  EXPECT_EQ(as_text(ByteView(file).first(4)), "ZPK1");
  EXPECT_EQ(file[5], 2);
  EXPECT_EQ(file[kHeadAt], key.log_domain);
  EXPECT_EQ(file[kHeadAt + 1], 0);
  EXPECT_EQ(file[kHeadAt + 5], key.public_count());
  EXPECT_EQ(file[kHeadAt + 9], key.variable_count());
  EXPECT_TRUE(std::ranges::equal(ByteView(file).subspan(kVkAt2, kVkBytes), encode_verifying_key(key.vk)));
  // v 2^384 mod p, little-endian, is what a big-endian reader of the reversed bytes finds after dividing by 2^384.
  Fp two_384 = Fp::one();
  for (int i = 0; i < 384; ++i) two_384 = two_384.doubled();
  const Fp shifted = key.a[1].x() * two_384;
  const auto big_endian = shifted.to_bytes();
  const ByteView x = ByteView(file).subspan(kListsAt2 + sizeof(G1Affine), 48);
  EXPECT_TRUE(std::equal(x.begin(), x.end(), big_endian.rbegin(), big_endian.rend()));
  // a, b1: 6 points each are 9 times 64 bytes.
  ASSERT_EQ(key.variable_count(), 6u);
  const auto c1 = (key.b_g2[4].x().c1 * two_384).to_bytes();
  const ByteView x1 = ByteView(file).subspan(kListsAt2 + 2 * 6 * 96 + 4 * 192 + 48, 48);
  EXPECT_TRUE(std::equal(x1.begin(), x1.end(), c1.rbegin(), c1.rend()));
  EXPECT_TRUE(std::ranges::equal(ByteView(file).last(32), blake3_of(ByteView(file).first(file.size() - 32))));
}

TEST(ProvingKeyFile, VersionOneIsStillRead) {
  const ProvingKey key = toy_key();
  EXPECT_EQ(parse_proving_key(file_of_version_1(key)).value(), key);
  EXPECT_EQ(parse_proving_key(file_of_version_1(key), nullptr, PointCheck::kInSubgroup).value(), key);
}

TEST(ProvingKeyFile, EveryFlippedByteAndEveryTruncationIsRefused) {
  for (const Bytes& bytes : {file_of(toy_key()).value(), file_of(odd_key()).value(), file_of_version_1(toy_key())}) {
    for (size_t i = 0; i < bytes.size(); ++i) {
      Bytes changed = bytes;
      changed[i] ^= 0x10;
      EXPECT_FALSE(parse_proving_key(changed).ok()) << i;
      EXPECT_FALSE(parse_proving_key(ByteView(bytes).first(i)).ok()) << i;
    }
    Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(parse_proving_key(longer).ok());
  }
}

TEST(ProvingKeyFile, CountsThatDoNotMatchTheSizeAreRefusedBeforeAnythingIsAllocated) {
  for (int version : {1, 2}) {
    Bytes bytes = version == 1 ? file_of_version_1(toy_key()) : file_of(toy_key()).value();
    bytes[kHeadAt] = 28;  // domain of 2^28
    const size_t variables_at = kHeadAt + (version == 1 ? 5 : 6);
    for (size_t i = 0; i < 4; ++i) bytes[variables_at + i] = 0xff;  // 2^32 - 1 variables
    auto key = parse_proving_key(bytes);
    ASSERT_FALSE(key.ok());
    EXPECT_EQ(key.error().code(), GeneralError::kParse);
    EXPECT_EQ(key.error().message(), "proving key: the size of the file does not match its counts");
  }
}

// Whoever can write the file can also mend its checksum.
TEST(ProvingKeyFile, PointsOffTheirCurveAndBadVerifyingKeysAreRefusedDespiteARightChecksum) {
  for (int version : {1, 2}) {
    const Bytes body = without_checksum(version == 1 ? file_of_version_1(toy_key()) : file_of(toy_key()).value());
    auto parses_with_flip_at = [&](size_t at) {
      Bytes changed = body;
      changed[at] ^= 1;
      return parse_proving_key(with_checksum_of_version(version, changed)).ok();
    };
    const size_t vk_at = version == 1 ? kHeadAt + 1 + 4 + 4 : kVkAt2;
    const size_t lists_at = version == 1 ? vk_at + kVkBytes + 2 * 96 : kListsAt2;
    for (size_t at : {vk_at + 40, vk_at + 100, vk_at + 340, vk_at + kVkBytes + 50, vk_at + kVkBytes + 96 + 80,
                      lists_at + 30, lists_at + 96 * 7 + 50, lists_at + 96 * 12 + 3, body.size() - 80})
      EXPECT_FALSE(parses_with_flip_at(at)) << at;
  }
}

TEST(ProvingKeyFile, ExtraBytesAndWrongCountsAreRefusedDespiteARightChecksum) {
  for (int version : {1, 2}) {
    const Bytes body = without_checksum(version == 1 ? file_of_version_1(toy_key()) : file_of(toy_key()).value());
    auto parses = [&](const Bytes& changed) {
      return parse_proving_key(with_checksum_of_version(version, changed)).ok();
    };
    ASSERT_TRUE(parses(body));
    for (size_t extra : {1, 64, 96, 192}) {
      Bytes longer = body;
      longer.resize(body.size() + extra);
      EXPECT_FALSE(parses(longer)) << extra;
      EXPECT_FALSE(parses(Bytes(body.begin(), body.end() - static_cast<ptrdiff_t>(extra)))) << extra;
    }
    // The domain, the counts and, of version 2, the basis.
    for (size_t at = kHeadAt; at < kHeadAt + (version == 1 ? 9 : 10); ++at) {
      for (uint8_t flip : {1, 2, 4, 0x80}) {
        Bytes changed = body;
        changed[at] ^= flip;
        EXPECT_FALSE(parses(changed)) << version << " " << at;
      }
    }
  }
}

TEST(ProvingKeyFile, PaddingMustBeZero) {
  const Bytes body = without_checksum(file_of(toy_key()).value());
  size_t refused = 0;
  for (size_t at = kVkAt2 + kVkBytes + 2 * 96; at < kListsAt2; ++at, ++refused) {
    Bytes changed = body;
    changed[at] = 1;
    EXPECT_FALSE(parse_proving_key(with_checksum_of_version(2, changed)).ok()) << at;
  }
  EXPECT_GT(refused, 0u);
  Bytes changed = body;
  changed.back() ^= 1;  // h has 7 points, 672 bytes, of 704
  EXPECT_EQ(parse_proving_key(with_checksum_of_version(2, changed)).error().message(),
            "proving key: there are bytes between the lists");
}

// A coordinate that is p too large is the same element and another string of bytes.
TEST(ProvingKeyFile, CoordinatesThatAreNotReducedAreRefused) {
  Bytes body = without_checksum(file_of(toy_key()).value());
  size_t tried = 0;
  for (size_t at = kListsAt2; at + 48 <= kListsAt2 + 12 * 96; at += 48) {
    LimbArray<6> limbs;
    std::memcpy(limbs.data(), body.data() + at, 48);
    if (limbs::add(limbs, limbs, Fp::kModulus) != 0) continue;  // does not fit in 384 bits: cannot be, p has 381
    Bytes changed = body;
    std::memcpy(changed.data() + at, limbs.data(), 48);
    EXPECT_FALSE(parse_proving_key(with_checksum_of_version(2, changed)).ok()) << at;
    ++tried;
  }
  EXPECT_EQ(tried, 24u);
}

// Wrong blinding would give the witness away.
TEST(ProvingKeyFile, BetaAndDeltaThatAreNotThoseOfTheVerifyingKeyAreRefused) {
  ProvingKey key = toy_key();
  key.delta_g1 = key.beta_g1;
  EXPECT_EQ(parse_proving_key(file_of(key).value()).error().code(), CryptoError::kBadKey);
  EXPECT_EQ(parse_proving_key(file_of_version_1(key)).error().code(), CryptoError::kBadKey);
  key = toy_key();
  key.beta_g1 = -key.beta_g1;
  EXPECT_EQ(parse_proving_key(file_of(key).value()).error().code(), CryptoError::kBadKey);
  key = toy_key();
  key.delta_g1 = G1Affine::identity();
  EXPECT_FALSE(parse_proving_key(file_of(key).value()).ok());
}

TEST(ProvingKeyFile, PointsOutsideTheSubgroupAreFoundWhenAsked) {
  ProvingKey key = toy_key();
  key.l[1] = G1Affine::from_xy_unchecked(Fp::zero(), Fp::from_u64(2));  // of order 3
  for (const Bytes& file : {file_of(key).value(), file_of_version_1(key)}) {
    EXPECT_TRUE(parse_proving_key(file).ok());
    EXPECT_FALSE(parse_proving_key(file, nullptr, PointCheck::kInSubgroup).ok());
  }
}

TEST(ProvingKeyFile, ErrorOfTheSinkIsPassedOnAndListsOfWrongLengthAreNotWritten) {
  auto result =
      write_proving_key(toy_key(), [](ByteView) -> Result<void> { return Error(StorageError::kFull, "full"); });
  EXPECT_EQ(result.error().code(), StorageError::kFull);
  ProvingKey key = toy_key();
  key.l.pop_back();
  EXPECT_EQ(file_of(key).error().code(), CryptoError::kBadKey);
}

class MappedKey : public ::testing::Test {
 protected:
  MappedKey() { EXPECT_TRUE(files_.replace("k.pk", file_of(key_).value()).ok()); }

  SimFiles files_;
  SimRandom random_{7};
  const ProvingKey key_ = toy_key();
};

TEST_F(MappedKey, GivesTheProofsOfTheKeyInMemory) {
  TestPool pool(3);
  const MappedProvingKey mapped = MappedProvingKey::open(files_, "k.pk", {.pool = &pool}).value();
  EXPECT_EQ(mapped.vk(), key_.vk);
  EXPECT_EQ(mapped.view().label, key_.label);
  EXPECT_EQ(mapped.view().circuit_id, key_.circuit_id);
  EXPECT_EQ(file_of(mapped.view()).value(), file_of(key_).value());
  ConstraintSystem cs(Synthesis::kWitness);
  toy_circuit(cs, 3, 35, 99);
  SimRandom first(3), second(3);
  const Groth16Proof expected = groth16_prove(key_, cs, first).value();
  const ProveOptions options{.pool = &pool, .chunk_points = 4};
  EXPECT_EQ(encode_proof(groth16_prove(mapped.view(), cs, second, options).value()), encode_proof(expected));
  const MappedProvingKey moved = std::move(MappedProvingKey::open(files_, "k.pk")).value();
  EXPECT_EQ(moved.view().vk, &moved.vk());
}

TEST_F(MappedKey, OfARealFileIsTheSame) {
  const std::string path = ::testing::TempDir() + "/zkp-mapped-key-" + std::to_string(getpid()) + ".pk";
  SystemFiles files;
  ASSERT_TRUE(files.replace(path, file_of(key_).value()).ok());
  {
    const MappedProvingKey mapped = MappedProvingKey::open(files, path).value();
    EXPECT_EQ(file_of(mapped.view()).value(), file_of(key_).value());
    ConstraintSystem cs(Synthesis::kWitness);
    toy_circuit(cs, 3, 35, 99);
    const Groth16Proof proof = groth16_prove(mapped.view(), cs, random_).value();
    EXPECT_TRUE(PreparedVerifyingKey::make(key_.vk)->verify(toy_inputs(35, 99), proof).ok());
  }
  ASSERT_TRUE(files.remove(path).ok());
}

TEST_F(MappedKey, EveryFlippedByteIsRefusedWithTheNameOfTheFile) {
  const size_t size = file_of(key_).value().size();
  for (size_t at = 0; at < size; at += 7) {
    files_.flip_bit("k.pk", at, static_cast<int>(at % 8));
    auto opened = MappedProvingKey::open(files_, "k.pk");
    ASSERT_FALSE(opened.ok()) << at;
    EXPECT_EQ(opened.error().where().file, "k.pk");
    files_.flip_bit("k.pk", at, static_cast<int>(at % 8));
  }
  EXPECT_TRUE(MappedProvingKey::open(files_, "k.pk").ok());
}

TEST_F(MappedKey, FilesOfVersionOneTooLargeOnesAndMissingOnesAreRefused) {
  ASSERT_TRUE(files_.replace("old.pk", file_of_version_1(key_)).ok());
  EXPECT_EQ(MappedProvingKey::open(files_, "old.pk").error().code(), GeneralError::kUnsupported);
  EXPECT_EQ(MappedProvingKey::open(files_, "k.pk", {.max_bytes = 1000}).error().code(), GeneralError::kLimit);
  EXPECT_EQ(MappedProvingKey::open(files_, "none.pk").error().code(), GeneralError::kNotFound);
  ASSERT_TRUE(files_.replace("empty.pk", {}).ok());
  EXPECT_EQ(MappedProvingKey::open(files_, "empty.pk").error().code(), GeneralError::kParse);
}

}  // namespace
}  // namespace zkp

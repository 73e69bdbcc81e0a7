/// Reference strings: their powers, their file, and what is no string.
#include "commit/srs.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/sim.h"
#include "base_os/system_files.h"
#include "base_os/system_random.h"
#include "base_os/temp_folder.h"
#include "commit/srs_file.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

constexpr size_t kCount = (size_t{1} << 13) + 5;

Fr tau() { return Fr::from_u64(0x123456789abcdef); }

class SrsTest : public testing::Test {
 protected:
  static const Srs& made() {
    static const Srs kSrs = [] {
      TestPool pool(2);
      return Srs::from_tau(tau(), kCount, kSrsLogBlocks, &pool);
    }();
    return kSrs;
  }
  static Bytes file_of(const Srs& srs) {
    Bytes out;
    const auto sink = [&](ByteView piece) -> Result<void> {
      append(out, piece);
      return {};
    };
    write_srs(srs, "insecure-dev", sink, nullptr).value();
    return out;
  }
  Result<LoadedSrs> open(const Bytes& bytes) {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("zkp-srs-test-" + std::to_string(::getpid()))).string();
    SystemFiles files;
    EXPECT_TRUE(files.replace(path, bytes).ok());
    Result<LoadedSrs> out = open_srs(files, path);
    std::filesystem::remove(path);
    return out;
  }
  static Bytes with_checksum(Bytes bytes) {
    const Digest digest = blake3(ByteView(bytes).first(bytes.size() - 32));
    std::copy(digest.begin(), digest.end(), bytes.end() - 32);
    return bytes;
  }
  SystemRandom random_;
};

TEST_F(SrsTest, PowersAreThoseOfTau) {
  for (const size_t i : {size_t{0}, size_t{1}, size_t{2}, size_t{4095}, size_t{4096}, size_t{4097}, kCount - 1}) {
    const uint64_t exponent = i;
    EXPECT_EQ(G1(made().powers()[i]), G1::generator().mul_var(tau().pow({&exponent, 1}))) << i;
  }
  EXPECT_EQ(made().key().powers.size(), SrsKey::kPublicPowers);
  EXPECT_EQ(made().key().id, srs_id(made().key()));
  EXPECT_TRUE(check_powers(made(), random_, nullptr).ok());
}

TEST_F(SrsTest, PublicPowersOfAKnownTauAreMadeWhenTheyAreNeeded) {
  const PublicPowers lazy = PublicPowers::of_tau(tau(), 100), copy = lazy;
  EXPECT_EQ(lazy.size(), 100u);
  EXPECT_TRUE(std::ranges::equal(copy.first(100), made().powers().first(100)));
  EXPECT_EQ(lazy.first(7).data(), copy.first(100).data());
  EXPECT_EQ(PublicPowers().size(), 0u);
  EXPECT_TRUE(PublicPowers().first(0).empty());
  EXPECT_FALSE(lazy == made().key().powers);

  const PublicPowers shared = PublicPowers::of_tau(tau(), 100);
  TestPool pool(4);
  std::vector<const G1Affine*> seen(64);
  parallel_for(&pool, seen.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) seen[i] = shared.first(i + 1).data();
  });
  for (const G1Affine* each : seen) EXPECT_EQ(each, shared.first(1).data());
}

TEST_F(SrsTest, AFileGivesTheStringBack) {
  const Bytes bytes = file_of(made());
  const auto loaded = open(bytes);
  ASSERT_TRUE(loaded.ok()) << loaded.error().describe();
  EXPECT_EQ(loaded->label, "insecure-dev");
  EXPECT_EQ(loaded->srs.key().id, made().key().id);
  EXPECT_TRUE(std::ranges::equal(loaded->srs.powers(), made().powers()));
  EXPECT_EQ(loaded->srs.key().powers, made().key().powers);
  loaded->srs.forget();
  EXPECT_EQ(loaded->srs.powers()[7], made().powers()[7]);
  Bytes streamed;
  const auto sink = [&](ByteView piece) -> Result<void> {
    append(streamed, piece);
    return {};
  };
  ASSERT_TRUE(write_srs_from_tau(tau(), kCount, "insecure-dev", sink, nullptr).ok());
  EXPECT_EQ(streamed, bytes);
}

TEST_F(SrsTest, DamagedFilesAreRefused) {
  const Bytes good = file_of(made());
  for (size_t i = 0; i < 400; ++i) {
    Bytes bad = good;
    bad[i] ^= 1;
    EXPECT_FALSE(open(bad).ok()) << i;
  }
  for (const size_t i : {good.size() / 2, good.size() - 33, good.size() - 1}) {
    Bytes bad = good;
    bad[i] ^= 1;
    EXPECT_FALSE(open(bad).ok()) << i;
  }
  for (const size_t size : {size_t{0}, size_t{3}, size_t{100}, good.size() - 1}) {
    EXPECT_FALSE(open(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))).ok()) << size;
  }
  Bytes off_curve = good;
  off_curve[good.size() - 32 - 64 - 96 * 3] ^= 1;
  const auto refused = open(with_checksum(off_curve));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message().find("curve"), std::string::npos) << refused.error().message();
}

TEST_F(SrsTest, TheHeadOfAFileIsWhatAVerifierNeeds) {
  SystemFiles files;
  TempFolder folder;
  const std::string path = folder / "a.srs";
  const Bytes good = file_of(made());
  auto read = [&](const Bytes& bytes) {
    EXPECT_TRUE(files.replace(path, bytes).ok());
    return read_srs_head(files, path);
  };
  const auto head = read(good);
  ASSERT_TRUE(head.ok()) << head.error().describe();
  EXPECT_EQ(head->label, "insecure-dev");
  EXPECT_EQ(head->count, kCount);
  EXPECT_EQ(head->key.id, made().key().id);
  EXPECT_EQ(head->key.powers, made().key().powers);
  for (size_t i = 0; i < 400; i += 9) {
    Bytes bad = good;
    bad[i] ^= 1;
    const auto answer = read(bad);  // the label is the caller's to look at, and padding is not read
    EXPECT_TRUE(!answer.ok() || answer->label != "insecure-dev" || answer->key.id == made().key().id) << i;
  }
  Bytes off_curve = good;
  off_curve[good.size() - 32 - 64 - 96 * (kCount - 4000)] ^= 1;
  EXPECT_FALSE(read(off_curve).ok());
  EXPECT_FALSE(read(Bytes(good.begin(), good.end() - 1)).ok());
  EXPECT_FALSE(read({}).ok());
}

TEST_F(SrsTest, PowersThatAreNoPowersAreFound) {
  auto changed = [&](auto change) {
    std::vector<G1Affine> powers(made().powers().begin(), made().powers().end());
    SrsKey key = made().key();
    change(powers, key);
    return check_powers(Srs(key, std::move(powers)), random_, nullptr);
  };
  EXPECT_TRUE(changed([](auto&, auto&) {}).ok());
  EXPECT_FALSE(changed([](auto& p, auto&) { std::swap(p[5], p[6]); }).ok());
  EXPECT_FALSE(changed([](auto& p, auto&) { p.back() = G1Affine::generator(); }).ok());
  EXPECT_FALSE(changed([](auto& p, auto&) { p[100] = G1Affine::identity(); }).ok());
  EXPECT_FALSE(changed([](auto& p, auto&) { p[0] = p[1]; }).ok());
  EXPECT_FALSE(changed([](auto&, auto& key) { key.tau_g2 = G2Affine::generator(); }).ok());
  EXPECT_FALSE(changed([](auto&, auto& key) { key.blocks[1].point = key.blocks[0].point; }).ok());
  EXPECT_FALSE(changed([](auto& p, auto&) { p.resize(4000); }).ok());  // too few to know the block powers
}

}  // namespace
}  // namespace zkp

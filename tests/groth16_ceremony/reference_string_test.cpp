/// Reference strings from phase-1 files: ours, and those of other programs.
#include "groth16/ceremony/reference_string.h"

#include "base_os/file_source.h"
#include "base_os/pool.h"
#include "curve/encoding.h"
#include "curve/fixed_base.h"
#include "groth16/ceremony/import.h"
#include "groth16_ceremony/files.h"

namespace zkp {
namespace {

using testing::resealed;
using testing::written;

TaskPool* pool() {
  static const std::unique_ptr<TaskPool> out = make_task_pool(0);
  return out.get();
}

/// Powers of secrets that are known: what a ceremony of one participant leads to, sooner.
class KnownPowers : public PowersReader {
 public:
  explicit KnownPowers(int log_size) : PowersReader(log_size) {
    const size_t n = size();
    const FixedBase<G1> g1(G1Affine::generator(), 4 * n, pool());
    const FixedBase<G2> g2(G2Affine::generator(), n, pool());
    auto exponents = [&](size_t count, Fr power) {
      std::vector<Fr> out;
      for (size_t i = 0; i < count; ++i, power *= tau()) out.push_back(power);
      return out;
    };
    lists_[0] = g1.mul_batch_var(exponents(2 * n - 1, Fr::one()), pool());
    in_g2_ = g2.mul_batch_var(exponents(n, Fr::one()), pool());
    lists_[2] = g1.mul_batch_var(exponents(n, alpha()), pool());
    lists_[3] = g1.mul_batch_var(exponents(n, beta()), pool());
  }
  static Fr tau() { return Fr::from_u64(0x123456789abcdef); }
  static Fr alpha() { return Fr::from_u64(4); }
  static Fr beta() { return Fr::from_u64(5); }

  Phase1State state() const {
    return {lists_[0][1], lists_[2][0], lists_[3][0], in_g2_[1], G2Affine::generator().mul_var(beta()).to_affine_var()};
  }
  Result<void> read(PowerList list, size_t first, std::span<G1Affine> out, TaskPool*) const override {
    std::copy_n(lists_[static_cast<size_t>(list)].begin() + static_cast<ptrdiff_t>(first), out.size(), out.begin());
    return {};
  }
  Result<void> read(PowerList, size_t first, std::span<G2Affine> out, TaskPool*) const override {
    std::copy_n(in_g2_.begin() + static_cast<ptrdiff_t>(first), out.size(), out.begin());
    return {};
  }

 private:
  std::array<std::vector<G1Affine>, 4> lists_;
  std::vector<G2Affine> in_g2_;
};

const KnownPowers& powers() {
  static const KnownPowers kPowers(kMinSrsLogPowers);
  return kPowers;
}

struct Importer : testing::Ceremony {
  Importer() { env.pool = pool(); }

  Bytes transcript(const KnownPowers& of) {
    return written([&](const ByteSink& sink) {
      return import_phase1(of, of.state(), {"challenge", sha256(as_bytes("a file")), 0}, sink, env);
    });
  }
  /// As powersoftau writes it.
  Bytes challenge() {
    Bytes out(64, 0x5a);
    EXPECT_TRUE(copy_powers(
                    powers(),
                    [&](ByteView piece) -> Result<void> {
                      append(out, piece);
                      return {};
                    },
                    env)
                    .ok());
    append(out, serialize(powers().state().beta_g2));
    return out;
  }
  Result<Phase1Srs> read(const Bytes& file) { return srs_of_phase1(ViewSource(file), 2, env); }
  std::string refusal(const Bytes& file) {
    const auto answer = read(file);
    return answer.ok() ? "accepted" : answer.error().message();
  }
};

const Bytes& transcript() {
  static const Bytes kFile = Importer().transcript(powers());
  return kFile;
}

void expect_string_of_tau(const Phase1Srs& made, const CeremonyEnv& env) {
  const SrsKey key = srs_key_from_tau(KnownPowers::tau(), kSrsLogBlocks);
  EXPECT_EQ(made.key.id, key.id);
  EXPECT_EQ(made.count(), (size_t{2} << kMinSrsLogPowers) - 1);
  EXPECT_EQ(made.label().kind(), SetupLabel::Kind::kCeremony);
  Bytes file, expected;
  auto into = [](Bytes& out) {
    return [&out](ByteView piece) -> Result<void> {
      append(out, piece);
      return {};
    };
  };
  ASSERT_TRUE(write_srs(made.key, made.label().text(), 20000, made.source(env), into(file), pool()).ok());
  ASSERT_TRUE(write_srs_from_tau(KnownPowers::tau(), 20000, made.label().text(), into(expected), pool()).ok());
  EXPECT_EQ(file, expected);
}

TEST(ReferenceString, APhaseOneGivesTheStringOfItsTau) {
  Importer im;
  const Bytes& file = transcript();
  const ViewSource source(file);
  const auto made = srs_of_phase1(source, 2, im.env);
  ASSERT_TRUE(made.ok()) << made.error().message();
  EXPECT_EQ(made->label(), SetupLabel::ceremony(read_phase1(source)->hash()));
  expect_string_of_tau(*made, im.env);
}

TEST(ReferenceString, AForeignFileGivesTheSameStringUnderTheLabelOfItsImport) {
  Importer im;
  const Bytes file = im.challenge();
  const ViewSource source(file);
  const auto made = srs_of_phase1(source, 2, im.env);
  ASSERT_TRUE(made.ok()) << made.error().message();
  expect_string_of_tau(*made, im.env);
  const Bytes imported = written([&](const ByteSink& sink) { return import_foreign_phase1(source, sink, im.env); });
  EXPECT_EQ(made->label(), SetupLabel::ceremony(read_phase1(ViewSource(imported))->hash()));
}

TEST(ReferenceString, FilesOfFewerPowersAreRefusedAtOnce) {
  Importer im;
  const Bytes small = im.contribute(im.start(3), "Ada");
  EXPECT_EQ(im.read(small).error().code(), GeneralError::kLimit);
  EXPECT_NE(im.refusal(small).find("2^14"), std::string::npos) << im.refusal(small);
  for (const char* name : {"final.ptau", "challenge", "response", "response.zcash"}) {
    const auto file = FileSource::open(ZKP_SOURCE_DIR "/tests/groth16_ceremony/snarkjs/" + std::string(name)).value();
    const auto answer = srs_of_phase1(*file, 2, im.env);
    ASSERT_FALSE(answer.ok()) << name;
    EXPECT_EQ(answer.error().code(), GeneralError::kLimit) << name << ": " << answer.error().message();
  }
}

TEST(ReferenceString, FilesOfFewerPowersThanAreNeededAreRefusedAtOnce) {
  Importer im;
  const ViewSource source(transcript());
  const auto answer = srs_of_phase1(source, 32768, im.env);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code(), GeneralError::kLimit);
  EXPECT_EQ(answer.error().message(), "the file has 32767 powers in G1, and 32768 are needed");
}

TEST(ReferenceString, PowersThatNobodyContributedToAreRefused) {
  Importer im;
  const Bytes nobody = im.start(kMinSrsLogPowers);
  EXPECT_EQ(im.read(nobody).error().code(), CryptoError::kBadKey) << im.refusal(nobody);
}

class Tampered : public ::testing::Test {
 protected:
  Bytes file_ = transcript();
  size_t begin_ = read_phase1(ViewSource(transcript()))->powers_offset;
  Importer im_;

  /// Where point i of a list is.
  uint8_t* at(PowerList list, size_t i) {
    return file_.data() + begin_ + uncompressed_list_offset(list, kMinSrsLogPowers) +
           i * (list == PowerList::kTauG2 ? 192 : 96);
  }
  std::string refusal() { return im_.refusal(resealed(file_)); }
};

TEST_F(Tampered, AByteIsFoundByTheChecksum) {
  at(PowerList::kTauG1, 100)[95] ^= 1;
  EXPECT_NE(im_.refusal(file_).find("checksum"), std::string::npos) << im_.refusal(file_);
}

TEST_F(Tampered, APointOffTheCurveIsRefusedWithItsNumber) {
  at(PowerList::kTauG1, 100)[95] ^= 1;
  EXPECT_NE(refusal().find("tau_g1[100]"), std::string::npos) << refusal();
}

TEST_F(Tampered, PowersInAnotherOrderAreRefused) {
  std::swap_ranges(at(PowerList::kTauG1, 1000), at(PowerList::kTauG1, 1001), at(PowerList::kTauG1, 1001));
  EXPECT_NE(refusal().find("tau_g1: a point is not tau times"), std::string::npos) << refusal();
}

TEST_F(Tampered, AnotherBlockPowerIsRefused) {
  const size_t block = size_t{1} << 13;
  std::swap_ranges(at(PowerList::kTauG2, block), at(PowerList::kTauG2, block + 1), at(PowerList::kTauG2, block + 1));
  EXPECT_NE(refusal().find("tau_g2: a point is not tau times"), std::string::npos) << refusal();
}

TEST_F(Tampered, APointOutsideTheSubgroupIsRefusedWithItsNumber) {
  // y^2 = x^3 + 4 for the first x that has one; the chance that such a point is in the subgroup is 2^-125.
  G1Affine outside;
  for (uint64_t x = 1;; ++x) {
    const Fp of_x = Fp::from_u64(x);
    const auto y = (of_x.square() * of_x + Fp::from_u64(4)).sqrt_var();
    if (!y) continue;
    outside = G1Affine::from_xy_unchecked(of_x, *y);
    if (!outside.is_in_subgroup()) break;
  }
  std::ranges::copy(serialize(outside), at(PowerList::kTauG1, 17));
  EXPECT_NE(refusal().find("tau_g1[17]"), std::string::npos) << refusal();
  EXPECT_NE(refusal().find("subgroup"), std::string::npos) << refusal();
}

}  // namespace
}  // namespace zkp

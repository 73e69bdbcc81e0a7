#include "log/merkle.h"

#include "base/encoding.h"
#include "log/support.h"

namespace zkp {
namespace {

using namespace log_test;

/// Flips one bit of a hash of the proof.
std::vector<Digest> flipped(std::vector<Digest> proof, size_t hash, size_t bit) {
  proof[hash][bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
  return proof;
}
Digest flipped(Digest digest, size_t bit = 0) {
  digest[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
  return digest;
}

TEST(EmptyTree, RootIsTheHashOfNothing) {
  EXPECT_EQ(hex_encode(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(CompactRange().root(), empty_root());
}

TEST(CompactRange, RootIsTheOneOfTheDefinitionForEverySizeUpTo300) {
  const std::vector<Digest> all = leaves(300);
  CompactRange range;
  for (size_t n = 0; n <= all.size(); ++n) {
    EXPECT_EQ(range.root(), naive::mth(std::span(all).first(n))) << n;
    EXPECT_EQ(range.end(), n);
    if (n < all.size()) range.append(all[n]);
  }
}

TEST(CompactRange, RootIsTheOneOfTheDefinitionForRandomLargerSizes) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 8; ++i) {
    const std::vector<Digest> all = leaves(301 + random() % 20000);
    CompactRange range;
    for (const Digest& hash : all) range.append(hash);
    EXPECT_EQ(range.root(), naive::mth(all)) << all.size();
  }
}

TEST(CompactRange, PartsHashedApartAndMergedAreTheWhole) {
  const std::vector<Digest> all = leaves(70);
  CompactRange whole;
  for (const Digest& hash : all) whole.append(hash);
  for (size_t a = 0; a <= all.size(); ++a) {
    for (size_t b = a; b <= all.size(); b += 3) {
      CompactRange first, second(a), third(b);
      for (size_t i = 0; i < all.size(); ++i) (i < a ? first : i < b ? second : third).append(all[i]);
      ASSERT_TRUE(second.merge(third).ok());
      ASSERT_TRUE(first.merge(second).ok());
      EXPECT_EQ(first, whole) << a << " " << b;
    }
  }
}

TEST(CompactRange, OnlyTheNextRangeCanBeMerged) {
  CompactRange range;
  range.append(leaf(0));
  const CompactRange before = range;
  EXPECT_EQ(range.merge(CompactRange(0)).error().code(), GeneralError::kInvalidArgument);
  EXPECT_EQ(range.merge(CompactRange(2)).error().code(), GeneralError::kInvalidArgument);
  EXPECT_EQ(range, before);
}

TEST(CompactRange, SurvivesSerialisation) {
  CompactRange range;
  for (uint64_t n = 0; n < 200; ++n) {
    const Bytes bytes = range.serialize();
    EXPECT_EQ(bytes.size(), 8 + 32 * static_cast<size_t>(std::popcount(n)));
    const Result<CompactRange> back = CompactRange::parse(bytes);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(*back, range);
    range.append(leaf(n));
  }
}

TEST(CompactRange, ForeignBytesAreRefused) {
  CompactRange range;
  for (uint64_t i = 0; i < 11; ++i) range.append(leaf(i));
  Bytes bytes = range.serialize();
  for (size_t cut = 0; cut < bytes.size(); ++cut)
    EXPECT_EQ(CompactRange::parse(ByteView(bytes).first(cut)).error().code(), GeneralError::kParse) << cut;
  bytes.push_back(0);
  EXPECT_EQ(CompactRange::parse(bytes).error().code(), GeneralError::kParse);
  EXPECT_EQ(CompactRange::parse(Bytes(8 + 64 * 32, 0xff)).error().code(), GeneralError::kLimit);
}

TEST(InclusionProof, EveryLeafOfEveryTreeUpTo100IsProvedAsTheRfcDefines) {
  const std::vector<Digest> all = leaves(100);
  NaiveNodes nodes(all);
  for (size_t size = 1; size <= all.size(); ++size) {
    const std::span<const Digest> tree = std::span(all).first(size);
    const Digest root = naive::mth(tree);
    for (size_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(nodes, index, size);
      ASSERT_TRUE(proof.ok());
      EXPECT_EQ(*proof, naive::path(index, tree)) << index << " of " << size;
      EXPECT_TRUE(verify_inclusion(index, size, all[index], *proof, root).ok()) << index << " of " << size;
    }
  }
}

TEST(InclusionProof, AnyChangeIsRefused) {
  const std::vector<Digest> all = leaves(100);
  NaiveNodes nodes(all);
  std::mt19937_64 random(2);
  for (size_t size = 1; size <= all.size(); ++size) {
    const Digest root = naive::mth(std::span(all).first(size));
    for (size_t index = 0; index < size; ++index) {
      const std::vector<Digest> proof = *inclusion_proof(nodes, index, size);
      const auto refused = [&](uint64_t i, const Digest& hash, const std::vector<Digest>& p, const Digest& r) {
        const Result<void> verdict = verify_inclusion(i, size, hash, p, r);
        return !verdict.ok() && verdict.error().code() == CryptoError::kBadProof;
      };
      // Every bit on small trees, one random bit per hash on the others.
      for (size_t h = 0; h < proof.size(); ++h) {
        const size_t chosen = random() % 256;
        for (size_t bit = 0; bit < 256; ++bit) {
          if (size > 9 && bit != chosen) continue;
          EXPECT_TRUE(refused(index, all[index], flipped(proof, h, bit), root));
        }
        std::vector<Digest> without = proof;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(h));
        EXPECT_TRUE(refused(index, all[index], without, root));
      }
      for (size_t at = 0; at <= proof.size(); ++at) {
        std::vector<Digest> longer = proof;
        longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at), root);
        EXPECT_TRUE(refused(index, all[index], longer, root));
      }
      EXPECT_TRUE(refused(index, flipped(all[index]), proof, root));
      EXPECT_TRUE(refused(index, all[index], proof, flipped(root)));
      for (size_t other = 0; other < size + 2; ++other) {
        if (other != index) { EXPECT_TRUE(refused(other, all[index], proof, root)); }
      }
    }
  }
}

TEST(ConsistencyProof, EveryPairOfSizesUpTo100IsProvedAsTheRfcDefines) {
  const std::vector<Digest> all = leaves(100);
  NaiveNodes nodes(all);
  std::vector<Digest> roots;
  for (size_t size = 0; size <= all.size(); ++size) roots.push_back(naive::mth(std::span(all).first(size)));
  for (size_t size2 = 0; size2 <= all.size(); ++size2) {
    for (size_t size1 = 0; size1 <= size2; ++size1) {
      const auto proof = consistency_proof(nodes, size1, size2);
      ASSERT_TRUE(proof.ok());
      if (size1 > 0) { EXPECT_EQ(*proof, naive::subproof(size1, std::span(all).first(size2), true)); }
      EXPECT_TRUE(verify_consistency(size1, roots[size1], size2, roots[size2], *proof).ok()) << size1 << " " << size2;
    }
  }
}

TEST(ConsistencyProof, AnyChangeIsRefused) {
  const std::vector<Digest> all = leaves(64);
  NaiveNodes nodes(all);
  std::mt19937_64 random(3);
  for (size_t size2 = 0; size2 <= all.size(); ++size2) {
    const Digest root2 = naive::mth(std::span(all).first(size2));
    for (size_t size1 = 0; size1 <= size2; ++size1) {
      const Digest root1 = naive::mth(std::span(all).first(size1));
      const std::vector<Digest> proof = *consistency_proof(nodes, size1, size2);
      const auto refused = [&](const Digest& r1, const Digest& r2, const std::vector<Digest>& p) {
        const Result<void> verdict = verify_consistency(size1, r1, size2, r2, p);
        return !verdict.ok() && verdict.error().code() == CryptoError::kBadProof;
      };
      EXPECT_TRUE(refused(flipped(root1, random() % 256), root2, proof));
      // An empty old tree says nothing about the new one.
      if (size1 > 0) { EXPECT_TRUE(refused(root1, flipped(root2, random() % 256), proof)); }
      for (size_t h = 0; h < proof.size(); ++h) {
        const size_t chosen = random() % 256;
        for (size_t bit = 0; bit < 256; ++bit) {
          if (size2 > 9 && bit != chosen) continue;
          EXPECT_TRUE(refused(root1, root2, flipped(proof, h, bit)));
        }
        std::vector<Digest> without = proof;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(h));
        EXPECT_TRUE(refused(root1, root2, without));
      }
      for (size_t at = 0; at <= proof.size(); ++at) {
        std::vector<Digest> longer = proof;
        longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at), root1);
        EXPECT_TRUE(refused(root1, root2, longer));
      }
    }
  }
}

// The root of a larger tree that has the honest one as its right half: every hash is right, there is only one too many.
TEST(InclusionProof, OneLevelTooManyIsRefusedWhateverTheRoot) {
  NaiveNodes nodes(leaves(4));
  std::vector<Digest> proof = *inclusion_proof(nodes, 2, 4);
  EXPECT_TRUE(root_from_inclusion_proof(2, 4, leaf(2), proof).ok());
  proof.push_back(leaf(9));
  EXPECT_EQ(root_from_inclusion_proof(2, 4, leaf(2), proof).error().code(), CryptoError::kBadProof);
  const Digest crafted = node_hash(leaf(9), naive::mth(leaves(4)));
  EXPECT_EQ(verify_inclusion(2, 4, leaf(2), proof, crafted).error().code(), CryptoError::kBadProof);
}
TEST(ConsistencyProof, OneLevelTooManyIsRefusedWhateverTheRoots) {
  NaiveNodes nodes(leaves(4));
  std::vector<Digest> proof = *consistency_proof(nodes, 3, 4);
  proof.push_back(leaf(9));
  const Digest crafted1 = node_hash(leaf(9), naive::mth(leaves(3)));
  const Digest crafted2 = node_hash(leaf(9), naive::mth(leaves(4)));
  EXPECT_EQ(verify_consistency(3, crafted1, 4, crafted2, proof).error().code(), CryptoError::kBadProof);
}

TEST(ConsistencyProof, AShrunkLogIsRefused) {
  EXPECT_FALSE(verify_consistency(2, leaf(0), 1, leaf(0), {}).ok());
  EXPECT_FALSE(verify_consistency(1, leaf(0), 0, empty_root(), {}).ok());
}

/// A tree whose leaves are all the same, so that it can be as large as a size can be.
class UniformNodes final : public NodeSource {
 public:
  UniformNodes() {
    levels_.push_back(leaf(0));
    while (levels_.size() < 64) levels_.push_back(node_hash(levels_.back(), levels_.back()));
  }
  Result<Digest> node(int level, uint64_t) override { return levels_.at(static_cast<size_t>(level)); }

 private:
  std::vector<Digest> levels_;
};

TEST(Proofs, HoldForTheLargestSizes) {
  UniformNodes nodes;
  const uint64_t max = ~uint64_t{0};
  for (const uint64_t size : {uint64_t{1} << 32, (uint64_t{1} << 62) + 5, uint64_t{1} << 63, max - 1, max}) {
    const Digest root = *tree_root(nodes, size);
    for (const uint64_t index : {uint64_t{0}, uint64_t{1}, size / 3, size / 2, size - 2, size - 1}) {
      const std::vector<Digest> path = *inclusion_proof(nodes, index, size);
      EXPECT_TRUE(verify_inclusion(index, size, leaf(0), path, root).ok()) << index << " of " << size;
      EXPECT_LE(path.size(), 64u);
      if (index == 0) continue;
      const std::vector<Digest> proof = *consistency_proof(nodes, index, size);
      EXPECT_TRUE(verify_consistency(index, *tree_root(nodes, index), size, root, proof).ok()) << index << " " << size;
    }
    EXPECT_FALSE(verify_inclusion(size, size, leaf(0), *inclusion_proof(nodes, 0, size), root).ok());
  }
}

TEST(Proofs, AreRefusedForWhatTheTreeDoesNotHold) {
  NaiveNodes nodes(leaves(3));
  EXPECT_EQ(inclusion_proof(nodes, 3, 3).error().code(), GeneralError::kInvalidArgument);
  EXPECT_EQ(inclusion_proof(nodes, 0, 0).error().code(), GeneralError::kInvalidArgument);
  EXPECT_EQ(consistency_proof(nodes, 3, 2).error().code(), GeneralError::kInvalidArgument);
  EXPECT_EQ(inclusion_proof(nodes, 0, 4).error().code(), GeneralError::kNotFound);
}

/// A digest of a vector file; nullopt when it is not one, which a parser in front of us would have refused.
std::optional<Digest> digest_of(const nlohmann::json& text) {
  const Result<Bytes> bytes = base64_decode(text.get<std::string>());
  if (!bytes.ok() || bytes->size() != 32) return std::nullopt;
  Digest digest;
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}
std::optional<std::vector<Digest>> digests_of(const nlohmann::json& list) {
  std::vector<Digest> out;
  if (list.is_null()) return out;
  for (const nlohmann::json& text : list) {
    const std::optional<Digest> digest = digest_of(text);
    if (!digest) return std::nullopt;
    out.push_back(*digest);
  }
  return out;
}

nlohmann::json read_vectors(const std::filesystem::path& folder, const char* file) {
  std::ifstream in(folder / "merkle" / file);
  return nlohmann::json::parse(in);
}

TEST(ThirdPartyVectors, InclusionVerdictsAgree) {
  const auto folder = vectors_folder();
  if (!folder) GTEST_SKIP() << "no third-party vectors: set ZKP_VECTORS";
  int good = 0, bad = 0;
  for (const nlohmann::json& v : read_vectors(*folder, "inclusion.json")) {
    const auto root = digest_of(v["root"]), hash = digest_of(v["leafHash"]);
    const auto proof = digests_of(v["proof"]);
    const bool ok = root && hash && proof && verify_inclusion(v["leafIdx"], v["treeSize"], *hash, *proof, *root).ok();
    EXPECT_EQ(ok, !v["wantErr"].get<bool>()) << v["name"];
    ++(ok ? good : bad);
  }
  EXPECT_EQ(good, 4);
  EXPECT_EQ(bad, 49);
}

TEST(ThirdPartyVectors, ConsistencyVerdictsAgree) {
  const auto folder = vectors_folder();
  if (!folder) GTEST_SKIP() << "no third-party vectors: set ZKP_VECTORS";
  int good = 0, bad = 0;
  for (const nlohmann::json& v : read_vectors(*folder, "consistency.json")) {
    const auto root1 = digest_of(v["root1"]), root2 = digest_of(v["root2"]);
    const auto proof = digests_of(v["proof"]);
    const bool ok = root1 && root2 && proof && verify_consistency(v["size1"], *root1, v["size2"], *root2, *proof).ok();
    EXPECT_EQ(ok, !v["wantErr"].get<bool>()) << v["name"];
    ++(ok ? good : bad);
  }
  EXPECT_EQ(good, 3);
  EXPECT_EQ(bad, 40);
}

}  // namespace
}  // namespace zkp

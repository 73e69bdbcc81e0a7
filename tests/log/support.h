/// What the tests of log/ share: the tree written as the RFC defines it, tiles in memory, keys without a crypto
/// library, and the third-party vectors.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "base/env.h"
#include "hash/sha2.h"
#include "hash/tree.h"
#include "log/tiles.h"

namespace zkp::log_test {

/// SHA-256(0x00 || i as text): leaf hashes that are all different.
inline Digest leaf(uint64_t i) { return leaf_hash(as_bytes(std::to_string(i))); }
inline std::vector<Digest> leaves(uint64_t count, uint64_t first = 0) {
  std::vector<Digest> out;
  for (uint64_t i = 0; i < count; ++i) out.push_back(leaf(first + i));
  return out;
}

/// RFC 6962 section 2.1, word by word: slow, and obviously right.
namespace naive {
inline size_t split(size_t n) {
  size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
inline Digest mth(std::span<const Digest> d) {
  if (d.empty()) return sha256(ByteView{});
  if (d.size() == 1) return d[0];
  const Digest left = mth(d.first(split(d.size()))), right = mth(d.subspan(split(d.size())));
  const uint8_t one[] = {1};
  return sha256({ByteView(one), ByteView(left), ByteView(right)});
}
inline std::vector<Digest> path(size_t m, std::span<const Digest> d) {
  if (d.size() == 1) return {};
  const size_t k = split(d.size());
  std::vector<Digest> out = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
  out.push_back(m < k ? mth(d.subspan(k)) : mth(d.first(k)));
  return out;
}
inline std::vector<Digest> subproof(size_t m, std::span<const Digest> d, bool known) {
  if (m == d.size()) return known ? std::vector<Digest>{} : std::vector<Digest>{mth(d)};
  const size_t k = split(d.size());
  std::vector<Digest> out = m <= k ? subproof(m, d.first(k), known) : subproof(m - k, d.subspan(k), false);
  out.push_back(m <= k ? mth(d.subspan(k)) : mth(d.first(k)));
  return out;
}
}  // namespace naive

/// The nodes of a list of leaf hashes.
class NaiveNodes final : public NodeSource {
 public:
  explicit NaiveNodes(std::vector<Digest> leaf_hashes) : leaves_(std::move(leaf_hashes)) {}
  Result<Digest> node(int level, uint64_t index) override {
    const size_t width = size_t{1} << level;
    if ((index + 1) * width > leaves_.size()) return Error(GeneralError::kNotFound, "no such node");
    return naive::mth(std::span(leaves_).subspan(index * width, width));
  }

 private:
  std::vector<Digest> leaves_;
};

/// A store as the ledger has it: one value per (level, index).
class MemoryTiles final : public TileSource {
 public:
  Result<Bytes> tile(int level, uint64_t index, int width) override {
    ++reads;
    const auto found = values.find({level, index});
    if (found == values.end() || found->second.size() < 32 * static_cast<size_t>(width))
      return Error(StorageError::kMissing, "no tile " + tile_path({level, index, width}));
    return Bytes(found->second.begin(), found->second.begin() + 32 * width);
  }
  void write(const std::vector<TileUpdate>& updates) {
    for (const TileUpdate& update : updates) values[{update.level, update.index}] = update.hashes;
  }

  std::map<std::pair<int, uint64_t>, Bytes> values;
  int reads = 0;
};

/// A signer and verifier that need no crypto library: the "signature" is SHA-512(public key || message). Anyone can
/// forge it, which no test here tries; any changed bit of key, message or signature is noticed, which the tests are
/// about.
class HashSigner final : public Signer {
 public:
  explicit HashSigner(uint8_t seed) { key_.fill(seed); }
  const ByteArray<32>& public_key() const override { return key_; }
  Result<ByteArray<64>> sign_ed25519(ByteView message) const override { return sha512({ByteView(key_), message}); }

 private:
  ByteArray<32> key_;
};
class HashVerifier final : public SignatureVerifier {
 public:
  bool verify_ed25519(const ByteArray<32>& public_key, ByteView message,
                      const ByteArray<64>& signature) const override {
    return sha512({ByteView(public_key), message}) == signature;
  }
};

/// The folder of third-party vectors; nullopt where there is none.
inline std::optional<std::filesystem::path> vectors_folder() {
  const char* variable = std::getenv("ZKP_VECTORS");
  const std::filesystem::path folder = variable != nullptr
                                           ? std::filesystem::path(variable)
                                           : std::filesystem::path(ZKP_SOURCE_DIR) / "../shared/vectors";
  if (!std::filesystem::is_directory(folder)) return std::nullopt;
  return folder;
}

}  // namespace zkp::log_test

/// The toy set-up of the reference model (tests/dataset_proof/model): tau in the clear, fixed identifiers,
/// deterministic randomness, and its tables.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "commit/commit.h"
#include "curve/encoding.h"
#include "dataset_proof/prove.h"
#include "dataset_proof/verify.h"
#include "hash/sha2.h"

namespace zkp::toy {

using Json = nlohmann::json;

inline Json vectors(const std::string& name) {
  std::ifstream file(std::string(ZKP_SOURCE_DIR) + "/tests/vectors/dataset_proof/" + name);
  EXPECT_TRUE(file.good()) << name;
  return Json::parse(file);
}

/// "0x", then up to 64 digits.
inline Fr element(const std::string& hex) {
  std::string digits = hex.substr(2);
  digits.insert(0, 64 - digits.size(), '0');
  return Fr::from_bytes(hex_decode(digits).value()).value();
}
inline Fr element(const Json& hex) { return element(hex.get<std::string>()); }
inline std::vector<Fr> elements(const Json& list) {
  std::vector<Fr> out;
  for (const Json& each : list) out.push_back(element(each));
  return out;
}
inline std::string hex(const G1Affine& point) { return hex_encode(compress(point)); }

inline Fr tau() { return Fr::from_bytes_reduce(sha512(as_bytes("zkp.ds.v1.toy-tau.INSECURE"))); }
inline Digest srs_id() { return sha256({as_bytes("zkp.ds.v1.toy-srs"), tau().to_bytes()}); }
inline Digest key_id(const SizeClass& size) {
  const uint8_t id[] = {size.id};
  return sha256({as_bytes("zkp.ds.v1.toy-vk"), id});
}
/// Enough powers for the cubes of both toy classes.
inline const Srs& srs() {
  static const Srs kSrs = [] {
    const int blocks[] = {kClassT.log_block, kClassT2.log_block};
    Srs made = Srs::from_tau(tau(), 1024, blocks, nullptr);
    SrsKey key = made.key();
    key.id = srs_id();
    return Srs(key, {made.powers().begin(), made.powers().end()});
  }();
  return kSrs;
}

/// Enough powers for small tables in the classes of real proofs, whose masks are longer than the cubes of toy ones.
inline const Srs& long_srs() {
  static const Srs kSrs = [] {
    const int blocks[] = {kClassT.log_block};
    return Srs::from_tau(tau(), kClassL.block() + 2 * kClassL.inner_block(), blocks, nullptr);
  }();
  return kSrs;
}

/// rng.py: draw k is SHA-512("zkp.ds.v1.testrng" || seed || u64 k) mod r, k from 1.
class TestRng {
 public:
  explicit TestRng(std::string seed) : seed_(std::move(seed)) {}
  Fr next() {
    ByteWriter number;
    number.u64(++drawn_);
    return Fr::from_bytes_reduce(sha512({as_bytes("zkp.ds.v1.testrng"), as_bytes(seed_), number.bytes()}));
  }

 private:
  std::string seed_;
  uint64_t drawn_ = 0;
};

inline ByteArray<32> secret(uint8_t byte) {
  ByteArray<32> out;
  out.fill(byte);
  return out;
}

struct ColumnSpec {
  std::string name;
  ColumnType type = {TypeCode::kInt, 64};
  std::vector<int64_t> values;
  std::vector<uint8_t> nulls = {};  ///< not empty: nullable
  Digest linkage_id{};
  std::vector<Fr> codes = {};                  ///< instead of values
  std::vector<uint64_t> unsigned_values = {};  ///< instead of values

  size_t rows() const { return std::max({values.size(), codes.size(), unsigned_values.size()}); }
};

/// A table with its entry, committed to under the toy string.
class Table {
 public:
  Table(std::vector<ColumnSpec> columns, uint8_t secret_byte, std::optional<NoiseQuery> query = {}) {
    entry_.srs_id = srs_id();
    entry_.query = std::move(query);
    entry_.rows = columns[0].rows();
    for (ColumnSpec& spec : columns) {
      const bool nullable = !spec.nulls.empty();
      add(spec.name, spec.type, nullable, spec.linkage_id, values_of(spec), secret_byte);
      if (nullable) {
        add(spec.name + ".null", {TypeCode::kBool, 0}, false, {}, PrivateColumn(std::move(spec.nulls)), secret_byte);
      }
    }
  }

  const EntryBody& entry() const { return entry_; }
  EntryBody& mutable_entry() { return entry_; }
  Digest digest() const { return entry_body_digest(encode_entry_body(entry_)); }
  PrivateTable view() const {
    PrivateTable out{&entry_, {}};
    for (size_t i = 0; i < columns_.size(); ++i) out.columns.emplace(entry_.columns[i].name, columns_[i].get());
    return out;
  }

  /// The same commitments with the first blinding row as one more row of data.
  Table with_a_row_of_blinding() const {
    Table out;
    out.entry_ = entry_;
    out.entry_.rows += 1;
    for (const std::unique_ptr<PrivateColumn>& column : columns_) {
      std::vector<Fr> values;
      for (size_t i = 0; i < column->length(); ++i) values.push_back(column->at(i));
      BlindingRows blinding{};
      std::copy(values.end() - 3, values.end(), blinding.begin());
      values.resize(out.entry_.rows);
      out.columns_.push_back(std::make_unique<PrivateColumn>(std::move(values)));
      out.columns_.back()->append_blinding(blinding);
    }
    return out;
  }

 private:
  Table() = default;

  static PrivateColumn values_of(ColumnSpec& spec) {
    if (!spec.codes.empty()) return PrivateColumn(std::move(spec.codes));
    if (!spec.unsigned_values.empty()) return PrivateColumn(std::move(spec.unsigned_values));
    return PrivateColumn(std::move(spec.values));
  }
  void add(const std::string& name, ColumnType type, bool nullable, const Digest& linkage, PrivateColumn column,
           uint8_t byte) {
    column.append_blinding(
        blinding_rows(blinding_seed(secret(byte), static_cast<uint32_t>(columns_.size()), name, column)));
    columns_.push_back(std::make_unique<PrivateColumn>(std::move(column)));
    const PrivateColumn* pointer = columns_.back().get();
    const auto points = commit_columns(srs().powers(), {&pointer, 1}, nullptr).value();
    entry_.columns.push_back({name, type, nullable, linkage, points[0]});
  }

  EntryBody entry_;
  std::vector<std::unique_ptr<PrivateColumn>> columns_;
};

inline Bytes context_of(std::span<const Digest> digests, const Digest& nonce = {}, const Digest& ledger = {}) {
  ByteWriter out;
  out.raw(ledger).u8(static_cast<uint8_t>(digests.size()));
  for (const Digest& digest : digests) out.raw(digest);
  out.raw(nonce);
  return std::move(out).bytes();
}

/// What proving a statement over tables in the toy class gives, with the model's randomness.
struct Proved {
  std::vector<const EntryBody*> entries;
  Bytes context;
  InnerProof inner;
};

struct ProveOptions {
  std::string seed = "toy";
  /// Changes the fresh columns of an honest prover.
  std::function<void(FreshColumns&)> tamper = {};
  /// Not nullptr: the fresh columns instead of those of an honest prover.
  const FreshColumns* fresh = nullptr;
  /// False: goes on with what is false.
  bool stops_when_false = true;
  /// Not empty: the context instead of the one that names the tables.
  Bytes context = {};
  TaskPool* pool = nullptr;
  size_t max_tree_bytes = SIZE_MAX;
  size_t max_bytes = 0;
  /// Not nullptr: instead of srs(), a longer string of the same tau.
  const Srs* srs = nullptr;
};

inline Result<Proved> prove(const SizeClass& size, ByteView statement, std::span<const Table* const> tables,
                            const ProveOptions& options) {
  Proved out;
  std::vector<PrivateTable> views;
  std::vector<Digest> digests;
  for (const Table* table : tables) {
    views.push_back(table->view());
    out.entries.push_back(&table->entry());
    digests.push_back(table->digest());
  }
  out.context = options.context.empty() ? context_of(digests) : options.context;
  ZKP_TRY(const std::unique_ptr<Statement> read, read_statement(size, statement, out.entries));
  FreshColumns fresh;
  if (options.fresh != nullptr) {
    fresh = *options.fresh;
  } else {
    ZKP_TRY(fresh, make_witness(*read, size, views));
  }
  if (options.tamper) options.tamper(fresh);
  TestRng rng(options.seed);
  const ByteArray<32> fresh_secret = secret(0x22);
  const BlindingSource blinding = [&](size_t index, const std::string& name,
                                      const PrivateColumn& column) -> Result<BlindingRows> {
    return blinding_rows(blinding_seed(fresh_secret, static_cast<uint32_t>(index), name, column));
  };
  const ElementSource random = [&]() -> Result<Fr> { return rng.next(); };
  InnerInputs inputs{read.get(),
                     {&size, key_id(size), srs_id(), out.context, statement},
                     options.srs != nullptr ? options.srs : &srs(),
                     views,
                     std::move(fresh),
                     options.stops_when_false};
  ZKP_TRY(out.inner, prove_inner(std::move(inputs), blinding, random,
                                 {.pool = options.pool,
                                  .progress = {},
                                  .max_tree_bytes = options.max_tree_bytes,
                                  .max_bytes = options.max_bytes}));
  return out;
}

/// The outer side and the inner checks, each by itself; nothing of Groth16.
inline Result<void> verify(const SizeClass& size, ByteView statement, const Proved& proved, const OpeningProof& opening,
                           const InnerMessages<Fr>& messages) {
  const ProofSubject subject{&size, key_id(size), srs_id(), proved.context, statement};
  ZKP_TRY(const OpenedProof opened, open_outer(subject, srs().key(), proved.entries, opening));
  // With tau known: L1 = tau^b C_q, L2 = tau C_W.
  const uint64_t block = size.block();
  const bool opens =
      G1(opened.l1) == opening.c_q.mul_var(tau().pow({&block, 1})) && G1(opened.l2) == opening.c_w.mul_var(tau());
  if (!opens) return Error(CryptoError::kBadProof, "opening");
  return check_wrap(size, opened.public_input, opened.pub, messages);
}
inline Result<void> verify(const SizeClass& size, ByteView statement, const Proved& proved) {
  return verify(size, statement, proved, proved.inner.opening, proved.inner.messages);
}

}  // namespace zkp::toy

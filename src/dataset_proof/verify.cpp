#include "dataset_proof/verify.h"

#include <algorithm>
#include <optional>
#include <string>

#include "curve/few_multiples.h"
#include "curve/msm.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

Error bad_proof(std::string message) { return Error(CryptoError::kBadProof, std::move(message)); }

G1Affine multiple(const G1Affine& point, const Fr& scalar) {
  return few_multiples_var(std::span(&point, 1), std::span(&scalar, 1)).to_affine_var();
}

/// Commitments of all columns of the program: from the entries, from public values, from the proof.
Result<std::vector<G1Affine>> commitments(const Program& program, const SrsKey& srs, Entries entries,
                                          std::span<const G1Affine> fresh) {
  std::vector<G1Affine> out;
  size_t next = 0;
  for (const ProgramColumn& column : program.columns()) {
    switch (column.kind) {
      case ColumnKind::kNotarised: {
        const EntryColumn* found = entries[column.entry]->find(column.entry_column);
        ZKP_CHECK(found != nullptr);
        out.push_back(found->commitment);
        break;
      }
      case ColumnKind::kPublic: {
        if (column.values.size() > srs.powers.size())
          return bad_proof("the reference string has too few powers for the public values");
        ZKP_TRY(const G1 sum, msm(srs.powers.first(column.values.size()), column.values));
        out.push_back(sum.to_affine_var());
        break;
      }
      case ColumnKind::kFresh:
      case ColumnKind::kMask:
        if (next == fresh.size()) return bad_proof("the proof has too few commitments");
        out.push_back(fresh[next++]);
        break;
    }
  }
  if (next != fresh.size()) return bad_proof("the proof has too many commitments");
  return out;
}

/// Two scalars of 128 bits, not zero, from everything that the proof is.
std::array<Fr, 2> opening_coefficients(ByteView envelope, const Digest& transcript) {
  const Digest digest = sha256({as_bytes("zkp.ds.v1.batch"), envelope, transcript});
  std::array<Fr, 2> out = {Fr::from_bytes_reduce(ByteView(digest).first(16)),
                           Fr::from_bytes_reduce(ByteView(digest).last(16))};
  for (Fr& each : out) {
    if (each.is_zero()) each = Fr::one();
  }
  return out;
}

}  // namespace

Result<DatasetVerifier> DatasetVerifier::make(const SizeClass& size_class, const SrsKey& srs, VerifyingKey key) {
  if (key.public_count() != 1) return Error(CryptoError::kBadKey, "the key is not one of a wrap circuit");
  const G2Affine* block = srs.block(size_class.log_block);
  const bool is_standard = std::ranges::all_of(kSrsLogBlocks, [&](int log) { return srs.block(log) != nullptr; });
  if (is_standard && zkp::srs_id(srs) != srs.id) {
    return Error(CryptoError::kBadKey, "the id of the reference string is not that of its points");
  }
  if (block == nullptr) {
    return Error(CryptoError::kBadKey,
                 "the reference string lacks [tau^(2^" + std::to_string(size_class.log_block) + ")]_2");
  }
  DatasetVerifier out;
  out.size_class_ = &size_class;
  out.srs_ = std::make_shared<SrsKey>(srs);
  ZKP_TRY(PreparedVerifyingKey prepared, PreparedVerifyingKey::make(std::move(key)));
  out.key_ = std::make_shared<PreparedVerifyingKey>(std::move(prepared));
  out.key_id_ = out.key_->id();
  out.one_ = std::make_shared<const G2Prepared>(G2Affine::generator());
  out.tau_ = std::make_shared<const G2Prepared>(srs.tau_g2);
  out.tau_block_ = std::make_shared<const G2Prepared>(*block);
  return out;
}

Result<void> check_context(ByteView context, Entries entries) {
  ByteReader in(context);
  auto read = [&]() -> Result<void> {
    ZKP_TRY_VOID(in.raw(32));
    ZKP_TRY(const uint8_t count, in.u8());
    if (count != entries.size()) {
      return bad_proof("the context does not name as many entries as the statement speaks about");
    }
    for (const EntryBody* entry : entries) {
      ZKP_TRY(const Digest digest, in.array<32>());
      if (digest != entry_body_digest(encode_entry_body(*entry))) return bad_proof("the context names another entry");
    }
    ZKP_TRY_VOID(in.raw(32));
    return in.end();
  };
  Result<void> out = read();
  if (!out.ok() && out.error().code() == ErrorCode(GeneralError::kParse)) {
    return bad_proof("the context has a wrong length");
  }
  return out;
}

Result<OpenedProof> open_outer(const ProofSubject& subject, const SrsKey& srs, Entries entries,
                               const OpeningProof& proof) {
  const SizeClass& size = *subject.size_class;
  ZKP_TRY(const std::unique_ptr<Statement> statement, read_statement(size, subject.statement, entries));
  ZKP_TRY_VOID(check_context(subject.context, entries));
  if (is_production_class(size)) {
    const SizeClass* smallest = smallest_class(statement->rows());
    if (smallest == nullptr || !(*smallest == size)) {
      return bad_proof("the proof is of another class than its tables ask for");
    }
  }
  ZKP_TRY(const Program shape, make_program(*statement, size, Fr::one(), Fr::one()));
  ZKP_TRY(const std::vector<G1Affine> columns, commitments(shape, srs, entries, proof.fresh));
  OuterProtocol outer(subject, shape, columns);
  ZKP_TRY(const Program program, make_program(*statement, size, outer.beta(), outer.gamma()));

  OpenedProof out;
  WrapPublic<Fr>& pub = out.pub;
  pub.s0 = outer.s0();
  pub.h_v = proof.h_v;
  pub.rho = outer.after_values(proof.h_v);
  pub.alpha = outer.after_folded(proof.c_h);
  pub.s1 = outer.after_quotient(proof.c_g, proof.c_q);
  pub.h_2 = proof.h_2;
  const auto [gamma2, alpha2] = outer.after_partial(proof.h_2);
  pub.gamma2 = gamma2;
  pub.alpha2 = alpha2;
  pub.h_3 = proof.h_3;
  pub.z = outer.after_remainder(proof.c_q2, proof.h_3);
  pub.w = proof.w;
  const FormWeights weights = program.weights(pub.rho);
  set_program_values(program, weights, pub);
  out.public_input = poseidon_hash_list(kTagPublic, pub.list());
  out.transcript = outer.state();

  // L1 = sum omega_i C_i - C_g + alpha C_q
  std::vector<G1Affine> points = columns;
  std::vector<Fr> scalars = weights.columns;
  points.insert(points.end(), {proof.c_g, proof.c_q});
  scalars.insert(scalars.end(), {-Fr::one(), pub.alpha});
  const bool few = points.size() < 12;
  if (few) {
    out.l1 = few_multiples_var(points, scalars).to_affine_var();
  } else {
    ZKP_TRY(const G1 sum, msm(points, scalars));
    out.l1 = sum.to_affine_var();
  }
  const uint64_t inner_block = size.inner_block();
  const Fr factor = pub.z.pow({&inner_block, 1}) - pub.alpha2;
  const G1Affine of_l2[] = {proof.c_g, proof.c_h, proof.c_q2, G1Affine::generator(), proof.c_w};
  const Fr weights_l2[] = {Fr::one(), pub.gamma2, -factor, -proof.w, pub.z};
  out.l2 = few_multiples_var(of_l2, weights_l2).to_affine_var();
  return out;
}

bool check_opening(const SizeClass& size_class, const SrsKey& srs, const OpenedProof& opened,
                   const OpeningProof& proof) {
  const G2Affine* block = srs.block(size_class.log_block);
  ZKP_CHECK(block != nullptr);
  auto equal = [](const G1Affine& left, const G1Affine& right, const G2Affine& of_right) {
    const G1Affine p[] = {left, -right};
    const G2Affine q[] = {G2Affine::generator(), of_right};
    return pairing_product_is_one(p, q);
  };
  return equal(opened.l1, proof.c_q, *block) && equal(opened.l2, proof.c_w, srs.tau_g2);
}

namespace {

/// A proof that has been decoded and opened, and the coefficients of its two openings.
struct ReadClaim {
  Groth16Proof groth16;
  OpeningProof opening;
  OpenedProof opened;
  std::array<Fr, 2> d;
};

Result<ReadClaim> read_claim(const DatasetVerifier& verifier, const DatasetClaim& claim) {
  ZKP_TRY(ProofEnvelope envelope, decode_envelope(claim.envelope));
  const SizeClass& size = verifier.size_class();
  if (envelope.header.class_id != size.id) return bad_proof("the proof is of another class than its key");
  if (envelope.header.key_id != short_key_id(verifier.key_id()))
    return bad_proof("the proof was made with another key");
  ZKP_TRY(const StatementType type, statement_type(claim.statement));
  if (type != envelope.header.type) return bad_proof("the proof is of another type than the statement");
  for (const EntryBody* entry : claim.entries) {
    if (entry->srs_id != verifier.srs_id()) return bad_proof("a table is committed to under another reference string");
  }
  const ProofSubject subject{&size, verifier.key_id(), verifier.srs_id(), claim.context, claim.statement};
  ZKP_TRY(OpenedProof opened, open_outer(subject, verifier.srs(), claim.entries, envelope.opening));
  const std::array<Fr, 2> d = opening_coefficients(claim.envelope, opened.transcript);
  return ReadClaim{std::move(envelope.groth16), std::move(envelope.opening), std::move(opened), d};
}

/// The product of some claims, each to the power of its coefficient.
class Product {
 public:
  explicit Product(const PreparedVerifyingKey& key) : key_(key) {}

  void add(const ReadClaim& claim, const Fr& coefficient) {
    const Fr d1 = claim.d[0] * coefficient, d2 = claim.d[1] * coefficient;
    a_.push_back(coefficient.is_one() ? claim.groth16.a : multiple(claim.groth16.a, coefficient));
    b_.emplace_back(claim.groth16.b);
    ic_[0] += coefficient;
    ic_[1] += coefficient * claim.opened.public_input;
    c_.add(claim.groth16.c, coefficient);
    one_.add(claim.opened.l1, d1);
    one_.add(claim.opened.l2, d2);
    block_.add(claim.opening.c_q, d1);
    tau_.add(claim.opening.c_w, d2);
  }

  bool is_one(const G2Prepared& one, const G2Prepared& tau, const G2Prepared& tau_block) const {
    std::vector<G1Affine> p = a_;
    std::vector<const G2Prepared*> q;
    for (const G2Prepared& each : b_) q.push_back(&each);
    auto pair = [&](const G1Affine& point, const G2Prepared& with) {
      p.push_back(point);
      q.push_back(&with);
    };
    pair(-multiple(key_.key().alpha, ic_[0]), key_.beta());
    pair(-key_.combine_ic_var(ic_, nullptr).to_affine_var(), key_.gamma());
    pair(-c_.total(), key_.delta());
    pair(one_.total(), one);
    pair(-block_.total(), tau_block);
    pair(-tau_.total(), tau);
    return multi_pairing(std::span<const G1Affine>(p), std::span<const G2Prepared* const>(q)).is_one();
  }

 private:
  struct Sum {
    std::vector<G1Affine> points;
    std::vector<Fr> scalars;
    void add(const G1Affine& point, const Fr& scalar) {
      points.push_back(point);
      scalars.push_back(scalar);
    }
    G1Affine total() const {
      if (points.size() < 12) return few_multiples_var(points, scalars).to_affine_var();
      return msm(points, scalars).value().to_affine_var();
    }
  };

  const PreparedVerifyingKey& key_;
  std::vector<G1Affine> a_;
  std::vector<G2Prepared> b_;
  std::array<Fr, 2> ic_;
  Sum c_, one_, block_, tau_;
};

}  // namespace

class DatasetBatch {
 public:
  static bool holds(const DatasetVerifier& verifier, std::span<const ReadClaim* const> claims,
                    std::span<const Fr> coefficients) {
    Product product(*verifier.key_);
    for (size_t i = 0; i < claims.size(); ++i) product.add(*claims[i], coefficients[i]);
    return product.is_one(*verifier.one_, *verifier.tau_, *verifier.tau_block_);
  }
};

Result<void> verify_dataset_proof(const DatasetVerifier& verifier, ByteView envelope, ByteView statement,
                                  ByteView context, Entries entries) {
  ZKP_TRY(const ReadClaim claim, read_claim(verifier, {envelope, statement, context, entries}));
  const ReadClaim* claims[] = {&claim};
  const Fr coefficient[] = {Fr::one()};
  if (!DatasetBatch::holds(verifier, claims, coefficient)) return bad_proof("the proof does not verify");
  return {};
}

Result<DatasetBatchVerdict> verify_dataset_proofs(const DatasetVerifier& verifier, std::span<const DatasetClaim> claims,
                                                  Random* random, TaskPool* pool) {
  std::vector<std::optional<Result<ReadClaim>>> read(claims.size());
  parallel_for(pool, claims.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) read[i].emplace(read_claim(verifier, claims[i]));
  });
  DatasetBatchVerdict out;
  Sha256 seed;
  seed.update(as_bytes("zkp.ds.v1.batch-seed"));
  ByteArray<32> fresh{};
  if (random != nullptr) ZKP_TRY_VOID(random->fill(fresh));
  seed.update(fresh);
  std::vector<size_t> good;
  for (size_t i = 0; i < claims.size(); ++i) {
    if (!read[i]->ok()) {
      out.rejected.push_back({i, read[i]->error()});
      continue;
    }
    good.push_back(i);
    seed.update(sha256(claims[i].envelope)).update((*read[i])->opened.transcript);
  }
  const Digest base = seed.finish();
  std::vector<const ReadClaim*> pointers;
  std::vector<Fr> coefficients;
  for (const size_t i : good) {
    ByteWriter number;
    number.u64(i);
    const Digest digest = sha256({base, number.bytes()});
    Fr coefficient = Fr::from_bytes_reduce(ByteView(digest).first(16));
    if (coefficient.is_zero()) coefficient = Fr::one();
    pointers.push_back(&**read[i]);
    coefficients.push_back(coefficient);
  }
  // Halves of a batch that does not hold, down to single proofs, which are then tested with coefficient 1.
  auto test = [&](auto& self, size_t begin, size_t end) -> void {
    if (begin == end) return;
    if (end - begin == 1) {
      const Fr one = Fr::one();
      if (!DatasetBatch::holds(verifier, std::span(pointers).subspan(begin, 1), std::span(&one, 1))) {
        out.rejected.push_back({good[begin], bad_proof("the proof does not verify")});
      }
      return;
    }
    const size_t count = end - begin;
    if (DatasetBatch::holds(verifier, std::span(pointers).subspan(begin, count),
                            std::span(coefficients).subspan(begin, count))) {
      return;
    }
    self(self, begin, begin + count / 2);
    self(self, begin + count / 2, end);
  };
  test(test, 0, good.size());
  std::ranges::sort(out.rejected, {}, &DatasetBatchVerdict::Rejection::index);
  return out;
}

}  // namespace zkp

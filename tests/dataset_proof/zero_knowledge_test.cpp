/// What an envelope shows of the tables: nothing. The lemma and the simulator behind that
/// (docs/proofs/dataset-proof.md, specification 13), with the code of the prover and the verifier, and the randomness
/// of whole proofs.
#include <array>
#include <numeric>
#include <set>

#include "base/sim.h"
#include "base_os/system_random.h"
#include "commit/commit.h"
#include "dataset_proof/opening.h"
#include "dataset_proof/toy_cases.h"
#include "dataset_proof/toy_keys.h"
#include "dataset_proof/wrap_circuit.h"
#include "groth16/setup.h"
#include "poly/multilinear.h"

namespace zkp {
namespace {

using toy::Case;
using toy::kInt64;
using toy::tau;
using toy::TestRng;
using toy::Values;

Fr power(const Fr& x, uint64_t exponent) { return x.pow({&exponent, 1}); }
Fr evaluate(std::span<const Fr> f, const Fr& x) {
  Fr out;
  for (size_t i = f.size(); i-- > 0;) out = out * x + f[i];
  return out;
}
std::vector<Fr> draw(TestRng& random, size_t count) {
  std::vector<Fr> out(count);
  for (Fr& each : out) each = random.next();
  return out;
}

// ---- the lemma

/// R[i + b j], i < 2b', j < 2, one after the other.
LargeVector<Fr> mask_of(const SizeClass& size, std::span<const Fr> elements) {
  ZKP_CHECK(elements.size() == 4 * size.inner_block());
  LargeVector<Fr> out(size.block() + 2 * size.inner_block(), Fr::zero());
  for (size_t k = 0; k < elements.size(); ++k) {
    const size_t i = k % (2 * size.inner_block()), j = k / (2 * size.inner_block());
    out[i + size.block() * j] += elements[k];
  }
  return out;
}

/// What the transcript fixes before each of the five values appears.
struct Challenges {
  std::vector<Fr> u1;
  Fr alpha, gamma2, alpha2, z;

  Challenges(const SizeClass& size, TestRng& random)
      : u1(draw(random, static_cast<size_t>(size.log_block))),
        alpha(random.next()),
        gamma2(random.next()),
        alpha2(random.next()),
        z(random.next()) {}
};

/// F(tau), h(tau), g(tau), q2(tau) and w: what the points C_F, C_h, C_g and C_q2 hold, and the one element.
using Shown = std::array<Fr, 5>;
Shown shown(const SizeClass& size, const LargeVector<Fr>& f, const Challenges& of) {
  std::vector<Fr> eq_u1(size.block());
  eq_table(of.u1, eq_u1);
  OpeningPolynomials opening(size, f, eq_u1, nullptr);
  opening.divide(of.alpha, nullptr);
  opening.divide_inner(of.gamma2, of.alpha2);
  return {evaluate(f, tau()), evaluate(opening.h(), tau()), evaluate(opening.g(), tau()), evaluate(opening.q2(), tau()),
          opening.remainder_at(of.z)};
}

size_t rank(std::vector<Shown> rows) {
  size_t out = 0;
  for (size_t column = 0; column < Shown{}.size(); ++column) {
    size_t pivot = out;
    while (pivot < rows.size() && rows[pivot][column].is_zero()) ++pivot;
    if (pivot == rows.size()) continue;
    std::swap(rows[out], rows[pivot]);
    const Fr inverse = rows[out][column].inverse_var();
    for (size_t i = out + 1; i < rows.size(); ++i) {
      const Fr factor = rows[i][column] * inverse;
      for (size_t k = 0; k < Shown{}.size(); ++k) rows[i][k] -= factor * rows[out][k];
    }
    ++out;
  }
  return out;
}
/// Of the five values as functions of the elements of the mask; of long masks, of some of them.
size_t rank_of_the_mask(const SizeClass& size, const Challenges& challenges) {
  const size_t count = 4 * size.inner_block();
  std::vector<Shown> rows;
  for (size_t k = 0; k < count; k += std::max<size_t>(1, count / 16)) {
    std::vector<Fr> unit(count);
    unit[k] = Fr::one();
    rows.push_back(shown(size, mask_of(size, unit), challenges));
  }
  return rank(rows);
}

constexpr SizeClass shape(int log_block, int log_inner_block) {
  return {"shape", 0, log_block, 2 * log_block, log_block, log_inner_block, 4};
}

class Lemma : public ::testing::TestWithParam<SizeClass> {};

TEST_P(Lemma, FiveValuesOfTheMaskAreIndependent) {
  TestRng random("lemma");
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(rank_of_the_mask(GetParam(), Challenges(GetParam(), random)), 5u);
  }
}

// The mask is added to the columns with a factor: what is shown of F is what is shown of the columns plus as many
// times what is shown of the mask.
TEST_P(Lemma, TheMaskMovesWhatIsShownOfTheColumns) {
  const SizeClass& size = GetParam();
  TestRng random("columns");
  const Challenges challenges(size, random);
  const std::vector<Fr> drawn = draw(random, std::min<size_t>(size.block() * size.block(), 3 * size.block() + 1));
  const LargeVector<Fr> columns(drawn.begin(), drawn.end());
  const Shown without = shown(size, columns, challenges);
  const Fr factor = power(random.next(), 92);
  std::vector<Shown> moved;
  for (int i = 0; i < 5; ++i) {
    const LargeVector<Fr> mask = mask_of(size, draw(random, 4 * size.inner_block()));
    LargeVector<Fr> f = columns;
    f.resize(std::max(f.size(), mask.size()), Fr::zero());
    for (size_t k = 0; k < mask.size(); ++k) f[k] += factor * mask[k];
    const Shown with = shown(size, f, challenges), alone = shown(size, mask, challenges);
    moved.emplace_back();
    for (size_t k = 0; k < with.size(); ++k) {
      moved.back()[k] = with[k] - without[k];
      EXPECT_EQ(moved.back()[k], factor * alone[k]) << k;
    }
  }
  EXPECT_EQ(rank(moved), 5u);
}
INSTANTIATE_TEST_SUITE_P(Of, Lemma,
                         ::testing::Values(kClassT, kClassT2, kClassS, kClassL, shape(2, 1), shape(3, 1), shape(3, 2),
                                           shape(6, 1)),
                         [](const auto& tested) {
                           return "b_" + std::to_string(tested.param.block()) + "_inner_" +
                                  std::to_string(tested.param.inner_block());
                         });

// b' = 2 and b = 4 is the smallest shape: with b' = 1 the block of g' is one element, and w follows from the points.
TEST(TheLemma, IsOfTwoElementsAndMore) {
  TestRng random("small");
  for (const SizeClass& size : {shape(1, 0), shape(2, 0), shape(5, 0)}) {
    EXPECT_EQ(rank_of_the_mask(size, Challenges(size, random)), 4u) << size.block();
  }
}

// Of the challenges that the proof excepts these cost a dimension. The others it needs for its way alone.
TEST(TheLemma, ExceptsTheRightChallenges) {
  for (const SizeClass& size : {kClassT, kClassT2}) {
    TestRng random("exceptions");
    const Challenges good(size, random);
    EXPECT_EQ(rank_of_the_mask(size, good), 5u);
    auto expect_rank = [&](size_t expected, const char* what, const std::function<void(Challenges&)>& change) {
      Challenges bad = good;
      change(bad);
      EXPECT_EQ(rank_of_the_mask(size, bad), expected) << what << ", b = " << size.block();
    };
    expect_rank(4, "alpha = tau^b", [&](Challenges& of) { of.alpha = power(tau(), size.block()); });
    expect_rank(4, "z = tau", [](Challenges& of) { of.z = tau(); });
    expect_rank(4, "the last of u1 is 1", [](Challenges& of) { of.u1.back() = Fr::one(); });
    expect_rank(5, "gamma2 = 0", [](Challenges& of) { of.gamma2 = Fr::zero(); });
    expect_rank(5, "u_0 (1 + tau) = tau", [](Challenges& of) { of.u1[0] = tau() * (tau() + Fr::one()).inverse_var(); });
    expect_rank(5, "u / (1 - u) = alpha2", [&](Challenges& of) {
      const Fr& u = of.u1[static_cast<size_t>(size.log_inner_block)];
      of.alpha2 = u * (Fr::one() - u).inverse_var();
    });
  }
}

// ---- proofs

/// Two tables with the same rows, sum and sum of squares, all values between 0 and 20.
std::shared_ptr<toy::Table> first_table() { return toy::make_table({{"v", kInt64, {1, 5, 6, 20, 3, 0}}}); }
std::shared_ptr<toy::Table> second_table() { return toy::make_table({{"v", kInt64, {2, 3, 7, 0, 20, 3}}}, 0x33); }
Bytes sums_statement() { return toy::sums("v", 35, 471, 6); }
Bytes range_statement() { return toy::range("v", 0, 20); }

/// Everything but Groth16, with all random elements from `random`.
Result<InnerProof> inner_proof(const SizeClass& size, const toy::Table& table, const Bytes& statement,
                               const ElementSource& random) {
  const std::vector<const EntryBody*> entries = {&table.entry()};
  const PrivateTable view = table.view();
  const Bytes context = toy::context_of(std::vector<Digest>{table.digest()});
  ZKP_TRY(const std::unique_ptr<Statement> read, read_statement(size, statement, entries));
  ZKP_TRY(FreshColumns fresh, make_witness(*read, size, {&view, 1}));
  const BlindingSource blinding = [&](size_t, const std::string&, const PrivateColumn&) -> Result<BlindingRows> {
    BlindingRows out;
    for (Fr& row : out) { ZKP_TRY(row, random()); }
    return out;
  };
  InnerInputs inputs{read.get(),
                     {&size, toy::key_id(size), toy::srs_id(), context, statement},
                     &toy::long_srs(),
                     {&view, 1},
                     std::move(fresh)};
  return prove_inner(std::move(inputs), blinding, random, {});
}

// The lemma is about the mask that the prover makes: 4b' elements where the lemma has them, and a salt for each hash.
TEST(TheProver, DrawsTheMaskOfTheLemma) {
  for (const SizeClass& size : {kClassT, kClassT2, kClassS, kClassL}) {
    TestRng random("mask");
    std::vector<Fr> drawn;
    const ElementSource source = [&]() -> Result<Fr> { return drawn.emplace_back(random.next()); };
    const auto table = first_table();
    const auto proof = inner_proof(size, *table, sums_statement(), source);
    ASSERT_TRUE(proof.ok()) << proof.error().describe();
    const size_t count = 4 * size.inner_block();
    ASSERT_EQ(drawn.size(), count + 3) << size.name;
    const LargeVector<Fr> mask = mask_of(size, std::span(drawn).first(count));
    ASSERT_EQ(proof->opening.fresh.size(), 1u);
    EXPECT_EQ(proof->opening.fresh[0], commit(toy::long_srs().powers(), mask, nullptr).value()) << size.name;
    EXPECT_EQ(proof->messages.salt1, drawn[count]);
    EXPECT_EQ(proof->messages.salt2, drawn[count + 1]);
    EXPECT_EQ(proof->messages.salt3, drawn[count + 2]);
  }
}

/// The points and elements that an envelope shows, but for those of Groth16.
std::vector<Bytes> parts_of(const OpeningProof& proof) {
  std::vector<Bytes> out;
  auto add = [&](const auto& bytes) { out.emplace_back(bytes.begin(), bytes.end()); };
  for (const G1Affine& point : {proof.c_h, proof.c_g, proof.c_q, proof.c_q2, proof.c_w}) add(compress(point));
  for (const Fr& element : {proof.h_v, proof.h_2, proof.h_3, proof.w}) add(element.to_bytes());
  for (const G1Affine& point : proof.fresh) add(compress(point));
  return out;
}

/// How often each byte occurs, without the first, which is below the modulus and has the flags of a point.
using Counts = std::array<uint64_t, 256>;
void count(const Bytes& part, Counts& counts) {
  for (size_t i = 1; i < part.size(); ++i) ++counts[part[i]];
}
/// Pearson's statistic against the uniform distribution, and of two samples of the same size against each other: about
/// 255, with a deviation of sqrt(2 * 255) = 22.6.
double chi_square(const Counts& counts) {
  const double expected = static_cast<double>(std::accumulate(counts.begin(), counts.end(), uint64_t{0})) / 256;
  double out = 0;
  for (const uint64_t n : counts) out += (static_cast<double>(n) - expected) * (static_cast<double>(n) - expected);
  return out / expected;
}
double chi_square(const Counts& a, const Counts& b) {
  double out = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    if (a[i] + b[i] != 0) out += difference * difference / static_cast<double>(a[i] + b[i]);
  }
  return out;
}
constexpr double kFiveDeviations = 255 + 5 * 22.6;

/// Proofs of one statement about the two tables.
struct Sample {
  size_t parts = 0, different = 0;
  std::vector<std::array<Counts, 2>> counts;  ///< of each part
};
Sample sample(const Bytes& statement, int proofs, const ElementSource& random) {
  Sample out;
  std::set<Bytes> seen;
  const std::shared_ptr<toy::Table> tables[] = {first_table(), second_table()};
  for (int i = 0; i < proofs; ++i) {
    for (size_t t = 0; t < 2; ++t) {
      const auto proof = inner_proof(kClassT, *tables[t], statement, random);
      EXPECT_TRUE(proof.ok());
      if (!proof.ok()) return out;
      const std::vector<Bytes> parts = parts_of(proof->opening);
      out.counts.resize(parts.size());
      for (size_t k = 0; k < parts.size(); ++k) {
        count(parts[k], out.counts[k][t]);
        seen.insert(parts[k]);
      }
      out.parts += parts.size();
    }
  }
  out.different = seen.size();
  return out;
}

TEST(Proofs, OfTwoTablesLookAlikeAndShareNothing) {
  TestRng random("sample");
  const ElementSource source = [&]() -> Result<Fr> { return random.next(); };
  for (const Bytes& statement : {sums_statement(), range_statement()}) {
    const Sample of = sample(statement, 60, source);
    EXPECT_EQ(of.different, of.parts);
    for (size_t k = 0; k < of.counts.size(); ++k) {
      EXPECT_LT(chi_square(of.counts[k][0]), kFiveDeviations) << "part " << k;
      EXPECT_LT(chi_square(of.counts[k][1]), kFiveDeviations) << "part " << k;
      EXPECT_LT(chi_square(of.counts[k][0], of.counts[k][1]), kFiveDeviations) << "part " << k;
    }
  }
  // A prover whose source is stuck shows in both: each table has a proof of its own, and all have one mask.
  const Sample stuck = sample(range_statement(), 20, []() -> Result<Fr> { return Fr::from_u64(7); });
  EXPECT_EQ(stuck.different, 2 * stuck.counts.size() - 1);
  for (size_t k = 0; k + 1 < stuck.counts.size(); ++k) {
    EXPECT_GT(chi_square(stuck.counts[k][0], stuck.counts[k][1]), kFiveDeviations) << "part " << k;
  }
}

// ---- the simulator

/// All but Groth16 of a proof of any statement without public columns, made from the entries alone by whoever knows
/// tau.
OpeningProof simulated(const ProofSubject& subject, Entries entries, TestRng& random) {
  const SizeClass& size = *subject.size_class;
  auto point = [&] { return G1::generator().mul(random.next()).to_affine(); };
  const auto statement = read_statement(size, subject.statement, entries).value();
  const Program shape = make_program(*statement, size, Fr::one(), Fr::one()).value();
  OpeningProof out;
  std::vector<G1Affine> columns;
  for (const ProgramColumn& column : shape.columns()) {
    ZKP_CHECK(column.kind != ColumnKind::kPublic);
    if (column.kind == ColumnKind::kNotarised) {
      columns.push_back(entries[column.entry]->find(column.entry_column)->commitment);
    } else {
      columns.push_back(out.fresh.emplace_back(point()));
    }
  }
  OuterProtocol outer(subject, shape, columns);
  const Program program = make_program(*statement, size, outer.beta(), outer.gamma()).value();
  out.h_v = random.next();
  const FormWeights weights = program.weights(outer.after_values(out.h_v));
  G1 c_f;
  for (size_t i = 0; i < columns.size(); ++i) c_f = c_f + columns[i].mul_var(weights.columns[i]);
  out.c_h = point();
  const Fr alpha = outer.after_folded(out.c_h);
  out.c_g = point();
  // E1 and E2, solved for the points that nothing else depends on.
  const Fr quotient = (power(tau(), size.block()) - alpha).inverse_var();
  out.c_q = (c_f - G1(out.c_g)).to_affine().mul_var(quotient).to_affine();
  outer.after_quotient(out.c_g, out.c_q);
  out.h_2 = random.next();
  const auto [gamma2, alpha2] = outer.after_partial(out.h_2);
  out.c_q2 = point();
  out.h_3 = random.next();
  const Fr z = outer.after_remainder(out.c_q2, out.h_3);
  out.w = random.next();
  const Fr factor = power(z, size.inner_block()) - alpha2;
  const G1 right = G1(out.c_g) + out.c_h.mul_var(gamma2) - out.c_q2.mul_var(factor) - G1::generator().mul(out.w);
  out.c_w = right.to_affine().mul_var((tau() - z).inverse_var()).to_affine();
  return out;
}

class Simulator : public ::testing::Test {
 protected:
  // 20 is not in the range, and the simulator asks nobody.
  const std::shared_ptr<toy::Table> table_ = first_table();
  const Bytes statement_ = toy::range("v", 0, 19);
  const Bytes context_ = toy::context_of(std::vector<Digest>{table_->digest()});
  const std::vector<const EntryBody*> entries_ = {&table_->entry()};
  const ProofSubject subject_{&kClassT, toy::verifier().key_id(), toy::srs_id(), context_, statement_};
  TestRng random_{"simulator"};

  Result<void> verdict(const Groth16Proof& groth16, const OpeningProof& opening) const {
    const ProofHeader header{kClassT.id, StatementType::kRange, short_key_id(toy::verifier().key_id())};
    return verify_dataset_proof(toy::verifier(), encode_envelope({header, groth16, opening}), statement_, context_,
                                entries_);
  }
};

TEST_F(Simulator, MeetsTheOuterEquationsWithoutData) {
  const OpeningProof opening = simulated(subject_, entries_, random_);
  const auto opened = open_outer(subject_, toy::verifier().srs(), entries_, opening);
  ASSERT_TRUE(opened.ok()) << opened.error().describe();
  EXPECT_TRUE(check_opening(kClassT, toy::verifier().srs(), *opened, opening));
  // As many points as a proof has, and all of them matter.
  const auto honest = inner_proof(kClassT, *table_, range_statement(), [&]() -> Result<Fr> { return random_.next(); });
  EXPECT_EQ(opening.fresh.size(), honest.value().opening.fresh.size());
  for (G1Affine OpeningProof::*point : {&OpeningProof::c_g, &OpeningProof::c_q, &OpeningProof::c_w}) {
    OpeningProof changed = opening;
    changed.*point = -(changed.*point);
    const auto other = open_outer(subject_, toy::verifier().srs(), entries_, changed).value();
    EXPECT_FALSE(check_opening(kClassT, toy::verifier().srs(), other, changed));
  }
}

// What is missing is Groth16: nobody has a witness. Whoever has its trapdoor too needs none, and then everything
// verifies, false as it is. That an envelope can be made like this is why it shows nothing.
TEST_F(Simulator, LacksGroth16AloneForWhatVerifies) {
  const OpeningProof opening = simulated(subject_, entries_, random_);
  const Fr pi = open_outer(subject_, toy::verifier().srs(), entries_, opening).value().public_input;
  const Trapdoor trapdoor = insecure_dev_trapdoor(circuit_id(wrap_r1cs(kClassT)));
  const VerifyingKey& key = toy::wrap_key().vk;
  ASSERT_EQ(key.alpha, G1::generator().mul(trapdoor.alpha).to_affine());
  // A = [a], B = [b], C = [(a b - alpha beta) / delta] - (gamma / delta) IC
  auto of_input = [&](const Fr& input) {
    const Fr a = random_.next(), b = random_.next(), by_delta = trapdoor.delta.inverse_var();
    const G1 ic = G1(key.ic[0]) + key.ic[1].mul_var(input);
    const G1 c = G1::generator().mul((a * b - trapdoor.alpha * trapdoor.beta) * by_delta) -
                 ic.to_affine().mul_var(trapdoor.gamma * by_delta);
    return Groth16Proof{G1::generator().mul(a).to_affine(), G2::generator().mul(b).to_affine(), c.to_affine()};
  };
  const Groth16Proof made_up{G1Affine::generator(), G2Affine::generator(), G1Affine::generator()};
  for (const Groth16Proof& groth16 : {made_up, of_input(pi + Fr::one())}) {
    const auto refused = verdict(groth16, opening);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), CryptoError::kBadProof);
  }
  const auto accepted = verdict(of_input(pi), opening);
  EXPECT_TRUE(accepted.ok()) << accepted.error().describe();
}

// ---- masks of whole proofs

/// A generator that gives the same bytes whenever it is asked.
class StuckRandom final : public Random {
 public:
  Result<void> fill(std::span<uint8_t> out) override {
    std::ranges::fill(out, uint8_t{0x5a});
    return {};
  }
};

class Masks : public ::testing::Test {
 protected:
  const std::shared_ptr<toy::Table> table_ = first_table();

  Bytes proof(const DatasetProverKey& key, Random& random, const Bytes& statement = range_statement(),
              const Digest& nonce = {}) const {
    const PrivateTable view = table_->view();
    const Bytes context = toy::context_of(std::vector<Digest>{table_->digest()}, nonce);
    Result<Bytes> made = prove_dataset(key, statement, context, {&view, 1}, random, {});
    EXPECT_TRUE(made.ok()) << made.error().describe();
    return made.ok() ? *made : Bytes();
  }
  static void expect_nothing_shared(const Bytes& a, const Bytes& b) {
    std::set<Bytes> seen;
    size_t count = 0;
    for (const Bytes& proof : {a, b}) {
      const ProofEnvelope envelope = decode_envelope(proof).value();
      std::vector<Bytes> parts = parts_of(envelope.opening);
      for (const G1Affine& point : {envelope.groth16.a, envelope.groth16.c}) {
        const auto bytes = compress(point);
        parts.emplace_back(bytes.begin(), bytes.end());
      }
      count += parts.size();
      seen.insert(parts.begin(), parts.end());
    }
    EXPECT_EQ(seen.size(), count);
  }
};

TEST_F(Masks, AreNewForEachProofOfAKey) {
  const DatasetProverKey key = toy::prover_key();
  SystemRandom random;
  const Bytes first = proof(key, random);
  expect_nothing_shared(first, proof(key, random));
}

// A generator that repeats itself is not noticed; what is hashed into its bytes decides, and a copy of the key is the
// same key. The same statement about the same tables has the same proof then, byte for byte, which shows nothing more.
// Whatever is different in the transcript makes another mask: two proofs with one mask would give a linear relation
// between what is hidden.
TEST_F(Masks, AreNotRepeatedWithTheGenerator) {
  const DatasetProverKey key = toy::prover_key(), copy = key;
  StuckRandom stuck;
  const Bytes first = proof(key, stuck);
  EXPECT_EQ(proof(copy, stuck), first);
  expect_nothing_shared(first, proof(key, stuck, toy::range("v", 0, 21)));
  expect_nothing_shared(first, proof(key, stuck, range_statement(), Digest{1}));
  DatasetProverKey other = key;
  other.verifying_key_id[0] ^= 1;
  expect_nothing_shared(first, proof(other, stuck));
}

}  // namespace
}  // namespace zkp

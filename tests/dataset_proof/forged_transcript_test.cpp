/// A prover written again by the specification, with plain polynomials, that may say something false in the middle and
/// then goes on honestly: attacks 10 and 11 of the list, and sums that are not what the rows give.
#include "commit/commit.h"
#include "dataset_proof/final_claim.h"
#include "dataset_proof/form_tables.h"
#include "dataset_proof/opening.h"
#include "dataset_proof/toy_cases.h"

namespace zkp {
namespace {

using toy::kInt64;

using Polynomial = std::vector<Fr>;

Fr evaluate(const Polynomial& f, const Fr& x) {
  Fr out;
  for (size_t i = f.size(); i-- > 0;) out = out * x + f[i];
  return out;
}
Fr power(const Fr& x, uint64_t exponent) { return x.pow({&exponent, 1}); }
Fr eq(std::span<const Fr> z, size_t y) {
  Fr out = Fr::one();
  for (size_t k = 0; k < z.size(); ++k) out *= (y >> k & 1) != 0 ? z[k] : Fr::one() - z[k];
  return out;
}
/// f = (X^block - alpha) q + g, deg g < block.
std::pair<Polynomial, Polynomial> divided(const Polynomial& f, size_t block, const Fr& alpha) {
  Polynomial rest = f, q(f.size() > block ? f.size() - block : 0);
  for (size_t k = rest.size(); k-- > block;) {
    q[k - block] = rest[k];
    rest[k - block] += alpha * rest[k];
  }
  rest.resize(block);
  return {q, rest};
}

/// What a forger does differently.
struct Lies {
  std::function<void(std::array<Fr, kSumSlotCount>& sums)> sums = {};
  std::function<void(std::vector<Fr>& values)> values = {};
  /// g and q before they are committed to, with u1.
  std::function<void(Polynomial& g, Polynomial& q, std::span<const Fr> u1, const Fr& alpha)> quotient = {};
  std::function<void(Polynomial& h)> folded = {};
};

/// The proof of a statement without fresh columns about one table.
class PlainProver {
 public:
  PlainProver(const SizeClass& size, const toy::Case& of, Lies lies) : size_(size), of_(of), lies_(std::move(lies)) {}

  toy::Proved prove() {
    toy::Proved out;
    out.entries = {&of_.tables[0]->entry()};
    out.context = toy::context_of(std::vector<Digest>{of_.tables[0]->digest()});
    const auto statement = read_statement(size_, of_.statement, out.entries).value();
    const Program shape = make_program(*statement, size_, Fr::one(), Fr::one()).value();
    const PrivateTable view = of_.tables[0]->view();
    const PrivateColumn mask = make_mask();
    std::vector<const PrivateColumn*> columns;
    std::vector<G1Affine> points;
    for (const ProgramColumn& column : shape.columns()) {
      if (column.kind == ColumnKind::kMask) {
        columns.push_back(&mask);
        points.push_back(commit_columns(powers(), {&columns.back(), 1}, nullptr).value()[0]);
      } else {
        columns.push_back(&view.column(column.entry_column));
        points.push_back(view.entry->find(column.entry_column)->commitment);
      }
    }
    out.inner.opening.fresh = {points.back()};
    OuterProtocol outer({&size_, toy::key_id(size_), toy::srs_id(), out.context, of_.statement}, shape, points);
    const Program program = make_program(*statement, size_, outer.beta(), outer.gamma()).value();
    const FormTables tables(program, columns);
    InnerMessages<Fr>& messages = out.inner.messages;
    WrapPublic<Fr>& pub = out.inner.pub;
    pub.s0 = outer.s0();

    PoseidonSponge a(kTagA);
    a.absorb2(outer.s0(), Fr::zero());
    FractionProof fractions = prove_fractions(SlotLeaves(tables), a, nullptr);
    for (FractionLayer& layer : fractions.layers) messages.layers.push_back({layer.rounds, layer.ends});
    messages.root_inverse = fractions.root_q.inverse_var();
    messages.sums = slot_sums(tables, nullptr);
    if (lies_.sums) lies_.sums(messages.sums);
    FinalClaim claim = prove_final_claim(tables, fractions, messages.sums, a, nullptr);
    if (lies_.values) lies_.values(claim.values);
    messages.final_rounds = claim.rounds;
    messages.values = claim.values;
    messages.salt1 = random_.next();
    std::vector<Fr> absorbed = messages.values;
    absorbed.push_back(messages.salt1);
    a.absorb_list(absorbed);
    out.inner.opening.h_v = pub.h_v = a.s1();
    pub.rho = outer.after_values(pub.h_v);
    const FormWeights weights = program.weights(pub.rho);
    set_program_values(program, weights, pub);
    Polynomial f(tables.rows());
    for (size_t c = 0; c < columns.size(); ++c) {
      for (size_t i = 0; i < columns[c]->length(); ++i) f[i] += weights.columns[c] * columns[c]->at(i);
    }
    open(f, claim.r, outer, out.inner);
    messages = padded_messages(size_, messages);
    out.inner.public_input = wrap_public_input(pub);
    return out;
  }

 private:
  static std::span<const G1Affine> powers() { return toy::srs().powers(); }
  static G1Affine committed(const Polynomial& f) { return commit(powers(), f, nullptr).value(); }

  PrivateColumn make_mask() {
    std::vector<Fr> rows(size_.block() + 2 * size_.inner_block());
    for (size_t j = 0; j < 2; ++j) {
      for (size_t i = 0; i < 2 * size_.inner_block(); ++i) rows[i + j * size_.block()] = random_.next();
    }
    return PrivateColumn(std::move(rows));
  }

  // Specification 7.3, step by step.
  void open(const Polynomial& f, std::span<const Fr> r, OuterProtocol& outer, InnerProof& inner) {
    OpeningProof& proof = inner.opening;
    WrapPublic<Fr>& pub = inner.pub;
    InnerMessages<Fr>& messages = inner.messages;
    const size_t b = size_.block(), small = size_.inner_block();
    const auto log_b = static_cast<size_t>(size_.log_block), log_small = static_cast<size_t>(size_.log_inner_block);
    const std::span<const Fr> u1 = r.first(log_b);
    std::vector<Fr> u2(r.begin() + size_.log_block, r.end());
    u2.resize(log_b);
    Polynomial h(b);
    for (size_t x = 0; x < f.size(); ++x) h[x / b] += eq(u1, x % b) * f[x];
    if (lies_.folded) lies_.folded(h);
    proof.c_h = committed(h);
    pub.alpha = outer.after_folded(proof.c_h);
    auto [q, g] = divided(f, b, pub.alpha);
    if (lies_.quotient) lies_.quotient(g, q, u1, pub.alpha);
    proof.c_g = committed(g);
    proof.c_q = committed(q);
    pub.s1 = outer.after_quotient(proof.c_g, proof.c_q);

    PoseidonSponge transcript(kTagB);
    transcript.absorb2(pub.s1, Fr::zero());
    const Fr kappa = transcript.s1();
    Polynomial tables[4] = {{g.begin(), g.begin() + static_cast<std::ptrdiff_t>(b)}, h, {}, {}};
    for (size_t i = 0; i < b; ++i) {
      tables[2].push_back(eq(u1, i));
      tables[3].push_back(kappa * eq(u2, i) - power(pub.alpha, i));
    }
    std::vector<Fr> u;
    for (size_t rows = b; rows > 1; rows /= 2) {
      Fr a1, a2;
      for (size_t t = 0; t < 2; ++t) {
        for (size_t i = 0; i < rows; i += 2) {
          const Fr &x = tables[t][i], &y = tables[t + 2][i], dx = tables[t][i + 1] - x, dy = tables[t + 2][i + 1] - y;
          a1 += x * dy + dx * y;
          a2 += dx * dy;
        }
      }
      messages.block_rounds.push_back({a1, a2});
      transcript.absorb2(a1, a2);
      u.push_back(transcript.s1());
      for (Polynomial& table : tables) {
        for (size_t i = 0; i < rows / 2; ++i) table[i] = table[2 * i] + u.back() * (table[2 * i + 1] - table[2 * i]);
      }
    }
    const std::span<const Fr> low = std::span<const Fr>(u).first(log_small);
    messages.partial_g.resize(size_.inner_count());
    messages.partial_h.resize(size_.inner_count());
    for (size_t i = 0; i < b; ++i) {
      messages.partial_g[i / small] += eq(low, i % small) * g[i];
      messages.partial_h[i / small] += eq(low, i % small) * h[i];
    }
    for (size_t j = 0; j < size_.inner_count(); ++j) {
      transcript.absorb2(messages.partial_g[j], messages.partial_h[j]);
    }
    messages.salt2 = random_.next();
    transcript.absorb2(messages.salt2, Fr::zero());
    proof.h_2 = pub.h_2 = transcript.s1();
    const auto [gamma2, alpha2] = outer.after_partial(pub.h_2);
    pub.gamma2 = gamma2;
    pub.alpha2 = alpha2;
    Polynomial f2 = g;
    f2.resize(std::max(g.size(), h.size()));
    for (size_t i = 0; i < h.size(); ++i) f2[i] += gamma2 * h[i];
    auto [q2, remainder] = divided(f2, small, alpha2);
    messages.remainder = remainder;
    proof.c_q2 = committed(q2);
    PoseidonSponge last(kTagC);
    last.absorb_list(remainder);
    messages.salt3 = random_.next();
    last.absorb2(messages.salt3, Fr::zero());
    proof.h_3 = pub.h_3 = last.s1();
    pub.z = outer.after_remainder(proof.c_q2, pub.h_3);
    proof.w = pub.w = evaluate(remainder, pub.z);
    Polynomial numerator = f2;
    const Fr factor = power(pub.z, small) - alpha2;
    for (size_t i = 0; i < q2.size(); ++i) numerator[i] -= factor * q2[i];
    numerator[0] -= pub.w;
    auto [w, zero] = divided(numerator, 1, pub.z);
    EXPECT_TRUE(zero[0].is_zero());
    proof.c_w = committed(w);
  }

  const SizeClass& size_;
  const toy::Case& of_;
  Lies lies_;
  toy::TestRng random_{"toy"};
};

class ForgedTranscripts : public testing::TestWithParam<const SizeClass*> {
 protected:
  static toy::Case sums(int64_t more = 0) {
    return {"sums",
            toy::sums("v", 47 + more, 1507, 12),
            {toy::make_table({{"v", kInt64, {3, -7, 20, 0, 5, 5, -1, 13, 8, -20, 2, 19}}})}};
  }
  static Result<void> verdict(const toy::Case& of, const Lies& lies) {
    const toy::Proved proved = PlainProver(*GetParam(), of, lies).prove();
    return toy::verify(*GetParam(), of.statement, proved);
  }
  static void expect_refused(const toy::Case& of, const Lies& lies, const std::string& by) {
    const Result<void> said = verdict(of, lies);
    ASSERT_FALSE(said.ok());
    EXPECT_NE(said.error().message().find(by), std::string::npos) << said.error().describe();
  }
};

// The same proof as the prover's, message for message: what follows is refused for its lies alone.
TEST_P(ForgedTranscripts, AnHonestOneIsTheProvers) {
  const toy::Case of = sums();
  const toy::Proved plain = PlainProver(*GetParam(), of, {}).prove();
  const toy::Proved proved = toy::prove(*GetParam(), of.statement, of.pointers(), {}).value();
  EXPECT_EQ(plain.inner.opening, proved.inner.opening);
  EXPECT_EQ(plain.inner.public_input, proved.inner.public_input);
  std::vector<Fr> said, expected;
  InnerMessages<Fr>::for_each(plain.inner.messages, [&](const Fr& each) { said.push_back(each); });
  InnerMessages<Fr>::for_each(proved.inner.messages, [&](const Fr& each) { expected.push_back(each); });
  EXPECT_EQ(said, expected);
  EXPECT_TRUE(verdict(of, {}).ok()) << verdict(of, {}).error().describe();
}

// 10: a value that the form does not have at r. Slots that use it see it at once; the knowledge form only the opening.
TEST_P(ForgedTranscripts, ValuesAreOpened) {
  for (const size_t form : {size_t{81}, size_t{84}}) {  // v in the two sums
    expect_refused(sums(), {.values = [&](std::vector<Fr>& values) { values[form] += Fr::one(); }}, "identity.end");
  }
  for (const size_t form : {size_t{0}, size_t{48}, kKnowledgeForm}) {
    expect_refused(sums(), {.values = [&](std::vector<Fr>& values) { values[form] += Fr::one(); }}, "block.");
  }
}

TEST_P(ForgedTranscripts, SumsAreThoseOfTheRows) {
  auto one_more = [](std::array<Fr, kSumSlotCount>& sums) { sums[0] += Fr::one(); };
  expect_refused(sums(1), {.sums = one_more}, "identity.end");
  expect_refused(sums(), {.sums = one_more}, "sums.target");
  // What one sum has too much another one lacks.
  expect_refused(sums(1),
                 {.sums =
                      [](std::array<Fr, kSumSlotCount>& sums) {
                        sums[0] += Fr::one();
                        sums[1] -= Fr::one();
                      }},
                 "sums.target");
}

// 11: g + (X^b - alpha) t with t orthogonal to eq(u1), which the sumcheck cannot see: g is too long.
TEST_P(ForgedTranscripts, TheRemainderIsShort) {
  auto longer = [](Polynomial& g, Polynomial& q, std::span<const Fr> u1, const Fr& alpha) {
    const Polynomial t = {eq(u1, 1), -eq(u1, 0)};
    g.insert(g.end(), t.begin(), t.end());
    for (size_t i = 0; i < t.size(); ++i) {
      g[i] -= alpha * t[i];
      q[i] -= t[i];
    }
  };
  expect_refused(sums(), {.quotient = longer}, "block_identity");
}

TEST_P(ForgedTranscripts, TheFoldedColumnIsThatOfTheColumns) {
  expect_refused(sums(), {.folded = [](Polynomial& h) { h[0] += Fr::one(); }}, "block.");
  expect_refused(sums(), {.folded = [](Polynomial& h) { h.back() += Fr::one(); }}, "block.");
}

INSTANTIATE_TEST_SUITE_P(Classes, ForgedTranscripts, testing::Values(&kClassT, &kClassT2),
                         [](const auto& tested) { return std::string(tested.param->name); });

}  // namespace
}  // namespace zkp

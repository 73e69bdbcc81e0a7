/// Groth16 verification: one proof after the other, and many together.
#include "base_os/system_random.h"
#include "bench/bench.h"
#include "groth16/batch_verify.h"
#include "groth16/prove.h"
#include "groth16/setup.h"

namespace zkp::bench {
namespace {

// x^2 = y, y public.
void square(ConstraintSystem& cs, uint64_t x) {
  const Variable y = cs.alloc_public(Fr::from_u64(x).square());
  const Variable root = cs.alloc(Fr::from_u64(x));
  cs.enforce(root, root, y, "square");
}

R1cs square_r1cs() {
  ConstraintSystem cs(Synthesis::kShape);
  square(cs, 0);
  return std::move(cs).take_r1cs();
}

// Different proofs of one key, as bytes.
class Proofs {
 public:
  Proofs(size_t count, TaskPool* pool) : inputs_(count), bytes_(count) {
    SystemRandom random;
    const ProvingKey key =
        groth16_setup(square_r1cs(), random_trapdoor(random).value(), SetupLabel::local(), pool).value();
    verifier_ = std::make_unique<PreparedVerifyingKey>(PreparedVerifyingKey::make(key.vk).value());
    parallel_for(pool, count, 1, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        ConstraintSystem witness(Synthesis::kWitness);
        square(witness, 1000 + i);
        inputs_[i] = witness.assignment()[1];
        bytes_[i] = encode_proof(groth16_prove(key, witness, random).value());
      }
    });
    for (size_t i = 0; i < count; ++i) claims_.push_back({verifier_.get(), {&inputs_[i], 1}, bytes_[i]});
  }
  std::span<const Groth16EncodedClaim> claims() const { return claims_; }

 private:
  std::unique_ptr<PreparedVerifyingKey> verifier_;
  std::vector<Fr> inputs_;
  std::vector<ByteArray<kGroth16ProofBytes>> bytes_;
  std::vector<Groth16EncodedClaim> claims_;
};

double per_proof(double seconds, const Proofs& proofs) { return seconds / static_cast<double>(proofs.claims().size()); }

ZKP_BENCH(Bench{"groth16_verify", "proofs, one after the other: seconds for each, from bytes, key prepared", 100, 1,
                [](const Context& c) {
                  auto proofs = std::make_shared<Proofs>(c.size, c.pool);
                  return [proofs] {
                    const double seconds = timed([&] {
                      for (const Groth16EncodedClaim& claim : proofs->claims())
                        ZKP_CHECK(claim.key->verify(claim.public_inputs, decode_proof(claim.proof).value()).ok());
                    });
                    return per_proof(seconds, *proofs);
                  };
                }});
ZKP_BENCH(Bench{"groth16_verify_decoded", "as groth16_verify, from points", 100, 1, [](const Context& c) {
                  auto proofs = std::make_shared<Proofs>(c.size, c.pool);
                  std::vector<Groth16Proof> decoded;
                  for (const auto& claim : proofs->claims()) decoded.push_back(decode_proof(claim.proof).value());
                  return [proofs, decoded] {
                    const double seconds = timed([&] {
                      for (size_t i = 0; i < decoded.size(); ++i) {
                        const Groth16EncodedClaim& claim = proofs->claims()[i];
                        ZKP_CHECK(claim.key->verify(claim.public_inputs, decoded[i]).ok());
                      }
                    });
                    return per_proof(seconds, *proofs);
                  };
                }});
ZKP_BENCH(Bench{"groth16_batch_verify", "proofs of one key, together: seconds for each, from bytes", 1000, 2,
                [](const Context& c) {
                  auto proofs = std::make_shared<Proofs>(c.size, c.pool);
                  return [proofs, c] {
                    SystemRandom random;
                    const double seconds = timed([&] {
                      ZKP_CHECK(groth16_verify_batch(proofs->claims(), {&random, c.pool})->all_verify());
                    });
                    return per_proof(seconds, *proofs);
                  };
                }});

}  // namespace
}  // namespace zkp::bench

/// Proofs: set-up, prove, verify of the interim circuit; what a user waits for.
#include <map>

#include "base_os/system_random.h"
#include "bench/bench.h"
#include "groth16/setup.h"
#include "statement/direct/circuit.h"
#include "statement/direct/commitment.h"
#include "statement/direct/keys.h"
#include "statement/direct/prove.h"
#include "statement/direct/public_inputs.h"
#include "statement/direct/verify.h"

namespace zkp::bench {
namespace {

// A table of `rows` rows with one committed column.
struct Claim {
  std::vector<uint64_t> u;
  Fr salt;
  DatasetBody body;
  ProofContext context;
  DirectStatement statement{DirectKind::kSum, "amount", {}};
  std::unique_ptr<ProvingKey> key;

  Claim(uint64_t rows, TaskPool* pool) {
    SystemRandom random;
    salt = Fr::random(random).value();
    const ColumnType type{TypeCode::kInt, 32};
    for (uint64_t i = 0; i < rows; ++i) u.push_back(encode_shifted(type, static_cast<__int128>(i * 7919 % 1000)));
    body.rows = rows;
    body.columns = {{"amount", type, false, {}, commit_column(u, salt)}};
    context.datasets = {body_digest(encode_body(body))};
    const uint32_t capacity = direct_capacity(rows);
    key = std::make_unique<ProvingKey>(groth16_setup(direct_r1cs(capacity),
                                                     insecure_dev_trapdoor(direct_circuit_id(capacity)),
                                                     SetupLabel::insecure_dev(), pool)
                                           .value());
  }
  DirectProof prove(TaskPool* pool) const {
    SystemRandom random;
    return prove_direct(statement, body, ColumnOpening{u, salt}, context, *key, random, pool).value();
  }
};

ZKP_BENCH(Bench{"direct_setup", "rows (64 or 1,024): keys of the circuit", 64, 2, [](const Context& c) {
                  return [c] {
                    const uint32_t capacity = direct_capacity(c.size);
                    return timed([&] {
                      keep(groth16_setup(direct_r1cs(capacity), insecure_dev_trapdoor(direct_circuit_id(capacity)),
                                         SetupLabel::insecure_dev(), c.pool)
                               .ok());
                    });
                  };
                }});
ZKP_BENCH(Bench{"direct_prove", "rows: sum of one column", 64, 2, [](const Context& c) {
                  auto claim = std::make_shared<Claim>(c.size, c.pool);
                  return [claim, c] { return timed([&] { keep(claim->prove(c.pool).proof); }); };
                }});
ZKP_BENCH(Bench{
    "direct_verify", "rows: one proof, key prepared", 64, 1, [](const Context& c) {
      auto claim = std::make_shared<Claim>(c.size, nullptr);
      auto proof = std::make_shared<DirectProof>(claim->prove(nullptr));
      return [claim, proof] {
        const StatementKey& key = insecure_dev_key(direct_capacity(claim->body.rows));
        return timed([&] {
          ZKP_CHECK(
              verify_direct(claim->statement, proof->disclosure, claim->body, claim->context, proof->proof, key).ok());
        });
      };
    }});

}  // namespace
}  // namespace zkp::bench

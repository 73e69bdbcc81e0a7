// links: base hash field curve r1cs groth16_verify groth16
// Batches of proofs, good, changed and arbitrary: the verdict of the batch is that of each claim by itself, index by
// index and error by error, and nothing crashes.
//
// For each claim: a byte (bit 0 the key, bits 1-2 which good proof, bits 3-4 which inputs, bits 5-7 what is done), and
// what that needs: a place and a mask, a length, or whole encodings.
#include <algorithm>

#include "base/check.h"
#include "base/sim.h"
#include "groth16/batch_verify.h"
#include "groth16/prove.h"
#include "groth16/setup.h"

namespace {

using namespace zkp;

constexpr size_t kKeys = 2, kProofs = 4;
constexpr size_t kMaxClaims = 18;  // more than one group

void square(ConstraintSystem& cs, uint64_t x) {
  const Variable y = cs.alloc_public(Fr::from_u64(x).square());
  const Variable root = cs.alloc(Fr::from_u64(x));
  cs.enforce(root, root, y, "square");
}

struct World {
  std::vector<PreparedVerifyingKey> keys;
  Bytes proofs[kKeys][kProofs];
  std::vector<Fr> inputs[kProofs];

  World() {
    SimRandom random(1);
    ConstraintSystem shape(Synthesis::kShape);
    square(shape, 0);
    for (size_t k = 0; k < kKeys; ++k) {
      const ProvingKey key = groth16_setup(shape.r1cs(), random_trapdoor(random).value(), SetupLabel::local()).value();
      keys.push_back(PreparedVerifyingKey::make(key.vk).value());
      for (size_t i = 0; i < kProofs; ++i) {
        ConstraintSystem witness(Synthesis::kWitness);
        square(witness, i + 2);
        inputs[i] = {witness.assignment()[1]};
        const auto bytes = encode_proof(groth16_prove(key, witness, random).value());
        proofs[k][i] = Bytes(bytes.begin(), bytes.end());
      }
    }
  }
};

uint8_t next(ByteReader& in) { return in.left() == 0 ? uint8_t{0} : in.u8().value(); }

Bytes next_bytes(ByteReader& in, size_t size_bytes) {
  const ByteView view = in.raw(std::min(size_bytes, in.left())).value();
  return {view.begin(), view.end()};
}

Bytes change(const World& world, uint8_t kind, Bytes proof, ByteReader& in) {
  switch (kind) {
    case 2: {  // a byte
      const size_t at = next(in) % proof.size();
      proof[at] ^= next(in);
      return proof;
    }
    case 3:  // a length
      proof.resize(next(in) % 200);
      return proof;
    case 4:  // arbitrary
      return next_bytes(in, kGroth16ProofBytes);
    case 5: {  // an element of another proof
      const Bytes& other = world.proofs[next(in) % kKeys][next(in) % kProofs];
      constexpr size_t kEnds[] = {0, 48, 144, 192};
      const size_t element = next(in) % 3;
      std::copy(other.begin() + static_cast<ptrdiff_t>(kEnds[element]),
                other.begin() + static_cast<ptrdiff_t>(kEnds[element + 1]),
                proof.begin() + static_cast<ptrdiff_t>(kEnds[element]));
      return proof;
    }
    case 6:  // (-A, -B, C), which verifies
      proof[0] ^= 0x20;
      proof[48] ^= 0x20;
      return proof;
    default:
      return proof;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const World world;
  ByteReader in({data, size});
  std::vector<Bytes> proofs;
  std::vector<std::vector<Fr>> inputs;
  std::vector<const PreparedVerifyingKey*> keys;
  while (in.left() > 0 && proofs.size() < kMaxClaims) {
    const uint8_t what = next(in);
    const size_t key = what & 1, proof = what >> 1 & 3;
    keys.push_back(&world.keys[key]);
    inputs.push_back(world.inputs[(proof + (what >> 3 & 3)) % kProofs]);
    proofs.push_back(change(world, what >> 5, world.proofs[key][proof], in));
    if (what >> 5 == 1) {  // arbitrary inputs
      auto decoded = decode_public_inputs(next_bytes(in, size_t{next(in)} % 70));
      if (decoded.ok()) inputs.back() = *decoded;
    }
  }
  std::vector<Groth16EncodedClaim> claims;
  for (size_t i = 0; i < proofs.size(); ++i) claims.push_back({keys[i], inputs[i], proofs[i]});
  const auto verdict = groth16_verify_batch(claims).value();

  size_t at = 0;
  for (size_t i = 0; i < claims.size(); ++i) {
    const auto decoded = decode_proof(proofs[i]);
    const Result<void> alone = decoded.ok() ? keys[i]->verify(inputs[i], *decoded) : Result<void>(decoded.error());
    if (alone.ok()) continue;
    ZKP_CHECK(at < verdict.rejected.size() && verdict.rejected[at].index == i);
    ZKP_CHECK(verdict.rejected[at].why.code() == alone.error().code());
    ++at;
  }
  ZKP_CHECK(at == verdict.rejected.size());
  return 0;
}

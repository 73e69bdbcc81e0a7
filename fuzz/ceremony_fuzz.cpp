// links: base hash curve groth16 groth16_ceremony
// Readers of a ceremony's own transcripts, of foreign ones and of their parts: never crash, whatever the bytes. The
// first byte chooses the reader; own files get their checksum from us, so that the search goes deeper. What
// verification accepts reads back the same.
#include "base/check.h"
#include "base/sim.h"
#include "groth16/ceremony/import.h"
#include "groth16/ceremony/phase2.h"
#include "r1cs/constraint_system.h"

namespace {

using namespace zkp;

Bytes with_checksum(ByteView bytes) {
  Bytes out(bytes.begin(), bytes.end());
  append(out, sha256(bytes));
  return out;
}

const ByteSink kNowhere = [](ByteView) -> Result<void> { return {}; };

const R1cs& circuit() {
  static const R1cs system = [] {
    ConstraintSystem cs(Synthesis::kShape);
    const Variable y = cs.alloc_public(Fr::zero());
    const Variable x = cs.alloc(Fr::zero());
    cs.enforce(x, x, y, "square");
    return std::move(cs).take_r1cs();
  }();
  return system;
}

const Bytes& phase1() {
  static const Bytes file = [] {
    SimRandom random(1);
    const CeremonyEnv env{random};
    Bytes start, out;
    ZKP_CHECK(new_phase1(2, [&](ByteView piece) -> Result<void> {
                append(start, piece);
                return {};
              }).ok());
    ZKP_CHECK(contribute_phase1(
                  ViewSource(start), "x", "",
                  [&](ByteView piece) -> Result<void> {
                    append(out, piece);
                    return {};
                  },
                  env)
                  .ok());
    return out;
  }();
  return file;
}

void check_phase1(const Bytes& file, const CeremonyEnv& env) {
  const ViewSource source(file);
  if (source.size() > 20'000) return;
  if (auto transcript = verify_phase1(source, env); transcript.ok()) {
    ZKP_CHECK(transcript->hash() == read_phase1(source)->hash());
    ZKP_CHECK(contribute_phase1(source, "next", "", kNowhere, env).ok());
  } else {
    (void)contribute_phase1(source, "next", "", kNowhere, env).ok();
  }
}

// Phase 1 and circuit are put right, so that the search gets to the keys.
Bytes for_this_circuit(ByteView bytes) {
  Bytes out(bytes.begin(), bytes.end());
  if (out.size() >= 6 + 32 + 32) {
    std::ranges::copy(read_phase1(ViewSource(phase1()))->hash(), out.begin() + 6);
    std::ranges::copy(circuit_id(circuit()), out.begin() + 38);
  }
  return out;
}

void check_phase2(const Bytes& file, const CeremonyEnv& env) {
  const ViewSource source(file);
  if (source.size() > 20'000) return;
  if (auto transcript = verify_phase2(source, ViewSource(phase1()), circuit(), env); transcript.ok()) {
    ZKP_CHECK(contribute_phase2(source, "next", "", kNowhere, env).ok());
  } else {
    (void)contribute_phase2(source, "next", "", kNowhere, env).ok();
    (void)finish_phase2(source, env).ok();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const ByteView bytes(data + 1, size - 1);
  SimRandom random(7);
  CeremonyEnv env{random};
  env.points_per_chunk = 5;
  env.max_log_iterations = 4;
  env.max_first_challenge = 6;
  switch (data[0] % 4) {
    case 0:
      check_phase1(with_checksum(bytes), env);
      break;
    case 1:
      check_phase2(with_checksum(for_this_circuit(bytes)), env);
      break;
    case 2:
      (void)import_foreign_phase1(ViewSource(bytes), kNowhere, env).ok();
      break;
    default:
      (void)read_powersoftau(ViewSource(bytes), env).ok();
  }
  return 0;
}

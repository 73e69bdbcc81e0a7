#include "groth16/ceremony/reference_string.h"

#include "groth16/ceremony/import.h"

namespace zkp {
namespace {

Result<void> check_size(int log_size, size_t needed) {
  if (log_size < kMinSrsLogPowers) {
    return Error(GeneralError::kLimit, "the file has 2^" + std::to_string(log_size) +
                                           " powers: a reference string takes [tau^(2^13)]_2, which a phase 1 of at "
                                           "least 2^14 powers holds");
  }
  const size_t count = power_count(PowerList::kTauG1, log_size);
  if (count >= needed) return {};
  return Error(GeneralError::kLimit, "the file has " + std::to_string(count) + " powers in G1, and " +
                                         std::to_string(needed) + " are needed");
}

}  // namespace

PowerSource Phase1Srs::source(const CeremonyEnv& env) const {
  auto piece = std::make_shared<std::vector<G1Affine>>();
  return [this, piece, pool = env.pool](size_t first, size_t count) -> Result<std::span<const G1Affine>> {
    piece->resize(count);
    ZKP_TRY_VOID(powers->read(PowerList::kTauG1, first, std::span(*piece), pool));
    return std::span<const G1Affine>(*piece);
  };
}

Result<Phase1Srs> srs_of_phase1(const ByteSource& file, size_t needed, const CeremonyEnv& env) {
  Phase1Srs out;
  ByteArray<4> magic{};
  if (file.size() >= magic.size()) ZKP_TRY_VOID(file.read(0, magic));
  if (as_text(magic) == kPhase1Magic) {
    ZKP_TRY(const Phase1Transcript unchecked, read_phase1(file));
    ZKP_TRY_VOID(check_size(unchecked.log_size, needed));
    ZKP_TRY_VOID(require_secret(unchecked));
    ZKP_TRY(out.transcript, verify_phase1(file, env));
    out.powers = std::make_unique<UncompressedPowers>(powers_of(file, out.transcript));
  } else {
    ZKP_TRY(ForeignPowers foreign, read_foreign_phase1(file, env));
    ZKP_TRY_VOID(check_size(foreign.powers->log_size(), needed));
    ZKP_TRY(out.transcript, check_foreign_powers(*foreign.powers, foreign.state, foreign.note, env));
    out.powers = std::move(foreign.powers);
  }
  // The lists were checked to be the powers of the last state's tau, in G1 and in G2.
  out.key.tau_g1 = out.transcript.state().tau_g1;
  out.key.tau_g2 = out.transcript.state().tau_g2;
  for (const int log_block : kSrsLogBlocks) {
    G2Affine point;
    ZKP_TRY_VOID(out.powers->read(PowerList::kTauG2, size_t{1} << log_block, std::span(&point, 1), env.pool));
    out.key.blocks.push_back({log_block, point});
  }
  out.key.id = srs_id(out.key);
  return out;
}

}  // namespace zkp

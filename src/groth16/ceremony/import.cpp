#include "groth16/ceremony/import.h"

namespace zkp {
namespace {

constexpr size_t kChunkBytes = size_t{1} << 20;

Result<Digest> file_digest(const ByteSource& file, const CeremonyEnv& env) {
  Sha256 hash;
  Bytes piece;
  for (uint64_t at = 0; at < file.size(); at += piece.size()) {
    env.show("reading", at, file.size());
    piece.resize(std::min<uint64_t>(kChunkBytes, file.size() - at));
    ZKP_TRY_VOID(file.read(at, piece));
    hash.update(piece);
  }
  return hash.finish();
}

}  // namespace

Result<ForeignPowers> read_foreign_phase1(const ByteSource& file, const CeremonyEnv& env) {
  ByteArray<4> magic{};
  if (file.size() >= magic.size()) ZKP_TRY_VOID(file.read(0, magic));
  ZKP_TRY(ForeignPowers foreign, as_text(magic) == "ptau" ? read_ptau(file, env) : read_powersoftau(file, env));
  ZKP_TRY(foreign.note.file_sha256, file_digest(file, env));
  return foreign;
}

Result<Phase1Transcript> import_foreign_phase1(const ByteSource& file, const ByteSink& sink, const CeremonyEnv& env) {
  ZKP_TRY(const ForeignPowers foreign, read_foreign_phase1(file, env));
  return import_phase1(*foreign.powers, foreign.state, foreign.note, sink, env);
}

Result<void> check_import(const ByteSource& file, const Phase1Transcript& transcript, const CeremonyEnv& env) {
  if (!transcript.is_imported())
    return Error(GeneralError::kInvalidArgument, "the transcript does not begin with an import");
  ZKP_TRY(Phase1Transcript again, import_foreign_phase1(
                                      file, [](ByteView) -> Result<void> { return {}; }, env));
  if (again.hash() != transcript.hashes[0])
    return Error(CryptoError::kBadProof, "the transcript does not begin with the powers of the file of the import");
  return {};
}

}  // namespace zkp

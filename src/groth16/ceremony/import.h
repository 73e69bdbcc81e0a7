/// Phase-1 transcripts of other programs over BLS12-381, by their published formats:
///   .ptau               snarkjs: its whole chain of contributions and beacons is checked
///   challenge, response powersoftau (ZCash Sapling, and what snarkjs exports): the points and, in a response, the last
///                       participant's proofs of knowledge; what came before is in files of its own, without which
///                       nothing is known of who made the powers
///
/// Every point is checked to be canonical, on the curve, in the subgroup and not the identity, every list to be the
/// powers that it should be, every length against the declared size. Files are read in pieces. Not constant-time:
/// everything here is public. The formats and their sources: docs/formats/ceremony.md.
#pragma once

#include "groth16/ceremony/phase1.h"

namespace zkp {

/// Recognises the format, checks the file and writes a transcript of ours that begins with its powers. Errors:
/// GeneralError::kParse for a file of no known format or of wrong lengths, kLimit; CryptoError::kBadProof, for a .ptau
/// with the number of the bad contribution; kBadKey for a .ptau that only beacons have contributed to; those of
/// import_phase1.
Result<Phase1Transcript> import_foreign_phase1(const ByteSource& file, const ByteSink& sink, const CeremonyEnv& env);

/// That the transcript begins with what importing `file` gives: an import has no proofs of its own, but is
/// deterministic. Errors: GeneralError::kInvalidArgument for a transcript that does not begin with an import;
/// CryptoError::kBadProof when the results differ; those of import_foreign_phase1.
Result<void> check_import(const ByteSource& file, const Phase1Transcript& transcript, const CeremonyEnv& env);

/// The parts of it. The file must outlive them.
struct ForeignPowers {
  std::unique_ptr<PowersReader> powers;
  Phase1State state;
  ImportNote note;
};
/// Recognises the format and checks the contributions, but not the powers.
Result<ForeignPowers> read_foreign_phase1(const ByteSource& file, const CeremonyEnv& env);
/// One format each; the note is without the file's digest.
Result<ForeignPowers> read_ptau(const ByteSource& file, const CeremonyEnv& env);
Result<ForeignPowers> read_powersoftau(const ByteSource& file, const CeremonyEnv& env);

}  // namespace zkp

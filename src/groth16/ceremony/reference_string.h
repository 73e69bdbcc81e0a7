/// A phase 1 as a reference string of KZG commitments (commit/srs.h): its powers of tau, without alpha and beta.
///
/// The same tau then serves Groth16 and the commitments. Nothing new is published: phase 1 holds these powers anyway.
/// Not constant-time: everything here is public.
#pragma once

#include <memory>

#include "commit/srs_file.h"
#include "groth16/ceremony/phase1.h"
#include "groth16/setup_label.h"

namespace zkp {

/// 2^13 is the largest block power, [tau^(2^13)]_2, and a phase 1 of n powers has them below n in G2.
inline constexpr int kMinSrsLogPowers = 14;

struct Phase1Srs {
  SrsKey key;                   ///< without powers
  Phase1Transcript transcript;  ///< whose hash the label names
  std::unique_ptr<const PowersReader> powers;

  SetupLabel label() const { return SetupLabel::ceremony(transcript.hash()); }
  /// Powers in G1 that there are: 2n - 1.
  size_t count() const { return power_count(PowerList::kTauG1, transcript.log_size); }
  /// For write_srs(). One thread at a time; this and the file must outlive it.
  PowerSource source(const CeremonyEnv& env) const;
};

/// Reads and checks a phase 1: one of ours, or a file that import_foreign_phase1() reads. All of it is checked, every
/// point and every contribution that the file shows (ceremony/phase1.h, ceremony/import.h). Errors:
/// GeneralError::kLimit, before anything else, for fewer than 2^14 powers or than `needed` of them in G1;
/// CryptoError::kBadKey when nobody has contributed; those of
/// verify_phase1, read_foreign_phase1 and check_foreign_powers.
Result<Phase1Srs> srs_of_phase1(const ByteSource& file, size_t needed, const CeremonyEnv& env);

}  // namespace zkp

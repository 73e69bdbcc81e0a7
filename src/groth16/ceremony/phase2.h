/// Phase 2 of a Groth16 ceremony: the keys of one circuit from the powers of phase 1, with gamma = 1 and a secret delta
/// that nobody knows if one participant forgot their factor. File format: docs/formats/ceremony.md.
///
/// Only delta, l and h of the keys depend on delta; a contribution multiplies [delta] by a factor x, and l and h by
/// 1/x. A transcript is checked against the phase-1 transcript and the circuit themselves: nothing in it is taken on
/// trust. Files are read in pieces. Checking is not constant-time; contributing is, in the factor. Safe for concurrent
/// use on different files. Source: Bowe, Gabizon, Miers, ePrint 2017/1050, section 6; Kohlweiss, Maller, Siim, Volkhov,
/// ePrint 2021/219.
#pragma once

#include "groth16/ceremony/phase1.h"
#include "groth16/proving_key.h"
#include "r1cs/r1cs.h"

namespace zkp {

struct Phase2Record {
  RecordKind kind = RecordKind::kContribution;  ///< or kBeacon
  std::string name;
  G1Affine delta_g1;  ///< after this record
  G2Affine delta_g2;
  FactorKey key{};  ///< contributions only
  Beacon beacon;    ///< beacons only
};

struct Phase2Transcript {
  Digest phase1{};   ///< hash of the phase-1 transcript
  Digest circuit{};  ///< circuit_id
  int log_domain = 0;
  uint32_t public_count = 0;
  uint32_t variable_count = 0;
  std::vector<Phase2Record> records;
  std::vector<Digest> hashes;  ///< hashes[i] binds the above and the first i records: one more than records
  uint64_t body_offset = 0;

  /// Beacons do not count: everybody can compute their factors.
  size_t contribution_count() const { return count_records(records, RecordKind::kContribution); }
  size_t beacon_count() const { return count_records(records, RecordKind::kBeacon); }
  const Digest& hash() const { return hashes.back(); }
  G1Affine delta_g1() const { return records.empty() ? G1Affine::generator() : records.back().delta_g1; }
  G2Affine delta_g2() const { return records.empty() ? G2Affine::generator() : records.back().delta_g2; }
};

inline constexpr std::string_view kPhase2Magic = "ZP2T";

/// The header and the records, as read_phase1().
Result<Phase2Transcript> read_phase2(const ByteSource& file);

/// The transcript of a circuit without contributions. REQUIRES: `phase1` passed verify_phase1(). Errors:
/// GeneralError::kLimit when the circuit has more rows than phase 1 has powers, too many public inputs, or over a
/// million variables more than terms (keys are as large as the circuit claims to be); those of require_secret and of
/// the sink.
Result<Phase2Transcript> start_phase2(const ByteSource& phase1, const R1cs& system, const ByteSink& sink,
                                      const CeremonyEnv& env);

/// Everything: that phase 1 and circuit are those that are named, the checksum, each contribution in turn, and that the
/// keys are those of circuit, powers and delta, by random linear combinations. REQUIRES: `phase1` passed
/// verify_phase1(). Errors: CryptoError::kBadProof, beginning with "contribution N" for the first bad one; those of
/// read_phase2, start_phase2 and require_secret.
Result<Phase2Transcript> verify_phase2(const ByteSource& file, const ByteSource& phase1, const R1cs& system,
                                       const CeremonyEnv& env);
/// The contributions without the keys.
Result<void> verify_phase2_records(const Phase2Transcript& transcript, const CeremonyEnv& env);

/// As contribute_phase1() and beacon_phase1().
Result<Phase2Transcript> contribute_phase2(const ByteSource& file, const std::string& name, std::string_view text,
                                           const ByteSink& sink, const CeremonyEnv& env);
/// The same with a given factor. For tests: a ceremony draws it.
Result<Phase2Transcript> contribute_phase2_with(const ByteSource& file, const std::string& name, const Fr& factor,
                                                const ByteSink& sink, const CeremonyEnv& env);
Result<Phase2Transcript> beacon_phase2(const ByteSource& file, const std::string& name, const Beacon& beacon,
                                       const ByteSink& sink, const CeremonyEnv& env);

/// The proving key, labelled ceremony:<transcript hash>, whose vk is the verification key. REQUIRES: the file passed
/// verify_phase2(). Errors: CryptoError::kBadKey without a contribution (a beacon is none: anybody could divide its
/// public factor out and forge proofs); those of check_verifying_key and read_phase2.
Result<ProvingKey> finish_phase2(const ByteSource& file, const CeremonyEnv& env);

}  // namespace zkp

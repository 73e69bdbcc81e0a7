/// Phase 1 of a Groth16 ceremony: powers of a secret tau that nobody knows if one participant forgot their factors. The
/// same for all circuits of up to n = 2^log_size rows. File format: docs/formats/ceremony.md.
///
/// A transcript is the list of contributions, each chained to the hash of all before it, and the powers that they lead
/// to. It is read in pieces: memory does not grow with n. Checking is not constant-time; contributing is, in the
/// factors (curve/multiples.h). Safe for concurrent use on different files.
#pragma once

#include <algorithm>

#include "groth16/ceremony/powers.h"
#include "hash/sha2.h"

namespace zkp {

enum class RecordKind : uint8_t {
  kStart = 0,         ///< tau = alpha = beta = 1: nobody has contributed
  kImport = 1,        ///< the powers come from another ceremony's file
  kContribution = 2,  ///< secret factors
  kBeacon = 3,        ///< factors from a public value
};

/// What an import says of where it comes from.
struct ImportNote {
  std::string format;    ///< "ptau", "challenge", "response"
  Digest file_sha256{};  ///< of the file
  /// That the file lists and the import has checked, without beacons. Whoever reads a transcript sees a claim only:
  /// check_import() repeats the import.
  uint32_t contributions = 0;
  friend bool operator==(const ImportNote&, const ImportNote&) = default;
};

/// Records of one kind.
template <class Record>
size_t count_records(const std::vector<Record>& records, RecordKind kind) {
  return static_cast<size_t>(std::ranges::count(records, kind, &Record::kind));
}

struct Phase1Record {
  RecordKind kind = RecordKind::kStart;
  std::string name;
  Phase1State state;                ///< after this record
  std::array<FactorKey, 3> keys{};  ///< of tau, alpha, beta; contributions only
  Beacon beacon;                    ///< beacons only
  ImportNote import;                ///< imports only
};

struct Phase1Transcript {
  int log_size = 0;
  std::vector<Phase1Record> records;  ///< the first is a start or an import
  std::vector<Digest> hashes;         ///< hashes[i] binds the size and the records 0 .. i
  uint64_t powers_offset = 0;         ///< in the file

  /// Beacons do not count: everybody can compute their factors.
  size_t contribution_count() const { return count_records(records, RecordKind::kContribution); }
  size_t beacon_count() const { return count_records(records, RecordKind::kBeacon); }
  bool is_imported() const { return records[0].kind == RecordKind::kImport; }
  const Phase1State& state() const { return records.back().state; }
  const Digest& hash() const { return hashes.back(); }
};

inline constexpr std::string_view kPhase1Magic = "ZP1T";

/// The header and the records; the length of the file is compared with them. Nothing is checked but the form (and that
/// points are in their subgroups). Errors: GeneralError::kParse, kLimit, CryptoError, with the number of the record.
Result<Phase1Transcript> read_phase1(const ByteSource& file);

/// Everything: the checksum, then each contribution in turn, all powers. Errors: those of read_phase1,
/// CryptoError::kBadProof that begins with "contribution N" for the first bad one; those of env.random.
Result<Phase1Transcript> verify_phase1(const ByteSource& file, const CeremonyEnv& env);
/// The contributions without the powers.
Result<void> verify_phase1_records(const Phase1Transcript& transcript, const CeremonyEnv& env);

/// Error CryptoError::kBadKey when no record can hold a secret: neither a contribution nor an import. Beacons are
/// public.
Result<void> require_secret(const Phase1Transcript& transcript);

/// A transcript without contributions. Error: GeneralError::kInvalidArgument unless kMinLogPowers <= log_size <=
/// kMaxLogPowers; those of the sink.
Result<void> new_phase1(int log_size, const ByteSink& sink);

/// Adds a contribution with fresh factors (`text` is mixed in) to a transcript whose contributions are checked first,
/// and whose powers are checked to be in the subgroup, so that a hostile file learns nothing about the factors. Returns
/// the new transcript. Errors: those of verify_phase1_records, of the sink; GeneralError::kInvalidArgument for the
/// name.
Result<Phase1Transcript> contribute_phase1(const ByteSource& file, const std::string& name, std::string_view text,
                                           const ByteSink& sink, const CeremonyEnv& env);
/// The same with given factors. For tests: a ceremony draws them.
Result<Phase1Transcript> contribute_phase1_with(const ByteSource& file, const std::string& name, const Fr& tau,
                                                const Fr& alpha, const Fr& beta, const ByteSink& sink,
                                                const CeremonyEnv& env);
/// Adds the factors of a beacon.
Result<Phase1Transcript> beacon_phase1(const ByteSource& file, const std::string& name, const Beacon& beacon,
                                       const ByteSink& sink, const CeremonyEnv& env);

/// The records of a transcript that begins with foreign powers, which are checked in full. Errors: CryptoError::kBadKey
/// when a secret is 1; those of check_powers.
Result<Phase1Transcript> check_foreign_powers(const PowersReader& powers, const Phase1State& state,
                                              const ImportNote& note, const CeremonyEnv& env);
/// The same, and writes it. Errors: also those of the sink.
Result<Phase1Transcript> import_phase1(const PowersReader& powers, const Phase1State& state, const ImportNote& note,
                                       const ByteSink& sink, const CeremonyEnv& env);

/// The powers of a transcript. The file must outlive it.
UncompressedPowers powers_of(const ByteSource& file, const Phase1Transcript& transcript);

/// Collects small pieces and hands on large ones, followed by the SHA-256 of everything.
class ChecksummedSink {
 public:
  explicit ChecksummedSink(const ByteSink& sink) : sink_(sink) {}
  Result<void> write(ByteView bytes);
  Result<void> finish();

 private:
  Result<void> flush();

  const ByteSink& sink_;
  Sha256 hash_;
  Bytes pending_;
};
/// Error: GeneralError::kParse unless the last 32 bytes are the SHA-256 of all others.
Result<void> check_file_checksum(const ByteSource& file, const CeremonyEnv& env);

}  // namespace zkp

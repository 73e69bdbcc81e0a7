#include "groth16/ceremony/phase1.h"

#include <optional>

#include "curve/encoding.h"

namespace zkp {
namespace {

constexpr uint16_t kVersion = 1;
constexpr std::string_view kHashDomain = "zkp.ceremony.phase1.v1";
constexpr std::string_view kContextDomain = "zkp.ceremony.phase1.key.v1";
constexpr size_t kPrefixBytes = 4 + 2 + 1 + 4;
constexpr size_t kMaxFormatBytes = 16;
/// More than any record has.
constexpr size_t kMaxRecordBytes = 2048;
constexpr size_t kChunkBytes = size_t{1} << 20;

constexpr std::array<const char*, 3> kSecrets = {"tau", "alpha", "beta"};

Error malformed(std::string sentence) { return Error(GeneralError::kParse, std::move(sentence)); }

std::string contribution(size_t index) { return "contribution " + std::to_string(index); }

// kind || name || state: what the keys of a contribution bind besides the transcript before them.
Bytes record_body(const Phase1Record& record) {
  ByteWriter out;
  out.u8(static_cast<uint8_t>(record.kind)).str(record.name);
  const Phase1State& s = record.state;
  if (record.kind != RecordKind::kStart)
    out.raw(compress(s.tau_g1))
        .raw(compress(s.alpha_g1))
        .raw(compress(s.beta_g1))
        .raw(compress(s.tau_g2))
        .raw(compress(s.beta_g2));
  return std::move(out).bytes();
}

Bytes record_bytes(const Phase1Record& record) {
  ByteWriter out;
  out.raw(record_body(record));
  switch (record.kind) {
    case RecordKind::kStart:
      break;
    case RecordKind::kImport:
      out.str(record.import.format).raw(record.import.file_sha256).u32(record.import.contributions);
      break;
    case RecordKind::kContribution:
      for (const FactorKey& key : record.keys) write_factor_key(out, key);
      break;
    case RecordKind::kBeacon:
      write_beacon(out, record.beacon);
      break;
  }
  return std::move(out).bytes();
}

Digest first_hash(int log_size, ByteView record) {
  const uint8_t size = static_cast<uint8_t>(log_size);
  return sha256({as_bytes(kHashDomain), ByteView(&size, 1), record});
}
Digest next_hash(const Digest& before, ByteView record) { return sha256({as_bytes(kHashDomain), before, record}); }

Digest key_context(const Digest& before, const Phase1Record& record, size_t which) {
  const uint8_t number = static_cast<uint8_t>(which + 1);
  return sha256({as_bytes(kContextDomain), before, record_body(record), ByteView(&number, 1)});
}

// The factors of a beacon are no secret; they bind the name as a proof of knowledge does.
Digest beacon_context(const Digest& before, std::string_view name) {
  const Bytes text = ByteWriter().u8(static_cast<uint8_t>(RecordKind::kBeacon)).str(name).bytes();
  return sha256({as_bytes(kContextDomain), before, text});
}

Result<Phase1State> read_state(ByteReader& in) {
  Phase1State out;
  ZKP_TRY(out.tau_g1, read_finite_g1(in));
  ZKP_TRY(out.alpha_g1, read_finite_g1(in));
  ZKP_TRY(out.beta_g1, read_finite_g1(in));
  ZKP_TRY(out.tau_g2, read_finite_g2(in));
  ZKP_TRY(out.beta_g2, read_finite_g2(in));
  return out;
}

Result<Phase1Record> read_record(ByteReader& in, bool first) {
  Phase1Record out;
  ZKP_TRY(uint8_t kind, in.u8());
  out.kind = static_cast<RecordKind>(kind);
  const bool begins = out.kind == RecordKind::kStart || out.kind == RecordKind::kImport;
  if (kind > static_cast<uint8_t>(RecordKind::kBeacon) || begins != first)
    return malformed("a record of a kind that cannot be here");
  ZKP_TRY(out.name, read_name(in));
  if (begins && !out.name.empty()) return malformed("the first record has no name");
  if (out.kind == RecordKind::kStart) return out;
  ZKP_TRY(out.state, read_state(in));
  if (out.kind == RecordKind::kImport) {
    ZKP_TRY(out.import.format, in.str());
    if (out.import.format != "ptau" && out.import.format != "challenge" && out.import.format != "response")
      return malformed("an import from an unknown format");
    ZKP_TRY(out.import.file_sha256, in.array<32>());
    ZKP_TRY(out.import.contributions, in.u32());
  } else if (out.kind == RecordKind::kContribution) {
    for (FactorKey& key : out.keys) { ZKP_TRY(key, read_factor_key(in)); }
  } else {
    ZKP_TRY(out.beacon, read_beacon(in));
  }
  return out;
}

// Everything before the powers.
Bytes header_bytes(int log_size, std::span<const Phase1Record> records) {
  ByteWriter out;
  out.raw(kPhase1Magic).u16(kVersion).u8(static_cast<uint8_t>(log_size)).u32(static_cast<uint32_t>(records.size()));
  for (const Phase1Record& record : records) out.raw(record_bytes(record));
  return std::move(out).bytes();
}

void append_record(Phase1Transcript& transcript, Phase1Record record) {
  const Bytes bytes = record_bytes(record);
  transcript.hashes.push_back(transcript.records.empty() ? first_hash(transcript.log_size, bytes)
                                                         : next_hash(transcript.hash(), bytes));
  transcript.records.push_back(std::move(record));
  transcript.powers_offset = header_bytes(transcript.log_size, transcript.records).size();
}

Phase1State multiply(const Phase1State& state, const Fr& tau, const Fr& alpha, const Fr& beta) {
  return {state.tau_g1.mul(tau).to_affine(), state.alpha_g1.mul(alpha).to_affine(), state.beta_g1.mul(beta).to_affine(),
          state.tau_g2.mul(tau).to_affine(), state.beta_g2.mul(beta).to_affine()};
}

Result<void> verify_contribution(const Phase1Record& record, const Phase1State& before, const Digest& hash,
                                 Random& random) {
  const Phase1State& after = record.state;
  const std::array<G1Affine, 3> old = {before.tau_g1, before.alpha_g1, before.beta_g1};
  const std::array<G1Affine, 3> now = {after.tau_g1, after.alpha_g1, after.beta_g1};
  const G1Affine g1 = G1Affine::generator();
  const G2Affine g2 = G2Affine::generator();
  std::vector<PairingEquation> equations;
  for (size_t i = 0; i < 3; ++i) {
    ZKP_TRY_VOID(check_factor_changes(record.keys[i], kSecrets[i]));
    require_factor(equations, record.keys[i], key_context(hash, record, i), old[i], now[i], kSecrets[i]);
  }
  equations.push_back({after.tau_g1, g2, g1, after.tau_g2, "tau differs between G1 and G2"});
  equations.push_back({after.beta_g1, g2, g1, after.beta_g2, "beta differs between G1 and G2"});
  return check_equations(equations, random);
}

Result<void> verify_beacon(const Phase1Record& record, const Phase1State& before, const Digest& hash,
                           const CeremonyEnv& env) {
  ZKP_TRY_VOID(check_iterations(record.beacon.log_iterations, env));
  const std::vector<Fr> f = beacon_factors(record.beacon, beacon_context(hash, record.name), 3);
  if (!(multiply(before, f[0], f[1], f[2]) == record.state))
    return Error(CryptoError::kBadProof, "the powers do not follow from the beacon's value");
  return {};
}

// The transcript with one more record, and the powers multiplied by the factors.
Result<Phase1Transcript> write_contribution(const ByteSource& file, Phase1Transcript transcript, Phase1Record record,
                                            const Fr& tau, const Fr& alpha, const Fr& beta, const ByteSink& sink,
                                            const CeremonyEnv& env) {
  const UncompressedPowers powers = powers_of(file, transcript);
  if (transcript.records.size() >= kMaxRecords)
    return Error(GeneralError::kLimit,
                 "a transcript has at most " + std::to_string(kMaxRecords - 1) + " contributions");
  append_record(transcript, std::move(record));
  ChecksummedSink out(sink);
  ZKP_TRY_VOID(out.write(header_bytes(transcript.log_size, transcript.records)));
  ZKP_TRY_VOID(multiply_powers(
      powers, tau, alpha, beta, [&](ByteView piece) { return out.write(piece); }, env));
  ZKP_TRY_VOID(out.finish());
  return transcript;
}

Result<Phase1Transcript> checked_transcript(const ByteSource& file, const std::string& name, const CeremonyEnv& env) {
  ZKP_TRY_VOID(check_contributor_name(name));
  ZKP_TRY(Phase1Transcript transcript, read_phase1(file));
  ZKP_TRY_VOID(check_file_checksum(file, env));
  ZKP_TRY_VOID(verify_phase1_records(transcript, env));
  return transcript;
}

}  // namespace

Result<Phase1Transcript> read_phase1(const ByteSource& file) {
  Bytes head(std::min<uint64_t>(file.size(), kPrefixBytes + kMaxRecordBytes));
  ZKP_TRY_VOID(file.read(0, head));
  ByteReader in(head);
  Result<ByteView> magic = in.raw(kPhase1Magic.size());
  if (!magic.ok() || as_text(*magic) != kPhase1Magic) return malformed("not a phase-1 transcript");
  ZKP_TRY(uint16_t version, in.u16());
  if (version != kVersion) return malformed("a phase-1 transcript of an unknown version");
  Phase1Transcript out;
  ZKP_TRY(uint8_t log_size, in.u8());
  if (log_size < kMinLogPowers || log_size > kMaxLogPowers)
    return Error(GeneralError::kLimit, "2^" + std::to_string(log_size) + " powers are outside 2^1 .. 2^28");
  out.log_size = log_size;
  ZKP_TRY(uint32_t count, in.u32());
  if (count == 0 || count > kMaxRecords) return Error(GeneralError::kLimit, "a transcript has 1 to 4,096 records");
  const uint64_t powers_bytes = uncompressed_powers_bytes(out.log_size) + 32;
  if (file.size() < kPrefixBytes + powers_bytes) return malformed("the file is too short for its powers");
  const uint64_t records_bytes = file.size() - kPrefixBytes - powers_bytes;
  if (records_bytes > count * kMaxRecordBytes) return malformed("the file is longer than its records and powers");

  Bytes records(records_bytes);
  ZKP_TRY_VOID(file.read(kPrefixBytes, records));
  ByteReader from(records);
  for (uint32_t i = 0; i < count; ++i) {
    const size_t left = from.left();
    Result<Phase1Record> record = read_record(from, i == 0);
    if (!record.ok()) return std::move(record).error().in(contribution(i));
    const ByteView bytes = ByteView(records).subspan(records.size() - left, left - from.left());
    out.hashes.push_back(i == 0 ? first_hash(out.log_size, bytes) : next_hash(out.hash(), bytes));
    out.records.push_back(std::move(*record));
  }
  if (from.left() != 0) return malformed("the length of the file does not match its records and powers");
  out.powers_offset = kPrefixBytes + records_bytes;
  return out;
}

Result<void> verify_phase1_records(const Phase1Transcript& transcript, const CeremonyEnv& env) {
  if (transcript.records[0].kind == RecordKind::kImport) {
    Result<void> imported = check_state(transcript.records[0].state, env.random);
    if (!imported.ok()) return std::move(imported).error().in("the imported powers");
  }
  for (size_t i = 1; i < transcript.records.size(); ++i) {
    env.show("contributions", i - 1, transcript.records.size() - 1);
    const Phase1Record& record = transcript.records[i];
    const Phase1State& before = transcript.records[i - 1].state;
    const Digest& hash = transcript.hashes[i - 1];
    Result<void> good = record.kind == RecordKind::kContribution ? verify_contribution(record, before, hash, env.random)
                                                                 : verify_beacon(record, before, hash, env);
    if (!good.ok()) return std::move(good).error().in(contribution(i));
  }
  return {};
}

Result<Phase1Transcript> verify_phase1(const ByteSource& file, const CeremonyEnv& env) {
  ZKP_TRY(Phase1Transcript out, read_phase1(file));
  ZKP_TRY_VOID(check_file_checksum(file, env));
  ZKP_TRY_VOID(verify_phase1_records(out, env));
  ZKP_TRY_VOID(check_powers(powers_of(file, out), out.state(), env));
  return out;
}

Result<void> require_secret(const Phase1Transcript& transcript) {
  if (transcript.is_imported() || transcript.contribution_count() > 0) return {};
  return Error(CryptoError::kBadKey, "nobody has contributed to phase 1: everybody knows its secrets")
      .with_hint("contribute first (a beacon is public): zkp-ledger ceremony contribute");
}

Result<void> new_phase1(int log_size, const ByteSink& sink) {
  if (log_size < kMinLogPowers || log_size > kMaxLogPowers)
    return Error(GeneralError::kInvalidArgument, "the number of powers is 2^1 .. 2^28");
  const Phase1Record start;
  ChecksummedSink out(sink);
  ZKP_TRY_VOID(out.write(header_bytes(log_size, std::span(&start, 1))));
  ZKP_TRY_VOID(write_generators(log_size, [&](ByteView piece) { return out.write(piece); }));
  return out.finish();
}

Result<Phase1Transcript> contribute_phase1_with(const ByteSource& file, const std::string& name, const Fr& tau,
                                                const Fr& alpha, const Fr& beta, const ByteSink& sink,
                                                const CeremonyEnv& env) {
  ZKP_TRY(Phase1Transcript transcript, checked_transcript(file, name, env));
  Phase1Record record;
  record.kind = RecordKind::kContribution;
  record.name = name;
  record.state = multiply(transcript.state(), tau, alpha, beta);
  const std::array<const Fr*, 3> factors = {&tau, &alpha, &beta};
  for (size_t i = 0; i < 3; ++i) record.keys[i] = prove_factor(*factors[i], key_context(transcript.hash(), record, i));
  return write_contribution(file, std::move(transcript), std::move(record), tau, alpha, beta, sink, env);
}

Result<Phase1Transcript> contribute_phase1(const ByteSource& file, const std::string& name, std::string_view text,
                                           const ByteSink& sink, const CeremonyEnv& env) {
  ZKP_TRY(std::vector<SecretScalar> factors, draw_factors(3, env.random, text));
  return contribute_phase1_with(file, name, factors[0].value(), factors[1].value(), factors[2].value(), sink, env);
}

Result<Phase1Transcript> beacon_phase1(const ByteSource& file, const std::string& name, const Beacon& beacon,
                                       const ByteSink& sink, const CeremonyEnv& env) {
  if (beacon.value.empty() || beacon.value.size() > kMaxBeaconBytes || beacon.log_iterations > kMaxLogIterations)
    return Error(GeneralError::kInvalidArgument, "a beacon has 1 to 64 bytes and at most 2^32 iterations");
  ZKP_TRY_VOID(check_iterations(beacon.log_iterations, env));
  ZKP_TRY(Phase1Transcript transcript, checked_transcript(file, name, env));
  const std::vector<Fr> f = beacon_factors(beacon, beacon_context(transcript.hash(), name), 3);
  Phase1Record record;
  record.kind = RecordKind::kBeacon;
  record.name = name;
  record.beacon = beacon;
  record.state = multiply(transcript.state(), f[0], f[1], f[2]);
  return write_contribution(file, std::move(transcript), std::move(record), f[0], f[1], f[2], sink, env);
}

Result<Phase1Transcript> check_foreign_powers(const PowersReader& powers, const Phase1State& state,
                                              const ImportNote& note, const CeremonyEnv& env) {
  ZKP_CHECK(note.format.size() <= kMaxFormatBytes);
  const G1Affine g1 = G1Affine::generator();
  if (state.tau_g1 == g1 || state.alpha_g1 == g1 || state.beta_g1 == g1)
    return Error(CryptoError::kBadKey, "tau, alpha or beta of the foreign powers is 1: nobody has contributed to them");
  ZKP_TRY_VOID(check_powers(powers, state, env));
  Phase1Transcript transcript;
  transcript.log_size = powers.log_size();
  Phase1Record record;
  record.kind = RecordKind::kImport;
  record.state = state;
  record.import = note;
  append_record(transcript, std::move(record));
  return transcript;
}

Result<Phase1Transcript> import_phase1(const PowersReader& powers, const Phase1State& state, const ImportNote& note,
                                       const ByteSink& sink, const CeremonyEnv& env) {
  ZKP_TRY(Phase1Transcript transcript, check_foreign_powers(powers, state, note, env));
  ChecksummedSink out(sink);
  ZKP_TRY_VOID(out.write(header_bytes(transcript.log_size, transcript.records)));
  ZKP_TRY_VOID(copy_powers(
      powers, [&](ByteView piece) { return out.write(piece); }, env));
  ZKP_TRY_VOID(out.finish());
  return transcript;
}

UncompressedPowers powers_of(const ByteSource& file, const Phase1Transcript& transcript) {
  return UncompressedPowers(file, transcript.powers_offset, transcript.log_size);
}

Result<void> ChecksummedSink::write(ByteView bytes) {
  append(pending_, bytes);
  return pending_.size() < kChunkBytes ? Result<void>() : flush();
}

Result<void> ChecksummedSink::flush() {
  hash_.update(pending_);
  ZKP_TRY_VOID(sink_(pending_));
  pending_.clear();
  return {};
}

Result<void> ChecksummedSink::finish() {
  ZKP_TRY_VOID(flush());
  return sink_(hash_.finish());
}

Result<void> check_file_checksum(const ByteSource& file, const CeremonyEnv& env) {
  if (file.size() < 32) return malformed("the file is too short");
  const uint64_t end = file.size() - 32;
  Sha256 hash;
  Bytes piece;
  for (uint64_t at = 0; at < end; at += piece.size()) {
    env.show("reading", at, end);
    piece.resize(std::min<uint64_t>(kChunkBytes, end - at));
    ZKP_TRY_VOID(file.read(at, piece));
    hash.update(piece);
  }
  Digest stored;
  ZKP_TRY_VOID(file.read(end, stored));
  if (stored != hash.finish()) return malformed("the file is damaged: its checksum is wrong");
  return {};
}

}  // namespace zkp

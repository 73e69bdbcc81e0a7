#include "groth16/ceremony/phase2.h"

#include "curve/encoding.h"
#include "curve/msm.h"
#include "groth16/ceremony/key_lists.h"
#include "groth16/ceremony/lagrange.h"
#include "groth16/qap.h"

namespace zkp {
namespace {

constexpr uint16_t kVersion = 1;
constexpr std::string_view kHashDomain = "zkp.ceremony.phase2.v1";
constexpr std::string_view kContextDomain = "zkp.ceremony.phase2.key.v1";
constexpr size_t kPrefixBytes = 4 + 2 + 32 + 32 + 1 + 4 + 4 + 4;
constexpr size_t kMaxRecordBytes = 1024;
constexpr const char* kSecret = "delta";
/// Variables that no term mentions: some compilers leave a few. Keys have points for them too.
constexpr uint64_t kMaxUnusedVariables = uint64_t{1} << 20;

Error malformed(std::string sentence) { return Error(GeneralError::kParse, std::move(sentence)); }
Error bad(std::string sentence) { return Error(CryptoError::kBadProof, std::move(sentence)); }
std::string contribution(size_t index) { return "contribution " + std::to_string(index); }

Bytes record_body(const Phase2Record& record) {
  ByteWriter out;
  out.u8(static_cast<uint8_t>(record.kind))
      .str(record.name)
      .raw(compress(record.delta_g1))
      .raw(compress(record.delta_g2));
  return std::move(out).bytes();
}

Bytes record_bytes(const Phase2Record& record) {
  ByteWriter out;
  out.raw(record_body(record));
  if (record.kind == RecordKind::kContribution) {
    write_factor_key(out, record.key);
  } else {
    write_beacon(out, record.beacon);
  }
  return std::move(out).bytes();
}

// phase 1 || circuit || sizes: what everything that follows is determined by.
Bytes identity_bytes(const Phase2Transcript& t) {
  ByteWriter out;
  out.raw(t.phase1).raw(t.circuit).u8(static_cast<uint8_t>(t.log_domain)).u32(t.public_count).u32(t.variable_count);
  return std::move(out).bytes();
}

Bytes header_bytes(const Phase2Transcript& t) {
  ByteWriter out;
  out.raw(kPhase2Magic).u16(kVersion).raw(identity_bytes(t)).u32(static_cast<uint32_t>(t.records.size()));
  for (const Phase2Record& record : t.records) out.raw(record_bytes(record));
  return std::move(out).bytes();
}

Digest first_hash(const Phase2Transcript& t) { return sha256({as_bytes(kHashDomain), identity_bytes(t)}); }
Digest next_hash(const Digest& before, ByteView record) { return sha256({as_bytes(kHashDomain), before, record}); }
Digest key_context(const Digest& before, const Phase2Record& record) {
  return sha256({as_bytes(kContextDomain), before, record_body(record)});
}
Digest beacon_context(const Digest& before, std::string_view name) {
  const Bytes text = ByteWriter().u8(static_cast<uint8_t>(RecordKind::kBeacon)).str(name).bytes();
  return sha256({as_bytes(kContextDomain), before, text});
}

void append_record(Phase2Transcript& t, Phase2Record record) {
  t.hashes.push_back(next_hash(t.hash(), record_bytes(record)));
  t.records.push_back(std::move(record));
  t.body_offset = header_bytes(t).size();
}

KeyLists lists_of(const ByteSource& file, const Phase2Transcript& t) {
  return KeyLists(file, t.body_offset, {t.log_domain, t.public_count, t.variable_count});
}

Result<Phase2Record> read_record(ByteReader& in) {
  Phase2Record out;
  ZKP_TRY(uint8_t kind, in.u8());
  out.kind = static_cast<RecordKind>(kind);
  if (out.kind != RecordKind::kContribution && out.kind != RecordKind::kBeacon)
    return malformed("a record of a kind that cannot be here");
  ZKP_TRY(out.name, read_name(in));
  ZKP_TRY(out.delta_g1, read_finite_g1(in));
  ZKP_TRY(out.delta_g2, read_finite_g2(in));
  if (out.kind == RecordKind::kContribution) {
    ZKP_TRY(out.key, read_factor_key(in));
  } else {
    ZKP_TRY(out.beacon, read_beacon(in));
  }
  return out;
}

Result<void> verify_contribution(const Phase2Record& record, const G1Affine& before, const Digest& hash,
                                 Random& random) {
  ZKP_TRY_VOID(check_factor_changes(record.key, kSecret));
  std::vector<PairingEquation> equations;
  require_factor(equations, record.key, key_context(hash, record), before, record.delta_g1, kSecret);
  equations.push_back({record.delta_g1, G2Affine::generator(), G1Affine::generator(), record.delta_g2,
                       "delta differs between G1 and G2"});
  return check_equations(equations, random);
}

Result<void> verify_beacon(const Phase2Record& record, const G1Affine& before, const G2Affine& before_g2,
                           const Digest& hash, const CeremonyEnv& env) {
  ZKP_TRY_VOID(check_iterations(record.beacon.log_iterations, env));
  const Fr x = beacon_factors(record.beacon, beacon_context(hash, record.name), 1)[0];
  if (!(before.mul(x).to_affine() == record.delta_g1 && before_g2.mul(x).to_affine() == record.delta_g2))
    return bad("delta does not follow from the beacon's value");
  return {};
}

// The transcript with one more record; l and h divided by its factor.
Result<Phase2Transcript> write_contribution(const ByteSource& file, Phase2Transcript t, Phase2Record record,
                                            const Fr& factor, const ByteSink& sink, const CeremonyEnv& env) {
  const KeyLists lists = lists_of(file, t);
  if (t.records.size() >= kMaxRecords)
    return Error(GeneralError::kLimit, "a transcript has at most " + std::to_string(kMaxRecords) + " contributions");
  append_record(t, std::move(record));
  ChecksummedSink out(sink);
  const ByteSink to = [&](ByteView piece) { return out.write(piece); };
  ZKP_TRY_VOID(to(header_bytes(t)));
  ZKP_TRY_VOID(lists.copy_fixed_part(to));
  const SecretScalar inverse(factor.inverse());
  ZKP_TRY_VOID(lists.multiply(KeyList::kL, inverse.value(), to, env));
  ZKP_TRY_VOID(lists.multiply(KeyList::kH, inverse.value(), to, env));
  ZKP_TRY_VOID(out.finish());
  return t;
}

Result<Phase2Transcript> checked_transcript(const ByteSource& file, const std::string& name, const CeremonyEnv& env) {
  ZKP_TRY_VOID(check_contributor_name(name));
  ZKP_TRY(Phase2Transcript t, read_phase2(file));
  ZKP_TRY_VOID(check_file_checksum(file, env));
  ZKP_TRY_VOID(verify_phase2_records(t, env));
  return t;
}

// The first `count` points of a list.
template <class Affine>
Result<std::vector<Affine>> first_powers(const PowersReader& powers, PowerList list, size_t count,
                                         const CeremonyEnv& env) {
  std::vector<Affine> out(count);
  for (size_t at = 0; at < count; at += env.points_per_chunk) {
    env.show("reading", at, count);
    ZKP_TRY_VOID(
        powers.read(list, at, std::span(out).subspan(at, std::min(env.points_per_chunk, count - at)), env.pool));
  }
  return out;
}

// sum_k scalars[k] * point k of a list.
template <class Point>
Result<Point> sum_of_powers(const PowersReader& powers, PowerList list, std::span<const Fr> scalars,
                            const CeremonyEnv& env) {
  Point out;
  std::vector<typename Point::Affine> points(std::min(scalars.size(), env.points_per_chunk));
  for (size_t at = 0; at < scalars.size(); at += points.size()) {
    env.show("checking", at, scalars.size());
    const auto chunk = std::span(points).first(std::min(points.size(), scalars.size() - at));
    ZKP_TRY_VOID(powers.read(list, at, chunk, env.pool));
    ZKP_TRY(Point sum, msm(chunk, scalars.subspan(at, chunk.size()), {.pool = env.pool}));
    out += sum;
  }
  return out;
}

// sum_i rho_i times the columns of one matrix: the coefficients of sum_i rho_i u_i, over the variables [begin, end).
struct CombinedColumns {
  std::vector<Fr> u, v, w;
};
CombinedColumns combine(const R1cs& system, const NttDomain& domain, std::span<const Fr> rho, size_t begin, size_t end,
                        TaskPool* pool) {
  CombinedColumns out;
  auto fill = [&](const SparseMatrix& matrix, std::vector<Fr>& values) {
    values.assign(domain.size(), Fr::zero());
    for (size_t row = 0; row < matrix.rows(); ++row) {
      const auto variables = matrix.row_variables(row);
      const auto coefficients = matrix.row_coefficients(row);
      for (size_t k = 0; k < variables.size(); ++k)
        if (variables[k] >= begin && variables[k] < end) values[row] += coefficients[k] * rho[variables[k]];
    }
  };
  fill(system.a, out.u);
  fill(system.b, out.v);
  fill(system.c, out.w);
  for (size_t i = begin; i < end && i <= system.public_count; ++i) out.u[system.constraint_count() + i] += rho[i];
  for (std::vector<Fr>* values : {&out.u, &out.v, &out.w}) domain.inverse(*values, pool);
  return out;
}

Result<G1Affine> combined_sum(const PowersReader& powers, const CombinedColumns& c, const CeremonyEnv& env) {
  ZKP_TRY(G1 u, sum_of_powers<G1>(powers, PowerList::kBetaG1, c.u, env));
  ZKP_TRY(G1 v, sum_of_powers<G1>(powers, PowerList::kAlphaG1, c.v, env));
  ZKP_TRY(G1 w, sum_of_powers<G1>(powers, PowerList::kTauG1, c.w, env));
  return (u + v + w).to_affine_var();
}

Result<std::vector<Fr>> random_coefficients(size_t count, Random& random) {
  std::vector<Fr> out(count);
  for (Fr& rho : out) {
    ByteArray<16> bytes;
    ZKP_TRY_VOID(random.fill(bytes));
    rho = Fr::from_bytes_reduce(bytes);
  }
  return out;
}

// The keys against circuit, powers and delta. Every list is compared through one random combination:
//   sum_i rho_i [u_i(tau)] = [(sum_i rho_i u_i)(tau)],   whose right side is a combination of powers of tau.
Result<void> verify_keys(const KeyLists& lists, const Phase2Transcript& t, const PowersReader& powers,
                         const Phase1State& state, const R1cs& system, const NttDomain& domain,
                         const CeremonyEnv& env) {
  ZKP_TRY(KeySingles singles, lists.singles());
  if (!(singles.alpha_g1 == state.alpha_g1)) return bad("alpha is not that of phase 1");
  if (!(singles.beta_g1 == state.beta_g1 && singles.beta_g2 == state.beta_g2))
    return bad("beta is not that of phase 1");

  const size_t variables = t.variable_count, inputs = size_t{t.public_count} + 1, n = domain.size();
  ZKP_TRY(std::vector<Fr> rho, random_coefficients(std::max(variables, n), env.random));
  const std::span<const Fr> all = std::span(rho).first(variables);
  const G1Affine g1 = G1Affine::generator();
  const G2Affine g2 = G2Affine::generator();
  {
    const CombinedColumns c = combine(system, domain, all, 0, variables, env.pool);
    ZKP_TRY(G1 a, lists.combine_g1(KeyList::kA, all, env));
    ZKP_TRY(G1 a_wanted, sum_of_powers<G1>(powers, PowerList::kTauG1, c.u, env));
    if (!(a == a_wanted)) return bad("list a is not that of the circuit");
    ZKP_TRY(G1 b, lists.combine_g1(KeyList::kB1, all, env));
    ZKP_TRY(G1 b_wanted, sum_of_powers<G1>(powers, PowerList::kTauG1, c.v, env));
    if (!(b == b_wanted)) return bad("list b1 is not that of the circuit");
    ZKP_TRY(G2 b2, lists.combine_g2(all, env));
    ZKP_TRY(G2 b2_wanted, sum_of_powers<G2>(powers, PowerList::kTauG2, c.v, env));
    if (!(b2 == b2_wanted)) return bad("list b2 is not that of the circuit");
  }
  {
    ZKP_TRY(G1 ic, lists.combine_g1(KeyList::kIc, all.first(inputs), env));
    ZKP_TRY(G1Affine wanted, combined_sum(powers, combine(system, domain, all, 0, inputs, env.pool), env));
    if (!(ic.to_affine_var() == wanted)) return bad("the points of the public inputs are not those of the circuit");
  }
  std::vector<PairingEquation> equations;
  {
    ZKP_TRY(G1 l, lists.combine_g1(KeyList::kL, all.subspan(inputs), env));
    ZKP_TRY(G1Affine wanted, combined_sum(powers, combine(system, domain, all, inputs, variables, env.pool), env));
    equations.push_back(
        {l.to_affine_var(), t.delta_g2(), wanted, g2, "list l is not that of the circuit divided by delta"});
  }
  {
    // sum_i rho_i (tau^(i+n) - tau^i)
    std::vector<Fr> scalars(2 * n - 1);
    for (size_t i = 0; i + 1 < n; ++i) {
      scalars[i] -= rho[i];
      scalars[i + n] += rho[i];
    }
    ZKP_TRY(G1 h, lists.combine_g1(KeyList::kH, std::span(rho).first(n - 1), env));
    ZKP_TRY(G1 wanted, sum_of_powers<G1>(powers, PowerList::kTauG1, scalars, env));
    if (n > 1 && wanted.is_identity()) return bad("tau lies in the domain of the circuit");
    equations.push_back({h.to_affine_var(), t.delta_g2(), wanted.to_affine_var(), g2,
                         "list h is not that of the domain divided by delta"});
  }
  equations.push_back({t.delta_g1(), g2, g1, t.delta_g2(), "delta differs between G1 and G2"});
  return check_equations(equations, env.random);
}

Result<void> check_circuit(const R1cs& system, const Phase1Transcript& phase1) {
  if (system.public_count > kMaxPublicInputs)
    return Error(GeneralError::kLimit,
                 "the circuit has more than " + std::to_string(kMaxPublicInputs) + " public inputs");
  const uint64_t terms = uint64_t{system.a.nonzeros()} + system.b.nonzeros() + system.c.nonzeros();
  if (system.variable_count > terms + system.public_count + 1 + kMaxUnusedVariables)
    return Error(GeneralError::kLimit, "the circuit claims " + std::to_string(system.variable_count) +
                                           " variables, but has only " + std::to_string(terms) + " terms");
  ZKP_TRY(NttDomain domain, qap_domain(system.constraint_count(), system.public_count));
  if (domain.log_size() > phase1.log_size)
    return Error(GeneralError::kLimit, "the circuit needs 2^" + std::to_string(domain.log_size()) +
                                           " powers of tau, phase 1 has 2^" + std::to_string(phase1.log_size))
        .with_hint("make or import a larger phase 1");
  return {};
}

}  // namespace

Result<Phase2Transcript> read_phase2(const ByteSource& file) {
  Bytes head(std::min<uint64_t>(file.size(), kPrefixBytes));
  ZKP_TRY_VOID(file.read(0, head));
  ByteReader in(head);
  Result<ByteView> magic = in.raw(kPhase2Magic.size());
  if (!magic.ok() || as_text(*magic) != kPhase2Magic) return malformed("not a phase-2 transcript");
  ZKP_TRY(uint16_t version, in.u16());
  if (version != kVersion) return malformed("a phase-2 transcript of an unknown version");
  Phase2Transcript out;
  ZKP_TRY(out.phase1, in.array<32>());
  ZKP_TRY(out.circuit, in.array<32>());
  ZKP_TRY(uint8_t log_domain, in.u8());
  out.log_domain = log_domain;
  ZKP_TRY(out.public_count, in.u32());
  ZKP_TRY(out.variable_count, in.u32());
  ZKP_TRY(uint32_t count, in.u32());
  if (log_domain > kMaxLogPowers) return Error(GeneralError::kLimit, "the domain has more than 2^28 rows");
  if (out.public_count > kMaxPublicInputs) return Error(GeneralError::kLimit, "too many public inputs");
  if (out.variable_count <= out.public_count) return malformed("fewer variables than public inputs");
  if (count > kMaxRecords) return Error(GeneralError::kLimit, "a transcript has at most 4,096 contributions");
  const uint64_t body = KeyLists::body_bytes({out.log_domain, out.public_count, out.variable_count}) + 32;
  if (file.size() < kPrefixBytes + body) return malformed("the file is too short for its keys");
  const uint64_t records_bytes = file.size() - kPrefixBytes - body;
  if (records_bytes > count * kMaxRecordBytes) return malformed("the file is longer than its records and keys");

  Bytes records(records_bytes);
  ZKP_TRY_VOID(file.read(kPrefixBytes, records));
  ByteReader from(records);
  out.hashes.push_back(first_hash(out));
  for (uint32_t i = 0; i < count; ++i) {
    const size_t left = from.left();
    Result<Phase2Record> record = read_record(from);
    if (!record.ok()) return std::move(record).error().in(contribution(i + 1));
    out.hashes.push_back(next_hash(out.hash(), ByteView(records).subspan(records.size() - left, left - from.left())));
    out.records.push_back(std::move(*record));
  }
  if (from.left() != 0) return malformed("the length of the file does not match its records and keys");
  out.body_offset = kPrefixBytes + records_bytes;
  return out;
}

Result<Phase2Transcript> start_phase2(const ByteSource& phase1, const R1cs& system, const ByteSink& sink,
                                      const CeremonyEnv& env) {
  ZKP_TRY(Phase1Transcript first, read_phase1(phase1));
  ZKP_TRY_VOID(require_secret(first));
  ZKP_TRY_VOID(check_circuit(system, first));
  ZKP_TRY(NttDomain domain, qap_domain(system.constraint_count(), system.public_count));
  const UncompressedPowers powers = powers_of(phase1, first);
  const size_t n = domain.size();

  Phase2Transcript t;
  t.phase1 = first.hash();
  t.circuit = circuit_id(system);
  t.log_domain = domain.log_size();
  t.public_count = system.public_count;
  t.variable_count = system.variable_count;
  t.hashes.push_back(first_hash(t));
  t.body_offset = header_bytes(t).size();

  MatrixColumns a(system.a, system.variable_count), b(system.b, system.variable_count),
      c(system.c, system.variable_count);
  a.add_unit_rows(system.constraint_count(), system.public_count + 1);
  ZKP_TRY(std::vector<G1Affine> tau, first_powers<G1Affine>(powers, PowerList::kTauG1, n, env));
  ZKP_TRY(std::vector<G1Affine> alpha, first_powers<G1Affine>(powers, PowerList::kAlphaG1, n, env));
  ZKP_TRY(std::vector<G1Affine> beta, first_powers<G1Affine>(powers, PowerList::kBetaG1, n, env));
  to_lagrange_basis(domain, tau, env);
  to_lagrange_basis(domain, alpha, env);
  to_lagrange_basis(domain, beta, env);

  ChecksummedSink out(sink);
  const ByteSink to = [&](ByteView piece) { return out.write(piece); };
  ZKP_TRY_VOID(to(header_bytes(t)));
  ZKP_TRY_VOID(write_key_singles({first.state().alpha_g1, first.state().beta_g1, first.state().beta_g2}, to));
  using Term = WeightedColumns<G1Affine>;
  const Term combined[] = {{&a, beta}, {&b, alpha}, {&c, tau}};
  const size_t inputs = size_t{t.public_count} + 1;
  ZKP_TRY_VOID(write_key_points(sum_columns(combined, 0, inputs, env), to));
  const Term a_terms[] = {{&a, tau}}, b_terms[] = {{&b, tau}};
  ZKP_TRY_VOID(write_key_points(sum_columns(a_terms, 0, t.variable_count, env), to));
  ZKP_TRY_VOID(write_key_points(sum_columns(b_terms, 0, t.variable_count, env), to));
  {
    ZKP_TRY(std::vector<G2Affine> tau_g2, first_powers<G2Affine>(powers, PowerList::kTauG2, n, env));
    to_lagrange_basis(domain, tau_g2, env);
    const WeightedColumns<G2Affine> b2_terms[] = {{&b, tau_g2}};
    ZKP_TRY_VOID(write_key_points(sum_columns(b2_terms, 0, t.variable_count, env), to));
  }
  ZKP_TRY_VOID(write_key_points(sum_columns(combined, inputs, t.variable_count - inputs, env), to));
  ZKP_TRY_VOID(write_vanishing_multiples(powers, n, to, env));
  ZKP_TRY_VOID(out.finish());
  return t;
}

Result<void> verify_phase2_records(const Phase2Transcript& t, const CeremonyEnv& env) {
  G1Affine before = G1Affine::generator();
  G2Affine before_g2 = G2Affine::generator();
  for (size_t i = 0; i < t.records.size(); ++i) {
    env.show("contributions", i, t.records.size());
    const Phase2Record& record = t.records[i];
    Result<void> good = record.kind == RecordKind::kContribution
                            ? verify_contribution(record, before, t.hashes[i], env.random)
                            : verify_beacon(record, before, before_g2, t.hashes[i], env);
    if (!good.ok()) return std::move(good).error().in(contribution(i + 1));
    before = record.delta_g1;
    before_g2 = record.delta_g2;
  }
  return {};
}

Result<Phase2Transcript> verify_phase2(const ByteSource& file, const ByteSource& phase1, const R1cs& system,
                                       const CeremonyEnv& env) {
  ZKP_TRY(Phase2Transcript t, read_phase2(file));
  ZKP_TRY(Phase1Transcript first, read_phase1(phase1));
  if (t.phase1 != first.hash()) return bad("the transcript continues another phase 1");
  ZKP_TRY_VOID(require_secret(first));
  ZKP_TRY_VOID(check_circuit(system, first));
  ZKP_TRY(NttDomain domain, qap_domain(system.constraint_count(), system.public_count));
  if (t.circuit != circuit_id(system) || t.log_domain != domain.log_size() || t.public_count != system.public_count ||
      t.variable_count != system.variable_count)
    return bad("the transcript is for another circuit");
  ZKP_TRY_VOID(check_file_checksum(file, env));
  ZKP_TRY_VOID(verify_phase2_records(t, env));
  ZKP_TRY_VOID(verify_keys(lists_of(file, t), t, powers_of(phase1, first), first.state(), system, domain, env));
  return t;
}

Result<Phase2Transcript> contribute_phase2_with(const ByteSource& file, const std::string& name, const Fr& factor,
                                                const ByteSink& sink, const CeremonyEnv& env) {
  ZKP_TRY(Phase2Transcript t, checked_transcript(file, name, env));
  Phase2Record record;
  record.kind = RecordKind::kContribution;
  record.name = name;
  record.delta_g1 = t.delta_g1().mul(factor).to_affine();
  record.delta_g2 = t.delta_g2().mul(factor).to_affine();
  record.key = prove_factor(factor, key_context(t.hash(), record));
  return write_contribution(file, std::move(t), std::move(record), factor, sink, env);
}

Result<Phase2Transcript> contribute_phase2(const ByteSource& file, const std::string& name, std::string_view text,
                                           const ByteSink& sink, const CeremonyEnv& env) {
  ZKP_TRY(std::vector<SecretScalar> factors, draw_factors(1, env.random, text));
  return contribute_phase2_with(file, name, factors[0].value(), sink, env);
}

Result<Phase2Transcript> beacon_phase2(const ByteSource& file, const std::string& name, const Beacon& beacon,
                                       const ByteSink& sink, const CeremonyEnv& env) {
  if (beacon.value.empty() || beacon.value.size() > kMaxBeaconBytes || beacon.log_iterations > kMaxLogIterations)
    return Error(GeneralError::kInvalidArgument, "a beacon has 1 to 64 bytes and at most 2^32 iterations");
  ZKP_TRY_VOID(check_iterations(beacon.log_iterations, env));
  ZKP_TRY(Phase2Transcript t, checked_transcript(file, name, env));
  const Fr factor = beacon_factors(beacon, beacon_context(t.hash(), name), 1)[0];
  Phase2Record record;
  record.kind = RecordKind::kBeacon;
  record.name = name;
  record.beacon = beacon;
  record.delta_g1 = t.delta_g1().mul(factor).to_affine();
  record.delta_g2 = t.delta_g2().mul(factor).to_affine();
  return write_contribution(file, std::move(t), std::move(record), factor, sink, env);
}

Result<ProvingKey> finish_phase2(const ByteSource& file, const CeremonyEnv& env) {
  ZKP_TRY(Phase2Transcript t, read_phase2(file));
  if (t.contribution_count() == 0)
    return Error(CryptoError::kBadKey, "nobody has contributed to this phase 2: anybody could forge proofs")
        .with_hint("contribute first (a beacon is public): zkp-ledger ceremony contribute");
  const KeyLists lists = lists_of(file, t);
  ZKP_TRY(KeySingles singles, lists.singles());
  ProvingKey out;
  out.label = SetupLabel::ceremony(t.hash());
  out.circuit_id = t.circuit;
  out.log_domain = t.log_domain;
  out.vk.alpha = singles.alpha_g1;
  out.vk.beta = singles.beta_g2;
  out.vk.gamma = G2Affine::generator();
  out.vk.delta = t.delta_g2();
  ZKP_TRY(out.vk.ic, lists.all_g1(KeyList::kIc, env));
  ZKP_TRY_VOID(check_verifying_key(out.vk));
  out.beta_g1 = singles.beta_g1;
  out.delta_g1 = t.delta_g1();
  ZKP_TRY(out.a, lists.all_g1(KeyList::kA, env));
  ZKP_TRY(out.b_g1, lists.all_g1(KeyList::kB1, env));
  ZKP_TRY(out.b_g2, lists.all_g2(env));
  ZKP_TRY(out.l, lists.all_g1(KeyList::kL, env));
  ZKP_TRY(out.h, lists.all_g1(KeyList::kH, env));
  return out;
}

}  // namespace zkp

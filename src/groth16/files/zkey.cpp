#include "groth16/files/zkey.h"

#include <algorithm>
#include <atomic>
#include <bit>

#include "curve/encoding_batch.h"
#include "groth16/files/binfile.h"
#include "groth16/files/zkey_coefficients.h"
#include "groth16/files/zkey_contributions.h"
#include "groth16/qap.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "zkey";
constexpr uint32_t kVersion = 1;
constexpr uint32_t kGroth16 = 1, kPlonk = 2, kFflonk = 10;
enum Section : uint32_t {
  kProtocol = 1,
  kHeader,
  kIc,
  kCoefficients,
  kA,
  kB1,
  kB2,
  kC,
  kH,
  kContributions,
};
constexpr std::string_view kLabelPrefix = "zkp-groth16:";
constexpr int kMaxLogDomain = NttDomain::kMaxLogSize;

template <class Affine>
constexpr size_t kPointBytes = std::is_same_v<Affine, G1Affine> ? kLemG1Bytes : kLemG2Bytes;

template <class Affine>
Result<Affine> read_point(LittleEndianReader& in) {
  if constexpr (std::is_same_v<Affine, G1Affine>) {
    return in.g1();
  } else {
    return in.g2();
  }
}

// A point of the verification key.
template <class Affine>
Result<Affine> read_checked(LittleEndianReader& in) {
  ZKP_TRY(Affine out, read_point<Affine>(in));
  if (!out.is_in_subgroup())
    return Error(CryptoError::kNotInSubgroup, "zkey file: a point of the verification key is not in the subgroup");
  if (out.is_identity())
    return Error(CryptoError::kIdentity, "zkey file: a point of the verification key is at infinity");
  return out;
}

Result<void> check_protocol(const BinFile& file) {
  ZKP_TRY(LittleEndianReader in, file.section(kProtocol));
  ZKP_TRY(uint32_t protocol, in.u32());
  ZKP_TRY_VOID(file.end_of_section(in, kProtocol));
  if (protocol == kGroth16) return {};
  if (protocol == kPlonk || protocol == kFflonk)
    return Error(GeneralError::kUnsupported, std::string("zkey file: a key for ") +
                                                 (protocol == kPlonk ? "PLONK" : "FFLONK") + ", not for Groth16");
  return file.error("unknown protocol " + std::to_string(protocol));
}

Result<ZkeySizes> read_header(const BinFile& file, ProvingKey& out) {
  ZKP_TRY(LittleEndianReader in, file.section(kHeader));
  ZKP_TRY_VOID(read_base_prime(in));
  ZKP_TRY_VOID(read_scalar_prime(in));
  ZkeySizes sizes;
  ZKP_TRY(sizes.variable_count, in.u32());
  ZKP_TRY(sizes.public_count, in.u32());
  ZKP_TRY(sizes.domain_size, in.u32());
  if (sizes.variable_count <= sizes.public_count) return file.error("fewer variables than public inputs");
  if (sizes.public_count > kMaxPublicInputs)
    return Error(GeneralError::kLimit, "zkey file: more than " + std::to_string(kMaxPublicInputs) + " public inputs");
  if (!std::has_single_bit(sizes.domain_size)) return file.error("a domain whose size is no power of two");
  out.log_domain = std::countr_zero(sizes.domain_size);
  if (out.log_domain > kMaxLogDomain) return Error(GeneralError::kLimit, "zkey file: the domain is too large");
  ZKP_TRY(out.vk.alpha, read_checked<G1Affine>(in));
  ZKP_TRY(out.beta_g1, read_checked<G1Affine>(in));
  ZKP_TRY(out.vk.beta, read_checked<G2Affine>(in));
  ZKP_TRY(out.vk.gamma, read_checked<G2Affine>(in));
  ZKP_TRY(out.delta_g1, read_checked<G1Affine>(in));
  ZKP_TRY(out.vk.delta, read_checked<G2Affine>(in));
  ZKP_TRY_VOID(file.end_of_section(in, kHeader));
  return sizes;
}

Result<void> check_section_size(const BinFile& file, uint32_t number, size_t points, size_t point_bytes) {
  ZKP_TRY(LittleEndianReader in, file.section(number));
  if (in.left() != points * point_bytes)
    return file.error("section " + std::to_string(number) + " has another size than the header says");
  return {};
}

Result<void> check_sizes(const BinFile& file, const ZkeySizes& sizes) {
  ZKP_TRY_VOID(check_section_size(file, kIc, size_t{sizes.public_count} + 1, kLemG1Bytes));
  ZKP_TRY_VOID(check_section_size(file, kA, sizes.variable_count, kLemG1Bytes));
  ZKP_TRY_VOID(check_section_size(file, kB1, sizes.variable_count, kLemG1Bytes));
  ZKP_TRY_VOID(check_section_size(file, kB2, sizes.variable_count, kLemG2Bytes));
  ZKP_TRY_VOID(check_section_size(file, kC, size_t{sizes.variable_count} - sizes.public_count - 1, kLemG1Bytes));
  return check_section_size(file, kH, sizes.domain_size, kLemG1Bytes);
}

template <class Affine>
Result<std::vector<Affine>> read_points(const BinFile& file, uint32_t number, SubgroupCheck check, TaskPool* pool) {
  ZKP_TRY(LittleEndianReader in, file.section(number));
  const size_t count = in.left() / kPointBytes<Affine>;
  ZKP_TRY(ByteView bytes, in.raw(in.left()));
  std::vector<Affine> out(count);
  std::atomic<bool> good = true;
  parallel_for(pool, count, 256, [&](size_t begin, size_t end) {
    LittleEndianReader part(bytes.subspan(begin * kPointBytes<Affine>));
    for (size_t i = begin; i < end; ++i) {
      Result<Affine> point = read_point<Affine>(part);
      if (!point.ok()) {
        good = false;
        return;
      }
      out[i] = *point;
    }
  });
  if (!good)
    return Error(CryptoError::kNotOnCurve,
                 "zkey file: a point of section " + std::to_string(number) + " is not canonical or not on its curve");
  if (check == SubgroupCheck::kCheck && std::ranges::count(in_subgroup_batch_var(out, pool), 0) != 0)
    return Error(CryptoError::kNotInSubgroup,
                 "zkey file: a point of section " + std::to_string(number) + " is not in the subgroup");
  return out;
}

// Point i of the file belongs to g^(2i+1), g = w^s (row_order.h), w of order 2n: to our place i' with
// 2i' + 1 = s (2i + 1) modulo 2n.
size_t h_place(size_t i, size_t domain_size) { return row_place(RowOrder::kSnarkjs, 2 * i + 1, 2 * domain_size) / 2; }

template <class Affine>
void write_points(BinFileWriter& out, uint32_t number, std::span<const Affine> points) {
  LittleEndianWriter content;
  content.reserve(points.size() * kPointBytes<Affine>);
  for (const Affine& point : points) {
    if constexpr (std::is_same_v<Affine, G1Affine>) {
      content.g1(point);
    } else {
      content.g2(point);
    }
  }
  out.section(number, content.bytes());
}

Bytes header(const ProvingKey& key) {
  LittleEndianWriter out;
  write_base_prime(out);
  write_scalar_prime(out);
  out.u32(static_cast<uint32_t>(key.variable_count())).u32(static_cast<uint32_t>(key.public_count()));
  out.u32(uint32_t{1} << key.log_domain);
  out.g1(key.vk.alpha).g1(key.beta_g1).g2(key.vk.beta).g2(key.vk.gamma).g1(key.delta_g1).g2(key.vk.delta);
  return std::move(out).bytes();
}

ByteArray<64> hash_of_label(const SetupLabel& label) {
  // A ceremony's text is too long; no ceremony makes keys of this form.
  const std::string text = std::string(kLabelPrefix) + label.text();
  ByteArray<64> out{};
  std::ranges::copy(std::string_view(text).substr(0, out.size()), out.begin());
  return out;
}

SetupLabel label_of_hash(const ByteArray<64>& hash) {
  for (const SetupLabel& label : {SetupLabel::insecure_dev(), SetupLabel::local()})
    if (hash == hash_of_label(label)) return label;
  return SetupLabel::local();
}

bool same_row(const SparseMatrix& one, const SparseMatrix& two, size_t row) {
  return std::ranges::equal(one.row_variables(row), two.row_variables(row)) &&
         std::ranges::equal(one.row_coefficients(row), two.row_coefficients(row));
}

Result<void> check_matrices(const Zkey& zkey) {
  const ProvingKey& key = zkey.key;
  Result<NttDomain> domain =
      qap_domain(static_cast<uint32_t>(zkey.a.rows()), static_cast<uint32_t>(key.public_count()));
  if (zkey.a.rows() != zkey.b.rows() || !domain.ok() || domain->log_size() != key.log_domain)
    return Error(GeneralError::kInvalidArgument, "zkey: the key is for a circuit of another size");
  return {};
}

}  // namespace

Result<Zkey> parse_zkey(ByteView bytes, SubgroupCheck proving_points, TaskPool* pool) {
  ZKP_TRY(BinFile file, BinFile::parse(bytes, kMagic, kVersion, "zkey file"));
  ZKP_TRY_VOID(check_protocol(file));
  ZKP_TRY_VOID(file.expect_sections_up_to(kContributions));
  Zkey out;
  out.key.row_order = RowOrder::kSnarkjs;
  out.key.h_basis = HBasis::kOddCoset;
  ZKP_TRY(ZkeySizes sizes, read_header(file, out.key));
  ZKP_TRY_VOID(check_sizes(file, sizes));

  ZKP_TRY(LittleEndianReader ic, file.section(kIc));
  while (ic.left() != 0) { ZKP_TRY(out.key.vk.ic.emplace_back(), read_checked<G1Affine>(ic)); }
  if (Result<void> good = check_verifying_key(out.key.vk); !good.ok())
    return Error(good.error().code(), "zkey file: " + good.error().message())
        .with_hint("a key of which the second phase has not taken place: snarkjs zkey contribute");

  ZKP_TRY(LittleEndianReader coefficients, file.section(kCoefficients));
  ZKP_TRY(ZkeyMatrices matrices, read_zkey_coefficients(coefficients, sizes));
  out.a = std::move(matrices.a);
  out.b = std::move(matrices.b);
  if (qap_domain(static_cast<uint32_t>(out.a.rows()), sizes.public_count)->log_size() != out.key.log_domain)
    return file.error("a domain of another size than its constraints need");
  ZKP_TRY(LittleEndianReader contributions, file.section(kContributions));
  ZKP_TRY_VOID(read_zkey_contributions(contributions, out));
  out.key.label = label_of_hash(out.circuit_hash);

  ZKP_TRY(out.key.a, read_points<G1Affine>(file, kA, proving_points, pool));
  ZKP_TRY(out.key.b_g1, read_points<G1Affine>(file, kB1, proving_points, pool));
  ZKP_TRY(out.key.b_g2, read_points<G2Affine>(file, kB2, proving_points, pool));
  ZKP_TRY(out.key.l, read_points<G1Affine>(file, kC, proving_points, pool));
  ZKP_TRY(std::vector<G1Affine> h, read_points<G1Affine>(file, kH, proving_points, pool));
  out.key.h.resize(h.size());
  for (size_t i = 0; i < h.size(); ++i) out.key.h[h_place(i, h.size())] = h[i];
  return out;
}

Result<Bytes> encode_zkey(const Zkey& zkey) {
  const ProvingKey& key = zkey.key;
  if (key.row_order != RowOrder::kSnarkjs || key.h_basis != HBasis::kOddCoset)
    return Error(GeneralError::kUnsupported, "this key was not made for snarkjs: its rows are in another order")
        .with_hint("make a key for snarkjs with zkp-groth16 setup CIRCUIT.r1cs --out KEY.zkey");
  ZKP_TRY_VOID(check_matrices(zkey));
  BinFileWriter out(kMagic, kVersion, kContributions);
  out.section(kProtocol, LittleEndianWriter().u32(kGroth16).bytes());
  out.section(kHeader, header(key));
  write_points<G1Affine>(out, kIc, key.vk.ic);
  out.section(kCoefficients, write_zkey_coefficients(zkey.a, zkey.b, static_cast<uint32_t>(key.public_count())));
  write_points<G1Affine>(out, kA, key.a);
  write_points<G1Affine>(out, kB1, key.b_g1);
  write_points<G2Affine>(out, kB2, key.b_g2);
  write_points<G1Affine>(out, kC, key.l);
  std::vector<G1Affine> h(key.h.size());
  for (size_t i = 0; i < h.size(); ++i) h[i] = key.h[h_place(i, h.size())];
  write_points<G1Affine>(out, kH, h);
  out.section(kContributions, write_zkey_contributions(zkey));
  return std::move(out).bytes();
}

Result<Zkey> make_zkey(ProvingKey key, const R1cs& system) {
  if (key.circuit_id != circuit_id(system))
    return Error(GeneralError::kInvalidArgument, "the proving key is for another circuit");
  Zkey out;
  out.circuit_hash = hash_of_label(key.label);
  out.key = std::move(key);
  out.a = system.a;
  out.b = system.b;
  ZKP_TRY_VOID(check_matrices(out));
  return out;
}

Result<void> attach_circuit(Zkey& zkey, const R1cs& system) {
  bool same = zkey.key.variable_count() == system.variable_count && zkey.key.public_count() == system.public_count &&
              zkey.a.rows() == system.constraint_count();
  for (size_t row = 0; same && row < system.constraint_count(); ++row)
    same = same_row(zkey.a, system.a, row) && same_row(zkey.b, system.b, row);
  if (!same) return Error(CryptoError::kBadKey, "the zkey file is for another circuit");
  zkey.key.circuit_id = circuit_id(system);
  return {};
}

}  // namespace zkp

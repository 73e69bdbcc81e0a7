#include "groth16/files/ark_files.h"

#include <algorithm>
#include <atomic>
#include <bit>

#include "curve/encoding_batch.h"
#include "groth16/files/little_endian.h"
#include "poly/ntt.h"

namespace zkp {
namespace {

constexpr uint8_t kCompressedFlag = 0x80;

constexpr size_t g1_bytes(ArkForm form) { return form == ArkForm::kCompressed ? 48 : 96; }
constexpr size_t g2_bytes(ArkForm form) { return form == ArkForm::kCompressed ? 96 : 192; }
template <class Affine>
constexpr size_t point_bytes(ArkForm form) {
  return std::is_same_v<Affine, G1Affine> ? g1_bytes(form) : g2_bytes(form);
}

Error damaged(std::string sentence) { return Error(GeneralError::kParse, "arkworks file: " + std::move(sentence)); }

template <class Affine>
void write(LittleEndianWriter& out, const Affine& point, ArkForm form) {
  if (form == ArkForm::kCompressed) {
    out.raw(compress(point));
  } else {
    out.raw(serialize(point));
  }
}

template <class Affine>
void write_vector(LittleEndianWriter& out, std::span<const Affine> points, ArkForm form) {
  out.u64(points.size());
  for (const Affine& point : points) write(out, point, form);
}

template <class Affine>
Result<Affine> decode_point(ByteView bytes, ArkForm form, SubgroupCheck check) {
  if constexpr (std::is_same_v<Affine, G1Affine>) {
    return form == ArkForm::kCompressed ? decompress_g1(bytes, check) : deserialize_g1(bytes, check);
  } else {
    return form == ArkForm::kCompressed ? decompress_g2(bytes, check) : deserialize_g2(bytes, check);
  }
}

// A point that has to be in the subgroup and not at infinity.
template <class Affine>
Result<void> read(LittleEndianReader& in, Affine& out, ArkForm form) {
  ZKP_TRY(ByteView bytes, in.raw(point_bytes<Affine>(form)));
  ZKP_TRY(out, decode_point<Affine>(bytes, form, SubgroupCheck::kCheck));
  if (out.is_identity()) return Error(CryptoError::kIdentity, "the point at infinity is not allowed");
  return {};
}

// The length of a vector, which fits in the file.
Result<size_t> read_length(LittleEndianReader& in, size_t element_bytes) {
  ZKP_TRY(uint64_t length, in.u64());
  if (length > in.left() / element_bytes) return damaged("a list is longer than the file");
  return static_cast<size_t>(length);
}

Result<VerifyingKey> read_verifying_key(LittleEndianReader& in, ArkForm form) {
  VerifyingKey out;
  ZKP_TRY_VOID(read(in, out.alpha, form));
  ZKP_TRY_VOID(read(in, out.beta, form));
  ZKP_TRY_VOID(read(in, out.gamma, form));
  ZKP_TRY_VOID(read(in, out.delta, form));
  ZKP_TRY(size_t count, read_length(in, g1_bytes(form)));
  if (count > kMaxPublicInputs + 1) return Error(GeneralError::kLimit, "arkworks file: too many public inputs");
  for (size_t i = 0; i < count; ++i) ZKP_TRY_VOID(read(in, out.ic.emplace_back(), form));
  ZKP_TRY_VOID(check_verifying_key(out));
  return out;
}

void write_verifying_key(LittleEndianWriter& out, const VerifyingKey& key, ArkForm form) {
  write(out, key.alpha, form);
  write(out, key.beta, form);
  write(out, key.gamma, form);
  write(out, key.delta, form);
  write_vector<G1Affine>(out, key.ic, form);
}

template <class Affine>
Result<std::vector<Affine>> read_vector(LittleEndianReader& in, ArkForm form, SubgroupCheck check, TaskPool* pool) {
  const size_t size_bytes = point_bytes<Affine>(form);
  ZKP_TRY(size_t count, read_length(in, size_bytes));
  ZKP_TRY(ByteView bytes, in.raw(count * size_bytes));
  std::vector<Affine> out(count);
  std::atomic<size_t> first_bad = count;
  parallel_for(pool, count, 64, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      Result<Affine> point =
          decode_point<Affine>(bytes.subspan(i * size_bytes, size_bytes), form, SubgroupCheck::kTrusted);
      if (point.ok()) {
        out[i] = *point;
        continue;
      }
      for (size_t seen = first_bad; i < seen && !first_bad.compare_exchange_weak(seen, i);) {}
      return;
    }
  });
  if (first_bad < count)
    return decode_point<Affine>(bytes.subspan(first_bad * size_bytes, size_bytes), form, SubgroupCheck::kTrusted)
        .error();
  if (check == SubgroupCheck::kCheck && std::ranges::count(in_subgroup_batch_var(out, pool), 0) != 0)
    return Error(CryptoError::kNotInSubgroup, "arkworks file: a point of the proving key is not in the subgroup");
  return out;
}

}  // namespace

ArkForm ark_form_of(ByteView bytes) {
  return !bytes.empty() && (bytes[0] & kCompressedFlag) != 0 ? ArkForm::kCompressed : ArkForm::kUncompressed;
}

ArkKind ark_kind_of(ByteView bytes) {
  const ArkForm form = ark_form_of(bytes);
  if (bytes.size() == 2 * g1_bytes(form) + g2_bytes(form)) return ArkKind::kProof;
  LittleEndianReader in(bytes);
  if (!in.raw(g1_bytes(form) + 3 * g2_bytes(form)).ok()) return ArkKind::kVerifyingKey;
  const Result<uint64_t> count = in.u64();
  return count.ok() && in.left() / g1_bytes(form) > *count ? ArkKind::kProvingKey : ArkKind::kVerifyingKey;
}

Bytes encode_ark_proof(const Groth16Proof& proof, ArkForm form) {
  LittleEndianWriter out;
  write(out, proof.a, form);
  write(out, proof.b, form);
  write(out, proof.c, form);
  return std::move(out).bytes();
}

Result<Groth16Proof> decode_ark_proof(ByteView bytes, ArkForm form) {
  LittleEndianReader in(bytes);
  Groth16Proof out;
  ZKP_TRY_VOID(read(in, out.a, form));
  ZKP_TRY_VOID(read(in, out.b, form));
  ZKP_TRY_VOID(read(in, out.c, form));
  ZKP_TRY_VOID(in.end());
  return out;
}

Bytes encode_ark_verifying_key(const VerifyingKey& key, ArkForm form) {
  LittleEndianWriter out;
  write_verifying_key(out, key, form);
  return std::move(out).bytes();
}

Result<VerifyingKey> decode_ark_verifying_key(ByteView bytes, ArkForm form) {
  LittleEndianReader in(bytes);
  ZKP_TRY(VerifyingKey out, read_verifying_key(in, form));
  ZKP_TRY_VOID(in.end());
  return out;
}

Bytes encode_ark_inputs(std::span<const Fr> inputs) {
  LittleEndianWriter out;
  out.u64(inputs.size());
  for (const Fr& input : inputs) out.fr(input);
  return std::move(out).bytes();
}

Result<std::vector<Fr>> decode_ark_inputs(ByteView bytes) {
  LittleEndianReader in(bytes);
  ZKP_TRY(size_t count, read_length(in, Fr::kBytes));
  if (count > kMaxPublicInputs) return Error(GeneralError::kLimit, "arkworks file: too many public inputs");
  std::vector<Fr> out;
  for (size_t i = 0; i < count; ++i) { ZKP_TRY(out.emplace_back(), in.fr()); }
  ZKP_TRY_VOID(in.end());
  return out;
}

Result<Bytes> encode_ark_proving_key(const ProvingKey& key, ArkForm form) {
  if (key.row_order != RowOrder::kStandard)
    return Error(GeneralError::kUnsupported,
                 "a key that was made for snarkjs is no key for arkworks: the rows are in another order");
  if (key.h_basis != HBasis::kMonomial)
    return Error(GeneralError::kUnsupported, "the points h of the key are in another basis than arkworks needs");
  const size_t points = 2 + 2 * key.a.size() + key.h.size() + key.l.size();
  LittleEndianWriter out;
  out.reserve(1024 + g1_bytes(form) * (points + key.vk.ic.size()) + g2_bytes(form) * key.b_g2.size());
  write_verifying_key(out, key.vk, form);
  write(out, key.beta_g1, form);
  write(out, key.delta_g1, form);
  write_vector<G1Affine>(out, key.a, form);
  write_vector<G1Affine>(out, key.b_g1, form);
  write_vector<G2Affine>(out, key.b_g2, form);
  write_vector<G1Affine>(out, key.h, form);
  write_vector<G1Affine>(out, key.l, form);
  return std::move(out).bytes();
}

Result<ProvingKey> decode_ark_proving_key(ByteView bytes, ArkForm form, SubgroupCheck proving_points, TaskPool* pool) {
  LittleEndianReader in(bytes);
  ProvingKey out;
  out.label = SetupLabel::local();
  ZKP_TRY(out.vk, read_verifying_key(in, form));
  ZKP_TRY_VOID(read(in, out.beta_g1, form));
  ZKP_TRY_VOID(read(in, out.delta_g1, form));
  ZKP_TRY(out.a, read_vector<G1Affine>(in, form, proving_points, pool));
  ZKP_TRY(out.b_g1, read_vector<G1Affine>(in, form, proving_points, pool));
  ZKP_TRY(out.b_g2, read_vector<G2Affine>(in, form, proving_points, pool));
  ZKP_TRY(out.h, read_vector<G1Affine>(in, form, proving_points, pool));
  ZKP_TRY(out.l, read_vector<G1Affine>(in, form, proving_points, pool));
  ZKP_TRY_VOID(in.end());

  const size_t n = out.h.size() + 1;
  const bool same = out.a.size() > out.public_count() && out.b_g1.size() == out.a.size() &&
                    out.b_g2.size() == out.a.size() && out.l.size() == out.a.size() - out.public_count() - 1;
  if (!same) return damaged("the lists of the proving key do not fit together");
  if (!std::has_single_bit(n) || n > size_t{1} << NttDomain::kMaxLogSize)
    return damaged("the number of points h is not one less than a power of two");
  out.log_domain = std::countr_zero(n);
  return out;
}

}  // namespace zkp

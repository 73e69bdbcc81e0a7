#include "groth16/proving_key_layout.h"

#include "curve/encoding.h"
#include "curve/pairing.h"

namespace zkp {
namespace {

constexpr size_t kG1EncodedBytes = 96;
Error damaged(std::string sentence) { return Error(GeneralError::kParse, "proving key: " + std::move(sentence)); }

}  // namespace

Result<uint16_t> key_file_version(ByteView file) {
  ByteReader in(file);
  ZKP_TRY(const ByteView magic, in.raw(kKeyMagic.size()));
  if (as_text(magic) != kKeyMagic) return damaged("wrong magic");
  ZKP_TRY(const uint16_t version, in.u16());
  if (version != 1 && version != kKeyVersion)
    return Error(GeneralError::kUnsupported, "proving key: unknown version " + std::to_string(version));
  return version;
}

Result<KeyHead> decode_key_head(ByteView vk, ByteView beta_g1, ByteView delta_g1) {
  KeyHead out;
  ZKP_TRY(out.vk, decode_verifying_key(vk));
  ZKP_TRY(out.beta_g1, deserialize_g1(beta_g1));
  ZKP_TRY(out.delta_g1, deserialize_g1(delta_g1));
  const G1Affine g1[] = {out.beta_g1, -out.delta_g1};
  const G2Affine g2[] = {out.vk.delta, out.vk.beta};
  if (out.beta_g1.is_identity() || out.delta_g1.is_identity() || !pairing_product_is_one(g1, g2))
    return Error(CryptoError::kBadKey, "proving key: beta or delta is not that of the verification key");
  return out;
}

Result<ProvingKeyLayout> ProvingKeyLayout::read(ByteView file) {
  ProvingKeyLayout out;
  ByteReader in(file);
  ZKP_TRY_VOID(in.raw(kKeyMagic.size() + 2));
  ZKP_TRY(std::string label, in.str());
  ZKP_TRY(out.label, SetupLabel::parse(label));
  ZKP_TRY(out.circuit_id, in.array<32>());
  ZKP_TRY(out.log_domain, in.u8());
  ZKP_TRY(const uint8_t form, in.u8());
  ZKP_TRY(const uint32_t public_count, in.u32());
  ZKP_TRY(const uint32_t variable_count, in.u32());
  if (out.log_domain > kMaxKeyLogDomain) return Error(GeneralError::kLimit, "proving key: the domain is too large");
  if ((form & ~key_form_byte(RowOrder::kSnarkjs, HBasis::kOddCoset)) != 0)
    return damaged("unknown basis of the points h or order of rows");
  if (public_count > kMaxPublicInputs) return Error(GeneralError::kLimit, "proving key: too many public inputs");
  if (variable_count <= public_count) return damaged("fewer variables than public inputs");
  out.row_order = static_cast<RowOrder>(form >> 4);
  out.h_basis = static_cast<HBasis>(form & 1);
  out.vk_offset_ = file.size() - in.left();
  out.vk_bytes_ = encoded_verifying_key_bytes(public_count);
  out.header_bytes_ = out.vk_offset_ + out.vk_bytes_ + 2 * kG1EncodedBytes;

  size_t at = out.header_bytes_ + point_file_padding(out.header_bytes_);
  auto place = [&](KeySection& section, size_t count, size_t point_bytes) {
    section = {at, count};
    at += count * point_bytes;
    at += point_file_padding(at);
  };
  place(out.a, variable_count, sizeof(G1Affine));
  place(out.b_g1, variable_count, sizeof(G1Affine));
  place(out.b_g2, variable_count, sizeof(G2Affine));
  place(out.l, variable_count - public_count - 1, sizeof(G1Affine));
  place(out.h, h_point_count(out.h_basis, size_t{1} << out.log_domain), sizeof(G1Affine));
  out.end_ = at;
  if (file.size() != out.end_ + sizeof(Digest)) return damaged("the size of the file does not match its counts");
  return out;
}

Result<KeyHead> ProvingKeyLayout::check(ByteView file, PointCheck points, TaskPool* pool,
                                        const MappedFile* mapping) const {
  PointFileReader pass(file, points, pool, mapping);
  pass.header(header_bytes_);
  pass.list<G1Affine>(a.count);
  pass.list<G1Affine>(b_g1.count);
  pass.list<G2Affine>(b_g2.count);
  pass.list<G1Affine>(l.count);
  pass.list<G1Affine>(h.count);
  ZKP_TRY_VOID(pass.finish("proving key"));
  const ByteView singles = file.subspan(vk_offset_ + vk_bytes_, 2 * kG1EncodedBytes);
  return decode_key_head(file.subspan(vk_offset_, vk_bytes_), singles.first(kG1EncodedBytes),
                         singles.last(kG1EncodedBytes));
}

}  // namespace zkp

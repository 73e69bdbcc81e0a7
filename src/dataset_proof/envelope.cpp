#include "dataset_proof/envelope.h"

#include <algorithm>
#include <string>

#include "curve/encoding.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "ZDP1";
constexpr uint8_t kVersion = 1;

Error bad(std::string message) { return Error(GeneralError::kParse, std::move(message)); }

Result<G1Affine> read_point(ByteReader& in, std::string_view name) {
  ZKP_TRY(const auto bytes, in.array<48>());
  Result<G1Affine> out = decompress_g1(bytes);
  if (!out.ok()) return std::move(out).error().in(name);
  return out;
}

Result<Fr> read_element(ByteReader& in, std::string_view name) {
  ZKP_TRY(const ByteView bytes, in.raw(Fr::kBytes));
  Result<Fr> out = Fr::from_bytes(bytes);
  if (!out.ok()) return std::move(out).error().in(name);
  return out;
}

// Columns may be all zero, and C_q2 and C_W belong to short polynomials; an honest mask, C_h, C_g and C_q are random.
Result<void> check_infinity(const OpeningProof& opening) {
  for (const G1Affine* point : {&opening.c_h, &opening.c_g, &opening.c_q, &opening.fresh.back()}) {
    if (point->is_identity()) return Error(CryptoError::kIdentity, "a point of the proof is the point at infinity");
  }
  return {};
}

}  // namespace

Bytes encode_opening_proof(const OpeningProof& opening) {
  ByteWriter out;
  for (const G1Affine* point : {&opening.c_h, &opening.c_g, &opening.c_q, &opening.c_q2, &opening.c_w}) {
    out.raw(compress(*point));
  }
  for (const Fr* element : {&opening.h_v, &opening.h_2, &opening.h_3, &opening.w}) out.raw(element->to_bytes());
  for (const G1Affine& point : opening.fresh) out.raw(compress(point));
  return std::move(out).bytes();
}

Result<OpeningProof> read_opening_proof(ByteReader& in, size_t fresh) {
  OpeningProof out;
  ZKP_TRY(out.c_h, read_point(in, "C_h"));
  ZKP_TRY(out.c_g, read_point(in, "C_g"));
  ZKP_TRY(out.c_q, read_point(in, "C_q"));
  ZKP_TRY(out.c_q2, read_point(in, "C_q2"));
  ZKP_TRY(out.c_w, read_point(in, "C_W"));
  ZKP_TRY(out.h_v, read_element(in, "H_v"));
  ZKP_TRY(out.h_2, read_element(in, "H_2"));
  ZKP_TRY(out.h_3, read_element(in, "H_3"));
  ZKP_TRY(out.w, read_element(in, "w"));
  for (size_t i = 0; i < fresh; ++i) {
    ZKP_TRY(const G1Affine point, read_point(in, "a fresh commitment"));
    out.fresh.push_back(point);
  }
  return out;
}

ByteArray<6> short_key_id(const Digest& verifying_key_id) {
  ByteArray<6> out;
  std::copy_n(verifying_key_id.begin(), out.size(), out.begin());
  return out;
}

Bytes encode_envelope(const ProofEnvelope& envelope) {
  ZKP_CHECK(!envelope.opening.fresh.empty() && envelope.opening.fresh.size() <= Program::kMaxFresh);
  ByteWriter out;
  out.raw(kMagic).u8(kVersion).u8(envelope.header.class_id).u16(static_cast<uint16_t>(envelope.header.type));
  out.u8(static_cast<uint8_t>(envelope.opening.fresh.size())).u8(0).raw(envelope.header.key_id);
  out.raw(encode_proof(envelope.groth16)).raw(encode_opening_proof(envelope.opening));
  return std::move(out).bytes();
}

Result<ProofEnvelope> decode_envelope(ByteView bytes) {
  ByteReader in(bytes);
  ProofEnvelope out;
  ZKP_TRY(const auto magic, in.array<4>());
  ZKP_TRY(const uint8_t version, in.u8());
  if (as_text(magic) != kMagic || version != kVersion) return bad("these are no bytes of a dataset proof of version 1");
  ZKP_TRY(out.header.class_id, in.u8());
  ZKP_TRY(const uint16_t type, in.u16());
  out.header.type = static_cast<StatementType>(type);
  ZKP_TRY(const uint8_t fresh, in.u8());
  ZKP_TRY(const uint8_t flags, in.u8());
  ZKP_TRY(out.header.key_id, in.array<6>());
  if (flags != 0) return bad("the flags of the proof are unknown");
  if (fresh < 1 || fresh > Program::kMaxFresh || bytes.size() != envelope_bytes(fresh)) {
    return bad("the length of the proof is not the one that its header says");
  }
  ZKP_TRY(const ByteView groth16, in.raw(kGroth16ProofBytes));
  ZKP_TRY(out.groth16, decode_proof(groth16));
  ZKP_TRY(out.opening, read_opening_proof(in, fresh));
  ZKP_TRY_VOID(in.end());
  ZKP_TRY_VOID(check_infinity(out.opening));
  return out;
}

}  // namespace zkp

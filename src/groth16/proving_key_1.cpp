/// Proving-key files of version 1, which are only read: points in the ZCash encoding, big-endian, a SHA-256 at the end.
#include <atomic>

#include "curve/encoding.h"
#include "groth16/proving_key_layout.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr size_t kG1Bytes = 96;
constexpr size_t kG2Bytes = 192;

Error damaged(std::string sentence) { return Error(GeneralError::kParse, "proving key: " + std::move(sentence)); }

Result<void> read_point(ByteView bytes, SubgroupCheck check, G1Affine& out) {
  ZKP_TRY(out, deserialize_g1(bytes, check));
  return {};
}

Result<void> read_point(ByteView bytes, SubgroupCheck check, G2Affine& out) {
  ZKP_TRY(out, deserialize_g2(bytes, check));
  return {};
}

// The next `count` points. REQUIRES: the caller has compared the counts with the size of the file.
template <class Affine>
Result<std::vector<Affine>> read_points(ByteReader& in, size_t count, size_t point_bytes, PointCheck points,
                                        TaskPool* pool) {
  ZKP_TRY(ByteView bytes, in.raw(count * point_bytes));
  const SubgroupCheck check = points == PointCheck::kOnCurve ? SubgroupCheck::kTrusted : SubgroupCheck::kCheck;
  std::vector<Affine> out(count);
  std::atomic<bool> good = true;
  parallel_for(pool, count, 1024, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      if (!read_point(bytes.subspan(i * point_bytes, point_bytes), check, out[i]).ok()) good = false;
  });
  if (!good) return damaged("a point is not on its curve");
  return out;
}

struct Header {
  SetupLabel label = SetupLabel::insecure_dev();
  Digest circuit_id{};
  uint8_t log_domain = 0;
  uint32_t public_count = 0;
  uint32_t variable_count = 0;

  size_t private_count() const { return size_t{variable_count} - public_count - 1; }
  size_t h_count() const { return (size_t{1} << log_domain) - 1; }
  size_t vk_bytes() const { return encoded_verifying_key_bytes(public_count); }
  size_t body_bytes() const {
    const size_t g1_points = 2 + 2 * size_t{variable_count} + private_count() + h_count();
    return vk_bytes() + g1_points * kG1Bytes + size_t{variable_count} * kG2Bytes;
  }
};

Result<Header> read_header(ByteReader& in) {
  Header out;
  ZKP_TRY_VOID(in.raw(kKeyMagic.size() + 2));
  ZKP_TRY(std::string label, in.str());
  ZKP_TRY(out.label, SetupLabel::parse(label));
  ZKP_TRY(out.circuit_id, in.array<32>());
  ZKP_TRY(out.log_domain, in.u8());
  if (out.log_domain > kMaxKeyLogDomain) return Error(GeneralError::kLimit, "proving key: the domain is too large");
  ZKP_TRY(out.public_count, in.u32());
  ZKP_TRY(out.variable_count, in.u32());
  if (out.public_count > kMaxPublicInputs) return Error(GeneralError::kLimit, "proving key: too many public inputs");
  if (out.variable_count <= out.public_count) return damaged("fewer variables than public inputs");
  return out;
}

}  // namespace

Result<ProvingKey> parse_proving_key_1(ByteView file, PointCheck points, TaskPool* pool) {
  ByteReader in(file);
  ZKP_TRY(Header header, read_header(in));
  if (in.left() != header.body_bytes() + 32) return damaged("the size of the file does not match its counts");
  if (sha256(file.first(file.size() - 32)) != *ByteReader(file.last(32)).array<32>())
    return damaged("the checksum is wrong");

  ProvingKey out;
  out.label = header.label;
  out.circuit_id = header.circuit_id;
  out.log_domain = header.log_domain;
  ZKP_TRY(ByteView vk, in.raw(header.vk_bytes()));
  ZKP_TRY(ByteView beta_g1, in.raw(kG1Bytes));
  ZKP_TRY(ByteView delta_g1, in.raw(kG1Bytes));
  ZKP_TRY(KeyHead head, decode_key_head(vk, beta_g1, delta_g1));
  out.vk = std::move(head.vk);
  out.beta_g1 = head.beta_g1;
  out.delta_g1 = head.delta_g1;
  ZKP_TRY(out.a, read_points<G1Affine>(in, header.variable_count, kG1Bytes, points, pool));
  ZKP_TRY(out.b_g1, read_points<G1Affine>(in, header.variable_count, kG1Bytes, points, pool));
  ZKP_TRY(out.b_g2, read_points<G2Affine>(in, header.variable_count, kG2Bytes, points, pool));
  ZKP_TRY(out.l, read_points<G1Affine>(in, header.private_count(), kG1Bytes, points, pool));
  ZKP_TRY(out.h, read_points<G1Affine>(in, header.h_count(), kG1Bytes, points, pool));
  return out;
}

}  // namespace zkp

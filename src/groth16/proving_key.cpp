#include "groth16/proving_key.h"

#include <atomic>

#include "curve/encoding.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "ZPK1";
constexpr uint16_t kVersion = 1;
constexpr int kMaxLogDomain = 28;
constexpr size_t kG1Bytes = 96;
constexpr size_t kG2Bytes = 192;
constexpr size_t kChunkBytes = size_t{1} << 18;

Error damaged(std::string sentence) { return Error(GeneralError::kParse, "proving key: " + std::move(sentence)); }

// Collects small pieces, hashes and hands on large ones.
class HashedSink {
 public:
  explicit HashedSink(const std::function<Result<void>(ByteView)>& sink) : sink_(sink) {}

  Result<void> write(ByteView bytes) {
    append(pending_, bytes);
    return pending_.size() < kChunkBytes ? Result<void>() : flush();
  }
  Result<void> finish() {
    ZKP_TRY_VOID(flush());
    return sink_(hash_.finish());
  }

 private:
  Result<void> flush() {
    hash_.update(pending_);
    ZKP_TRY_VOID(sink_(pending_));
    pending_.clear();
    return {};
  }

  const std::function<Result<void>(ByteView)>& sink_;
  Sha256 hash_;
  Bytes pending_;
};

template <class Affine>
Result<void> write_points(HashedSink& out, std::span<const Affine> points) {
  for (const Affine& point : points) ZKP_TRY_VOID(out.write(serialize(point)));
  return {};
}

Result<void> read_point(ByteView bytes, G1Affine& out) {
  ZKP_TRY(out, deserialize_g1(bytes, SubgroupCheck::kTrusted));
  return {};
}

Result<void> read_point(ByteView bytes, G2Affine& out) {
  ZKP_TRY(out, deserialize_g2(bytes, SubgroupCheck::kTrusted));
  return {};
}

// The next `count` points. REQUIRES: the caller has compared the counts with the size of the file.
template <class Affine>
Result<std::vector<Affine>> read_points(ByteReader& in, size_t count, size_t point_bytes, TaskPool* pool) {
  ZKP_TRY(ByteView bytes, in.raw(count * point_bytes));
  std::vector<Affine> out(count);
  std::atomic<bool> good = true;
  parallel_for(pool, count, 1024, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      if (!read_point(bytes.subspan(i * point_bytes, point_bytes), out[i]).ok()) good = false;
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
  size_t vk_bytes() const { return 336 + 48 * (size_t{public_count} + 1); }
  size_t body_bytes() const {
    const size_t g1_points = 2 + 2 * size_t{variable_count} + private_count() + h_count();
    return vk_bytes() + g1_points * kG1Bytes + size_t{variable_count} * kG2Bytes;
  }
};

Result<Header> read_header(ByteReader& in) {
  Header out;
  ZKP_TRY(ByteView magic, in.raw(kMagic.size()));
  if (as_text(magic) != kMagic) return damaged("wrong magic");
  ZKP_TRY(uint16_t version, in.u16());
  if (version != kVersion) return damaged("unknown version");
  ZKP_TRY(std::string label, in.str());
  ZKP_TRY(out.label, SetupLabel::parse(label));
  ZKP_TRY(out.circuit_id, in.array<32>());
  ZKP_TRY(out.log_domain, in.u8());
  if (out.log_domain > kMaxLogDomain) return Error(GeneralError::kLimit, "proving key: the domain is too large");
  ZKP_TRY(out.public_count, in.u32());
  ZKP_TRY(out.variable_count, in.u32());
  if (out.public_count > kMaxPublicInputs) return Error(GeneralError::kLimit, "proving key: too many public inputs");
  if (out.variable_count <= out.public_count) return damaged("fewer variables than public inputs");
  return out;
}

}  // namespace

ProvingKeyView::ProvingKeyView(const ProvingKey& key)
    : label(key.label),
      circuit_id(key.circuit_id),
      log_domain(key.log_domain),
      vk(&key.vk),
      beta_g1(key.beta_g1),
      delta_g1(key.delta_g1),
      a(key.a),
      b_g1(key.b_g1),
      b_g2(key.b_g2),
      l(key.l),
      h_basis(key.h_basis),
      h(key.h) {}

Result<void> write_proving_key(const ProvingKey& key, const std::function<Result<void>(ByteView)>& sink) {
  if (key.h_basis != HBasis::kMonomial)
    return Error(GeneralError::kUnsupported,
                 "a proving-key file of version 1 holds the points h in the monomial basis only");
  HashedSink out(sink);
  ByteWriter header;
  header.raw(kMagic).u16(kVersion).str(key.label.text()).raw(key.circuit_id).u8(static_cast<uint8_t>(key.log_domain));
  header.u32(static_cast<uint32_t>(key.public_count())).u32(static_cast<uint32_t>(key.variable_count()));
  header.raw(encode_verifying_key(key.vk)).raw(serialize(key.beta_g1)).raw(serialize(key.delta_g1));
  ZKP_TRY_VOID(out.write(header.bytes()));
  ZKP_TRY_VOID(write_points<G1Affine>(out, key.a));
  ZKP_TRY_VOID(write_points<G1Affine>(out, key.b_g1));
  ZKP_TRY_VOID(write_points<G2Affine>(out, key.b_g2));
  ZKP_TRY_VOID(write_points<G1Affine>(out, key.l));
  ZKP_TRY_VOID(write_points<G1Affine>(out, key.h));
  return out.finish();
}

Result<ProvingKey> parse_proving_key(ByteView bytes, TaskPool* pool) {
  ByteReader in(bytes);
  ZKP_TRY(Header header, read_header(in));
  if (in.left() != header.body_bytes() + 32) return damaged("the size of the file does not match its counts");
  if (sha256(bytes.first(bytes.size() - 32)) != *ByteReader(bytes.last(32)).array<32>())
    return damaged("the checksum is wrong");

  ProvingKey out;
  out.label = header.label;
  out.circuit_id = header.circuit_id;
  out.log_domain = header.log_domain;
  ZKP_TRY(ByteView vk_bytes, in.raw(header.vk_bytes()));
  ZKP_TRY(out.vk, decode_verifying_key(vk_bytes));
  ZKP_TRY(std::vector<G1Affine> single, read_points<G1Affine>(in, 2, kG1Bytes, nullptr));
  out.beta_g1 = single[0];
  out.delta_g1 = single[1];
  ZKP_TRY(out.a, read_points<G1Affine>(in, header.variable_count, kG1Bytes, pool));
  ZKP_TRY(out.b_g1, read_points<G1Affine>(in, header.variable_count, kG1Bytes, pool));
  ZKP_TRY(out.b_g2, read_points<G2Affine>(in, header.variable_count, kG2Bytes, pool));
  ZKP_TRY(out.l, read_points<G1Affine>(in, header.private_count(), kG1Bytes, pool));
  ZKP_TRY(out.h, read_points<G1Affine>(in, header.h_count(), kG1Bytes, pool));
  return out;
}

}  // namespace zkp

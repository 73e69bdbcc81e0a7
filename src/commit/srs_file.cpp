#include "commit/srs_file.h"

#include <algorithm>
#include <cstring>

#include "curve/encoding.h"
#include "curve/encoding_batch.h"
#include "curve/msm.h"
#include "curve/pairing.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "ZSRS";
constexpr uint16_t kVersion = 1;
constexpr size_t kPowersAtOnce = size_t{1} << 18;
/// 2^26 powers have 6.4 GB.
constexpr size_t kMaxFileBytes = size_t{8} << 30;
constexpr size_t kMaxBlocks = 16;

Error damaged(std::string sentence) { return Error(GeneralError::kParse, "reference string: " + std::move(sentence)); }

struct Header {
  SrsKey key;
  std::string label;
  size_t count = 0;
  size_t size_bytes = 0;
};

Result<Header> read_header(ByteView file) {
  Header out;
  ByteReader in(file);
  ZKP_TRY(const auto magic, in.array<4>());
  ZKP_TRY(const uint16_t version, in.u16());
  if (as_text(magic) != kMagic) return damaged("wrong magic");
  if (version != kVersion) return Error(GeneralError::kUnsupported, "reference string: unknown version");
  ZKP_TRY(out.label, in.str());
  ZKP_TRY(out.count, in.u32());
  ZKP_TRY(const auto tau_g1, in.array<48>());
  ZKP_TRY(out.key.tau_g1, decompress_g1(tau_g1));
  ZKP_TRY(const auto tau_g2, in.array<96>());
  ZKP_TRY(out.key.tau_g2, decompress_g2(tau_g2));
  ZKP_TRY(const uint8_t blocks, in.u8());
  if (blocks > kMaxBlocks) return damaged("too many block powers");
  for (size_t i = 0; i < blocks; ++i) {
    ZKP_TRY(const uint8_t log_block, in.u8());
    if (log_block >= 32 || (i > 0 && log_block <= out.key.blocks.back().log_block)) {
      return damaged("the block powers are not in order");
    }
    ZKP_TRY(const auto point, in.array<96>());
    ZKP_TRY(const G2Affine of_block, decompress_g2(point));
    out.key.blocks.push_back({log_block, of_block});
  }
  for (const int log_block : kSrsLogBlocks) {
    if (out.key.block(log_block) == nullptr) return damaged("a block power is missing");
  }
  if (out.count < 2) return damaged("fewer than two powers");
  if (out.key.tau_g1.is_identity() || out.key.tau_g2.is_identity()) return damaged("tau is zero");
  out.size_bytes = file.size() - in.left();
  out.key.id = srs_id(out.key);
  return out;
}

}  // namespace

Result<void> write_srs(const SrsKey& key, std::string_view label, size_t count, const PowerSource& powers,
                       const PointFileWriter::Sink& sink, TaskPool* pool) {
  ZKP_CHECK(count >= 2 && count <= UINT32_MAX && key.blocks.size() <= kMaxBlocks);
  PointFileWriter out(sink, pool);
  ByteWriter header;
  header.raw(kMagic).u16(kVersion).str(label).u32(static_cast<uint32_t>(count));
  header.raw(compress(key.tau_g1)).raw(compress(key.tau_g2)).u8(static_cast<uint8_t>(key.blocks.size()));
  for (const SrsKey::BlockPower& block : key.blocks) {
    header.u8(static_cast<uint8_t>(block.log_block)).raw(compress(block.point));
  }
  ZKP_TRY_VOID(out.bytes(header.bytes()));
  ZKP_TRY_VOID(out.pad());
  for (size_t first = 0; first < count; first += kPowersAtOnce) {
    ZKP_TRY(const auto piece, powers(first, std::min(kPowersAtOnce, count - first)));
    ZKP_TRY_VOID(out.points(piece));
  }
  ZKP_TRY_VOID(out.pad());
  return out.finish();
}

Result<void> write_srs(const Srs& srs, std::string_view label, const PointFileWriter::Sink& sink, TaskPool* pool) {
  const auto powers = [&](size_t first, size_t count) -> Result<std::span<const G1Affine>> {
    return srs.powers().subspan(first, count);
  };
  return write_srs(srs.key(), label, srs.powers().size(), powers, sink, pool);
}

Result<void> write_srs_from_tau(const Fr& tau, size_t count, std::string_view label, const PointFileWriter::Sink& sink,
                                TaskPool* pool) {
  const PowersOfTau source(tau, count, pool);
  std::vector<G1Affine> piece;
  const auto powers = [&](size_t first, size_t wanted) -> Result<std::span<const G1Affine>> {
    piece = source.make(first, wanted);
    return std::span<const G1Affine>(piece);
  };
  return write_srs(srs_key_from_tau(tau, kSrsLogBlocks), label, count, powers, sink, pool);
}

namespace {

/// A file whose size is that of its header's count.
struct Layout {
  Header header;
  std::span<const G1Affine> powers;
};

Result<Layout> read_layout(ByteView bytes) {
  ZKP_TRY(Header header, read_header(bytes));
  const size_t begin = header.size_bytes + point_file_padding(header.size_bytes);
  const size_t list = header.count * sizeof(G1Affine);
  if (bytes.size() != begin + list + point_file_padding(begin + list) + sizeof(Digest)) {
    return damaged("the size of the file does not match its count");
  }
  const std::span<const G1Affine> powers(reinterpret_cast<const G1Affine*>(bytes.data() + begin), header.count);
  return Layout{std::move(header), powers};
}

/// REQUIRES: they are points, two at least.
Result<void> check_first_powers(const SrsKey& key, std::span<const G1Affine> powers) {
  if (powers[0] == G1Affine::generator() && powers[1] == key.tau_g1) return {};
  return damaged("the powers are not those of the header's tau");
}

/// REQUIRES: the first powers are points.
Result<void> keep_first_powers(Layout& layout) {
  ZKP_TRY_VOID(check_first_powers(layout.header.key, layout.powers));
  const auto kept = layout.powers.first(std::min(layout.powers.size(), SrsKey::kPublicPowers));
  layout.header.key.powers = std::vector<G1Affine>(kept.begin(), kept.end());
  return {};
}

}  // namespace

Result<LoadedSrs> open_srs(Files& files, const std::string& path, const OpenSrsOptions& options) {
  auto open = [&]() -> Result<LoadedSrs> {
    ZKP_TRY(std::unique_ptr<MappedFile> file, files.map(path, kMaxFileBytes));
    ZKP_TRY(Layout layout, read_layout(file->bytes()));
    PointFileReader pass(file->bytes(), options.check, options.pool, file.get());
    pass.header(layout.header.size_bytes);
    pass.list<G1Affine>(layout.header.count);
    ZKP_TRY_VOID(pass.finish("reference string"));
    ZKP_TRY_VOID(keep_first_powers(layout));
    return LoadedSrs{Srs(std::move(layout.header.key), std::move(file), layout.powers), std::move(layout.header.label)};
  };
  Result<LoadedSrs> out = open();
  if (!out.ok()) return std::move(out).error().with_file(path);
  return out;
}

Result<SrsHead> read_srs_head(Files& files, const std::string& path) {
  auto read = [&]() -> Result<SrsHead> {
    ZKP_TRY(const std::unique_ptr<MappedFile> file, files.map(path, kMaxFileBytes));
    ZKP_TRY_VOID(read_layout(file->bytes()));
    return parse_srs_head(file->bytes());
  };
  Result<SrsHead> out = read();
  if (!out.ok()) return std::move(out).error().with_file(path);
  return out;
}

Result<SrsHead> parse_srs_head(ByteView bytes) {
  ZKP_TRY(Header header, read_header(bytes));
  const size_t begin = header.size_bytes + point_file_padding(header.size_bytes);
  std::vector<G1Affine> kept(std::min(header.count, SrsKey::kPublicPowers));
  const size_t size = kept.size() * sizeof(G1Affine);
  if (bytes.size() < begin || bytes.size() - begin < size)
    return damaged("it ends before the powers that verifiers use");
  std::memcpy(static_cast<void*>(kept.data()), bytes.data() + begin, size);
  for (const G1Affine& power : kept) {
    if (!is_good_point(power, PointCheck::kOnCurve)) return damaged("a power is not on the curve");
  }
  ZKP_TRY_VOID(check_first_powers(header.key, kept));
  header.key.powers = std::move(kept);
  return SrsHead{std::move(header.key), std::move(header.label), header.count};
}

// With random coefficients of 128 bits x_i: e(sum x_i P_(i+1), [1]) = e(sum x_i P_i, [tau]) for i = 0 .. count - 2,
// e(P_1, [1]) = e([1], [tau]) being the first of these for P_0 = [1]. A block power B = [tau^b]_2 must satisfy
// e(P_b, [1]) = e([1], B).
Result<void> check_powers(const Srs& srs, Random& random, TaskPool* pool) {
  const std::span<const G1Affine> powers = srs.powers();
  auto bad = [](std::string sentence) {
    return Error(CryptoError::kBadKey, "reference string: " + std::move(sentence));
  };
  const std::vector<uint8_t> in_subgroup = in_subgroup_batch_var(powers, pool);
  if (std::ranges::find(in_subgroup, 0) != in_subgroup.end()) return bad("a power is not in the prime-order subgroup");
  if (powers[0] != G1Affine::generator()) return bad("the first power is not the generator");
  Digest seed;
  ZKP_TRY_VOID(random.fill(seed));
  std::vector<Fr> coefficients(powers.size() - 1);
  parallel_for(pool, coefficients.size(), 1024, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      ByteWriter number;
      number.u64(i);
      coefficients[i] = Fr::from_bytes_reduce(ByteView(sha256({seed, number.bytes()})).first(16));
    }
  });
  ZKP_TRY(const G1 high, msm(powers.subspan(1), coefficients, {.bits = 128, .pool = pool}));
  ZKP_TRY(const G1 low, msm(powers.first(coefficients.size()), coefficients, {.bits = 128, .pool = pool}));
  const G2Affine one = G2Affine::generator();
  auto equal = [](const G1Affine& a, const G2Affine& of_a, const G1Affine& b, const G2Affine& of_b) {
    const G1Affine p[] = {a, -b};
    const G2Affine q[] = {of_a, of_b};
    return pairing_product_is_one(p, q);
  };
  if (!equal(high.to_affine_var(), one, low.to_affine_var(), srs.key().tau_g2)) {
    return bad("the powers are not those of one tau");
  }
  for (const SrsKey::BlockPower& block : srs.key().blocks) {
    const size_t power = size_t{1} << block.log_block;
    if (power >= powers.size()) return bad("there are too few powers to check the block powers");
    if (!equal(powers[power], one, powers[0], block.point)) { return bad("a block power is not that of tau"); }
  }
  return {};
}

}  // namespace zkp

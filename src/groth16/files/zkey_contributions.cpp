#include "groth16/files/zkey_contributions.h"

namespace zkp {
namespace {

constexpr size_t kHashBytes = 64;
constexpr size_t kLowestContributionBytes = 3 * kLemG1Bytes + kLemG2Bytes + kHashBytes + 2 * 4;
constexpr uint32_t kBeacon = 1;
constexpr uint8_t kNameParameter = 1, kIterationsParameter = 2, kBeaconHashParameter = 3;

Error damaged(std::string sentence) {
  return Error(GeneralError::kParse, "zkey file: contributions: " + std::move(sentence));
}

// The first parameter of this kind; parameters are in increasing order of their kinds: u8 kind, then u8 length and
// bytes, or one byte for the number of iterations.
Result<std::optional<ByteView>> find_parameter(ByteView parameters, uint8_t wanted) {
  std::optional<ByteView> found;
  ByteReader in(parameters);
  uint8_t last = 0;
  while (in.left() != 0) {
    ZKP_TRY(uint8_t kind, in.u8());
    if (kind <= last || kind > kBeaconHashParameter) return damaged("unknown or unsorted parameters");
    last = kind;
    size_t length = 1;
    if (kind != kIterationsParameter) { ZKP_TRY(length, in.u8()); }
    ZKP_TRY(ByteView value, in.raw(length));
    if (kind == wanted) found = value;
  }
  return found;
}

Result<ByteArray<kHashBytes>> read_hash(LittleEndianReader& in) {
  ZKP_TRY(ByteView bytes, in.raw(kHashBytes));
  ByteArray<kHashBytes> out;
  std::memcpy(out.data(), bytes.data(), kHashBytes);
  return out;
}

}  // namespace

std::string ZkeyContribution::name() const {
  const auto found = find_parameter(parameters, kNameParameter);
  return found.ok() && *found ? std::string(as_text(**found)) : std::string();
}

Result<void> read_zkey_contributions(LittleEndianReader in, Zkey& out) {
  ZKP_TRY(out.circuit_hash, read_hash(in));
  ZKP_TRY(uint32_t count, in.u32());
  if (count > in.left() / kLowestContributionBytes) return damaged("fewer than its header says");
  for (uint32_t i = 0; i < count; ++i) {
    ZkeyContribution next;
    ZKP_TRY(next.delta_after, in.g1());
    ZKP_TRY(next.g1_s, in.g1());
    ZKP_TRY(next.g1_sx, in.g1());
    ZKP_TRY(next.g2_spx, in.g2());
    ZKP_TRY(next.transcript, read_hash(in));
    ZKP_TRY(next.type, in.u32());
    if (next.type > kBeacon) return damaged("unknown kind of contribution");
    ZKP_TRY(uint32_t length, in.u32());
    ZKP_TRY(ByteView parameters, in.raw(length));
    ZKP_TRY_VOID(find_parameter(parameters, 0));
    next.parameters.assign(parameters.begin(), parameters.end());
    out.contributions.push_back(std::move(next));
  }
  if (in.left() != 0) return damaged("bytes are left over");
  return {};
}

Bytes write_zkey_contributions(const Zkey& zkey) {
  LittleEndianWriter out;
  out.raw(zkey.circuit_hash).u32(static_cast<uint32_t>(zkey.contributions.size()));
  for (const ZkeyContribution& one : zkey.contributions) {
    out.g1(one.delta_after).g1(one.g1_s).g1(one.g1_sx).g2(one.g2_spx).raw(one.transcript);
    out.u32(one.type).u32(static_cast<uint32_t>(one.parameters.size())).raw(one.parameters);
  }
  return std::move(out).bytes();
}

}  // namespace zkp

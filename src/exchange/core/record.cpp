#include "exchange/core/record.h"

namespace zkp::exchange {
namespace {

/// For each type the bits of the body that must be zero. What lies behind the hashed part is not looked at.
struct BodyMask {
  uint64_t forbidden[11];
  uint8_t first;  ///< word with a forbidden bit
};

constexpr BodyMask mask_of(size_t field_bytes, bool gap = false) {
  BodyMask mask{};
  for (size_t i = 0; i < kHashedEnd - kHeaderBytes; ++i) {
    const bool allowed = i < field_bytes && !(gap && i >= 4 && i < 8);
    if (!allowed) mask.forbidden[i / 8] |= uint64_t{0xff} << (8 * (i % 8));
  }
  while (mask.forbidden[mask.first] == 0) ++mask.first;
  return mask;
}

constexpr BodyMask set_state_mask() {
  BodyMask mask = mask_of(16);
  mask.forbidden[0] |= uint64_t{0xffffff} << 40;
  mask.first = 0;
  return mask;
}

// Bytes of each body in the order of CommandType; WITHDRAW and SET_STATE have a gap.
constexpr BodyMask kMasks[kLastCommandType + 1] = {
    mask_of(0),  mask_of(4), mask_of(80), mask_of(8), mask_of(48), mask_of(16), mask_of(16, true), set_state_mask(),
    mask_of(56), mask_of(8), mask_of(48), mask_of(5), mask_of(5),  mask_of(8),  mask_of(0),
};

constexpr auto make_crc_tables() {
  std::array<std::array<uint32_t, 256>, 8> tables{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = c >> 1 ^ (c & 1 ? 0x82F63B78u : 0u);
    tables[0][i] = c;
  }
  for (size_t t = 1; t < 8; ++t)
    for (size_t i = 0; i < 256; ++i) tables[t][i] = tables[t - 1][i] >> 8 ^ tables[0][tables[t - 1][i] & 0xff];
  return tables;
}
constexpr auto kCrc = make_crc_tables();

}  // namespace

bool well_formed(const CommandRecord& command) {
  const auto type = static_cast<uint8_t>(command.type);
  if (command.version != 1 || type < 1 || type > kLastCommandType) return false;
  const BodyMask& mask = kMasks[type];
  uint64_t stray = 0;
  for (size_t i = mask.first; i < 11; ++i) stray |= command.words[i] & mask.forbidden[i];
  if (stray != 0) return false;
  if (command.type == CommandType::kNewOrder) {
    const NewOrder& o = command.new_order;
    if ((command.flags & ~kCancelOnDisconnect) != 0) return false;
    if (command.flags != 0 && command.session == 0) return false;
    return o.side <= Side::kSell && o.order_type <= OrderType::kPostOnly && o.tif <= Tif::kGtd &&
           o.stp <= Stp::kDecrement;
  }
  if (command.flags != 0) return false;
  if (command.type == CommandType::kMassCancel) return command.mass_cancel.side <= 2;
  if (command.type == CommandType::kSetState) return command.set_state.state <= MarketState::kHalted;
  if (command.type == CommandType::kKillSwitch) return command.kill_switch.on <= 1;
  return true;
}

// Eight bytes a step (Kounavis and Berry, "A systematic approach to building high performance, software-based, CRC
// generators", 2005).
uint32_t crc32c(const uint8_t* bytes, size_t size) {
  uint32_t c = 0xffffffff;
  for (; size >= 8; size -= 8, bytes += 8) {
    uint64_t word;
    std::memcpy(&word, bytes, 8);
    word ^= c;
    c = 0;
    for (size_t i = 0; i < 8; ++i) c ^= kCrc[7 - i][word >> (8 * i) & 0xff];
  }
  for (; size > 0; --size, ++bytes) c = c >> 8 ^ kCrc[0][(c ^ *bytes) & 0xff];
  return c ^ 0xffffffff;
}

}  // namespace zkp::exchange

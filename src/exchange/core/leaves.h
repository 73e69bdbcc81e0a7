/// The state as a map: 22-byte keys and packed little-endian values of at most 92 bytes.
///
/// Every value is the first kSize bytes of the struct of its kind. Keys compare as byte strings; those of the book and
/// of the stop lists ascend in the order of priority. Format: docs/formats/exchange.md.
#pragma once

#include <bit>
#include <compare>
#include <cstring>

#include "exchange/core/types.h"

namespace zkp::exchange {

static_assert(std::endian::native == std::endian::little);

struct Global {
  static constexpr size_t kSize = 44;
  uint64_t last_seq, last_time, event_seq, next_id, next_trade_id;
  uint32_t version;
};
struct Asset {
  static constexpr size_t kSize = 8;
  uint64_t supply;
};
struct InstrumentConfig {
  static constexpr size_t kSize = 68;
  uint64_t lot_size, tick_size;  ///< base units of a lot; quote units of a tick and lot
  int64_t min_price, max_price;
  uint32_t base, quote, maker_ppm, taker_ppm, collar_bps, band_bps, ref_ms, halt_ms, auction_ms;
};
struct InstrumentState {
  static constexpr size_t kSize = 40;
  int64_t last_price, ref_price;
  uint64_t ref_time, timer_due;
  uint32_t halts, state;
};
struct Trader {
  static constexpr size_t kSize = 76;
  uint64_t last_client_seq, rate_window, max_order_qty, max_order_notional, max_position, max_open_notional;
  uint32_t owner, killed, open_orders, rate_count, max_open_orders, rate_limit, rate_window_ms;
};
struct Balance {
  static constexpr size_t kSize = 16;
  uint64_t available, reserved;
};
struct Position {
  static constexpr size_t kSize = 32;
  int64_t net;
  uint64_t open[2];  ///< lots, by side
  uint64_t open_notional;
};
struct Order {
  static constexpr size_t kSize = 92;
  uint64_t order_id, cl_ord_id;
  int64_t price, stop_price;
  uint64_t leaves, visible, display, cum, expire;
  uint32_t trader, session, owner, fee_residue;
  Side side;
  OrderType order_type;
  Tif tif;
  Stp stp;
  uint32_t next;  ///< not part of the leaf: the queue's link in memory
};
/// What a replacement of an order changes.
inline void amend(Order& o, const Order& fields) {
  o.cl_ord_id = fields.cl_ord_id;
  o.price = fields.price;
  o.stop_price = fields.stop_price;
  o.leaves = fields.leaves;
  o.visible = fields.visible;
  o.display = fields.display;
}
struct TimerLeaf {
  static constexpr size_t kSize = 12;
  uint64_t cl_ord_id;
  uint32_t trader;
};
static_assert(offsetof(Global, version) + 4 == Global::kSize && sizeof(InstrumentState) == InstrumentState::kSize);
static_assert(offsetof(InstrumentConfig, auction_ms) + 4 == InstrumentConfig::kSize);
static_assert(offsetof(Trader, rate_window_ms) + 4 == Trader::kSize && sizeof(Position) == Position::kSize);
static_assert(offsetof(Order, next) == Order::kSize && sizeof(Order) == 96);

/// An all-zero balance or position is absent from the state.
inline bool is_zero(const Balance& b) { return (b.available | b.reserved) == 0; }
inline bool is_zero(const Position& p) {
  return (static_cast<uint64_t>(p.net) | p.open[0] | p.open[1] | p.open_notional) == 0;
}

enum class LeafKind : uint8_t { kGlobal, kAsset, kInstrument, kAccount, kBook, kStop, kTimer };

/// 176 bits, left aligned in three words, the first byte on top; the last 16 bits are zero.
struct Key {
  static constexpr size_t kBytes = 22;
  static constexpr unsigned kBits = 176;

  uint64_t word[3];

  friend constexpr auto operator<=>(const Key&, const Key&) = default;

  constexpr unsigned bit(unsigned i) const { return word[i >> 6] >> (63 - (i & 63)) & 1; }
  constexpr LeafKind kind() const { return static_cast<LeafKind>(word[0] >> 56); }
  constexpr uint32_t id() const { return static_cast<uint32_t>(word[0] >> 24); }  ///< bytes 1..4
  constexpr uint8_t sub() const { return static_cast<uint8_t>(word[0] >> 16); }   ///< byte 5
  constexpr uint64_t tail_hi() const { return word[0] << 48 | word[1] >> 16; }    ///< bytes 6..13
  constexpr uint64_t tail_lo() const { return word[1] << 48 | word[2] >> 16; }    ///< bytes 14..21

  /// The first `bits` bits, the rest zero.
  constexpr Key prefix(unsigned bits) const {
    Key out{};
    for (unsigned i = 0; i < 3; ++i) out.word[i] = word[i] & head_mask(bits, i);
    return out;
  }
  /// Whether the first `bits` bits are those of `head`, whose rest is zero.
  constexpr bool starts_with(const Key& head, unsigned bits) const {
    for (unsigned i = 0; bits > 0; ++i) {
      const uint64_t difference = word[i] ^ head.word[i];
      if (bits <= 64) return difference >> (64 - bits) == 0;
      if (difference != 0) return false;
      bits -= 64;
    }
    return true;
  }
  /// The largest key that shares the first `bits` bits.
  constexpr Key last(unsigned bits) const {
    Key out{};
    for (unsigned i = 0; i < 3; ++i) out.word[i] = word[i] | (~head_mask(bits, i) & head_mask(kBits, i));
    return out;
  }
  constexpr Key with_bit(unsigned i) const {
    Key out = *this;
    out.word[i >> 6] |= uint64_t{1} << (63 - (i & 63));
    return out;
  }
  /// The next larger key. REQUIRES: not the largest.
  constexpr Key next() const {
    Key out = *this;
    out.word[2] += uint64_t{1} << 16;
    if (out.word[2] == 0 && ++out.word[1] == 0) ++out.word[0];
    return out;
  }
  /// Number of leading bits in common. REQUIRES: *this != other.
  constexpr unsigned common(const Key& other) const {
    for (unsigned i = 0; i < 3; ++i)
      if (word[i] != other.word[i]) return 64 * i + static_cast<unsigned>(std::countl_zero(word[i] ^ other.word[i]));
    return kBits;
  }

  void write(uint8_t out[kBytes]) const {
    const uint64_t w[3] = {__builtin_bswap64(word[0]), __builtin_bswap64(word[1]), __builtin_bswap64(word[2])};
    std::memcpy(out, w, kBytes);
  }
  static Key read(const uint8_t in[kBytes]) {
    uint64_t w[3] = {};
    std::memcpy(w, in, kBytes);
    return {{__builtin_bswap64(w[0]), __builtin_bswap64(w[1]), __builtin_bswap64(w[2])}};
  }

 private:
  static constexpr uint64_t head_mask(unsigned bits, unsigned i) {
    if (bits >= 64 * (i + 1)) return ~uint64_t{0};
    return bits <= 64 * i ? 0 : ~(~uint64_t{0} >> (bits - 64 * i));
  }
};

/// Kind, a u32 and a byte, then two u64.
constexpr Key make_key(LeafKind kind, uint32_t id = 0, uint8_t sub = 0, uint64_t hi = 0, uint64_t lo = 0) {
  return {{uint64_t{static_cast<uint8_t>(kind)} << 56 | uint64_t{id} << 24 | uint64_t{sub} << 16 | hi >> 48,
           hi << 16 | lo >> 48, lo << 16}};
}

constexpr Key global_key() { return make_key(LeafKind::kGlobal); }
constexpr Key asset_key(uint32_t asset) { return make_key(LeafKind::kAsset, asset); }
constexpr Key config_key(uint32_t instrument) { return make_key(LeafKind::kInstrument, instrument, 0); }
constexpr Key state_key(uint32_t instrument) { return make_key(LeafKind::kInstrument, instrument, 1); }
constexpr Key trader_key(uint32_t trader) { return make_key(LeafKind::kAccount, trader, 0); }
constexpr Key balance_key(uint32_t trader, uint32_t asset) { return make_key(LeafKind::kAccount, trader, 1, asset); }
constexpr Key position_key(uint32_t trader, uint32_t instrument) {
  return make_key(LeafKind::kAccount, trader, 2, instrument);
}
constexpr Key index_key(uint32_t trader, uint64_t cl_ord_id) {
  return make_key(LeafKind::kAccount, trader, 3, cl_ord_id);
}

/// Ascends from the best price (of a book) or from the first stop to trigger.
constexpr uint64_t price_code(bool ascending, int64_t price) {
  const uint64_t biased = static_cast<uint64_t>(price) ^ uint64_t { 1 } << 63;
  return biased ^ (static_cast<uint64_t>(ascending) - 1);
}
constexpr uint64_t book_code(Side side, int64_t price) { return price_code(side == Side::kSell, price); }
constexpr uint64_t stop_code(Side side, int64_t stop_price) { return price_code(side == Side::kBuy, stop_price); }

constexpr Key book_key(uint32_t instrument, Side side, int64_t price, uint64_t prio) {
  return make_key(LeafKind::kBook, instrument, static_cast<uint8_t>(side), book_code(side, price), prio);
}
constexpr Key stop_key(uint32_t instrument, Side side, int64_t stop_price, uint64_t prio) {
  return make_key(LeafKind::kStop, instrument, static_cast<uint8_t>(side), stop_code(side, stop_price), prio);
}
inline constexpr unsigned kSidePrefixBits = 48;    ///< of a book or stop key: kind, instrument, side
inline constexpr unsigned kLevelPrefixBits = 112;  ///< and the price

/// sub 0: an instrument's timer (order_id 0), 1: a GTD order.
constexpr Key timer_key(uint64_t due, uint8_t sub, uint32_t instrument, uint64_t order_id) {
  return {{uint64_t{static_cast<uint8_t>(LeafKind::kTimer)} << 56 | due >> 8,
           due << 56 | uint64_t{sub} << 48 | uint64_t{instrument} << 16 | order_id >> 48, order_id << 16}};
}
constexpr uint64_t timer_due(const Key& key) { return key.word[0] << 8 | key.word[1] >> 56; }
constexpr uint8_t timer_sub(const Key& key) { return static_cast<uint8_t>(key.word[1] >> 48); }
constexpr uint32_t timer_instrument(const Key& key) { return static_cast<uint32_t>(key.word[1] >> 16); }

/// Length of the value under a key; 0 for a key that cannot exist.
constexpr size_t leaf_bytes(const Key& key) {
  switch (key.kind()) {
    case LeafKind::kGlobal:
      return Global::kSize;
    case LeafKind::kAsset:
      return Asset::kSize;
    case LeafKind::kInstrument:
      return key.sub() == 0 ? InstrumentConfig::kSize : key.sub() == 1 ? InstrumentState::kSize : 0;
    case LeafKind::kAccount:
      return key.sub() == 0   ? Trader::kSize
             : key.sub() == 1 ? Balance::kSize
             : key.sub() == 2 ? Position::kSize
             : key.sub() == 3 ? Key::kBytes
                              : 0;
    case LeafKind::kBook:
    case LeafKind::kStop:
      return Order::kSize;
    case LeafKind::kTimer:
      return TimerLeaf::kSize;
  }
  return 0;
}

inline constexpr size_t kMaxLeafBytes = Order::kSize;

}  // namespace zkp::exchange

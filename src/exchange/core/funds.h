/// Values, fees and reserves of orders in exact integers (docs/formats/exchange.md, "Reserves and fees").
#pragma once

#include "exchange/core/leaves.h"

namespace zkp::exchange {

/// ceil((n * ppm - residue) / 10^6), 0 when negative. REQUIRES: residue < 10^6.
inline uint64_t fee_of(uint64_t n, uint32_t ppm, uint32_t residue) {
  if (n < uint64_t{1} << 46 && ppm <= kMaxFeePpm) {
    const uint64_t x = n * ppm;
    return x <= residue ? 0 : (x - residue + kPpm - 1) / kPpm;
  }
  const uint128 x = uint128{n} * ppm;
  return x <= residue ? 0 : static_cast<uint64_t>((x - residue + kPpm - 1) / kPpm);
}

/// What was paid too early: fee * 10^6 - (n * ppm - residue), below 10^6.
inline uint32_t residue_after(uint64_t fee, uint64_t n, uint32_t ppm, uint32_t residue) {
  return static_cast<uint32_t>(fee * kPpm - n * ppm + residue);
}

/// value * bps / 10^4, rounded down.
inline uint64_t bps_of(uint64_t value, uint32_t bps) {
  if (value < uint64_t{1} << 50 && bps <= kBps) return value * bps / kBps;
  return static_cast<uint64_t>(uint128{value} * bps / kBps);
}

/// price * lots * tick_size, modulo 2^64: exact for every order that notional_overflows() lets pass.
inline uint64_t notional(const InstrumentConfig& c, int64_t price, uint64_t lots) {
  return static_cast<uint64_t>(price) * lots * c.tick_size;
}

/// The funds that an open order must have reserved: quote with the worst fee for a buy, base for a sell.
inline uint64_t need_of(const InstrumentConfig& c, Side side, int64_t price, uint64_t leaves, uint32_t residue) {
  if (side == Side::kSell) return leaves * c.lot_size;
  const uint64_t n = notional(c, price, leaves);
  return n + fee_of(n, c.maker_ppm > c.taker_ppm ? c.maker_ppm : c.taker_ppm, residue);
}
inline uint64_t need_of(const InstrumentConfig& c, const Order& o) {
  return need_of(c, o.side, o.price, o.leaves, o.fee_residue);
}

/// All bits set for a sell: choices between sides without a branch, which nothing could predict.
inline uint64_t sell_mask(Side side) { return uint64_t{0} - static_cast<uint64_t>(side); }
inline uint64_t by_side(Side side, uint64_t buy, uint64_t sell) { return buy ^ ((buy ^ sell) & sell_mask(side)); }
/// Grows with the willingness to trade: the price of a buy, the negated price of a sell. REQUIRES: side is valid.
inline int64_t eagerness(Side side, int64_t price) {
  const uint64_t mask = sell_mask(side);
  return static_cast<int64_t>((static_cast<uint64_t>(price) ^ mask) - mask);
}

/// What an open order takes of its owner: its value for the exposure, and the funds it must have reserved.
struct Claim {
  uint64_t value;
  uint64_t need;
};

/// REQUIRES: the order passed checked_claim() with at least these leaves.
inline Claim claim_of(const InstrumentConfig& c, const Order& o) {
  const uint64_t value = notional(c, o.price, o.leaves);
  const uint64_t quote = value + fee_of(value, c.maker_ppm > c.taker_ppm ? c.maker_ppm : c.taker_ppm, o.fee_residue);
  return {value, by_side(o.side, quote, o.leaves * c.lot_size)};
}

/// False: the value, the base amount or the reserve exceeds kMaxAmount. REQUIRES: price >= 0.
inline bool checked_claim(const InstrumentConfig& c, const Order& o, Claim& out) {
  uint64_t value, base;
  if (__builtin_mul_overflow(static_cast<uint64_t>(o.price), o.leaves, &value) || value > kMaxAmount) return false;
  if (__builtin_mul_overflow(value, c.tick_size, &value) || value > kMaxAmount) return false;
  if (__builtin_mul_overflow(o.leaves, c.lot_size, &base) || base > kMaxAmount) return false;
  out = claim_of(c, o);
  return out.need <= kMaxAmount;
}

/// The worst price allowed for an order around `base`, itself included.
inline int64_t collar_bound(const InstrumentConfig& c, Side side, int64_t base) {
  if (c.collar_bps == 0) return side == Side::kBuy ? c.max_price : c.min_price;
  const auto b = static_cast<uint64_t>(base);
  const uint64_t w = bps_of(b, c.collar_bps);
  const auto most = static_cast<uint64_t>(c.max_price), least = static_cast<uint64_t>(c.min_price);
  const uint64_t high = b + w < most ? b + w : most;
  const uint64_t low = b - w > least ? b - w : least;
  return static_cast<int64_t>(by_side(side, high, low));
}

/// Whether a continuous print at `price` would leave the band around the reference price; its edges are inside.
inline bool outside_band(const InstrumentConfig& c, const InstrumentState& s, int64_t price) {
  if (c.band_bps == 0) return false;
  const auto ref = static_cast<uint64_t>(s.ref_price), p = static_cast<uint64_t>(price);
  const uint64_t w = bps_of(ref, c.band_bps);
  return p < ref - w || p > ref + w;
}

}  // namespace zkp::exchange

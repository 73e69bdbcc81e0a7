/// Administration, instrument states and mass actions. Part of engine.h.
#pragma once

#include "exchange/core/engine.h"

namespace zkp::exchange {

template <class State, class Sink>
Reject Engine<State, Sink>::do_asset_add(const CommandRecord& c) {
  const uint32_t asset = c.asset_add.asset;
  if (s_.has_asset(asset)) return Reject::kAlreadyExists;
  if (asset == 0) return Reject::kInvalidParameter;
  s_.add_asset(asset);
  emit_ack(c);
  return Reject::kNone;
}

template <class State, class Sink>
Reject Engine<State, Sink>::do_instrument_add(const CommandRecord& c) {
  const InstrumentAdd& b = c.instrument_add;
  if (!s_.has_asset(b.base) || !s_.has_asset(b.quote)) return Reject::kUnknownAsset;
  if (s_.find_instrument(b.instrument)) return Reject::kAlreadyExists;
  if (b.instrument == 0 || b.base == b.quote || b.lot_size == 0 || b.tick_size == 0 || b.min_price < 1 ||
      b.max_price < b.min_price || b.ref_price < b.min_price || b.ref_price > b.max_price || b.maker_ppm > kMaxFeePpm ||
      b.taker_ppm > kMaxFeePpm || b.collar_bps > kBps || b.band_bps > kBps ||
      (b.band_bps != 0 && (b.halt_ms == 0 || b.auction_ms == 0)))
    return Reject::kInvalidParameter;
  const InstrumentConfig config = {b.lot_size, b.tick_size, b.min_price, b.max_price,  b.base,
                                   b.quote,    b.maker_ppm, b.taker_ppm, b.collar_bps, b.band_bps,
                                   b.ref_ms,   b.halt_ms,   b.auction_ms};
  const InstrumentState state = {b.ref_price, b.ref_price, now_, 0, 0, static_cast<uint32_t>(MarketState::kClosed)};
  s_.add_instrument(b.instrument, config, state);
  emit_ack(c);
  return Reject::kNone;
}

template <class State, class Sink>
Reject Engine<State, Sink>::do_trader_add(const CommandRecord& c) {
  if (s_.find_trader(c.trader_add.target)) return Reject::kAlreadyExists;  // trader 0 always exists
  if (c.trader_add.owner == 0) return Reject::kInvalidParameter;
  s_.add_trader(c.trader_add.target, c.trader_add.owner);
  emit_ack(c);
  return Reject::kNone;
}

template <class State, class Sink>
Reject Engine<State, Sink>::do_set_limits(const CommandRecord& c) {
  const SetLimits& b = c.set_limits;
  const TraderRef ref = s_.find_trader(b.target);
  if (!ref) return Reject::kUnknownTarget;
  if (b.target == 0 || (b.rate_limit != 0) != (b.rate_window_ms != 0)) return Reject::kInvalidParameter;
  Trader& trader = s_.trader(ref);
  trader.max_open_orders = b.max_open_orders;
  trader.max_order_qty = b.max_order_qty;
  trader.max_order_notional = b.max_order_notional;
  trader.max_position = b.max_position;
  trader.max_open_notional = b.max_open_notional;
  trader.rate_limit = b.rate_limit;
  trader.rate_window_ms = b.rate_window_ms;
  trader.rate_window = 0;
  trader.rate_count = 0;
  s_.touch(ref);
  emit_ack(c);
  return Reject::kNone;
}

template <class State, class Sink>
Reject Engine<State, Sink>::do_deposit(const CommandRecord& c) {
  const Deposit& b = c.deposit;
  if (!s_.find_trader(b.target)) return Reject::kUnknownTarget;
  if (!s_.has_asset(b.asset)) return Reject::kUnknownAsset;
  const uint64_t supply = s_.supply(b.asset);
  if (b.amount == 0 || b.amount > kMaxAmount || supply > kMaxAmount - b.amount) return Reject::kInvalidParameter;
  s_.set_supply(b.asset, supply + b.amount);
  emit_ack(c, 0, 0, s_.move_available(b.target, b.asset, static_cast<int64_t>(b.amount)));
  return Reject::kNone;
}

template <class State, class Sink>
Reject Engine<State, Sink>::do_withdraw(const CommandRecord& c) {
  const Withdraw& b = c.withdraw;
  if (!s_.has_asset(b.asset)) return Reject::kUnknownAsset;
  if (b.amount == 0) return Reject::kInvalidParameter;
  const uint64_t have = s_.available(c.trader, b.asset);
  if (have < b.amount) return reject(Reject::kInsufficientBalance, b.amount, have);
  s_.set_supply(b.asset, s_.supply(b.asset) - b.amount);
  emit_ack(c, 0, 0, s_.move_available(c.trader, b.asset, -static_cast<int64_t>(b.amount)));
  return Reject::kNone;
}

// ---- instrument states [S] -----------------------------------------------------------------------------------------

/// Bit `to` of entry `from`.
inline constexpr uint8_t kTransitions[5] = {
    1 << 1,                             // CLOSED -> PRE_OPEN
    1 << 2 | 1 << 3 | 1 << 4 | 1 << 0,  // PRE_OPEN -> AUCTION, CONTINUOUS, HALTED, CLOSED
    1 << 3 | 1 << 4 | 1 << 0,           // AUCTION -> CONTINUOUS, HALTED, CLOSED
    1 << 2 | 1 << 4 | 1 << 0,           // CONTINUOUS -> AUCTION, HALTED, CLOSED
    1 << 2 | 1 << 3 | 1 << 0,           // HALTED -> AUCTION, CONTINUOUS, CLOSED
};

template <class State, class Sink>
Reject Engine<State, Sink>::do_set_state(const CommandRecord& c) {
  const SetState& b = c.set_state;
  const InstrumentRef i = s_.find_instrument(b.instrument);
  if (!i) return Reject::kUnknownInstrument;
  const bool timed = b.state == MarketState::kAuction || b.state == MarketState::kHalted;
  if (b.until != 0 && (!timed || b.until <= now_)) return Reject::kInvalidParameter;
  if ((kTransitions[static_cast<size_t>(state_of(i)) % 5] >> static_cast<unsigned>(b.state) & 1) == 0)
    return Reject::kInvalidStateTransition;
  change_state(i, b.state, b.until, StateReason::kOperator);
  elect_stops(i);
  emit_ack(c);
  return Reject::kNone;
}

// [S2]
template <class State, class Sink>
void Engine<State, Sink>::change_state(InstrumentRef i, MarketState next, uint64_t until, StateReason reason,
                                       int64_t price) {
  InstrumentState& d = s_.dynamic(i);
  const auto old = static_cast<MarketState>(d.state);
  if (d.timer_due != 0) s_.erase_timer(i, d.timer_due);
  if (next == MarketState::kContinuous) uncross(i);
  d.state = static_cast<uint32_t>(next);
  d.timer_due = until;
  if (reason == StateReason::kBreaker) ++d.halts;
  if (until != 0) s_.insert_timer(i, until);
  s_.touch(i);
  EventRecord& e = emit(EventType::kStateChanged, 0, static_cast<uint16_t>(reason), s_.id(i), 0);
  e.state_changed.old_state = old;
  e.state_changed.new_state = next;
  e.state_changed.until = until;
  e.state_changed.price = price;
  if (next != MarketState::kClosed) return;
  for (const Place place : {Place::kBook, Place::kStops}) {
    OrderList day = s_.orders_in(i, place, [](const Order& o) { return o.tif == Tif::kDay; });
    while (const OrderRef o = s_.pop(day)) cancel(o, CancelReason::kExpiredDay);
  }
}

// ---- mass actions [C5] ---------------------------------------------------------------------------------------------

/// Cancels the trader's open orders that are `wanted`, in ascending client order id.
template <class State, class Sink>
template <class Wanted>
uint64_t Engine<State, Sink>::cancel_many(uint32_t trader, CancelReason reason, Wanted&& wanted) {
  uint64_t count = 0;
  OrderList all = s_.orders_of(trader);
  while (const OrderRef o = s_.pop(all)) {
    if (!wanted(o)) continue;
    cancel(o, reason);
    ++count;
  }
  return count;
}

template <class State, class Sink>
Reject Engine<State, Sink>::do_mass_cancel(const CommandRecord& c) {
  const MassCancel& b = c.mass_cancel;
  if (b.instrument != 0 && !s_.find_instrument(b.instrument)) return Reject::kUnknownInstrument;
  const uint64_t count = cancel_many(c.trader, CancelReason::kMass, [&](OrderRef o) {
    return (b.instrument == 0 || b.instrument == s_.id(s_.instrument(o))) &&
           (b.side == 2 || b.side == static_cast<uint8_t>(o->side));
  });
  emit_ack(c, b.instrument, count);
  return Reject::kNone;
}

template <class State, class Sink>
Reject Engine<State, Sink>::do_kill_switch(const CommandRecord& c) {
  const KillSwitch& b = c.kill_switch;
  const TraderRef ref = s_.find_trader(b.target);
  if (!ref) return Reject::kUnknownTarget;
  if (b.target == 0) return Reject::kInvalidParameter;
  s_.trader(ref).killed = b.on;
  s_.touch(ref);
  emit_ack(c, 0, b.on != 0 ? cancel_many(b.target, CancelReason::kKill, [](OrderRef) { return true; }) : 0);
  return Reject::kNone;
}

template <class State, class Sink>
Reject Engine<State, Sink>::do_disconnect(const CommandRecord& c) {
  const Disconnect& b = c.disconnect;
  if (!s_.find_trader(b.target)) return Reject::kUnknownTarget;
  if (b.target_session == 0) return Reject::kInvalidParameter;
  const auto of_session = [&](OrderRef o) { return o->session == b.target_session; };
  emit_ack(c, 0, cancel_many(b.target, CancelReason::kDisconnect, of_session));
  return Reject::kNone;
}

}  // namespace zkp::exchange

/// Matching in CONTINUOUS, settlement, self-trade prevention, stops. Part of engine.h.
#pragma once

#include "exchange/core/engine.h"

namespace zkp::exchange {

/// [M1] Runs a funded order that is in no list. prio 0: the next id, if it rests.
template <class State, class Sink>
void Engine<State, Sink>::execute(OrderRef o, uint64_t prio) {
  const InstrumentRef i = s_.instrument(o);
  InstrumentState& d = s_.dynamic(i);
  if (static_cast<MarketState>(d.state) == MarketState::kContinuous) {
    const InstrumentConfig& c = s_.config(i);
    if (c.band_bps != 0 && now_ - d.ref_time >= c.ref_ms * kNsPerMs) {  // [B1]
      d.ref_price = d.last_price;
      d.ref_time = now_;
      s_.touch(i);
    }
    if (o->tif == Tif::kFok && !fok_fillable(o)) return finish(o, CancelReason::kFokUnfillable);
    if (match(o)) return;
  }
  if (o->order_type == OrderType::kMarket || o->tif == Tif::kIoc || o->tif == Tif::kFok)
    return finish(o, CancelReason::kIocRemainder);
  o->visible = peak(*o);
  s_.attach(o, Place::kBook, prio != 0 ? prio : s_.global().next_id++);
  EventRecord& e = emit_order(EventType::kRested, 0, 0, o);
  e.rested.leaves = o->leaves;
  e.rested.visible = o->visible;
  e.rested.prio = o->prio;
}

/// [M2] True: nothing is left to rest or to cancel.
template <class State, class Sink>
bool Engine<State, Sink>::match(OrderRef o) {
  const InstrumentRef i = s_.instrument(o);
  const InstrumentConfig& c = s_.config(i);
  for (;;) {
    const OrderRef m = s_.best(i, opposite(o->side));
    if (!m || !reaches(*o, m->price)) return false;
    if (outside_band(c, s_.dynamic(i), m->price)) {
      change_state(i, MarketState::kHalted, now_ + c.halt_ms * kNsPerMs, StateReason::kBreaker, m->price);
      return false;
    }
    if (m->owner == o->owner && o->stp != Stp::kNone) {
      if (o->stp == Stp::kDecrement) {
        if (decrement(o, m)) return true;
        continue;
      }
      if (o->stp != Stp::kCancelNewest) cancel(m, CancelReason::kStp);
      if (o->stp == Stp::kCancelOldest) continue;
      finish(o, CancelReason::kStp);
      return true;
    }
    const uint64_t qty = o->leaves < m->visible ? o->leaves : m->visible;
    if (o->side == Side::kBuy)
      trade(o, m, m->price, qty, c.taker_ppm, c.maker_ppm, 0);
    else
      trade(m, o, m->price, qty, c.maker_ppm, c.taker_ppm, 1);
    after_fill(m, qty);
    if (o->leaves != 0) continue;
    count_open(o, -1);
    s_.drop(o);
    return true;
  }
}

/// [M6] Whether match() would fill o completely: level by level, own orders and refills as match() meets them.
template <class State, class Sink>
bool Engine<State, Sink>::fok_fillable(OrderRef o) {
  const InstrumentRef i = s_.instrument(o);
  const InstrumentConfig& c = s_.config(i);
  uint64_t done = 0, total = 0, ahead = 0;
  int64_t level = 0;  // no price is 0
  for (OrderRef m = s_.best(i, opposite(o->side)); m; m = s_.next(m)) {
    if (m->price != level) {
      level = m->price;
      done += total;
      total = ahead = 0;
      if (done >= o->leaves) return true;
      if (!reaches(*o, m->price) || outside_band(c, s_.dynamic(i), m->price)) return false;
    }
    if (m->owner == o->owner && o->stp != Stp::kNone) {
      if (done + ahead >= o->leaves) return true;
      if (o->stp != Stp::kCancelOldest) return false;
    } else {
      total += m->leaves;
      ahead += m->visible;
    }
  }
  return done + total >= o->leaves;
}

/// [F2] The order's part of a fill of this value: its fee, and what its reserve shrinks by.
template <class State, class Sink>
typename Engine<State, Sink>::Fill Engine<State, Sink>::fill(const InstrumentConfig& c, OrderRef o, uint64_t value,
                                                             uint64_t qty, uint32_t ppm) {
  const uint64_t before = need_of(c, *o);
  const uint64_t fee = fee_of(value, ppm, o->fee_residue);
  o->fee_residue = residue_after(fee, value, ppm, o->fee_residue);
  o->leaves -= qty;
  o->cum += qty;
  return {fee, before - need_of(c, *o)};
}

/// [F4] Delivery versus payment: both legs and both fees move now, out of reserves.
template <class State, class Sink>
void Engine<State, Sink>::trade(OrderRef buy, OrderRef sell, int64_t price, uint64_t qty, uint32_t buy_ppm,
                                uint32_t sell_ppm, uint8_t aggressor) {
  const InstrumentRef i = s_.instrument(buy);
  const InstrumentConfig& c = s_.config(i);
  const uint64_t value = notional(c, price, qty);
  const auto lots = static_cast<int64_t>(qty);

  const Fill b = fill(c, buy, value, qty, buy_ppm);
  s_.move(buy, false, static_cast<int64_t>(b.freed - value - b.fee), -static_cast<int64_t>(b.freed));
  s_.move(buy, true, static_cast<int64_t>(qty * c.lot_size), 0);
  s_.reposition(buy, -lots, -static_cast<int64_t>(notional(c, buy->price, qty)), lots);

  const Fill s = fill(c, sell, value, qty, sell_ppm);
  s_.move(sell, true, 0, -static_cast<int64_t>(s.freed));
  s_.move(sell, false, static_cast<int64_t>(value - s.fee), 0);
  s_.reposition(sell, -lots, -static_cast<int64_t>(notional(c, sell->price, qty)), -lots);

  s_.credit_fees(i, b.fee + s.fee);
  s_.dynamic(i).last_price = price;
  s_.touch(i);

  const bool auction = aggressor == kAuctionAggressor;
  const auto flags =
      static_cast<uint8_t>((auction ? kAuctionFlag : 0) | (buy->owner == sell->owner ? kSelfTradeFlag : 0));
  EventRecord& e = emit(EventType::kTrade, flags, 0, s_.id(i), auction ? 0 : (aggressor == 0 ? buy : sell)->trader);
  e.trade.trade_id = s_.global().next_trade_id++;
  e.trade.buy_order = buy->order_id;
  e.trade.sell_order = sell->order_id;
  e.trade.price = price;
  e.trade.qty = qty;
  e.trade.notional = value;
  e.trade.buyer_fee = b.fee;
  e.trade.seller_fee = s.fee;
  e.trade.buyer = buy->trader;
  e.trade.seller = sell->trader;
  e.trade.aggressor = aggressor;
}

/// [M3] A resting order lost qty shown lots: it leaves, shows its next peak at the end of its level, or stays.
template <class State, class Sink>
void Engine<State, Sink>::after_fill(OrderRef m, uint64_t qty) {
  m->visible -= qty;
  if (m->leaves == 0) {
    s_.detach(m);
    count_open(m, -1);
    s_.drop(m);
  } else if (m->visible == 0) {
    s_.detach(m);
    m->visible = peak(*m);
    s_.attach(m, Place::kBook, s_.global().next_id++);
    EventRecord& e = emit_order(EventType::kRefilled, 0, 0, m);
    e.rested.leaves = m->leaves;
    e.rested.visible = m->visible;
    e.rested.prio = m->prio;
  } else {
    s_.update(m);
  }
}

/// [M4] Both lose the same lots without a trade. True: nothing is left of the incoming order.
template <class State, class Sink>
bool Engine<State, Sink>::decrement(OrderRef o, OrderRef m) {
  const uint64_t qty = o->leaves < m->visible ? o->leaves : m->visible;
  reduce(o, qty);
  reduce(m, qty);
  EventRecord& e = emit_order(EventType::kStpDecrement, 0, 0, o);
  e.stp_decrement.maker_order_id = m->order_id;
  e.stp_decrement.price = m->price;
  e.stp_decrement.qty = qty;
  e.stp_decrement.leaves = o->leaves;
  e.stp_decrement.maker_leaves = m->leaves;
  if (m->leaves == 0)
    cancel(m, CancelReason::kStp);
  else
    after_fill(m, qty);
  if (o->leaves != 0) return false;
  finish(o, CancelReason::kStp);
  return true;
}

template <class State, class Sink>
void Engine<State, Sink>::reduce(OrderRef o, uint64_t qty) {
  release(o);
  o->leaves -= qty;
  hold(o, claim_of(s_.config(s_.instrument(o)), *o));
}

/// False: no stop is ready.
template <class State, class Sink>
bool Engine<State, Sink>::elect_one(InstrumentRef i) {
  const OrderRef buy = s_.stop_head(i, Side::kBuy), sell = s_.stop_head(i, Side::kSell);
  if (!buy && !sell) return false;
  const int64_t last = s_.dynamic(i).last_price;
  const bool buy_ready = buy && buy->stop_price <= last;
  const bool sell_ready = sell && sell->stop_price >= last;
  if (!buy_ready && !sell_ready) return false;
  const bool take_buy = buy_ready && (!sell_ready || buy->prio < sell->prio);
  trigger(s_.take(take_buy ? buy : sell), last);
  return true;
}

template <class State, class Sink>
void Engine<State, Sink>::trigger(OrderRef o, int64_t last_price) {
  s_.detach(o);
  EventRecord& e = emit_order(EventType::kTriggered, 0, 0, o);
  e.triggered.leaves = o->leaves;
  e.triggered.stop_price = o->stop_price;
  e.triggered.last_price = last_price;
  if (o->order_type == OrderType::kStop) {
    o->order_type = OrderType::kMarket;
    o->tif = Tif::kIoc;
    o->expire = 0;
  } else {
    o->order_type = OrderType::kLimit;
  }
  o->stop_price = 0;
  execute(o, 0);
}

}  // namespace zkp::exchange

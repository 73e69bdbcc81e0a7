/// New, cancel and replace, with their checks in the order of the Reject numbers; reserves. Part of engine.h.
#pragma once

#include "exchange/core/engine.h"

namespace zkp::exchange {

template <class State, class Sink>
Reject Engine<State, Sink>::do_new_order(const CommandRecord& c, TraderRef trader) {
  const NewOrder& b = c.new_order;
  const InstrumentRef i = s_.find_instrument(b.instrument);
  if (!i) return Reject::kUnknownInstrument;
  Order o;
  o.order_id = 0;
  o.cl_ord_id = b.cl_ord_id;
  o.price = b.price;
  o.stop_price = b.stop_price;
  o.leaves = b.qty;
  o.visible = 0;
  o.display = b.display;
  o.cum = 0;
  o.expire = b.expire;
  o.trader = c.trader;
  o.session = c.flags != 0 ? c.session : 0;
  o.owner = s_.trader(trader).owner;
  o.fee_residue = 0;
  o.side = b.side;
  o.order_type = b.order_type;
  o.tif = b.tif;
  o.stp = b.stp;
  o.next = 0;
  if (const Reject r = check_market(i, o); r != Reject::kNone) return r;
  if (const Reject r = check_shape(i, o); r != Reject::kNone) return r;
  if (s_.has_order(trader, c.trader, o.cl_ord_id)) return Reject::kDuplicateClOrdId;
  if (const Reject r = check_collar(i, o); r != Reject::kNone) return r;
  const HoldingRef h = s_.find_holding(trader, c.trader, i);
  Claim claim;
  if (const Reject r = check_risk(i, trader, h, o, nullptr, claim); r != Reject::kNone) return r;
  if (const Reject r = check_post_only(i, o); r != Reject::kNone) return r;

  o.order_id = s_.global().next_id++;
  const OrderRef ref = s_.create(o, trader, i, h);
  if (!ref) return Reject::kNone;  // the state has failed
  hold(ref, claim);
  count_open(ref, 1);
  EventRecord& e = emit_order(EventType::kAccepted, 0, 0, ref);
  e.accepted.qty = o.leaves;
  e.accepted.stop_price = o.stop_price;
  e.accepted.display = o.display;
  e.accepted.expire = o.expire;
  e.accepted.client_seq = c.client_seq;
  e.accepted.order_type = o.order_type;
  e.accepted.tif = o.tif;
  e.accepted.stp = o.stp;
  e.accepted.session = o.session;
  if (is_stop(o.order_type))
    s_.attach(ref, Place::kStops, o.order_id);
  else
    execute(ref, o.order_id);
  elect_stops(i);
  return Reject::kNone;
}

// [C1]
template <class State, class Sink>
Reject Engine<State, Sink>::do_cancel(const CommandRecord& c) {
  const OrderRef o = s_.find_order(c.trader, c.cancel.orig_cl_ord_id);
  if (!o) return Reject::kOrderNotFound;
  cancel(o, CancelReason::kUser);
  return Reject::kNone;
}

// [C2] to [C4]
template <class State, class Sink>
Reject Engine<State, Sink>::do_replace(const CommandRecord& c, TraderRef trader) {
  const Replace& b = c.replace;
  const OrderRef ref = s_.find_order(c.trader, b.orig_cl_ord_id);
  if (!ref) return Reject::kOrderNotFound;
  const InstrumentRef i = s_.instrument(ref);
  const Order& old = *ref;  // until assign()
  Order o = old;
  o.cl_ord_id = b.cl_ord_id;
  o.price = b.price;
  o.stop_price = b.stop_price;
  o.display = b.display;
  o.leaves = b.qty > old.cum ? b.qty - old.cum : 0;  // b.qty is the new total; 0 fails the check of the shape
  if (const Reject r = check_market(i, o); r != Reject::kNone) return r;
  if (o.tif == Tif::kGtd) o.expire = now_ + 1;  // the expiry stays, whatever it is
  if (const Reject r = check_shape(i, o); r != Reject::kNone) return r;
  o.expire = old.expire;
  if (o.cl_ord_id != old.cl_ord_id && s_.has_order(trader, c.trader, o.cl_ord_id)) return Reject::kDuplicateClOrdId;
  const bool moved = o.price != old.price || o.stop_price != old.stop_price;
  const bool keeps = !moved && o.display == old.display && o.leaves <= old.leaves;
  const InstrumentConfig& config = s_.config(i);
  const Claim before = claim_of(config, old);
  Claim after;
  if (!keeps) {
    if (moved)
      if (const Reject r = check_collar(i, o); r != Reject::kNone) return r;
    const OldShare share{old.leaves, before};
    if (const Reject r = check_risk(i, trader, s_.holding(ref), o, &share, after); r != Reject::kNone) return r;
    if (const Reject r = check_post_only(i, o); r != Reject::kNone) return r;
  } else {
    after = claim_of(config, o);
    o.visible = old.visible < o.leaves ? old.visible : o.leaves;
  }
  const auto more_leaves = static_cast<int64_t>(o.leaves - old.leaves);
  const Place place = ref->place;
  const bool pending = place == Place::kStops;
  const uint64_t prio = ref->prio;
  if (keeps)
    s_.begin_amend(ref);
  else
    s_.detach(ref);
  s_.assign(ref, o);
  const auto more = static_cast<int64_t>(after.need - before.need);
  s_.move(ref, o.side == Side::kSell, -more, more);
  s_.reposition(ref, more_leaves, static_cast<int64_t>(after.value - before.value), 0);
  EventRecord& e =
      emit_order(EventType::kReplaced,
                 static_cast<uint8_t>((keeps ? kPriorityKeptFlag : 0) | (pending ? kPendingStopFlag : 0)), 0, ref);
  e.replaced.leaves = o.leaves;
  e.replaced.visible = o.visible;
  e.replaced.orig_cl_ord_id = b.orig_cl_ord_id;
  e.replaced.stop_price = o.stop_price;
  e.replaced.client_seq = c.client_seq;
  if (keeps)
    s_.end_amend(ref, place, prio);
  else if (pending)
    s_.attach(ref, Place::kStops, s_.global().next_id++);
  else
    execute(ref, 0);
  elect_stops(i);
  return Reject::kNone;
}

// ---- checks --------------------------------------------------------------------------------------------------------

// [S4]
template <class State, class Sink>
Reject Engine<State, Sink>::check_market(InstrumentRef i, const Order& o) {
  const MarketState state = state_of(i);
  if (state == MarketState::kContinuous) return Reject::kNone;
  if (state == MarketState::kClosed) return Reject::kMarketClosed;
  if (state == MarketState::kHalted) return Reject::kMarketHalted;
  if (o.order_type == OrderType::kMarket || o.order_type == OrderType::kPostOnly || o.tif == Tif::kIoc ||
      o.tif == Tif::kFok)
    return Reject::kNotAllowedInState;
  return Reject::kNone;
}

/// Also sets the protection price of MARKET and STOP [R2] and what would be shown.
template <class State, class Sink>
Reject Engine<State, Sink>::check_shape(InstrumentRef i, Order& o) {
  const InstrumentConfig& c = s_.config(i);
  const OrderType type = o.order_type;
  const bool never_rests = o.tif == Tif::kIoc || o.tif == Tif::kFok;
  if (type == OrderType::kMarket ? !never_rests : type != OrderType::kLimit && never_rests) return Reject::kInvalidTif;
  if (o.leaves < 1 || o.leaves > kMaxQty - o.cum) return Reject::kInvalidQty;
  const bool priced = type != OrderType::kMarket && type != OrderType::kStop;
  const auto within = [&](int64_t price) { return price >= c.min_price && price <= c.max_price; };
  if (priced ? !within(o.price) : o.price != 0) return Reject::kInvalidPrice;
  if (is_stop(type) ? !within(o.stop_price) : o.stop_price != 0) return Reject::kInvalidStopPrice;
  if (type == OrderType::kIceberg ? o.display < 1 || o.display > o.leaves + o.cum : o.display != 0)
    return Reject::kInvalidDisplay;
  if (o.tif == Tif::kGtd ? o.expire <= now_ : o.expire != 0) return Reject::kInvalidExpire;
  if (!priced) o.price = collar_bound(c, o.side, is_stop(type) ? o.stop_price : s_.dynamic(i).last_price);
  o.visible = peak(o);
  return Reject::kNone;
}

// [R1]
template <class State, class Sink>
Reject Engine<State, Sink>::check_collar(InstrumentRef i, const Order& o) {
  const int64_t base = o.stop_price != 0 ? o.stop_price : s_.dynamic(i).last_price;
  const int64_t bound = collar_bound(s_.config(i), o.side, base);
  if (eagerness(o.side, o.price) > eagerness(o.side, bound))
    return reject(Reject::kPriceCollar, static_cast<uint64_t>(o.price), static_cast<uint64_t>(bound));
  return Reject::kNone;
}

/// [R3] to [R9]. `old`: of the order before a replace, whose share is taken out first.
template <class State, class Sink>
Reject Engine<State, Sink>::check_risk(InstrumentRef i, TraderRef trader, HoldingRef h, const Order& o,
                                       const OldShare* old, Claim& claim) {
  const Trader& t = s_.trader(trader);
  if (!checked_claim(s_.config(i), o, claim)) return Reject::kNotionalOverflow;
  if (t.max_order_qty != 0 && o.leaves > t.max_order_qty)
    return reject(Reject::kMaxOrderQty, o.leaves, t.max_order_qty);
  if (t.max_order_notional != 0 && claim.value > t.max_order_notional)
    return reject(Reject::kMaxOrderNotional, claim.value, t.max_order_notional);
  if (old == nullptr && t.max_open_orders != 0 && t.open_orders >= t.max_open_orders)
    return reject(Reject::kMaxOpenOrders, uint64_t{t.open_orders} + 1, t.max_open_orders);

  const OldShare share = old != nullptr ? *old : OldShare{};
  const Position p = s_.position(h);
  // Net and open lots of this side, the old order's taken out, are within 2^63 both ways; with the new ones perhaps
  // not.
  const auto cap = [](uint64_t limit, uint64_t most) { return limit == 0 || limit > most ? most : limit; };
  const uint64_t net = static_cast<uint64_t>(eagerness(o.side, p.net));
  const auto reach = static_cast<int64_t>(p.open[static_cast<size_t>(o.side)] + net - share.leaves);
  const uint64_t position_cap = cap(t.max_position, kMaxPosition);
  if (reach > static_cast<int64_t>(position_cap) - static_cast<int64_t>(o.leaves))
    return reject(Reject::kPositionLimit, static_cast<uint64_t>(reach) + o.leaves, position_cap);

  const uint64_t exposure = p.open_notional - share.claim.value + claim.value;
  const uint64_t exposure_cap = cap(t.max_open_notional, kMaxAmount);
  if (exposure > exposure_cap) return reject(Reject::kExposureLimit, exposure, exposure_cap);

  const uint64_t have = s_.funds(h, o.side) + share.claim.need;
  if (claim.need > have) return reject(Reject::kInsufficientBalance, claim.need, have);
  return Reject::kNone;
}

template <class State, class Sink>
Reject Engine<State, Sink>::check_post_only(InstrumentRef i, const Order& o) {
  if (o.order_type != OrderType::kPostOnly || state_of(i) != MarketState::kContinuous) return Reject::kNone;
  const OrderRef m = s_.best(i, opposite(o.side));
  if (m && reaches(o, m->price))
    return reject(Reject::kPostOnlyWouldCross, static_cast<uint64_t>(o.price), static_cast<uint64_t>(m->price));
  return Reject::kNone;
}

// ---- reserves [F5], endings [M5] -----------------------------------------------------------------------------------

template <class State, class Sink>
void Engine<State, Sink>::hold(OrderRef o, const Claim& claim) {
  const auto need = static_cast<int64_t>(claim.need);
  s_.move(o, o->side == Side::kSell, -need, need);
  s_.reposition(o, static_cast<int64_t>(o->leaves), static_cast<int64_t>(claim.value), 0);
}

template <class State, class Sink>
void Engine<State, Sink>::release(OrderRef o) {
  const Claim claim = claim_of(s_.config(s_.instrument(o)), *o);
  const auto need = static_cast<int64_t>(claim.need);
  s_.move(o, o->side == Side::kSell, need, -need);
  s_.reposition(o, -static_cast<int64_t>(o->leaves), -static_cast<int64_t>(claim.value), 0);
}

template <class State, class Sink>
void Engine<State, Sink>::count_open(OrderRef o, int32_t change) {
  const TraderRef trader = s_.trader_of(o);
  s_.trader(trader).open_orders += static_cast<uint32_t>(change);
  s_.touch(trader);
}

/// Ends an order that is in no list.
template <class State, class Sink>
void Engine<State, Sink>::finish(OrderRef o, CancelReason reason, uint8_t flags) {
  release(o);
  count_open(o, -1);
  EventRecord& e = emit_order(EventType::kCanceled, flags, static_cast<uint16_t>(reason), o);
  e.canceled.leaves = o->leaves;
  e.canceled.cum = o->cum;
  s_.drop(o);
}

template <class State, class Sink>
void Engine<State, Sink>::cancel(OrderRef o, CancelReason reason) {
  const uint8_t flags = o->place == Place::kBook ? kInBookFlag : kPendingStopFlag;
  s_.detach(o);
  finish(o, reason, flags);
}

}  // namespace zkp::exchange

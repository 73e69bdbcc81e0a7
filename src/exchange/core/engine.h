/// The rules of the exchange: what one command does to the state, and the events that say so.
///
/// One source for two states: the matching thread's pools and queues (hot_state.h) and the partial state tree of a
/// proof (trie_state.h). `State` gives places to look and to write, `Sink` room for events; the rules are here.
///
///   State   TraderRef, InstrumentRef, HoldingRef (a trader in an instrument) and OrderRef are cheap values, false
///           when there is nothing. What was looked at with find_*, best, next, stop_head stays valid until the order
///           is dropped; a partial tree keeps only a few orders in hand at a time.
///   Sink    append() returns a zeroed event record.
///
/// Deterministic: no clock, no randomness, no allocation, no exceptions. Rules in square brackets are those of
/// docs/formats/exchange.md.
#pragma once

#include "exchange/core/funds.h"
#include "exchange/core/leaves.h"
#include "exchange/core/record.h"

namespace zkp::exchange {

/// Where an order is.
enum class Place : uint8_t { kInHand, kBook, kStops };

/// Orders in a row, linked inside the state: State::pop() takes them one by one.
struct OrderList {
  uint32_t first, last;
};

template <class State, class Sink>
class Engine {
 public:
  using TraderRef = typename State::TraderRef;
  using InstrumentRef = typename State::InstrumentRef;
  using HoldingRef = typename State::HoldingRef;
  using OrderRef = typename State::OrderRef;

  Engine(State& state, Sink& sink) : s_(state), sink_(sink) {}

  /// One command. On anything but kOk nothing has changed.
  ApplyError apply(const CommandRecord& c) {
    Global& g = s_.global();
    if (s_.failed()) return s_.failure();
    if (c.seq != g.last_seq + 1) return ApplyError::kSequenceGap;
    if (c.time < g.last_time) return ApplyError::kTimeRegression;
    if (c.time > kMaxAmount) return ApplyError::kTimeRange;
    g.last_seq = c.seq;
    for (typename State::DueTimer timer; s_.first_due(c.time, timer);) fire(timer);  // [X1]
    now_ = g.last_time = c.time;
    required_ = available_ = 0;
    if (const Reject reason = dispatch(c); reason != Reject::kNone) emit_rejected(c, reason);
    return s_.failed() ? s_.failure() : ApplyError::kOk;
  }

 private:
  // engine.h
  void fire(const typename State::DueTimer& timer);
  [[gnu::always_inline]] Reject dispatch(const CommandRecord& c);
  [[gnu::always_inline]] Reject execute_command(const CommandRecord& c, TraderRef trader);
  [[gnu::always_inline]] EventRecord& emit(EventType type, uint8_t flags, uint16_t reason, uint32_t instrument,
                                           uint32_t trader);
  [[gnu::always_inline]] EventRecord& emit_order(EventType type, uint8_t flags, uint16_t reason, OrderRef o);
  void emit_ack(const CommandRecord& c, uint32_t instrument = 0, uint64_t count = 0, uint64_t value = 0);
  void emit_rejected(const CommandRecord& c, Reject reason);
  Reject reject(Reject reason, uint64_t required, uint64_t available) {
    required_ = required;
    available_ = available;
    return reason;
  }

  // engine_admin.h
  Reject do_asset_add(const CommandRecord& c);
  Reject do_instrument_add(const CommandRecord& c);
  Reject do_trader_add(const CommandRecord& c);
  Reject do_set_limits(const CommandRecord& c);
  Reject do_deposit(const CommandRecord& c);
  Reject do_withdraw(const CommandRecord& c);
  Reject do_set_state(const CommandRecord& c);
  void change_state(InstrumentRef i, MarketState next, uint64_t until, StateReason reason, int64_t price = 0);
  Reject do_mass_cancel(const CommandRecord& c);
  Reject do_kill_switch(const CommandRecord& c);
  Reject do_disconnect(const CommandRecord& c);
  template <class Wanted>
  uint64_t cancel_many(uint32_t trader, CancelReason reason, Wanted&& wanted);

  // engine_orders.h
  Reject do_new_order(const CommandRecord& c, TraderRef trader);
  Reject do_cancel(const CommandRecord& c);
  Reject do_replace(const CommandRecord& c, TraderRef trader);
  [[gnu::always_inline]] inline Reject check_market(InstrumentRef i, const Order& o);
  [[gnu::always_inline]] inline Reject check_shape(InstrumentRef i, Order& o);
  [[gnu::always_inline]] inline Reject check_collar(InstrumentRef i, const Order& o);
  struct OldShare {
    uint64_t leaves;
    Claim claim;
  };
  [[gnu::always_inline]] inline Reject check_risk(InstrumentRef i, TraderRef trader, HoldingRef h, const Order& o,
                                                  const OldShare* old, Claim& claim);
  [[gnu::always_inline]] inline Reject check_post_only(InstrumentRef i, const Order& o);
  inline void hold(OrderRef o, const Claim& claim);
  inline void release(OrderRef o);
  inline void count_open(OrderRef o, int32_t change);
  void finish(OrderRef o, CancelReason reason, uint8_t flags = 0);
  void cancel(OrderRef o, CancelReason reason);

  // engine_matching.h
  void execute(OrderRef o, uint64_t prio);
  [[gnu::always_inline]] inline bool match(OrderRef o);
  bool fok_fillable(OrderRef o);
  void trade(OrderRef buy, OrderRef sell, int64_t price, uint64_t qty, uint32_t buy_ppm, uint32_t sell_ppm,
             uint8_t aggressor);
  struct Fill {
    uint64_t fee;
    uint64_t freed;
  };
  Fill fill(const InstrumentConfig& config, OrderRef o, uint64_t value, uint64_t qty, uint32_t ppm);
  void after_fill(OrderRef m, uint64_t qty);
  bool decrement(OrderRef o, OrderRef m);
  void reduce(OrderRef o, uint64_t qty);
  /// [T2] One ready stop after the other, each executed before the next look at the last price.
  [[gnu::always_inline]] void elect_stops(InstrumentRef i) {
    while (state_of(i) == MarketState::kContinuous && elect_one(i)) {}
  }
  [[gnu::always_inline]] inline bool elect_one(InstrumentRef i);
  void trigger(OrderRef o, int64_t last_price);
  void uncross(InstrumentRef i);  // engine_auction.h

  static bool reaches(const Order& o, int64_t price) { return eagerness(o.side, o.price) >= eagerness(o.side, price); }
  static uint64_t peak(const Order& o) {
    return o.order_type == OrderType::kIceberg && o.display < o.leaves ? o.display : o.leaves;
  }
  MarketState state_of(InstrumentRef i) { return static_cast<MarketState>(s_.dynamic(i).state); }

  State& s_;
  Sink& sink_;
  uint64_t now_ = 0;
  uint64_t required_ = 0, available_ = 0;  // of the refusal
};

/// [X1] What is due at or before the time of a command happens at its own due time, in the order of the timer keys.
template <class State, class Sink>
void Engine<State, Sink>::fire(const typename State::DueTimer& timer) {
  now_ = s_.global().last_time = timer.due;
  if (timer.order) return cancel(timer.order, CancelReason::kExpiredGtd);
  const InstrumentRef i = timer.instrument;
  if (state_of(i) == MarketState::kHalted) {
    const uint64_t until = timer.due + s_.config(i).auction_ms * kNsPerMs;
    change_state(i, MarketState::kAuction, until, StateReason::kTimer);
  } else {
    change_state(i, MarketState::kContinuous, 0, StateReason::kTimer);
    elect_stops(i);
  }
}

// [V] The checks that all commands share.
template <class State, class Sink>
inline Reject Engine<State, Sink>::dispatch(const CommandRecord& c) {
  if (!well_formed(c)) return Reject::kMalformed;
  const TraderRef ref = s_.find_trader(c.trader);
  if (!ref) return Reject::kUnknownTrader;
  // Bits of CommandType: who may send it. WITHDRAW and KILL_SWITCH are for both.
  constexpr uint32_t kOperatorOnly = 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << 5 | 1u << 7 | 1u << 13 | 1u << 14;
  constexpr uint32_t kTraderOnly = 1u << 8 | 1u << 9 | 1u << 10 | 1u << 11;
  if (((c.trader != 0 ? kOperatorOnly : kTraderOnly) >> static_cast<unsigned>(c.type) & 1) != 0)
    return Reject::kNotAuthorized;
  if (c.type == CommandType::kKillSwitch && c.trader != 0 &&
      (c.kill_switch.target != c.trader || c.kill_switch.on == 0))
    return Reject::kNotAuthorized;
  Trader& trader = s_.trader(ref);
  if (c.trader != 0 || c.client_seq != 0) {
    if (c.client_seq <= trader.last_client_seq)
      return reject(Reject::kDuplicateRequest, c.client_seq, trader.last_client_seq);
    trader.last_client_seq = c.client_seq;
    s_.touch(ref);
  }
  if (c.type == CommandType::kNewOrder || c.type == CommandType::kReplace) {
    if (trader.killed != 0) return Reject::kTraderKilled;
    if (trader.rate_limit != 0) {  // [R10]
      const uint64_t window_ns = trader.rate_window_ms * kNsPerMs;
      if (window_ns == 0) return s_.fail(ApplyError::kBadWitness), Reject::kRateLimited;
      const uint64_t window = now_ / window_ns;
      const uint32_t count = window == trader.rate_window ? trader.rate_count : 0;
      if (count >= trader.rate_limit) return reject(Reject::kRateLimited, uint64_t{count} + 1, trader.rate_limit);
      trader.rate_window = window;
      trader.rate_count = count + 1;
      s_.touch(ref);
    }
  }
  return execute_command(c, ref);
}

template <class State, class Sink>
inline Reject Engine<State, Sink>::execute_command(const CommandRecord& c, TraderRef trader) {
  switch (c.type) {
    case CommandType::kNewOrder:
      return do_new_order(c, trader);
    case CommandType::kCancel:
      return do_cancel(c);
    case CommandType::kReplace:
      return do_replace(c, trader);
    case CommandType::kAssetAdd:
      return do_asset_add(c);
    case CommandType::kInstrumentAdd:
      return do_instrument_add(c);
    case CommandType::kTraderAdd:
      return do_trader_add(c);
    case CommandType::kSetLimits:
      return do_set_limits(c);
    case CommandType::kDeposit:
      return do_deposit(c);
    case CommandType::kWithdraw:
      return do_withdraw(c);
    case CommandType::kSetState:
      return do_set_state(c);
    case CommandType::kMassCancel:
      return do_mass_cancel(c);
    case CommandType::kKillSwitch:
      return do_kill_switch(c);
    case CommandType::kDisconnect:
      return do_disconnect(c);
    case CommandType::kTick:
      emit_ack(c);
      return Reject::kNone;
  }
  return Reject::kMalformed;
}

template <class State, class Sink>
inline EventRecord& Engine<State, Sink>::emit(EventType type, uint8_t flags, uint16_t reason, uint32_t instrument,
                                              uint32_t trader) {
  Global& g = s_.global();
  EventRecord& e = sink_.append();
  e.type = type;
  e.flags = flags;
  e.reason = reason;
  e.seq = ++g.event_seq;
  e.cmd_seq = g.last_seq;
  e.time = now_;
  e.instrument = instrument;
  e.trader = trader;
  return e;
}

/// The fields that all bodies of order events begin with.
template <class State, class Sink>
inline EventRecord& Engine<State, Sink>::emit_order(EventType type, uint8_t flags, uint16_t reason, OrderRef o) {
  EventRecord& e = emit(type, flags, reason, s_.id(s_.instrument(o)), o->trader);
  e.accepted.order_id = o->order_id;
  e.accepted.cl_ord_id = o->cl_ord_id;
  e.accepted.price = o->price;
  e.accepted.side = o->side;
  return e;
}

template <class State, class Sink>
void Engine<State, Sink>::emit_ack(const CommandRecord& c, uint32_t instrument, uint64_t count, uint64_t value) {
  EventRecord& e = emit(EventType::kAck, 0, 0, instrument, c.trader);
  e.ack.cmd_type = c.type;
  e.ack.client_seq = c.client_seq;
  e.ack.count = count;
  e.ack.value = value;
}

template <class State, class Sink>
void Engine<State, Sink>::emit_rejected(const CommandRecord& c, Reject reason) {
  uint32_t instrument = 0;
  uint64_t cl_ord_id = 0;
  switch (c.type) {
    case CommandType::kInstrumentAdd:
    case CommandType::kSetState:
    case CommandType::kMassCancel:
      instrument = c.mass_cancel.instrument;
      break;  // the first field of each
    case CommandType::kNewOrder:
      instrument = c.new_order.instrument;
      cl_ord_id = c.new_order.cl_ord_id;
      break;
    case CommandType::kCancel:
    case CommandType::kReplace:
      cl_ord_id = c.cancel.orig_cl_ord_id;
      break;
    default:
      break;
  }
  EventRecord& e = emit(EventType::kRejected, 0, static_cast<uint16_t>(reason), instrument, c.trader);
  e.rejected.cmd_type = c.type;
  e.rejected.client_seq = c.client_seq;
  e.rejected.cl_ord_id = cl_ord_id;
  e.rejected.required = required_;
  e.rejected.available = available_;
}

}  // namespace zkp::exchange

#include "exchange/core/engine_admin.h"
#include "exchange/core/engine_auction.h"
#include "exchange/core/engine_matching.h"
#include "exchange/core/engine_orders.h"

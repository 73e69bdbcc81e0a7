#include "exchange/core/workload.h"

namespace zkp::exchange::test {

CommandRecord& Workload::add(CommandType type, uint32_t trader) {
  CommandRecord c{};
  c.type = type;
  c.version = 1;
  c.trader = trader;
  c.client_seq = trader == 0 ? 0 : ++client_seq_;
  queue_.push_back(c);
  return queue_.back();
}

void Workload::set_up() {
  for (uint32_t asset = 1; asset <= 3; ++asset) add(CommandType::kAssetAdd, 0).asset_add.asset = asset;
  const uint32_t base[] = {1, 2, 1}, quote[] = {3, 3, 2}, ref[] = {1000, 5000, 200};
  for (uint32_t i = 0; i < 3; ++i) {
    InstrumentAdd& b = add(CommandType::kInstrumentAdd, 0).instrument_add;
    b.instrument = i + 1;
    b.base = base[i];
    b.quote = quote[i];
    b.maker_ppm = 100 * i;
    b.taker_ppm = 700;
    b.collar_bps = i == 2 ? 0 : 2000;
    b.lot_size = i == 0 ? 10 : 1;
    b.tick_size = i == 1 ? 7 : 1;
    b.min_price = 1;
    b.max_price = 20 * ref[i];
    b.ref_price = ref[i];
    b.band_bps = i == 1 ? 0 : 500;
    b.ref_ms = 50;
    b.halt_ms = 2;
    b.auction_ms = 3;
  }
  for (uint32_t t = 1; t <= kTraders; ++t) {
    TraderAdd& b = add(CommandType::kTraderAdd, 0).trader_add;
    b.target = t;
    b.owner = 100 + t / 2;
    for (uint32_t asset = 1; asset <= 3; ++asset) {
      Deposit& d = add(CommandType::kDeposit, 0).deposit;
      d.target = t;
      d.asset = asset;
      d.amount = asset == 3 ? 30'000'000 : 300'000;
    }
  }
  SetLimits& limits = add(CommandType::kSetLimits, 0).set_limits;
  limits.target = 3;
  limits.max_open_orders = 4;
  limits.max_order_qty = 50;
  limits.max_order_notional = 100'000;
  limits.max_position = 60;
  limits.max_open_notional = 90'000;
  limits.rate_limit = 2;
  limits.rate_window_ms = 3;
  for (uint32_t i = 1; i <= 3; ++i) {
    for (const MarketState state : {MarketState::kPreOpen, MarketState::kContinuous}) {
      SetState& b = add(CommandType::kSetState, 0).set_state;
      b.instrument = i;
      b.state = state;
    }
  }
}

void Workload::new_order(uint32_t trader, uint32_t instrument) {
  constexpr OrderType kTypes[] = {OrderType::kLimit,   OrderType::kLimit,    OrderType::kLimit,    OrderType::kLimit,
                                  OrderType::kIceberg, OrderType::kIceberg,  OrderType::kPostOnly, OrderType::kMarket,
                                  OrderType::kStop,    OrderType::kStopLimit};
  CommandRecord& c = add(CommandType::kNewOrder, trader);
  c.session = static_cast<uint32_t>(1 + random_.below(2));
  c.flags = chance(30) ? 1 : 0;
  NewOrder& o = c.new_order;
  o.instrument = instrument;
  o.side = static_cast<Side>(random_.below(2));
  o.order_type = kTypes[random_.below(10)];
  o.stp = static_cast<Stp>(random_.below(5));
  const bool market = o.order_type == OrderType::kMarket;
  const bool may_vanish = market || (o.order_type == OrderType::kLimit && chance(20));
  constexpr Tif kResting[] = {Tif::kGtc, Tif::kGtc, Tif::kDay, Tif::kGtd};
  o.tif = may_vanish ? (chance(50) ? Tif::kIoc : Tif::kFok) : kResting[random_.below(4)];
  o.cl_ord_id = chance(2) ? 1 + random_.below(cl_ord_id_ + 1) : ++cl_ord_id_;
  o.qty = 1 + random_.below(60);
  if (!market && o.order_type != OrderType::kStop) o.price = price(instrument);
  if (is_stop(o.order_type)) o.stop_price = price(instrument);
  if (o.order_type == OrderType::kIceberg) o.display = 1 + random_.below(o.qty);
  if (o.tif == Tif::kGtd) o.expire = time_ + random_.below(50'000'000);
}

void Workload::replace(uint32_t trader) {
  Replace& r = add(CommandType::kReplace, trader).replace;
  r.orig_cl_ord_id = cl_ord_id_ - random_.below(cl_ord_id_ < 40 ? cl_ord_id_ + 1 : 40);
  r.cl_ord_id = chance(60) ? ++cl_ord_id_ : r.orig_cl_ord_id;
  r.price = chance(85) ? price(static_cast<uint32_t>(1 + random_.below(3))) : 0;
  r.qty = 1 + random_.below(80);
  if (chance(10)) r.stop_price = price(static_cast<uint32_t>(1 + random_.below(3)));
  if (chance(15)) r.display = 1 + random_.below(10);
}

void Workload::step() {
  const uint64_t x = random_.below(1000);
  const auto trader = static_cast<uint32_t>(1 + random_.below(kTraders));
  const auto instrument = static_cast<uint32_t>(1 + random_.below(3));
  if (x < 600) {
    new_order(trader, instrument);
  } else if (x < 720) {
    for (uint32_t t = 1; t <= kTraders; ++t)  // whoever has it
      add(CommandType::kCancel, t).cancel.orig_cl_ord_id = cl_ord_id_ - random_.below(30);
  } else if (x < 900) {
    for (uint32_t t = 1; t <= kTraders; ++t) replace(t);
  } else if (x < 915) {
    MassCancel& b = add(CommandType::kMassCancel, trader).mass_cancel;
    b.instrument = static_cast<uint32_t>(random_.below(4));
    b.side = static_cast<uint8_t>(random_.below(3));
  } else if (x < 920) {
    for (const uint8_t on : {1, 0}) {
      KillSwitch& b = add(CommandType::kKillSwitch, 0).kill_switch;
      b.target = trader;
      b.on = on;
    }
  } else if (x < 928) {
    Disconnect& b = add(CommandType::kDisconnect, 0).disconnect;
    b.target = trader;
    b.target_session = static_cast<uint32_t>(1 + random_.below(2));
  } else if (x < 950) {
    SetState& b = add(CommandType::kSetState, 0).set_state;
    b.instrument = instrument;
    b.state = static_cast<MarketState>(random_.below(5));
    const bool timed = b.state == MarketState::kAuction || b.state == MarketState::kHalted;
    b.until = timed ? time_ + 2'000'000 : 0;
  } else if (x < 965) {
    Deposit& b = add(CommandType::kDeposit, 0).deposit;
    b.target = trader;
    b.asset = instrument;
    b.amount = 1 + random_.below(100'000);
  } else if (x < 975) {
    Withdraw& b = add(CommandType::kWithdraw, trader).withdraw;
    b.asset = instrument;
    b.amount = 1 + random_.below(100'000);
  } else if (x < 990) {
    recover();
  } else {
    add(CommandType::kTick, 0);
  }
}

/// Opens all markets, lifts all limits and kills, and fills the accounts: what hostile commands did before ends here.
void Workload::recover() {
  for (uint32_t i = 1; i <= 3; ++i) {
    for (const MarketState state : {MarketState::kPreOpen, MarketState::kContinuous}) {
      SetState& b = add(CommandType::kSetState, 0).set_state;
      b.instrument = i;
      b.state = state;
    }
  }
  for (uint32_t t = 1; t <= kTraders; ++t) {
    add(CommandType::kKillSwitch, 0).kill_switch.target = t;
    if (t != 3) add(CommandType::kSetLimits, 0).set_limits.target = t;
    for (uint32_t asset = 1; asset <= 3; ++asset) {
      Deposit& d = add(CommandType::kDeposit, 0).deposit;
      d.target = t;
      d.asset = asset;
      d.amount = 100'000;
    }
  }
}

uint64_t Workload::extreme() {
  constexpr uint64_t kEdges[] = {
      0, 1, 2, 5, 6, 1u << 31, ~0u, 1ull << 62, (1ull << 62) + 1, (1ull << 63) - 1, 1ull << 63, ~0ull};
  const uint64_t edge = kEdges[random_.below(12)];
  return chance(80) ? edge : random_.next() >> random_.below(64);
}

/// One aligned word of the header or the body becomes something else.
void Workload::spoil(CommandRecord& c) {
  auto* bytes = reinterpret_cast<uint8_t*>(&c);
  const size_t size = size_t{1} << random_.below(4);
  const uint64_t value = extreme();
  if (chance(25)) {
    constexpr size_t kHeaderFields[][2] = {{4, 1}, {5, 1}, {6, 2}, {24, 4}, {28, 4}, {32, 8}};
    const auto& field = kHeaderFields[random_.below(6)];
    // A large client_seq that is accepted would shut its trader out for long.
    const uint64_t small = field[0] == 32 ? value % (client_seq_ + 3) : value;
    std::memcpy(bytes + field[0], &small, field[1]);
  } else {
    const size_t at = kHeaderBytes + size * random_.below(56 / size);
    std::memcpy(bytes + at, &value, size);
  }
}

CommandRecord Workload::next() {
  while (taken_ == queue_.size()) {
    queue_.clear();
    taken_ = 0;
    step();
  }
  CommandRecord c = queue_[taken_++];
  if (seq_ > 50 && chance(hostile_)) spoil(c);
  c.seq = ++seq_;
  c.time = time_ += random_.below(400'000);
  return c;
}

}  // namespace zkp::exchange::test

#include "exchange/core/hot_state.h"

#include <algorithm>

namespace zkp::exchange {
namespace {

/// A pool must not move: others point into it.
template <class Pool>
void expect_room(const Pool& pool) {
  ZKP_CHECK(pool.size() < pool.capacity());
}

}  // namespace

HotState::HotState(const Capacity& c)
    : levels_(c.orders),
      timers_(size_t{c.orders} + c.instruments),
      trader_slots_(c.traders),
      asset_slots_(c.assets),
      instrument_slots_(c.instruments),
      holding_slots_(c.holdings),
      balance_slots_(c.balances),
      index_(c.orders, c.table_salt),
      dirty_traders_(c.traders),
      dirty_assets_(c.assets),
      dirty_instruments_(c.instruments),
      dirty_holdings_(c.holdings),
      dirty_balances_(c.balances),
      dirty_orders_(c.orders) {
  traders_.reserve(c.traders);
  assets_.reserve(c.assets);
  instruments_.reserve(c.instruments);
  holdings_.reserve(c.holdings);
  balances_.reserve(c.balances);
  orders_.resize(c.orders);
  own_.resize(c.orders);
  free_orders_.reserve(c.orders);
  scratch_.reserve(c.orders);
  removed_.reserve(c.orders);
  reset();
  global_ = {0, 0, 0, 1, 1, 1};
  add_trader(0, 0);
}

void HotState::reset() {
  forget_changes();
  global_ = {};
  traders_.clear();
  assets_.clear();
  instruments_.clear();
  holdings_.clear();
  balances_.clear();
  std::fill(orders_.begin(), orders_.end(), HotOrder{});
  free_orders_.resize(orders_.size());
  for (size_t i = 0; i < orders_.size(); ++i) free_orders_[i] = static_cast<uint32_t>(orders_.size() - 1 - i);
  levels_.clear();
  timers_.clear();
  for (OpenTable* table :
       {&trader_slots_, &asset_slots_, &instrument_slots_, &holding_slots_, &balance_slots_, &index_})
    table->clear();
}

bool HotState::has_room(const Demand& d) const {
  const auto room = [](const auto& pool) { return pool.capacity() - pool.size(); };
  if (free_orders_.size() < d.orders || room(traders_) < d.traders || room(assets_) < d.assets ||
      room(instruments_) < d.instruments)
    return false;
  // An order may need a holding and two balances, unless all that there can be fit.
  const uint64_t traders = traders_.size() + d.traders;
  const bool holdings_fit =
      room(holdings_) >= d.orders || holdings_.capacity() >= traders * (instruments_.size() + d.instruments);
  const bool balances_fit = room(balances_) >= 2 * d.orders + d.deposits + d.instruments ||
                            balances_.capacity() >= traders * (assets_.size() + d.assets);
  return holdings_fit && balances_fit;
}

HotTrader* HotState::add_trader(uint32_t id, uint32_t owner) {
  expect_room(traders_);
  HotTrader t{};
  t.leaf.owner = owner;
  t.id = id;
  t.first_order = t.last_holding = kNoSlot;
  trader_slots_.insert(id, 0, static_cast<uint32_t>(traders_.size()));
  traders_.push_back(t);
  touch(&traders_.back());
  return &traders_.back();
}

void HotState::add_asset(uint32_t id) {
  expect_room(assets_);
  asset_slots_.insert(id, 0, static_cast<uint32_t>(assets_.size()));
  assets_.push_back({0, id, false});
  dirty_assets_.mark(&assets_.back());
}

void HotState::set_supply(uint32_t id, uint64_t supply) {
  HotAsset* asset = &assets_[asset_slots_.find(id, 0)];
  asset->supply = supply;
  dirty_assets_.mark(asset);
}

HotBalance* HotState::balance(uint32_t trader, uint32_t asset) {
  uint32_t slot = balance_slots_.find(trader, asset);
  if (slot == kNoSlot) {
    expect_room(balances_);
    slot = static_cast<uint32_t>(balances_.size());
    balance_slots_.insert(trader, asset, slot);
    balances_.push_back({{0, 0}, trader, asset, false});
  }
  return &balances_[slot];
}

uint64_t HotState::available(uint32_t trader, uint32_t asset) const {
  const uint32_t slot = balance_slots_.find(trader, asset);
  return slot == kNoSlot ? 0 : balances_[slot].leaf.available;
}

uint64_t HotState::move_available(uint32_t trader, uint32_t asset, int64_t change) {
  HotBalance* b = balance(trader, asset);
  b->leaf.available += static_cast<uint64_t>(change);
  dirty_balances_.mark(b);
  return b->leaf.available;
}

HotInstrument* HotState::add_instrument(uint32_t id, const InstrumentConfig& config, const InstrumentState& state) {
  expect_room(instruments_);
  const auto slot = static_cast<uint32_t>(instruments_.size());
  instrument_slots_.insert(id, 0, slot);
  instruments_.push_back(HotInstrument());
  HotInstrument& i = instruments_.back();
  i.config = config;
  i.state = state;
  i.id = id;
  i.fees = balance(0, config.quote);
  i.new_config = true;
  touch(&i);
  return &i;
}

HotHolding* HotState::find_holding(TraderRef t, uint32_t trader, InstrumentRef i) {
  if (t->last_holding != kNoSlot && holdings_[t->last_holding].instrument == i) return &holdings_[t->last_holding];
  uint32_t slot = holding_slots_.find(trader, i->id);
  if (slot == kNoSlot) {
    expect_room(holdings_);
    slot = static_cast<uint32_t>(holdings_.size());
    holding_slots_.insert(trader, i->id, slot);
    holdings_.push_back({{}, {balance(trader, i->config.quote), balance(trader, i->config.base)}, t, i, false});
  }
  t->last_holding = slot;
  return &holdings_[slot];
}

// ---- orders --------------------------------------------------------------------------------------------------------

OrderList HotState::orders_of(uint32_t trader) {
  scratch_.clear();
  const HotTrader* t = find_trader(trader);
  for (uint32_t slot = t->first_order; slot != kNoSlot; slot = own_[slot].next) scratch_.push_back(slot);
  std::sort(scratch_.begin(), scratch_.end(),
            [&](uint32_t a, uint32_t b) { return orders_[a].cl_ord_id < orders_[b].cl_ord_id; });
  OrderList out{};
  for (const uint32_t slot : scratch_) push_back(out, &orders_[slot]);
  return out;
}

// ---- timers of instruments -----------------------------------------------------------------------------------------

void HotState::insert_timer(InstrumentRef i, uint64_t due) {
  timers_.insert({due, i->id, 0, static_cast<uint32_t>(i - instruments_.data()), &i->timer});
}

// ---- prefetching ---------------------------------------------------------------------------------------------------

void HotState::prefetch(const CommandRecord& c, int step) const {
  const auto lines = [](const void* object, int count) {
    for (int i = 0; i < count; ++i) __builtin_prefetch(static_cast<const char*>(object) + 64 * i);
  };
  const bool is_new = c.type == CommandType::kNewOrder;
  if (!is_new && c.type != CommandType::kCancel && c.type != CommandType::kReplace) return;
  if (step == 0) {
    trader_slots_.prefetch(c.trader, 0);
    index_.prefetch(cl_ord_id_of(c), c.trader);
    if (is_new) holding_slots_.prefetch(c.trader, c.new_order.instrument);
    return;
  }
  if (is_new) {
    const uint32_t slot = instrument_slots_.find(c.new_order.instrument, 0);
    if (slot == kNoSlot) return;
    const HotInstrument& i = instruments_[slot];
    const Ladder& book = i.book[static_cast<size_t>(c.new_order.side) & 1];
    const uint32_t h = holding_slots_.find(c.trader, c.new_order.instrument);
    if (step == 1) {
      if (const uint32_t t = trader_slots_.find(c.trader, 0); t != kNoSlot) lines(&traders_[t], 2);
      lines(&i, 3);
      lines(&book, 2);
      lines(&i.book[1 - (static_cast<size_t>(c.new_order.side) & 1)], 1);
      if (h != kNoSlot) lines(&holdings_[h], 1);
    } else if (step == 2) {
      book.prefetch(book_code(c.new_order.side, c.new_order.price));
      if (h != kNoSlot) lines(holdings_[h].balance[static_cast<size_t>(c.new_order.side) & 1], 1);
      if (h != kNoSlot && holdings_[h].trader->first_order != kNoSlot)
        lines(&own_[holdings_[h].trader->first_order], 1);
    } else if (const uint32_t level = book.level_at(book_code(c.new_order.side, c.new_order.price)); level != kNoSlot) {
      if (step == 3)
        lines(&levels_[level], 1);
      else
        lines(reinterpret_cast<const char*>(&orders_[levels_[level].tail]) + 64, 1);
    }
    return;
  }
  const uint32_t slot = index_.find(cl_ord_id_of(c), c.trader);
  if (slot == kNoSlot) return;
  const HotOrder& o = orders_[slot];
  if (step == 1) {
    if (const uint32_t t = trader_slots_.find(c.trader, 0); t != kNoSlot) lines(&traders_[t], 2);
    lines(&o, 2);
    lines(&own_[slot], 1);
  } else if (step == 2) {
    lines(&holdings_[o.holding], 1);
    lines(&levels_[o.level], 1);
    if (o.prev != kNoSlot) lines(reinterpret_cast<const char*>(&orders_[o.prev]) + 64, 1);
    if (o.next != kNoSlot) lines(reinterpret_cast<const char*>(&orders_[o.next]) + 64, 1);
    if (own_[slot].prev != kNoSlot) lines(&own_[own_[slot].prev], 1);
    if (own_[slot].next != kNoSlot) lines(&own_[own_[slot].next], 1);
  } else if (step == 3) {
    const HotHolding& h = holdings_[o.holding];
    lines(h.balance[static_cast<size_t>(o.side)], 1);
    lines(h.instrument, 3);
    lines(&h.instrument->book[static_cast<size_t>(o.side)], 2);
  } else {
    holdings_[o.holding].instrument->book[static_cast<size_t>(o.side)].prefetch(book_code(o.side, o.price));
  }
}

}  // namespace zkp::exchange

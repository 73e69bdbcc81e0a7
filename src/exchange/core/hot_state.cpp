#include "exchange/core/hot_state.h"

#include <algorithm>

namespace zkp::exchange {

HotState::HotState(const Capacity& c)
    : levels_(c.orders),
      timers_(size_t{c.orders} + c.instruments),
      trader_slots_(c.traders),
      asset_slots_(c.assets),
      instrument_slots_(c.instruments),
      holding_slots_(c.holdings),
      balance_slots_(c.balances),
      index_(c.orders) {
  traders_.reserve(c.traders);
  assets_.reserve(c.assets);
  instruments_.reserve(c.instruments);
  holdings_.reserve(c.holdings);
  balances_.reserve(c.balances);
  orders_.resize(c.orders);
  own_.resize(c.orders);
  free_orders_.reserve(c.orders);
  scratch_.reserve(c.orders);
  dirty_traders_.reserve(c.traders);
  dirty_assets_.reserve(c.assets);
  dirty_instruments_.reserve(c.instruments);
  dirty_holdings_.reserve(c.holdings);
  dirty_balances_.reserve(c.balances);
  dirty_orders_.reserve(c.orders);
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

bool HotState::has_room(uint64_t commands) const {
  const auto room = [&](const auto& pool, uint64_t per_command) {
    return pool.capacity() - pool.size() >= commands * per_command;
  };
  return free_orders_.size() >= commands && room(traders_, 1) && room(assets_, 1) && room(instruments_, 1) &&
         room(holdings_, 1) && room(balances_, 2);
}

HotTrader* HotState::add_trader(uint32_t id, uint32_t owner) {
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
  asset_slots_.insert(id, 0, static_cast<uint32_t>(assets_.size()));
  assets_.push_back({0, id, false});
  mark(dirty_assets_, &assets_.back());
}

void HotState::set_supply(uint32_t id, uint64_t supply) {
  HotAsset* asset = &assets_[asset_slots_.find(id, 0)];
  asset->supply = supply;
  mark(dirty_assets_, asset);
}

HotBalance* HotState::balance(uint32_t trader, uint32_t asset) {
  uint32_t slot = balance_slots_.find(trader, asset);
  if (slot == kNoSlot) {
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
  mark(dirty_balances_, b);
  return b->leaf.available;
}

HotInstrument* HotState::add_instrument(uint32_t id, const InstrumentConfig& config, const InstrumentState& state) {
  const auto slot = static_cast<uint32_t>(instruments_.size());
  instrument_slots_.insert(id, 0, slot);
  HotInstrument& i = instruments_.emplace_back();
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
    slot = static_cast<uint32_t>(holdings_.size());
    holding_slots_.insert(trader, i->id, slot);
    holdings_.push_back({{}, balance(trader, i->config.base), balance(trader, i->config.quote), t, i, false});
  }
  t->last_holding = slot;
  return &holdings_[slot];
}

// ---- orders --------------------------------------------------------------------------------------------------------

HotOrder* HotState::create(const Order& fields, TraderRef, InstrumentRef, HoldingRef h) {
  HotOrder* o = &orders_[free_orders_.back()];
  free_orders_.pop_back();
  static_cast<Order&>(*o) = fields;
  o->holding = static_cast<uint32_t>(h - holdings_.data());
  o->timer = 0;
  o->place = Place::kInHand;
  o->indexed = false;
  return o;
}

void HotState::assign(OrderRef o, const Order& fields) {
  if (o->cl_ord_id != fields.cl_ord_id) {
    index_.erase(o->cl_ord_id, o->trader);
    index_.insert(fields.cl_ord_id, o->trader, slot_of(o));
  }
  o->cl_ord_id = fields.cl_ord_id;
  o->price = fields.price;
  o->stop_price = fields.stop_price;
  o->leaves = fields.leaves;
  o->visible = fields.visible;
  o->display = fields.display;
}

void HotState::attach(OrderRef o, Place place, uint64_t prio) {
  const uint32_t slot = slot_of(o);
  HotHolding& h = holdings_[o->holding];
  const auto side = static_cast<size_t>(o->side);
  o->prio = prio;
  o->place = place;
  o->level = place == Place::kBook ? h.instrument->book[side].find_or_add(levels_, book_code(o->side, o->price))
                                   : h.instrument->stops[side].find_or_add(levels_, stop_code(o->side, o->stop_price));
  Level& level = levels_[o->level];
  o->prev = level.tail;
  o->next = kNoSlot;
  (level.tail == kNoSlot ? level.head : orders_[level.tail].next) = slot;
  level.tail = slot;
  mark_fresh(o);
  if (o->indexed) return;
  o->indexed = true;
  index_.insert(o->cl_ord_id, o->trader, slot);
  OwnLink& own = own_[slot];
  own = {kNoSlot, h.trader->first_order};
  if (own.next != kNoSlot) own_[own.next].prev = slot;
  h.trader->first_order = slot;
  if (o->tif == Tif::kGtd)
    timers_.insert({o->expire, uint64_t{1} << 32 | h.instrument->id, o->order_id, slot, &o->timer});
}

void HotState::detach(OrderRef o) {
  note_removed(o);
  Level& level = levels_[o->level];
  (o->prev == kNoSlot ? level.head : orders_[o->prev].next) = o->next;
  (o->next == kNoSlot ? level.tail : orders_[o->next].prev) = o->prev;
  if (level.head == kNoSlot) {
    HotInstrument* i = holdings_[o->holding].instrument;
    const auto side = static_cast<size_t>(o->side);
    if (o->place == Place::kBook)
      i->book[side].erase(levels_, o->level);
    else
      i->stops[side].erase(levels_, o->level);
  }
  o->place = Place::kInHand;
}

void HotState::drop(OrderRef o) {
  const uint32_t slot = slot_of(o);
  if (o->indexed) {
    index_.erase(o->cl_ord_id, o->trader);
    const OwnLink own = own_[slot];
    (own.prev == kNoSlot ? holdings_[o->holding].trader->first_order : own_[own.prev].next) = own.next;
    if (own.next != kNoSlot) own_[own.next].prev = own.prev;
    if (o->timer != 0) timers_.erase(&o->timer);
  }
  free_orders_.push_back(slot);
}

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

}  // namespace zkp::exchange

#include "exchange/core/trie_state.h"

namespace zkp::exchange {

TrieState::TraderRef TrieState::add_trader(uint32_t id, uint32_t owner) {
  const uint32_t leaf = t_.put(trader_key(id));
  t_.leaf(leaf).as<Trader>().owner = owner;
  return leaf;
}

TrieState::InstrumentRef TrieState::find_instrument(uint32_t id) {
  select(id);
  if (config_ == 0) config_ = t_.find(config_key(id));
  return {config_ == 0 ? 0 : id};
}

const InstrumentConfig& TrieState::config(InstrumentRef i) {
  if (!find_instrument(i.id)) fail(ApplyError::kBadWitness);
  return t_.leaf(config_).as<InstrumentConfig>();
}

InstrumentState& TrieState::dynamic(InstrumentRef i) {
  select(i.id);
  if (state_ == 0) state_ = t_.find(state_key(i.id));
  if (state_ == 0) fail(ApplyError::kBadWitness);
  return t_.leaf(state_).as<InstrumentState>();
}

TrieState::InstrumentRef TrieState::add_instrument(uint32_t id, const InstrumentConfig& config,
                                                   const InstrumentState& state) {
  select(id);
  config_ = t_.put(config_key(id));
  t_.leaf(config_).as<InstrumentConfig>() = config;
  state_ = t_.put(state_key(id));
  t_.leaf(state_).as<InstrumentState>() = state;
  return {id};
}

// ---- accounts ------------------------------------------------------------------------------------------------------

Balance TrieState::balance(uint32_t trader, uint32_t asset) {
  const uint32_t leaf = t_.find(balance_key(trader, asset));
  return leaf == 0 ? Balance{} : t_.leaf(leaf).as<Balance>();
}

void TrieState::move_money(uint32_t trader, uint32_t asset, int64_t available, int64_t reserved) {
  const Key key = balance_key(trader, asset);
  uint32_t leaf = t_.find(key);
  Balance b = leaf == 0 ? Balance{} : t_.leaf(leaf).as<Balance>();
  b.available += static_cast<uint64_t>(available);
  b.reserved += static_cast<uint64_t>(reserved);
  if (b.available > kMaxAmount || b.reserved > kMaxAmount) return fail(ApplyError::kBadWitness);
  if (is_zero(b)) {
    if (leaf != 0) t_.erase(key);
    return;
  }
  leaf = t_.put(key);
  t_.leaf(leaf).as<Balance>() = b;
}

Position TrieState::position(HoldingRef h) {
  const uint32_t leaf = t_.find(position_key(h.trader, h.instrument));
  return leaf == 0 ? Position{} : t_.leaf(leaf).as<Position>();
}

void TrieState::reposition(OrderRef o, int64_t open, int64_t value, int64_t net) {
  const Key key = position_key(o->trader, o->instrument);
  uint32_t leaf = t_.find(key);
  Position p = leaf == 0 ? Position{} : t_.leaf(leaf).as<Position>();
  uint64_t& side = p.open[static_cast<size_t>(o->side)];
  side += static_cast<uint64_t>(open);
  p.open_notional += static_cast<uint64_t>(value);
  p.net = static_cast<int64_t>(static_cast<uint64_t>(p.net) + static_cast<uint64_t>(net));
  if (side > kMaxAmount || p.open_notional > kMaxAmount) return fail(ApplyError::kBadWitness);
  if (is_zero(p)) {
    if (leaf != 0) t_.erase(key);
    return;
  }
  leaf = t_.put(key);
  t_.leaf(leaf).as<Position>() = p;
}

// ---- orders --------------------------------------------------------------------------------------------------------

uint32_t TrieState::indexed(uint32_t index_leaf) {
  if (index_leaf == 0) return 0;
  const Key key = Key::read(t_.leaf(index_leaf).value);
  const bool names_order = key.kind() == LeafKind::kBook || key.kind() == LeafKind::kStop;
  const uint32_t leaf = names_order ? t_.find(key) : 0;
  if (leaf == 0) fail(ApplyError::kBadWitness);
  return leaf;
}

/// The order of a leaf, checked as far as the engine relies on it.
TrieOrder* TrieState::read(uint32_t i, TrieOrder& out) {
  if (i == 0 || failed()) return nullptr;
  const Trie::Leaf& leaf = t_.leaf(i);
  static_cast<Order&>(out) = leaf.read<Order>();
  out.prio = leaf.key.tail_lo();
  out.instrument = leaf.key.id();
  out.leaf = i;
  out.place = leaf.key.kind() == LeafKind::kBook ? Place::kBook : Place::kStops;
  const bool iceberg = out.order_type == OrderType::kIceberg;
  const bool type_ok = out.place == Place::kStops
                           ? is_stop(out.order_type) && out.stop_price > 0
                           : (iceberg || out.order_type == OrderType::kLimit || out.order_type == OrderType::kPostOnly);
  const bool shown_ok = iceberg ? out.visible <= out.display && out.visible <= out.leaves : out.visible == out.leaves;
  const bool tif_ok = out.tif == Tif::kGtc || out.tif == Tif::kDay || out.tif == Tif::kGtd;
  const bool ok = out.side <= Side::kSell && type_ok && shown_ok && tif_ok && out.stp <= Stp::kDecrement &&
                  out.visible >= 1 && out.leaves <= kMaxQty && out.cum <= kMaxQty && out.price > 0 &&
                  out.fee_residue < kPpm && key_of(out) == leaf.key;
  if (ok) return &out;
  fail(ApplyError::kBadWitness);
  return nullptr;
}

TrieOrder* TrieState::create(const Order& o, TraderRef, InstrumentRef i, HoldingRef) {
  static_cast<Order&>(hand_) = o;
  hand_.instrument = i.id;
  hand_.place = Place::kInHand;
  return failed() ? nullptr : &hand_;
}

void TrieState::assign(OrderRef o, const Order& fields) { amend(*o, fields); }

void TrieState::attach(OrderRef o, Place place, uint64_t prio) {
  o->place = place;
  o->prio = prio;
  const Key key = key_of(*o);
  o->leaf = t_.put(key);
  update(o);
  key.write(t_.leaf(t_.put(index_key(o->trader, o->cl_ord_id))).value);
  if (o->tif != Tif::kGtd) return;
  auto& timer = t_.leaf(t_.put(timer_key(o->expire, 1, o->instrument, o->order_id))).as<TimerLeaf>();
  timer.cl_ord_id = o->cl_ord_id;
  timer.trader = o->trader;
}

void TrieState::detach(OrderRef o) {
  erase(key_of(*o));
  erase(index_key(o->trader, o->cl_ord_id));
  if (o->tif == Tif::kGtd) erase(timer_key(o->expire, 1, o->instrument, o->order_id));
  o->place = Place::kInHand;
}

void TrieState::update(OrderRef o) {
  std::memcpy(t_.leaf(o->leaf).value, static_cast<const Order*>(o), Order::kSize);
  t_.touch(o->leaf);
}

OrderList TrieState::orders_of(uint32_t trader) {
  OrderList out{};
  const Key all = make_key(LeafKind::kAccount, trader, 3);
  const Key end = all.last(kSidePrefixBits);
  for (uint32_t leaf = t_.first(all, end); leaf != 0; leaf = t_.first(t_.leaf(leaf).key.next(), end)) {
    const uint32_t order = indexed(leaf);
    if (order == 0) return {};
    append(out, order);
  }
  return out;
}

// ---- timers --------------------------------------------------------------------------------------------------------

bool TrieState::first_due(uint64_t time, DueTimer& out) {
  const Key all = make_key(LeafKind::kTimer);
  const uint32_t leaf = t_.first(all, all.last(8));
  if (leaf == 0) return false;
  const Key key = t_.leaf(leaf).key;
  out = {timer_due(key), nullptr, {0}};
  if (out.due > time || failed()) return false;
  if (timer_sub(key) == 0) {
    out.instrument = {timer_instrument(key)};
    if (dynamic(out.instrument).timer_due != out.due || key.tail_lo() != 0) fail(ApplyError::kBadWitness);
  } else {
    const TimerLeaf timer = t_.leaf(leaf).read<TimerLeaf>();
    out.order = find_order(timer.trader, timer.cl_ord_id);
    const OrderRef o = out.order;
    if (o == nullptr || o->tif != Tif::kGtd || timer_key(o->expire, 1, o->instrument, o->order_id) != key)
      fail(ApplyError::kBadWitness);
  }
  return !failed();
}

}  // namespace zkp::exchange

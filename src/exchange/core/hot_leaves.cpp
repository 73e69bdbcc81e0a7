/// The way from pools to leaves and back: HotState::drain() and load().
#include "exchange/core/hot_state.h"

namespace zkp::exchange {
namespace {

void put(ChangeSet& out, const Key& key, const void* value, size_t size) {
  LeafChange& leaf = out.emplace_back();
  leaf.key = key;
  leaf.size = static_cast<uint8_t>(size);
  std::memcpy(leaf.value, value, size);
}
void gone(ChangeSet& out, const Key& key) {
  LeafChange& leaf = out.emplace_back();
  leaf.key = key;
  leaf.size = 0;
}
template <class Leaf>
void put_unless_zero(ChangeSet& out, const Key& key, const Leaf& leaf) {
  if (is_zero(leaf))
    gone(out, key);
  else
    put(out, key, &leaf, Leaf::kSize);
}
template <class Leaf>
Leaf read(const LeafChange& change) {
  Leaf out{};
  std::memcpy(&out, change.value, Leaf::kSize);
  return out;
}

}  // namespace

Key HotState::key_of(const HotOrder& o) {
  const uint32_t instrument = holdings_[o.holding].instrument->id;
  return o.place == Place::kBook ? book_key(instrument, o.side, o.price, o.prio)
                                 : stop_key(instrument, o.side, o.stop_price, o.prio);
}

void HotState::note_removed(HotOrder* o) {
  if (o->fresh) return;
  const uint64_t expire = o->tif == Tif::kGtd ? o->expire : 0;
  removed_.push_back({key_of(*o), o->cl_ord_id, expire, o->order_id, o->trader, holdings_[o->holding].instrument->id});
}

void HotState::forget_changes() {
  for (HotOrder* o : dirty_orders_.all()) o->fresh = false;
  for (HotInstrument* i : dirty_instruments_.all()) {
    i->new_config = false;
    i->committed_due = i->state.timer_due;
  }
  dirty_traders_.clear();
  dirty_assets_.clear();
  dirty_instruments_.clear();
  dirty_holdings_.clear();
  dirty_balances_.clear();
  dirty_orders_.clear();
  removed_.clear();
}

void HotState::drain(ChangeSet& out) {
  for (const Removed& r : removed_) {
    gone(out, r.key);
    gone(out, index_key(r.trader, r.cl_ord_id));
    if (r.expire != 0) gone(out, timer_key(r.expire, 1, r.instrument, r.order_id));
  }
  put(out, global_key(), &global_, Global::kSize);
  for (const HotAsset* a : dirty_assets_.all()) put(out, asset_key(a->id), &a->supply, Asset::kSize);
  for (const HotInstrument* i : dirty_instruments_.all()) {
    if (i->new_config) put(out, config_key(i->id), &i->config, InstrumentConfig::kSize);
    put(out, state_key(i->id), &i->state, InstrumentState::kSize);
    if (i->committed_due == i->state.timer_due) continue;
    const TimerLeaf none{};
    if (i->committed_due != 0) gone(out, timer_key(i->committed_due, 0, i->id, 0));
    if (i->state.timer_due != 0) put(out, timer_key(i->state.timer_due, 0, i->id, 0), &none, TimerLeaf::kSize);
  }
  for (const HotTrader* t : dirty_traders_.all()) put(out, trader_key(t->id), &t->leaf, Trader::kSize);
  for (const HotBalance* b : dirty_balances_.all()) put_unless_zero(out, balance_key(b->trader, b->asset), b->leaf);
  for (const HotHolding* h : dirty_holdings_.all())
    put_unless_zero(out, position_key(h->trader->id, h->instrument->id), h->leaf);
  for (const HotOrder* o : dirty_orders_.all()) {
    if (o->place == Place::kInHand) continue;
    const Key key = key_of(*o);
    uint8_t index[Key::kBytes];
    key.write(index);
    put(out, key, static_cast<const Order*>(o), Order::kSize);
    put(out, index_key(o->trader, o->cl_ord_id), index, sizeof index);
    if (o->tif != Tif::kGtd) continue;
    const TimerLeaf timer{o->cl_ord_id, o->trader};
    put(out, timer_key(o->expire, 1, holdings_[o->holding].instrument->id, o->order_id), &timer, TimerLeaf::kSize);
  }
  forget_changes();
}

// ---- loading -------------------------------------------------------------------------------------------------------

bool HotState::load(std::span<const LeafChange> leaves) {
  reset();
  const Key* last = nullptr;
  for (const LeafChange& leaf : leaves) {
    if (leaf.size == 0 || leaf.size != leaf_bytes(leaf.key)) return false;
    if (last != nullptr && !(*last < leaf.key)) return false;
    last = &leaf.key;
    if (!load_leaf(leaf)) return false;
  }
  forget_changes();
  return global_.version == 1 && find_trader(0) != nullptr;
}

bool HotState::load_leaf(const LeafChange& leaf) {
  const uint32_t id = leaf.key.id();
  const auto full = [](const auto& pool) { return pool.size() == pool.capacity(); };
  switch (leaf.key.kind()) {
    case LeafKind::kGlobal:
      global_ = read<Global>(leaf);
      return true;
    case LeafKind::kAsset:
      if (full(assets_)) return false;
      add_asset(id);
      set_supply(id, read<Asset>(leaf).supply);
      return true;
    case LeafKind::kInstrument: {
      if (leaf.key.sub() == 0) {
        if (full(instruments_) || full(balances_)) return false;
        add_instrument(id, read<InstrumentConfig>(leaf), {});
        return true;
      }
      HotInstrument* i = find_instrument(id);
      if (i == nullptr) return false;
      i->state = read<InstrumentState>(leaf);
      if (i->state.timer_due != 0) insert_timer(i, i->state.timer_due);
      return true;
    }
    case LeafKind::kAccount:
      break;
    case LeafKind::kBook:
    case LeafKind::kStop:
      return load_order(leaf);
    case LeafKind::kTimer:
      return true;  // follows from orders and instruments
  }
  if (leaf.key.sub() == 0) {
    if (full(traders_)) return false;
    add_trader(id, 0)->leaf = read<Trader>(leaf);
    return true;
  }
  HotTrader* t = find_trader(id);
  if (t == nullptr) return false;
  const auto other = static_cast<uint32_t>(leaf.key.tail_hi());
  if (leaf.key.sub() == 1) {
    if (full(balances_)) return false;
    balance(id, other)->leaf = read<Balance>(leaf);
  } else if (leaf.key.sub() == 2) {
    HotInstrument* i = find_instrument(other);
    if (i == nullptr || full_holdings()) return false;
    find_holding(t, id, i)->leaf = read<Position>(leaf);
  }
  return true;  // the index follows from the orders
}

bool HotState::load_order(const LeafChange& leaf) {
  const Order o = read<Order>(leaf);
  HotTrader* t = find_trader(o.trader);
  HotInstrument* i = find_instrument(leaf.key.id());
  if (t == nullptr || i == nullptr || free_orders_.empty() || full_holdings()) return false;
  if (o.side > Side::kSell || leaf.key.sub() != static_cast<uint8_t>(o.side)) return false;
  if (has_order(t, o.trader, o.cl_ord_id)) return false;
  const bool in_book = leaf.key.kind() == LeafKind::kBook;
  HotOrder* ref = create(o, t, i, find_holding(t, o.trader, i));
  attach(ref, in_book ? Place::kBook : Place::kStops, leaf.key.tail_lo());
  return key_of(*ref) == leaf.key;
}

}  // namespace zkp::exchange

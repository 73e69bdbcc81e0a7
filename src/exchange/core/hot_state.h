/// The state as the matching thread holds it: pools, queues and tables, all of them allocated at construction.
///
/// A cache of the leaves (leaves.h): drain() says which of them a batch changed, load() rebuilds everything from them.
/// What a leaf does not say (slots, windows, probe orders) influences no event and no leaf. One thread.
#pragma once

#include <memory>
#include <span>

#include "exchange/core/change_set.h"
#include "exchange/core/engine.h"
#include "exchange/core/ladder.h"
#include "exchange/core/open_table.h"
#include "exchange/core/timer_heap.h"

namespace zkp::exchange {

/// How much the pools hold. A holding is a pair of trader and instrument that ever passed the check of an order.
struct Capacity {
  uint32_t orders = 1 << 16;
  uint32_t traders = 1 << 12;
  uint32_t holdings = 1 << 14;
  uint32_t balances = 1 << 14;
  uint32_t instruments = 64;
  uint32_t assets = 64;
  uint64_t table_salt = 0;  ///< of the index of orders; decides nothing but where its entries lie
};

/// Objects that the batch changed, each once. Marking has no branch: whether an object is marked already is random.
template <class T>
class DirtyList {
 public:
  explicit DirtyList(size_t capacity) : objects_(capacity + 1) {}  // one for marks that do not count
  void mark(T* object) {
    objects_[size_] = object;
    size_ += object->dirty ? 0 : 1;
    object->dirty = true;
  }
  std::span<T* const> all() const { return {objects_.data(), size_}; }
  void clear() {
    for (T* object : all()) object->dirty = false;
    size_ = 0;
  }

 private:
  std::vector<T*> objects_;
  size_t size_ = 0;
};

struct alignas(64) HotTrader {
  Trader leaf;
  uint32_t id;
  uint32_t first_order;   ///< of the list of open orders
  uint32_t last_holding;  ///< the one used last
  bool dirty;
};

struct alignas(32) HotBalance {
  Balance leaf;
  uint32_t trader, asset;
  bool dirty;
};

struct HotAsset {
  uint64_t supply;
  uint32_t id;
  bool dirty;
};

struct HotInstrument {
  InstrumentConfig config;
  InstrumentState state;
  uint32_t id;
  uint32_t timer;          ///< position in the heap, 0: none
  uint64_t committed_due;  ///< timer_due at the last drain()
  HotBalance* fees;
  bool dirty, new_config;
  Ladder book[2];
  StopLadder stops[2];
};

struct alignas(64) HotHolding {
  Position leaf;
  HotBalance* balance[2];  ///< quote, which buys reserve, and base
  HotTrader* trader;
  HotInstrument* instrument;
  bool dirty;
};

struct alignas(64) HotOrder : Order {  // two lines
  uint64_t prio;
  uint32_t prev, level, holding;
  uint32_t timer;  ///< position in the heap, 0: none
  Place place;
  bool indexed, dirty, fresh;  ///< fresh: its keys are not older than the batch
  uint32_t link;               ///< slot + 1 of the next order in an OrderList
};
static_assert(sizeof(HotOrder) == 128);

/// What commands can need of the pools at most.
struct Demand {
  uint64_t orders = 0, traders = 0, assets = 0, instruments = 0, deposits = 0;

  void add(const CommandRecord& c) {
    orders += c.type == CommandType::kNewOrder;
    traders += c.type == CommandType::kTraderAdd;
    assets += c.type == CommandType::kAssetAdd;
    instruments += c.type == CommandType::kInstrumentAdd;
    deposits += c.type == CommandType::kDeposit;
  }
};

class HotState {
 public:
  using TraderRef = HotTrader*;
  using InstrumentRef = HotInstrument*;
  using HoldingRef = HotHolding*;
  using OrderRef = HotOrder*;
  struct DueTimer {
    uint64_t due;
    OrderRef order;
    InstrumentRef instrument;
  };

  /// The genesis state.
  explicit HotState(const Capacity& capacity);
  HotState(const HotState&) = delete;
  HotState& operator=(const HotState&) = delete;

  /// Whether commands of this demand cannot exhaust the pools, whatever they do. apply() without room ends the program.
  bool has_room(const Demand& demand) const;
  /// Appends what changed since the last call: the leaves of before and these give those of now. A key may come twice,
  /// then the later entry holds; a key may be gone that never was.
  void drain(ChangeSet& out);
  /// Everything anew from all leaves of a state, in the order of their keys. False: they contradict each other or the
  /// pools are too small, and the state is unusable.
  [[nodiscard]] bool load(std::span<const LeafChange> leaves);

  // ---- what the engine asks for (engine.h) ----
  Global& global() { return global_; }
  static constexpr bool failed() { return false; }
  static constexpr ApplyError failure() { return ApplyError::kOk; }
  void fail(ApplyError) { ZKP_CHECK(false); }

  TraderRef find_trader(uint32_t id) { return at(traders_, trader_slots_.find(id, 0)); }
  Trader& trader(TraderRef t) { return t->leaf; }
  void touch(TraderRef t) { dirty_traders_.mark(t); }
  TraderRef add_trader(uint32_t id, uint32_t owner);

  bool has_asset(uint32_t id) const { return asset_slots_.find(id, 0) != kNoSlot; }
  void add_asset(uint32_t id);
  uint64_t supply(uint32_t id) const { return assets_[asset_slots_.find(id, 0)].supply; }
  void set_supply(uint32_t id, uint64_t supply);
  uint64_t available(uint32_t trader, uint32_t asset) const;
  /// The new available balance.
  uint64_t move_available(uint32_t trader, uint32_t asset, int64_t change);

  InstrumentRef find_instrument(uint32_t id) { return at(instruments_, instrument_slots_.find(id, 0)); }
  const InstrumentConfig& config(InstrumentRef i) const { return i->config; }
  InstrumentState& dynamic(InstrumentRef i) { return i->state; }
  uint32_t id(InstrumentRef i) const { return i->id; }
  void touch(InstrumentRef i) { dirty_instruments_.mark(i); }
  InstrumentRef add_instrument(uint32_t id, const InstrumentConfig& config, const InstrumentState& state);

  HoldingRef find_holding(TraderRef t, uint32_t trader, InstrumentRef i);
  HoldingRef holding(OrderRef o) { return &holdings_[o->holding]; }
  const Position& position(HoldingRef h) const { return h->leaf; }
  /// Available balance of the asset that an order of this side reserves.
  uint64_t funds(HoldingRef h, Side side) const { return h->balance[static_cast<size_t>(side)]->leaf.available; }
  void move(OrderRef o, bool base, int64_t available, int64_t reserved) {
    HotBalance* b = holdings_[o->holding].balance[base ? 1 : 0];
    b->leaf.available += static_cast<uint64_t>(available);
    b->leaf.reserved += static_cast<uint64_t>(reserved);
    dirty_balances_.mark(b);
  }
  void reposition(OrderRef o, int64_t open, int64_t value, int64_t net) {
    HotHolding* h = &holdings_[o->holding];
    h->leaf.open[static_cast<size_t>(o->side)] += static_cast<uint64_t>(open);
    h->leaf.open_notional += static_cast<uint64_t>(value);
    h->leaf.net += net;
    dirty_holdings_.mark(h);
  }
  void credit_fees(InstrumentRef i, uint64_t amount) {
    if (amount == 0) return;
    i->fees->leaf.available += amount;
    dirty_balances_.mark(i->fees);
  }

  bool has_order(TraderRef, uint32_t trader, uint64_t cl_ord_id) const {
    return index_.find(cl_ord_id, trader) != kNoSlot;
  }
  OrderRef find_order(uint32_t trader, uint64_t cl_ord_id) { return order_at(index_.find(cl_ord_id, trader)); }
  InstrumentRef instrument(OrderRef o) { return holdings_[o->holding].instrument; }
  TraderRef trader_of(OrderRef o) { return holdings_[o->holding].trader; }
  OrderRef create(const Order& o, TraderRef t, InstrumentRef i, HoldingRef h);
  void drop(OrderRef o);
  void attach(OrderRef o, Place place, uint64_t prio);
  void detach(OrderRef o);
  void update(OrderRef o) { mark_order(o); }
  /// New fields of an order that keeps its place: begin, assign, end.
  void begin_amend(OrderRef o) { note_removed(o); }
  void end_amend(OrderRef o, Place, uint64_t) { mark_fresh(o); }
  void assign(OrderRef o, const Order& fields);
  static OrderRef take(OrderRef o) { return o; }

  OrderRef best(InstrumentRef i, Side side) { return head(i->book[static_cast<size_t>(side)].best()); }
  OrderRef next(OrderRef o) {
    if (o->next != kNoSlot) return &orders_[o->next];
    return head(instrument(o)->book[static_cast<size_t>(o->side)].after(levels_, o->level));
  }
  OrderRef stop_head(InstrumentRef i, Side side) { return head(i->stops[static_cast<size_t>(side)].best()); }

  bool first_due(uint64_t time, DueTimer& out) {
    if (timers_.next_due() > time) return false;
    const TimerHeap::Timer& first = timers_.first();
    const bool of_order = first.rank >> 32 != 0;
    out = {first.due, of_order ? &orders_[first.slot] : nullptr, of_order ? nullptr : &instruments_[first.slot]};
    return true;
  }
  void insert_timer(InstrumentRef i, uint64_t due);
  void erase_timer(InstrumentRef i, uint64_t) { timers_.erase(&i->timer); }

  OrderList orders_of(uint32_t trader);
  template <class Wanted>
  OrderList orders_in(InstrumentRef i, Place place, Wanted&& wanted);
  void push_front(OrderList& list, OrderRef o) {
    o->link = list.first;
    list.first = slot_of(o) + 1;
  }
  void push_back(OrderList& list, OrderRef o) {
    o->link = 0;
    (list.first == 0 ? list.first : orders_[list.last - 1].link) = slot_of(o) + 1;
    list.last = slot_of(o) + 1;
  }
  OrderRef pop(OrderList& list) {
    if (list.first == 0) return nullptr;
    HotOrder* o = &orders_[list.first - 1];
    list.first = o->link;
    return o;
  }

  // ---- for whoever looks from outside ----
  std::span<const HotOrder> orders() const { return orders_; }
  uint32_t open_orders() const { return static_cast<uint32_t>(orders_.size() - free_orders_.size()); }
  /// Brings lines closer that a command to come will need, step by step (0 to 4) as what leads to them arrives: each
  /// step some commands nearer than the one before. For states beyond the caches. Changes nothing.
  void prefetch(const CommandRecord& c, int step) const;

 private:
  /// NEW_ORDER, CANCEL, REPLACE: the name that the index is asked for.
  static uint64_t cl_ord_id_of(const CommandRecord& c) {
    return c.type == CommandType::kNewOrder ? c.new_order.cl_ord_id : c.cancel.orig_cl_ord_id;
  }
  struct OwnLink {
    uint32_t prev, next;
  };
  /// The keys that an order had when the batch began.
  struct Removed {
    Key key;
    uint64_t cl_ord_id, expire, order_id;
    uint32_t trader, instrument;
  };

  template <class Pool>
  static auto at(Pool& pool, uint32_t slot) -> decltype(pool.data()) {
    return slot == kNoSlot ? nullptr : &pool[slot];
  }
  HotOrder* order_at(uint32_t slot) { return slot == kNoSlot ? nullptr : &orders_[slot]; }
  HotOrder* head(uint32_t level) { return level == kNoSlot ? nullptr : &orders_[levels_[level].head]; }
  uint32_t slot_of(const HotOrder* o) const { return static_cast<uint32_t>(o - orders_.data()); }
  void mark_order(HotOrder* o) { dirty_orders_.mark(o); }
  void mark_fresh(HotOrder* o) {
    o->fresh = true;
    mark_order(o);
  }
  void note_removed(HotOrder* o);
  Key key_of(const HotOrder& o);
  HotBalance* balance(uint32_t trader, uint32_t asset);
  void reset();
  bool load_leaf(const LeafChange& leaf);
  bool load_order(const LeafChange& leaf);
  void forget_changes();
  bool full_holdings() const {
    return holdings_.size() == holdings_.capacity() || balances_.capacity() - balances_.size() < 2;
  }

  Global global_{};
  LargeVector<HotTrader> traders_;
  std::vector<HotAsset> assets_;
  LargeVector<HotInstrument> instruments_;
  LargeVector<HotHolding> holdings_;
  LargeVector<HotBalance> balances_;
  LargeVector<HotOrder> orders_;
  LargeVector<OwnLink> own_;  ///< the list of a trader's open orders
  std::vector<uint32_t> free_orders_, scratch_;
  LevelPool levels_;
  TimerHeap timers_;
  OpenTable trader_slots_, asset_slots_, instrument_slots_, holding_slots_, balance_slots_, index_;

  DirtyList<HotTrader> dirty_traders_;
  DirtyList<HotAsset> dirty_assets_;
  DirtyList<HotInstrument> dirty_instruments_;
  DirtyList<HotHolding> dirty_holdings_;
  DirtyList<HotBalance> dirty_balances_;
  DirtyList<HotOrder> dirty_orders_;
  std::vector<Removed> removed_;
};

template <class Wanted>
OrderList HotState::orders_in(InstrumentRef i, Place place, Wanted&& wanted) {
  OrderList out{};
  for (size_t side = 0; side < 2; ++side) {
    uint32_t level = place == Place::kBook ? i->book[side].best() : i->stops[side].best();
    while (level != kNoSlot) {
      for (uint32_t slot = levels_[level].head; slot != kNoSlot; slot = orders_[slot].next)
        if (wanted(orders_[slot])) push_back(out, &orders_[slot]);
      level = place == Place::kBook ? i->book[side].after(levels_, level) : i->stops[side].after(levels_, level);
    }
  }
  return out;
}

}  // namespace zkp::exchange

#include "exchange/core/hot_orders.h"

/// The state inside the tree of its leaves: what a proof of a transition executes on.
///
/// Looks at the nodes that docs/formats/exchange.md ("Coverage") allows and at no others. A state that no sequence of
/// commands leads to makes it fail (ApplyError::kBadWitness); after a failure every call is harmless and the engine
/// runs to the end of its command.
#pragma once

#include "exchange/core/engine.h"
#include "exchange/core/trie.h"

namespace zkp::exchange {

struct TrieOrder : Order {
  uint64_t prio;
  uint32_t instrument;
  uint32_t leaf;
  Place place;
};

class TrieState {
 public:
  using TraderRef = uint32_t;  ///< the leaf
  struct InstrumentRef {
    uint32_t id;  ///< 0 is reserved
    explicit operator bool() const { return id != 0; }
  };
  struct HoldingRef {
    uint32_t trader;
    uint32_t instrument;
  };
  using OrderRef = TrieOrder*;
  struct DueTimer {
    uint64_t due;
    OrderRef order;
    InstrumentRef instrument;
  };

  explicit TrieState(Trie& trie) : t_(trie) {
    global_ = t_.find(global_key());
    if (global_ == 0) t_.fail(ApplyError::kBadWitness);
    t_.touch(global_);
  }

  Global& global() { return t_.leaf(global_).as<Global>(); }
  bool failed() const { return t_.failed(); }
  ApplyError failure() const { return t_.failure(); }
  void fail(ApplyError error) { t_.fail(error); }

  TraderRef find_trader(uint32_t id) { return t_.find(trader_key(id)); }
  Trader& trader(TraderRef ref) { return t_.leaf(ref).as<Trader>(); }
  void touch(TraderRef ref) { t_.touch(ref); }
  TraderRef add_trader(uint32_t id, uint32_t owner);

  bool has_asset(uint32_t id) { return t_.find(asset_key(id)) != 0; }
  void add_asset(uint32_t id) { t_.put(asset_key(id)); }
  uint64_t supply(uint32_t id) { return t_.leaf(t_.find(asset_key(id))).as<Asset>().supply; }
  void set_supply(uint32_t id, uint64_t supply) { t_.leaf(t_.put(asset_key(id))).as<Asset>().supply = supply; }
  uint64_t available(uint32_t trader, uint32_t asset) { return balance(trader, asset).available; }
  uint64_t move_available(uint32_t trader, uint32_t asset, int64_t change) {
    move_money(trader, asset, change, 0);
    return available(trader, asset);
  }

  InstrumentRef find_instrument(uint32_t id);
  const InstrumentConfig& config(InstrumentRef i);
  InstrumentState& dynamic(InstrumentRef i);
  static uint32_t id(InstrumentRef i) { return i.id; }
  void touch(InstrumentRef i) {
    dynamic(i);
    t_.touch(state_);
  }
  InstrumentRef add_instrument(uint32_t id, const InstrumentConfig& config, const InstrumentState& state);

  HoldingRef find_holding(TraderRef, uint32_t trader, InstrumentRef i) { return {trader, i.id}; }
  HoldingRef holding(OrderRef o) { return {o->trader, o->instrument}; }
  Position position(HoldingRef h);
  uint64_t funds(HoldingRef h, Side side) {
    const InstrumentConfig& c = config({h.instrument});
    return balance(h.trader, side == Side::kSell ? c.base : c.quote).available;
  }
  void move(OrderRef o, bool base, int64_t available, int64_t reserved) {
    const InstrumentConfig& c = config({o->instrument});
    move_money(o->trader, base ? c.base : c.quote, available, reserved);
  }
  void reposition(OrderRef o, int64_t open, int64_t value, int64_t net);
  void credit_fees(InstrumentRef i, uint64_t amount) {
    move_money(0, config(i).quote, static_cast<int64_t>(amount), 0);
  }

  bool has_order(TraderRef, uint32_t trader, uint64_t cl_ord_id) { return t_.find(index_key(trader, cl_ord_id)) != 0; }
  OrderRef find_order(uint32_t trader, uint64_t cl_ord_id) {
    return read(indexed(t_.find(index_key(trader, cl_ord_id))), hand_);
  }
  InstrumentRef instrument(OrderRef o) { return {o->instrument}; }
  TraderRef trader_of(OrderRef o) {
    const TraderRef ref = find_trader(o->trader);
    if (ref == 0) fail(ApplyError::kBadWitness);
    return ref;
  }
  OrderRef create(const Order& o, TraderRef, InstrumentRef i, HoldingRef);
  void drop(OrderRef) {}
  void attach(OrderRef o, Place place, uint64_t prio);
  void detach(OrderRef o);
  void update(OrderRef o);
  void begin_amend(OrderRef o) { detach(o); }
  void end_amend(OrderRef o, Place place, uint64_t prio) { attach(o, place, prio); }
  void assign(OrderRef o, const Order& fields);
  OrderRef take(OrderRef o) {
    hand_ = *o;
    return &hand_;
  }

  OrderRef best(InstrumentRef i, Side side) { return first_of(side_key(LeafKind::kBook, i, side)); }
  OrderRef next(OrderRef o) {
    const Key side = side_key(LeafKind::kBook, {o->instrument}, o->side);
    return read(t_.first(key_of(*o).next(), side.last(kSidePrefixBits)), next_slot());
  }
  OrderRef stop_head(InstrumentRef i, Side side) { return first_of(side_key(LeafKind::kStop, i, side)); }

  bool first_due(uint64_t time, DueTimer& out);
  void insert_timer(InstrumentRef i, uint64_t due) { t_.put(timer_key(due, 0, i.id, 0)); }
  void erase_timer(InstrumentRef i, uint64_t due) { erase(timer_key(due, 0, i.id, 0)); }

  OrderList orders_of(uint32_t trader);
  template <class Wanted>
  OrderList orders_in(InstrumentRef i, Place place, Wanted&& wanted);
  void push_front(OrderList& list, OrderRef o) {
    t_.leaf(o->leaf).link = list.first;
    list.first = o->leaf;
  }
  void push_back(OrderList& list, OrderRef o) { append(list, o->leaf); }
  OrderRef pop(OrderList& list) {
    if (list.first == 0 || failed()) return nullptr;
    const uint32_t leaf = list.first;
    list.first = t_.leaf(leaf).link;
    return read(leaf, next_slot());
  }

 private:
  static Key side_key(LeafKind kind, InstrumentRef i, Side side) {
    return make_key(kind, i.id, static_cast<uint8_t>(side));
  }
  static Key key_of(const TrieOrder& o) {
    return o.place == Place::kBook ? book_key(o.instrument, o.side, o.price, o.prio)
                                   : stop_key(o.instrument, o.side, o.stop_price, o.prio);
  }
  void append(OrderList& list, uint32_t leaf) {
    t_.leaf(leaf).link = 0;
    (list.first == 0 ? list.first : t_.leaf(list.last).link) = leaf;
    list.last = leaf;
  }
  TrieOrder& next_slot() { return looked_at_[turn_++ % 4]; }
  OrderRef first_of(const Key& side) { return read(t_.first(side, side.last(kSidePrefixBits)), next_slot()); }
  /// The order's leaf that an index leaf names.
  uint32_t indexed(uint32_t index_leaf);
  OrderRef read(uint32_t leaf, TrieOrder& out);
  void erase(const Key& key) {
    if (!t_.erase(key)) fail(ApplyError::kBadWitness);
  }
  void select(uint32_t instrument) {
    if (instrument == selected_) return;
    selected_ = instrument;
    config_ = state_ = 0;
  }
  Balance balance(uint32_t trader, uint32_t asset);
  void move_money(uint32_t trader, uint32_t asset, int64_t available, int64_t reserved);

  Trie& t_;
  uint32_t global_;
  uint32_t selected_ = 0, config_ = 0, state_ = 0;  // leaves of the instrument looked at last
  TrieOrder hand_{};
  TrieOrder looked_at_[4] = {};  // others, valid until four more were looked at
  uint32_t turn_ = 0;
};

template <class Wanted>
OrderList TrieState::orders_in(InstrumentRef i, Place place, Wanted&& wanted) {
  OrderList out{};
  const Key all = make_key(place == Place::kBook ? LeafKind::kBook : LeafKind::kStop, i.id);
  const Key end = all.last(kSidePrefixBits - 8);
  for (uint32_t leaf = t_.first(all, end); leaf != 0; leaf = t_.first(t_.leaf(leaf).key.next(), end))
    if (wanted(t_.leaf(leaf).as<Order>())) append(out, leaf);
  return out;
}

}  // namespace zkp::exchange

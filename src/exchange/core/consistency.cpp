#include "exchange/core/consistency.h"

#include <algorithm>
#include <map>
#include <set>

#include "exchange/core/funds.h"

namespace zkp::exchange {
namespace {

using Pair = std::pair<uint32_t, uint32_t>;

template <class T>
T value_of(const LeafChange& leaf) {
  T out{};
  std::memcpy(&out, leaf.value, T::kSize);
  return out;
}

struct OpenOrder {
  Order o;
  Key key;
  uint32_t instrument() const { return key.id(); }
  uint64_t prio() const { return key.tail_lo(); }
  bool in_book() const { return key.kind() == LeafKind::kBook; }
};

struct Sums {
  uint128 buy = 0, sell = 0, value = 0;
};

class Checker {
 public:
  explicit Checker(std::span<const LeafChange> leaves) {
    for (const LeafChange& leaf : leaves) read(leaf);
  }

  std::vector<std::string_view> run() {
    need(has_global_ && global_.version == 1, "I00 global leaf");
    money();
    orders();
    positions();
    instruments();
    need(timers_ == expected_timers_, "I23 timers match orders and states");
    return bad_;
  }

 private:
  void need(bool ok, std::string_view name) {
    if (!ok && std::find(bad_.begin(), bad_.end(), name) == bad_.end()) bad_.push_back(name);
  }

  void read(const LeafChange& leaf) {
    const Key& key = leaf.key;
    need(leaf.size != 0 && leaf.size == leaf_bytes(key), "I00 form of a leaf");
    switch (key.kind()) {
      case LeafKind::kGlobal:
        has_global_ = true;
        global_ = value_of<Global>(leaf);
        break;
      case LeafKind::kAsset:
        assets_[key.id()] = value_of<Asset>(leaf).supply;
        break;
      case LeafKind::kInstrument:
        if (key.sub() == 0)
          configs_[key.id()] = value_of<InstrumentConfig>(leaf);
        else
          states_[key.id()] = value_of<InstrumentState>(leaf);
        break;
      case LeafKind::kAccount: {
        const Pair pair{key.id(), static_cast<uint32_t>(key.tail_hi())};
        if (key.sub() == 0) traders_[key.id()] = value_of<Trader>(leaf);
        if (key.sub() == 1) balances_[pair] = value_of<Balance>(leaf);
        if (key.sub() == 2) positions_[pair] = value_of<Position>(leaf);
        if (key.sub() == 3) index_[{key.id(), key.tail_hi()}] = Key::read(leaf.value);
        break;
      }
      case LeafKind::kBook:
      case LeafKind::kStop:
        orders_.push_back({value_of<Order>(leaf), key});
        break;
      case LeafKind::kTimer:
        timers_[key] = {value_of<TimerLeaf>(leaf).trader, value_of<TimerLeaf>(leaf).cl_ord_id};
        break;
    }
  }

  void money() {
    std::map<uint32_t, uint128> supply;
    for (const auto& [who, b] : balances_) {
      supply[who.second] += uint128{b.available} + b.reserved;
      need(!is_zero(b), "I02 a zero balance is stored");
      need(assets_.contains(who.second) && traders_.contains(who.first), "I03 balance of an unknown asset or trader");
    }
    for (const auto& [asset, s] : assets_) need(supply[asset] == s && s <= kMaxAmount, "I04 conservation of an asset");
  }

  void orders() {
    std::map<Pair, uint128> reserved;
    std::map<uint32_t, uint32_t> count;
    std::set<uint64_t> ids, prios;
    for (const OpenOrder& x : orders_) {
      const Order& o = x.o;
      const auto config = configs_.find(x.instrument());
      const auto trader = traders_.find(o.trader);
      if (config == configs_.end() || trader == traders_.end()) {
        need(false, "I03 order of an unknown instrument or trader");
        continue;
      }
      const InstrumentConfig& c = config->second;
      reserved[{o.trader, o.side == Side::kSell ? c.base : c.quote}] += need_of(c, o);
      Sums& sums = open_[{o.trader, x.instrument()}];
      (o.side == Side::kBuy ? sums.buy : sums.sell) += o.leaves;
      sums.value += notional(c, o.price, o.leaves);
      ++count[o.trader];
      ids.insert(o.order_id);
      prios.insert(x.prio());
      one_order(x, c, trader->second);
    }
    need(ids.size() == orders_.size() && index_.size() == orders_.size(), "I17 order ids unique, no stray index");
    need(prios.size() == orders_.size(), "I17 priorities unique");
    for (const auto& [who, b] : balances_) need(reserved[who] == b.reserved, "I05 reserve equals need");
    for (const auto& [who, r] : reserved) need(r == 0 || balances_.contains(who), "I05 reserve equals need");
    for (const auto& [id, t] : traders_) need(t.open_orders == count[id], "I08 count of open orders");
  }

  void one_order(const OpenOrder& x, const InstrumentConfig& c, const Trader& t) {
    const Order& o = x.o;
    const auto index = index_.find({o.trader, o.cl_ord_id});
    need(index != index_.end() && index->second == x.key, "I08 index leaf of every order");
    need(x.key == (x.in_book() ? book_key(x.instrument(), o.side, o.price, x.prio())
                               : stop_key(x.instrument(), o.side, o.stop_price, x.prio())),
         "I09 key matches the record");
    need(o.order_id < global_.next_id && x.prio() < global_.next_id && o.order_id <= x.prio(),
         "I10 ids below the counter");
    need((o.tif == Tif::kGtc || o.tif == Tif::kDay || o.tif == Tif::kGtd) && o.fee_residue < kPpm && o.leaves >= 1,
         "I11 fields of an order");
    need(o.owner == t.owner && t.killed == 0, "I12 owner, killed trader");
    need(o.price >= c.min_price && o.price <= c.max_price, "I13 price limits");
    if (x.in_book())
      need((o.order_type == OrderType::kLimit || o.order_type == OrderType::kIceberg ||
            o.order_type == OrderType::kPostOnly) &&
               o.stop_price == 0,
           "I14 type of a resting order");
    else
      need(is_stop(o.order_type), "I14 type of a pending stop");
    if (o.order_type == OrderType::kIceberg)
      need(o.visible >= 1 && o.visible <= std::min(o.display, o.leaves), "I15 shown quantity");
    else
      need(o.visible == o.leaves && o.display == 0, "I15 shown quantity");
    if (o.tif == Tif::kGtd) {
      expected_timers_[timer_key(o.expire, 1, x.instrument(), o.order_id)] = {o.trader, o.cl_ord_id};
      need(o.expire > global_.last_time, "I16 an expired order is open");
    } else {
      need(o.expire == 0, "I16 expiry without GTD");
    }
  }

  void positions() {
    std::map<uint32_t, int128> net;
    for (const auto& [who, p] : positions_) {
      const Sums& x = open_[who];
      need(x.buy == p.open[0] && x.sell == p.open[1] && x.value == p.open_notional, "I06 open quantities");
      need(!is_zero(p), "I02 a zero position is stored");
      need(int128{p.net} + p.open[0] <= int128{kMaxPosition} && int128{p.open[1]} - p.net <= int128{kMaxPosition},
           "I06 cap of a position");
      net[who.second] += p.net;
    }
    for (const auto& [who, x] : open_)
      need(positions_.contains(who) || x.buy + x.sell + x.value == 0, "I06 open quantities");
    for (const auto& [instrument, sum] : net) need(sum == 0, "I07 net positions sum to zero");
  }

  void instruments() {
    need(configs_.size() == states_.size(), "I00 configuration and state of an instrument");
    for (const auto& [id, s] : states_) {
      const auto state = static_cast<MarketState>(s.state);
      if (state == MarketState::kContinuous) continuous(id, s);
      need(state == MarketState::kAuction || state == MarketState::kHalted || s.timer_due == 0,
           "I20 timer outside a call or a halt");
      if (s.timer_due == 0) continue;
      expected_timers_[timer_key(s.timer_due, 0, id, 0)] = {0, 0};
      need(s.timer_due > global_.last_time, "I20 overdue timer");
    }
  }

  void continuous(uint32_t id, const InstrumentState& s) {
    int64_t bid = 0, ask = 0;
    for (const OpenOrder& x : orders_) {
      if (x.instrument() != id) continue;
      const Order& o = x.o;
      if (!x.in_book()) {
        const bool ready = o.side == Side::kBuy ? o.stop_price <= s.last_price : o.stop_price >= s.last_price;
        need(!ready, "I19 a ready stop is pending");
      } else if (o.side == Side::kBuy) {
        bid = std::max(bid, o.price);
      } else {
        ask = ask == 0 ? o.price : std::min(ask, o.price);
      }
    }
    need(bid == 0 || ask == 0 || bid < ask, "I18 crossed book while continuous");
  }

  std::vector<std::string_view> bad_;
  bool has_global_ = false;
  Global global_{};
  std::map<uint32_t, uint64_t> assets_;
  std::map<uint32_t, InstrumentConfig> configs_;
  std::map<uint32_t, InstrumentState> states_;
  std::map<uint32_t, Trader> traders_;
  std::map<Pair, Balance> balances_;
  std::map<Pair, Position> positions_;
  std::map<std::pair<uint32_t, uint64_t>, Key> index_;
  std::map<Key, std::pair<uint32_t, uint64_t>> timers_, expected_timers_;
  std::vector<OpenOrder> orders_;
  std::map<Pair, Sums> open_;
};

}  // namespace

std::vector<std::string_view> violated_invariants(std::span<const LeafChange> leaves) { return Checker(leaves).run(); }

}  // namespace zkp::exchange

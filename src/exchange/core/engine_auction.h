/// The uncrossing of a call phase. Part of engine.h.
#pragma once

#include "exchange/core/engine.h"

namespace zkp::exchange {

/// [A3] The auction price by successive filters over candidates that come in ascending order: most volume, least
/// imbalance, the side of the pressure, nearest to the reference, the higher price.
class AuctionPrice {
 public:
  explicit AuctionPrice(int64_t ref) : ref_(ref) {}

  struct Candidate {
    int64_t price;
    uint64_t demand, supply;  ///< lots bid at this price or more, offered at this price or less
    uint64_t volume() const { return demand < supply ? demand : supply; }
    uint64_t imbalance() const { return demand < supply ? supply - demand : demand - supply; }
  };

  void consider(const Candidate& c) {
    const bool better = none_ || c.volume() > lowest_.volume() ||
                        (c.volume() == lowest_.volume() && c.imbalance() < lowest_.imbalance());
    if (better) {
      none_ = false;
      lowest_ = highest_ = nearest_ = c;
      all_buy_ = c.demand > c.supply;
      all_sell_ = c.demand < c.supply;
      return;
    }
    if (c.volume() != lowest_.volume() || c.imbalance() != lowest_.imbalance()) return;
    highest_ = c;
    all_buy_ = all_buy_ && c.demand > c.supply;
    all_sell_ = all_sell_ && c.demand < c.supply;
    if (distance(c.price) <= distance(nearest_.price)) nearest_ = c;
  }

  const Candidate& chosen() const { return all_buy_ ? highest_ : all_sell_ ? lowest_ : nearest_; }

 private:
  uint64_t distance(int64_t price) const {
    const auto p = static_cast<uint64_t>(price), r = static_cast<uint64_t>(ref_);
    return price < ref_ ? r - p : p - r;
  }

  int64_t ref_;
  bool none_ = true, all_buy_ = false, all_sell_ = false;
  Candidate lowest_{}, highest_{}, nearest_{};
};

// [A]
template <class State, class Sink>
void Engine<State, Sink>::uncross(InstrumentRef i) {
  const InstrumentConfig& c = s_.config(i);
  InstrumentState& d = s_.dynamic(i);
  const int64_t ref = d.last_price;
  const OrderRef best_bid = s_.best(i, Side::kBuy);
  const int64_t high = best_bid ? best_bid->price : 0;
  const OrderRef best_ask = s_.best(i, Side::kSell);
  const int64_t low = best_ask ? best_ask->price : 0;
  if (!best_bid || !best_ask || high < low) {
    emit(EventType::kAuctionResult, 0, 0, s_.id(i), 0).auction_result.ref = ref;
    return;
  }

  // Both sides between the best prices, from the lowest price up.
  OrderList bids{}, asks{};
  uint64_t demand = 0, supply = 0;
  for (OrderRef o = s_.best(i, Side::kBuy); o && o->price >= low; o = s_.next(o)) {
    demand += o->leaves;
    s_.push_front(bids, o);
  }
  for (OrderRef o = s_.best(i, Side::kSell); o && o->price <= high; o = s_.next(o)) s_.push_back(asks, o);

  struct Step {
    bool any;
    int64_t price;
    uint64_t leaves;
  };
  const auto take = [&](OrderList& list) {
    const OrderRef o = s_.pop(list);
    return o ? Step{true, o->price, o->leaves} : Step{};
  };
  AuctionPrice price(ref);
  bool ref_open = ref >= low && ref <= high;
  Step bid = take(bids), ask = take(asks);
  while (bid.any || ask.any || ref_open) {
    int64_t p = bid.any && (!ref_open || bid.price < ref) ? bid.price : ref;
    if (ask.any && (ask.price < p || !(bid.any || ref_open))) p = ask.price;
    for (; ask.any && ask.price <= p; ask = take(asks)) supply += ask.leaves;
    price.consider({p, demand, supply});
    for (; bid.any && bid.price <= p; bid = take(bids)) demand -= bid.leaves;
    if (p == ref) ref_open = false;
  }

  const AuctionPrice::Candidate chosen = price.chosen();
  uint64_t volume = chosen.volume();
  EventRecord& e = emit(EventType::kAuctionResult, 0, 0, s_.id(i), 0);
  e.auction_result.price = chosen.price;
  e.auction_result.qty = volume;
  e.auction_result.buy_surplus = chosen.demand - volume;
  e.auction_result.sell_surplus = chosen.supply - volume;
  e.auction_result.ref = ref;
  while (volume != 0) {  // [A4]
    const OrderRef b = s_.best(i, Side::kBuy), s = s_.best(i, Side::kSell);
    if (!b || !s) return s_.fail(ApplyError::kBadWitness);
    uint64_t qty = b->visible < s->visible ? b->visible : s->visible;
    if (volume < qty) qty = volume;
    trade(b, s, chosen.price, qty, c.maker_ppm, c.maker_ppm, kAuctionAggressor);
    after_fill(b, qty);
    after_fill(s, qty);
    volume -= qty;
  }
  d.ref_price = chosen.price;
  d.ref_time = now_;
  s_.touch(i);
}

}  // namespace zkp::exchange

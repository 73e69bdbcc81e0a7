#include "exchange/core/market_data.h"

#include <algorithm>

#include "exchange/core/leaves.h"

namespace zkp::exchange {

FeedMessage& MarketDataPublisher::send(FeedType type, uint32_t instrument, uint64_t time) {
  FeedMessage& m = out_->emplace_back();
  m = {};
  m.type = type;
  m.instrument = instrument;
  m.md_seq = ++feeds_[instrument].book.md_seq;
  m.time = time;
  return m;
}

ShownLevel& MarketDataPublisher::level(uint32_t instrument, Side side, int64_t price) {
  touched_.push_back({instrument, side, book_code(side, price), price});
  ShownBook& book = feeds_[instrument].book;
  return side == Side::kBuy ? book.bids[price] : book.asks[price];
}

void MarketDataPublisher::add(const EventRecord& e) {
  const Rested& r = e.rested;
  orders_[r.order_id] = {e.instrument, r.side, r.price, r.visible, r.prio};
  ShownLevel& l = level(e.instrument, r.side, r.price);
  l.qty += r.visible;
  ++l.count;
  FeedMessage& m = send(FeedType::kAdd, e.instrument, e.time);
  m.side = static_cast<uint8_t>(r.side);
  m.price = r.price;
  m.qty = r.visible;
  m.id = r.order_id;
}

/// A shown order loses lots; it is gone when none are left.
void MarketDataPublisher::take(const EventRecord& e, uint64_t order_id, uint64_t qty, FeedType type) {
  const auto it = orders_.find(order_id);
  if (it == orders_.end()) return;
  Shown& o = it->second;
  ShownLevel& l = level(o.instrument, o.side, o.price);
  o.qty -= qty;
  l.qty -= qty;
  if (qty != 0) {
    FeedMessage& m = send(type, e.instrument, e.time);
    m.side = static_cast<uint8_t>(o.side);
    m.price = o.price;
    m.qty = qty;
    m.id = order_id;
  }
  if (o.qty != 0) return;
  --l.count;
  orders_.erase(it);
}

void MarketDataPublisher::remove(const EventRecord& e, uint64_t order_id) {
  const auto it = orders_.find(order_id);
  if (it != orders_.end()) take(e, order_id, it->second.qty, FeedType::kDelete);
}

void MarketDataPublisher::one(const EventRecord& e) {
  switch (e.type) {
    case EventType::kStateChanged:
      send(FeedType::kStatus, e.instrument, e.time).side = static_cast<uint8_t>(e.state_changed.new_state);
      break;
    case EventType::kAuctionResult: {
      FeedMessage& m = send(FeedType::kAuction, e.instrument, e.time);
      m.price = e.auction_result.price;
      m.qty = e.auction_result.qty;
      break;
    }
    case EventType::kRested:
    case EventType::kRefilled:
      add(e);
      break;
    case EventType::kTrade: {
      const Trade& t = e.trade;
      FeedMessage& m = send(FeedType::kTrade, e.instrument, e.time);
      m.side = t.aggressor;
      m.price = t.price;
      m.qty = t.qty;
      m.id = t.trade_id;
      if (t.aggressor != static_cast<uint8_t>(Side::kSell)) take(e, t.sell_order, t.qty, FeedType::kExec);
      if (t.aggressor != static_cast<uint8_t>(Side::kBuy)) take(e, t.buy_order, t.qty, FeedType::kExec);
      break;
    }
    case EventType::kStpDecrement:
      take(e, e.stp_decrement.maker_order_id, e.stp_decrement.qty, FeedType::kReduce);
      break;
    case EventType::kCanceled:
      if ((e.flags & kInBookFlag) != 0) remove(e, e.canceled.order_id);
      break;
    case EventType::kReplaced: {
      if ((e.flags & kPendingStopFlag) != 0) break;
      const auto it = orders_.find(e.replaced.order_id);
      if (it == orders_.end()) break;
      if ((e.flags & kPriorityKeptFlag) != 0)
        take(e, e.replaced.order_id, it->second.qty - e.replaced.visible, FeedType::kReduce);
      else
        remove(e, e.replaced.order_id);
      break;
    }
    default:
      break;
  }
}

void MarketDataPublisher::levels_and_tops(uint64_t time) {
  std::sort(touched_.begin(), touched_.end());
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  for (const Touched& t : touched_) {
    ShownBook& book = feeds_[t.instrument].book;
    const ShownLevel l = t.side == Side::kBuy ? book.bids[t.price] : book.asks[t.price];
    if (l.count == 0) {
      if (t.side == Side::kBuy)
        book.bids.erase(t.price);
      else
        book.asks.erase(t.price);
    }
    FeedMessage& m = send(FeedType::kLevel, t.instrument, time);
    m.side = static_cast<uint8_t>(t.side);
    m.price = t.price;
    m.qty = l.qty;
    m.id = l.count;
  }
  for (size_t i = 0; i < touched_.size(); ++i) {
    const uint32_t instrument = touched_[i].instrument;
    if (i > 0 && touched_[i - 1].instrument == instrument) continue;
    Feed& feed = feeds_[instrument];
    Best best;
    if (!feed.book.bids.empty()) {
      best.bid = feed.book.bids.begin()->first;
      best.bid_qty = feed.book.bids.begin()->second.qty;
    }
    if (!feed.book.asks.empty()) {
      best.ask = feed.book.asks.begin()->first;
      best.ask_qty = feed.book.asks.begin()->second.qty;
    }
    if (best == feed.best) continue;
    feed.best = best;
    FeedMessage& m = send(FeedType::kTop, instrument, time);
    m.price = best.bid;
    m.qty = best.bid_qty;
    m.price2 = best.ask;
    m.qty2 = best.ask_qty;
  }
}

void MarketDataPublisher::command(std::span<const EventRecord> events, std::vector<FeedMessage>& out) {
  out_ = &out;
  touched_.clear();
  for (const EventRecord& e : events) one(e);
  if (!touched_.empty()) levels_and_tops(events.back().time);
}

std::vector<ShownOrder> MarketDataPublisher::orders(uint32_t instrument) const {
  std::vector<std::pair<Key, ShownOrder>> found;
  for (const auto& [id, o] : orders_)
    if (o.instrument == instrument)
      found.push_back({book_key(instrument, o.side, o.price, o.prio), {o.side, o.price, o.qty, id}});
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<ShownOrder> out;
  for (const auto& [key, order] : found) out.push_back(order);
  return out;
}

bool BookBuilder::apply(const FeedMessage& m) {
  if (m.instrument != instrument_ || m.md_seq <= book_.md_seq) return true;
  if (m.md_seq != book_.md_seq + 1) return false;
  book_.md_seq = m.md_seq;
  if (m.type != FeedType::kLevel) return true;
  const auto set = [&](auto& side) {
    if (m.id == 0)
      side.erase(m.price);
    else
      side[m.price] = {m.qty, m.id};
  };
  if (m.side == static_cast<uint8_t>(Side::kBuy))
    set(book_.bids);
  else
    set(book_.asks);
  return true;
}

}  // namespace zkp::exchange

/// Market data as a function of the events alone: trades, orders (L3), levels (L2), best prices (L1).
///
/// One publisher reads the events of one command after the other. A client that keeps levels with a BookBuilder from
/// the messages has, at every command, the level aggregates of the state tree. Format: docs/formats/exchange.md.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <unordered_map>
#include <vector>

#include "exchange/core/record.h"

namespace zkp::exchange {

enum class FeedType : uint8_t { kStatus = 1, kAuction, kTrade, kAdd, kExec, kReduce, kDelete, kLevel, kTop };

struct FeedMessage {
  FeedType type;
  uint8_t side;
  uint16_t zero;
  uint32_t instrument;
  uint64_t md_seq, time;
  int64_t price;
  uint64_t qty;
  int64_t price2;
  uint64_t qty2, id;
};
static_assert(sizeof(FeedMessage) == 64);

/// Orders shown at one price.
struct ShownLevel {
  uint64_t qty = 0, count = 0;
  friend bool operator==(const ShownLevel&, const ShownLevel&) = default;
};

/// Levels of one instrument, best first on both sides.
struct ShownBook {
  std::map<int64_t, ShownLevel, std::greater<>> bids;
  std::map<int64_t, ShownLevel> asks;
  uint64_t md_seq = 0;  ///< of the last message applied

  friend bool operator==(const ShownBook&, const ShownBook&) = default;
};

/// One order of the book as the public sees it.
struct ShownOrder {
  Side side;
  int64_t price;
  uint64_t qty, order_id;
  friend bool operator==(const ShownOrder&, const ShownOrder&) = default;
};

class MarketDataPublisher {
 public:
  /// Appends the messages of one command. REQUIRES: all commands in order, each with all its events.
  void command(std::span<const EventRecord> events, std::vector<FeedMessage>& out);
  /// The levels and the number of the last message: what a client starts from.
  const ShownBook& book(uint32_t instrument) { return feeds_[instrument].book; }
  /// The orders in the order of the book, bids first; as of the same message.
  std::vector<ShownOrder> orders(uint32_t instrument) const;

 private:
  struct Best {
    int64_t bid = 0;
    uint64_t bid_qty = 0;
    int64_t ask = 0;
    uint64_t ask_qty = 0;
    friend bool operator==(const Best&, const Best&) = default;
  };
  struct Feed {
    ShownBook book;
    Best best;
  };
  struct Shown {
    uint32_t instrument;
    Side side;
    int64_t price;
    uint64_t qty, prio;
  };
  struct Touched {
    uint32_t instrument;
    Side side;
    uint64_t code;  ///< of the price, best first
    int64_t price;
    friend auto operator<=>(const Touched&, const Touched&) = default;
  };

  FeedMessage& send(FeedType type, uint32_t instrument, uint64_t time);
  ShownLevel& level(uint32_t instrument, Side side, int64_t price);
  void add(const EventRecord& e);
  void take(const EventRecord& e, uint64_t order_id, uint64_t qty, FeedType type);
  void remove(const EventRecord& e, uint64_t order_id);
  void one(const EventRecord& e);
  void levels_and_tops(uint64_t time);

  std::unordered_map<uint64_t, Shown> orders_;
  std::map<uint32_t, Feed> feeds_;
  std::vector<Touched> touched_;
  std::vector<FeedMessage>* out_ = nullptr;
};

/// A client's book from L2 messages: apply() a snapshot's successors in order.
class BookBuilder {
 public:
  BookBuilder(uint32_t instrument, ShownBook snapshot) : instrument_(instrument), book_(std::move(snapshot)) {}
  /// False: a message is missing, and the client has to take a new snapshot. Others' and older messages change nothing.
  [[nodiscard]] bool apply(const FeedMessage& message);
  const ShownBook& book() const { return book_; }

 private:
  uint32_t instrument_;
  ShownBook book_;
};

}  // namespace zkp::exchange

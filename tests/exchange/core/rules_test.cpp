/// Edges of the rules that the vectors do not reach.
#include <gtest/gtest.h>

#include "exchange/core/vectors.h"

namespace zkp::exchange {
namespace {

using namespace test;

/// One instrument with a band of 5 % around 1000 that is refreshed after 50 ms, open since t = 1 ms, and two rich
/// traders.
class Market {
 public:
  static constexpr uint64_t kOpen = kNsPerMs;

  Market() {
    send(CommandType::kAssetAdd, 0, 1).asset_add.asset = 1;
    apply();
    send(CommandType::kAssetAdd, 0, 1).asset_add.asset = 2;
    apply();
    send(CommandType::kInstrumentAdd, 0, kOpen).instrument_add = {1, 1,       2,    0,   0,  0, 1, 1,
                                                                  1, 100'000, 1000, 500, 50, 2, 3};
    apply();
    for (uint32_t t = 1; t <= 2; ++t) {
      send(CommandType::kTraderAdd, 0, kOpen).trader_add = {t, t};
      apply();
      for (uint32_t asset = 1; asset <= 2; ++asset) {
        send(CommandType::kDeposit, 0, kOpen).deposit = {t, asset, 1'000'000'000};
        apply();
      }
    }
    for (const MarketState state : {MarketState::kPreOpen, MarketState::kContinuous}) {
      SetState& b = send(CommandType::kSetState, 0, kOpen).set_state;
      b.instrument = 1;
      b.state = state;
      apply();
    }
  }

  CommandRecord& send(CommandType type, uint32_t trader, uint64_t time) {
    command_ = CommandRecord{};
    command_.type = type;
    command_.version = 1;
    command_.trader = trader;
    command_.client_seq = trader == 0 ? 0 : ++client_seq_;
    command_.seq = machine.state.global().last_seq + 1;
    command_.time = time;
    return command_;
  }
  /// Types of the events of the command that was sent last.
  std::vector<EventType> apply() {
    std::vector<EventType> out;
    for (const EventRecord& e : machine.apply(command_)) out.push_back(e.type);
    EXPECT_EQ(machine.error, ApplyError::kOk);
    return out;
  }
  std::vector<EventType> limit(uint32_t trader, uint64_t time, Side side, int64_t price, uint64_t qty) {
    NewOrder& o = send(CommandType::kNewOrder, trader, time).new_order;
    o.instrument = 1;
    o.side = side;
    o.order_type = OrderType::kLimit;
    o.cl_ord_id = ++cl_ord_id_;
    o.price = price;
    o.qty = qty;
    return apply();
  }

  Machine machine;

 private:
  CommandRecord command_{};
  uint64_t client_seq_ = 0, cl_ord_id_ = 0;
};

using Events = std::vector<EventType>;
constexpr auto kRests = {EventType::kAccepted, EventType::kRested};
constexpr auto kTrades = {EventType::kAccepted, EventType::kTrade};

// [B1] The reference moves to the last price when exactly ref_ms have passed, not a nanosecond before.
TEST(Band, IsRefreshedAtTheEndOfItsTime) {
  for (const uint64_t early : {0, 1}) {
    Market market;
    EXPECT_EQ(market.limit(1, Market::kOpen, Side::kSell, 1040, 1), Events(kRests));
    EXPECT_EQ(market.limit(2, Market::kOpen, Side::kBuy, 1040, 1), Events(kTrades));
    EXPECT_EQ(market.limit(1, Market::kOpen, Side::kSell, 1080, 1), Events(kRests));
    const uint64_t due = Market::kOpen + 50 * kNsPerMs;
    const Events expected =
        early == 0 ? Events(kTrades) : Events{EventType::kAccepted, EventType::kStateChanged, EventType::kRested};
    EXPECT_EQ(market.limit(2, due - early, Side::kBuy, 1080, 1), expected);
  }
}

// A command at the very time when its own predecessor's halt ends sees the call phase; one nanosecond before, the halt.
TEST(Timers, FireAtTheirTimeBeforeTheCommand) {
  for (const uint64_t early : {0, 1}) {
    Market market;
    market.limit(1, Market::kOpen, Side::kSell, 1060, 1);
    EXPECT_EQ(market.limit(2, Market::kOpen, Side::kBuy, 1060, 1),
              (Events{EventType::kAccepted, EventType::kStateChanged, EventType::kRested}));
    const uint64_t due = Market::kOpen + 2 * kNsPerMs;
    const Events events = market.limit(1, due - early, Side::kSell, 2000, 1);
    EXPECT_EQ(events, early == 0 ? (Events{EventType::kStateChanged, EventType::kAccepted, EventType::kRested})
                                 : Events{EventType::kRejected});
  }
}

}  // namespace
}  // namespace zkp::exchange

/// The exchange on a market of many books: activity by Zipf's law, 1.65 million live orders, as in a day of ITCH
/// messages.
#include "bench/bench.h"
#include "bench/exchange_matcher.h"

namespace zkp::bench {
namespace {

/// 48 % adds a geometric distance (mean 8 ticks) from the middle, 48 % cancels, four of five among the newest
/// tenth, 2.2 % replaces, 1.8 % IOC orders of one resting order's size. Each book has its 20 traders.
class ItchWorkload {
 public:
  static constexpr uint32_t kBooks = 8371, kTraders = 10'000, kTradersOfBook = 20, kLive = 1'650'000;
  static constexpr uint32_t kAssets = 17;  // the last is the money
  static constexpr int64_t kMid = 10'000;

  static Capacity capacity() {
    return {.orders = 2'000'000,
            .traders = kTraders + 8,
            .holdings = 200'000,
            .balances = 200'000,
            .instruments = kBooks + 1,
            .assets = kAssets + 1};
  }

  ItchWorkload() : shadow_(capacity()), weight_(kBooks) {
    double sum = 0;
    for (uint32_t i = 0; i < kBooks; ++i) weight_[i] = sum += 1.0 / (i + 1);
  }

  std::vector<CommandRecord> set_up() {
    std::vector<CommandRecord> out;
    for (uint32_t asset = 1; asset <= kAssets; ++asset) make(out, CommandType::kAssetAdd, 0).asset_add.asset = asset;
    for (uint32_t i = 1; i <= kBooks; ++i) {
      make(out, CommandType::kInstrumentAdd, 0).instrument_add = {
          i, 1 + i % (kAssets - 1), kAssets, 100, 200, 0, 1, 1, 1, 2 * kMid, kMid, 0, 0, 0, 0};
      for (const MarketState state : {MarketState::kPreOpen, MarketState::kContinuous}) {
        SetState& b = make(out, CommandType::kSetState, 0).set_state;
        b.instrument = i;
        b.state = state;
      }
    }
    for (uint32_t t = 1; t <= kTraders; ++t) {
      make(out, CommandType::kTraderAdd, 0).trader_add = {t, t};
      for (uint32_t asset = 1; asset <= kAssets; ++asset)
        make(out, CommandType::kDeposit, 0).deposit = {t, asset, uint64_t{1} << 48};
    }
    for (const CommandRecord& c : out) shadow_.apply(c);
    return out;
  }

  /// The next commands, aimed with the help of a shadow that executes them.
  void fill(std::vector<CommandRecord>& commands) {
    for (CommandRecord& c : commands) {
      one_.clear();
      draw();
      c = one_[0];
      shadow_.apply(c);
      if (c.type == CommandType::kNewOrder && c.new_order.tif == Tif::kGtc)
        live_.push_back({c.trader, c.new_order.cl_ord_id});
    }
  }
  uint32_t open_orders() const { return shadow_.state.open_orders(); }

 private:
  struct Aim {
    uint32_t trader;
    uint64_t cl_ord_id;
  };

  CommandRecord& make(std::vector<CommandRecord>& out, CommandType type, uint32_t trader) {
    return maker_.append(out, type, trader);
  }
  void draw() {
    const uint64_t x = random_.below(1000);
    const bool full = open_orders() >= kLive;
    if (open_orders() < kLive * 9 / 10) return order(Tif::kGtc);
    if (x < 960) return full ? cancel() : order(Tif::kGtc);
    if (x < 982) return replace();
    order(Tif::kIoc);
  }
  void order(Tif tif) {
    const double u = random_.unit() * weight_.back();
    const auto book = static_cast<uint32_t>(std::lower_bound(weight_.begin(), weight_.end(), u) - weight_.begin()) + 1;
    const auto which = static_cast<uint32_t>(random_.below(kTradersOfBook));
    NewOrder& o = make(one_, CommandType::kNewOrder, 1 + (book * 7 + which * 131) % kTraders).new_order;
    o.instrument = book;
    o.side = static_cast<Side>(random_.below(2));
    o.order_type = OrderType::kLimit;
    o.tif = tif;
    o.cl_ord_id = ++cl_ord_id_;
    o.qty = 1 + random_.below(100);
    const auto away = static_cast<int64_t>(-8 * std::log(1 - random_.unit())) + 1;
    int64_t offset = -away;
    if (tif == Tif::kIoc) {
      offset = 1000;
      HotInstrument* i = shadow_.state.find_instrument(book);
      if (const HotOrder* best = shadow_.state.best(i, opposite(o.side)); best != nullptr) o.qty = best->visible;
    }
    o.price = o.side == Side::kBuy ? kMid + offset : kMid - offset;
  }
  const HotOrder* aim() {
    for (;;) {
      const size_t all = live_.size(), newest = all / 10 + 1;
      const size_t at = random_.below(5) != 0 ? all - 1 - random_.below(newest) : random_.below(all);
      const Aim a = live_[at];
      live_[at] = live_.back();
      live_.pop_back();
      if (const HotOrder* o = shadow_.state.find_order(a.trader, a.cl_ord_id); o != nullptr) return o;
    }
  }
  void cancel() {
    const HotOrder* o = aim();
    make(one_, CommandType::kCancel, o->trader).cancel.orig_cl_ord_id = o->cl_ord_id;
  }
  void replace() {
    const HotOrder* o = aim();
    live_.push_back({o->trader, o->cl_ord_id});
    const int64_t step = o->side == Side::kBuy ? -1 : 1;
    make(one_, CommandType::kReplace, o->trader).replace = {
        o->cl_ord_id, o->cl_ord_id, o->price + step, o->cum + o->leaves, 0, 0};
  }

  Matcher shadow_;
  Random random_{20261121};
  std::vector<double> weight_;  // cumulative
  std::vector<Aim> live_;
  std::vector<CommandRecord> one_;
  CommandMaker maker_;
  uint64_t cl_ord_id_ = 0;
};

std::function<double()> itch(const Context& c, double quantile) {
  struct Market {
    Market() : matcher(ItchWorkload::capacity()), chunk(1 << 16) {
      for (const CommandRecord& command : workload.set_up()) matcher.apply(command);
      while (workload.open_orders() < ItchWorkload::kLive - (1 << 16)) next();
      next();
    }
    void next() {
      workload.fill(chunk);
      for (const CommandRecord& command : chunk) matcher.apply(command);
    }
    ItchWorkload workload;
    Matcher matcher;
    std::vector<CommandRecord> chunk;
    ChangeSet changes;
  };
  auto market = std::make_shared<Market>();
  return [market, size = c.size, quantile] {
    TickHistogram histogram;
    double seconds = 0;
    uint64_t done = 0;
    for (; done < size; done += market->chunk.size()) {
      market->workload.fill(market->chunk);
      seconds += timed([&] {
        for (size_t k = 0; k < market->chunk.size(); ++k) {
          if (quantile == 0) {
            market->matcher.apply_ahead(market->chunk, k);
            continue;
          }
          unsigned cpu;
          const uint64_t start = __rdtscp(&cpu);
          market->matcher.apply_ahead(market->chunk, k);
          histogram.add(__rdtscp(&cpu) - start);
        }
      });
      market->changes.clear();
      market->matcher.state.drain(market->changes);
    }
    return quantile == 0 ? seconds / static_cast<double>(done) : histogram.seconds_at(quantile);
  };
}

constexpr const char* kItch = "commands on 8,371 books of 1.65 million live orders (48 % adds, 48 % cancels)";

ZKP_BENCH({"exchange_itch", std::string(kItch) + ", seconds a command", 2'000'000, 1,
           [](const Context& c) { return itch(c, 0); }});
ZKP_BENCH({"exchange_itch_p50", std::string(kItch) + ", median", 2'000'000, 1,
           [](const Context& c) { return itch(c, 0.5); }});
ZKP_BENCH({"exchange_itch_p99", std::string(kItch) + ", 99 of 100 are faster", 2'000'000, 1,
           [](const Context& c) { return itch(c, 0.99); }});

}  // namespace
}  // namespace zkp::bench

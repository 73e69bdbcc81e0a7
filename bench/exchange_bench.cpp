/// The exchange: time of one command on the matching thread, and of a batch's commit to the state tree.
#include "base/check.h"
#include "bench/bench.h"
#include "bench/exchange_matcher.h"
#include "exchange/core/state_tree.h"

namespace zkp::bench {
namespace {

/// What is drawn, in thousandths; the rest are replaces by 1 to 3 ticks. Adds and cancels stand for each other where
/// the book is too empty or too full.
struct Mix {
  uint64_t add_or_cancel, ioc;
};
constexpr Mix kMostlyReplaces = {183, 29};
constexpr Mix kMostlyAddsAndCancels = {960, 18};

/// One instrument, so many live orders; prices are normal around the middle, sigma 20 ticks.
class MixedWorkload {
 public:
  static constexpr int64_t kMid = 100'000;

  MixedWorkload(uint32_t live, uint32_t traders, Mix mix, const Capacity& capacity)
      : live_(live), traders_(traders), mix_(mix), shadow_(capacity) {}

  std::vector<CommandRecord> set_up() {
    out_.clear();
    for (uint32_t asset = 1; asset <= 2; ++asset) add(CommandType::kAssetAdd, 0).asset_add.asset = asset;
    InstrumentAdd& i = add(CommandType::kInstrumentAdd, 0).instrument_add;
    i = {1, 1, 2, 100, 200, 500, 10, 1, 1, 2 * kMid, kMid, 0, 0, 0, 0};
    for (uint32_t t = 1; t <= traders_; ++t) {
      TraderAdd& b = add(CommandType::kTraderAdd, 0).trader_add;
      b = {t, t};
      for (uint32_t asset = 1; asset <= 2; ++asset) {
        Deposit& d = add(CommandType::kDeposit, 0).deposit;
        d = {t, asset, uint64_t{1} << 44};
      }
    }
    for (const MarketState state : {MarketState::kPreOpen, MarketState::kContinuous}) {
      SetState& b = add(CommandType::kSetState, 0).set_state;
      b.instrument = 1;
      b.state = state;
    }
    for (const CommandRecord& c : out_) shadow_.apply(c);
    return out_;
  }

  /// The next commands, aimed with the help of a shadow that executes them.
  void fill(std::vector<CommandRecord>& commands) {
    for (CommandRecord& c : commands) {
      out_.clear();
      draw();
      c = out_[0];
      shadow_.apply(c);
      keep_books(c);
    }
  }

 private:
  CommandRecord& add(CommandType type, uint32_t trader) { return maker_.append(out_, type, trader); }

  void draw() {
    const uint64_t x = random_.below(1000);
    const bool full = shadow_.state.open_orders() >= live_;
    if (x < mix_.add_or_cancel) return full ? draw_cancel() : draw_order(Tif::kGtc);
    if (x < mix_.add_or_cancel + mix_.ioc) return draw_order(Tif::kIoc);
    draw_replace();
  }
  void draw_cancel() {
    if (!aim()) return draw_order(Tif::kGtc);
    add(CommandType::kCancel, resting_[at_].trader).cancel.orig_cl_ord_id = resting_[at_].cl_ord_id;
  }
  void draw_order(Tif tif) {
    const auto trader = static_cast<uint32_t>(1 + random_.below(traders_));
    NewOrder& o = add(CommandType::kNewOrder, trader).new_order;
    o.instrument = 1;
    o.side = static_cast<Side>(random_.below(2));
    o.order_type = OrderType::kLimit;
    o.tif = tif;
    o.cl_ord_id = ++cl_ord_id_;
    o.qty = 1 + random_.below(100);
    // Adds keep to their side of the middle; IOC reach across it.
    const auto away = static_cast<int64_t>(std::abs(random_.normal()) * 20) + 1;
    const int64_t offset = tif == Tif::kIoc ? 5 : -away;
    o.price = o.side == Side::kBuy ? kMid + offset : kMid - offset;
  }
  void draw_replace() {
    if (!aim()) return draw_order(Tif::kGtc);
    const Aim& a = resting_[at_];
    const HotOrder* o = shadow_.state.find_order(a.trader, a.cl_ord_id);
    Replace& r = add(CommandType::kReplace, a.trader).replace;
    const auto step = static_cast<int64_t>(1 + random_.below(3));
    // Back towards the place of its side when it strayed, else either way.
    const int64_t distance = o->side == Side::kBuy ? kMid - o->price : o->price - kMid;
    const bool outward = distance < 1 || (distance < 60 && random_.below(2) == 0);
    const int64_t sign = (o->side == Side::kBuy) == outward ? -1 : 1;
    r = {a.cl_ord_id, a.cl_ord_id, o->price + sign * step, o->cum + o->leaves, 0, 0};
  }
  /// A live order; those that are gone are forgotten on the way.
  bool aim() {
    while (!resting_.empty()) {
      // Four of five among the newest tenth, where the mix is one of adds and cancels.
      const size_t all = resting_.size(), newest = all / 10 + 1;
      const bool recent = mix_.add_or_cancel > 500 && random_.below(5) != 0;
      at_ = recent ? all - 1 - random_.below(newest) : random_.below(all);
      if (shadow_.state.find_order(resting_[at_].trader, resting_[at_].cl_ord_id) != nullptr) return true;
      resting_[at_] = resting_.back();
      resting_.pop_back();
    }
    return false;
  }
  void keep_books(const CommandRecord& c) {
    if (c.type == CommandType::kNewOrder && c.new_order.tif == Tif::kGtc)
      resting_.push_back({c.trader, c.new_order.cl_ord_id});
  }

  struct Aim {
    uint32_t trader;
    uint64_t cl_ord_id;
  };
  uint32_t live_, traders_;
  Mix mix_;
  Matcher shadow_;
  Random random_{20261121};
  CommandMaker maker_;
  uint64_t cl_ord_id_ = 0;
  std::vector<CommandRecord> out_;
  std::vector<Aim> resting_;
  size_t at_ = 0;
};

Capacity capacity_for(uint32_t live, uint32_t traders) {
  return {.orders = 2 * live + 1024,
          .traders = traders + 16,
          .holdings = traders + 16,
          .balances = 2 * traders + 16,
          .instruments = 4,
          .assets = 4};
}

struct Run {
  static constexpr uint32_t kLive = 1000;
  static constexpr size_t kChunk = 1 << 14;

  Run()
      : workload(kLive, kLive, kMostlyReplaces, capacity_for(kLive, kLive)),
        matcher(capacity_for(kLive, kLive)),
        chunk(kChunk) {
    for (const CommandRecord& c : workload.set_up()) matcher.apply(c);
    next();
    for (const CommandRecord& c : chunk) matcher.apply(c);
  }
  void next() { workload.fill(chunk); }

  MixedWorkload workload;
  Matcher matcher;
  std::vector<CommandRecord> chunk;
  ChangeSet changes;
};

/// Seconds a command. drain: what changed is handed over every 1,000 commands, within the time.
std::function<double()> throughput(const Context& c, bool drain) {
  auto run = std::make_shared<Run>();
  return [run, size = c.size, drain] {
    double seconds = 0;
    uint64_t done = 0;
    for (; done < size; done += Run::kChunk) {
      run->next();
      seconds += timed([&] {
        uint32_t until_drain = 1000;
        for (size_t k = 0; k < run->chunk.size(); ++k) {
          run->matcher.apply(run->chunk[k]);
          if (!drain || --until_drain != 0) continue;
          until_drain = 1000;
          run->changes.clear();
          run->matcher.state.drain(run->changes);
        }
      });
      run->changes.clear();
      run->matcher.state.drain(run->changes);
    }
    return seconds / static_cast<double>(done);
  };
}

/// Seconds of the command at this quantile, the time stamps themselves included (about 20 ns); what changed is handed
/// over every 1,000 commands, outside the time.
std::function<double()> latency(const Context& c, double quantile) {
  auto run = std::make_shared<Run>();
  return [run, size = c.size, quantile] {
    TickHistogram histogram;
    uint64_t done = 0;
    for (; done < size; done += Run::kChunk) {
      run->next();
      uint32_t until_drain = 1000;
      for (size_t k = 0; k < run->chunk.size(); ++k) {
        unsigned cpu;
        const uint64_t start = __rdtscp(&cpu);
        run->matcher.apply(run->chunk[k]);
        const uint64_t ticks = __rdtscp(&cpu) - start;
        histogram.add(ticks);
        if (--until_drain != 0) continue;
        until_drain = 1000;
        run->changes.clear();
        run->matcher.state.drain(run->changes);
      }
    }
    return histogram.seconds_at(quantile);
  };
}

constexpr const char* kMixed = "commands on a book of 1,000 live orders, mixed (risk, events and dirty marks included)";

ZKP_BENCH({"exchange_match", std::string(kMixed) + ", seconds a command", 10'000'000, 1,
           [](const Context& c) { return throughput(c, false); }});
ZKP_BENCH({"exchange_match_drain", std::string(kMixed) + ", changes handed over every 1,000, seconds a command",
           10'000'000, 1, [](const Context& c) { return throughput(c, true); }});
ZKP_BENCH({"exchange_match_p50", std::string(kMixed) + ", median", 10'000'000, 1,
           [](const Context& c) { return latency(c, 0.5); }});
ZKP_BENCH({"exchange_match_p99", std::string(kMixed) + ", 99 of 100 are faster", 10'000'000, 1,
           [](const Context& c) { return latency(c, 0.99); }});
ZKP_BENCH({"exchange_match_p999", std::string(kMixed) + ", 999 of 1,000 are faster", 10'000'000, 1,
           [](const Context& c) { return latency(c, 0.999); }});

/// A book of 100,000 orders; each run changes it by so many mixed commands and commits them as one batch.
ZKP_BENCH({"exchange_commit",
           "commands in a batch (48 % adds, 48 % cancels) on a book of 100,000 orders of 5,000 traders, its changes to "
           "a new state root",
           10'000, 1, [](const Context& c) -> std::function<double()> {
             struct Book {
               explicit Book(uint64_t batch)
                   : workload(100'000, 5'000, kMostlyAddsAndCancels, capacity_for(100'000, 5'000)),
                     matcher(capacity_for(100'000, 5'000)),
                     tree(capacity_for(100'000, 5'000)),
                     commands(batch) {
                 for (const CommandRecord& command : workload.set_up()) matcher.apply(command);
                 while (matcher.state.open_orders() < 99'000) step();
                 collect();
                 tree.commit(changes, nullptr);
                 tree.root();
               }
               void step() {
                 workload.fill(commands);
                 for (const CommandRecord& command : commands) matcher.apply(command);
               }
               void collect() {
                 changes.clear();
                 matcher.state.drain(changes);
               }
               MixedWorkload workload;
               Matcher matcher;
               StateTree tree;
               std::vector<CommandRecord> commands;
               ChangeSet changes;
             };
             auto book = std::make_shared<Book>(c.size);
             return [book] {
               book->step();
               book->changes.clear();
               book->matcher.state.drain(book->changes);
               return timed([&] {
                 book->tree.commit(book->changes, nullptr);
                 keep(book->tree.root());
               });
             };
           }});

}  // namespace
}  // namespace zkp::bench

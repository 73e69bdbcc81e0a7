/// Commands and events: 128-byte little-endian records that map one to one onto these structs.
///
/// Bytes 0..3 are a CRC32C of the rest, bytes 4..121 the hashed part, 122..127 zero. The state machine is a function of
/// bytes 4..121 alone. Format: docs/formats/exchange.md.
#pragma once

#include <cstring>
#include <type_traits>

#include "exchange/core/types.h"

namespace zkp::exchange {

inline constexpr size_t kRecordBytes = 128;
inline constexpr size_t kHashedBegin = 4;
inline constexpr size_t kHashedEnd = 122;
inline constexpr size_t kHeaderBytes = 40;

struct AssetAdd {
  uint32_t asset;
};
struct InstrumentAdd {
  uint32_t instrument, base, quote, maker_ppm, taker_ppm, collar_bps;
  uint64_t lot_size, tick_size;
  int64_t min_price, max_price, ref_price;
  uint32_t band_bps, ref_ms, halt_ms, auction_ms;
};
struct TraderAdd {
  uint32_t target, owner;
};
struct SetLimits {
  uint32_t target, max_open_orders;
  uint64_t max_order_qty, max_order_notional, max_position, max_open_notional;
  uint32_t rate_limit, rate_window_ms;
};
struct Deposit {
  uint32_t target, asset;
  uint64_t amount;
};
struct Withdraw {
  uint32_t asset, zero;
  uint64_t amount;
};
struct SetState {
  uint32_t instrument;
  MarketState state;
  uint8_t zero[3];
  uint64_t until;
};
struct NewOrder {
  uint32_t instrument;
  Side side;
  OrderType order_type;
  Tif tif;
  Stp stp;
  uint64_t cl_ord_id;
  int64_t price;
  uint64_t qty;
  int64_t stop_price;
  uint64_t display, expire;
};
struct Cancel {
  uint64_t orig_cl_ord_id;
};
struct Replace {
  uint64_t orig_cl_ord_id, cl_ord_id;
  int64_t price;
  uint64_t qty;
  int64_t stop_price;
  uint64_t display;
};
struct MassCancel {
  uint32_t instrument;
  uint8_t side;  ///< 2: both
};
struct KillSwitch {
  uint32_t target;
  uint8_t on;
};
struct Disconnect {
  uint32_t target, target_session;
};

struct alignas(64) CommandRecord {
  uint32_t crc;
  CommandType type;
  uint8_t version;
  uint16_t flags;
  uint64_t seq, time;
  uint32_t trader, session;
  uint64_t client_seq;
  union {
    uint64_t words[11];  ///< the whole body and the tail; the first member, so that {} clears all of it
    AssetAdd asset_add;
    InstrumentAdd instrument_add;
    TraderAdd trader_add;
    SetLimits set_limits;
    Deposit deposit;
    Withdraw withdraw;
    SetState set_state;
    NewOrder new_order;
    Cancel cancel;
    Replace replace;
    MassCancel mass_cancel;
    KillSwitch kill_switch;
    Disconnect disconnect;
  };
};

struct Ack {
  CommandType cmd_type;
  uint8_t zero[7];
  uint64_t client_seq, count, value;
};
struct Rejected {
  CommandType cmd_type;
  uint8_t zero[7];
  uint64_t client_seq, cl_ord_id, required, available;
};
struct Accepted {
  uint64_t order_id, cl_ord_id;
  int64_t price;
  uint64_t qty;
  int64_t stop_price;
  uint64_t display, expire, client_seq;
  Side side;
  OrderType order_type;
  Tif tif;
  Stp stp;
  uint32_t session;
};
/// RESTED and REFILLED.
struct Rested {
  uint64_t order_id, cl_ord_id;
  int64_t price;
  uint64_t leaves, visible, prio, zero[2];
  Side side;
};
struct Trade {
  uint64_t trade_id, buy_order, sell_order;
  int64_t price;
  uint64_t qty, notional, buyer_fee, seller_fee;
  uint32_t buyer, seller;
  uint8_t aggressor;
};
struct Canceled {
  uint64_t order_id, cl_ord_id;
  int64_t price;
  uint64_t leaves, cum, zero[3];
  Side side;
};
struct Replaced {
  uint64_t order_id, cl_ord_id;
  int64_t price;
  uint64_t leaves, visible, orig_cl_ord_id;
  int64_t stop_price;
  uint64_t client_seq;
  Side side;
};
struct Triggered {
  uint64_t order_id, cl_ord_id;
  int64_t price;
  uint64_t leaves;
  int64_t stop_price, last_price;
  uint64_t zero[2];
  Side side;
};
struct StpDecrement {
  uint64_t order_id, maker_order_id;
  int64_t price;
  uint64_t qty, leaves, maker_leaves, zero[2];
  Side side;
};
struct StateChanged {
  MarketState old_state, new_state;
  uint8_t zero[6];
  uint64_t until;
  int64_t price;
};
struct AuctionResult {
  uint64_t zero[2];
  int64_t price;
  uint64_t qty, buy_surplus, sell_surplus;
  int64_t ref;
};

struct alignas(64) EventRecord {
  uint32_t crc;
  EventType type;
  uint8_t flags;
  uint16_t reason;  ///< Reject, CancelReason or StateReason
  uint64_t seq, cmd_seq, time;
  uint32_t instrument, trader;
  union {
    uint64_t words[11];
    Ack ack;
    Rejected rejected;
    Accepted accepted;
    Rested rested;
    Trade trade;
    Canceled canceled;
    Replaced replaced;
    Triggered triggered;
    StpDecrement stp_decrement;
    StateChanged state_changed;
    AuctionResult auction_result;
  };
};

static_assert(sizeof(CommandRecord) == kRecordBytes && std::is_trivially_copyable_v<CommandRecord>);
static_assert(sizeof(EventRecord) == kRecordBytes && std::is_trivially_copyable_v<EventRecord>);
static_assert(offsetof(CommandRecord, client_seq) == 32 && offsetof(CommandRecord, words) == kHeaderBytes);
static_assert(offsetof(EventRecord, trader) == 36 && offsetof(EventRecord, words) == kHeaderBytes);
static_assert(offsetof(InstrumentAdd, auction_ms) == 76 && offsetof(SetLimits, rate_window_ms) == 44);
static_assert(offsetof(NewOrder, expire) == 48 && offsetof(Replace, display) == 40 && offsetof(SetState, until) == 8);
static_assert(offsetof(Accepted, side) == 64 && offsetof(Accepted, session) == 68 && offsetof(Rested, side) == 64);
static_assert(offsetof(Trade, aggressor) == 72 && offsetof(Canceled, side) == 64 && offsetof(Replaced, side) == 64);
static_assert(offsetof(Triggered, side) == 64 && offsetof(StpDecrement, side) == 64);
static_assert(offsetof(StateChanged, price) == 16 && offsetof(AuctionResult, ref) == 48);

template <class Record>
const uint8_t* bytes_of(const Record& record) {
  return reinterpret_cast<const uint8_t*>(&record);
}

/// All zero. Vector stores: a memset of this size may become a string instruction, whose start costs more than they do.
template <class Record>
[[gnu::always_inline]] inline void clear(Record& record) {
  typedef uint64_t Pair __attribute__((vector_size(16), may_alias));
  auto* out = reinterpret_cast<Pair*>(&record);
  const Pair zero = {0, 0};
  out[0] = out[1] = out[2] = out[3] = out[4] = out[5] = out[6] = out[7] = zero;
}

/// Version, type, flags, enumerations and every byte of 40..121 outside the layout of the type.
bool well_formed(const CommandRecord& command);

/// Bytes 122..127 are zero.
template <class Record>
bool zero_tail(const Record& record) {
  uint64_t last;
  std::memcpy(&last, bytes_of(record) + kRecordBytes - 8, 8);
  return last >> 16 == 0;
}

/// CRC32C (Castagnoli: reflected polynomial 0x82F63B78, initial value and final xor all ones).
uint32_t crc32c(const uint8_t* bytes, size_t size);

/// Writes the checksum of bytes 4..127 into bytes 0..3.
template <class Record>
void seal(Record& record) {
  record.crc = crc32c(bytes_of(record) + kHashedBegin, kRecordBytes - kHashedBegin);
}

/// The checksum is right and the tail zero: what a block may hold.
template <class Record>
bool sealed(const Record& record) {
  return zero_tail(record) && record.crc == crc32c(bytes_of(record) + kHashedBegin, kRecordBytes - kHashedBegin);
}

}  // namespace zkp::exchange

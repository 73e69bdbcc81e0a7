/// Scalars, limits and enumerations of the exchange. The numbers of the enumerations travel in records and leaves.
///
/// Prices are ticks, quantities lots, amounts the smallest units of an asset, times nanoseconds of the sequencer.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace zkp::exchange {

using Digest = std::array<uint8_t, 32>;
using uint128 = unsigned __int128;
using int128 = __int128;

inline constexpr uint64_t kMaxAmount = (uint64_t{1} << 63) - 1;  ///< any balance, supply, notional, reserve, time
inline constexpr uint64_t kMaxQty = uint64_t{1} << 62;           ///< lots of one order
inline constexpr uint64_t kMaxPosition = uint64_t{1} << 62;      ///< lots, open ones included
inline constexpr uint32_t kPpm = 1'000'000;                      ///< fee rates are in 10^-6
inline constexpr uint64_t kNsPerMs = 1'000'000;
inline constexpr uint32_t kMaxFeePpm = 100'000;
inline constexpr uint32_t kBps = 10'000;

enum class CommandType : uint8_t {
  kAssetAdd = 1,
  kInstrumentAdd,
  kTraderAdd,
  kSetLimits,
  kDeposit,
  kWithdraw,
  kSetState,
  kNewOrder,
  kCancel,
  kReplace,
  kMassCancel,
  kKillSwitch,
  kDisconnect,
  kTick,
};
inline constexpr uint8_t kLastCommandType = 14;

enum class EventType : uint8_t {
  kAck = 1,
  kRejected,
  kAccepted,
  kRested,
  kTrade,
  kCanceled,
  kReplaced,
  kTriggered,
  kRefilled,
  kStpDecrement,
  kStateChanged,
  kAuctionResult,
};
inline constexpr uint8_t kLastEventType = 12;

enum class Side : uint8_t { kBuy, kSell };
constexpr Side opposite(Side side) { return side == Side::kBuy ? Side::kSell : Side::kBuy; }

enum class OrderType : uint8_t { kMarket, kLimit, kStop, kStopLimit, kIceberg, kPostOnly };
constexpr bool is_stop(OrderType type) { return type == OrderType::kStop || type == OrderType::kStopLimit; }

enum class Tif : uint8_t { kGtc, kIoc, kFok, kDay, kGtd };
/// Self-trade prevention.
enum class Stp : uint8_t { kNone, kCancelNewest, kCancelOldest, kCancelBoth, kDecrement };
enum class MarketState : uint8_t { kClosed, kPreOpen, kAuction, kContinuous, kHalted };
/// Orders rest, nothing matches.
constexpr bool is_call(MarketState state) { return state == MarketState::kPreOpen || state == MarketState::kAuction; }

/// Why a command was refused. The numbers are the order of the checks: the lowest failing one is reported.
enum class Reject : uint16_t {
  kNone = 0,
  kMalformed,
  kUnknownTrader,
  kNotAuthorized,
  kDuplicateRequest,
  kTraderKilled,
  kRateLimited,
  kUnknownTarget,
  kUnknownAsset,
  kUnknownInstrument,
  kOrderNotFound,
  kAlreadyExists,
  kInvalidParameter,
  kInvalidStateTransition,
  kMarketClosed,
  kMarketHalted,
  kNotAllowedInState,
  kInvalidTif,
  kInvalidQty,
  kInvalidPrice,
  kInvalidStopPrice,
  kInvalidDisplay,
  kInvalidExpire,
  kDuplicateClOrdId,
  kPriceCollar,
  kNotionalOverflow,
  kMaxOrderQty,
  kMaxOrderNotional,
  kMaxOpenOrders,
  kPositionLimit,
  kExposureLimit,
  kInsufficientBalance,
  kPostOnlyWouldCross,
};

enum class CancelReason : uint16_t {
  kUser = 1,
  kMass,
  kKill,
  kDisconnect,
  kIocRemainder,
  kFokUnfillable,
  kStp,
  kExpiredGtd,
  kExpiredDay,
};

enum class StateReason : uint16_t { kOperator, kBreaker, kTimer };

inline constexpr uint16_t kCancelOnDisconnect = 1;  ///< command flag of NEW_ORDER
inline constexpr uint8_t kSelfTradeFlag = 1;        ///< TRADE: equal owners
inline constexpr uint8_t kAuctionFlag = 2;          ///< TRADE: in an uncrossing
inline constexpr uint8_t kInBookFlag = 1;           ///< CANCELED
inline constexpr uint8_t kPendingStopFlag = 2;      ///< CANCELED, REPLACED
inline constexpr uint8_t kPriorityKeptFlag = 1;     ///< REPLACED
inline constexpr uint8_t kAuctionAggressor = 2;     ///< TRADE: nobody was the aggressor

/// What became of a batch. Business refusals are events; anything but kOk refuses the whole batch.
enum class ApplyError : uint16_t {
  kOk,
  kSequenceGap,
  kTimeRegression,
  kTimeRange,
  kBadBlock,             ///< a record is out of place in its block, or bytes outside its hashed part are set
  kWitnessInsufficient,  ///< the execution looked at a part of the state that the witness does not open
  kBadWitness,           ///< malformed, or it opens a state that no sequence of commands leads to
  kOutOfMemory,          ///< the pools that the caller gave are too small
};

}  // namespace zkp::exchange

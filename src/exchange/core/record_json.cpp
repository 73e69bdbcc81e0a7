#include "exchange/core/record_json.h"

#include <charconv>
#include <span>

namespace zkp::exchange {
namespace {

using Names = std::span<const std::string_view>;

// In the order of the numbers; "" where there is no such number.
constexpr std::string_view kCommandNames[] = {"",        "ASSET_ADD",   "INSTRUMENT_ADD", "TRADER_ADD", "SET_LIMITS",
                                              "DEPOSIT", "WITHDRAW",    "SET_STATE",      "NEW_ORDER",  "CANCEL",
                                              "REPLACE", "MASS_CANCEL", "KILL_SWITCH",    "DISCONNECT", "TICK"};
constexpr std::string_view kEventNames[] = {
    "",         "ACK",       "REJECTED", "ACCEPTED",      "RESTED",        "TRADE",         "CANCELED",
    "REPLACED", "TRIGGERED", "REFILLED", "STP_DECREMENT", "STATE_CHANGED", "AUCTION_RESULT"};
constexpr std::string_view kSideNames[] = {"BUY", "SELL"};
constexpr std::string_view kOrderTypeNames[] = {"MARKET", "LIMIT", "STOP", "STOP_LIMIT", "ICEBERG", "POST_ONLY"};
constexpr std::string_view kTifNames[] = {"GTC", "IOC", "FOK", "DAY", "GTD"};
constexpr std::string_view kStpNames[] = {"NONE", "CANCEL_NEWEST", "CANCEL_OLDEST", "CANCEL_BOTH", "DECREMENT"};
constexpr std::string_view kStateNames[] = {"CLOSED", "PRE_OPEN", "AUCTION", "CONTINUOUS", "HALTED"};
constexpr std::string_view kRejectNames[] = {"NONE",
                                             "MALFORMED",
                                             "UNKNOWN_TRADER",
                                             "NOT_AUTHORIZED",
                                             "DUPLICATE_REQUEST",
                                             "TRADER_KILLED",
                                             "RATE_LIMITED",
                                             "UNKNOWN_TARGET",
                                             "UNKNOWN_ASSET",
                                             "UNKNOWN_INSTRUMENT",
                                             "ORDER_NOT_FOUND",
                                             "ALREADY_EXISTS",
                                             "INVALID_PARAMETER",
                                             "INVALID_STATE_TRANSITION",
                                             "MARKET_CLOSED",
                                             "MARKET_HALTED",
                                             "NOT_ALLOWED_IN_STATE",
                                             "INVALID_TIF",
                                             "INVALID_QTY",
                                             "INVALID_PRICE",
                                             "INVALID_STOP_PRICE",
                                             "INVALID_DISPLAY",
                                             "INVALID_EXPIRE",
                                             "DUPLICATE_CL_ORD_ID",
                                             "PRICE_COLLAR",
                                             "NOTIONAL_OVERFLOW",
                                             "MAX_ORDER_QTY",
                                             "MAX_ORDER_NOTIONAL",
                                             "MAX_OPEN_ORDERS",
                                             "POSITION_LIMIT",
                                             "EXPOSURE_LIMIT",
                                             "INSUFFICIENT_BALANCE",
                                             "POST_ONLY_WOULD_CROSS"};
constexpr std::string_view kCancelNames[] = {
    "", "USER", "MASS", "KILL", "DISCONNECT", "IOC_REMAINDER", "FOK_UNFILLABLE", "STP", "EXPIRED_GTD", "EXPIRED_DAY"};
constexpr std::string_view kStateReasonNames[] = {"OPERATOR", "BREAKER", "TIMER"};

struct Field {
  std::string_view name;
  uint8_t offset, bytes;
  bool is_signed = false;
  Names names = {};
};

constexpr Field kCommandHeader[] = {
    {"version", 5, 1}, {"flags", 6, 2}, {"trader", 24, 4}, {"session", 28, 4}, {"client_seq", 32, 8}};
constexpr Field kAssetAdd[] = {{"asset", 40, 4}};
constexpr Field kInstrumentAdd[] = {{"instrument", 40, 4},      {"base", 44, 4},
                                    {"quote", 48, 4},           {"maker_ppm", 52, 4},
                                    {"taker_ppm", 56, 4},       {"collar_bps", 60, 4},
                                    {"lot_size", 64, 8},        {"tick_size", 72, 8},
                                    {"min_price", 80, 8, true}, {"max_price", 88, 8, true},
                                    {"ref_price", 96, 8, true}, {"band_bps", 104, 4},
                                    {"ref_ms", 108, 4},         {"halt_ms", 112, 4},
                                    {"auction_ms", 116, 4}};
constexpr Field kTraderAdd[] = {{"target", 40, 4}, {"owner", 44, 4}};
constexpr Field kSetLimits[] = {
    {"target", 40, 4},       {"max_open_orders", 44, 4},   {"max_order_qty", 48, 8}, {"max_order_notional", 56, 8},
    {"max_position", 64, 8}, {"max_open_notional", 72, 8}, {"rate_limit", 80, 4},    {"rate_window_ms", 84, 4}};
constexpr Field kDeposit[] = {{"target", 40, 4}, {"asset", 44, 4}, {"amount", 48, 8}};
constexpr Field kWithdraw[] = {{"asset", 40, 4}, {"amount", 48, 8}};
constexpr Field kSetState[] = {{"instrument", 40, 4}, {"state", 44, 1, false, kStateNames}, {"until", 48, 8}};
constexpr Field kNewOrder[] = {{"instrument", 40, 4},
                               {"side", 44, 1, false, kSideNames},
                               {"order_type", 45, 1, false, kOrderTypeNames},
                               {"tif", 46, 1, false, kTifNames},
                               {"stp", 47, 1, false, kStpNames},
                               {"cl_ord_id", 48, 8},
                               {"price", 56, 8, true},
                               {"qty", 64, 8},
                               {"stop_price", 72, 8, true},
                               {"display", 80, 8},
                               {"expire", 88, 8}};
constexpr Field kCancel[] = {{"orig_cl_ord_id", 40, 8}};
constexpr Field kReplace[] = {{"orig_cl_ord_id", 40, 8},   {"cl_ord_id", 48, 8}, {"price", 56, 8, true}, {"qty", 64, 8},
                              {"stop_price", 72, 8, true}, {"display", 80, 8}};
constexpr Field kMassCancel[] = {{"instrument", 40, 4}, {"side", 44, 1}};
constexpr Field kKillSwitch[] = {{"target", 40, 4}, {"on", 44, 1}};
constexpr Field kDisconnect[] = {{"target", 40, 4}, {"target_session", 44, 4}};
constexpr std::span<const Field> kCommandBodies[] = {{},       kAssetAdd,   kInstrumentAdd, kTraderAdd,  kSetLimits,
                                                     kDeposit, kWithdraw,   kSetState,      kNewOrder,   kCancel,
                                                     kReplace, kMassCancel, kKillSwitch,    kDisconnect, {}};

constexpr Field kEventHeader[] = {{"flags", 5, 1}, {"instrument", 32, 4}, {"trader", 36, 4}};
constexpr Field kAck[] = {
    {"cmd_type", 40, 1, false, kCommandNames}, {"client_seq", 48, 8}, {"count", 56, 8}, {"value", 64, 8}};
constexpr Field kRejected[] = {{"cmd_type", 40, 1, false, kCommandNames},
                               {"client_seq", 48, 8},
                               {"cl_ord_id", 56, 8},
                               {"required", 64, 8},
                               {"available", 72, 8}};
constexpr Field kAccepted[] = {{"order_id", 40, 8},
                               {"cl_ord_id", 48, 8},
                               {"price", 56, 8, true},
                               {"qty", 64, 8},
                               {"stop_price", 72, 8, true},
                               {"display", 80, 8},
                               {"expire", 88, 8},
                               {"client_seq", 96, 8},
                               {"side", 104, 1, false, kSideNames},
                               {"order_type", 105, 1, false, kOrderTypeNames},
                               {"tif", 106, 1, false, kTifNames},
                               {"stp", 107, 1, false, kStpNames},
                               {"session", 108, 4}};
constexpr Field kRested[] = {{"order_id", 40, 8},
                             {"cl_ord_id", 48, 8},
                             {"price", 56, 8, true},
                             {"leaves", 64, 8},
                             {"visible", 72, 8},
                             {"prio", 80, 8},
                             {"side", 104, 1, false, kSideNames}};
constexpr Field kTrade[] = {{"trade_id", 40, 8}, {"buy_order", 48, 8}, {"sell_order", 56, 8}, {"price", 64, 8, true},
                            {"qty", 72, 8},      {"notional", 80, 8},  {"buyer_fee", 88, 8},  {"seller_fee", 96, 8},
                            {"buyer", 104, 4},   {"seller", 108, 4},   {"aggressor", 112, 1}};
constexpr Field kCanceled[] = {{"order_id", 40, 8}, {"cl_ord_id", 48, 8}, {"price", 56, 8, true},
                               {"leaves", 64, 8},   {"cum", 72, 8},       {"side", 104, 1, false, kSideNames}};
constexpr Field kReplaced[] = {{"order_id", 40, 8},         {"cl_ord_id", 48, 8},  {"price", 56, 8, true},
                               {"leaves", 64, 8},           {"visible", 72, 8},    {"orig_cl_ord_id", 80, 8},
                               {"stop_price", 88, 8, true}, {"client_seq", 96, 8}, {"side", 104, 1, false, kSideNames}};
constexpr Field kTriggered[] = {{"order_id", 40, 8},
                                {"cl_ord_id", 48, 8},
                                {"price", 56, 8, true},
                                {"leaves", 64, 8},
                                {"stop_price", 72, 8, true},
                                {"last_price", 80, 8, true},
                                {"side", 104, 1, false, kSideNames}};
constexpr Field kStpDecrement[] = {{"order_id", 40, 8},
                                   {"maker_order_id", 48, 8},
                                   {"price", 56, 8, true},
                                   {"qty", 64, 8},
                                   {"leaves", 72, 8},
                                   {"maker_leaves", 80, 8},
                                   {"side", 104, 1, false, kSideNames}};
constexpr Field kStateChanged[] = {
    {"old", 40, 1, false, kStateNames}, {"new", 41, 1, false, kStateNames}, {"until", 48, 8}, {"price", 56, 8, true}};
constexpr Field kAuctionResult[] = {
    {"price", 56, 8, true}, {"qty", 64, 8}, {"buy_surplus", 72, 8}, {"sell_surplus", 80, 8}, {"ref", 88, 8, true}};
constexpr std::span<const Field> kEventBodies[] = {
    {},        kAck,       kRejected, kAccepted,     kRested,       kTrade,        kCanceled,
    kReplaced, kTriggered, kRested,   kStpDecrement, kStateChanged, kAuctionResult};

std::string_view name_in(Names names, uint64_t value) {
  return value < names.size() ? names[value] : std::string_view();
}

uint64_t load(const uint8_t* record, const Field& f) {
  uint64_t value = 0;
  std::memcpy(&value, record + f.offset, f.bytes);
  return value;
}

class ObjectWriter {
 public:
  void text(std::string_view name, std::string_view value) {
    key(name);
    out_.append(1, '"').append(value).append(1, '"');
  }
  void number(std::string_view name, uint64_t value, bool is_signed = false) {
    key(name);
    out_ += is_signed ? std::to_string(static_cast<int64_t>(value)) : std::to_string(value);
  }
  void named(std::string_view name, Names names, uint64_t value) {
    if (const std::string_view known = name_in(names, value); !known.empty())
      text(name, known);
    else
      number(name, value);
  }
  void field(const uint8_t* record, const Field& f) {
    const uint64_t value = load(record, f);
    if (!f.names.empty())
      named(f.name, f.names, value);
    else if (value != 0)
      number(f.name, value, f.is_signed);
  }
  std::string finish() { return out_ + "}"; }

 private:
  void key(std::string_view name) { out_.append(out_.size() > 1 ? ",\"" : "\"").append(name).append("\":"); }
  std::string out_ = "{";
};

/// `{"name":value,...}` where a value is a string without escapes or an integer.
class ObjectReader {
 public:
  explicit ObjectReader(std::string_view in) : in_(in) {}

  /// Calls member(name, is_text, text of the value) for each; false on anything else.
  template <class Member>
  bool read(Member&& member) {
    if (!take('{')) return false;
    if (take('}')) return done();
    do {
      std::string_view name, value;
      if (!string(name) || !take(':')) return false;
      const bool is_text = peek() == '"';
      if (is_text ? !string(value) : !integer(value)) return false;
      if (!member(name, is_text, value)) return false;
    } while (take(','));
    return take('}') && done();
  }

 private:
  void skip() {
    while (!in_.empty() && (in_[0] == ' ' || in_[0] == '\t' || in_[0] == '\n' || in_[0] == '\r')) in_.remove_prefix(1);
  }
  char peek() {
    skip();
    return in_.empty() ? '\0' : in_[0];
  }
  bool take(char c) {
    if (peek() != c) return false;
    in_.remove_prefix(1);
    return true;
  }
  bool done() {
    skip();
    return in_.empty();
  }
  bool string(std::string_view& out) {
    if (!take('"')) return false;
    const size_t end = in_.find_first_of("\"\\");
    if (end == std::string_view::npos || in_[end] != '"') return false;
    out = in_.substr(0, end);
    in_.remove_prefix(end + 1);
    return true;
  }
  bool integer(std::string_view& out) {
    skip();
    size_t size = !in_.empty() && in_[0] == '-' ? 1 : 0;
    const size_t digits = size;
    while (size < in_.size() && in_[size] >= '0' && in_[size] <= '9') ++size;
    if (size == digits || (in_[digits] == '0' && size - digits > 1)) return false;
    out = in_.substr(0, size);
    in_.remove_prefix(size);
    return true;
  }
  std::string_view in_;
};

bool parse_number(std::string_view text, const Field& f, uint64_t& out) {
  const char* end = text.data() + text.size();
  if (f.is_signed) {
    int64_t value = 0;
    if (std::from_chars(text.data(), end, value).ec != std::errc()) return false;
    out = static_cast<uint64_t>(value);
    return true;
  }
  if (std::from_chars(text.data(), end, out).ec != std::errc()) return false;
  return f.bytes == 8 || out >> (8 * f.bytes) == 0;
}

bool parse_value(const Field& f, bool is_text, std::string_view text, uint64_t& out) {
  if (!is_text) return parse_number(text, f, out);
  for (out = 0; out < f.names.size(); ++out)
    if (!text.empty() && f.names[out] == text) return true;
  return false;
}

const Field* find_field(std::span<const Field> fields, std::string_view name) {
  for (const Field& f : fields)
    if (f.name == name) return &f;
  return nullptr;
}

constexpr Field kTypeField = {"type", 4, 1, false, kCommandNames};
constexpr Field kSeqField = {"seq", 8, 8}, kTimeField = {"time", 16, 8};

}  // namespace

std::string_view name_of(CommandType type) { return name_in(kCommandNames, static_cast<uint64_t>(type)); }
std::string_view name_of(EventType type) { return name_in(kEventNames, static_cast<uint64_t>(type)); }
std::string_view name_of(Reject reason) { return name_in(kRejectNames, static_cast<uint64_t>(reason)); }

std::string to_json(const CommandRecord& c) {
  ObjectWriter out;
  const auto type = static_cast<uint8_t>(c.type);
  out.named("type", kCommandNames, type);
  out.number("seq", c.seq);
  out.number("time", c.time);
  for (const Field& f : kCommandHeader)
    if (f.name != "version" || c.version != 1) out.field(bytes_of(c), f);
  if (type <= kLastCommandType)
    for (const Field& f : kCommandBodies[type]) out.field(bytes_of(c), f);
  return out.finish();
}

std::string to_json(const EventRecord& e) {
  ObjectWriter out;
  const auto type = static_cast<uint8_t>(e.type);
  out.named("type", kEventNames, type);
  out.number("seq", e.seq);
  out.number("cmd_seq", e.cmd_seq);
  out.number("time", e.time);
  if (e.reason != 0) {
    const Names names = e.type == EventType::kRejected   ? Names(kRejectNames)
                        : e.type == EventType::kCanceled ? Names(kCancelNames)
                                                         : Names(kStateReasonNames);
    out.named("reason", names, e.reason);
  }
  for (const Field& f : kEventHeader) out.field(bytes_of(e), f);
  if (type <= kLastEventType)
    for (const Field& f : kEventBodies[type]) out.field(bytes_of(e), f);
  return out.finish();
}

std::optional<CommandRecord> command_from_json(std::string_view text) {
  CommandRecord c;
  auto* bytes = reinterpret_cast<uint8_t*>(&c);
  std::memset(bytes, 0, sizeof c);
  c.version = 1;
  // The type first: it says which other members there may be.
  uint64_t type = 0;
  const bool flat = ObjectReader(text).read([&](std::string_view name, bool is_text, std::string_view value) {
    return name != "type" || (parse_value(kTypeField, is_text, value, type) && type < 256);
  });
  if (!flat) return std::nullopt;
  bytes[kTypeField.offset] = static_cast<uint8_t>(type);
  const std::span<const Field> body = type <= kLastCommandType ? kCommandBodies[type] : std::span<const Field>();
  const bool known = ObjectReader(text).read([&](std::string_view name, bool is_text, std::string_view value) {
    if (name == kTypeField.name) return true;
    const Field* f = name == "seq" ? &kSeqField : name == "time" ? &kTimeField : find_field(kCommandHeader, name);
    if (f == nullptr) f = find_field(body, name);
    uint64_t number = 0;
    if (f == nullptr || !parse_value(*f, is_text, value, number)) return false;
    std::memcpy(bytes + f->offset, &number, f->bytes);
    return true;
  });
  if (!known) return std::nullopt;
  seal(c);
  return c;
}

}  // namespace zkp::exchange

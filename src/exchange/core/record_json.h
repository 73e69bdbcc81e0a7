/// Commands and events as JSON, one object a record (docs/formats/exchange.md, "JSON").
///
/// Enumerated fields travel by name, an unknown value as a number; fields that are zero are left out unless they are
/// enumerated; integers are exact 64-bit. Safe for concurrent use.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange/core/record.h"

namespace zkp::exchange {

std::string to_json(const CommandRecord& command);
std::string to_json(const EventRecord& event);

/// A sealed record. Nothing: not a flat object of the fields of its type, or a value out of range.
std::optional<CommandRecord> command_from_json(std::string_view text);

/// Names of the enumerations: "NEW_ORDER", "PRICE_COLLAR"; empty for an unknown value.
std::string_view name_of(CommandType type);
std::string_view name_of(EventType type);
std::string_view name_of(Reject reason);

}  // namespace zkp::exchange

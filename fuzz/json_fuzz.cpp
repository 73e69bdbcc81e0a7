// links: base
//
// Whatever json::parse accepts has one canonical form: printing it gives a text that parses to the same value, is
// accepted as canonical, and prints to itself. An input that is canonical already is accepted unchanged.
#include <cstdlib>

#include "base/json.h"
#include "base/utf8.h"

using namespace zkp;

namespace {

void require(bool promise) {
  if (!promise) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = as_text({data, size});
  const Result<json::Value> value = json::parse(text);
  if (!value.ok()) {
    const ErrorCode code = value.error().code();
    require(code == ErrorCode(GeneralError::kParse) || code == ErrorCode(GeneralError::kLimit));
    require(!json::parse_canonical(text).ok());
    return 0;
  }
  const std::string printed = json::dump(*value);
  require(is_valid_utf8(printed));
  const Result<json::Value> again = json::parse_canonical(printed);
  require(again.ok());
  require(*again == *value);
  require(json::dump(*again) == printed);
  require(json::parse_canonical(text).ok() == (printed == text));
  return 0;
}

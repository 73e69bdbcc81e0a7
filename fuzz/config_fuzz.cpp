// links: base ledger
// Configurations: an error names the file, and what is accepted is within its limits.
#include <cstdlib>

#include "ledger/config.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto nothing = [](const std::string&) { return std::optional<std::string>(); };
  const auto config = zkp::parse_config(text, "file", nothing);
  if (!config.ok()) {
    require(config.error().where().file.starts_with("file"));
    return 0;
  }
  require(config->cache_size_mb >= 1 && config->witnesses.quorum >= 0);
  require(static_cast<size_t>(config->witnesses.quorum) <= config->witnesses.keys.size());
  // The first line as a variable: never a crash.
  const std::string first(text.substr(0, text.find('\n')));
  (void)zkp::parse_config("", "file", [&](const std::string&) { return std::optional(first); }).ok();
  return 0;
}

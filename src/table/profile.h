/// The file profile: how the bytes of a file become rows. With a schema it makes re-reading deterministic.
///
///   csv/1;delim=,;quote=";header=1;null=n/a,;zone=
///   json/1;form=lines;null=;zone=UTC
///   parquet/1;null=;zone=
///
/// docs/formats/profile.md says what each means. Safe for concurrent use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zkp {

enum class FileFormat : uint8_t { kCsv, kParquet, kJsonLines, kJsonArray };

struct Profile {
  FileFormat format = FileFormat::kCsv;
  char delimiter = ',';                  ///< of CSV: one of , ; tab |
  std::vector<std::string> null_tokens;  ///< sorted, distinct; texts that mean NULL besides what the format has
  bool assume_utc = false;               ///< timestamps without a zone are UTC

  friend bool operator==(const Profile&, const Profile&) = default;
};

inline constexpr size_t kMaxNullTokens = 64;
inline constexpr size_t kMaxNullTokenBytes = 256;

std::string to_string(const Profile& profile);
/// Reads exactly what to_string() prints. Error: GeneralError::kParse; GeneralError::kUnsupported for another version.
Result<Profile> parse_profile(std::string_view text);

/// Sorts and checks null tokens: valid UTF-8 without NUL, within the limits. Error: GeneralError::kInvalidArgument.
Result<std::vector<std::string>> normalised_null_tokens(std::vector<std::string> tokens);

}  // namespace zkp

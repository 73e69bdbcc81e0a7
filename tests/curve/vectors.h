/// Where test vectors are: those of third parties (outside the repository) and ours.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/encoding.h"

namespace zkp {

/// A file below $ZKP_VECTORS, or below ../shared/vectors beside the source where that is not set; nothing if it is
/// absent.
inline std::optional<std::string> third_party_file(const std::string& name) {
  const char* folder = std::getenv("ZKP_VECTORS");
  const std::filesystem::path path = (folder != nullptr ? std::filesystem::path(folder)
                                                        : std::filesystem::path(ZKP_SOURCE_DIR) / "../shared/vectors") /
                                     name;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

inline const nlohmann::json& cross_values() {
  static const nlohmann::json values =
      nlohmann::json::parse(std::ifstream(ZKP_SOURCE_DIR "/tests/vectors/bls12_381_cross.json"));
  return values;
}

inline Bytes unhex(const nlohmann::json& text) { return hex_decode(text.get<std::string>()).value(); }

}  // namespace zkp

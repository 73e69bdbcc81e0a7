#include "groth16/setup_label.h"

#include "base/encoding.h"

namespace zkp {
namespace {

constexpr std::string_view kInsecureDevText = "insecure-dev";
constexpr std::string_view kLocalText = "local";
constexpr std::string_view kCeremonyPrefix = "ceremony:";

}  // namespace

Result<SetupLabel> SetupLabel::parse(std::string_view text) {
  if (text == kInsecureDevText) return insecure_dev();
  if (text == kLocalText) return local();
  if (text.starts_with(kCeremonyPrefix))
    if (auto transcript = hex_decode_array<32>(text.substr(kCeremonyPrefix.size())); transcript.ok())
      return ceremony(*transcript);
  return Error(GeneralError::kParse, "unknown set-up label");
}

std::string SetupLabel::text() const {
  switch (kind_) {
    case Kind::kInsecureDev:
      return std::string(kInsecureDevText);
    case Kind::kLocal:
      return std::string(kLocalText);
    case Kind::kCeremony:
      break;
  }
  return std::string(kCeremonyPrefix) + hex_encode(transcript_);
}

}  // namespace zkp

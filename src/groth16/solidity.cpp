#include "groth16/solidity.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "groth16/evm_encoding.h"
#include "groth16/insecure_dev.h"
#include "groth16/solidity_text.h"
#include "hash/sha3.h"

namespace zkp {
namespace {

constexpr std::string_view kInsecureName = "InsecureDev";
constexpr std::string_view kInterfaceName = "IGroth16Verifier";
constexpr size_t kMaxNameLetters = 64;

// Offsets of the pairing check's input, which is the first thing in the memory that the contract allocates.
constexpr size_t kPairBytes = kEvmG1Bytes + kEvmG2Bytes;
constexpr size_t kTermBytes = kEvmG1Bytes + 32;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_name_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string hex_number(size_t value) {
  std::string digits;
  for (; value != 0 || digits.empty(); value /= 16) digits.insert(digits.begin(), "0123456789abcdef"[value % 16]);
  return "0x" + digits;
}

using Words = std::vector<std::pair<std::string_view, std::string>>;

// `text` with every {NAME} of `words` replaced. Braces around anything else stay.
std::string fill(std::string_view text, const Words& words) {
  std::string out;
  while (!text.empty()) {
    const auto hit = std::ranges::find_if(words, [&](const auto& word) {
      return text.starts_with('{') && text.substr(1).starts_with(word.first) &&
             text.substr(1 + word.first.size()).starts_with('}');
    });
    if (hit == words.end()) {
      out.push_back(text.front());
      text.remove_prefix(1);
    } else {
      out += hit->second;
      text.remove_prefix(hit->first.size() + 2);
    }
  }
  return out;
}

// The statements that write `bytes`, a multiple of 32, to memory from base + offset on.
std::string stores(std::string_view base, size_t offset, ByteView bytes) {
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 32) {
    const ByteView word = bytes.subspan(i, 32);
    const auto digit = std::ranges::find_if(word, [](uint8_t byte) { return byte != 0; });
    const std::string value = digit == word.end() ? "0" : hex_encode(word.subspan(digit - word.begin()));
    out += "            mstore(add(" + std::string(base) + ", " + hex_number(offset + i) + "), 0x" + value + ")\n";
  }
  return out;
}

Bytes data_code(std::span<const G1Affine> points) {
  Bytes out = {0x00};
  for (const G1Affine& point : points) {
    append(out, point.x().to_bytes());
    append(out, point.y().to_bytes());
  }
  return out;
}

// What is said of the set-up, for people who read the contract's source.
std::string_view label_notice(const SetupLabel& label) {
  switch (label.kind()) {
    case SetupLabel::Kind::kInsecureDev:
      return "    /// @notice FOR DEVELOPMENT ONLY: the secrets of this key are public, so anybody can forge proofs.\n";
    case SetupLabel::Kind::kLocal:
      return "    /// @notice The key comes from one machine's randomness: whoever made it could have forged proofs.\n";
    case SetupLabel::Kind::kCeremony:
      break;
  }
  return "    /// @notice The key comes from a ceremony with this transcript (SHA-256). Forging takes all "
         "contributors\n"
         "    /// together. Nothing on chain shows that the transcript is good: verify it, and compare the key's id.\n";
}

// The pieces that differ between points in the contract and points in contracts of data.
struct PointCode {
  std::string contracts;     // before the verifier
  std::string members;       // immutables and the constructor
  size_t scratch_bytes = 0;  // of memory behind the sum
  std::string store_terms;   // the statements that write IC_i, i > 0
  std::string functions;
};

PointCode inline_points(const VerifyingKey& key) {
  PointCode out;
  std::string body;
  for (size_t i = 1; i < key.ic.size(); ++i) body += stores("terms", (i - 1) * kTermBytes, evm_encode(key.ic[i]));
  if (body.empty()) return out;
  out.store_terms = "        _storePoints(terms);\n";
  out.functions = fill(solidity_text::kStorePointsInline, {{"STORES", body}});
  return out;
}

PointCode data_points(const VerifyingKey& key, const std::string& name) {
  PointCode out;
  std::string checks, immutables;
  const auto inputs = std::span(key.ic).subspan(1);
  const size_t count = solidity_data_contracts(key);
  for (size_t i = 0; i < count; ++i) {
    const size_t first = i * kSolidityPointsPerData;
    const auto points = inputs.subspan(first, std::min(kSolidityPointsPerData, inputs.size() - first));
    const Bytes code = data_code(points);
    const std::string index = std::to_string(i);
    out.contracts += fill(solidity_text::kDataContract, {{"NAME", name}, {"INDEX", index}, {"CODE", hex_encode(code)}});
    immutables += "    address private immutable POINTS_" + index + ";\n";
    checks += fill(solidity_text::kDataCheck, {{"INDEX", index}, {"HASH", hex_encode(keccak256(code))}});
    out.store_terms += "        _storePoints(POINTS_" + index + ", terms + " + hex_number(first * kTermBytes) + ", " +
                       std::to_string(points.size()) + ", sum + 0x100);\n";
  }
  out.scratch_bytes = kSolidityPointsPerData * 96;
  out.members =
      fill(solidity_text::kDataMembers,
           {{"IMMUTABLES", immutables}, {"CHECKS", checks}, {"NAME", name}, {"COUNT", std::to_string(count)}});
  out.functions = solidity_text::kStorePointsData;
  return out;
}

std::string key_stores(const VerifyingKey& key) {
  return stores("pairs", kPairBytes, evm_encode(-key.alpha)) +
         stores("pairs", kPairBytes + kEvmG1Bytes, evm_encode(key.beta)) +
         stores("pairs", 2 * kPairBytes + kEvmG1Bytes, evm_encode(-key.gamma)) +
         stores("pairs", 3 * kPairBytes + kEvmG1Bytes, evm_encode(-key.delta));
}

}  // namespace

size_t solidity_data_contracts(const VerifyingKey& key) {
  const size_t inputs = key.public_count();
  return inputs <= kSolidityInlineInputs ? 0 : (inputs + kSolidityPointsPerData - 1) / kSolidityPointsPerData;
}

Result<std::string> solidity_contract_name(const SetupLabel& label, const SolidityOptions& options) {
  std::string name = options.contract;
  const bool well_formed = !name.empty() && name.size() <= kMaxNameLetters && is_upper(name.front()) &&
                           std::ranges::all_of(name, is_name_letter) && name != kInterfaceName;
  if (!well_formed)
    return Error(GeneralError::kInvalidArgument,
                 "a contract is named by a capital letter, then letters and digits, at "
                 "most 64, and not IGroth16Verifier");
  const bool says_so = name.find(kInsecureName) != std::string::npos;
  if (label.kind() == SetupLabel::Kind::kInsecureDev && !says_so) name += kInsecureName;
  return name;
}

Result<std::string> solidity_verifier(const LabelledVerifyingKey& file, const SolidityOptions& options) {
  const VerifyingKey& key = file.key;
  ZKP_TRY_VOID(check_verifying_key(key));
  ZKP_TRY_VOID(check_label(file));
  ZKP_TRY(const std::string name, solidity_contract_name(file.label, options));
  const size_t inputs = key.public_count();
  if (inputs > kSolidityMaxInputs)
    return Error(GeneralError::kLimit, "a verifier on chain takes at most " + std::to_string(kSolidityMaxInputs) +
                                           " public inputs, the key has " + std::to_string(inputs))
        .with_hint("let the circuit take a digest of its inputs as its only public input");
  const bool insecure = file.label.kind() == SetupLabel::Kind::kInsecureDev;
  const PointCode points = solidity_data_contracts(key) > 0 ? data_points(key, name) : inline_points(key);

  std::string combine;
  if (inputs == 0) {
    combine =
        fill(solidity_text::kCombineNothing, {{"STORES", stores("pairs", 2 * kPairBytes, evm_encode(key.ic[0]))}});
  } else {
    combine = fill(solidity_text::kCombine,
                   {{"POINTS", points.store_terms},
                    {"STORES", stores("sum", kEvmG1Bytes, evm_encode(key.ic[0]))},
                    {"TERMS", hex_number(inputs * kTermBytes)},
                    {"MEMORY", hex_number(inputs * kTermBytes + 2 * kEvmG1Bytes + points.scratch_bytes)}});
  }
  return fill(solidity_text::kHead, {}) + points.contracts +
         fill(solidity_text::kContract,
              {{"NAME", name},
               {"NOTICE", std::string(label_notice(file.label))},
               {"LABEL", file.label.text()},
               {"INSECURE", insecure ? "true" : "false"},
               {"KEY_ID", hex_encode(verifying_key_id(key))},
               {"CIRCUIT_ID", hex_encode(file.circuit_id)},
               {"INPUTS", std::to_string(inputs)},
               {"MEMBERS", points.members},
               {"COMBINE", combine},
               {"KEY_STORES", key_stores(key)},
               {"FUNCTIONS", points.functions + std::string(inputs == 0 ? "" : solidity_text::kStoreInputs)}});
}

}  // namespace zkp

// The ledger part of zkp/c_api.h, over zkp/verify.h.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>

#include "api/c_guard.h"
#include "zkp/verify.h"

using zkp::api::ErrorBuffer;
using zkp::api::guarded;
using zkp::api::is_buffer;

struct zkp_verification {
  zkp::api::VerifyResult result;
  std::vector<std::pair<std::string, std::string>> outputs;
};

namespace {

// A zero byte in a value that a stranger chose would hide what follows it from a reader of C strings.
void without_zeros(std::string& text) {
  for (size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at)) text.replace(at, 1, "\\x00");
}

zkp_verification* make_verification(zkp::api::VerifyResult result) {
  for (zkp::api::VerifyCheck& check : result.checks) {
    without_zeros(check.name);
    without_zeros(check.detail);
  }
  for (std::string* text : {&result.statement, &result.claim, &result.label}) without_zeros(*text);
  for (std::string& sentence : result.not_shown) without_zeros(sentence);
  std::vector<std::pair<std::string, std::string>> outputs(result.outputs.begin(), result.outputs.end());
  for (auto& [name, value] : outputs) {
    without_zeros(name);
    without_zeros(value);
  }
  return new zkp_verification{std::move(result), std::move(outputs)};
}

// Sizes that the structure has had, the first version first. A new member comes last and adds its end here.
constexpr size_t kOptionSizes[] = {
    offsetof(zkp_verify_options, ed25519_context) + sizeof(zkp_verify_options::ed25519_context),
    offsetof(zkp_verify_options, reference_string_size) + sizeof(zkp_verify_options::reference_string_size)};
static_assert(std::end(kOptionSizes)[-1] == sizeof(zkp_verify_options));

// The caller's structure as this version has it, its missing members left out; nothing for an unknown size.
std::optional<zkp_verify_options> current_options(const zkp_verify_options* from) {
  size_t size = 0;
  std::memcpy(&size, from, sizeof size);
  if (std::ranges::find(kOptionSizes, size) == std::end(kOptionSizes)) return std::nullopt;
  zkp_verify_options out{};
  std::memcpy(&out, from, size);
  return out;
}

// False: an option is a NULL pointer to something.
bool read_options(const zkp_verify_options& from, zkp::api::VerifyOptions& to) {
  if (!is_buffer(from.verification_key, from.verification_key_size) ||
      !is_buffer(from.reference_string, from.reference_string_size) ||
      from.witness_count > PTRDIFF_MAX / sizeof(char*) || (from.witnesses == nullptr && from.witness_count > 0))
    return false;
  if (from.log_key != nullptr) to.log_key = from.log_key;
  to.require_pinned = from.require_pinned != 0;
  for (size_t i = 0; i < from.witness_count; ++i) {
    if (from.witnesses[i] == nullptr) return false;
    to.witnesses.emplace_back(from.witnesses[i]);
  }
  to.quorum = from.quorum;
  if (from.nonce != nullptr) std::copy_n(from.nonce, to.nonce.size(), to.nonce.begin());
  if (from.verification_key_size > 0)
    to.verification_key.assign(from.verification_key, from.verification_key + from.verification_key_size);
  if (from.reference_string_size > 0)
    to.reference_string.assign(from.reference_string, from.reference_string + from.reference_string_size);
  return true;
}

template <class List>
bool has(const List* list, size_t index) {
  return list != nullptr && index < list->size();
}
const auto* checks_of(const zkp_verification* v) { return v == nullptr ? nullptr : &v->result.checks; }
const auto* outputs_of(const zkp_verification* v) { return v == nullptr ? nullptr : &v->outputs; }
const auto* not_shown_of(const zkp_verification* v) { return v == nullptr ? nullptr : &v->result.not_shown; }

}  // namespace

extern "C" {

void zkp_verify_options_init(zkp_verify_options* options, size_t size) {
  static_assert(offsetof(zkp_verify_options, struct_size) == 0);
  if (options == nullptr || size < sizeof options->struct_size) return;
  // Through bytes: the structure of the caller may be a shorter one.
  std::memset(static_cast<void*>(options), 0, size);
  std::memcpy(static_cast<void*>(options), &size, sizeof size);
}

int32_t zkp_verify_file(const uint8_t* content, size_t size, const zkp_verify_options* options, zkp_verification** out,
                        char* error_text, size_t error_size) {
  const ErrorBuffer error{error_text, error_size};
  if (out != nullptr) *out = nullptr;
  return guarded(error, [&] {
    zkp::api::VerifyOptions read;
    std::optional<zkp_verify_options> given;
    if (options != nullptr) given = current_options(options);
    if (!given || !is_buffer(content, size) || !read_options(*given, read))
      return error.fail(
          ZKP_BAD_ARGUMENT,
          "a NULL pointer, a size that no buffer has, or options that zkp_verify_options_init did not make");
    zkp::api::Ed25519Verify ed25519;
    if (given->ed25519 != nullptr)
      ed25519 = [check = given->ed25519, context = given->ed25519_context](auto key, auto message, auto signature) {
        return check(context, key.data(), message.data(), message.size(), signature.data()) != 0;
      };
    zkp::api::VerifyResult result =
        zkp::api::verify_file({reinterpret_cast<const char*>(content), size}, read, ed25519);
    if (result.status == zkp::api::VerifyStatus::kUnreadable) return error.fail(ZKP_BAD_INPUT, result.error);
    if (result.status == zkp::api::VerifyStatus::kBadOptions) return error.fail(ZKP_BAD_ARGUMENT, result.error);
    const bool verified = result.ok();
    if (!verified) {
      const auto failed = std::ranges::find(result.checks, false, &zkp::api::VerifyCheck::ok);
      if (failed != result.checks.end()) error.set(failed->name + ": " + failed->detail);
    }
    if (out != nullptr) *out = make_verification(std::move(result));
    return int32_t{verified ? ZKP_OK : ZKP_REFUSED};
  });
}

void zkp_verification_free(zkp_verification* verification) { delete verification; }

size_t zkp_verification_check_count(const zkp_verification* v) { return v == nullptr ? 0 : v->result.checks.size(); }
const char* zkp_verification_check_name(const zkp_verification* v, size_t index) {
  return has(checks_of(v), index) ? v->result.checks[index].name.c_str() : "";
}
int32_t zkp_verification_check_holds(const zkp_verification* v, size_t index) {
  return has(checks_of(v), index) && v->result.checks[index].ok ? 1 : 0;
}
const char* zkp_verification_check_detail(const zkp_verification* v, size_t index) {
  return has(checks_of(v), index) ? v->result.checks[index].detail.c_str() : "";
}
const char* zkp_verification_statement(const zkp_verification* v) {
  return v == nullptr ? "" : v->result.statement.c_str();
}
const char* zkp_verification_claim(const zkp_verification* v) { return v == nullptr ? "" : v->result.claim.c_str(); }
const char* zkp_verification_label(const zkp_verification* v) { return v == nullptr ? "" : v->result.label.c_str(); }
size_t zkp_verification_output_count(const zkp_verification* v) { return v == nullptr ? 0 : v->outputs.size(); }
const char* zkp_verification_output_name(const zkp_verification* v, size_t index) {
  return has(outputs_of(v), index) ? v->outputs[index].first.c_str() : "";
}
const char* zkp_verification_output_value(const zkp_verification* v, size_t index) {
  return has(outputs_of(v), index) ? v->outputs[index].second.c_str() : "";
}
size_t zkp_verification_not_shown_count(const zkp_verification* v) {
  return v == nullptr ? 0 : v->result.not_shown.size();
}
const char* zkp_verification_not_shown(const zkp_verification* v, size_t index) {
  return has(not_shown_of(v), index) ? v->result.not_shown[index].c_str() : "";
}

}  // extern "C"

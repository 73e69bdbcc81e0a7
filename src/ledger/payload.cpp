#include "ledger/payload.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/encoding.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kStatementType = "https://in-toto.io/Statement/v1";
constexpr std::string_view kPredicatePrefix = "tag:zkp-ledger,2026:";
constexpr std::string_view kPredicateSuffix = "/v1";
constexpr std::array<std::string_view, 10> kTypeNames = {"genesis", "notarize", "transform", "split",   "proof",
                                                         "branch",  "merge",    "key",       "retract", "erase"};
constexpr std::array<std::string_view, 6> kCommonMembers = {"author", "branch", "ledger", "parents", "time"};
constexpr json::Limits kPayloadLimits{.max_bytes = kMaxEntryBytes, .max_depth = 16};
constexpr size_t kMaxParents = 16;
constexpr size_t kMaxSubjects = 128;
constexpr int64_t kLastSecond = 253402300799;  // 9999-12-31T23:59:59Z

Error bad(std::string message) { return Error(LedgerError::kBadEntry, std::move(message)); }

bool is_subject_digest(std::string_view algorithm) { return algorithm == "zkpCommitment" || algorithm == "sha256"; }

Result<Subject> parse_subject(const json::Value& value) {
  ZKP_TRY_VOID(value.expect_members({"name", "digest"}));
  Subject out;
  ZKP_TRY(out.name, value.get_string("name"));
  if (!is_valid_name(out.name)) return bad("the subject's name is not [A-Za-z0-9._-]{1,128}");
  ZKP_TRY(const json::Object* digests, value.get_object("digest"));
  if (digests->size() != 1) return bad("a subject has exactly one digest");
  const auto& [algorithm, digest] = *digests->begin();
  if (!is_subject_digest(algorithm)) return bad("unknown digest of a subject: " + algorithm);
  if (!digest.is_string()) return bad("the subject's digest is not a string");
  out.algorithm = algorithm;
  ZKP_TRY(out.digest, hex_decode_array<32>(digest.string()));
  return out;
}

Result<EntryType> parse_predicate_type(std::string_view text) {
  if (text.starts_with(kPredicatePrefix) && text.ends_with(kPredicateSuffix) &&
      text.size() > kPredicatePrefix.size() + kPredicateSuffix.size()) {
    text.remove_prefix(kPredicatePrefix.size());
    text.remove_suffix(kPredicateSuffix.size());
    if (auto type = entry_type_from_name(text)) return *type;
  }
  return bad("unknown predicate type");
}

}  // namespace

std::string_view entry_type_name(EntryType type) { return kTypeNames.at(static_cast<size_t>(type)); }

std::string predicate_type(EntryType type) {
  return std::string(kPredicatePrefix) + std::string(entry_type_name(type)) + std::string(kPredicateSuffix);
}

std::optional<EntryType> entry_type_from_name(std::string_view name) {
  auto it = std::find(kTypeNames.begin(), kTypeNames.end(), name);
  if (it == kTypeNames.end()) return std::nullopt;
  return static_cast<EntryType>(it - kTypeNames.begin());
}

Digest key_id(const ByteArray<32>& public_key) { return sha256(public_key); }

bool is_valid_name(std::string_view name) {
  return !name.empty() && name.size() <= 128 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

std::string encode_payload(const EntryPayload& payload) {
  json::Object predicate = payload.fields;
  json::Array parents;
  for (const Digest& parent : payload.parents) parents.emplace_back(hex_encode(parent));
  predicate["ledger"] = payload.ledger;
  predicate["branch"] = payload.branch;
  predicate["parents"] = std::move(parents);
  predicate["time"] = format_time(payload.time_s);
  predicate["author"] = hex_encode(payload.author);
  json::Array subjects;
  for (const Subject& subject : payload.subjects)
    subjects.push_back(json::Object{{"name", subject.name},
                                    {"digest", json::Object{{subject.algorithm, hex_encode(subject.digest)}}}});
  return json::dump(json::Object{{"_type", kStatementType},
                                 {"subject", std::move(subjects)},
                                 {"predicateType", predicate_type(payload.type)},
                                 {"predicate", std::move(predicate)}});
}

Result<EntryPayload> parse_payload(std::string_view text) {
  ZKP_TRY(json::Value statement, json::parse_canonical(text, kPayloadLimits));
  ZKP_TRY_VOID(statement.expect_members({"_type", "subject", "predicateType", "predicate"}));
  ZKP_TRY(std::string type, statement.get_string("_type"));
  if (type != kStatementType) return bad("the payload is not an in-toto Statement v1");

  EntryPayload out;
  ZKP_TRY(std::string predicate_type_text, statement.get_string("predicateType"));
  ZKP_TRY(out.type, parse_predicate_type(predicate_type_text));
  ZKP_TRY(const json::Array* subjects, statement.get_array("subject"));
  if (subjects->empty() || subjects->size() > kMaxSubjects) return bad("an entry has 1 to 128 subjects");
  for (const json::Value& subject : *subjects) {
    ZKP_TRY(Subject parsed, parse_subject(subject));
    out.subjects.push_back(std::move(parsed));
  }

  ZKP_TRY(const json::Object* predicate, statement.get_object("predicate"));
  const json::Value& view = *statement.find("predicate");
  ZKP_TRY(out.ledger, view.get_string("ledger"));
  ZKP_TRY(out.branch, view.get_string("branch"));
  if (!is_valid_name(out.branch)) return bad("the branch is not [A-Za-z0-9._-]{1,128}");
  ZKP_TRY(std::string time, view.get_string("time"));
  ZKP_TRY(out.time_s, parse_time(time));
  ZKP_TRY(std::string author, view.get_string("author"));
  ZKP_TRY(out.author, hex_decode_array<32>(author));
  ZKP_TRY(const json::Array* parents, view.get_array("parents"));
  if (parents->size() > kMaxParents) return bad("more than 16 parents");
  for (const json::Value& parent : *parents) {
    if (!parent.is_string()) return bad("a parent is not a string");
    ZKP_TRY(Digest digest, hex_decode_array<32>(parent.string()));
    out.parents.push_back(digest);
  }
  for (const auto& [key, value] : *predicate)
    if (std::find(kCommonMembers.begin(), kCommonMembers.end(), key) == kCommonMembers.end())
      out.fields.emplace(key, value);
  return out;
}

Result<void> check_payload(const EntryPayload& payload) {
  if (payload.time_s < 0 || payload.time_s > kLastSecond)
    return bad("the time is not in the years 1970 to 9999: is the clock right?");
  if (!is_valid_name(payload.branch)) return bad("the branch is not [A-Za-z0-9._-]{1,128}");
  if (payload.parents.size() > kMaxParents) return bad("more than 16 parents");
  if (payload.subjects.empty() || payload.subjects.size() > kMaxSubjects) return bad("an entry has 1 to 128 subjects");
  for (const Subject& subject : payload.subjects) {
    if (!is_valid_name(subject.name)) return bad("the subject's name is not [A-Za-z0-9._-]{1,128}");
    if (!is_subject_digest(subject.algorithm)) return bad("unknown digest of a subject: " + subject.algorithm);
  }
  return {};
}

std::string format_time(int64_t time_s) {
  ZKP_CHECK(time_s >= 0 && time_s <= kLastSecond);
  namespace ch = std::chrono;
  const ch::sys_seconds instant{ch::seconds{time_s}};
  const ch::sys_days day = ch::floor<ch::days>(instant);
  const ch::year_month_day date{day};
  const ch::hh_mm_ss clock{instant - day};
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return out;
}

Result<int64_t> parse_time(std::string_view text) {
  const Error error(GeneralError::kParse, "not a time like 2026-11-21T12:00:00Z: " + std::string(text.substr(0, 40)));
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != kShape.size()) return error;
  for (size_t i = 0; i < text.size(); ++i)
    if (kShape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != kShape[i]) return error;
  auto number = [&](size_t from, size_t digits) {
    int v = 0;
    for (size_t i = from; i < from + digits; ++i) v = 10 * v + (text[i] - '0');
    return v;
  };
  namespace ch = std::chrono;
  const ch::year_month_day date{ch::year{number(0, 4)}, ch::month{static_cast<unsigned>(number(5, 2))},
                                ch::day{static_cast<unsigned>(number(8, 2))}};
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (!date.ok() || number(0, 4) < 1970 || hour > 23 || minute > 59 || second > 59) return error;
  return int64_t{86400} * ch::sys_days{date}.time_since_epoch().count() + 3600 * hour + 60 * minute + second;
}

}  // namespace zkp

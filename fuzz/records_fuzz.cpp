// links: base hash log ledger_verify
// Records: the input is the text of a payload. What a reader accepts, the writer writes back without loss, and no two
// spellings mean the same record.
#include <cstdlib>

#include "base/encoding.h"
#include "ledger/entry.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

// An envelope around the text, so that the one strict parser reads it.
zkp::Bytes envelope(std::string_view payload, std::string_view author) {
  using namespace zkp;
  return to_bytes(json::dump(json::Object{
      {"payload", base64_encode(as_bytes(payload))},
      {"payloadType", kPayloadType},
      {"signatures", json::Array{json::Object{{"keyid", author}, {"sig", base64_encode(ByteArray<64>{})}}}},
  }));
}

// The members of the type come back; the common ones are not the record's.
void compare(const zkp::EntryPayload& read, const zkp::EntryPayload& written) {
  auto own = read.fields;
  for (const char* common : {"author_key", "log_key", "clock_behind"}) own.erase(common);
  require(own == written.fields);
  require(read.subjects.size() == written.subjects.size());
  for (size_t i = 0; i < read.subjects.size(); ++i)
    require(read.subjects[i].name == written.subjects[i].name &&
            read.subjects[i].algorithm == written.subjects[i].algorithm &&
            read.subjects[i].digest == written.subjects[i].digest);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp;
  const auto value = json::parse(as_text({data, size}));
  if (!value.ok()) return 0;
  const json::Value* predicate = value->find("predicate");
  if (predicate == nullptr) return 0;
  const auto author = predicate->get_string("author");
  if (!author.ok()) return 0;
  const auto entry = parse_entry(envelope(json::dump(*value), *author));
  if (!entry.ok()) return 0;
  const EntryPayload& payload = entry->payload;
  (void)read_common(payload).ok();
  if (const auto genesis = read_genesis(payload); genesis.ok()) compare(payload, make_genesis(*genesis));
  if (const auto notarize = read_notarize(payload); notarize.ok()) {
    compare(payload, make_notarize(*notarize));
    require(encode_entry_body(notarize->body) == notarize->body_bytes);
    require(decode_dictionaries(encode_dictionaries(notarize->dictionaries), notarize->body).ok() ||
            notarize->dictionary_blob);
  }
  if (const auto proof = read_proof(payload); proof.ok()) compare(payload, make_proof(*proof));
  return 0;
}

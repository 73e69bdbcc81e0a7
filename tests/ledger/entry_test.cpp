#include "ledger/entry.h"

#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

EntryPayload sample() {
  EntryPayload out;
  out.type = EntryType::kNotarize;
  out.subjects = {{"train-v1", "zkpCommitment", sha256(as_bytes("dataset"))}};
  out.ledger = "zkp-ledger/test/" + std::string(64, 'a');
  out.parents = {sha256(as_bytes("parent"))};
  out.time_s = kStart_s;
  out.fields = {
      {"text", "gr\u00fc\u00df dich \"you\""}, {"number", int64_t{-5}}, {"list", json::Array{"a", int64_t{1}}}};
  return out;
}

SignedEntry signed_sample() { return sign_entry(sample(), HashSigner(7)).value(); }

// An envelope around any text, as a hostile author would make it: form right, signature of the right length.
Bytes envelope(std::string_view payload, const std::string& key_id_hex) {
  return to_bytes(json::dump(json::Object{
      {"payload", base64_encode(as_bytes(payload))},
      {"payloadType", kPayloadType},
      {"signatures", json::Array{json::Object{{"keyid", key_id_hex}, {"sig", base64_encode(ByteArray<64>{})}}}},
  }));
}
Bytes envelope(const json::Value& payload) {
  return envelope(json::dump(payload), hex_encode(key_id(HashSigner(7).public_key())));
}
json::Value payload_json() { return json::parse(encode_payload(signed_sample().payload)).value(); }

TEST(Entry, WhatIsSignedReadsBackTheSame) {
  const SignedEntry made = signed_sample();
  const SignedEntry read = parse_entry(made.leaf).value();
  EXPECT_EQ(read.leaf, made.leaf);
  EXPECT_EQ(read.digest, made.digest);
  EXPECT_EQ(read.leaf_hash, leaf_hash(made.leaf));
  EXPECT_EQ(read.signature, made.signature);
  EXPECT_EQ(read.payload.type, EntryType::kNotarize);
  EXPECT_EQ(read.payload.subjects[0].name, "train-v1");
  EXPECT_EQ(read.payload.parents, made.payload.parents);
  EXPECT_EQ(read.payload.time_s, kStart_s);
  EXPECT_EQ(read.payload.author, key_id(HashSigner(7).public_key()));
  EXPECT_EQ(read.payload.fields, made.payload.fields);
  EXPECT_EQ(encode_payload(read.payload), encode_payload(made.payload));
  EXPECT_TRUE(verify_entry_signature(read, HashSigner(7).public_key(), HashVerifier()));
}

TEST(Entry, WhatItRecordsIsReadWhenItIsMade) {
  World world;
  const NotarizeRecord data = world.dataset("a", 1);
  const SignedEntry made = sign_entry(world.complete(make_notarize(data)), world.author).value();
  for (const SignedEntry& entry : {made, parse_entry(made.leaf).value()}) {
    EXPECT_EQ(entry.common->author_key, world.author.public_key());
    EXPECT_EQ((*entry.notarize().value()).dataset, data.dataset);
    EXPECT_CODE(entry.proof(), LedgerError::kBadEntry);  // of another type
    EXPECT_CODE(entry.genesis(), LedgerError::kBadEntry);
  }
  // Well-formed, but not what a notarize entry must hold.
  const SignedEntry odd = signed_sample();
  EXPECT_FALSE(odd.common.ok());
  EXPECT_CODE(odd.notarize(), LedgerError::kBadEntry);
}

// DSSE v1.0.2 protocol.md gives this encoding of the type "http://example.com/HelloWorld" and the body "hello world";
// the same rule written out for ours.
TEST(Entry, TheSignatureIsOverThePreAuthenticationEncodingOfDsse) {
  const SignedEntry entry = signed_sample();
  const std::string payload = encode_payload(entry.payload);
  const std::string pae = "DSSEv1 28 application/vnd.in-toto+json " + std::to_string(payload.size()) + " " + payload;
  EXPECT_EQ(entry.signature, HashSigner(7).sign_ed25519(as_bytes(pae)).value());
}

TEST(Entry, TheTextOfAnEntryIsTheOneInTheFormatDocument) {
  EntryPayload payload;
  payload.type = EntryType::kProof;
  payload.subjects = {{"n", "zkpCommitment", Digest{}}};
  payload.ledger = "zkp-ledger/x/y";
  payload.time_s = 0;
  payload.fields = {{"z", "1"}, {"a", "2"}};
  const std::string zeros(64, '0');
  EXPECT_EQ(encode_payload(payload),
            R"({"_type":"https://in-toto.io/Statement/v1","predicate":{"a":"2","author":")" + zeros +
                R"(","branch":"main","ledger":"zkp-ledger/x/y","parents":[],"time":"1970-01-01T00:00:00Z","z":"1"},)"
                R"("predicateType":"tag:zkp-ledger,2026:proof/v1","subject":[{"digest":{"zkpCommitment":")" +
                zeros + R"("},"name":"n"}]})");
}

TEST(Entry, AnyFlippedBitIsRefusedOrChangesTheDigestAndBreaksTheSignature) {
  const SignedEntry made = signed_sample();
  size_t refused = 0, parsed = 0;
  for (size_t at = 0; at < made.leaf.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Bytes changed = made.leaf;
      changed[at] ^= static_cast<uint8_t>(1 << bit);
      const Result<SignedEntry> read = parse_entry(changed);
      if (!read.ok()) {
        EXPECT_EQ(read.error().code(), ErrorCode(LedgerError::kBadEntry));
        ++refused;
        continue;
      }
      ++parsed;
      EXPECT_NE(read->digest, made.digest);
      EXPECT_NE(read->leaf_hash, made.leaf_hash);
      EXPECT_FALSE(verify_entry_signature(*read, HashSigner(7).public_key(), HashVerifier()))
          << "byte " << at << " bit " << bit;
    }
  }
  EXPECT_GT(refused, parsed);
  EXPECT_GT(parsed, 0u);
}

TEST(Entry, CutAndLengthenedLeavesAreRefused) {
  const Bytes leaf = signed_sample().leaf;
  for (size_t size = 0; size < leaf.size(); ++size)
    EXPECT_CODE(parse_entry(ByteView(leaf).first(size)), LedgerError::kBadEntry);
  for (const char* more : {" ", "\n", "x", "}", "{}"}) {
    Bytes longer = leaf;
    append(longer, as_bytes(more));
    EXPECT_CODE(parse_entry(longer), LedgerError::kBadEntry);
  }
}

TEST(Entry, OnlyTheCanonicalTextIsRead) {
  const std::string leaf(as_text(signed_sample().leaf));
  auto with = [&](std::string_view what, std::string_view instead) {
    std::string out = leaf;
    const size_t at = out.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return to_bytes(out.replace(at, what.size(), instead));
  };
  ASSERT_OK(parse_entry(as_bytes(leaf)));
  EXPECT_CODE(parse_entry(with("{\"payload\"", "{ \"payload\"")), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(with("\"signatures\"", "\"s\\u0069gnatures\"")), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(with("\"payloadType\"", "\"extra\":\"1\",\"payloadType\"")), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(with("in-toto+json", "in-toto+jsan")), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(with("\"sig\"", "\"sih\"")), LedgerError::kBadEntry);
  // The same payload as base64 without padding bits set to zero, or URL-safe, is another text.
  EXPECT_CODE(parse_entry(with("==\"", "=\"")), LedgerError::kBadEntry);

  // The payload has to be canonical too, although its envelope is.
  const std::string payload = encode_payload(signed_sample().payload),
                    author = hex_encode(key_id(HashSigner(7).public_key()));
  ASSERT_OK(parse_entry(envelope(payload, author)));
  EXPECT_CODE(parse_entry(envelope(payload + " ", author)), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(envelope(" " + payload, author)), LedgerError::kBadEntry);
  for (const auto& [what, instead] :
       std::vector<std::pair<std::string, std::string>>{{"-5", "-5.0"},
                                                        {"-5", "true"},
                                                        {"-5", "null"},
                                                        {"-5", "-05"},
                                                        {"-5", "9007199254740992"},
                                                        {"\"number\":-5", "\"number\":-5,\"number\":-5"}}) {
    std::string changed = payload;
    changed.replace(changed.find(what), what.size(), instead);
    EXPECT_CODE(parse_entry(envelope(changed, author)), LedgerError::kBadEntry);
  }
}

TEST(Entry, EveryMemberIsNeededAndNoOtherIsAllowedOutsideThePredicate) {
  for (const char* member : {"_type", "subject", "predicateType", "predicate"}) {
    json::Value changed = payload_json();
    changed.object().erase(member);
    EXPECT_CODE(parse_entry(envelope(changed)), LedgerError::kBadEntry);
  }
  json::Value extra = payload_json();
  extra.object()["more"] = "x";
  EXPECT_CODE(parse_entry(envelope(extra)), LedgerError::kBadEntry);
  for (const char* member : {"ledger", "branch", "parents", "time", "author"}) {
    json::Value changed = payload_json();
    changed.object()["predicate"].object().erase(member);
    EXPECT_CODE(parse_entry(envelope(changed)), LedgerError::kBadEntry);
    changed = payload_json();
    changed.object()["predicate"].object()[member] = int64_t{1};
    EXPECT_CODE(parse_entry(envelope(changed)), LedgerError::kBadEntry);
  }
}

TEST(Entry, MembersOutsideTheirRangeAreRefused) {
  auto predicate = [](const std::string& member, json::Value value) {
    json::Value changed = payload_json();
    changed.object()["predicate"].object()[member] = std::move(value);
    return envelope(changed);
  };
  EXPECT_CODE(parse_entry(predicate("branch", "")), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(predicate("branch", "a/b")), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(predicate("time", "2026-11-21 12:00:00Z")), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(predicate("author", std::string(63, 'a'))), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(predicate("author", std::string(64, 'A'))), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(predicate("author", std::string(64, 'a'))),
              LedgerError::kBadEntry);  // not the envelope's key id
  EXPECT_CODE(parse_entry(predicate("parents", json::Array{int64_t{1}})), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(predicate("parents", json::Array(17, json::Value(std::string(64, 'a'))))),
              LedgerError::kBadEntry);
  ASSERT_OK(parse_entry(predicate("parents", json::Array(16, json::Value(std::string(64, 'a'))))));

  auto statement = [](const std::string& member, json::Value value) {
    json::Value changed = payload_json();
    changed.object()[member] = std::move(value);
    return envelope(changed);
  };
  EXPECT_CODE(parse_entry(statement("_type", "https://in-toto.io/Statement/v0.1")), LedgerError::kBadEntry);
  for (const char* type : {"tag:zkp-ledger,2026:/v1", "tag:zkp-ledger,2026:unknown/v1", "tag:zkp-ledger,2026:proof/v2",
                           "tag:zkp-ledger,2026:v1", "", "proof"})
    EXPECT_CODE(parse_entry(statement("predicateType", type)), LedgerError::kBadEntry);
  const json::Value subject = payload_json().find("subject")->array()[0];
  EXPECT_CODE(parse_entry(statement("subject", json::Array{})), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(statement("subject", json::Array(129, subject))), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(statement("subject", json::Array{"x"})), LedgerError::kBadEntry);
  auto one_subject = [&](std::string_view name, json::Value digest) {
    return statement("subject", json::Array{json::Object{{"name", name}, {"digest", std::move(digest)}}});
  };
  const std::string hex(64, 'a');
  ASSERT_OK(parse_entry(one_subject("n", json::Object{{"sha256", hex}})));
  EXPECT_CODE(parse_entry(one_subject("n/", json::Object{{"sha256", hex}})), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(one_subject("n", json::Object{{"md5", hex}})), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(one_subject("n", json::Object{{"sha256", hex}, {"zkpCommitment", hex}})),
              LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(one_subject("n", json::Object{})), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(one_subject("n", json::Object{{"sha256", int64_t{1}}})), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(one_subject("n", json::Object{{"sha256", hex + "aa"}})), LedgerError::kBadEntry);
}

TEST(Entry, ExactlyOneSignatureOfTheAuthor) {
  const json::Value good = json::parse(as_text(signed_sample().leaf)).value();
  auto with_signatures = [&](json::Array signatures) {
    json::Value changed = good;
    changed.object()["signatures"] = std::move(signatures);
    return to_bytes(json::dump(changed));
  };
  const json::Value one = good.find("signatures")->array()[0];
  ASSERT_OK(parse_entry(with_signatures({one})));
  EXPECT_CODE(parse_entry(with_signatures({})), LedgerError::kBadEntry);
  EXPECT_CODE(parse_entry(with_signatures({one, one})), LedgerError::kBadEntry);
  json::Value other_key = one;
  other_key.object()["keyid"] = hex_encode(key_id(HashSigner(8).public_key()));
  EXPECT_CODE(parse_entry(with_signatures({other_key})), LedgerError::kBadEntry);
  json::Value short_signature = one;
  short_signature.object()["sig"] = base64_encode(ByteArray<63>{});
  EXPECT_CODE(parse_entry(with_signatures({short_signature})), LedgerError::kBadEntry);
}

TEST(Entry, ASignatureUnderAnotherKeyIsNoSignature) {
  const SignedEntry entry = signed_sample();
  EXPECT_FALSE(verify_entry_signature(entry, HashSigner(8).public_key(), HashVerifier()));
  SignedEntry forged = entry;
  forged.payload.time_s += 1;
  EXPECT_FALSE(verify_entry_signature(forged, HashSigner(7).public_key(), HashVerifier()));
}

TEST(Entry, TheLimitIs65535BytesExactly) {
  auto of_size = [](size_t filler) {
    EntryPayload payload = sample();
    payload.fields["filler"] = std::string(filler, 'x');
    return sign_entry(std::move(payload), HashSigner(7));
  };
  size_t fits = 0, too_large = 60'000;
  while (too_large - fits > 1) {
    const size_t middle = (fits + too_large) / 2;
    (of_size(middle).ok() ? fits : too_large) = middle;
  }
  const SignedEntry largest = of_size(fits).value();
  EXPECT_LE(largest.leaf.size(), kMaxEntryBytes);
  EXPECT_GT(largest.leaf.size(), kMaxEntryBytes - 8);
  ASSERT_OK(parse_entry(largest.leaf));
  EXPECT_CODE(of_size(too_large), LedgerError::kTooLarge);
  EXPECT_CODE(parse_entry(Bytes(kMaxEntryBytes + 1, ' ')), LedgerError::kBadEntry);
}

TEST(Entry, NothingIsSignedThatCouldNotBeReadBack) {
  auto refuse = [](auto change) {
    EntryPayload payload = sample();
    change(payload);
    EXPECT_CODE(sign_entry(std::move(payload), HashSigner(7)), LedgerError::kBadEntry);
  };
  refuse([](EntryPayload& p) { p.subjects[0].name = "a/b"; });
  refuse([](EntryPayload& p) { p.subjects.clear(); });
  refuse([](EntryPayload& p) { p.branch = ""; });
  refuse([](EntryPayload& p) { p.parents.assign(17, Digest{}); });
  refuse([](EntryPayload& p) { p.time_s = -1; });
  refuse([](EntryPayload& p) { p.time_s = 253402300800; });  // the year 10000
  refuse([](EntryPayload& p) { p.subjects[0].algorithm = "md5"; });
}

TEST(Entry, NestingIsBounded) {
  EntryPayload payload = sample();
  json::Value deep = "x";
  for (int i = 0; i < 40; ++i) deep = json::Array{deep};
  payload.fields["deep"] = deep;
  EXPECT_CODE(parse_entry(envelope(encode_payload([&] {
                                     payload.author = key_id(HashSigner(7).public_key());
                                     return payload;
                                   }()),
                                   hex_encode(key_id(HashSigner(7).public_key())))),
              LedgerError::kBadEntry);
}

TEST(EntryTypes, NamesAndPredicateTypesBelongTogether) {
  for (int i = 0; i < 10; ++i) {
    const auto type = static_cast<EntryType>(i);
    EXPECT_EQ(entry_type_from_name(entry_type_name(type)), type);
    EXPECT_EQ(predicate_type(type), "tag:zkp-ledger,2026:" + std::string(entry_type_name(type)) + "/v1");
    EntryPayload payload = sample();
    payload.type = type;
    EXPECT_EQ(parse_entry(sign_entry(payload, HashSigner(7)).value().leaf).value().payload.type, type);
  }
  EXPECT_FALSE(entry_type_from_name("Genesis"));
  EXPECT_FALSE(entry_type_from_name(""));
}

TEST(EntryTime, ReadsBackWhatItPrints) {
  for (int64_t time_s : {int64_t{0}, int64_t{1}, int64_t{59}, int64_t{951782400}, int64_t{1582934400},
                         int64_t{1767225600}, int64_t{253402300799}})
    EXPECT_EQ(parse_time(format_time(time_s)).value(), time_s);
  EXPECT_EQ(format_time(951782400), "2000-02-29T00:00:00Z");  // date -u -d @951782400
  EXPECT_EQ(format_time(1767225600), "2026-01-01T00:00:00Z");
  EXPECT_EQ(format_time(253402300799), "9999-12-31T23:59:59Z");
}

TEST(EntryTime, OnlyOneSpellingIsATime) {
  for (const char* text :
       {"", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01t00:00:00z", "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00.0Z", "2026-1-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z", "1969-12-31T23:59:59Z", "+026-01-01T00:00:00Z", "2026-01-01T00:00:00Z ",
        "2026-01-01T 0:00:00Z"})
    EXPECT_CODE(parse_time(text), GeneralError::kParse);
}

TEST(EntryNames, AreOneTo128OfTheAllowedCharacters) {
  for (const char* name : {"a", "train-v1", "A.b_C-9", "..", "-"}) EXPECT_TRUE(is_valid_name(name)) << name;
  EXPECT_TRUE(is_valid_name(std::string(128, 'x')));
  EXPECT_FALSE(is_valid_name(std::string(129, 'x')));
  for (std::string_view name :
       {std::string_view(""), std::string_view("a b"), std::string_view("a/b"), std::string_view("\xc3\xa9"),
        std::string_view("a\0", 2), std::string_view("a\n"), std::string_view("a+b")})
    EXPECT_FALSE(is_valid_name(name)) << name;
}

TEST(EntryDigests, AreTheOnesOfTheFormatDocument) {
  // printf 'zkp/ledger/v1zkp-ledger/x/y' | sha256sum;  printf 'zkp/entry/v1leaf' | openssl dgst -sha3-256
  EXPECT_EQ(hex_encode(ledger_id("zkp-ledger/x/y")),
            "60c92c8f6dedb1344b2f1a34e2591ce3f7228c503e4658184a7f2bd4a0eba0c5");
  EXPECT_EQ(hex_encode(entry_digest(as_bytes("leaf"))),
            "c7cbff820752df9460ade97a8c15e3ce26a05009588c0815f3d69d2ee8987917");
  EXPECT_EQ(key_id(ByteArray<32>{}), sha256(ByteArray<32>{}));
}

}  // namespace
}  // namespace zkp

#include "ledger/records.h"

#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

const HashSigner kLog(1), kAuthor(2);

/// The payload as a reader gets it: with the common members, through the parser.
EntryPayload read_back(EntryPayload payload, const Signer& author = kAuthor) {
  payload.ledger = "zkp-ledger/test/" + hex_encode(key_id(kLog.public_key()));
  payload.time_s = kStart_s;
  payload.fields.try_emplace("log_key", hex_encode(kLog.public_key()));
  payload.fields.try_emplace("author_key", hex_encode(author.public_key()));
  return parse_entry(sign_entry(std::move(payload), author).value().leaf).value().payload;
}
NotarizeRecord dataset() { return record_of_body("train", make_body(kAuthor.public_key(), 1, 2)); }
NotarizeRecord dataset_with_categories() {
  NotarizeRecord out = dataset();
  add_categories(out, "label", {"no", "yes"});
  return out;
}

TEST(CommonFields, AreReadFromEveryEntry) {
  EntryPayload payload = make_notarize(dataset());
  payload.fields["clock_behind"] = int64_t{7};
  const CommonFields common = read_common(read_back(payload)).value();
  EXPECT_EQ(common.log_key, kLog.public_key());
  EXPECT_EQ(common.author_key, kAuthor.public_key());
  EXPECT_EQ(common.clock_behind_s, 7);
}

TEST(CommonFields, TheAuthorKeyHasToBeTheAuthors) {
  EntryPayload payload = make_notarize(dataset());
  payload.fields["author_key"] = hex_encode(kLog.public_key());
  EXPECT_CODE(read_common(read_back(payload)), LedgerError::kBadEntry);
}

TEST(CommonFields, KeysAreNeeded) {
  for (const char* member : {"log_key", "author_key"}) {
    EntryPayload payload = read_back(make_notarize(dataset()));
    payload.fields.erase(member);
    EXPECT_CODE(read_common(payload), LedgerError::kBadEntry);
  }
}

TEST(CommonFields, AClockIsBehindByAPositiveNumberOfSeconds) {
  for (const json::Value& wrong : {json::Value(int64_t{0}), json::Value(int64_t{-1}), json::Value("7")}) {
    EntryPayload payload = make_notarize(dataset());
    payload.fields["clock_behind"] = wrong;
    EXPECT_CODE(read_common(read_back(payload)), LedgerError::kBadEntry);
  }
}

TEST(GenesisEntry, ReadsBack) {
  for (const char* hash : {"sha3-256", "blake3"}) {
    for (bool insecure : {true, false}) {
      const GenesisRecord made{"test", kLog.public_key(), kAuthor.public_key(), hash, insecure};
      const GenesisRecord read = read_genesis(read_back(make_genesis(made))).value();
      EXPECT_EQ(read.name, "test");
      EXPECT_EQ(read.log_key, made.log_key);
      EXPECT_EQ(read.author_key, made.author_key);
      EXPECT_EQ(read.hash, hash);
      EXPECT_EQ(read.insecure_dev, insecure);
    }
  }
}

TEST(GenesisEntry, AnythingElseIsRefused) {
  const GenesisRecord record{"test", kLog.public_key(), kAuthor.public_key(), "sha3-256", true};
  auto refuse = [&](auto change) {
    EntryPayload payload = read_back(make_genesis(record));
    change(payload);
    EXPECT_CODE(read_genesis(payload), LedgerError::kBadEntry);
  };
  for (const char* member : {"hash", "insecure_dev", "log_key", "author_key"})
    refuse([&](EntryPayload& p) { p.fields.erase(member); });
  refuse([](EntryPayload& p) { p.fields["more"] = "x"; });
  refuse([](EntryPayload& p) { p.fields["hash"] = "md5"; });
  refuse([](EntryPayload& p) { p.fields["insecure_dev"] = "maybe"; });
  refuse([](EntryPayload& p) { p.fields["insecure_dev"] = int64_t{1}; });
  refuse([](EntryPayload& p) { p.subjects[0].digest[0] ^= 1; });
  refuse([](EntryPayload& p) { p.subjects[0].algorithm = "zkpCommitment"; });
  refuse([](EntryPayload& p) { p.subjects.push_back(p.subjects[0]); });
  refuse([](EntryPayload& p) { p.parents = {Digest{}}; });
  refuse([](EntryPayload& p) { p.type = EntryType::kKey; });
}

TEST(NotarizeEntry, ReadsBackWithAndWithoutDictionariesAndPlainDigest) {
  NotarizeRecord plain = dataset();
  plain.public_digest = {"blake3", sha256(as_bytes("x"))};
  NotarizeRecord words = dataset_with_categories();
  NotarizeRecord blob = words;
  blob.dictionary_blob = sha256(encode_dictionaries(words.dictionaries));
  for (const NotarizeRecord& made : {dataset(), plain, words, blob}) {
    const NotarizeRecord read = read_notarize(read_back(make_notarize(made))).value();
    EXPECT_EQ(read.name, made.name);
    EXPECT_EQ(read.body_bytes, made.body_bytes);
    EXPECT_EQ(read.dataset, made.dataset);
    EXPECT_EQ(read.body.columns.size(), made.body.columns.size());
    EXPECT_EQ(read.public_digest, made.public_digest);
    EXPECT_EQ(read.dictionary_blob, made.dictionary_blob);
    EXPECT_EQ(read.dictionaries, made.dictionary_blob ? Dictionaries() : made.dictionaries);
  }
}

TEST(NotarizeEntry, AnythingElseIsRefused) {
  auto refuse = [&](auto change) {
    EntryPayload payload = read_back(make_notarize(dataset_with_categories()));
    change(payload);
    EXPECT_CODE(read_notarize(payload), LedgerError::kBadEntry);
  };
  for (const char* member : {"body", "dictionaries"}) refuse([&](EntryPayload& p) { p.fields.erase(member); });
  refuse([](EntryPayload& p) { p.fields["rows"] = "4"; });
  refuse([](EntryPayload& p) { p.fields["body"] = "!"; });
  refuse([](EntryPayload& p) { p.fields["body"] = int64_t{1}; });
  refuse([](EntryPayload& p) {
    p.fields["body"] = base64_encode(dataset().body_bytes);
  });  // another body than the subject's
  refuse([](EntryPayload& p) { p.subjects[0].digest[31] ^= 1; });
  refuse([](EntryPayload& p) { p.subjects[0].algorithm = "sha256"; });
  refuse([](EntryPayload& p) { p.subjects.push_back(p.subjects[0]); });
  refuse([](EntryPayload& p) { p.type = EntryType::kProof; });
  refuse([](EntryPayload& p) { p.fields["dictionary_blob"] = std::string(64, 'a'); });  // both kinds of dictionary
  refuse([](EntryPayload& p) { p.fields["dictionaries"] = "no,yes"; });
  auto public_digest = [&](json::Value value) { refuse([&](EntryPayload& p) { p.fields["public_digest"] = value; }); };
  public_digest("x");
  public_digest(json::Object{{"algorithm", "md5"}, {"value", std::string(64, 'a')}});
  public_digest(json::Object{{"algorithm", "blake3"}, {"value", "aa"}});
  public_digest(json::Object{{"algorithm", "blake3"}});
  public_digest(json::Object{{"algorithm", "blake3"}, {"value", std::string(64, 'a')}, {"more", "x"}});
}

TEST(NotarizeEntry, ABodyOfSomebodyElseIsRefused) {
  const NotarizeRecord foreign = record_of_body("train", make_body(HashSigner(9).public_key(), 1));
  EXPECT_CODE(read_notarize(read_back(make_notarize(foreign))), LedgerError::kBadEntry);
}

TEST(Dictionaries, OnlyTheOneThatTheBodyNamesIsAccepted) {
  const NotarizeRecord record = dataset_with_categories();
  auto refuse = [&](const json::Object& dictionaries) {
    EntryPayload payload = read_back(make_notarize(record));
    payload.fields["dictionaries"] = dictionaries;
    EXPECT_CODE(read_notarize(payload), LedgerError::kBadEntry);
    const Bytes blob = to_bytes(json::dump(dictionaries));
    EXPECT_CODE(decode_dictionaries(blob, record.body), LedgerError::kBadEntry);
  };
  refuse({{"label", json::Array{"yes", "no"}}});
  refuse({{"label", json::Array{"no", "yes", "maybe"}}});
  refuse({{"label", json::Array{"no"}}});
  refuse({{"label", json::Array{}}});
  refuse({{"label", json::Array{"no", int64_t{1}}}});
  refuse({{"label", "no"}});
  refuse({});
  refuse({{"c0", json::Array{"no", "yes"}}});
  refuse({{"label", json::Array{"no", "yes"}}, {"other", json::Array{"x"}}});
  refuse({{"label", json::Array{"no", "yes"}}, {"other", json::Array{}}});
  refuse({{"label", json::Array{"no", "yes"}}, {"c0", json::Array{}}});
}

TEST(Dictionaries, ABlobIsCanonicalJson) {
  const NotarizeRecord record = dataset_with_categories();
  EXPECT_EQ(decode_dictionaries(encode_dictionaries(record.dictionaries), record.body).value(), record.dictionaries);
  for (const char* text : {"", "[]", "{", R"({"label": ["no","yes"]})", R"({"label":["no","yes"]} )", R"("label")"})
    EXPECT_CODE(decode_dictionaries(as_bytes(text), record.body), LedgerError::kBadEntry);
}

// An entry has one spelling: members that say nothing would be a second one.
TEST(Dictionaries, ADatasetWithoutCategoriesNamesNone) {
  EntryPayload empty = read_back(make_notarize(dataset()));
  empty.fields["dictionaries"] = json::Object{};
  EXPECT_CODE(read_notarize(empty), LedgerError::kBadEntry);
  EntryPayload blob = read_back(make_notarize(dataset()));
  blob.fields["dictionary_blob"] = hex_encode(sha256(as_bytes("{}")));
  EXPECT_CODE(read_notarize(blob), LedgerError::kBadEntry);
}

ProofRecord proof() { return make_proof_record(dataset(), sha256(as_bytes("ledger"))); }

TEST(ProofEntry, ReadsBack) {
  const ProofRecord made = proof();
  const ProofRecord read = read_proof(read_back(make_proof(made))).value();
  EXPECT_EQ(read.subjects, made.subjects);
  EXPECT_EQ(read.statement, made.statement);
  EXPECT_EQ(read.statement_bytes, made.statement_bytes);
  EXPECT_EQ(read.nonce, made.nonce);
  EXPECT_EQ(read.proof, made.proof);
  EXPECT_EQ(read.proof_id, made.proof_id);
  EXPECT_EQ(read.verification_key, made.verification_key);
  EXPECT_EQ(read.srs, made.srs);
  EXPECT_EQ(read.setup, made.setup);
}

TEST(ProofEntry, SpeaksAboutSeveralDatasetsInOrder) {
  ProofRecord made = proof();
  made.subjects = {{"a", sha256(as_bytes("1"))}, {"b", sha256(as_bytes("2"))}, {"a", sha256(as_bytes("1"))}};
  const ProofRecord read = read_proof(read_back(make_proof(made))).value();
  EXPECT_EQ(read.subjects, made.subjects);
  const ProofContext context = read.context(sha256(as_bytes("ledger")));
  EXPECT_EQ(context.ledger_id, sha256(as_bytes("ledger")));
  EXPECT_EQ(context.datasets.size(), 3u);
  EXPECT_EQ(context.datasets[1], made.subjects[1].dataset);
}

TEST(ProofEntry, AnythingElseIsRefused) {
  auto refuse = [&](auto change) {
    EntryPayload payload = read_back(make_proof(proof()));
    change(payload);
    EXPECT_CODE(read_proof(payload), LedgerError::kBadEntry);
  };
  for (const char* member : {"statement", "statement_bytes", "nonce", "proof", "proof_id", "vk", "srs", "setup"}) {
    refuse([&](EntryPayload& p) { p.fields.erase(member); });
    refuse([&](EntryPayload& p) { p.fields[member] = int64_t{1}; });
  }
  for (const char* member : {"nonce", "proof_id", "vk", "srs"})
    refuse([&](EntryPayload& p) { p.fields[member] = "aa"; });
  for (const char* member : {"statement_bytes", "proof"}) refuse([&](EntryPayload& p) { p.fields[member] = "a"; });
  refuse([](EntryPayload& p) { p.fields["words"] = "x"; });
  refuse([](EntryPayload& p) { p.subjects[0].algorithm = "sha256"; });
  refuse([](EntryPayload& p) { p.subjects.resize(kMaxProofSubjects + 1, p.subjects[0]); });
  refuse([](EntryPayload& p) {
    p.subjects.push_back(p.subjects[0]);
    p.subjects[1].algorithm = "sha256";
  });
  refuse([](EntryPayload& p) { p.type = EntryType::kNotarize; });
}

}  // namespace
}  // namespace zkp

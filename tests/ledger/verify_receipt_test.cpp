/// What verify says about receipts, honest and forged.
#include "ledger/receipts.h"

namespace zkp {
namespace {

using namespace ledger_test;

class ReceiptCheck : public ::testing::Test {
 protected:
  void SetUp() override {
    data_ = world_.dataset("train", 1, 2);
    ASSERT_OK(world_.append({make_notarize(data_), make_proof(world_.proof(data_))}));
    for (uint64_t i = 0; i < 5; ++i) ASSERT_OK(world_.append({make_notarize(world_.dataset("d", 10 + i))}));
  }
  Result<Verification> verify(const std::string& text, const TrustPolicy& policy = {}) {
    return verify_receipt_file(text, policy, world_.verifier);
  }

  World world_;
  NotarizeRecord data_;
};

TEST_F(ReceiptCheck, HoldsForEveryEntry) {
  for (uint64_t i = 0; i < world_.ledger->size(); ++i) {
    const auto verified = verify(receipt_of(world_, i)).value();
    EXPECT_TRUE(verified.ok()) << print_checks(verified.checks);
    std::vector<std::string> names;
    for (const Check& check : verified.checks) names.push_back(check.name);
    EXPECT_EQ(names, (std::vector<std::string>{"receipt", "log-key", "checkpoint", "author"}));
    EXPECT_EQ(find_check(verified.checks, "log-key")->detail,
              "unpinned " + hex_encode(key_id(world_.log.public_key())));
    EXPECT_FALSE(verified.words.empty());
    EXPECT_FALSE(verified.not_shown.empty());
  }
}

TEST_F(ReceiptCheck, TheLogKeyMayBePinnedAndMustBeIfSoAsked) {
  const std::string receipt = receipt_of(world_, 1);
  TrustPolicy policy;
  policy.require_pinned = true;
  EXPECT_FAILS(verify(receipt, policy), "log-key");
  policy.log_key = log_key_of(world_);
  EXPECT_TRUE(verify(receipt, policy)->ok());
  policy.log_key = VerifierKey::make(world_.ledger->origin(), HashSigner(9).public_key()).value();
  EXPECT_FAILS(verify(receipt, policy), "log-key");
  policy.log_key =
      VerifierKey::make(make_origin("other", world_.log.public_key()).value(), world_.log.public_key()).value();
  EXPECT_FAILS(verify(receipt, policy), "log-key");
  policy.log_key =
      VerifierKey::make(world_.ledger->origin(), world_.log.public_key(), NoteKeyType::kCosignatureV1).value();
  EXPECT_FAILS(verify(receipt, policy), "checkpoint");
}

TEST_F(ReceiptCheck, AnyFlippedBitIsRefused) {
  const std::string good = receipt_of(world_, 3);
  for (size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 7)));
    const Result<Verification> verified = verify(changed);
    if (verified.ok()) { EXPECT_FALSE(verified->ok()) << "byte " << at; }
  }
  for (size_t size = 0; size < good.size(); size += 17) {
    const Result<Verification> verified = verify(good.substr(0, size));
    EXPECT_FALSE(verified.ok() && verified->ok());
  }
  EXPECT_FALSE(verify(good + "\n").ok());
}

TEST_F(ReceiptCheck, AnotherPlaceInTheLogIsRefused) {
  EXPECT_FAILS(verify(receipt_of(world_, 3, [](Receipt& r) { r.index = 4; })), "receipt");
  EXPECT_FAILS(verify(receipt_of(world_, 3, [](Receipt& r) { r.index = UINT64_MAX; })), "receipt");
  EXPECT_FAILS(verify(receipt_of(world_, 3, [](Receipt& r) { r.proof.pop_back(); })), "receipt");
  EXPECT_FAILS(verify(receipt_of(world_, 3, [](Receipt& r) { r.proof.push_back(Digest{}); })), "receipt");
  EXPECT_FAILS(verify(receipt_of(world_, 3, [&](Receipt& r) { r.extra = world_.store->entry(4).value(); })), "receipt");
  EXPECT_FAILS(verify(receipt_of(world_, 3, [](Receipt& r) { r.extra.clear(); })), "receipt");
  EXPECT_FAILS(verify(receipt_of(world_, 3, [](Receipt& r) { r.extra = to_bytes("{}"); })), "receipt");
}

TEST_F(ReceiptCheck, ACheckpointByAnotherKeyIsRefused) {
  // By the author instead of the log, under the log's name.
  EXPECT_FAILS(
      verify(receipt_of(
          world_, 1, [&](Receipt& r) { r.checkpoint = sign_checkpoint(world_.checkpoint(), world_.author).value(); })),
      "checkpoint");
  EXPECT_FAILS(
      verify(receipt_of(
          world_, 1, [&](Receipt& r) { r.checkpoint = sign_note(r.checkpoint.text, "somebody", world_.log).value(); })),
      "checkpoint");
  EXPECT_FAILS(verify(receipt_of(world_, 1, [](Receipt& r) { r.checkpoint.signatures[0].signature[5] ^= 1; })),
               "checkpoint");
  // Lines of others do not matter.
  EXPECT_TRUE(verify(receipt_of(world_, 1, [](Receipt& r) {
                ASSERT_TRUE(add_signature(r.checkpoint, "somebody", HashSigner(9)).ok());
              }))->ok());
}

EntryPayload lone_dataset(const Signer& author, const std::string& origin, const ByteArray<32>& log_key) {
  EntryPayload payload = make_notarize(record_of_body("n", make_body(author.public_key(), 1)));
  payload.ledger = origin;
  payload.time_s = kStart_s;
  payload.fields["log_key"] = hex_encode(log_key);
  payload.fields["author_key"] = hex_encode(author.public_key());
  return payload;
}

// An attacker with a key of his own, who would like to be taken for the log of world_.
TEST_F(ReceiptCheck, ALogKeyThatIsNotTheOneInTheNameIsRefused) {
  const HashSigner attacker(9), author(2);
  const std::string victim = world_.ledger->origin(), own = make_origin("test", attacker.public_key()).value();
  // The victim's name, the attacker's key.
  EXPECT_FAILS(verify(lone_receipt(lone_dataset(author, victim, attacker.public_key()), author, attacker, victim)),
               "log-key");
  // The victim's name and key, the attacker's signature.
  EXPECT_FAILS(verify(lone_receipt(lone_dataset(author, victim, world_.log.public_key()), author, attacker, victim)),
               "checkpoint");
  // The entry speaks of the victim's log, the checkpoint of the attacker's.
  EXPECT_FAILS(verify(lone_receipt(lone_dataset(author, victim, attacker.public_key()), author, attacker, own)),
               "log-key");
  EXPECT_FAILS(verify(lone_receipt(lone_dataset(author, own, attacker.public_key()), author, attacker, victim)),
               "log-key");
  // A log of the attacker's own is a log, unpinned, with another fingerprint; for the victim's it does not pass.
  const std::string honest = lone_receipt(lone_dataset(author, own, attacker.public_key()), author, attacker, own);
  EXPECT_TRUE(verify(honest)->ok());
  TrustPolicy pinned;
  pinned.log_key = log_key_of(world_);
  EXPECT_FAILS(verify(honest, pinned), "log-key");
}

TEST_F(ReceiptCheck, AnOriginHasOneShape) {
  const HashSigner log(1), author(2);
  const std::string hex = hex_encode(key_id(log.public_key()));
  std::string upper = hex;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  for (const std::string& origin : {"zkp-ledger/a/b/" + hex, "zkp-ledger//" + hex, "zkp-ledger/" + hex,
                                    "zkp-ledger/a/" + upper, "zkp-ledger/a/" + hex + "/", "zkp-ledger/a/" + hex + "00",
                                    "other/a/" + hex, "zkp-ledger/../" + hex + "/" + hex})
    EXPECT_FAILS(verify(lone_receipt(lone_dataset(author, origin, log.public_key()), author, log, origin)), "log-key");
}

TEST_F(ReceiptCheck, TheEntryInsideHasToBeWellFormedAndSignedByItsAuthor) {
  const HashSigner log(1), author(2), stranger(9);
  const std::string origin = make_origin("n", log.public_key()).value();
  EntryPayload extra_member = lone_dataset(author, origin, log.public_key());
  extra_member.fields["more"] = "x";
  EXPECT_FAILS(verify(lone_receipt(extra_member, author, log, origin)), "entry");
  EntryPayload unbuilt = lone_dataset(author, origin, log.public_key());
  unbuilt.type = EntryType::kRetract;
  EXPECT_FAILS(verify(lone_receipt(unbuilt, author, log, origin)), "entry");
  // Signed by somebody who puts the author's key in the entry.
  EXPECT_FAILS(verify(lone_receipt(lone_dataset(author, origin, log.public_key()), stranger, log, origin)), "log-key");
  // Somebody else's body under the own name.
  EntryPayload stolen = lone_dataset(author, origin, log.public_key());
  stolen.fields["author_key"] = hex_encode(stranger.public_key());
  EXPECT_FAILS(verify(lone_receipt(stolen, stranger, log, origin)), "entry");
  class BadSigner final : public Signer {
   public:
    const ByteArray<32>& public_key() const override { return key.public_key(); }
    Result<ByteArray<64>> sign_ed25519(ByteView) const override { return ByteArray<64>{}; }
    HashSigner key{2};
  };
  EXPECT_FAILS(verify(lone_receipt(lone_dataset(author, origin, log.public_key()), BadSigner(), log, origin)),
               "author");
}

class WitnessedReceipt : public ReceiptCheck {
 protected:
  void SetUp() override {
    ReceiptCheck::SetUp();
    for (const HashSigner* witness : {&w1_, &w2_, &w3_})
      quorum_.witnesses.push_back(VerifierKey::make("w" + std::to_string(quorum_.witnesses.size() + 1),
                                                    witness->public_key(), NoteKeyType::kCosignatureV1)
                                      .value());
    quorum_.needed = 2;
  }
  std::string cosigned(std::initializer_list<int> by, const std::function<void(Receipt&)>& edit = nullptr) {
    return receipt_of(world_, 1, [&](Receipt& r) {
      for (int i : by) {
        const HashSigner& witness = i == 1 ? w1_ : i == 2 ? w2_ : w3_;
        r.checkpoint.signatures.push_back(
            cosign(r.checkpoint.text, "w" + std::to_string(i), witness, 1'800'000'000).value());
      }
      if (edit) edit(r);
    });
  }
  TrustPolicy policy() const {
    TrustPolicy out;
    out.witnesses = quorum_;
    return out;
  }
  HashSigner w1_{11}, w2_{12}, w3_{13};
  Quorum quorum_;
};

TEST_F(WitnessedReceipt, NeedsTheQuorum) {
  EXPECT_TRUE(verify(cosigned({1, 2}), policy())->ok());
  EXPECT_TRUE(verify(cosigned({3, 1, 2}), policy())->ok());
  EXPECT_EQ(find_check(verify(cosigned({1, 2}), policy())->checks, "witnesses")->detail, "2 of 3 cosigned");
  EXPECT_FAILS(verify(cosigned({1}), policy()), "witnesses");
  EXPECT_FAILS(verify(cosigned({1, 1}), policy()), "witnesses");
  EXPECT_FAILS(verify(cosigned({}), policy()), "witnesses");
  EXPECT_TRUE(verify(cosigned({}))->ok()) << "nobody asked";
}

TEST_F(WitnessedReceipt, CosignaturesOfAnotherCheckpointOrForgedOnesDoNotCount) {
  EXPECT_FAILS(verify(cosigned({1, 2}, [](Receipt& r) { r.checkpoint.signatures[2].signature[20] ^= 1; }), policy()),
               "witnesses");
  EXPECT_FAILS(verify(cosigned({1, 2}, [](Receipt& r) { r.checkpoint.signatures[2].signature[7] ^= 1; }), policy()),
               "witnesses");  // its time
  const Checkpoint older{world_.ledger->origin(), 3, world_.ledger->root_at(3).value(), {}};
  EXPECT_FAILS(verify(cosigned({1},
                               [&](Receipt& r) {
                                 r.checkpoint.signatures.push_back(
                                     cosign(format_checkpoint(older), "w2", w2_, 1'800'000'000).value());
                               }),
                      policy()),
               "witnesses");
  // A witness's key under the name of another.
  EXPECT_FAILS(
      verify(cosigned({1},
                      [&](Receipt& r) {
                        r.checkpoint.signatures.push_back(cosign(r.checkpoint.text, "w3", w2_, 1'800'000'000).value());
                      }),
             policy()),
      "witnesses");
  // The log itself is no witness.
  EXPECT_FAILS(
      verify(cosigned({1},
                      [&](Receipt& r) {
                        r.checkpoint.signatures.push_back(
                            cosign(r.checkpoint.text, world_.ledger->origin(), world_.log, 1'800'000'000).value());
                      }),
             policy()),
      "witnesses");
}

TEST_F(WitnessedReceipt, AQuorumThatCannotBeReachedIsNeverReached) {
  TrustPolicy impossible = policy();
  impossible.witnesses->needed = 4;
  EXPECT_FAILS(verify(cosigned({1, 2, 3}), impossible), "witnesses");
  TrustPolicy twice = policy();
  twice.witnesses->witnesses[2] = twice.witnesses->witnesses[0];
  EXPECT_FAILS(verify(cosigned({1, 2}), twice), "witnesses");
}

TEST_F(ReceiptCheck, WhatIsNoReceiptIsAnError) {
  for (const char* text : {"", "{}", "c2sp.org/tlog-proof@v1\n", "hello"})
    EXPECT_CODE(verify(text), GeneralError::kParse);
  EXPECT_CODE(verify(std::string(kMaxReceiptBytes + 1, 'x')), GeneralError::kLimit);
  EXPECT_FALSE(Verification().ok()) << "no checks, no yes";
}

TEST_F(ReceiptCheck, TheDatasetOfAReceiptIsForNotarizeEntriesOnly) {
  EXPECT_EQ(dataset_of_file(receipt_of(world_, 1)).value().dataset, data_.dataset);
  EXPECT_CODE(dataset_of_file(receipt_of(world_, 0)), GeneralError::kParse);
  EXPECT_CODE(dataset_of_file(receipt_of(world_, 2)), GeneralError::kParse);
  EXPECT_FALSE(dataset_of_file("{").ok());
}

}  // namespace
}  // namespace zkp

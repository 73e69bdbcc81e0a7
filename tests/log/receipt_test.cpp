#include "log/receipt.h"

#include "base/encoding.h"
#include "log/support.h"

namespace zkp {
namespace {

using namespace log_test;

/// A log of 300 entries, and receipts of them.
class Receipts : public testing::Test {
 protected:
  Receipts() {
    std::vector<Digest> hashes;
    for (uint64_t i = 0; i < kEntries; ++i) hashes.push_back(leaf_hash(entry(i)));
    TileEdge edge;
    store_.write(*edge.append(hashes));
    origin_ = *make_origin("receipts", log_.public_key());
    checkpoint_ = *sign_checkpoint({origin_, kEntries, edge.root(), {}}, log_);
    keys_ = {*VerifierKey::make(origin_, log_.public_key())};
  }
  static Bytes entry(uint64_t i) { return to_bytes("entry number " + std::to_string(i)); }
  Receipt receipt(uint64_t i) {
    TileNodes nodes(store_, kEntries);
    return {entry(i), i, *inclusion_proof(nodes, i, kEntries), checkpoint_};
  }
  bool accepts(std::string_view text) const {
    const Result<Receipt> parsed = parse_receipt(text);
    if (!parsed.ok()) return false;
    EXPECT_EQ(*format_receipt(*parsed), text) << "a receipt has one spelling";
    return verify_receipt(*parsed, parsed->extra, keys_, nullptr, HashVerifier()).ok();
  }

  static constexpr uint64_t kEntries = 300;
  HashSigner log_{1};
  MemoryTiles store_;
  std::string origin_;
  SignedNote checkpoint_;
  std::vector<VerifierKey> keys_;
};

TEST_F(Receipts, EveryEntryOfTheLogHasOneThatVerifies) {
  for (uint64_t i = 0; i < kEntries; ++i) {
    const Receipt made = receipt(i);
    const Result<Receipt> read = parse_receipt(*format_receipt(made));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, made);
    const Result<OpenedCheckpoint> opened = verify_receipt(*read, entry(i), keys_, nullptr, HashVerifier());
    ASSERT_TRUE(opened.ok()) << i;
    EXPECT_EQ(opened->checkpoint.size, kEntries);
    EXPECT_EQ(verify_receipt(*read, entry(i + 1), keys_, nullptr, HashVerifier()).error().code(),
              CryptoError::kBadProof);
  }
}

TEST_F(Receipts, HaveTheFormOfTheSpecification) {
  Receipt made = receipt(1);
  made.proof.resize(1);
  EXPECT_EQ(*format_receipt(made), "c2sp.org/tlog-proof@v1\nextra ZW50cnkgbnVtYmVyIDE=\nindex 1\n" +
                                       base64_encode(made.proof[0]) + "\n\n" + format_note(checkpoint_));
  made.extra.clear();
  made.proof.clear();
  EXPECT_EQ(*format_receipt(made), "c2sp.org/tlog-proof@v1\nindex 1\n\n" + format_note(checkpoint_));
  EXPECT_EQ(*parse_receipt(*format_receipt(made)), made);
}

TEST_F(Receipts, AnyChangedByteIsRefused) {
  const std::string good = *format_receipt(receipt(123));
  ASSERT_TRUE(accepts(good));
  for (size_t i = 0; i < good.size(); ++i) {
    for (const int change : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ change);
      EXPECT_FALSE(accepts(bad)) << i << " ^ " << change;
    }
    EXPECT_FALSE(accepts(good.substr(0, i))) << "cut at " << i;
    std::string shorter = good, longer = good;
    shorter.erase(i, 1);
    EXPECT_FALSE(accepts(shorter)) << "without byte " << i;
    longer.insert(i, 1, good[i]);
    EXPECT_FALSE(accepts(longer)) << "byte " << i << " twice";
  }
  EXPECT_FALSE(accepts(good + "\n"));
  EXPECT_FALSE(accepts(good + " "));
}

TEST_F(Receipts, OtherFormsAreRefused) {
  const std::string note = format_note(checkpoint_), header = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = base64_encode(leaf(0)) + "\n";
  ASSERT_TRUE(parse_receipt(header + "index 0\n" + hash + "\n" + note).ok());
  const std::string table[] = {
      "",
      header,
      note,
      "c2sp.org/tlog-proof@v2\nindex 0\n\n" + note,
      "c2sp.org/tlog-proof@v1 \nindex 0\n\n" + note,
      "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n" + note,
      header + "index 0\n" + note,      // no empty line
      header + "index 0\n\n\n" + note,  // two
      header + "index 00\n\n" + note,
      header + "index 01\n\n" + note,
      header + "index -1\n\n" + note,
      header + "index  1\n\n" + note,
      header + "index\n\n" + note,
      header + "index \n\n" + note,
      header + "index 18446744073709551616\n\n" + note,
      header + "Index 0\n\n" + note,
      header + "\n" + note,
      header + "extra \nindex 0\n\n" + note,  // no data
      header + "extra\nindex 0\n\n" + note,
      header + "extra AAA\nindex 0\n\n" + note,
      header + "extra AAB=\nindex 0\n\n" + note,              // unused bits
      header + "extra AAAA\nextra AAAA\nindex 0\n\n" + note,  // twice
      header + "index 0\nextra AAAA\n\n" + note,              // in the wrong place
      header + "index 0\nAAAA\n\n" + note,                    // three bytes
      header + "index 0\n" + hash.substr(0, 43) + "\n\n" + note,
      header + "index 0\n " + hash + "\n" + note,
      header + "index 0\n\n",
      header + "index 0\n\n" + checkpoint_.text,  // unsigned
      header + "index 0\n\n" + format_note(*sign_note("not a checkpoint\n", "k", log_)),
  };
  for (const std::string& text : table) EXPECT_EQ(parse_receipt(text).error().code(), GeneralError::kParse) << text;
}

TEST_F(Receipts, LimitsAreThoseOfTheFormat) {
  Receipt made = receipt(0);
  made.extra.assign(kMaxReceiptExtraBytes, 1);
  made.proof.assign(kMaxReceiptHashes, leaf(0));
  const std::string largest = *format_receipt(made);
  EXPECT_EQ(*parse_receipt(largest), made);

  Receipt too_much_extra = made, too_many_hashes = made;
  too_much_extra.extra.push_back(1);
  too_many_hashes.proof.push_back(leaf(0));
  EXPECT_EQ(format_receipt(too_much_extra).error().code(), GeneralError::kLimit);
  EXPECT_EQ(format_receipt(too_many_hashes).error().code(), GeneralError::kLimit);

  const std::string note = format_note(checkpoint_), header = "c2sp.org/tlog-proof@v1\n";
  const std::string extra = "extra " + base64_encode(too_much_extra.extra) + "\n";
  EXPECT_EQ(parse_receipt(header + extra + "index 0\n\n" + note).error().code(), GeneralError::kLimit);
  std::string hashes;
  for (int i = 0; i < 65; ++i) hashes += base64_encode(leaf(0)) + "\n";
  EXPECT_EQ(parse_receipt(header + "index 0\n" + hashes + "\n" + note).error().code(), GeneralError::kLimit);
  EXPECT_EQ(parse_receipt(std::string(kMaxReceiptBytes + 1, 'x')).error().code(), GeneralError::kLimit);
}

TEST_F(Receipts, AnotherLogsKeyIsNotEnough) {
  const Receipt made = receipt(5);
  const HashSigner other(2);
  const std::vector<VerifierKey> keys = {*VerifierKey::make(origin_, other.public_key())};
  EXPECT_EQ(verify_receipt(made, entry(5), keys, nullptr, HashVerifier()).error().code(), CryptoError::kBadSignature);
}

TEST_F(Receipts, TheQuorumIsAskedWhereThereIsOne) {
  const HashSigner witness(7);
  const Quorum quorum{{*VerifierKey::make("w", witness.public_key(), NoteKeyType::kCosignatureV1)}, 1};
  Receipt made = receipt(5);
  EXPECT_EQ(verify_receipt(made, entry(5), keys_, &quorum, HashVerifier()).error().code(), CryptoError::kBadSignature);
  ASSERT_TRUE(replace_signature(made.checkpoint, *cosign(made.checkpoint.text, "w", witness, 1)).ok());
  const Receipt read = *parse_receipt(*format_receipt(made));
  EXPECT_TRUE(verify_receipt(read, entry(5), keys_, &quorum, HashVerifier()).ok());
}

TEST_F(Receipts, CannotBeWrittenOverSomethingThatIsNoCheckpoint) {
  Receipt made = receipt(5);
  made.checkpoint.text = "text\n";
  EXPECT_EQ(format_receipt(made).error().code(), GeneralError::kParse);
}

}  // namespace
}  // namespace zkp

/// Who alters a report, or makes a false one from altered evidence, is found out.
#include "report/support.h"

namespace zkp {
namespace {

using namespace report_test;

class TamperedReport : public testing::TestWithParam<ReportFormat> {};
INSTANTIATE_TEST_SUITE_P(Tamper, TamperedReport, testing::ValuesIn(kFormats), [](const auto& test) {
  return test.param == ReportFormat::kJsonLd ? "JsonLd" : std::string(report_format_name(test.param));
});

// A prime step, so that every residue of a line or a base64 group is met.
TEST_P(TamperedReport, AFlippedBitAnywhereIsRefused) {
  const World& world = plain_world();
  // A line of a witness that the reader does not know: C2SP says to ignore it, the report's own digest does not.
  SignedNote note = world.checkpoint();
  note.signatures.push_back(cosign(note.text, "witness.example", HashSigner(5), 1'800'000'000).value());
  Evidence evidence = world.evidence();
  for (uint64_t i = 0; i < evidence.receipts.size(); ++i) evidence.receipts[i] = world.receipt(i, note);
  const std::string report = render_report(evidence, GetParam()).value();
  ASSERT_EQ(refusal(world.verify(report)), "");
  for (size_t at = 0; at < report.size(); at += 13) {
    std::string bad = report;
    bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
    ASSERT_NE(refusal(verify_any_file(bad, world.pinned(), world.verifier)), "") << "byte " << at;
  }
  for (size_t at = report.size() - 40; at < report.size(); ++at) {
    std::string bad = report;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    ASSERT_NE(refusal(verify_any_file(bad, world.pinned(), world.verifier)), "") << "byte " << at;
  }
}

TEST_P(TamperedReport, MissingOrExtraBytesAreRefused) {
  const World& world = plain_world();
  const std::string report = render_report(world.evidence(), GetParam()).value();
  EXPECT_NE(refusal(world.verify(report + "\n")), "");
  EXPECT_NE(refusal(world.verify(" " + report)), "");
  EXPECT_NE(refusal(world.verify(report.substr(0, report.size() - 1))), "");
}

TEST_P(TamperedReport, EditedWordsAreRefusedAndThePlaceIsNamed) {
  const World& world = proved_world();
  const std::string report = render_report(world.evidence(), GetParam()).value();
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"sum is 167", "sum is 168"},
                                 {"insecure-dev", "ceremony:42"},
                                 {"pending", "perfect"},
                                 {"signed only", "proved only"},
                                 {"2,634.94", "9,634.94"}}) {
    const size_t at = report.find(from);
    if (at == std::string::npos) continue;
    std::string bad = report;
    bad.replace(at, to.size(), to);
    const std::string why = refusal(world.verify(bad));
    EXPECT_TRUE(why.starts_with("report: the report is not what its evidence renders to")) << from << ": " << why;
  }
}

// The evidence as a dishonest maker of reports would change it; each renders, none verifies.
TEST(ForgedEvidence, IsRefused) {
  const World& world = proved_world();
  struct Case {
    const char* what;
    std::function<void(Evidence&)> change;
  };
  World other_log;
  const std::vector<Case> cases = {
      {"a dataset is left out", [](Evidence& e) { e.receipts.erase(e.receipts.begin() + 1); }},
      {"the genesis entry is left out", [](Evidence& e) { e.receipts.erase(e.receipts.begin()); }},
      {"an entry appears twice", [](Evidence& e) { e.receipts.push_back(e.receipts.back()); }},
      {"entries change places", [](Evidence& e) { std::swap(e.receipts[2], e.receipts[3]); }},
      {"a dictionary that nobody names", [](Evidence& e) { e.blobs.push_back(to_bytes("{}")); }},
      {"an entry that the filter does not ask for", [](Evidence& e) { e.filter.dataset = "test-v1"; }},
      {"an entry of another log", [&](Evidence& e) { e.receipts[5] = other_log.evidence().receipts[0]; }},
      {"nothing", [](Evidence& e) { e.receipts.clear(); }},
  };
  for (const Case& c : cases) {
    Evidence evidence = world.evidence();
    c.change(evidence);
    EXPECT_FALSE(open_evidence(evidence).ok()) << c.what;
    EXPECT_FALSE(render_report(evidence, ReportFormat::kJson).ok()) << c.what;
  }
}

// A report whose evidence was altered and rendered again, so that only the checks of the evidence stand in the way.
std::string forged(Evidence evidence) { return render_report(evidence, ReportFormat::kJson).value(); }

TEST(ForgedReport, WithAnInclusionProofOfAnotherEntryIsRefused) {
  const World& world = proved_world();
  Evidence evidence = world.evidence();
  Receipt receipt = parse_receipt(evidence.receipts[1]).value();
  receipt.proof[0][0] ^= 1;
  evidence.receipts[1] = format_receipt(receipt).value();
  EXPECT_TRUE(refusal(world.verify(forged(evidence))).starts_with("receipts: "));
}

TEST(ForgedReport, WithACheckpointThatTheLogDidNotSignIsRefused) {
  World world = plain_world();
  const HashSigner thief(8);
  Evidence evidence = world.evidence();
  const Checkpoint checkpoint = parse_checkpoint(world.checkpoint().text).value();
  SignedNote note = sign_checkpoint(checkpoint, thief).value();
  for (uint64_t i = 0; i < evidence.receipts.size(); ++i) evidence.receipts[i] = world.receipt(i, note);
  EXPECT_TRUE(refusal(world.verify(forged(evidence))).starts_with("checkpoint: "));
}

TEST(ForgedReport, WithAnEntryThatTheAuthorDidNotSignIsRefused) {
  World world = plain_world();
  // The log operator puts the author's key id over somebody else's signature.
  json::Value envelope = json::parse(as_text(world.entries[2].leaf)).value();
  json::Array& signatures = envelope.object()["signatures"].array();
  signatures[0].object()["sig"] = base64_encode(ByteArray<64>{1});
  world.entries[2] = parse_entry(as_bytes(json::dump(envelope))).value();
  EXPECT_TRUE(refusal(world.verify(forged(world.evidence()))).starts_with("author: "));
}

TEST(ForgedReport, WithAProofThatDoesNotVerifyIsRefused) {
  World world;
  const TestTable table = world.table("t", {{"x", {TypeCode::kInt, 16}, {1, 2, 3}}});
  world.notarize(table);
  ProofRecord proof = world.prove(table, "sums:x");
  // 1 + 2 + 3 = 7, says the dishonest author, and signs it. The sum is the i256 behind magic, type, version and name.
  uint8_t& last_of_sum = proof.statement_bytes[8 + 3 + 31];
  ASSERT_EQ(last_of_sum, 6);
  last_of_sum = 7;
  proof.proof_id = proof_identity(proof.statement_bytes, proof.context(ledger_id(world.origin)));
  world.add(make_proof(proof));
  const std::string why = refusal(world.verify(forged(world.evidence())));
  EXPECT_TRUE(why.starts_with("proofs: entry 2: ")) << why;
}

TEST(ForgedReport, WithAProofUnderAnUnknownKeyIsRefused) {
  World world;
  const TestTable table = world.table("t", {{"x", {TypeCode::kInt, 16}, {1, 2, 3}}});
  world.notarize(table);
  ProofRecord proof = world.prove(table, "sums:x");
  proof.verification_key[0] ^= 1;
  proof.setup = "ceremony:" + std::string(64, 'a');
  world.add(make_proof(proof));
  EXPECT_TRUE(refusal(world.verify(forged(world.evidence()))).starts_with("proofs: entry 2: unknown verification key"));
}

// Logs that no honest ledger would have accepted.
TEST(DishonestLog, IsRefused) {
  const std::vector<std::pair<const char*, std::function<void(World&)>>> cases = {
      {"insecure-dev proofs where the genesis entry forbids them",
       [](World& world) {
         const TestTable table = world.table("t", {{"x", {TypeCode::kInt, 16}, {1, 2, 3}}});
         world.notarize(table);
         world.record_proof(table, "sums:x");
       }},
      {"a dataset twice",
       [](World& world) {
         const TestTable table = world.table("t", {{"x", {TypeCode::kInt, 16}, {}}});
         world.notarize(table);
         world.notarize(table);
       }},
      {"a commitment twice",
       [](World& world) {
         TestTable table = world.table("t", {{"x", {TypeCode::kInt, 16}, {1, 2}}});
         world.notarize(table);
         table.record.name = "copy";
         table.record.body.file_binding[0] ^= 1;
         table.record.body_bytes = encode_entry_body(table.record.body);
         table.record.dataset = entry_body_digest(table.record.body_bytes);
         world.notarize(table);
       }},
      {"a proof before its dataset",
       [](World& world) {
         const TestTable table = world.table("t", {{"x", {TypeCode::kInt, 16}, {1, 2}}});
         world.record_proof(table, "sums:x");
         world.notarize(table);
       }},
      {"a time that goes back",
       [](World& world) {
         world.add(make_notarize(world.table("t", {{"x", {TypeCode::kInt, 16}, {}}}).record),
                   [](EntryPayload& p) { p.time_s -= 10; });
       }},
      {"a parent that is not the entry before",
       [](World& world) {
         world.add(make_notarize(world.table("t", {{"x", {TypeCode::kInt, 16}, {}}}).record),
                   [](EntryPayload& p) { p.parents[0][0] ^= 1; });
       }},
      {"an author whom the genesis entry does not name",
       [](World& world) {
         world.author = HashSigner(6);
         world.notarize(world.table("t", {{"x", {TypeCode::kInt, 16}, {}}}));
       }},
      {"a second genesis entry",
       [](World& world) {
         world.add(make_genesis({"lab", world.log.public_key(), world.author.public_key(), "sha3-256", true}),
                   [](EntryPayload& p) { p.parents.clear(); });
       }},
      {"entries of a kind that is not built",
       [](World& world) {
         EntryPayload payload = make_notarize(world.table("t", {{"x", {TypeCode::kInt, 16}, {}}}).record);
         payload.type = EntryType::kRetract;
         world.add(payload);
       }},
  };
  for (const auto& [what, build] : cases) {
    World world(/*insecure_dev=*/false);
    build(world);
    Result<OpenedEvidence> opened = open_evidence(world.evidence());
    EXPECT_FALSE(opened.ok()) << what;
  }
}

}  // namespace
}  // namespace zkp

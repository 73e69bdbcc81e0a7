/// Eight proofs of the reference model, message for message: the tables are built here, and everything that the prover
/// says must be what the model says.
#include "dataset_proof/toy.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

using toy::Json;
using toy::Table;

std::vector<int64_t> select(const std::vector<int64_t>& from, std::initializer_list<size_t> rows) {
  std::vector<int64_t> out;
  for (const size_t row : rows) out.push_back(from[row]);
  return out;
}

class Traces : public testing::TestWithParam<std::string> {
 protected:
  Traces() {
    const std::vector<int64_t> v = {3, -7, 20, 0, 5, 5, -1, 13, 8, -20, 2, 19};
    const std::vector<int64_t> cat = {0, 7, 14, 0, 0, 7, 14, 7, 0, 0, 7, 7};
    std::vector<int64_t> key, w;
    for (int64_t i = 0; i < 12; ++i) {
      key.push_back(11 * i + 4);
      w.push_back(2 * v[static_cast<size_t>(i)] + (i & 3));
    }
    const ColumnType type = {TypeCode::kInt, 64};
    const std::initializer_list<size_t> train = {0, 2, 3, 5, 8, 9, 11}, test = {1, 4, 6, 7, 10};
    auto part = [&](std::initializer_list<size_t> rows, uint8_t secret) {
      return std::make_unique<Table>(
          std::vector<toy::ColumnSpec>{
              {"v", type, select(v, rows)}, {"cat", type, select(cat, rows)}, {"key", type, select(key, rows)}},
          secret);
    };
    source_ = std::make_unique<Table>(
        std::vector<toy::ColumnSpec>{{"v", type, v}, {"cat", type, cat}, {"key", type, key}}, 0x11);
    train_ = part(train, 0x33);
    test_ = part(test, 0x44);
    nullable_ = std::make_unique<Table>(
        std::vector<toy::ColumnSpec>{{"v", type, {9, 0, 12, 15, 0, 10}, {0, 1, 0, 0, 1, 0}}}, 0x55);
    two_ = std::make_unique<Table>(std::vector<toy::ColumnSpec>{{"v", type, v}, {"w", type, w}}, 0x66);
  }

  std::vector<const Table*> tables() const {
    const std::string name = GetParam();
    if (name == "split") return {source_.get(), train_.get(), test_.get()};
    if (name == "range_null") return {nullable_.get()};
    if (name == "covariance") return {two_.get()};
    return {source_.get()};
  }

  std::unique_ptr<Table> source_, train_, test_, nullable_, two_;
};

TEST_P(Traces, TheProverSaysWhatTheModelSays) {
  const Json expected = toy::vectors("proof_" + GetParam() + ".json");
  const Bytes statement = hex_decode(expected["stmt_bytes"].get<std::string>()).value();
  const std::vector<const Table*> of = tables();
  for (size_t i = 0; i < of.size(); ++i) {
    EXPECT_EQ(hex_encode(encode_entry_body(of[i]->entry())), expected["extra"]["entry_bodies"][i].get<std::string>());
  }
  TestPool threads(3);
  // Threads and memory are not the proof's business.
  const std::pair<TaskPool*, size_t> environments[] = {
      {nullptr, SIZE_MAX}, {&threads, SIZE_MAX}, {&threads, 4096}, {nullptr, 0}};
  for (const auto& [pool, max_tree_bytes] : environments) {
    const toy::ProveOptions options{.seed = "vec-" + GetParam(), .pool = pool, .max_tree_bytes = max_tree_bytes};
    const auto proved = toy::prove(kClassT, statement, of, options);
    ASSERT_TRUE(proved.ok()) << proved.error().describe();
    EXPECT_EQ(hex_encode(proved->context), expected["context"].get<std::string>());
    const InnerProof& inner = proved->inner;
    const InnerMessages<Fr>& messages = inner.messages;
    EXPECT_EQ(inner.pub.s0, toy::element(expected["challenges"]["s0"]));
    for (size_t d = 0; d < expected["gkr"].size(); ++d) {
      const Json& layer = expected["gkr"][d];
      SCOPED_TRACE("layer " + std::to_string(d));
      ASSERT_EQ(messages.layers[d].rounds.size(), layer["rounds"].size());
      for (size_t j = 0; j < layer["rounds"].size(); ++j) {
        EXPECT_EQ(messages.layers[d].rounds[j][0], toy::element(layer["rounds"][j][0])) << j;
        EXPECT_EQ(messages.layers[d].rounds[j][1], toy::element(layer["rounds"][j][1])) << j;
      }
      for (size_t k = 0; k < 4; ++k)
        EXPECT_EQ(messages.layers[d].ends[k], toy::element(layer["ev_p0_p1_q0_q1"][k])) << k;
    }
    for (size_t k = 0; k < 4; ++k) {
      EXPECT_EQ(messages.sums[k], toy::element(expected["S"][k]));
      EXPECT_EQ(messages.slacks[k], toy::element(expected["slack"][k]));
    }
    for (size_t j = 0; j < expected["final_rounds_a1_a4"].size(); ++j) {
      for (size_t k = 0; k < 4; ++k) {
        EXPECT_EQ(messages.final_rounds[j][k], toy::element(expected["final_rounds_a1_a4"][j][k])) << j << " " << k;
      }
    }
    EXPECT_EQ(messages.values, toy::elements(expected["values"]));
    EXPECT_EQ(messages.salt1, toy::element(expected["salt1"]));
    for (size_t j = 0; j < expected["levelB_rounds"].size(); ++j) {
      EXPECT_EQ(messages.block_rounds[j][0], toy::element(expected["levelB_rounds"][j][0]));
      EXPECT_EQ(messages.block_rounds[j][1], toy::element(expected["levelB_rounds"][j][1]));
    }
    EXPECT_EQ(messages.partial_g, toy::elements(expected["hg"]));
    EXPECT_EQ(messages.partial_h, toy::elements(expected["hh"]));
    EXPECT_EQ(messages.salt2, toy::element(expected["salt2"]));
    EXPECT_EQ(messages.remainder, toy::elements(expected["gp"]));
    EXPECT_EQ(messages.salt3, toy::element(expected["salt3"]));
    EXPECT_EQ(inner.public_input, toy::element(expected["pi"]));

    // The envelope, with zeros for Groth16.
    const Bytes opening = encode_opening_proof(inner.opening);
    EXPECT_EQ(hex_encode(opening), expected["envelope_with_zero_groth16"].get<std::string>().substr(2 * 208));

    EXPECT_TRUE(check_wrap(kClassT, inner.public_input, inner.pub, messages).ok());
    const auto verdict = toy::verify(kClassT, statement, *proved, inner.opening, messages);
    EXPECT_TRUE(verdict.ok()) << verdict.error().describe();
    const ProofSubject subject{&kClassT, toy::key_id(kClassT), toy::srs_id(), proved->context, statement};
    const auto opened = open_outer(subject, toy::srs().key(), proved->entries, inner.opening);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(toy::hex(opened->l1), expected["L1"].get<std::string>());
    EXPECT_EQ(toy::hex(opened->l2), expected["L2"].get<std::string>());
  }
}
INSTANTIATE_TEST_SUITE_P(All, Traces,
                         testing::Values("sum", "range", "range_null", "count_ge", "histogram", "split", "covariance",
                                         "composite"),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace zkp

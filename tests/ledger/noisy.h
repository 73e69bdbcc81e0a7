/// Records of noise bits with real commitments, and real proofs of the answers.
#pragma once

#include "beacon/local_beacon.h"
#include "ledger/owned.h"

namespace zkp::owned {

/// A record for one column.
inline TestDataset make_noise(const std::string& name, const ByteArray<32>& owner, const NoiseQuery& query,
                              std::vector<uint8_t> bits) {
  TestDataset out;
  out.record.name = name;
  out.opening.bits = bits;
  EntryBody& body = out.record.body;
  body.srs_id = desk().srs().key().id;
  body.owner_key = owner;
  body.query = query;
  body.rows = bits.size();
  body.columns.push_back({"bits", {TypeCode::kBool, 0}, false, {}, {}});
  std::vector<PrivateColumn> columns;
  columns.emplace_back(PrivateColumn::Values(std::move(bits)));
  out.table = CommittedTable::blind(std::move(columns), body.columns, desk().random, nullptr, out.opening).value();
  body.columns[0].commitment = out.table->commit(desk().srs(), nullptr).value()[0];
  out.record.body_bytes = encode_entry_body(body);
  out.record.dataset = entry_body_digest(out.record.body_bytes);
  return out;
}

/// Twice the answer is at the end of the statement.
inline void shift_answer(Bytes& statement, int64_t shift) {
  ByteArray<32> twice;
  std::copy(statement.end() - 32, statement.end(), twice.begin());
  twice = (Int256::from_bytes(twice) + Int256(shift)).to_bytes();
  std::copy(twice.begin(), twice.end(), statement.end() - 32);
}

/// "dp-sum:COLUMN" with this round's signature, off by half of `shift`.
inline Result<ProofRecord> prove_noisy(const TestDataset& data, const TestDataset& noise, const Digest& ledger,
                                       const ByteArray<48>& signature, int64_t shift = 0) {
  const OwnedDataset both[] = {data.owned(), noise.owned()};
  StatementSecrets secrets;
  secrets.beacon_round = beacon_round_value(signature);
  ZKP_TRY(const StatementRequest request, parse_request("dp-sum:" + noise.record.body.query->column + ";bits=noise"));
  ZKP_TRY(Bytes bytes, make_statement(request, both, secrets));
  shift_answer(bytes, shift);
  ZKP_TRY(ProvedStatement proved,
          prove_statement(bytes, both, ledger, {}, *desk().keys, desk().env(), [](const Progress&) {}));
  proved.record.beacon_signature = signature;
  return std::move(proved.record);
}

}  // namespace zkp::owned

#include "dataset_proof/debug_proof.h"

#include <string>

namespace zkp {
namespace {

constexpr std::string_view kMagic = "ZDU1";
constexpr uint8_t kVersion = 1;
constexpr uint8_t kFlags = 1;

Error bad(std::string message) { return Error(GeneralError::kParse, std::move(message)); }

/// visit(value) for each stored element, in order; of the layers and rounds that a cube of 2^mu rows has.
template <class Messages, class Visit>
void for_each_stored(Messages& m, int mu, Visit&& visit) {
  for (size_t d = 0; d < static_cast<size_t>(kSlotBits + mu); ++d) {
    for (auto& round : m.layers[d].rounds) {
      for (auto& v : round) visit(v);
    }
    for (auto& v : m.layers[d].ends) visit(v);
  }
  for (auto& v : m.sums) visit(v);
  for (auto& v : m.slacks) visit(v);
  for (size_t j = 0; j < static_cast<size_t>(mu); ++j) {
    for (auto& v : m.final_rounds[j]) visit(v);
  }
  for (auto& v : m.values) visit(v);
  visit(m.salt1);
  for (auto& round : m.block_rounds) {
    for (auto& v : round) visit(v);
  }
  for (size_t j = 0; j < m.partial_g.size(); ++j) {
    visit(m.partial_g[j]);
    visit(m.partial_h[j]);
  }
  visit(m.salt2);
  for (auto& v : m.remainder) visit(v);
  visit(m.salt3);
}

}  // namespace

Bytes encode_debug_proof(const ProofHeader& header, const InnerProof& inner) {
  ByteWriter out;
  out.raw(kMagic).u8(kVersion).u8(header.class_id).u16(static_cast<uint16_t>(header.type));
  out.u8(static_cast<uint8_t>(inner.opening.fresh.size())).u8(kFlags).raw(header.key_id);
  out.raw(encode_opening_proof(inner.opening));
  for_each_stored(inner.messages, inner.mu, [&](const Fr& v) { out.raw(v.to_bytes()); });
  return std::move(out).bytes();
}

Result<DebugProof> decode_debug_proof(const SizeClass& size_class, int mu, ByteView bytes) {
  ZKP_CHECK(mu >= size_class.mu_min && mu <= size_class.mu_max);
  ByteReader in(bytes);
  DebugProof out;
  ZKP_TRY(const auto magic, in.array<4>());
  ZKP_TRY(const uint8_t version, in.u8());
  if (as_text(magic) != kMagic || version != kVersion) return bad("these are no bytes of a debug proof of version 1");
  ZKP_TRY(out.header.class_id, in.u8());
  ZKP_TRY(const uint16_t type, in.u16());
  out.header.type = static_cast<StatementType>(type);
  ZKP_TRY(const uint8_t fresh, in.u8());
  ZKP_TRY(const uint8_t flags, in.u8());
  ZKP_TRY(out.header.key_id, in.array<6>());
  if (flags != kFlags || fresh < 1 || fresh > Program::kMaxFresh) return bad("the header of the debug proof is wrong");
  ZKP_TRY(out.opening, read_opening_proof(in, fresh));

  out.messages = InnerMessages<Fr>::of_shape(size_class, mu);
  Result<void> status;
  for_each_stored(out.messages, mu, [&](Fr& v) {
    if (!status.ok()) return;
    const Result<ByteView> element = in.raw(Fr::kBytes);
    if (!element.ok()) {
      status = element.error();
      return;
    }
    Result<Fr> value = Fr::from_bytes(*element);
    if (value.ok()) {
      v = *value;
    } else {
      status = std::move(value).error();
    }
  });
  ZKP_TRY_VOID(status);
  ZKP_TRY_VOID(in.end());
  const std::array<Fr, 4>& root = out.messages.layers[0].ends;
  out.messages.root_inverse = (root[2] * root[3]).inverse_var();
  out.messages = padded_messages(size_class, std::move(out.messages));
  return out;
}

Result<void> verify_debug_proof(const SizeClass& size_class, const SrsKey& srs, const Digest& key_id, ByteView proof,
                                ByteView statement, ByteView context, Entries entries) {
  auto refuse_proof = [](std::string message) { return Error(CryptoError::kBadProof, std::move(message)); };
  ZKP_TRY(const std::unique_ptr<Statement> read, read_statement(size_class, statement, entries));
  ZKP_TRY(const Program shape, make_program(*read, size_class, Fr::one(), Fr::one()));
  ZKP_TRY(const DebugProof debug, decode_debug_proof(size_class, shape.mu(), proof));
  if (debug.header.class_id != size_class.id || debug.header.type != read->type() ||
      debug.header.key_id != short_key_id(key_id)) {
    return refuse_proof("the proof is of another class, type or key");
  }
  for (const EntryBody* entry : entries) {
    if (entry->srs_id != srs.id) return refuse_proof("a table is committed to under another reference string");
  }
  const ProofSubject subject{&size_class, key_id, srs.id, context, statement};
  ZKP_TRY(const OpenedProof opened, open_outer(subject, srs, entries, debug.opening));
  if (!check_opening(size_class, srs, opened, debug.opening)) return refuse_proof("an opening does not verify");
  return check_wrap(size_class, opened.public_input, opened.pub, debug.messages);
}

}  // namespace zkp

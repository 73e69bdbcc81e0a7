#include "dataset_proof/outer_protocol.h"

#include "curve/encoding.h"

namespace zkp {

OuterProtocol::OuterProtocol(const ProofSubject& subject, const Program& shape, std::span<const G1Affine> commitments) {
  ZKP_CHECK(commitments.size() == shape.columns().size());
  ByteWriter params;
  params.u8(static_cast<uint8_t>(shape.mu()));
  for (const uint64_t n : shape.rows()) params.u64(n);
  ByteWriter columns;
  for (const G1Affine& commitment : commitments) columns.raw(compress(commitment));
  const uint8_t class_id[] = {subject.size_class->id};
  transcript_.absorb("class", class_id)
      .absorb("vk", subject.verifying_key)
      .absorb("srs", subject.srs)
      .absorb("context", subject.context)
      .absorb("statement", subject.statement)
      .absorb("params", params.bytes())
      .absorb("cols", columns.bytes());
  beta_ = transcript_.challenge("beta");
  gamma_ = transcript_.challenge("gamma");
  s0_ = transcript_.challenge("s0");
}

Fr OuterProtocol::after_values(const Fr& h_v) { return transcript_.absorb("Hv", h_v.to_bytes()).challenge("rho"); }

Fr OuterProtocol::after_folded(const G1Affine& c_h) {
  return transcript_.absorb("Ch", compress(c_h)).challenge("alpha");
}

Fr OuterProtocol::after_quotient(const G1Affine& c_g, const G1Affine& c_q) {
  ByteWriter points;
  points.raw(compress(c_g)).raw(compress(c_q));
  return transcript_.absorb("CgCq", points.bytes()).challenge("s1");
}

std::array<Fr, 2> OuterProtocol::after_partial(const Fr& h_2) {
  transcript_.absorb("H2", h_2.to_bytes());
  const Fr gamma2 = transcript_.challenge("gamma2");
  return {gamma2, transcript_.challenge("alpha2")};
}

Fr OuterProtocol::after_remainder(const G1Affine& c_q2, const Fr& h_3) {
  ByteWriter both;
  both.raw(compress(c_q2)).raw(h_3.to_bytes());
  return transcript_.absorb("Cq2H3", both.bytes()).challenge("z");
}

void set_program_values(const Program& program, const FormWeights& weights, WrapPublic<Fr>& pub) {
  pub.class_id = Fr::from_u64(program.size_class().id);
  pub.mu = Fr::from_u64(static_cast<uint64_t>(program.mu()));
  for (size_t t = 0; t < kTableCount; ++t) pub.rows[t] = Fr::from_u64(program.rows()[t]);
  pub.virtuals = weights.virtuals;
  pub.targets = program.targets();
  pub.modes = Fr::from_u64(program.mode_word());
}

}  // namespace zkp

#include "r1cs/circuit_file.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "zkp.r1cs.v1";
constexpr size_t kTermBytes = 4 + 32;
/// The three counts of a constraint without terms.
constexpr size_t kMinConstraintBytes = 3 * 4;

Error malformed(std::string sentence) {
  return Error(GeneralError::kParse, "constraint system: " + std::move(sentence));
}

Result<void> read_row(ByteReader& in, uint32_t variable_count, std::vector<LinearCombination::Term>& row) {
  ZKP_TRY(uint32_t count, in.u32());
  if (count > in.left() / kTermBytes) return malformed("a row has more terms than there are bytes");
  row.clear();
  for (uint32_t i = 0; i < count; ++i) {
    LinearCombination::Term term;
    ZKP_TRY(term.variable, in.u32());
    if (term.variable >= variable_count) return malformed("a variable that does not exist");
    if (!row.empty() && term.variable <= row.back().variable) return malformed("variables are out of order");
    ZKP_TRY(ByteView bytes, in.raw(32));
    Result<Fr> coefficient = Fr::from_bytes(bytes);
    if (!coefficient.ok() || coefficient->is_zero()) return malformed("a coefficient is zero or not below the modulus");
    term.coefficient = *coefficient;
    row.push_back(term);
  }
  return {};
}

}  // namespace

Result<void> write_circuit_file(const R1cs& system, const std::function<Result<void>(ByteView)>& sink) {
  ByteWriter head;
  head.raw(kMagic).u32(system.public_count).u32(system.variable_count).u32(system.constraint_count());
  ZKP_TRY_VOID(sink(head.bytes()));
  Result<void> outcome;
  write_matrices(system, [&](ByteView bytes) {
    if (outcome.ok()) outcome = sink(bytes);
  });
  return outcome;
}

Result<R1cs> parse_circuit_file(ByteView bytes) {
  if (bytes.size() > kMaxCircuitFileBytes) return Error(GeneralError::kLimit, "constraint system: more than 4 GiB");
  ByteReader in(bytes);
  Result<ByteView> magic = in.raw(kMagic.size());
  if (!magic.ok() || as_text(*magic) != kMagic) return malformed("wrong magic: not a circuit of this program");
  R1cs out;
  ZKP_TRY(out.public_count, in.u32());
  ZKP_TRY(out.variable_count, in.u32());
  ZKP_TRY(uint32_t constraints, in.u32());
  if (out.public_count >= out.variable_count)
    return malformed("fewer variables than the constant and the public inputs");
  if (out.variable_count > kMaxCircuitVariables)
    return Error(GeneralError::kLimit, "constraint system: more than 2^28 variables");
  if (constraints > in.left() / kMinConstraintBytes) return malformed("more constraints than there are bytes");
  std::vector<LinearCombination::Term> row;
  for (uint32_t i = 0; i < constraints; ++i) {
    for (SparseMatrix* matrix : {&out.a, &out.b, &out.c}) {
      Result<void> read = read_row(in, out.variable_count, row);
      if (!read.ok())
        return Error(read.error().code(), read.error().message() + " (constraint " + std::to_string(i) + ")");
      matrix->add_row(row);
    }
  }
  ZKP_TRY_VOID(in.end());
  return out;
}

}  // namespace zkp

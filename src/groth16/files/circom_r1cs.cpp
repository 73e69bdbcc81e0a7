#include "groth16/files/circom_r1cs.h"

#include <algorithm>
#include <numeric>

#include "groth16/files/binfile.h"
#include "groth16/files/terms.h"

namespace zkp {
namespace {

constexpr uint32_t kVersion = 1;
constexpr uint32_t kHeader = 1, kConstraints = 2, kWireLabels = 3, kCustomGates = 4, kCustomGateUses = 5;
constexpr size_t kTermBytes = 4 + Fr::kBytes;
constexpr size_t kLowestRowBytes = 3 * 4;  // three counts

Result<uint32_t> read_header(const BinFile& file, CircomR1cs& out) {
  ZKP_TRY(LittleEndianReader in, file.section(kHeader));
  ZKP_TRY_VOID(read_scalar_prime(in));
  ZKP_TRY(out.system.variable_count, in.u32());
  ZKP_TRY(out.outputs, in.u32());
  ZKP_TRY(uint32_t public_inputs, in.u32());
  ZKP_TRY(out.private_inputs, in.u32());
  ZKP_TRY(out.label_count, in.u64());
  ZKP_TRY(uint32_t constraint_count, in.u32());
  ZKP_TRY_VOID(file.end_of_section(in, kHeader));
  if (uint64_t{1} + out.outputs + public_inputs + out.private_inputs > out.system.variable_count)
    return file.error("more inputs and outputs than wires");
  out.system.public_count = out.outputs + public_inputs;
  return constraint_count;
}

Result<void> read_constraints(const BinFile& file, uint32_t constraint_count, R1cs& out) {
  ZKP_TRY(LittleEndianReader in, file.section(kConstraints));
  if (constraint_count > in.left() / kLowestRowBytes) return file.error("fewer constraints than its header says");
  std::vector<LinearCombination::Term> terms;
  for (uint32_t row = 0; row < constraint_count; ++row) {
    for (SparseMatrix* matrix : {&out.a, &out.b, &out.c}) {
      ZKP_TRY(uint32_t count, in.u32());
      if (count > in.left() / kTermBytes) return file.error("a constraint is longer than its section");
      terms.clear();
      for (uint32_t i = 0; i < count; ++i) {
        ZKP_TRY(uint32_t wire, in.u32());
        ZKP_TRY(Fr coefficient, in.fr());
        if (wire >= out.variable_count)
          return file.error("constraint " + std::to_string(row) + " names wire " + std::to_string(wire) +
                            ", there are " + std::to_string(out.variable_count));
        terms.push_back({wire, coefficient});
      }
      if (!add_terms_as_row(terms, *matrix))
        return file.error("constraint " + std::to_string(row) + " names a wire twice in one combination");
    }
  }
  return file.end_of_section(in, kConstraints);
}

Bytes header(const CircomR1cs& file) {
  LittleEndianWriter out;
  write_scalar_prime(out);
  out.u32(file.system.variable_count).u32(file.outputs).u32(file.system.public_count - file.outputs);
  out.u32(file.private_inputs).u64(file.label_count).u32(file.system.constraint_count());
  return std::move(out).bytes();
}

Bytes constraints(const R1cs& system) {
  LittleEndianWriter out;
  out.reserve(kLowestRowBytes * system.constraint_count() +
              kTermBytes * (system.a.nonzeros() + system.b.nonzeros() + system.c.nonzeros()));
  for (size_t row = 0; row < system.constraint_count(); ++row) {
    for (const SparseMatrix* matrix : {&system.a, &system.b, &system.c}) {
      const auto variables = matrix->row_variables(row);
      const auto coefficients = matrix->row_coefficients(row);
      out.u32(static_cast<uint32_t>(variables.size()));
      for (size_t i = 0; i < variables.size(); ++i) out.u32(variables[i]).fr(coefficients[i]);
    }
  }
  return std::move(out).bytes();
}

}  // namespace

CircomR1cs CircomR1cs::of(R1cs system) {
  CircomR1cs out;
  out.label_count = system.variable_count;
  out.wire_labels.resize(system.variable_count);
  std::iota(out.wire_labels.begin(), out.wire_labels.end(), uint64_t{0});
  out.system = std::move(system);
  return out;
}

Result<CircomR1cs> parse_circom_r1cs(ByteView bytes) {
  ZKP_TRY(BinFile file, BinFile::parse(bytes, kCircomR1csMagic, kVersion, "r1cs file"));
  if (file.has(kCustomGates) || file.has(kCustomGateUses))
    return Error(GeneralError::kUnsupported, "r1cs file: the circuit uses custom gates, which Groth16 does not have");
  ZKP_TRY_VOID(file.expect_sections_up_to(kWireLabels));
  CircomR1cs out;
  ZKP_TRY(uint32_t constraint_count, read_header(file, out));
  ZKP_TRY(LittleEndianReader labels, file.section(kWireLabels));
  if (labels.left() != uint64_t{8} * out.system.variable_count)
    return file.error("its map of wires to labels has another length than its header says");
  out.wire_labels.reserve(out.system.variable_count);
  while (labels.left() != 0) { ZKP_TRY(out.wire_labels.emplace_back(), labels.u64()); }
  ZKP_TRY_VOID(read_constraints(file, constraint_count, out.system));
  return out;
}

Bytes encode_circom_r1cs(const CircomR1cs& file) {
  LittleEndianWriter labels;
  for (uint64_t label : file.wire_labels) labels.u64(label);
  BinFileWriter out(kCircomR1csMagic, kVersion, 3);
  out.section(kHeader, header(file));
  out.section(kConstraints, constraints(file.system));
  out.section(kWireLabels, labels.bytes());
  return std::move(out).bytes();
}

}  // namespace zkp

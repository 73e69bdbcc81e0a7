#include "groth16/files/zkey_coefficients.h"

#include <algorithm>

#include "groth16/files/terms.h"

namespace zkp {
namespace {

using Term = LinearCombination::Term;

constexpr size_t kEntryBytes = 3 * 4 + Fr::kBytes;

struct Entry {
  uint32_t matrix = 0;
  uint32_t row = 0;
  Term term{};
};

Error damaged(std::string sentence) {
  return Error(GeneralError::kParse, "zkey file: coefficients: " + std::move(sentence));
}

Result<Entry> read_entry(LittleEndianReader& in, const ZkeySizes& sizes) {
  Entry out;
  ZKP_TRY(out.matrix, in.u32());
  ZKP_TRY(out.row, in.u32());
  ZKP_TRY(out.term.variable, in.u32());
  ZKP_TRY(out.term.coefficient, in.fr_twice_montgomery());
  if (out.matrix > 1) return damaged("a matrix other than A and B");
  if (out.row >= sizes.domain_size) return damaged("a row outside the domain");
  if (out.term.variable >= sizes.variable_count) return damaged("a variable that does not exist");
  return out;
}

// The entries of one matrix and row lie together: those of (matrix, row) begin at start[2 row + matrix].
struct Grouped {
  std::vector<size_t> start;
  std::vector<Term> terms;
  size_t rows = 0;  // one more than the last that has an entry

  std::vector<Term> of(size_t row, size_t matrix) const {
    const size_t group = 2 * row + matrix;
    return {terms.begin() + static_cast<std::ptrdiff_t>(start[group]),
            terms.begin() + static_cast<std::ptrdiff_t>(start[group + 1])};
  }
};

Result<Grouped> read_grouped(LittleEndianReader in, size_t count, const ZkeySizes& sizes) {
  Grouped out;
  out.start.resize(2 * size_t{sizes.domain_size} + 1);
  LittleEndianReader counting = in;
  for (size_t i = 0; i < count; ++i) {
    ZKP_TRY(Entry entry, read_entry(counting, sizes));
    ++out.start[2 * size_t{entry.row} + entry.matrix];
    out.rows = std::max(out.rows, size_t{entry.row} + 1);
  }
  size_t total = 0;
  for (size_t& group : out.start) total += std::exchange(group, total);
  out.terms.resize(count);
  std::vector<size_t> next = out.start;
  for (size_t i = 0; i < count; ++i) {
    ZKP_TRY(Entry entry, read_entry(in, sizes));
    out.terms[next[2 * size_t{entry.row} + entry.matrix]++] = entry.term;
  }
  return out;
}

}  // namespace

Result<ZkeyMatrices> read_zkey_coefficients(LittleEndianReader in, const ZkeySizes& sizes) {
  ZKP_TRY(uint32_t count, in.u32());
  if (in.left() != uint64_t{count} * kEntryBytes) return damaged("another number than the section holds");
  ZKP_TRY(Grouped grouped, read_grouped(in, count, sizes));
  if (grouped.rows <= sizes.public_count) return damaged("the rows of the public inputs are missing");
  const size_t constraint_count = grouped.rows - sizes.public_count - 1;
  for (uint32_t i = 0; i <= sizes.public_count; ++i) {
    const std::vector<Term> only = {{i, Fr::one()}};
    if (grouped.of(constraint_count + i, 0) != only || !grouped.of(constraint_count + i, 1).empty())
      return damaged("the row of public input " + std::to_string(i) + " is not what Groth16 demands");
  }
  ZkeyMatrices out;
  for (size_t row = 0; row < constraint_count; ++row) {
    for (size_t matrix : {0, 1}) {
      std::vector<Term> terms = grouped.of(row, matrix);
      if (!add_terms_as_row(terms, matrix == 0 ? out.a : out.b))
        return damaged("row " + std::to_string(row) + " names a variable twice");
    }
  }
  return out;
}

Bytes write_zkey_coefficients(const SparseMatrix& a, const SparseMatrix& b, uint32_t public_count) {
  const size_t count = a.nonzeros() + b.nonzeros() + public_count + 1;
  LittleEndianWriter out;
  out.reserve(4 + count * kEntryBytes);
  out.u32(static_cast<uint32_t>(count));
  for (uint32_t row = 0; row < a.rows(); ++row) {
    for (uint32_t matrix : {0, 1}) {
      const SparseMatrix& from = matrix == 0 ? a : b;
      const auto variables = from.row_variables(row);
      const auto coefficients = from.row_coefficients(row);
      for (size_t i = 0; i < variables.size(); ++i)
        out.u32(matrix).u32(row).u32(variables[i]).fr_twice_montgomery(coefficients[i]);
    }
  }
  for (uint32_t i = 0; i <= public_count; ++i)
    out.u32(0).u32(static_cast<uint32_t>(a.rows()) + i).u32(i).fr_twice_montgomery(Fr::one());
  return std::move(out).bytes();
}

}  // namespace zkp

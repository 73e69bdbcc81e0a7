/// A statement that was read from its bytes and checked against the entries that it speaks about.
///
///   bytes = "ZDS1" || u16 type || u16 1 || fields
///
/// Each type has a file of its own in statement/types/ with its fields, public checks and program; what a prover needs
/// besides lies in its _witness.cpp. Source: dataset_proof specification, section 11. Part of the verifier. Immutable,
/// safe for concurrent use; the entries must outlive it.
#pragma once

#include <memory>

#include "statement/statement_reader.h"

namespace zkp {

/// The numbers are part of the format.
enum class StatementType : uint16_t {
  kSums = 1,
  kRange = 2,
  kCountCompare = 3,
  kHistogram = 4,
  kSplit = 5,
  kWellTyped = 6,
  kAffine = 7,
  kFilter = 8,
  kSort = 9,
  kUniqueKey = 10,
  kDedupe = 11,
  kJoin = 12,
  kMember = 13,
  kNonMember = 14,
  kGroupSums = 15,
  kNoisySum = 16,
  kCountEqual = 17,
  kMinMax = 18,
  kQuantile = 19,
  kShuffle = 20,
  kMeanFloor = 21,
  kCovariance = 22,
  kComposite = 23,
  kDisjoint = 24,
  kKnowledge = 25,
};

class Statement {
 public:
  virtual ~Statement() = default;

  virtual StatementType type() const = 0;
  /// n_1 .. n_4 of its program.
  virtual RowCounts rows() const = 0;
  /// Columns and slots; finish() is the caller's.
  virtual void build(Program& program) const = 0;
};

/// Bytes of a statement that a reader looks at (errata E10).
inline constexpr size_t kMaxStatementBytes = size_t{1} << 20;

/// Reads strictly and runs the public checks. `size_class` says how wide limbs are: a statement is read for the class
/// of its proof. Errors: StatementError, GeneralError::kParse for missing or trailing bytes, kLimit.
Result<std::unique_ptr<Statement>> read_statement(const SizeClass& size_class, ByteView bytes, Entries entries);

/// The type of a statement, from its first bytes. Errors: StatementError::kUnknownStatement, GeneralError::kParse.
Result<StatementType> statement_type(ByteView bytes);
/// How many entries a statement of this type speaks about.
size_t entry_count(StatementType type);

/// The finished program for these challenges. Errors: those of Program::finish().
Result<Program> make_program(const Statement& statement, const SizeClass& size_class, const Fr& beta, const Fr& gamma);

/// "ZDS1" || u16 type || u16 1
ByteWriter start_statement(StatementType type);

}  // namespace zkp

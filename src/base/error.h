/// What went wrong, for a program (a code of one enum per domain) and for a person (a sentence, a hint, a place).
///
/// Immutable after construction in spirit: the `with_*` functions exist so that an outer layer can add the place it
/// knows (a parser knows the row, the command line knows the file). Not safe for concurrent mutation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace zkp {

enum class GeneralError : uint16_t {
  kInvalidArgument = 1,  ///< a caller's argument breaks the documented contract
  kParse,                ///< bytes from outside do not have the form that the format document demands
  kLimit,                ///< a size, depth or count limit was exceeded
  kNotFound,
  kUnsupported,  ///< the capability is not built
  kIo,
  kCancelled,  ///< the caller asked for it to stop
};

enum class CryptoError : uint16_t {
  kNonCanonical = 1,  ///< an encoding that is not the unique one of its value
  kNotOnCurve,
  kNotInSubgroup,
  kIdentity,  ///< the identity where it is not allowed
  kBadSignature,
  kBadKey,
  kBadProof,
  kUnsatisfied,  ///< the witness does not satisfy the constraint system
  kDecrypt,      ///< authentication of sealed bytes failed
  kRandom,       ///< the operating system gave no randomness
};

enum class StorageError : uint16_t {
  kIo = 1,
  kCorrupt,
  kLocked,   ///< another writer holds the ledger
  kFull,     ///< no space left
  kMissing,  ///< acknowledged data is not there
  kReadOnly,
  kConflict,  ///< the append does not continue the current end of the log
};

enum class LedgerError : uint16_t {
  kExists = 1,
  kNoLedger,
  kBadEntry,
  kBadName,
  kBadParent,
  kUnknownAuthor,
  kUnknownEntry,
  kAmbiguous,
  kDuplicate,
  kNotAllowed,
  kBadReceipt,
  kBadCheckpoint,
  kBadProofFile,
  kNoOpening,
  kDataChanged,
  kTooLarge,
};

enum class TableError : uint16_t {
  kNoRows = 1,
  kRaggedRow,
  kBadUtf8,
  kNulByte,
  kBadValue,
  kOutOfRange,
  kInexact,  ///< the value is not exact at the declared scale
  kFieldTooLong,
  kDuplicateColumn,
  kBadColumnName,
  kTooManyColumns,
  kNullNotAllowed,
  kBadFormat,  ///< wrong magic, truncated, malformed container
  kBadSchema,
  kUnsupportedType,
  kTooLarge,
};

enum class StatementError : uint16_t {
  kSyntax = 1,
  kUnknownStatement,
  kUnknownColumn,
  kWrongType,
  kTooManyRows,
  kFalse,  ///< the claim is not true of the data, so no proof exists
  kNotCommitted,
  kNoKeys,
};

/// A value of one of the enums above. Compares equal only to the same enumerator of the same domain.
class ErrorCode {
 public:
  enum class Domain : uint8_t { kGeneral, kCrypto, kStorage, kLedger, kTable, kStatement };

  constexpr ErrorCode(GeneralError e) : domain_(Domain::kGeneral), value_(static_cast<uint16_t>(e)) {}
  constexpr ErrorCode(CryptoError e) : domain_(Domain::kCrypto), value_(static_cast<uint16_t>(e)) {}
  constexpr ErrorCode(StorageError e) : domain_(Domain::kStorage), value_(static_cast<uint16_t>(e)) {}
  constexpr ErrorCode(LedgerError e) : domain_(Domain::kLedger), value_(static_cast<uint16_t>(e)) {}
  constexpr ErrorCode(TableError e) : domain_(Domain::kTable), value_(static_cast<uint16_t>(e)) {}
  constexpr ErrorCode(StatementError e) : domain_(Domain::kStatement), value_(static_cast<uint16_t>(e)) {}

  constexpr Domain domain() const { return domain_; }
  constexpr uint16_t value() const { return value_; }
  /// Stable text for machines, for example "table.ragged-row".
  std::string_view name() const;

  friend constexpr bool operator==(ErrorCode, ErrorCode) = default;

 private:
  Domain domain_;
  uint16_t value_;
};

/// Where it happened; every part is optional. Rows count from 1 and do not count a header line.
struct Where {
  std::string file;
  std::optional<uint64_t> row;
  std::string column;
  std::optional<uint64_t> entry;  ///< index in the log

  bool empty() const { return file.empty() && !row && column.empty() && !entry; }
  /// `train.csv: row 48,213, column "age"`; empty when nothing is known. Control characters are printed as \xNN.
  std::string describe() const;
};

class Error {
 public:
  Error(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}

  ErrorCode code() const { return code_; }
  const std::string& message() const { return message_; }
  const std::string& hint() const { return hint_; }
  const Where& where() const { return where_; }

  Error with_hint(std::string hint) && {
    hint_ = std::move(hint);
    return std::move(*this);
  }
  Error with_file(std::string file) && {
    where_.file = std::move(file);
    return std::move(*this);
  }
  Error with_row(uint64_t row) && {
    where_.row = row;
    return std::move(*this);
  }
  Error with_column(std::string column) && {
    where_.column = std::move(column);
    return std::move(*this);
  }
  Error with_entry(uint64_t index) && {
    where_.entry = index;
    return std::move(*this);
  }
  /// Puts `context: ` before the sentence.
  Error in(std::string_view context) && {
    message_.insert(0, std::string(context) + ": ");
    return std::move(*this);
  }

  /// One line for a person, without the hint: `train.csv: row 48,213, column "age": expected an integer, found "n/a"`.
  /// Control characters are printed as \xNN, so that a hostile file name cannot drive a terminal.
  std::string describe() const;

 private:
  ErrorCode code_;
  std::string message_;
  std::string hint_;
  Where where_;
};

}  // namespace zkp

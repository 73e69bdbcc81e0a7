#include "base/error.h"

#include "base/utf8.h"

namespace zkp {
namespace {

// Every switch lists its enumerators without a default, so that -Wswitch names a new one that has no text yet.
std::string_view text(GeneralError e) {
  switch (e) {
    case GeneralError::kInvalidArgument:
      return "general.invalid-argument";
    case GeneralError::kParse:
      return "general.parse";
    case GeneralError::kLimit:
      return "general.limit";
    case GeneralError::kNotFound:
      return "general.not-found";
    case GeneralError::kUnsupported:
      return "general.unsupported";
    case GeneralError::kIo:
      return "general.io";
    case GeneralError::kCancelled:
      return "general.cancelled";
  }
  return "general.unknown";
}

std::string_view text(CryptoError e) {
  switch (e) {
    case CryptoError::kNonCanonical:
      return "crypto.non-canonical";
    case CryptoError::kNotOnCurve:
      return "crypto.not-on-curve";
    case CryptoError::kNotInSubgroup:
      return "crypto.not-in-subgroup";
    case CryptoError::kIdentity:
      return "crypto.identity";
    case CryptoError::kBadSignature:
      return "crypto.bad-signature";
    case CryptoError::kBadKey:
      return "crypto.bad-key";
    case CryptoError::kBadProof:
      return "crypto.bad-proof";
    case CryptoError::kUnsatisfied:
      return "crypto.unsatisfied";
    case CryptoError::kDecrypt:
      return "crypto.decrypt";
    case CryptoError::kRandom:
      return "crypto.random";
  }
  return "crypto.unknown";
}

std::string_view text(StorageError e) {
  switch (e) {
    case StorageError::kIo:
      return "storage.io";
    case StorageError::kCorrupt:
      return "storage.corrupt";
    case StorageError::kLocked:
      return "storage.locked";
    case StorageError::kFull:
      return "storage.full";
    case StorageError::kMissing:
      return "storage.missing";
    case StorageError::kReadOnly:
      return "storage.read-only";
    case StorageError::kConflict:
      return "storage.conflict";
  }
  return "storage.unknown";
}

std::string_view text(LedgerError e) {
  switch (e) {
    case LedgerError::kExists:
      return "ledger.exists";
    case LedgerError::kNoLedger:
      return "ledger.no-ledger";
    case LedgerError::kBadEntry:
      return "ledger.bad-entry";
    case LedgerError::kBadName:
      return "ledger.bad-name";
    case LedgerError::kBadParent:
      return "ledger.bad-parent";
    case LedgerError::kUnknownAuthor:
      return "ledger.unknown-author";
    case LedgerError::kUnknownEntry:
      return "ledger.unknown-entry";
    case LedgerError::kAmbiguous:
      return "ledger.ambiguous";
    case LedgerError::kDuplicate:
      return "ledger.duplicate";
    case LedgerError::kNotAllowed:
      return "ledger.not-allowed";
    case LedgerError::kBadReceipt:
      return "ledger.bad-receipt";
    case LedgerError::kBadCheckpoint:
      return "ledger.bad-checkpoint";
    case LedgerError::kBadProofFile:
      return "ledger.bad-proof-file";
    case LedgerError::kNoOpening:
      return "ledger.no-opening";
    case LedgerError::kDataChanged:
      return "ledger.data-changed";
    case LedgerError::kTooLarge:
      return "ledger.too-large";
  }
  return "ledger.unknown";
}

std::string_view text(TableError e) {
  switch (e) {
    case TableError::kNoRows:
      return "table.no-rows";
    case TableError::kRaggedRow:
      return "table.ragged-row";
    case TableError::kBadUtf8:
      return "table.bad-utf8";
    case TableError::kNulByte:
      return "table.nul-byte";
    case TableError::kBadValue:
      return "table.bad-value";
    case TableError::kOutOfRange:
      return "table.out-of-range";
    case TableError::kInexact:
      return "table.inexact";
    case TableError::kFieldTooLong:
      return "table.field-too-long";
    case TableError::kDuplicateColumn:
      return "table.duplicate-column";
    case TableError::kBadColumnName:
      return "table.bad-column-name";
    case TableError::kTooManyColumns:
      return "table.too-many-columns";
    case TableError::kNullNotAllowed:
      return "table.null-not-allowed";
    case TableError::kBadFormat:
      return "table.bad-format";
    case TableError::kBadSchema:
      return "table.bad-schema";
    case TableError::kUnsupportedType:
      return "table.unsupported-type";
    case TableError::kTooLarge:
      return "table.too-large";
  }
  return "table.unknown";
}

std::string_view text(StatementError e) {
  switch (e) {
    case StatementError::kSyntax:
      return "statement.syntax";
    case StatementError::kUnknownStatement:
      return "statement.unknown-statement";
    case StatementError::kUnknownColumn:
      return "statement.unknown-column";
    case StatementError::kWrongType:
      return "statement.wrong-type";
    case StatementError::kTooManyRows:
      return "statement.too-many-rows";
    case StatementError::kFalse:
      return "statement.false";
    case StatementError::kNotCommitted:
      return "statement.not-committed";
    case StatementError::kNoKeys:
      return "statement.no-keys";
  }
  return "statement.unknown";
}

std::string with_separators(uint64_t n) {
  std::string digits = std::to_string(n);
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

}  // namespace

std::string_view ErrorCode::name() const {
  switch (domain_) {
    case Domain::kGeneral:
      return text(static_cast<GeneralError>(value_));
    case Domain::kCrypto:
      return text(static_cast<CryptoError>(value_));
    case Domain::kStorage:
      return text(static_cast<StorageError>(value_));
    case Domain::kLedger:
      return text(static_cast<LedgerError>(value_));
    case Domain::kTable:
      return text(static_cast<TableError>(value_));
    case Domain::kStatement:
      return text(static_cast<StatementError>(value_));
  }
  return "unknown";
}

// File and column names come from outside, so everything goes through printable().
std::string Where::describe() const {
  std::string place;
  const auto add = [&place](std::string_view part) {
    if (!place.empty()) place += ", ";
    place += part;
  };
  if (entry) add("entry " + with_separators(*entry));
  if (row) add("row " + with_separators(*row));
  if (!column.empty()) add("column \"" + column + "\"");
  if (!file.empty()) place = place.empty() ? file : file + ": " + place;
  return printable(place);
}

std::string Error::describe() const {
  const std::string place = where_.describe();
  return place.empty() ? printable(message_) : place + ": " + printable(message_);
}

}  // namespace zkp

#include "common/exit_code.h"

namespace zkp {
namespace {

ExitCode general(GeneralError e) {
  switch (e) {
    case GeneralError::kInvalidArgument:
    case GeneralError::kUnsupported:
      return kExitUsage;
    case GeneralError::kParse:
    case GeneralError::kLimit:
    case GeneralError::kNotFound:
      return kExitBadInput;
    case GeneralError::kIo:
    case GeneralError::kCancelled:
      return kExitEnvironment;
  }
  return kExitEnvironment;
}

ExitCode crypto(CryptoError e) {
  switch (e) {
    case CryptoError::kNonCanonical:
    case CryptoError::kNotOnCurve:
    case CryptoError::kNotInSubgroup:
    case CryptoError::kIdentity:
    case CryptoError::kBadSignature:
    case CryptoError::kBadProof:
    case CryptoError::kUnsatisfied:
      return kExitNo;
    case CryptoError::kBadKey:
      return kExitBadInput;
    case CryptoError::kDecrypt:
    case CryptoError::kRandom:
      return kExitEnvironment;
  }
  return kExitEnvironment;
}

ExitCode ledger(LedgerError e) {
  switch (e) {
    case LedgerError::kBadName:
      return kExitUsage;
    case LedgerError::kDuplicate:
    case LedgerError::kNotAllowed:
    case LedgerError::kDataChanged:
    case LedgerError::kBadReceipt:
    case LedgerError::kBadCheckpoint:
    case LedgerError::kBadProofFile:
    case LedgerError::kBadParent:
    case LedgerError::kUnknownAuthor:
      return kExitNo;
    case LedgerError::kExists:
    case LedgerError::kNoLedger:
    case LedgerError::kBadEntry:
    case LedgerError::kUnknownEntry:
    case LedgerError::kAmbiguous:
    case LedgerError::kTooLarge:
      return kExitBadInput;
    case LedgerError::kNoOpening:
      return kExitEnvironment;
  }
  return kExitEnvironment;
}

ExitCode statement(StatementError e) {
  switch (e) {
    case StatementError::kSyntax:
    case StatementError::kUnknownStatement:
    case StatementError::kUnknownColumn:
    case StatementError::kWrongType:
      return kExitUsage;
    case StatementError::kTooManyRows:
    case StatementError::kNotCommitted:
      return kExitBadInput;
    case StatementError::kFalse:
      return kExitNo;
    case StatementError::kNoKeys:
      return kExitEnvironment;
  }
  return kExitEnvironment;
}

}  // namespace

ExitCode exit_code_of(ErrorCode code) {
  switch (code.domain()) {
    case ErrorCode::Domain::kGeneral:
      return general(static_cast<GeneralError>(code.value()));
    case ErrorCode::Domain::kCrypto:
      return crypto(static_cast<CryptoError>(code.value()));
    case ErrorCode::Domain::kStorage:
      return kExitEnvironment;
    case ErrorCode::Domain::kLedger:
      return ledger(static_cast<LedgerError>(code.value()));
    case ErrorCode::Domain::kTable:
      return kExitBadInput;
    case ErrorCode::Domain::kStatement:
      return statement(static_cast<StatementError>(code.value()));
  }
  return kExitEnvironment;
}

ExitCode exit_code_of_file_error(ErrorCode code) {
  const bool undecodable = code == CryptoError::kNonCanonical || code == CryptoError::kNotOnCurve ||
                           code == CryptoError::kNotInSubgroup || code == CryptoError::kIdentity;
  return undecodable ? kExitBadInput : exit_code_of(code);
}

}  // namespace zkp

#include "common/exit_code.h"

#include <gtest/gtest.h>

#include <vector>

namespace zkp {
namespace {

// 0 done, 1 the answer is no, 2 wrong usage, 3 bad input, 4 the environment failed.
TEST(ExitCode, OfEveryKindOfError) {
  const std::vector<std::pair<ExitCode, std::vector<ErrorCode>>> expected = {
      {kExitNo,
       {CryptoError::kNonCanonical, CryptoError::kNotOnCurve, CryptoError::kNotInSubgroup, CryptoError::kIdentity,
        CryptoError::kBadSignature, CryptoError::kBadProof, CryptoError::kUnsatisfied, LedgerError::kDuplicate,
        LedgerError::kNotAllowed, LedgerError::kDataChanged, LedgerError::kBadReceipt, LedgerError::kBadCheckpoint,
        LedgerError::kBadProofFile, LedgerError::kBadParent, LedgerError::kUnknownAuthor, StatementError::kFalse}},
      {kExitUsage,
       {GeneralError::kInvalidArgument, GeneralError::kUnsupported, LedgerError::kBadName, StatementError::kSyntax,
        StatementError::kUnknownStatement, StatementError::kUnknownColumn, StatementError::kWrongType}},
      {kExitBadInput,
       {GeneralError::kParse, GeneralError::kLimit, GeneralError::kNotFound, CryptoError::kBadKey, LedgerError::kExists,
        LedgerError::kNoLedger, LedgerError::kBadEntry, LedgerError::kUnknownEntry, LedgerError::kAmbiguous,
        LedgerError::kTooLarge, TableError::kNoRows, TableError::kRaggedRow, TableError::kBadUtf8,
        TableError::kBadValue, TableError::kTooLarge, StatementError::kTooManyRows, StatementError::kNotCommitted}},
      {kExitEnvironment,
       {GeneralError::kIo, CryptoError::kDecrypt, CryptoError::kRandom, StorageError::kIo, StorageError::kCorrupt,
        StorageError::kLocked, StorageError::kFull, StorageError::kMissing, StorageError::kReadOnly,
        StorageError::kConflict, LedgerError::kNoOpening, StatementError::kNoKeys}},
  };
  for (const auto& [exit, codes] : expected)
    for (ErrorCode code : codes) EXPECT_EQ(exit_code_of(code), exit) << code.name();
}

TEST(ExitCode, NoErrorIsSuccess) {
  for (auto domain : {ErrorCode(GeneralError::kIo).domain(), ErrorCode(CryptoError::kBadKey).domain(),
                      ErrorCode(StorageError::kIo).domain(), ErrorCode(LedgerError::kExists).domain(),
                      ErrorCode(TableError::kNoRows).domain(), ErrorCode(StatementError::kSyntax).domain()}) {
    for (uint16_t value = 1; value < 20; ++value) {
      ErrorCode code(GeneralError::kIo);
      switch (domain) {
        case ErrorCode::Domain::kGeneral:
          code = static_cast<GeneralError>(value);
          break;
        case ErrorCode::Domain::kCrypto:
          code = static_cast<CryptoError>(value);
          break;
        case ErrorCode::Domain::kStorage:
          code = static_cast<StorageError>(value);
          break;
        case ErrorCode::Domain::kLedger:
          code = static_cast<LedgerError>(value);
          break;
        case ErrorCode::Domain::kTable:
          code = static_cast<TableError>(value);
          break;
        case ErrorCode::Domain::kStatement:
          code = static_cast<StatementError>(value);
          break;
      }
      EXPECT_NE(exit_code_of(code), kExitYes) << code.name();
    }
  }
}

}  // namespace
}  // namespace zkp

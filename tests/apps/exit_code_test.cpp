#include "common/exit_code.h"

#include "common/guarded_main.h"

#include <gtest/gtest.h>

#include <new>
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

TEST(ExitCode, AFileThatDoesNotDecodeIsBadInputToAProgramOfFiles) {
  for (ErrorCode code : {ErrorCode(CryptoError::kNonCanonical), ErrorCode(CryptoError::kNotOnCurve),
                         ErrorCode(CryptoError::kNotInSubgroup), ErrorCode(CryptoError::kIdentity)})
    EXPECT_EQ(exit_code_of_file_error(code), kExitBadInput) << code.name();
  for (ErrorCode code : {ErrorCode(CryptoError::kUnsatisfied), ErrorCode(CryptoError::kBadKey),
                         ErrorCode(GeneralError::kUnsupported), ErrorCode(GeneralError::kIo)})
    EXPECT_EQ(exit_code_of_file_error(code), exit_code_of(code)) << code.name();
}

// An allocation that fails is one sentence and exit 4, not a crash.
TEST(ExitCode, WithoutMemoryAProgramEndsWithASentence) {
  testing::internal::CaptureStderr();
  const int code = guarded_main([](int, char**) -> int { throw std::bad_alloc(); }, 0, nullptr);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "error: not enough memory\n");
  EXPECT_EQ(code, kExitEnvironment);
  EXPECT_EQ(guarded_main([](int argc, char**) { return argc + 1; }, 2, nullptr), 3);
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

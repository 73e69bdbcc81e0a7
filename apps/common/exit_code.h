/// The one place where errors become exit codes (README, "Interfaces"): 0 yes, 1 no, 2 usage, 3 bad input, 4
/// environment.
#pragma once

#include "base/error.h"

namespace zkp {

enum ExitCode : int { kExitYes = 0, kExitNo = 1, kExitUsage = 2, kExitBadInput = 3, kExitEnvironment = 4 };

ExitCode exit_code_of(ErrorCode code);

/// For a program whose every answer but a verdict is about files: a point or a number in one that does not decode is
/// bad input, where a ledger says that the answer is no. Else exit_code_of().
ExitCode exit_code_of_file_error(ErrorCode code);

}  // namespace zkp

/// Files by what is in them, whoever wrote them: the programs' arguments are names of files of any known kind.
#pragma once

#include <variant>

#include "curve/encoding.h"
#include "field/fr.h"
#include "groth16/files/circom_r1cs.h"
#include "groth16/files/wtns_file.h"
#include "groth16/files/zkey.h"
#include "zkp_groth16/session.h"

namespace zkp {

/// A proof or a key, and a word for what kind of file it came from ("zkey", "arkworks", "zkp", "snarkjs json").
using PublicInputs = std::vector<Fr>;
using AnyContent = std::variant<CircomR1cs, WitnessValues, Zkey, ProvingKey, LabelledVerifyingKey, VerifyingKey,
                                Groth16Proof, PublicInputs>;
struct AnyFile {
  std::string format;
  AnyContent content;
};

/// Told by magic, else by form: JSON is snarkjs's, everything else arkworks's. Errors name the file; those of the
/// reader, with GeneralError::kParse for what it does not support, and those of check_label() for a key that names its
/// circuit.
Result<AnyFile> read_any_file(Session& session, const std::string& path, SubgroupCheck proving_points);

/// A verification key out of any file that holds one.
struct FoundVerifyingKey {
  VerifyingKey key;
  std::string label;  ///< empty where the file has none
};
Result<FoundVerifyingKey> read_verifying_key(Session& session, const std::string& path);

/// Error GeneralError::kParse naming the file when it is something else.
Result<CircomR1cs> read_circuit(Session& session, const std::string& path);

/// The suffix with its dot, in lower case.
std::string suffix_of(const std::string& path);
/// The same error with the name of the file.
Error in_file(const Error& error, const std::string& path);

}  // namespace zkp

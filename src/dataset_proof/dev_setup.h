/// Set-up for development: reference string and wrap keys whose secrets everybody can compute, the same everywhere, so
/// that their identifiers can be compiled in. Never to be trusted: every proof made with them can be forged.
#pragma once

#include "commit/srs.h"
#include "dataset_proof/known_keys.h"
#include "groth16/keys.h"
#include "groth16/proving_key.h"
#include "statement/size_class.h"

namespace zkp {

/// Of insecure_dev_tau() (known_keys.h). REQUIRES: count >= 2.
Srs insecure_dev_srs(size_t count, TaskPool* pool);
/// Errors: those of groth16_setup.
Result<ProvingKey> insecure_dev_wrap_key(const SizeClass& size_class, TaskPool* pool);

}  // namespace zkp

/// Set-up for development: reference string and wrap keys whose secrets everybody can compute, the same everywhere, so
/// that their identifiers can be compiled in. Never to be trusted: every proof made with them can be forged.
#pragma once

#include "commit/srs.h"
#include "groth16/keys.h"
#include "groth16/proving_key.h"
#include "statement/size_class.h"

namespace zkp {

/// tau: the insecure-dev scalar (groth16/insecure_dev.h) of SHA-256("zkp.ds.v1.srs") in the place of a circuit id.
Fr insecure_dev_tau();
/// REQUIRES: count >= 2.
Srs insecure_dev_srs(size_t count, TaskPool* pool);
/// Errors: those of groth16_setup.
Result<ProvingKey> insecure_dev_wrap_key(const SizeClass& size_class, TaskPool* pool);

}  // namespace zkp

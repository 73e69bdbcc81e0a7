#include "dataset_proof/dev_setup.h"

#include "dataset_proof/wrap_circuit.h"
#include "groth16/setup.h"

namespace zkp {

Srs insecure_dev_srs(size_t count, TaskPool* pool) {
  return Srs::from_tau(insecure_dev_tau(), count, kSrsLogBlocks, pool);
}

Result<ProvingKey> insecure_dev_wrap_key(const SizeClass& size_class, TaskPool* pool) {
  const R1cs system = wrap_r1cs(size_class);
  return groth16_setup(system, insecure_dev_trapdoor(circuit_id(system)), SetupLabel::insecure_dev(), pool);
}

}  // namespace zkp

/// The wrap circuit against the reference R1CS: the hash of its matrices.
#include "dataset_proof/toy.h"
#include "dataset_proof/wrap_circuit.h"
#include "r1cs/check_circuit.h"

namespace zkp {
namespace {

class WrapMatrices : public testing::TestWithParam<const SizeClass*> {};

TEST_P(WrapMatrices, AreThoseOfTheReference) {
  const SizeClass& size = *GetParam();
  const toy::Json expected = toy::vectors("r1cs.json")[std::string(size.name)];
  const R1cs system = wrap_r1cs(size);
  EXPECT_EQ(system.constraint_count(), expected["constraints"].get<uint32_t>());
  EXPECT_EQ(system.variable_count, expected["variables"].get<uint32_t>());
  EXPECT_EQ(system.public_count, 1u);
  EXPECT_EQ(system.a.nonzeros(), expected["nnz"][0].get<size_t>());
  EXPECT_EQ(system.b.nonzeros(), expected["nnz"][1].get<size_t>());
  EXPECT_EQ(system.c.nonzeros(), expected["nnz"][2].get<size_t>());
  Sha256 hash;
  write_matrices(system, [&](ByteView bytes) { hash.update(bytes); });
  EXPECT_EQ(hex_encode(hash.finish()), expected["sha256"].get<std::string>());
}
INSTANTIATE_TEST_SUITE_P(Classes, WrapMatrices, testing::Values(&kClassT, &kClassS, &kClassL),
                         [](const auto& tested) { return std::string(tested.param->name); });

}  // namespace
}  // namespace zkp

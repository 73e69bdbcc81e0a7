/// The vectors of EIP-2537's precompiles (go-ethereum), through a small decoder of the EIP's encoding: a coordinate in
/// Fp is 64 bytes big-endian (16 zero bytes, then 48), one in Fp2 is c0 then c1, the identity is all zero.
#include "curve/groups.h"
#include "curve/pairing.h"
#include "curve/vectors.h"

namespace zkp {
namespace {

using nlohmann::json;

// Every failure is an empty optional: the vectors name their errors in another implementation's words.
std::optional<Fp> read_fp(ByteView in) {
  if (std::ranges::any_of(in.first(16), [](uint8_t b) { return b != 0; })) return std::nullopt;
  auto x = Fp::from_bytes(in.subspan(16, 48));
  if (!x.ok()) return std::nullopt;
  return *x;
}
std::optional<Fp2> read_fp2(ByteView in) {
  const auto c0 = read_fp(in.first(64)), c1 = read_fp(in.subspan(64, 64));
  if (!c0 || !c1) return std::nullopt;
  return Fp2{*c0, *c1};
}
Bytes write(const Fp& x) {
  Bytes out(16);
  append(out, x.to_bytes());
  return out;
}
Bytes write(const Fp2& x) {
  Bytes out = write(x.c0);
  append(out, write(x.c1));
  return out;
}

template <class Group>
struct Eip;
template <>
struct Eip<GroupG1> {
  static constexpr size_t kPointBytes = 128;
  static std::optional<Fp> read_coordinate(ByteView in) { return read_fp(in); }
};
template <>
struct Eip<GroupG2> {
  static constexpr size_t kPointBytes = 256;
  static std::optional<Fp2> read_coordinate(ByteView in) { return read_fp2(in); }
};

template <class Group>
std::optional<typename Group::Affine> read_point(ByteView in, bool subgroup) {
  const size_t half = Eip<Group>::kPointBytes / 2;
  const auto x = Eip<Group>::read_coordinate(in.first(half)), y = Eip<Group>::read_coordinate(in.subspan(half, half));
  if (!x || !y) return std::nullopt;
  const auto point = Group::Affine::from_xy_unchecked(*x, *y);
  if (!point.is_on_curve() || (subgroup && !point.is_in_subgroup())) return std::nullopt;
  return point;
}
template <class Group>
Bytes write_point(const typename Group::Point& p) {
  const auto affine = p.to_affine();
  Bytes out = write(affine.x());
  append(out, write(affine.y()));
  return out;
}

template <class Group>
std::optional<Bytes> run_add(ByteView in) {
  const size_t size = Eip<Group>::kPointBytes;
  if (in.size() != 2 * size) return std::nullopt;
  const auto a = read_point<Group>(in.first(size), false), b = read_point<Group>(in.last(size), false);
  if (!a || !b) return std::nullopt;
  return write_point<Group>(typename Group::Point(*a).add_mixed(*b));
}

template <class Group>
std::optional<Bytes> run_mul(ByteView in) {
  const size_t size = Eip<Group>::kPointBytes;
  if (in.size() != size + 32) return std::nullopt;
  const auto p = read_point<Group>(in.first(size), true);
  if (!p) return std::nullopt;
  const Fr reduced = Fr::from_bytes_reduce(in.last(32));
  const auto product = p->mul(reduced);
  LimbArray<4> integer{};
  for (size_t i = 0; i < 32; ++i) integer[i / 8] |= static_cast<uint64_t>(in[in.size() - 1 - i]) << (8 * (i % 8));
  EXPECT_EQ(typename Group::Point(*p).mul_integer_var(integer),
            product);  // the scalar of the EIP is any 256-bit integer
  return write_point<Group>(product);
}

std::optional<Bytes> run_pairing(ByteView in) {
  if (in.empty() || in.size() % 384 != 0) return std::nullopt;
  std::vector<G1Affine> p;
  std::vector<G2Affine> q;
  for (; !in.empty(); in = in.subspan(384)) {
    const auto g1 = read_point<GroupG1>(in.first(128), true);
    const auto g2 = read_point<GroupG2>(in.subspan(128, 256), true);
    if (!g1 || !g2) return std::nullopt;
    p.push_back(*g1);
    q.push_back(*g2);
  }
  Bytes out(32);
  out[31] = pairing_product_is_one(p, q) ? 1 : 0;
  return out;
}

using Precompile = std::optional<Bytes> (*)(ByteView);

/// Runs a file of vectors; returns how many there were.
size_t run_file(const std::string& name, Precompile precompile) {
  const auto text = third_party_file("eip2537/" + name + ".json");
  if (!text) return 0;
  const json vectors = json::parse(*text);
  for (const json& v : vectors) {
    const auto out = precompile(unhex(v["Input"]));
    const bool refused = v.contains("ExpectedError");
    EXPECT_EQ(out.has_value(), !refused) << v["Name"];
    if (out && !refused) { EXPECT_EQ(*out, unhex(v["Expected"])) << v["Name"]; }
  }
  return vectors.size();
}

#define RUN_OR_SKIP(name, precompile)                                     \
  const size_t count = run_file(name, precompile);                        \
  if (count == 0) GTEST_SKIP() << "no eip2537 vectors (set ZKP_VECTORS)"; \
  RecordProperty("vectors", static_cast<int>(count))

TEST(Eip2537, G1Add) { RUN_OR_SKIP("blsG1Add", run_add<GroupG1>); }
TEST(Eip2537, G2Add) { RUN_OR_SKIP("blsG2Add", run_add<GroupG2>); }
TEST(Eip2537, G1Mul) { RUN_OR_SKIP("blsG1Mul", run_mul<GroupG1>); }
TEST(Eip2537, G2Mul) { RUN_OR_SKIP("blsG2Mul", run_mul<GroupG2>); }
TEST(Eip2537, Pairing) { RUN_OR_SKIP("blsPairing", run_pairing); }
TEST(Eip2537, BadG1AddInputsAreRefused) { RUN_OR_SKIP("fail-blsG1Add", run_add<GroupG1>); }
TEST(Eip2537, BadG2AddInputsAreRefused) { RUN_OR_SKIP("fail-blsG2Add", run_add<GroupG2>); }
TEST(Eip2537, BadPairingInputsAreRefused) { RUN_OR_SKIP("fail-blsPairing", run_pairing); }

}  // namespace
}  // namespace zkp

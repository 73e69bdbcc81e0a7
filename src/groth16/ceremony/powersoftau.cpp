/// Challenges and responses of the powersoftau program:
///   challenge = hash (64) || tau_g1 tau_g2 alpha_g1 beta_g1, uncompressed || beta_g2 uncompressed
///   response  = hash (64) || the same lists, compressed                   || beta_g2 compressed || keys (legacy_key.h)
/// hash: BLAKE2b-512 of the response (challenge) before it. snarkjs writes responses with other flags (legacy_key.h);
/// the first point, which is the generator, shows whose a response is.
///
/// The keys of a response prove that somebody knows factors, but not that the lists came from them: that takes the
/// state before, which is in the challenge. So a response counts as no contribution.
#include "curve/encoding.h"
#include "curve/encoding_batch.h"
#include "groth16/ceremony/import.h"
#include "groth16/ceremony/legacy_key.h"

namespace zkp {
namespace {

constexpr size_t kHashBytes = 64;

Error malformed(std::string sentence) { return Error(GeneralError::kParse, std::move(sentence)); }

uint64_t challenge_bytes(int log_size) { return kHashBytes + uncompressed_powers_bytes(log_size) + 192; }
uint64_t response_bytes(int log_size) {
  return kHashBytes + uncompressed_powers_bytes(log_size) / 2 + 96 + kLegacyKeysBytes;
}

class CompressedPowers : public PowersReader {
 public:
  CompressedPowers(const ByteSource& source, int log_size, bool is_snarkjs)
      : PowersReader(log_size), source_(source), is_snarkjs_(is_snarkjs) {}

  Result<void> read(PowerList list, size_t first, std::span<G1Affine> out, TaskPool* pool) const override {
    return read_points<G1Affine, 48>(list, first, out, pool, decompress_g1_batch);
  }
  Result<void> read(PowerList list, size_t first, std::span<G2Affine> out, TaskPool* pool) const override {
    return read_points<G2Affine, 96>(list, first, out, pool, decompress_g2_batch);
  }

 private:
  template <class Affine, size_t kBytes, class Decompress>
  Result<void> read_points(PowerList list, size_t first, std::span<Affine> out, TaskPool* pool,
                           Decompress decompress) const {
    std::vector<ByteArray<kBytes>> encodings(out.size());
    const uint64_t at = kHashBytes + uncompressed_list_offset(list, log_size()) / 2 + first * kBytes;
    ZKP_TRY_VOID(source_.read(at, {encodings.data()->data(), out.size() * kBytes}));
    for (size_t i = 0; is_snarkjs_ && i < out.size(); ++i) {
      Result<void> flags = from_snarkjs_encoding(encodings[i]);
      if (!flags.ok())
        return std::move(flags).error().in(std::string(name_of(list)) + "[" + std::to_string(first + i) + "]");
    }
    const auto points = decompress(encodings, SubgroupCheck::kCheck, pool);
    for (size_t i = 0; i < out.size(); ++i) {
      const std::string place = std::string(name_of(list)) + "[" + std::to_string(first + i) + "]";
      if (!points[i].ok()) return Error(points[i].error().code(), place + ": " + points[i].error().message());
      if (points[i]->is_identity()) return Error(CryptoError::kIdentity, place + " is the point at infinity");
      out[i] = *points[i];
    }
    return {};
  }

  const ByteSource& source_;
  bool is_snarkjs_;
};

// The first points of the lists.
Result<Phase1State> first_points(const PowersReader& powers, const G2Affine& beta_g2) {
  Phase1State out;
  out.beta_g2 = beta_g2;
  if (beta_g2.is_identity()) return Error(CryptoError::kIdentity, "beta_g2 is the point at infinity");
  ZKP_TRY_VOID(powers.read(PowerList::kTauG1, 1, std::span(&out.tau_g1, 1), nullptr));
  ZKP_TRY_VOID(powers.read(PowerList::kTauG2, 1, std::span(&out.tau_g2, 1), nullptr));
  ZKP_TRY_VOID(powers.read(PowerList::kAlphaG1, 0, std::span(&out.alpha_g1, 1), nullptr));
  ZKP_TRY_VOID(powers.read(PowerList::kBetaG1, 0, std::span(&out.beta_g1, 1), nullptr));
  return out;
}

Result<ForeignPowers> read_challenge(const ByteSource& file, int log_size) {
  ForeignPowers out;
  out.note.format = "challenge";
  out.powers = std::make_unique<UncompressedPowers>(file, kHashBytes, log_size);
  ByteArray<192> beta;
  ZKP_TRY_VOID(file.read(file.size() - beta.size(), beta));
  ZKP_TRY(G2Affine beta_g2, deserialize_g2(beta));
  ZKP_TRY(out.state, first_points(*out.powers, beta_g2));
  return out;
}

Result<ForeignPowers> read_response(const ByteSource& file, int log_size, const CeremonyEnv& env) {
  ForeignPowers out;
  out.note.format = "response";
  Blake2bDigest challenge;
  ZKP_TRY_VOID(file.read(0, challenge));
  uint8_t first_byte;
  ZKP_TRY_VOID(file.read(kHashBytes, std::span(&first_byte, 1)));
  const bool is_snarkjs = (first_byte & 0x80) == 0;
  out.powers = std::make_unique<CompressedPowers>(file, log_size, is_snarkjs);
  ByteArray<96 + kLegacyKeysBytes> end;
  ZKP_TRY_VOID(file.read(file.size() - end.size(), end));
  ByteArray<96> beta;
  std::copy_n(end.begin(), beta.size(), beta.begin());
  if (is_snarkjs) ZKP_TRY_VOID(from_snarkjs_encoding(beta));
  ZKP_TRY(G2Affine beta_g2, decompress_g2(beta));
  ZKP_TRY(LegacyKeys keys, read_legacy_keys(ByteView(end).subspan(96)));
  ZKP_TRY_VOID(check_legacy_keys(keys, challenge, env.random));
  ZKP_TRY(out.state, first_points(*out.powers, beta_g2));
  return out;
}

}  // namespace

Result<ForeignPowers> read_powersoftau(const ByteSource& file, const CeremonyEnv& env) {
  for (int log_size = kMinLogPowers; log_size <= kMaxLogPowers; ++log_size) {
    if (file.size() == challenge_bytes(log_size)) return read_challenge(file, log_size);
    if (file.size() == response_bytes(log_size)) return read_response(file, log_size, env);
  }
  return malformed("neither a .ptau file nor, by its length, a challenge or response of powersoftau");
}

}  // namespace zkp

#include "r1cs/gadgets/sha256.h"

#include "hash/sha2_compress.h"
#include "r1cs/gadgets/array.h"
#include "r1cs/gadgets/integer.h"

namespace zkp::gadgets {
namespace {

using Word = std::vector<Bit>;  ///< 32 bits, the least significant first

Word constant_word(uint32_t value) {
  Word out;
  for (int i = 0; i < 32; ++i) out.push_back(Bit::constant(value >> i & 1));
  return out;
}

// 32 bits in the order of the standard.
Word word_of(std::span<const Bit> bits) { return Word(bits.rbegin(), bits.rend()); }

LinearCombination number(const Word& word) {
  LinearCombination sum;
  for (size_t i = 0; i < 32; ++i) sum.add_scaled(word[i].lc(), power_of_two(static_cast<int>(i)));
  return sum;
}

bool is_constant_bit(const Bit& bit) { return is_constant(bit.lc()); }
bool constant_bit(const Bit& bit) { return !constant_of(bit.lc()).is_zero(); }

Bit xor3(ConstraintSystem& cs, const Bit& a, const Bit& b, const Bit& c, Label label) {
  bool flip = false;
  std::vector<const Bit*> rest;
  for (const Bit* bit : {&a, &b, &c}) {
    if (is_constant_bit(*bit))
      flip ^= constant_bit(*bit);
    else
      rest.push_back(bit);
  }
  if (rest.empty()) return Bit::constant(flip);
  const Bit out = rest.size() == 1   ? *rest[0]
                  : rest.size() == 2 ? bit_xor(cs, *rest[0], *rest[1], label)
                                     : bit_xor3(cs, a, b, c, label);
  return flip ? !out : out;
}

Bit majority(ConstraintSystem& cs, const Bit& a, const Bit& b, const Bit& c, Label label) {
  auto with_constant = [&](bool first, const Bit& y, const Bit& z) {
    if (is_constant_bit(y)) return constant_bit(y) == first ? Bit::constant(first) : z;
    if (is_constant_bit(z)) return constant_bit(z) == first ? Bit::constant(first) : y;
    return first ? bit_or(cs, y, z, label) : bit_and(cs, y, z, label);
  };
  if (is_constant_bit(a)) return with_constant(constant_bit(a), b, c);
  if (is_constant_bit(b)) return with_constant(constant_bit(b), a, c);
  if (is_constant_bit(c)) return with_constant(constant_bit(c), a, b);
  return bit_majority(cs, a, b, c, label);
}

// g + e (f - g)
Bit choose(ConstraintSystem& cs, const Bit& e, const Bit& f, const Bit& g, Label label) {
  const LinearCombination difference = f.lc() - g.lc();
  if (is_constant_bit(e)) return constant_bit(e) ? f : g;
  if (is_constant(difference)) return Bit::assume(g.lc() + e.lc() * constant_of(difference));
  return Bit::assume(g.lc() + cs.mul(e.lc(), difference, label));
}

// x rotated or shifted to the right; zeros come in from the left of a shift.
Bit rotated(const Word& x, size_t i, size_t by) { return x[(i + by) % 32]; }
Bit shifted(const Word& x, size_t i, size_t by) { return i + by < 32 ? x[i + by] : Bit::constant(false); }

Word big_sigma(ConstraintSystem& cs, const Word& x, size_t r1, size_t r2, size_t r3, Label label) {
  auto scope = cs.scope(label);
  Word out;
  for (size_t i = 0; i < 32; ++i)
    out.push_back(xor3(cs, rotated(x, i, r1), rotated(x, i, r2), rotated(x, i, r3), {"bit", i}));
  return out;
}

Word small_sigma(ConstraintSystem& cs, const Word& x, size_t r1, size_t r2, size_t s, Label label) {
  auto scope = cs.scope(label);
  Word out;
  for (size_t i = 0; i < 32; ++i)
    out.push_back(xor3(cs, rotated(x, i, r1), rotated(x, i, r2), shifted(x, i, s), {"bit", i}));
  return out;
}

// The low 32 bits of a sum of `addends` words, so that it is below addends * 2^32.
Word low_word(ConstraintSystem& cs, const LinearCombination& sum, size_t addends, Label label) {
  const auto limbs = cs.value(sum).to_limbs();
  if (is_constant(sum)) return constant_word(static_cast<uint32_t>(constant_of(sum).to_limbs()[0]));
  auto scope = cs.scope(label);
  const uint64_t highest[] = {addends - 1};
  const size_t bits = 32 + limbs::bit_length_var(highest);
  Word out;
  LinearCombination rest = sum;
  for (size_t i = 0; i + 1 < bits; ++i) {
    const Bit bit = Bit::alloc(cs, limbs::bit(limbs, i) != 0, {"bit", i});
    rest.add_scaled(bit.lc(), -power_of_two(static_cast<int>(i)));
    if (i < 32) out.push_back(bit);
  }
  Bit::enforce(cs, rest * power_of_two(static_cast<int>(bits) - 1).inverse_var(), {"bit", bits - 1});
  return out;
}

std::vector<Word> schedule(ConstraintSystem& cs, std::span<const Bit> block) {
  auto scope = cs.scope("schedule");
  std::vector<Word> w;
  for (size_t t = 0; t < 16; ++t) w.push_back(word_of(block.subspan(32 * t, 32)));
  for (size_t t = 16; t < 64; ++t) {
    auto word_scope = cs.scope({"word", t});
    const Word s0 = small_sigma(cs, w[t - 15], 7, 18, 3, "sigma0");
    const Word s1 = small_sigma(cs, w[t - 2], 17, 19, 10, "sigma1");
    w.push_back(low_word(cs, number(w[t - 16]) + number(s0) + number(w[t - 7]) + number(s1), 4, "sum"));
  }
  return w;
}

}  // namespace

std::vector<Bit> alloc_bytes(ConstraintSystem& cs, ByteView bytes, Label label) {
  auto scope = cs.scope(label);
  std::vector<Bit> out;
  for (size_t i = 0; i < bytes.size(); ++i)
    for (int bit = 7; bit >= 0; --bit) out.push_back(Bit::alloc(cs, bytes[i] >> bit & 1, {"byte", i}));
  return out;
}

std::vector<Bit> constant_bytes(ByteView bytes) {
  std::vector<Bit> out;
  for (uint8_t byte : bytes)
    for (int bit = 7; bit >= 0; --bit) out.push_back(Bit::constant(byte >> bit & 1));
  return out;
}

std::vector<Bit> sha256_compress(ConstraintSystem& cs, std::span<const Bit> state, std::span<const Bit> block,
                                 Label label) {
  ZKP_CHECK(state.size() == 256 && block.size() == 512);
  auto scope = cs.scope(label);
  const std::vector<Word> w = schedule(cs, block);
  std::vector<Word> s;  // a, b, c, d, e, f, g, h
  for (size_t i = 0; i < 8; ++i) s.push_back(word_of(state.subspan(32 * i, 32)));
  const std::vector<Word> initial = s;

  for (size_t t = 0; t < 64; ++t) {
    auto round_scope = cs.scope({"round", t});
    const Word sigma1 = big_sigma(cs, s[4], 6, 11, 25, "sigma1");
    const Word sigma0 = big_sigma(cs, s[0], 2, 13, 22, "sigma0");
    Word ch, maj;
    for (size_t i = 0; i < 32; ++i) {
      ch.push_back(choose(cs, s[4][i], s[5][i], s[6][i], {"choose", i}));
      maj.push_back(majority(cs, s[0][i], s[1][i], s[2][i], {"majority", i}));
    }
    const LinearCombination t1 =
        number(s[7]) + number(sigma1) + number(ch) + Fr::from_u64(detail::kSha256Round[t]) + number(w[t]);
    Word e = low_word(cs, t1 + number(s[3]), 6, "e");
    Word a = low_word(cs, t1 + number(sigma0) + number(maj), 7, "a");
    s.pop_back();
    s.insert(s.begin(), std::move(a));
    s[4] = std::move(e);
  }

  std::vector<Bit> out;
  for (size_t i = 0; i < 8; ++i) {
    const Word word = low_word(cs, number(initial[i]) + number(s[i]), 2, {"output", i});
    out.insert(out.end(), word.rbegin(), word.rend());
  }
  return out;
}

std::vector<Bit> sha256(ConstraintSystem& cs, std::span<const Bit> message, Label label) {
  ZKP_CHECK(message.size() % 8 == 0);
  auto scope = cs.scope(label);
  // A one bit, zeros, and the length in bits as 64 bits, up to a multiple of 512.
  std::vector<Bit> padded(message.begin(), message.end());
  padded.push_back(Bit::constant(true));
  while (padded.size() % 512 != 448) padded.push_back(Bit::constant(false));
  for (int i = 63; i >= 0; --i) padded.push_back(Bit::constant(static_cast<uint64_t>(message.size()) >> i & 1));

  ByteWriter initial;
  for (uint32_t word : detail::kSha256Initial) initial.u32(word);
  std::vector<Bit> state = constant_bytes(initial.bytes());
  for (size_t at = 0; at < padded.size(); at += 512)
    state = sha256_compress(cs, state, std::span(padded).subspan(at, 512), {"block", at / 512});
  return state;
}

std::array<LinearCombination, 2> pack_digest(std::span<const Bit> digest) {
  ZKP_CHECK(digest.size() == 256);
  std::array<LinearCombination, 2> out;
  for (size_t i = 0; i < 256; ++i)
    out[i / 128].add_scaled(digest[i].lc(), power_of_two(127 - static_cast<int>(i % 128)));
  return out;
}

std::array<Fr, 2> pack_digest(const Digest& digest) {
  const ByteView view = digest;
  return {Fr::from_bytes_reduce(view.first(16)), Fr::from_bytes_reduce(view.last(16))};
}

Bytes bytes_of(const ConstraintSystem& cs, std::span<const Bit> bits) {
  ZKP_CHECK(cs.has_values() && bits.size() % 8 == 0);
  Bytes out(bits.size() / 8);
  for (size_t i = 0; i < bits.size(); ++i)
    out[i / 8] = static_cast<uint8_t>(out[i / 8] << 1 | (cs.value(bits[i].lc()).is_zero() ? 0 : 1));
  return out;
}

}  // namespace zkp::gadgets

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/utf8.h"
#include "hash/sha2.h"
#include "log/note.h"

namespace zkp {
namespace {

/// The characters of the Unicode White_Space property from U+0085 on, in UTF-8. In valid UTF-8 a match of the bytes is
/// a match of the character.
constexpr std::array<std::string_view, 19> kSpaces = {
    "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};

/// An em dash and a space.
constexpr std::string_view kSignaturePrefix = "\u2014 ";

constexpr size_t kKeyIdBytes = 4;

uint32_t key_id_of(std::string_view name, NoteKeyType type, const ByteArray<32>& public_key) {
  const uint8_t separator_and_type[] = {'\n', static_cast<uint8_t>(type)};
  const Digest digest = sha256({as_bytes(name), ByteView(separator_and_type), ByteView(public_key)});
  return static_cast<uint32_t>(digest[0]) << 24 | static_cast<uint32_t>(digest[1]) << 16 |
         static_cast<uint32_t>(digest[2]) << 8 | digest[3];
}

Bytes big_endian(uint32_t v) { return ByteWriter().u32(v).bytes(); }

}  // namespace

bool is_valid_key_name(std::string_view name) {
  const auto forbidden = [](char c) { return static_cast<uint8_t>(c) <= 0x20 || c == '+'; };
  if (name.empty() || std::any_of(name.begin(), name.end(), forbidden) || !is_valid_utf8(name)) return false;
  return std::none_of(kSpaces.begin(), kSpaces.end(),
                      [&](std::string_view space) { return name.find(space) != std::string_view::npos; });
}

VerifierKey::VerifierKey(std::string_view name, const ByteArray<32>& public_key, NoteKeyType type)
    : name_(name), public_key_(public_key), type_(type), id_(key_id_of(name, type, public_key)) {}

Result<VerifierKey> VerifierKey::make(std::string_view name, const ByteArray<32>& public_key, NoteKeyType type) {
  if (!is_valid_key_name(name))
    return Error(CryptoError::kBadKey, "a key name is not empty and has no spaces, control characters and plus signs");
  return VerifierKey(name, public_key, type);
}

Result<VerifierKey> VerifierKey::parse(std::string_view vkey) {
  const auto bad = [](std::string_view why) { return Error(CryptoError::kBadKey, "vkey: " + std::string(why)); };
  const size_t plus1 = vkey.find('+');
  const size_t plus2 = plus1 == std::string_view::npos ? plus1 : vkey.find('+', plus1 + 1);
  if (plus2 == std::string_view::npos) return bad("expected name+id+key");

  const Result<Bytes> id = hex_decode(vkey.substr(plus1 + 1, plus2 - plus1 - 1));
  if (!id.ok() || id->size() != kKeyIdBytes) return bad("the key id is not 8 lower-case hex digits");
  const Result<Bytes> key = base64_decode(vkey.substr(plus2 + 1));
  if (!key.ok() || key->empty()) return bad("the key is not base64");
  const auto type = static_cast<NoteKeyType>(key->front());
  if (type != NoteKeyType::kEd25519 && type != NoteKeyType::kCosignatureV1)
    return Error(GeneralError::kUnsupported, "vkey: unknown key type " + std::to_string(key->front()));
  ByteArray<32> public_key;
  if (key->size() != 1 + public_key.size()) return bad("the key is not 32 bytes long");
  std::copy(key->begin() + 1, key->end(), public_key.begin());

  ZKP_TRY(VerifierKey parsed, make(vkey.substr(0, plus1), public_key, type));
  if (big_endian(parsed.id()) != *id) return bad("the key id does not belong to this name and key");
  return parsed;
}

std::string VerifierKey::vkey() const {
  Bytes key = {static_cast<uint8_t>(type_)};
  append(key, public_key_);
  return name_ + "+" + hex_encode(big_endian(id_)) + "+" + base64_encode(key);
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
  const auto bad = [](std::string_view why) {
    return Error(GeneralError::kParse, "signature line: " + std::string(why));
  };
  if (!line.starts_with(kSignaturePrefix)) return bad("it does not begin with an em dash and a space");
  line.remove_prefix(kSignaturePrefix.size());
  const size_t space = line.find(' ');
  if (space == std::string_view::npos) return bad("no signature after the name");
  const std::string_view name = line.substr(0, space);
  if (!is_valid_key_name(name)) return bad("the key name is not valid");
  const Result<Bytes> bytes = base64_decode(line.substr(space + 1));
  if (!bytes.ok()) return bad("the signature is not base64");
  ByteReader in(*bytes);
  const Result<uint32_t> id = in.u32();
  if (!id.ok() || in.left() == 0) return bad("the signature is too short");
  return NoteSignature{std::string(name), *id, Bytes(bytes->begin() + kKeyIdBytes, bytes->end())};
}

std::string format_signature_line(const NoteSignature& signature) {
  Bytes bytes = big_endian(signature.key_id);
  append(bytes, signature.signature);
  return std::string(kSignaturePrefix) + signature.name + " " + base64_encode(bytes);
}

}  // namespace zkp

/// The encodings of section 4.1 against the vectors of the specification's model (tests/vectors/encodings.json).
#include "table/encode.h"

#include "hash/text_code.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "field/fr.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

const nlohmann::json& vectors() {
  static const auto values = nlohmann::json::parse(std::ifstream(ZKP_SOURCE_DIR "/tests/vectors/encodings.json"));
  return values;
}

std::string field_hex(__int128 value) {
  EXPECT_GE(value, INT64_MIN);
  EXPECT_LE(value, INT64_MAX);
  return "0x" + hex_encode(Fr::from_i64(static_cast<int64_t>(value)).to_bytes());
}

ByteArray<16> salt_of(const nlohmann::json& vector) {
  return hex_decode_array<16>(vector["salt"].get<std::string>()).value();
}

TEST(Encode, AgreesWithTheVectorsOfTheSpecification) {
  int checked = 0;
  for (const auto& vector : vectors()["encodings"]) {
    const auto type = vector["type"].get<std::string>();
    const auto in = vector["in"].get<std::string>();
    const auto want = vector["fr"].get<std::string>();
    const Cell cell = Cell::of_text(in, CellKind::kField);
    std::string got;
    if (type == "i64") {
      got = field_hex(encode_exact(cell, 0).value);
    } else if (type == "decimal(scale=3)") {
      got = field_hex(encode_exact(cell, 3).value);
    } else if (type == "f64-order") {
      got = field_hex(encode_f64(cell).value);
    } else if (type == "str248") {
      got = "0x00" + hex_encode(str248_code(salt_of(vector), in));
    } else if (type == "key62") {
      got = field_hex(static_cast<__int128>(key62_code(salt_of(vector), in)));
    } else {
      FAIL() << type;
    }
    EXPECT_EQ(got, want) << type << " " << in;
    ++checked;
  }
  EXPECT_EQ(checked, 23);
}

TEST(Encode, LinkageIdAndFileBindingAgreeWithTheVectors) {
  ByteArray<16> salt;
  for (size_t i = 0; i < salt.size(); ++i) salt[i] = static_cast<uint8_t>(i);
  EXPECT_EQ(hex_encode(linkage_id(salt)), vectors()["linkage_id"].get<std::string>());
  ByteArray<32> file_salt;
  file_salt.fill(2);
  EXPECT_EQ(hex_encode(file_binding(file_salt, sha256(as_bytes("abc")))),
            vectors()["file_binding_of_abc_salt_02"].get<std::string>());
}

TEST(Encode, TypedCellsAndTheirTextEncodeAlike) {
  TextArena arena;
  const Cell cells[] = {Cell::of_integer(-17, CellKind::kInt),
                        Cell::of_integer(-1, CellKind::kUint),
                        Cell::of_integer(-1505, CellKind::kDecimal, 3),
                        Cell::of_integer(7, CellKind::kDecimal, 3),
                        Cell::of_integer(INT64_MIN, CellKind::kDecimal, 18),
                        Cell::of_integer(42, CellKind::kDecimal, 0)};
  for (const Cell& cell : cells) {
    const auto text = cell_text(cell, arena);
    ASSERT_TRUE(text);
    for (int scale : {0, 3, 18}) {
      const Encoded typed = encode_exact(cell, scale);
      const Encoded spelt = encode_exact(Cell::of_text(*text, CellKind::kField), scale);
      EXPECT_EQ(typed.fault, spelt.fault) << *text << " scale " << scale;
      EXPECT_TRUE(typed.value == spelt.value) << *text << " scale " << scale;
    }
    EXPECT_TRUE(encode_f64(cell).value == encode_f64(Cell::of_text(*text, CellKind::kField)).value) << *text;
  }
}

TEST(Encode, ADoubleMeansTheDecimalThatWritersPrint) {
  EXPECT_TRUE(encode_exact(Cell::of_double(0.1, false), 1).value == 1);
  EXPECT_TRUE(encode_exact(Cell::of_double(0.1f, true), 1).value == 1);
  EXPECT_EQ(encode_exact(Cell::of_double(0.1f, false), 1).fault, EncodeFault::kInexact);
  EXPECT_TRUE(encode_exact(Cell::of_double(1e15, false), 0).value == 1'000'000'000'000'000);
  EXPECT_EQ(encode_exact(Cell::of_double(std::nan(""), false), 0).fault, EncodeFault::kNotFinite);
}

}  // namespace
}  // namespace zkp

// curve_vectors write FILE   random points, products, pairings, hashes and encodings to be refused
// curve_vectors check FILE   computes again what the Go half (gnark/main.go) wrote, and compares
//
// A line is a kind and hexadecimal fields, "-" for an empty one. Points are in the ZCash encoding, scalars big-endian:
//   g1 | g2         scalar, scalar * generator compressed, uncompressed
//   pairing         P, Q, e(P, Q): the 12 coordinates in Fp, from the highest power of the tower down, big-endian
//   hash1 | hash2   message, domain separation tag, point
//   msm1 | msm2     scalars, points, sum
//   bad1 | bad2     an encoding of no point of the group
#include <cstdio>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/encoding.h"
#include "base_os/system_random.h"
#include "curve/encoding.h"
#include "curve/hash_to_curve.h"
#include "curve/msm.h"
#include "curve/pairing.h"

namespace zkp {
namespace {

constexpr std::string_view kTag = "ZKP-INTEROP-V01-CS02-with-expander-SHA256";

using Fields = std::vector<std::string>;

Result<G1Affine> decode(ByteView bytes, G1Affine) {
  return bytes.size() == 48 ? decompress_g1(bytes) : deserialize_g1(bytes);
}
Result<G2Affine> decode(ByteView bytes, G2Affine) {
  return bytes.size() == 96 ? decompress_g2(bytes) : deserialize_g2(bytes);
}

G1Affine hash(ByteView message, ByteView tag, G1Affine) { return hash_to_g1(message, tag).to_affine(); }
G2Affine hash(ByteView message, ByteView tag, G2Affine) { return hash_to_g2(message, tag).to_affine(); }

std::string hex(ByteView bytes) { return bytes.empty() ? "-" : hex_encode(bytes); }
Bytes unhex(const std::string& text) { return text == "-" ? Bytes() : hex_decode(text).value(); }

void put(Bytes& out, const Fp& x) { append(out, x.to_bytes()); }
void put(Bytes& out, const Fp2& x) {
  put(out, x.c1);
  put(out, x.c0);
}
void put(Bytes& out, const Fp6& x) {
  put(out, x.c2);
  put(out, x.c1);
  put(out, x.c0);
}
Bytes encode(const Gt& value) {
  Bytes out;
  put(out, value.value().c1);
  put(out, value.value().c0);
  return out;
}

Fr random_scalar() {
  SystemRandom random;
  return Fr::random(random).value();
}

template <class Affine>
Affine multiple(const Fr& scalar) {
  return Affine::generator().mul(scalar).to_affine();
}

template <class Affine>
std::string sum_of(const std::vector<Affine>& points, const std::vector<Fr>& scalars) {
  return hex(compress(msm(points, scalars).value().to_affine()));
}

class Writer {
 public:
  void line(std::initializer_list<std::string> fields) {
    const char* separator = "";
    for (const std::string& field : fields) {
      text_ << separator << field;
      separator = " ";
    }
    text_ << "\n";
  }

  template <class Affine>
  void group(const std::string& number) {
    for (const Fr& edge : {Fr::zero(), Fr::one(), -Fr::one()}) point<Affine>("g" + number, edge);
    for (int i = 0; i < 20; ++i) point<Affine>("g" + number, random_scalar());
    for (size_t length : {0, 1, 32, 100, 255}) {
      Bytes message(length, static_cast<uint8_t>(length));
      line(
          {"hash" + number, hex(message), hex(as_bytes(kTag)), hex(compress(hash(message, as_bytes(kTag), Affine())))});
    }
    for (size_t count : {1, 2, 31, 150}) {
      std::vector<Affine> points;
      std::vector<Fr> scalars;
      Bytes point_bytes, scalar_bytes;
      for (size_t i = 0; i < count; ++i) {
        points.push_back(multiple<Affine>(random_scalar()));
        scalars.push_back(random_scalar());
        append(point_bytes, compress(points.back()));
        append(scalar_bytes, scalars.back().to_bytes());
      }
      line({"msm" + number, hex(scalar_bytes), hex(point_bytes), sum_of(points, scalars)});
    }
    bad<Affine>("bad" + number);
  }

  void pairings() {
    for (int i = 0; i < 8; ++i) {
      const auto p = multiple<G1Affine>(i == 0 ? Fr::one() : random_scalar());
      const auto q = multiple<G2Affine>(i == 0 ? Fr::one() : random_scalar());
      line({"pairing", hex(compress(p)), hex(compress(q)), hex(encode(pairing(p, q)))});
    }
  }

  std::string text() const { return text_.str(); }

 private:
  template <class Affine>
  void point(const std::string& kind, const Fr& scalar) {
    const auto p = multiple<Affine>(scalar);
    line({kind, hex(scalar.to_bytes()), hex(compress(p)), hex(serialize(p))});
  }

  // Points of the curve outside the subgroup (h times such a point is in it), and x without a point.
  template <class Affine>
  void bad(const std::string& kind) {
    using Field = typename Affine::Field;
    SystemRandom random;
    for (int found = 0; found < 6;) {
      const Field x = Field::random(random).value();
      const auto y = (x.square() * x + Affine::CurveType::b()).sqrt_var();
      const auto p = Affine::from_xy_unchecked(x, y ? *y : Field::zero());
      if (y && p.is_in_subgroup()) continue;
      line({kind, hex(compress(p))});
      if (y) line({kind, hex(serialize(p))});
      ++found;
    }
  }

  std::ostringstream text_;
};

template <class Affine>
bool check_group(const std::string& kind, const Fields& f) {
  if (kind == "g") {
    const auto p = multiple<Affine>(Fr::from_bytes(unhex(f[1])).value());
    const auto compressed = decode(unhex(f[2]), Affine()), uncompressed = decode(unhex(f[3]), Affine());
    return compressed.ok() && uncompressed.ok() && *compressed == p && *uncompressed == p && hex(compress(p)) == f[2] &&
           hex(serialize(p)) == f[3];
  }
  if (kind == "hash") return hex(compress(hash(unhex(f[1]), unhex(f[2]), Affine()))) == f[3];
  if (kind == "bad") return !decode(unhex(f[1]), Affine()).ok();
  const Bytes scalar_bytes = unhex(f[1]), point_bytes = unhex(f[2]);
  const size_t size_bytes = compress(Affine()).size();
  std::vector<Fr> scalars;
  std::vector<Affine> points;
  for (size_t i = 0; i < scalar_bytes.size() / 32; ++i) {
    scalars.push_back(Fr::from_bytes(ByteView(scalar_bytes).subspan(32 * i, 32)).value());
    points.push_back(decode(ByteView(point_bytes).subspan(size_bytes * i, size_bytes), Affine()).value());
  }
  return sum_of(points, scalars) == f[3];
}

bool check_line(const Fields& f) {
  if (f.size() == 4 && f[0] == "pairing")
    return hex(encode(pairing(decompress_g1(unhex(f[1])).value(), decompress_g2(unhex(f[2])).value()))) == f[3];
  const std::string kind = f[0].substr(0, f[0].size() - 1);
  const size_t fields = kind == "bad" ? 2 : 4;
  const bool known = kind == "g" || kind == "hash" || kind == "msm" || kind == "bad";
  if (!known || f.size() != fields) return false;
  return f[0].back() == '1' ? check_group<G1Affine>(kind, f) : check_group<G2Affine>(kind, f);
}

int check(const char* path) {
  std::ifstream in(path);
  size_t passed = 0, failed = 0;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    Fields fields;
    for (std::string word; words >> word;) fields.push_back(word);
    if (!fields.empty() && check_line(fields)) {
      ++passed;
      continue;
    }
    ++failed;
    std::printf("FAILED: %s\n", line.substr(0, 200).c_str());
  }
  std::printf("gnark-crypto -> C++: %zu passed, %zu failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}

int write(const char* path) {
  Writer writer;
  writer.group<G1Affine>("1");
  writer.group<G2Affine>("2");
  writer.pairings();
  std::ofstream out(path);
  out << writer.text();
  return out.flush() ? 0 : 1;
}

}  // namespace
}  // namespace zkp

int main(int argc, char** argv) {
  const std::string command = argc == 3 ? argv[1] : "";
  if (command == "write") return zkp::write(argv[2]);
  if (command == "check") return zkp::check(argv[2]);
  std::fprintf(stderr, "usage: curve_vectors write|check FILE\n");
  return 2;
}

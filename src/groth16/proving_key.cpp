#include "groth16/proving_key.h"

#include "curve/encoding.h"
#include "groth16/proving_key_layout.h"

namespace zkp {
namespace {

template <class Affine>
std::vector<Affine> copy_list(ByteView file, const KeySection& section) {
  std::vector<Affine> out(section.count);
  if (section.count > 0)
    std::memcpy(static_cast<void*>(out.data()), file.data() + section.offset, section.count * sizeof(Affine));
  return out;
}

Result<ProvingKey> parse_version_2(ByteView bytes, TaskPool* pool, PointCheck points) {
  ZKP_TRY(const ProvingKeyLayout layout, ProvingKeyLayout::read(bytes));
  ZKP_TRY(KeyHead head, layout.check(bytes, points, pool));
  ProvingKey out;
  layout.fill(out, head, [&]<class Affine>(const KeySection& section) { return copy_list<Affine>(bytes, section); });
  out.vk = std::move(head.vk);
  return out;
}

}  // namespace

ProvingKeyView::ProvingKeyView(const ProvingKey& key)
    : label(key.label),
      circuit_id(key.circuit_id),
      log_domain(key.log_domain),
      row_order(key.row_order),
      vk(&key.vk),
      beta_g1(key.beta_g1),
      delta_g1(key.delta_g1),
      a(key.a),
      b_g1(key.b_g1),
      b_g2(key.b_g2),
      l(key.l),
      h_basis(key.h_basis),
      h(key.h) {}

Result<void> check_list_sizes(const ProvingKeyView& key) {
  const bool right = key.vk != nullptr && !key.vk->ic.empty() && key.log_domain >= 0 &&
                     key.log_domain <= kMaxKeyLogDomain && key.a.size() > key.public_count() &&
                     key.b_g1.size() == key.a.size() && key.b_g2.size() == key.a.size() &&
                     key.l.size() == key.a.size() - key.public_count() - 1 &&
                     key.h.size() == h_point_count(key.h_basis, size_t{1} << key.log_domain);
  if (!right)
    return Error(CryptoError::kBadKey, "the lists of the proving key do not have the lengths that belong together");
  return {};
}

Result<void> write_proving_key(const ProvingKeyView& key, const std::function<Result<void>(ByteView)>& sink,
                               TaskPool* pool) {
  ZKP_TRY_VOID(check_list_sizes(key));
  PointFileWriter out(sink, pool);
  ByteWriter header;
  header.raw(kKeyMagic).u16(kKeyVersion).str(key.label.text()).raw(key.circuit_id);
  header.u8(static_cast<uint8_t>(key.log_domain)).u8(key_form_byte(key.row_order, key.h_basis));
  header.u32(static_cast<uint32_t>(key.public_count())).u32(static_cast<uint32_t>(key.variable_count()));
  header.raw(encode_verifying_key(*key.vk)).raw(serialize(key.beta_g1)).raw(serialize(key.delta_g1));
  ZKP_TRY_VOID(out.bytes(header.bytes()));
  ZKP_TRY_VOID(out.pad());
  ZKP_TRY_VOID(out.points(key.a));
  ZKP_TRY_VOID(out.pad());
  ZKP_TRY_VOID(out.points(key.b_g1));
  ZKP_TRY_VOID(out.pad());
  ZKP_TRY_VOID(out.points(key.b_g2));
  ZKP_TRY_VOID(out.pad());
  ZKP_TRY_VOID(out.points(key.l));
  ZKP_TRY_VOID(out.pad());
  ZKP_TRY_VOID(out.points(key.h));
  ZKP_TRY_VOID(out.pad());
  return out.finish();
}

Result<ProvingKey> parse_proving_key(ByteView bytes, TaskPool* pool, PointCheck points) {
  ZKP_TRY(const uint16_t version, key_file_version(bytes));
  return version == 1 ? parse_proving_key_1(bytes, points, pool) : parse_version_2(bytes, pool, points);
}

}  // namespace zkp

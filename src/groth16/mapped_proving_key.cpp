#include "groth16/mapped_proving_key.h"

#include "groth16/proving_key_layout.h"

namespace zkp {
namespace {

template <class Affine>
std::span<const Affine> list_in_place(ByteView file, const KeySection& section) {
  return {reinterpret_cast<const Affine*>(file.data() + section.offset), section.count};
}

}  // namespace

Result<MappedProvingKey> MappedProvingKey::open(Files& files, const std::string& path, const MapKeyOptions& options) {
  MappedProvingKey out;
  ZKP_TRY(out.file_, files.map(path, options.max_bytes));
  const ByteView bytes = out.file_->bytes();
  auto fill = [&]() -> Result<void> {
    ZKP_TRY(const uint16_t version, key_file_version(bytes));
    if (version == 1)
      return Error(GeneralError::kUnsupported, "proving key: a file of version 1 cannot be used in place")
          .with_hint("read it and write it again: that makes one of version 2");
    ZKP_TRY(const ProvingKeyLayout layout, ProvingKeyLayout::read(bytes));
    ZKP_TRY(KeyHead head, layout.check(bytes, options.points, options.pool, out.file_.get()));
    out.vk_ = std::make_unique<VerifyingKey>(std::move(head.vk));
    ProvingKeyView& view = out.view_;
    view.label = layout.label;
    view.circuit_id = layout.circuit_id;
    view.log_domain = layout.log_domain;
    view.vk = out.vk_.get();
    view.beta_g1 = head.beta_g1;
    view.delta_g1 = head.delta_g1;
    view.a = list_in_place<G1Affine>(bytes, layout.a);
    view.b_g1 = list_in_place<G1Affine>(bytes, layout.b_g1);
    view.b_g2 = list_in_place<G2Affine>(bytes, layout.b_g2);
    view.l = list_in_place<G1Affine>(bytes, layout.l);
    view.row_order = layout.row_order;
    view.h_basis = layout.h_basis;
    view.h = list_in_place<G1Affine>(bytes, layout.h);
    view.file = out.file_.get();
    return {};
  };
  if (auto filled = fill(); !filled.ok()) return std::move(filled).error().with_file(path);
  return out;
}

}  // namespace zkp

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
    ProvingKeyView& view = out.view_;
    layout.fill(view, head,
                [&]<class Affine>(const KeySection& section) { return list_in_place<Affine>(bytes, section); });
    out.vk_ = std::make_unique<VerifyingKey>(std::move(head.vk));
    view.vk = out.vk_.get();
    view.file = out.file_.get();
    return {};
  };
  if (auto filled = fill(); !filled.ok()) return std::move(filled).error().with_file(path);
  return out;
}

}  // namespace zkp

// SimFiles: two name spaces (what the process sees, what the disk holds) over files that know their synced content.
#include <algorithm>
#include <optional>
#include <set>

#include "base/sim.h"

namespace zkp {
namespace {

constexpr size_t kSectorBytes = 512;

struct Span {
  size_t begin, end;
};

struct Content {
  Bytes live;
  Bytes synced;
  bool rewritten = false;     // truncated since the last sync, so `synced` is no prefix of `live`
  std::vector<Span> dropped;  // parts of `live` that a failed sync has lost for ever
  int mode = 0644;
};

using Names = std::map<std::string, std::shared_ptr<Content>>;

// One spelling per path: no "./" in front, no doubled and no final slashes; "" is the working folder.
std::string normal(const std::string& path) {
  std::string out;
  for (char c : path) {
    if (c == '/' && out == ".")
      out.clear();
    else if (c != '/' || (!out.empty() && out.back() != '/') || (out.empty() && path[0] == '/'))
      out += c;
  }
  if (out.size() > 1 && out.back() == '/') out.pop_back();
  return out == "." ? "" : out;
}

// "" is the folder of a relative name, "/" the folder of "/x".
std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return "";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string base_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

bool is_temporary(const std::string& name) { return name.starts_with('.') && name.ends_with(".tmp"); }

Error injected(const std::string& path) {
  return Error(StorageError::kIo, "simulated input/output error").with_file(path);
}
Error not_found(const std::string& path) {
  return Error(GeneralError::kNotFound, "no such file or folder").with_file(path);
}

class CopiedFile final : public MappedFile {
 public:
  explicit CopiedFile(Bytes content) : content_(std::move(content)) {}
  ByteView bytes() const override { return content_; }
  void forget(size_t, size_t) const override {}

 private:
  Bytes content_;
};

}  // namespace

struct SimFiles::State {
  explicit State(uint64_t seed) : random(seed) {}

  SimLock lock;
  SimRandom random;
  Names live, durable;
  std::map<std::string, int> folders{{"", 0755}, {"/", 0755}};
  uint64_t operations = 0;
  std::optional<uint64_t> fail_at, stop_at;
  bool stopped = false;
  uint64_t capacity_bytes = UINT64_MAX;
  uint64_t generation = 0;  // crash() and restart() make older handles invalid
  uint64_t temporaries = 0;

  uint64_t draw(uint64_t bound) {
    ByteArray<8> bytes;
    random.fill(bytes).value();
    uint64_t value;
    std::memcpy(&value, bytes.data(), 8);
    return value % bound;
  }

  // Counts one operation; false when it has to fail.
  bool operate() {
    const uint64_t index = operations++;
    if (stop_at && index >= *stop_at) stopped = true;
    if (stopped) return false;
    if (fail_at && index == *fail_at) {
      fail_at.reset();
      return false;
    }
    return true;
  }

  uint64_t used_bytes() const {
    uint64_t sum = 0;
    for (const auto& [path, content] : live) sum += content->live.size();
    return sum;
  }

  bool is_folder(const std::string& path) const { return folders.count(path) != 0; }

  Result<void> write(Content& content, ByteView bytes, const std::string& path) {
    if (!operate()) {
      append(content.live, bytes.first(draw(bytes.size() + 1)));
      return injected(path);
    }
    const uint64_t used = used_bytes();
    const uint64_t room = capacity_bytes > used ? capacity_bytes - used : 0;
    append(content.live, bytes.first(std::min<uint64_t>(room, bytes.size())));
    if (bytes.size() > room) return Error(StorageError::kFull, "no space left on the device").with_file(path);
    return {};
  }

  static Bytes without_dropped(const Content& content) {
    Bytes out = content.live;
    for (const Span& span : content.dropped) std::fill(out.begin() + span.begin, out.begin() + span.end, 0);
    return out;
  }

  Result<void> sync(Content& content, const std::string& path) {
    if (!operate()) {
      const size_t begin = content.rewritten ? 0 : content.synced.size();
      if (!stopped && begin < content.live.size()) content.dropped.push_back({begin, content.live.size()});
      return injected(path);
    }
    content.synced = without_dropped(content);
    content.rewritten = false;
    return {};
  }

  // What the disk holds of a file after a power cut.
  Bytes after_power_cut(const Content& content) {
    if (content.rewritten && draw(2) == 0) return content.synced;
    const size_t safe = content.rewritten ? 0 : content.synced.size();
    Bytes out = without_dropped(content);
    if (!content.rewritten) std::copy(content.synced.begin(), content.synced.end(), out.begin());
    out.resize(safe + draw(out.size() - safe + 1));
    for (size_t begin = safe; begin < out.size();) {
      const size_t end = std::min(out.size(), (begin / kSectorBytes + 1) * kSectorBytes);
      if (draw(4) == 0) std::fill(out.begin() + begin, out.begin() + end, 0);
      begin = end;
    }
    return out;
  }

  void end_faults() {
    fail_at.reset();
    stop_at.reset();
    stopped = false;
    ++generation;
  }
};

class SimFiles::File : public WritableFile {
 public:
  File(std::shared_ptr<State> state, std::shared_ptr<Content> content, std::string path)
      : state_(std::move(state)),
        content_(std::move(content)),
        path_(std::move(path)),
        generation_(state_->generation) {}

  Result<void> write(ByteView bytes) override {
    const SimLock::Guard guard(state_->lock);
    if (generation_ != state_->generation) return injected(path_);
    return state_->write(*content_, bytes, path_);
  }

  Result<void> sync() override {
    const SimLock::Guard guard(state_->lock);
    if (generation_ != state_->generation) return injected(path_);
    ZKP_TRY_VOID(state_->sync(*content_, path_));
    const auto at = state_->live.find(path_);
    if (at != state_->live.end() && at->second == content_) state_->durable[path_] = content_;
    return {};
  }

 private:
  std::shared_ptr<State> state_;
  std::shared_ptr<Content> content_;
  std::string path_;
  uint64_t generation_;
};

SimFiles::SimFiles(uint64_t seed) : state_(std::make_shared<State>(seed)) {}
SimFiles::~SimFiles() = default;

Result<bool> SimFiles::exists(const std::string& raw_path) {
  const std::string path = normal(raw_path);
  const SimLock::Guard guard(state_->lock);
  return state_->live.count(path) != 0 || state_->is_folder(path);
}

Result<Bytes> SimFiles::read(const std::string& raw_path, size_t max_bytes) {
  const std::string path = normal(raw_path);
  const SimLock::Guard guard(state_->lock);
  if (!state_->operate()) return injected(path);
  const auto at = state_->live.find(path);
  if (at == state_->live.end()) {
    if (state_->is_folder(path)) return Error(StorageError::kIo, "is a folder").with_file(path);
    return not_found(path);
  }
  if (at->second->live.size() > max_bytes)
    return Error(GeneralError::kLimit, "larger than " + std::to_string(max_bytes) + " bytes").with_file(path);
  return at->second->live;
}

Result<std::unique_ptr<MappedFile>> SimFiles::map(const std::string& path, size_t max_bytes) {
  ZKP_TRY(Bytes content, read(path, max_bytes));
  return std::unique_ptr<MappedFile>(std::make_unique<CopiedFile>(std::move(content)));
}

Result<std::unique_ptr<WritableFile>> SimFiles::create(const std::string& raw_path, int mode) {
  const std::string path = normal(raw_path);
  const SimLock::Guard guard(state_->lock);
  if (!state_->operate()) return injected(path);
  if (!state_->is_folder(folder_of(path))) return not_found(path);
  if (state_->is_folder(path)) return Error(StorageError::kIo, "is a folder").with_file(path);
  auto& content = state_->live[path];
  if (content == nullptr) {
    content = std::make_shared<Content>();
    content->mode = mode;
  } else {
    content->live.clear();
    content->dropped.clear();
    content->rewritten = true;
  }
  return std::unique_ptr<WritableFile>(std::make_unique<File>(state_, content, path));
}

Result<void> SimFiles::replace(const std::string& path, ByteView content, int mode) {
  return replace_in_pieces(
      path, [&](const auto& sink) -> Result<void> { return sink(content); }, mode);
}

Result<void> SimFiles::replace_in_pieces(const std::string& raw_path, const PieceWriter& write, int mode) {
  const std::string path = normal(raw_path);
  const auto fresh = std::make_shared<Content>();
  fresh->mode = mode;
  std::string temporary;
  {
    const SimLock::Guard guard(state_->lock);
    if (!state_->operate()) return injected(path);
    if (!state_->is_folder(folder_of(path))) return not_found(path);
    if (state_->is_folder(path)) return Error(StorageError::kIo, "is a folder").with_file(path);
    const std::string folder = folder_of(path);
    const std::string name = "." + base_name(path) + "." + std::to_string(++state_->temporaries) + ".tmp";
    temporary = folder.empty() ? name : (folder == "/" ? "/" : folder + "/") + name;
    state_->live[temporary] = fresh;
  }
  // Unlocked: it may use these files itself.
  Result<void> written = write([&](ByteView piece) -> Result<void> {
    const SimLock::Guard guard(state_->lock);
    return state_->write(*fresh, piece, path);
  });

  const SimLock::Guard guard(state_->lock);
  if (written.ok()) written = state_->sync(*fresh, path);
  if (written.ok() && !state_->operate()) written = injected(path);
  if (!written.ok()) {
    if (!state_->stopped) state_->live.erase(temporary);  // a dead process cleans nothing up
    return written;
  }
  state_->live[path] = fresh;
  state_->live.erase(temporary);
  if (!state_->operate()) return injected(path);
  state_->durable[path] = fresh;
  return {};
}

Result<void> SimFiles::make_directories(const std::string& raw_path, int mode) {
  const std::string path = normal(raw_path);
  const SimLock::Guard guard(state_->lock);
  if (!state_->operate()) return injected(path);
  std::vector<std::string> missing;
  for (std::string folder = path; !state_->is_folder(folder); folder = folder_of(folder)) {
    if (state_->live.count(folder) != 0) return Error(StorageError::kIo, "is a file, not a folder").with_file(folder);
    missing.push_back(folder);
  }
  for (const std::string& folder : missing) state_->folders.emplace(folder, mode);
  return {};
}

Result<void> SimFiles::remove(const std::string& raw_path) {
  const std::string path = normal(raw_path);
  const SimLock::Guard guard(state_->lock);
  if (!state_->operate()) return injected(path);
  if (state_->is_folder(path)) {
    const auto inside = [&](const auto& entry) { return folder_of(entry.first) == path && entry.first != path; };
    if (std::any_of(state_->live.begin(), state_->live.end(), inside) ||
        std::any_of(state_->folders.begin(), state_->folders.end(), inside))
      return Error(StorageError::kIo, "the folder is not empty").with_file(path);
    state_->folders.erase(path);
    return {};
  }
  if (state_->live.erase(path) == 0) return not_found(path);
  if (!state_->operate()) return injected(path);
  state_->durable.erase(path);
  return {};
}

Result<int> SimFiles::mode(const std::string& raw_path) {
  const std::string path = normal(raw_path);
  const SimLock::Guard guard(state_->lock);
  if (const auto at = state_->live.find(path); at != state_->live.end()) return at->second->mode;
  if (const auto at = state_->folders.find(path); at != state_->folders.end()) return at->second;
  return not_found(path);
}

Result<std::vector<std::string>> SimFiles::list(const std::string& raw_path) {
  const std::string path = normal(raw_path);
  const SimLock::Guard guard(state_->lock);
  if (!state_->operate()) return injected(path);
  if (!state_->is_folder(path)) return not_found(path);
  std::set<std::string> names;
  for (const auto& [name, content] : state_->live)
    if (folder_of(name) == path && !is_temporary(base_name(name))) names.insert(base_name(name));
  for (const auto& [name, mode] : state_->folders)
    if (name != "" && name != "/" && folder_of(name) == path) names.insert(base_name(name));
  return std::vector<std::string>(names.begin(), names.end());
}

void SimFiles::fail_operation(uint64_t n) {
  const SimLock::Guard guard(state_->lock);
  state_->fail_at = state_->operations + n;
}

void SimFiles::stop_at_operation(uint64_t n) {
  const SimLock::Guard guard(state_->lock);
  state_->stop_at = state_->operations + n;
}

bool SimFiles::stopped() const {
  const SimLock::Guard guard(state_->lock);
  return state_->stopped;
}

uint64_t SimFiles::operations() const {
  const SimLock::Guard guard(state_->lock);
  return state_->operations;
}

void SimFiles::set_capacity_bytes(uint64_t capacity_bytes) {
  const SimLock::Guard guard(state_->lock);
  state_->capacity_bytes = capacity_bytes;
}

void SimFiles::crash() {
  const SimLock::Guard guard(state_->lock);
  State& s = *state_;
  // Each name on which memory and disk disagree comes out one way or the other.
  Names survivors;
  std::set<std::string> paths;
  for (const auto& [path, content] : s.live) paths.insert(path);
  for (const auto& [path, content] : s.durable) paths.insert(path);
  for (const std::string& path : paths) {
    const auto in = [&path](const Names& names) { return names.count(path) != 0 ? names.at(path) : nullptr; };
    auto kept = in(s.live) == in(s.durable) || s.draw(2) == 0 ? in(s.durable) : in(s.live);
    if (kept != nullptr) survivors[path] = std::move(kept);
  }
  std::set<Content*> done;
  for (const auto& [path, content] : survivors) {
    if (!done.insert(content.get()).second) continue;
    content->live = content->synced = s.after_power_cut(*content);
    content->rewritten = false;
    content->dropped.clear();
  }
  s.live = s.durable = survivors;
  s.end_faults();
}

void SimFiles::restart() {
  const SimLock::Guard guard(state_->lock);
  state_->end_faults();
}

void SimFiles::flip_bit(const std::string& path, size_t byte, int bit) {
  const SimLock::Guard guard(state_->lock);
  Content& content = *state_->live.at(normal(path));
  ZKP_CHECK(byte < content.live.size() && bit >= 0 && bit < 8);
  content.live[byte] ^= static_cast<uint8_t>(1 << bit);
  if (byte < content.synced.size()) content.synced[byte] ^= static_cast<uint8_t>(1 << bit);
}

void SimFiles::set_mode(const std::string& path, int mode) {
  const SimLock::Guard guard(state_->lock);
  state_->live.at(normal(path))->mode = mode;
}

std::vector<std::string> SimFiles::paths() const {
  const SimLock::Guard guard(state_->lock);
  std::vector<std::string> out;
  for (const auto& [path, content] : state_->live) out.push_back(path);
  return out;
}

}  // namespace zkp

#include "base/sim.h"

namespace zkp {

Result<void> SimRandom::fill(std::span<uint8_t> out) {
  const SimLock::Guard guard(lock_);
  if (calls_left_ == 0) return Error(CryptoError::kRandom, "the simulated random source is told to fail");
  if (calls_left_ != UINT64_MAX) --calls_left_;
  for (uint8_t& byte : out) {
    if (left_in_block_ == 0) {
      block_ = numbers_.next();
      left_in_block_ = 8;
    }
    byte = static_cast<uint8_t>(block_);
    block_ >>= 8;
    --left_in_block_;
  }
  return {};
}

void SimRandom::fail_after(uint64_t calls) {
  const SimLock::Guard guard(lock_);
  calls_left_ = calls;
}

void RecordingLogger::log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  Line line{level, std::string(event), {}};
  for (const LogField& field : fields) line.fields.emplace(field.key, field.value);
  const SimLock::Guard guard(lock_);
  lines_.push_back(std::move(line));
}

std::vector<RecordingLogger::Line> RecordingLogger::lines() const {
  const SimLock::Guard guard(lock_);
  return lines_;
}

std::vector<std::string> RecordingLogger::events() const {
  const SimLock::Guard guard(lock_);
  std::vector<std::string> out;
  for (const Line& line : lines_) out.push_back(line.event);
  return out;
}

bool RecordingLogger::mentions(std::string_view needle) const {
  const auto in = [needle](const std::string& text) { return text.find(needle) != std::string::npos; };
  const SimLock::Guard guard(lock_);
  for (const Line& line : lines_) {
    if (in(line.event)) return true;
    for (const auto& [key, value] : line.fields)
      if (in(key) || in(value)) return true;
  }
  return false;
}

void RecordingLogger::clear() {
  const SimLock::Guard guard(lock_);
  lines_.clear();
}

}  // namespace zkp

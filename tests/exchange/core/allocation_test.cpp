/// Counts what the test program asks of `new`, to show what the hot path does not.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "exchange/core/vectors.h"
#include "exchange/core/workload.h"

namespace {
size_t allocations = 0;
}  // namespace

[[gnu::noinline]] void* operator new(size_t size) {
  ++allocations;
  if (void* out = std::malloc(size > 0 ? size : 1)) return out;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace zkp::exchange {
namespace {

using namespace test;

TEST(HotPath, AllocatesNothingAfterWarmUp) {
  Machine machine;
  Workload workload(11, 5);
  std::vector<CommandRecord> records;
  for (int i = 0; i < 20000; ++i) records.push_back(workload.next());
  for (size_t i = 0; i < records.size(); ++i) {
    const size_t before = allocations;
    machine.events.clear();
    ASSERT_EQ(machine.engine.apply(records[i]), ApplyError::kOk);
    if (i >= 2000) { ASSERT_EQ(allocations, before) << "command " << i; }
    if (i % 100 == 0) machine.commit();
  }
}

}  // namespace
}  // namespace zkp::exchange

/// Marks memory as secret for valgrind's memcheck: "undefined" there is what no branch and no address may depend on.
///
/// The idea is Adam Langley's ctgrind (2010): memcheck follows undefined bits through arithmetic and reports a
/// conditional jump, an index or a system call that depends on one. It sees the instructions that ran, so a
/// variable-time instruction (a division) goes unnoticed, and so does a branch that this run did not reach.
#pragma once

#include <valgrind/memcheck.h>

#include <string>
#include <type_traits>
#include <vector>

namespace zkp::constant_time {

template <class T>
void conceal(T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  VALGRIND_MAKE_MEM_UNDEFINED(&value, sizeof value);
}
template <class T>
void conceal(std::vector<T>& values) {
  VALGRIND_MAKE_MEM_UNDEFINED(values.data(), values.size() * sizeof(T));
}
template <class T>
T secret(T value) {
  conceal(value);
  return value;
}

/// Keeps the compiler from removing a result, without looking at it.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

/// Runs named cases and counts what memcheck reports in each.
class Cases {
 public:
  /// No branch and no address may depend on the secrets of `body`.
  template <class Body>
  void expect_clean(const std::string& name, Body body) {
    report(name, reports_of(body), false);
  }
  /// A control: `body` does depend on its secrets, and memcheck has to notice.
  template <class Body>
  void expect_flagged(const std::string& name, Body body) {
    report(name, reports_of(body), true);
  }
  int failures() const { return failures_; }

 private:
  template <class Body>
  static unsigned reports_of(Body& body) {
    const unsigned before = VALGRIND_COUNT_ERRORS;
    body();
    return VALGRIND_COUNT_ERRORS - before;
  }
  void report(const std::string& name, unsigned reports, bool expected) {
    const bool good = (reports != 0) == expected;
    if (!good) ++failures_;
    VALGRIND_PRINTF("%s %s: %u reports%s\n", good ? "ok    " : "FAILED", name.c_str(), reports,
                    expected ? " (control: has to be more than 0)" : "");
  }
  int failures_ = 0;
};

}  // namespace zkp::constant_time

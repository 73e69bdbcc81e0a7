/// Result<T>: a value or an Error. The class is [[nodiscard]]: a result that nobody looks at does not compile
/// (-Werror).
///
///   Result<int> parse(std::string_view s);
///   ZKP_TRY(int n, parse(s));          // returns the error to our caller
///   ZKP_TRY_VOID(write(n));
///
/// Used for everything that input, disk, network or a peer can cause. A broken invariant of our own is ZKP_CHECK.
#pragma once

#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

#include "base/check.h"
#include "base/error.h"

namespace zkp {

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  template <class U = T>
  requires(std::is_constructible_v<T, U&&> && !std::is_same_v<std::remove_cvref_t<U>, Result> &&
           !std::is_same_v<std::remove_cvref_t<U>, Error>) Result(U&& value)
      : inner_(tl::in_place, std::forward<U>(value)) {}
  Result(Error error) : inner_(tl::unexpect, std::move(error)) {}

  bool ok() const { return inner_.has_value(); }
  explicit operator bool() const { return ok(); }

  /// REQUIRES: ok().
  T& value() & {
    ZKP_CHECK(ok());
    return *inner_;
  }
  const T& value() const& {
    ZKP_CHECK(ok());
    return *inner_;
  }
  T&& value() && {
    ZKP_CHECK(ok());
    return std::move(*inner_);
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// REQUIRES: !ok().
  const Error& error() const& {
    ZKP_CHECK(!ok());
    return inner_.error();
  }
  Error&& error() && {
    ZKP_CHECK(!ok());
    return std::move(inner_.error());
  }

 private:
  tl::expected<T, Error> inner_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : inner_(tl::unexpect, std::move(error)) {}

  bool ok() const { return inner_.has_value(); }
  explicit operator bool() const { return ok(); }
  void value() const { ZKP_CHECK(ok()); }
  const Error& error() const& {
    ZKP_CHECK(!ok());
    return inner_.error();
  }
  Error&& error() && {
    ZKP_CHECK(!ok());
    return std::move(inner_.error());
  }

 private:
  tl::expected<void, Error> inner_;
};

}  // namespace zkp

#define ZKP_CONCAT_INNER(a, b) a##b
#define ZKP_CONCAT(a, b) ZKP_CONCAT_INNER(a, b)

/// ZKP_TRY(auto x, f()): declares x from the value, or returns the error from the enclosing function.
#define ZKP_TRY(declaration, expression) ZKP_TRY_INNER(ZKP_CONCAT(zkp_try_, __COUNTER__), declaration, expression)
#define ZKP_TRY_INNER(tmp, declaration, expression)           \
  auto tmp = (expression);                                    \
  if (!tmp.ok()) return ::zkp::Error(std::move(tmp).error()); \
  declaration = std::move(tmp).value()

/// As ZKP_TRY where the value is void or not wanted. (A counter names the result: the expression may hold a lambda that
/// uses the macro too.)
#define ZKP_TRY_VOID(expression) ZKP_TRY_VOID_INNER(ZKP_CONCAT(zkp_try_, __COUNTER__), expression)
#define ZKP_TRY_VOID_INNER(tmp, expression)                                              \
  do {                                                                                   \
    if (auto tmp = (expression); !tmp.ok()) return ::zkp::Error(std::move(tmp).error()); \
  } while (false)

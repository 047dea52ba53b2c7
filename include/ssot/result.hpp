// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_RESULT_HPP
#define SSOT_RESULT_HPP

// A value, or the error that says why there is none. Every function that can fail returns one. <ssot/error.hpp> also
// includes this header.
//
//   ssot::result<ssot::sync> r = ssot::from_json<ssot::sync>(text);
//   if (!r) std::cerr << r.error() << '\n';
//   r.value();                                   // throws ssot::exception if there is an error
//
// Example: docs/examples/errors.cpp.

#include <ssot/error.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace ssot {

namespace detail {

/// Never defined. Compilers name this type when a range-for is given a `result` instead of its value.
struct write_value_behind_the_call_that_gives_this_result;

/// A `result` of another type, or a type of the same shape of another library, such as `boost::system::result<T, error>`.
template<class R>
concept other_result = requires {
    typename R::value_type;
    requires std::is_convertible_v<typename R::error_type, error>;
};
template<class A>
inline constexpr bool is_result = requires { typename std::remove_cvref_t<A>::error_type; };

// In each concept the cheapest condition comes first: they are checked wherever a function returns a `result`.

/// What converts implicitly to a `result<T>` with a value. A number is not taken as a value of a type that is not a number
/// if it may also be an error.
template<class A, class T>
concept result_value = (std::same_as<std::remove_cvref_t<A>, T> && std::is_constructible_v<T, A>) ||
    (!std::same_as<std::remove_cvref_t<A>, error> && !is_result<A> && std::is_convertible_v<A, T> &&
     !(std::is_arithmetic_v<std::remove_reference_t<A>> && !std::is_arithmetic_v<T> && std::is_convertible_v<A, error>));
/// What converts implicitly to a `result<T>` with an error.
template<class A, class T>
concept result_error = !std::same_as<std::remove_cvref_t<A>, T> &&
    (std::same_as<std::remove_cvref_t<A>, error> ||
     (!is_result<A> && std::is_convertible_v<A, error> && !std::is_convertible_v<A, T>));
/// What the value of a `result<T>` can be constructed from explicitly.
template<class T, class... A>
concept result_parts =
    (sizeof...(A) > 1 ||
     (sizeof...(A) == 1 && !(result_value<A, T> || ...) && !(result_error<A, T> || ...) && !(is_result<A> || ...))) &&
    std::is_constructible_v<T, A...>;

} // namespace detail

/// A `T`, or the `error` that says why there is none. Compilers warn about a call that ignores one; to ignore one on
/// purpose, cast it to void. It has the members of `boost::system::result<T, error>` and converts from it; it is a type of
/// its own because it takes less time to compile. As safe across threads as `T`.
template<class T>
class [[nodiscard("it may hold an error: test it, call value(), or cast it to void")]] result {
public:
    using value_type = T;
    using error_type = ssot::error;

    /// Holds `T()`.
    result()
        requires std::is_default_constructible_v<T>
        : value_(), has_value_(true)
    {
    }
    template<class A = T>
        requires detail::result_value<A, T>
    result(A&& value) // NOLINT: implicit, so that functions return values; the cast keeps callers' warnings out of here
        : value_(static_cast<T>(std::forward<A>(value))), has_value_(true)
    {
    }
    template<class... A>
        requires detail::result_parts<T, A...>
    explicit result(A&&... parts) : value_(std::forward<A>(parts)...), has_value_(true)
    {
    }
    template<class A>
        requires detail::result_error<A, T>
    result(A&& why) : error_(std::forward<A>(why)), has_value_(false) // NOLINT: implicit, so that functions return errors
    {
    }
    template<class R>
        requires(detail::other_result<R> && !std::same_as<R, result> &&
                 std::is_convertible_v<typename R::value_type const&, T>)
    result(R const& other) : has_value_(other.has_value()) // NOLINT: they hold the same
    {
        if (has_value_)
            std::construct_at(std::addressof(value_), *other);
        else
            std::construct_at(std::addressof(error_), other.error());
    }
    template<class R>
        requires(detail::other_result<R> && !std::is_const_v<R> && !std::same_as<R, result> &&
                 std::is_convertible_v<typename R::value_type, T>)
    result(R&& other) : has_value_(other.has_value()) // NOLINT: they hold the same
    {
        if (has_value_)
            std::construct_at(std::addressof(value_), *std::forward<R>(other));
        else
            std::construct_at(std::addressof(error_), std::forward<R>(other).error());
    }

    result(result const& other)
        requires std::is_copy_constructible_v<T>;
    result(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>);
    /// If `T` throws, this holds what it held before, or an error.
    result& operator=(result const& other)
        requires std::is_copy_constructible_v<T>;
    result& operator=(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>);
    ~result() { drop(); }

    bool     has_value() const noexcept { return has_value_; }
    bool     has_error() const noexcept { return !has_value_; }
    explicit operator bool() const noexcept { return has_value_; }

    /// Returns the value. Throws `ssot::exception` with the error if there is none.
    T&       value() &;
    T const& value() const&;
    T        value() &&;
    T        value() const&& = delete;

    /// Returns a pointer to the value, or null if there is none.
    T*       operator->() noexcept { return has_value_ ? std::addressof(value_) : nullptr; }
    T const* operator->() const noexcept { return has_value_ ? std::addressof(value_) : nullptr; }
    /// Precondition: `has_value()`.
    T&       operator*() & noexcept { return value_; }
    T const& operator*() const& noexcept { return value_; }
    T        operator*() && noexcept(std::is_nothrow_move_constructible_v<T>) { return std::move(value_); }
    T        operator*() const&& = delete;

    /// Returns the error; if there is a value, an error of code `internal` without a text.
    ssot::error error() const& noexcept { return has_value_ ? ssot::error() : error_; }
    ssot::error error() && noexcept { return has_value_ ? ssot::error() : std::move(error_); }

    template<class... A>
    T& emplace(A&&... parts)
    {
        return *(*this = result(T(std::forward<A>(parts)...)));
    }

    detail::write_value_behind_the_call_that_gives_this_result* begin() const = delete;
    detail::write_value_behind_the_call_that_gives_this_result* end() const   = delete;

private:
    template<class R>
    void take(R&& other); ///< precondition: this object holds nothing
    void check() const;
    void drop() noexcept;

    union {
        T           value_;
        ssot::error error_;
    };
    bool has_value_;
};

/// Success, or the `error` that says why there is none.
template<>
class [[nodiscard("it may hold an error: test it, call value(), or cast it to void")]] result<void> {
public:
    using value_type = void;
    using error_type = ssot::error;

    result() noexcept = default;
    template<class A>
        requires detail::result_error<A, void>
    result(A&& why) : error_(std::forward<A>(why)), has_value_(false) // NOLINT: implicit, as above
    {
    }
    result(errc code, std::string text) : error_(code, std::move(text)), has_value_(false) {}
    template<class R>
        requires(detail::other_result<R> && !std::same_as<R, result> && std::is_void_v<typename R::value_type>)
    result(R const& other) : error_(other.error()), has_value_(other.has_value()) // NOLINT: implicit between results
    {
    }

    bool     has_value() const noexcept { return has_value_; }
    bool     has_error() const noexcept { return !has_value_; }
    explicit operator bool() const noexcept { return has_value_; }
    void     value() const;
    void     operator*() const noexcept {}

    ssot::error error() const& noexcept { return error_; }
    ssot::error error() && noexcept { return std::move(error_); }

    detail::write_value_behind_the_call_that_gives_this_result* begin() const = delete;
    detail::write_value_behind_the_call_that_gives_this_result* end() const   = delete;

private:
    ssot::error error_{};
    bool        has_value_ = true;
};

} // namespace ssot

#include <ssot/impl/result.hpp>

#endif // SSOT_RESULT_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_ERROR_HPP
#define SSOT_ERROR_HPP

// Errors are values: what went wrong, where, in words, and whether trying again can help.
//
//   ssot::result<ssot::sync> r = ssot::from_json<ssot::sync>(text);
//   if (!r) std::cerr << r.error() << '\n';     // "dry_run: expected true or false, found a text (wrong_type at line 3, column 14)"
//   r.value();                                   // throws ssot::exception for those who prefer that
//
// Example: docs/examples/errors.cpp.

#include <ssot/detail/base/config.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot {

/// What went wrong. Never zero, so that an `errc` is always an error.
enum class errc : std::uint8_t {
    // The data is at fault.
    not_found = 1,  ///< No row has this key.
    already_exists, ///< The key, or a unique value, is taken.
    foreign_key,    ///< The row points at a row that is not there.
    protected_,     ///< Other rows point here with `on_delete::protect`; `keys()` names up to 100.
    constraint,     ///< The store itself refused the value.
    validation,     ///< A rule of the model is broken; `path()` names the field.

    // The text is at fault.
    syntax,         ///< Not JSON.
    invalid_utf8,   ///< Not UTF-8.
    too_deep,       ///< Nested deeper than the reader allows.
    wrong_type,     ///< JSON, but of another type than the field.
    out_of_range,   ///< A number, time or duration that the field cannot hold.
    invalid_value,  ///< Text that is not a uuid, time or duration.
    unknown_choice, ///< Text that is none of the field's choices.
    missing_key,    ///< A required key is absent.
    unknown_key,    ///< A key that the model does not have.
    duplicate_key,  ///< A key that came before in the same object.

    // The moment is at fault.
    conflict,      ///< The row changed since it was read.
    serialization, ///< Two transactions could not both be right.
    tx_aborted,    ///< An earlier statement of this transaction failed.
    timeout,
    busy,
    canceled,

    // The place is at fault.
    unavailable,
    outcome_unknown, ///< Whether the commit took effect is not known.
    read_only,
    no_space,
    permission,
    io,
    corrupted, ///< A stored value that the model cannot hold.
    schema_mismatch,
    too_large,
    unsupported, ///< The backend does not offer this.
    misuse,      ///< A call that the contract forbids.
    out_of_memory,
    internal
};

/// What may be tried again after an error.
enum class retry : std::uint8_t {
    never,       ///< The same call fails again.
    statement,   ///< The same statement may pass.
    transaction, ///< The whole transaction may pass.
    reconnect,   ///< A new session may pass; nothing was done.
    check_first  ///< The work may have been done: look before repeating.
};

/// The name of `e`, as written above: "not_found".
std::string_view to_string(errc e) noexcept;

/// The parts of an error that are only there when something failed. See the members of `error`.
struct error_detail {
    std::string              text{};
    std::string              path{};
    std::vector<std::string> keys{};
    std::size_t              offset = static_cast<std::size_t>(-1);
    std::size_t              line   = 0;
    std::size_t              column = 0;
    std::int32_t             native = 0;
    std::array<char, 6>      sqlstate{};
};

/// One error: a code, retry advice, and a detail that is allocated only on failure. 24 bytes; copies share the detail.
///
/// Text and path quote what a program or a file contained, and can be printed and stored all the same: they are UTF-8 on one
/// line, whatever they were made of. What is not UTF-8, breaks or turns a line, or has no shape, stands there as an escape
/// (`\n`, `\x00`, `\u2028`); what is longer than the limits below is cut between two code points and ends in "...".
class error {
public:
    static constexpr std::size_t max_text_size = 1'000; ///< bytes of `text()`
    static constexpr std::size_t max_path_size = 2'000; ///< bytes of `path()`: 512 levels of a list have room

    /// An error of code `internal` without words.
    error() noexcept = default;

    /// `text` is for the person at the keyboard: what was found, what would be right. `conflict` and `serialization` may be tried
    /// again as a whole transaction; any other code says `retry::never`.
    error(errc code, std::string text = {});
    /// The same with other advice.
    error(errc code, std::string text, retry again);

    errc  code() const noexcept { return code_; }
    retry again() const noexcept { return again_; }

    /// The words; empty when there are none.
    std::string_view text() const noexcept;

    /// Which value is meant: "results[3].diff.+.name"; empty for the whole.
    std::string_view path() const noexcept;

    /// Keys of rows that matter, for example the protecting ones (the first 100). As they were given: they are values, not words.
    std::span<std::string const> keys() const noexcept;

    /// Byte offset in the text that was read; `npos` when no text was.
    std::size_t offset() const noexcept;
    /// Line and column of that offset, from 1, the column in bytes; 0 when no text was read.
    std::size_t line() const noexcept;
    std::size_t column() const noexcept;

    /// The engine's own code, or 0.
    std::int32_t native() const noexcept;
    /// The five characters of an SQLSTATE, or nothing.
    std::string_view sqlstate() const noexcept;

    /// The same error with one more fact. Allocates the detail when there is none.
    error with_path(std::string path) &&;
    error with_keys(std::vector<std::string> keys) &&;
    error with_position(std::size_t offset, std::size_t line, std::size_t column) &&;
    error with_native(std::int32_t code, std::string_view sqlstate = {}) &&;

    /// Puts `prefix` in front of the path: `inside("diff")` turns "+.name" into "diff.+.name"; "[3]" needs no dot.
    error inside(std::string_view prefix) &&;

    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

private:
    error_detail& own_detail();

    errc                          code_  = errc::internal;
    retry                         again_ = retry::never;
    std::shared_ptr<error_detail> detail_{};
};

/// The whole error on one line: path, text, code and position. UTF-8, at most 100 bytes longer than path and text.
std::string   to_string(error const& e);
std::ostream& operator<<(std::ostream& out, error const& e);

/// What `result::value()` throws.
class exception : public std::runtime_error {
public:
    explicit exception(ssot::error e);

    /// The error that was not looked at.
    ssot::error const& error() const noexcept { return error_; }
    errc               code() const noexcept { return error_.code(); }

private:
    ssot::error error_;
};

namespace detail {

/// Named by compilers where a range-for is given a `result`, which is not its value yet.
struct write_value_behind_the_call_that_gives_this_result;

} // namespace detail

template<class T>
class result;

namespace detail {

/// A result of another value, or of another library that has the same shape: `boost::system::result<T, error>`.
template<class R>
concept other_result = requires {
    typename R::value_type;
    requires std::is_convertible_v<typename R::error_type, error>;
};
template<class A>
inline constexpr bool is_result = requires { typename std::remove_cvref_t<A>::error_type; };

// The cheapest question comes first: these are asked wherever a function returns.

/// What becomes the value of a `result<T>` by itself. A number is never taken for a value that is no number if it may be an error.
template<class A, class T>
concept result_value = (std::same_as<std::remove_cvref_t<A>, T> && std::is_constructible_v<T, A>) ||
    (!std::same_as<std::remove_cvref_t<A>, error> && !is_result<A> && std::is_convertible_v<A, T> &&
     !(std::is_arithmetic_v<std::remove_reference_t<A>> && !std::is_arithmetic_v<T> && std::is_convertible_v<A, error>));
/// What becomes its error.
template<class A, class T>
concept result_error = !std::same_as<std::remove_cvref_t<A>, T> &&
    (std::same_as<std::remove_cvref_t<A>, error> ||
     (!is_result<A> && std::is_convertible_v<A, error> && !std::is_convertible_v<A, T>));
/// What its value is made of when that is asked for.
template<class T, class... A>
concept result_parts =
    (sizeof...(A) > 1 ||
     (sizeof...(A) == 1 && !(result_value<A, T> || ...) && !(result_error<A, T> || ...) && !(is_result<A> || ...))) &&
    std::is_constructible_v<T, A...>;

} // namespace detail

/// A `T`, or why there is none. Compilers warn of a call that ignores it; to ignore one on purpose, cast it to void. Has the
/// members of `boost::system::result<T, error>`, and is made from one. The reason for a type of our own is the time that it takes
/// to compile.
template<class T>
class [[nodiscard("it may hold an error: test it, call value(), or cast it to void")]] result {
public:
    using value_type = T;
    using error_type = ssot::error;

    /// `T()`.
    result()
        requires std::is_default_constructible_v<T>
        : value_(), has_value_(true)
    {
    }
    template<class A = T>
        requires detail::result_value<A, T>
    result(A&& value) : value_(std::forward<A>(value)), has_value_(true) // NOLINT: implicit, so that functions return values
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
    result(R const& other); // NOLINT: they hold the same
    template<class R>
        requires(detail::other_result<R> && !std::is_const_v<R> && !std::same_as<R, result> &&
                 std::is_convertible_v<typename R::value_type, T>)
    result(R&& other); // NOLINT

    result(result const& other)
        requires std::is_copy_constructible_v<T>;
    result(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>);
    /// When `T` throws, this holds what it held, or an error.
    result& operator=(result const& other)
        requires std::is_copy_constructible_v<T>;
    result& operator=(result&& other) noexcept(std::is_nothrow_move_constructible_v<T>);
    ~result() { drop(); }

    bool     has_value() const noexcept { return has_value_; }
    bool     has_error() const noexcept { return !has_value_; }
    explicit operator bool() const noexcept { return has_value_; }

    /// Throws `exception` when there is no value.
    T&       value() &;
    T const& value() const&;
    T        value() &&;
    T        value() const&& = delete;

    /// Null when there is no value.
    T*       operator->() noexcept { return has_value_ ? std::addressof(value_) : nullptr; }
    T const* operator->() const noexcept { return has_value_ ? std::addressof(value_) : nullptr; }
    /// Precondition: there is a value.
    T&       operator*() & noexcept { return value_; }
    T const& operator*() const& noexcept { return value_; }
    T        operator*() && noexcept(std::is_nothrow_move_constructible_v<T>) { return std::move(value_); }
    T        operator*() const&& = delete;

    /// An error of code `internal` without words when there is a value.
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
    void take(R&& other); ///< into what holds nothing
    void check() const;
    void drop() noexcept;

    union {
        T           value_;
        ssot::error error_;
    };
    bool has_value_;
};

/// Success, or why there is none.
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
    result(R const& other) : error_(other.error()), has_value_(other.has_value()) // NOLINT: they hold the same
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

/// Makes `value()` of a `boost::system::result<T, error>` throw `ssot::exception`; found by argument-dependent lookup.
[[noreturn]] void throw_exception_from_error(error const& e, boost::source_location const& where);

/// `errc` as a Boost.System error code, for interfaces that speak those (Boost.JSON's `try_value_to` does).
boost::system::error_category const& error_category() noexcept;
boost::system::error_code            make_error_code(errc e) noexcept;

} // namespace ssot

template<>
struct boost::system::is_error_code_enum<ssot::errc> : std::true_type {};

#include <ssot/impl/error.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/error.ipp>
#endif

#endif // SSOT_ERROR_HPP

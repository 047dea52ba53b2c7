// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_ERROR_HPP
#define SSOT_ERROR_HPP

// Errors are values: a code, a path to the value at fault, a text for people, and advice on whether to try again.
//
//   ssot::result<ssot::sync> r = ssot::from_json<ssot::sync>(text);
//   if (!r) std::cerr << r.error() << '\n';   // "dry_run: expected true or false, found a text (wrong_type at line 3, ...)"
//   r.value();                                 // throws ssot::exception if there is an error
//
// Example: docs/examples/errors.cpp.

#include <ssot/detail/base/config.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/system/error_code.hpp>

#include <array>
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

/// The kind of an error. Never zero, so that an `errc` is always an error.
enum class errc : std::uint8_t {
    // The data is wrong.
    not_found = 1,  ///< No row has this key.
    already_exists, ///< The key, or a unique value, is taken.
    foreign_key,    ///< The row points at a row that does not exist.
    protected_,     ///< Other rows point here with `on_delete::protect`; `keys()` names up to 100.
    constraint,     ///< The store itself refused the value.
    validation,     ///< A rule of the model is broken; `path()` names the field.

    // The text that was read is wrong.
    syntax,         ///< Not JSON.
    invalid_utf8,   ///< Not UTF-8.
    too_deep,       ///< Nested deeper than the reader allows.
    wrong_type,     ///< Valid JSON of another type than the field.
    out_of_range,   ///< A number, time or duration that the field cannot hold.
    invalid_value,  ///< Text that is not a uuid, time or duration.
    unknown_choice, ///< Text that is not one of the field's choices.
    missing_key,    ///< A required key is absent.
    unknown_key,    ///< A key that the model does not have.
    duplicate_key,  ///< A key that occurs twice in the same object.

    // Others work on the same data now.
    conflict,      ///< The row changed since it was read.
    serialization, ///< This transaction conflicts with another and must be repeated.
    tx_aborted,    ///< An earlier statement of this transaction failed.
    timeout,
    busy,
    canceled,

    // The place where rows are stored, or the way it is used, is wrong.
    unavailable,
    outcome_unknown, ///< It is not known whether the commit took effect.
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

/// Advice on what to repeat after an error.
enum class retry : std::uint8_t {
    never,       ///< The same call fails again.
    statement,   ///< The same statement may succeed.
    transaction, ///< The whole transaction may succeed.
    reconnect,   ///< The transaction may succeed in a new session; nothing was done.
    check_first  ///< The work may have been done: check before repeating it.
};

/// Returns the name of `e`, as written above: "not_found".
std::string_view to_string(errc e) noexcept;

/// The parts of an error that are allocated only when something failed. See the members of `error` for their meaning.
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

/// One error: a code, advice on retrying, and details. Copies are cheap: an `error` has 24 bytes, its details are allocated
/// only on failure, and copies share them, which is safe across threads. Views that the members return are valid until this
/// object is changed, assigned to or destroyed.
///
/// Text and path quote what a program or a file contained, and can still be printed and stored: they are UTF-8 on one line,
/// whatever they were made of. Bytes that are not UTF-8, and characters that break a line, change the direction of writing
/// or are invisible, are written as escapes (`\n`, `\x00`, `\u2028`). What exceeds the limits below is cut between two code
/// points and ends in "...".
class error {
public:
    static constexpr std::size_t max_text_size = 1'000; ///< bytes of `text()`
    static constexpr std::size_t max_path_size = 2'000; ///< bytes of `path()`: enough for 512 levels of a list

    /// An error of code `internal` without a text.
    error() noexcept = default;

    /// `text` is for the person at the keyboard: what was found and what would be right. The advice is `retry::transaction`
    /// for `conflict` and `serialization`, and `retry::never` for every other code.
    error(errc code, std::string text = {});
    /// The same with other advice.
    error(errc code, std::string text, retry again);

    errc  code() const noexcept { return code_; }
    retry again() const noexcept { return again_; }

    /// The text; empty if there is none.
    std::string_view text() const noexcept;

    /// The path of the value at fault: "results[3].diff.+.name"; empty if the whole is meant.
    std::string_view path() const noexcept;

    /// Keys of related rows, for example of those that protect a row (the first 100). They are kept as given, without
    /// escapes.
    std::span<std::string const> keys() const noexcept;

    /// Byte offset in the text that was read; `npos` if the error is not about a text.
    std::size_t offset() const noexcept;
    /// Line and column of that offset, from 1, the column in bytes; 0 if the error is not about a text.
    std::size_t line() const noexcept;
    std::size_t column() const noexcept;

    /// The engine's own code, or 0.
    std::int32_t native() const noexcept;
    /// The five characters of an SQLSTATE, or an empty text.
    std::string_view sqlstate() const noexcept;

    /// Returns the same error with one more detail, which replaces an earlier one. Allocates the details if there are none
    /// or if a copy shares them.
    error with_path(std::string path) &&;
    error with_keys(std::vector<std::string> keys) &&;
    error with_position(std::size_t offset, std::size_t line, std::size_t column) &&;
    error with_native(std::int32_t code, std::string_view sqlstate = {}) &&;
    /// Returns the same error with other advice. Allocates nothing.
    error with_advice(retry again) && noexcept;

    /// Returns the error with `prefix` in front of its path: `prepend_path("diff")` turns "+.name" into "diff.+.name" and
    /// "[3]" into "diff[3]".
    error prepend_path(std::string_view prefix) &&;
    /// Another name of `prepend_path`.
    error inside(std::string_view prefix) && { return std::move(*this).prepend_path(prefix); }

    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

private:
    error_detail& own_detail();

    errc                          code_  = errc::internal;
    retry                         again_ = retry::never;
    std::shared_ptr<error_detail> detail_{};
};

/// Writes the whole error on one line: path, text, code and position. UTF-8, at most 100 bytes longer than path and text.
std::string   to_string(error const& e);
std::ostream& operator<<(std::ostream& out, error const& e);

/// The exception that `result::value()` throws.
class exception : public std::runtime_error {
public:
    explicit exception(ssot::error e);

    /// The error that the `result` held.
    ssot::error const& error() const noexcept { return error_; }
    errc               code() const noexcept { return error_.code(); }

private:
    ssot::error error_;
};

namespace detail {

/// Throws `exception`.
[[noreturn]] void throw_error(error const& e);

} // namespace detail

/// Makes `value()` of a `boost::system::result<T, error>` throw `ssot::exception`. Found by argument-dependent lookup.
[[noreturn]] void throw_exception_from_error(error const& e, boost::source_location const& where);

/// Makes `errc` a Boost.System error code, for interfaces that use those, such as `try_value_to` of Boost.JSON.
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

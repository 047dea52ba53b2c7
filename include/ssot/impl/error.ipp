// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_ERROR_IPP
#define SSOT_IMPL_ERROR_IPP

#include <ssot/error.hpp>

#include <ssot/detail/text/message.hpp>

#include <ostream>
#include <utility>

namespace ssot {

namespace detail {

inline constexpr std::string_view errc_names[] = {
    "none",        "not_found",    "already_exists",  "foreign_key",     "protected_",    "constraint",    "validation",
    "syntax",      "invalid_utf8", "too_deep",        "wrong_type",      "out_of_range",  "invalid_value", "unknown_choice",
    "missing_key", "unknown_key",  "duplicate_key",   "conflict",        "serialization", "tx_aborted",    "timeout",
    "busy",        "canceled",     "unavailable",     "outcome_unknown", "read_only",     "no_space",      "permission",
    "io",          "corrupted",    "schema_mismatch", "too_large",       "unsupported",   "misuse",        "out_of_memory",
    "internal",
};
static_assert(std::size(errc_names) == static_cast<std::size_t>(errc::internal) + 1);

#if defined(__GNUC__) // that of Boost's class is protected in newer Boosts only
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif

class error_category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "ssot"; }

    std::string message(int code) const override
    {
        auto const i = static_cast<std::size_t>(code);
        return std::string(code >= 0 && i < std::size(errc_names) ? errc_names[i] : std::string_view("unknown"));
    }
};

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

SSOT_DECL error_category const the_error_category{};

} // namespace detail

SSOT_DECL std::string_view to_string(errc e) noexcept
{
    auto const i = static_cast<std::size_t>(e);
    return i < std::size(detail::errc_names) ? detail::errc_names[i] : std::string_view("unknown");
}

SSOT_DECL error::error(errc code, std::string text)
    : error(code, std::move(text), code == errc::conflict || code == errc::serialization ? retry::transaction : retry::never)
{
}

SSOT_DECL error::error(errc code, std::string text, retry again) : code_(code), again_(again)
{
    if (!text.empty())
        own_detail().text = detail::one_line(std::move(text), max_text_size);
}

SSOT_DECL error_detail& error::own_detail()
{
    if (!detail_ || detail_.use_count() != 1)
        detail_.reset(detail_ ? new error_detail(*detail_) : new error_detail);
    return *detail_;
}

SSOT_DECL std::string_view error::text() const noexcept
{
    return detail_ ? std::string_view(detail_->text) : std::string_view();
}

SSOT_DECL std::string_view error::path() const noexcept
{
    return detail_ ? std::string_view(detail_->path) : std::string_view();
}

SSOT_DECL std::span<std::string const> error::keys() const noexcept
{
    return detail_ ? std::span<std::string const>(detail_->keys) : std::span<std::string const>();
}

SSOT_DECL std::size_t error::offset() const noexcept { return detail_ ? detail_->offset : npos; }
SSOT_DECL std::size_t error::line() const noexcept { return detail_ ? detail_->line : 0; }
SSOT_DECL std::size_t error::column() const noexcept { return detail_ ? detail_->column : 0; }
SSOT_DECL std::int32_t error::native() const noexcept { return detail_ ? detail_->native : 0; }

SSOT_DECL std::string_view error::sqlstate() const noexcept
{
    return detail_ ? std::string_view(detail_->sqlstate.data()) : std::string_view();
}

SSOT_DECL error error::with_path(std::string path) &&
{
    own_detail().path = detail::one_line(std::move(path), max_path_size);
    return std::move(*this);
}

SSOT_DECL error error::with_keys(std::vector<std::string> keys) &&
{
    own_detail().keys = std::move(keys);
    return std::move(*this);
}

SSOT_DECL error error::with_position(std::size_t offset, std::size_t line, std::size_t column) &&
{
    auto& d  = own_detail();
    d.offset = offset;
    d.line   = line;
    d.column = column;
    return std::move(*this);
}

SSOT_DECL error error::with_native(std::int32_t code, std::string_view sqlstate) &&
{
    auto& d  = own_detail();
    d.native = code;
    d.sqlstate.fill('\0');
    auto const is_sign = [](char c) { return c > ' ' && c < 0x7f; };
    for (std::size_t i = 0; i != 5 && i != sqlstate.size(); ++i)
        d.sqlstate[i] = is_sign(sqlstate[i]) ? sqlstate[i] : '?';
    return std::move(*this);
}

SSOT_DECL error error::with_advice(retry again) && noexcept
{
    again_ = again;
    return std::move(*this);
}

SSOT_DECL error error::prepend_path(std::string_view prefix) &&
{
    auto& path  = own_detail().path;
    auto  above = detail::one_line(std::string(prefix), max_path_size);
    if (!path.empty() && path.front() != '[')
        above += '.';
    path.insert(0, above);
    detail::shorten(path, max_path_size);
    return std::move(*this);
}

SSOT_DECL std::string to_string(error const& e)
{
    std::string out;
    if (!e.path().empty())
        out.append(e.path()).append(": ");
    if (!e.text().empty())
        out.append(e.text()).append(" (").append(to_string(e.code()));
    else
        out.append(to_string(e.code()));
    if (e.line() != 0)
        out.append(" at line ").append(std::to_string(e.line())).append(", column ").append(std::to_string(e.column()));
    if (!e.text().empty())
        out += ')';
    return out;
}

SSOT_DECL std::ostream& operator<<(std::ostream& out, error const& e) { return out << to_string(e); }

SSOT_DECL exception::exception(ssot::error e) : std::runtime_error(to_string(e)), error_(std::move(e)) {}

[[noreturn]] SSOT_DECL void detail::throw_error(error const& e) { throw exception(e); }

[[noreturn]] SSOT_DECL void throw_exception_from_error(error const& e, boost::source_location const&) { throw exception(e); }

SSOT_DECL boost::system::error_category const& error_category() noexcept { return detail::the_error_category; }

SSOT_DECL boost::system::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), error_category()}; }

} // namespace ssot

#endif // SSOT_IMPL_ERROR_IPP

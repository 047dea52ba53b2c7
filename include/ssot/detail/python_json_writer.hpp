// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_PYTHON_JSON_WRITER_HPP
#define SSOT_DETAIL_PYTHON_JSON_WRITER_HPP

// Writes JSON as Python's json.dumps lays it out, with the three encoders' forms of what JSON does not know. Functions return
// false after setting the error.

#include <ssot/nautobot/dynamic.hpp>
#include <ssot/nautobot/encode_options.hpp>

#include <ssot/detail/python_json_layout.hpp>
#include <ssot/detail/python_key_order.hpp>
#include <ssot/detail/python_number.hpp>
#include <ssot/detail/python_text.hpp>
#include <ssot/detail/python_times.hpp>
#include <ssot/detail/utf8_complaint.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail {

class python_json_writer : public python_json_layout {
public:
    using dynamic = nautobot::dynamic;

    python_json_writer(std::string& out, nautobot::encode_options const& options)
        : python_json_layout(out, options),
          ascii_(options.ensure_ascii.value_or(options.exact && options.as != encoder::drf)),
          allow_nan_(options.allow_nan.value_or(options.exact && options.as != encoder::drf))
    {
    }

    bool write_null() { return write_plain("null"); }
    bool write_bool(bool v) { return write_plain(v ? "true" : "false"); }

    template<std::integral T>
    bool write_integer(T v)
    {
        char buffer[24];
        return write_plain(
            {buffer, static_cast<std::size_t>(std::to_chars(buffer, buffer + sizeof buffer, v).ptr - buffer)});
    }

    bool write_real(double v)
    {
        char number[max_float_text];
        if (std::isfinite(v) || allow_nan_)
            return write_plain(float_text(v, number));
        if (!exact())
            return fail(errc::out_of_range, std::isnan(v) ? "JSON has no NaN" : "JSON has no infinity");
        std::string words = "Out of range float values are not JSON compliant";
        if (options_.indent) // Python has two implementations; the one for indented text tells more
            words += std::isnan(v) ? ": nan" : v > 0 ? ": inf" : ": -inf";
        return fail(errc::out_of_range, std::move(words));
    }

    bool write_text(std::string_view text)
    {
        return append_python_text(*out_, text, {.ascii = ascii_, .escape_separators = exact() && is_rest()}) ||
            fail(errc::invalid_utf8, "the text is not UTF-8");
    }

    bool write_bytes(std::string_view bytes)
    {
        if (!is_rest())
            return cannot("bytes");
        if (auto words = utf8_complaint(bytes); !words.empty())
            return fail(errc::invalid_utf8, std::move(words));
        return write_text(bytes);
    }

    bool write_decimal(nautobot::decimal const& v)
    {
        if (!is_rest())
            return write_text(v.text());
        if (v.text().find('s') != std::string_view::npos)
            return fail(errc::out_of_range, "cannot convert signaling NaN to float");
        return write_real(v.to_double());
    }

    bool write_uuid(uuid const& v) { return write_quoted(ssot::to_string(v)); }

    bool write_date(std::chrono::year_month_day v) { return check_date(v) && write_quoted(date_text(v)); }

    bool write_calendar_time(nautobot::calendar_time const& v)
    {
        if (!check_date(v.date) || !check_clock(v.since_midnight, v.offset))
            return false;
        return write_quoted(date_text(v.date) + 'T' + clock_text(v.since_midnight, cuts_times()) + offset_text(v.offset));
    }

    bool write_clock_time(nautobot::clock_time const& v)
    {
        if (v.offset && exact())
            return fail(errc::invalid_value, "JSON can't represent timezone-aware times.");
        if (!check_clock(v.since_midnight, v.offset))
            return false;
        return write_quoted(clock_text(v.since_midnight, cuts_times()) + offset_text(v.offset));
    }

    bool write_duration(nautobot::long_duration const& v)
    {
        using nautobot::long_duration;
        if (v < long_duration::min() || v > long_duration::max() || v.microseconds < 0 || v.microseconds >= us_per_day)
            return fail(errc::out_of_range, "the duration is beyond 999999999 days");
        return write_quoted(duration_text(v, is_rest()));
    }

    /// Calls `each(item)`; `item(write)` writes one.
    template<class Each>
    bool write_list(Each&& each)
    {
        if (!enter())
            return false;
        *out_ += '[';
        std::size_t count = 0;
        bool const  done  = each([&](auto&& write) {
            separate(count);
            return write() ? (++count, true) : inside(count);
        });
        return done && leave(count, ']');
    }

    /// The same for a set or frozenset.
    template<class Each>
    bool write_set(std::string_view python_type, Each&& each);

    /// Calls `each(member)`; `member(key, write)` writes one. The key is a text or a dynamic. `mixed`: whether keys can have
    /// the same text.
    template<class Each>
    bool write_dict(bool mixed, Each&& each);

    bool cannot(std::string_view python_type)
    {
        return fail(errc::wrong_type, "Object of type " + std::string(python_type) + " is not JSON serializable");
    }

private:
    bool check_date(std::chrono::year_month_day v)
    {
        return is_date(v) || fail(errc::out_of_range, "there is no such day in the years 1 to 9999");
    }
    bool check_clock(std::chrono::microseconds v, std::optional<std::chrono::seconds> offset)
    {
        return is_clock(v, offset) || fail(errc::out_of_range, "there is no such time of day");
    }

    /// Whether times lose what is finer than a millisecond.
    bool cuts_times() const noexcept { return exact() && !is_rest(); }

    bool make_key(std::string_view key, python_key& out)
    {
        out.text = key;
        return true;
    }
    bool        make_key(dynamic const& key, python_key& out);
    static bool make_plain_key(dynamic const& key, python_key& out);
    bool        write_as_key(dynamic const& key);

    template<class Write>
    bool write_member(python_key const& key, std::size_t count, Write&& write)
    {
        separate(count);
        if (!write_text(key.text))
            return inside("<key>");
        *out_ += key_separator_;
        return write() || inside(key.text);
    }

    /// Keeps a member until all keys are known.
    template<class Key, class Write>
    void put_off(std::vector<python_member>& members, Key const& key, python_key& form, Write&& write);

    bool write_sorted(std::vector<python_member>& members, std::size_t& count);

    bool ascii_;
    bool allow_nan_;
};

} // namespace ssot::detail

#include <ssot/detail/python_dicts.hpp>

#endif // SSOT_DETAIL_PYTHON_JSON_WRITER_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_PYTHON_JSON_WRITER_HPP
#define SSOT_DETAIL_PYTHON_JSON_WRITER_HPP

// Writes JSON as Python's json.dumps lays it out, with the three encoders' forms of what JSON does not know. Functions return
// false after setting the error.

#include <ssot/nautobot/dynamic.hpp>
#include <ssot/nautobot/encode_options.hpp>

#include <ssot/detail/decimal_digits.hpp>
#include <ssot/detail/json_failure.hpp>
#include <ssot/detail/python_key_order.hpp>
#include <ssot/detail/python_number.hpp>
#include <ssot/detail/python_text.hpp>
#include <ssot/detail/utf8.hpp>
#include <ssot/detail/utf8_complaint.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace ssot::detail {

inline std::string date_text(std::chrono::year_month_day v)
{
    char buffer[16];
    put_date(buffer, std::chrono::sys_days(v).time_since_epoch().count());
    return std::string(buffer, 10);
}

inline std::string offset_text(std::optional<std::chrono::seconds> offset)
{
    if (!offset)
        return {};
    auto const seconds = static_cast<std::uint32_t>(std::abs(offset->count()));
    if (seconds == 0)
        return "Z";
    char  buffer[12];
    char* out = buffer;
    *out++    = offset->count() < 0 ? '-' : '+';
    out       = put_pair(out, seconds / 3600);
    *out++    = ':';
    out       = put_pair(out, seconds / 60 % 60);
    if (seconds % 60 != 0) {
        *out++ = ':';
        out    = put_pair(out, seconds % 60);
    }
    return std::string(buffer, out);
}

class python_json_writer : public json_failure {
public:
    using dynamic = nautobot::dynamic;
    using encoder = nautobot::encoder;

    python_json_writer(std::string& out, nautobot::encode_options const& options)
        : out_(&out), options_(options), ascii_(options.ensure_ascii.value_or(options.exact && options.as != encoder::drf)),
          allow_nan_(options.allow_nan.value_or(options.exact && options.as != encoder::drf))
    {
        bool const compact = !options.exact || options.as == encoder::drf;
        item_separator_    = options.separators ? options.separators->item : compact || options.indent ? "," : ", ";
        key_separator_     = options.separators ? options.separators->key : compact && !options.indent ? ":" : ": ";
    }

    bool exact() const noexcept { return options_.exact; }
    bool is_rest() const noexcept { return options_.as == encoder::drf; }

    std::size_t max_depth() const noexcept { return options_.max_depth; }

    bool write_null() { return write_plain("null"); }
    bool write_bool(bool v) { return write_plain(v ? "true" : "false"); }

    /// JSON that needs no change.
    bool write_plain(std::string_view text)
    {
        out_->append(text);
        return true;
    }

    template<std::integral T>
    bool write_integer(T v)
    {
        char buffer[24];
        return write_plain(
            {buffer, static_cast<std::size_t>(std::to_chars(buffer, buffer + sizeof buffer, v).ptr - buffer)});
    }

    bool write_real(double v)
    {
        if (std::isfinite(v) || allow_nan_)
            return write_plain(float_text(v));
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
        return write_quoted(date_text(v.date) + 'T' + clock_text(v.since_midnight) + offset_text(v.offset));
    }

    bool write_clock_time(nautobot::clock_time const& v)
    {
        if (v.offset && exact())
            return fail(errc::invalid_value, "JSON can't represent timezone-aware times.");
        if (!check_clock(v.since_midnight, v.offset))
            return false;
        return write_quoted(clock_text(v.since_midnight) + offset_text(v.offset));
    }

    bool write_duration(nautobot::long_duration const& v)
    {
        using nautobot::long_duration;
        if (v < long_duration::min() || v > long_duration::max() || v.microseconds < 0 || v.microseconds >= us_per_day)
            return fail(errc::out_of_range, "the duration is beyond 999999999 days");
        return write_quoted(duration_text(v));
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
    static constexpr unsigned max_set_level = 16; // texts in texts double their backslashes with each

    bool enter()
    {
        if (level_ == options_.max_depth || set_level_ > max_set_level)
            return fail(errc::too_deep,
                        exact() ? std::string("maximum recursion depth exceeded while encoding a JSON object")
                                : "deeper than " + std::to_string(options_.max_depth) + " levels");
        ++level_;
        ++indented_;
        return true;
    }

    bool leave(std::size_t count, char close)
    {
        --level_;
        --indented_;
        if (count != 0)
            break_line();
        *out_ += close;
        return true;
    }

    void separate(std::size_t count)
    {
        if (count != 0)
            *out_ += item_separator_;
        break_line();
    }

    void break_line()
    {
        if (!options_.indent)
            return;
        *out_ += '\n';
        out_->append(indented_ * *options_.indent, options_.indent_with);
    }

    /// Makes `write` write to another string, laid out as if at `indented`.
    template<class Write>
    bool redirect(std::string& to, std::size_t indented, Write&& write)
    {
        auto* const before_out      = std::exchange(out_, &to);
        auto const  before_indented = std::exchange(indented_, indented);
        auto const  before_level    = level_;
        bool const  done            = write();
        out_                        = before_out;
        indented_                   = before_indented;
        level_                      = before_level;
        return done;
    }

    bool write_quoted(std::string_view plain)
    {
        *out_ += '"';
        out_->append(plain);
        *out_ += '"';
        return true;
    }

    static std::string_view float_text_of(double v, char (&buffer)[max_float_text])
    {
        if (std::isnan(v))
            return "NaN";
        if (std::isinf(v))
            return v > 0 ? "Infinity" : "-Infinity";
        return {buffer, static_cast<std::size_t>(put_float(buffer, v) - buffer)};
    }
    std::string_view float_text(double v) { return float_text_of(v, number_); }

    bool check_date(std::chrono::year_month_day v)
    {
        auto const year = static_cast<int>(v.year());
        return (v.ok() && year >= 1 && year <= 9999) ||
            fail(errc::out_of_range, "there is no such day in the years 1 to 9999");
    }

    bool check_clock(std::chrono::microseconds v, std::optional<std::chrono::seconds> offset)
    {
        constexpr std::int64_t day = 86'400;
        return (v.count() >= 0 && v.count() < us_per_day && (!offset || std::abs(offset->count()) < day)) ||
            fail(errc::out_of_range, "there is no such time of day");
    }

    /// In the exact forms for the database, what is finer than a millisecond is cut.
    std::string clock_text(std::chrono::microseconds v) const
    {
        char buffer[16];
        put_time(buffer, static_cast<std::uint64_t>(v.count()));
        if (v.count() % us_per_second == 0)
            return std::string(buffer, 8);
        return std::string(buffer, exact() && !is_rest() ? 12 : 15);
    }

    std::string duration_text(nautobot::long_duration const& v) const
    {
        bool const   minus = v.days < 0;
        std::int64_t days = v.days, us = v.microseconds;
        if (minus) {
            days = us == 0 ? -days : -days - 1;
            us   = us == 0 ? 0 : us_per_day - us;
        }
        std::string out = minus ? "-" : "";
        if (is_rest()) { // total_seconds() as a float
            char buffer[8];
            put_fraction(buffer, static_cast<std::uint32_t>(us % us_per_second));
            auto const exact_text = out + std::to_string(days * 86'400 + us / us_per_second) + '.' + std::string(buffer, 6);
            char       number[max_float_text];
            return std::string(float_text_of(to_double(exact_text), number));
        }
        // Below a day this is the form of a C++ duration.
        auto const clock = ssot::to_string(duration(us));
        return out + "P" + std::to_string(days) + clock.substr(clock.find('D'));
    }

    bool make_key(std::string_view key, python_key& out)
    {
        out.text = key;
        return true;
    }
    bool make_key(dynamic const& key, python_key& out);

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

    std::string*             out_;
    nautobot::encode_options options_;
    bool                     ascii_;
    bool                     allow_nan_;
    std::string              item_separator_{};
    std::string              key_separator_{};
    std::size_t              level_     = 0;
    std::size_t              indented_  = 0;
    unsigned                 set_level_ = 0;
    char                     number_[max_float_text]{};
};

inline bool python_json_writer::make_key(dynamic const& key, python_key& out)
{
    using sort = python_member::sort;
    if (auto const* const text = key.get_if<std::string>()) {
        out.text = *text;
    } else if (key.is_null()) {
        out.text = "null";
        out.by   = sort::other;
    } else if (auto const* const flag = key.get_if<bool>()) {
        out.text   = *flag ? "true" : "false";
        out.by     = sort::number;
        out.number = *flag ? 1 : 0;
    } else if (auto const* const small = key.get_if<std::int64_t>()) {
        out.text   = std::to_string(*small);
        out.by     = sort::number;
        out.number = static_cast<double>(*small);
    } else if (auto const* const big = key.get_if<nautobot::big_integer>()) {
        out.text   = big->digits();
        out.by     = sort::number;
        out.number = to_double(big->digits());
    } else if (auto const* const real = key.get_if<double>()) {
        out.by     = sort::number;
        out.number = *real;
        if (!std::isfinite(*real) && !allow_nan_ && exact())
            return write_real(*real);
        out.text = float_text(*real);
    } else {
        out.by = sort::other;
        if (auto const* const number = key.get_if<nautobot::decimal>()) {
            out.by     = sort::number;
            out.number = number->to_double();
        }
        if (!exact()) { // the text that the value would be
            std::string written;
            auto const  is_text = redirect(written, 0, [&] {
                if (auto const* const v = key.get_if<uuid>())
                    return write_uuid(*v);
                if (auto const* const v = key.get_if<nautobot::decimal>())
                    return write_quoted(v->text());
                if (auto const* const v = key.get_if<nautobot::calendar_time>())
                    return write_calendar_time(*v);
                if (auto const* const v = key.get_if<std::chrono::year_month_day>())
                    return write_date(*v);
                if (auto const* const v = key.get_if<nautobot::clock_time>())
                    return write_clock_time(*v);
                if (auto const* const v = key.get_if<nautobot::long_duration>())
                    return write_duration(*v);
                return false;
            });
            if (is_text) {
                out.text = written.substr(1, written.size() - 2);
                return true;
            }
            if (failed())
                return false;
        }
        if (options_.skip_keys) {
            out.skip = true;
            return true;
        }
        auto type = key.python_type();
        if (options_.indent) // as Python's other implementation spells it
            type.remove_prefix(type.find('.') + 1);
        return fail(errc::wrong_type, "keys must be str, int, float, bool or None, not " + std::string(type));
    }
    return true;
}

template<class Key, class Write>
void python_json_writer::put_off(std::vector<python_member>& members, Key const& key, python_key& form, Write&& write)
{
    python_member m;
    m.failed = !make_key(key, form) || !(form.skip || redirect(m.value, indented_, write) || inside(form.text));
    if (m.failed) {
        m.why   = take_error();
        failed_ = false;
    }
    if constexpr (std::same_as<Key, dynamic>)
        m.python_type = key.python_type();
    else
        m.python_type = "str";
    m.by       = form.by;
    m.number   = form.number;
    m.position = members.size();
    m.skipped  = form.skip;
    m.key      = form.text;
    members.push_back(std::move(m));
}

inline bool python_json_writer::write_sorted(std::vector<python_member>& members, std::size_t& count)
{
    python_key_order order(exact());
    if (!order.sort(members))
        return fail(order.take_error());
    for (auto& m : members) {
        if (m.failed)
            return fail(std::move(m.why));
        if (m.skipped)
            continue;
        separate(count++);
        if (!write_text(m.key))
            return inside("<key>");
        out_->append(key_separator_).append(m.value);
    }
    return true;
}

template<class Each>
bool python_json_writer::write_dict(bool mixed, Each&& each)
{
    if (!enter())
        return false;
    *out_ += '{';
    std::vector<python_member>      members;
    std::unordered_set<std::string> seen;
    std::size_t                     count = 0, skipped = 0;
    bool const                      done = each([&](auto const& key, auto&& write) {
        python_key form;
        if (options_.sort_keys) {
            put_off(members, key, form, write);
            if (members.back().failed)
                return true;
        } else if (!make_key(key, form)) {
            return false;
        } else if (!form.skip && !write_member(form, count++, write)) {
            return false;
        }
        skipped += form.skip ? 1 : 0;
        if (!mixed || exact() || form.skip || seen.insert(form.text).second)
            return true;
        fail(errc::duplicate_key, "another key has the same text");
        return inside(form.text);
    });
    if (!done || (options_.sort_keys && !write_sorted(members, count)))
        return false;
    if (count == 0 && skipped != 0 && exact()) // Python breaks the line before it looks at a key
        break_line();
    return leave(count + (exact() ? skipped : 0), '}');
}

template<class Each>
bool python_json_writer::write_set(std::string_view python_type, Each&& each)
{
    if (!exact()) {
        std::vector<std::string> items;
        bool const               done = each([&](auto&& write) {
            std::string one;
            bool const  written = redirect(one, indented_ + 1, write);
            items.push_back(std::move(one));
            return written || inside(items.size() - 1);
        });
        if (!done)
            return false;
        std::sort(items.begin(), items.end(), sorts_before);
        return write_list([&](auto&& item) {
            for (auto const& one : items)
                item([&] { return write_plain(one); });
            return true;
        });
    }
    if (is_rest())
        return write_list(each);
    if (options_.as == encoder::django || python_type != "set")
        return cannot(python_type);
    std::string inner;
    ++set_level_;
    bool const done = redirect(inner, 0, [&] { return write_list(each); });
    --set_level_;
    return done && write_text(inner);
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_PYTHON_JSON_WRITER_HPP

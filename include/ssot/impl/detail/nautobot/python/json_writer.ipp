// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_WRITER_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_WRITER_IPP

#include <ssot/time.hpp>

#include <ssot/detail/json/number.hpp>
#include <ssot/detail/nautobot/python/json_writer.hpp>
#include <ssot/detail/nautobot/python/text.hpp>
#include <ssot/detail/nautobot/python/times.hpp>
#include <ssot/detail/text/python_number.hpp>
#include <ssot/detail/text/utf8_complaint.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail::python {

SSOT_DECL json_writer::json_writer(std::string& out, nautobot::encode_options const& options)
    : json_layout(out, options), ascii_(options.ensure_ascii.value_or(options.exact && options.as != encoder::drf)),
      allow_nan_(options.allow_nan.value_or(options.exact && options.as != encoder::drf))
{
}

SSOT_DECL bool json_writer::write_digits(std::int64_t v)
{
    char buffer[24];
    return write_verbatim({buffer, static_cast<std::size_t>(std::to_chars(buffer, buffer + sizeof buffer, v).ptr - buffer)});
}

SSOT_DECL bool json_writer::write_digits(std::uint64_t v)
{
    char buffer[24];
    return write_verbatim({buffer, static_cast<std::size_t>(std::to_chars(buffer, buffer + sizeof buffer, v).ptr - buffer)});
}

SSOT_DECL bool json_writer::write_real(double v)
{
    char number[max_float_text];
    if (std::isfinite(v) || allow_nan_)
        return write_verbatim(float_text(v, number));
    if (!exact())
        return fail(errc::out_of_range, std::isnan(v) ? "JSON has no NaN" : "JSON has no infinity");
    std::string message = "Out of range float values are not JSON compliant";
    if (options_.indent) // Python has two implementations; the one for indented text tells more
        message += std::isnan(v) ? ": nan" : v > 0 ? ": inf" : ": -inf";
    return fail(errc::out_of_range, std::move(message));
}

SSOT_DECL bool json_writer::write_text(std::string_view text)
{
    return append_text(*out_, text, {.ascii = ascii_, .escape_separators = exact() && is_rest()}) ||
        fail(errc::invalid_utf8, "the text is not UTF-8");
}

SSOT_DECL bool json_writer::write_bytes(std::string_view bytes)
{
    if (!is_rest())
        return cannot("bytes");
    if (auto message = utf8_complaint(bytes); !message.empty())
        return fail(errc::invalid_utf8, std::move(message));
    return write_text(bytes);
}

SSOT_DECL bool json_writer::write_decimal(nautobot::decimal const& v)
{
    if (!is_rest())
        return write_text(v.text());
    if (v.text().find('s') != std::string_view::npos)
        return fail(errc::out_of_range, "cannot convert signaling NaN to float");
    return write_real(v.to_double());
}

SSOT_DECL bool json_writer::write_uuid(uuid const& v) { return write_quoted(ssot::to_string(v)); }

SSOT_DECL bool json_writer::write_date(std::chrono::year_month_day v)
{
    return check_date(v) && write_quoted(encoded_date(v));
}

SSOT_DECL bool json_writer::write_calendar_time(nautobot::calendar_time const& v)
{
    if (!check_date(v.date) || !check_clock(v.since_midnight, v.offset))
        return false;
    return write_quoted(encoded_date(v.date) + 'T' + encoded_clock(v.since_midnight, cuts_times()) +
                        encoded_offset(v.offset));
}

SSOT_DECL bool json_writer::write_clock_time(nautobot::clock_time const& v)
{
    if (v.offset && exact())
        return fail(errc::invalid_value, "JSON can't represent timezone-aware times.");
    if (!check_clock(v.since_midnight, v.offset))
        return false;
    return write_quoted(encoded_clock(v.since_midnight, cuts_times()) + encoded_offset(v.offset));
}

SSOT_DECL bool json_writer::write_duration(nautobot::long_duration const& v)
{
    using nautobot::long_duration;
    if (v < long_duration::min() || v > long_duration::max() || v.microseconds < 0 || v.microseconds >= us_per_day)
        return fail(errc::out_of_range, "the duration is beyond 999999999 days");
    return write_quoted(encoded_duration(v, is_rest()));
}

SSOT_DECL bool json_writer::cannot(std::string_view python_type)
{
    return fail(errc::wrong_type, "Object of type " + std::string(python_type) + " is not JSON serializable");
}

SSOT_DECL bool json_writer::check_date(std::chrono::year_month_day v)
{
    return is_date(v) || fail(errc::out_of_range, "there is no such day in the years 1 to 9999");
}

SSOT_DECL bool json_writer::check_clock(std::chrono::microseconds v, std::optional<std::chrono::seconds> offset)
{
    return is_clock(v, offset) || fail(errc::out_of_range, "there is no such time of day");
}

SSOT_DECL bool json_writer::make_key(std::string_view key, sort_key& out)
{
    out.text = key;
    return true;
}

SSOT_DECL bool json_writer::make_json_key(dynamic const& key, sort_key& out)
{
    using sort        = deferred_member::sort;
    auto const number = [&](std::string_view text, double v) {
        out = {.text = std::string(text), .by = sort::number, .number = v};
        return true;
    };
    if (key.is_null()) {
        out = {.text = "null", .by = sort::other};
        return true;
    }
    if (auto const* const text = key.get_if<std::string>()) {
        out.text = *text;
        return true;
    }
    if (auto const* const flag = key.get_if<bool>())
        return number(*flag ? "true" : "false", *flag ? 1 : 0);
    if (auto const* const small = key.get_if<std::int64_t>())
        return number(std::to_string(*small), static_cast<double>(*small));
    if (auto const* const big = key.get_if<nautobot::big_integer>())
        return number(big->digits(), to_double(big->digits()));
    char buffer[max_float_text];
    if (auto const* const real = key.get_if<double>())
        return number(float_text(*real, buffer), *real);
    return false;
}

SSOT_DECL bool json_writer::write_as_key(dynamic const& key)
{
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
}

SSOT_DECL bool json_writer::make_key(dynamic const& key, sort_key& out)
{
    using sort = deferred_member::sort;
    if (make_json_key(key, out)) {
        auto const* const real = key.get_if<double>();
        return !real || std::isfinite(*real) || allow_nan_ || !exact() || write_real(*real);
    }
    out.by = sort::other;
    if (auto const* const number = key.get_if<nautobot::decimal>()) {
        out.by     = sort::number;
        out.number = number->to_double();
    }
    if (!exact()) { // the text that the value would be
        std::string written;
        if (redirect(written, 0, [&] { return write_as_key(key); })) {
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

SSOT_DECL void json_writer::put_off(open_dict& dict, deferred_member m, sort_key const& form, std::string_view python_type)
{
    if (m.failed) {
        m.why   = take_error();
        failed_ = false;
    }
    m.python_type = python_type;
    m.by          = form.by;
    m.number      = form.number;
    m.position    = dict.members.size();
    m.skipped     = form.skip;
    m.key         = form.text;
    dict.members.push_back(std::move(m));
}

SSOT_DECL bool json_writer::note_key(open_dict& dict, sort_key const& form)
{
    dict.skipped += form.skip ? 1 : 0;
    if (!dict.unique || form.skip || dict.seen.insert(form.text).second)
        return true;
    fail(errc::duplicate_key, "another key has the same text");
    return prepend_path(form.text);
}

SSOT_DECL bool json_writer::close_dict(open_dict& dict)
{
    if (options_.sort_keys && !write_sorted(dict))
        return false;
    if (dict.count == 0 && dict.skipped != 0 && exact()) // Python breaks the line before it looks at a key
        break_line();
    return leave(dict.count + (exact() ? dict.skipped : 0), '}');
}

SSOT_DECL bool json_writer::write_sorted(open_dict& dict)
{
    key_order order(exact());
    if (!order.sort(dict.members))
        return fail(order.take_error());
    for (auto& m : dict.members) {
        if (m.failed)
            return fail(std::move(m.why));
        if (m.skipped)
            continue;
        separate(dict.count++);
        if (!write_text(m.key))
            return prepend_path("<key>");
        out_->append(key_separator_).append(m.value);
    }
    return true;
}

SSOT_DECL bool json_writer::write_sorted_items(std::vector<std::string>& items)
{
    std::sort(items.begin(), items.end(), sorts_before);
    return write_list([&](auto&& item) {
        for (auto const& one : items)
            item([&] { return write_verbatim(one); });
        return true;
    });
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_WRITER_IPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_PYTHON_DICTS_HPP
#define SSOT_DETAIL_PYTHON_DICTS_HPP

// How python_json_writer writes dicts and sets.

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/detail/python_json_writer.hpp>
#include <ssot/detail/python_key_order.hpp>
#include <ssot/detail/python_number.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace ssot::detail {

/// The text of a key that JSON has a form for; false for any other.
inline bool python_json_writer::make_plain_key(dynamic const& key, python_key& out)
{
    using sort        = python_member::sort;
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

/// Writes a value that is a text in JSON as it would be outside of a key; false for any other, without an error.
inline bool python_json_writer::write_as_key(dynamic const& key)
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

inline bool python_json_writer::make_key(dynamic const& key, python_key& out)
{
    using sort = python_member::sort;
    if (make_plain_key(key, out)) {
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

#endif // SSOT_DETAIL_PYTHON_DICTS_HPP

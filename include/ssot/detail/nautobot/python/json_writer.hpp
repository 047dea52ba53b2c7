// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_WRITER_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_WRITER_HPP

// Writes JSON as Python's json.dumps lays it out, with the forms of the three encoders for types that JSON does not have.
// Functions set the error and return false on failure.

#include <ssot/nautobot/dynamic.hpp>
#include <ssot/nautobot/encode_options.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/seeded_hash.hpp>
#include <ssot/detail/nautobot/python/json_layout.hpp>
#include <ssot/detail/nautobot/python/key_order.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

namespace ssot::detail::python {

class json_writer : public json_layout {
public:
    using dynamic = nautobot::dynamic;

    json_writer(std::string& out, nautobot::encode_options const& options);

    bool write_null() { return write_verbatim("null"); }
    bool write_bool(bool v) { return write_verbatim(v ? "true" : "false"); }

    template<std::integral T>
    bool write_integer(T v)
    {
        if constexpr (std::is_signed_v<T>)
            return write_digits(std::int64_t{v});
        else
            return write_digits(std::uint64_t{v});
    }

    bool write_real(double v);
    bool write_text(std::string_view text);
    bool write_bytes(std::string_view bytes);
    bool write_decimal(nautobot::decimal const& v);
    bool write_uuid(uuid const& v);
    bool write_date(std::chrono::year_month_day v);
    bool write_calendar_time(nautobot::calendar_time const& v);
    bool write_clock_time(nautobot::clock_time const& v);
    bool write_duration(nautobot::long_duration const& v);

    /// Calls `each(item)` for each item; `item(write)` must write it.
    template<class Each>
    bool write_list(Each&& each)
    {
        if (!enter())
            return false;
        *out_ += '[';
        std::size_t count = 0;
        bool const  done  = each([&](auto&& write) {
            separate(count);
            return write() ? (++count, true) : prepend_path(count);
        });
        return done && leave(count, ']');
    }

    /// The same for a set or frozenset.
    template<class Each>
    bool write_set(std::string_view python_type, Each&& each);

    /// Calls `each(member)` for each member; `member(key, write)` must write it. The key is a text or a dynamic. `mixed`
    /// tells whether two keys can have the same text.
    template<class Each>
    bool write_dict(bool mixed, Each&& each);

    bool cannot(std::string_view python_type);

private:
    /// A dict while it is written.
    struct open_dict {
        bool                                         unique; ///< no two keys may have the same text
        std::size_t                                  count   = 0;
        std::size_t                                  skipped = 0;
        std::vector<deferred_member>                 members{}; ///< members that are written after all keys are known
        std::unordered_set<std::string, seeded_hash> seen{};
    };

    bool write_digits(std::int64_t v);
    bool write_digits(std::uint64_t v);

    bool check_date(std::chrono::year_month_day v);
    bool check_clock(std::chrono::microseconds v, std::optional<std::chrono::seconds> offset);

    /// Returns whether times are cut to milliseconds.
    bool cuts_times() const noexcept { return exact() && !is_rest(); }

    bool make_key(std::string_view key, sort_key& out);
    bool make_key(dynamic const& key, sort_key& out);
    /// Writes the text of a key that JSON has a form for. Returns false for any other key.
    static bool make_json_key(dynamic const& key, sort_key& out);
    /// Writes as a key a value whose JSON form is a text. Returns false for any other value, without an error.
    bool write_as_key(dynamic const& key);

    template<class Write>
    bool write_member(sort_key const& key, std::size_t count, Write&& write)
    {
        separate(count);
        if (!write_text(key.text))
            return prepend_path("<key>");
        *out_ += key_separator_;
        return write() || prepend_path(key.text);
    }

    /// Keeps a member until all keys are known.
    void put_off(open_dict& dict, deferred_member m, sort_key const& form, std::string_view python_type);
    /// Counts a member, and checks whether another key has the same text.
    bool note_key(open_dict& dict, sort_key const& form);
    bool close_dict(open_dict& dict);
    bool write_sorted(open_dict& dict);

    /// Writes a set whose members are already JSON, in the order of their text.
    bool write_sorted_items(std::vector<std::string>& items);

    static std::string_view python_type_of(std::string_view) noexcept { return "str"; }
    static std::string_view python_type_of(dynamic const& key) noexcept { return key.python_type(); }

    bool ascii_;
    bool allow_nan_;
};

template<class Each>
bool json_writer::write_dict(bool mixed, Each&& each)
{
    if (!enter())
        return false;
    *out_ += '{';
    open_dict  dict{.unique = mixed && !exact()};
    bool const done = each([&](auto const& key, auto&& write) {
        sort_key form;
        if (options_.sort_keys) {
            deferred_member m;
            m.failed =
                !make_key(key, form) || !(form.skip || redirect(m.value, indented_, write) || prepend_path(form.text));
            bool const ok = !m.failed;
            put_off(dict, std::move(m), form, python_type_of(key));
            if (!ok)
                return true;
        } else if (!make_key(key, form)) {
            return false;
        } else if (!form.skip && !write_member(form, dict.count++, write)) {
            return false;
        }
        return note_key(dict, form);
    });
    return done && close_dict(dict);
}

template<class Each>
bool json_writer::write_set(std::string_view python_type, Each&& each)
{
    if (!exact()) {
        std::vector<std::string> items;
        bool const               done = each([&](auto&& write) {
            std::string item;
            bool const  written = redirect(item, indented_ + 1, write);
            items.push_back(std::move(item));
            return written || prepend_path(items.size() - 1);
        });
        return done && write_sorted_items(items);
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

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/json_writer.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_WRITER_HPP

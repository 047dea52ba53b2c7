// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_CONFORMANCE_EXERCISE_HPP
#define SSOT_TESTS_CONFORMANCE_EXERCISE_HPP

// Random calls of sessions, the same for the same seed, and what came of each as a line of text. Two backends that keep the contract
// give the same lines. It knows nothing of the kit, so that it tells whether a mutation makes any difference at all.

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/random_source.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace ssot_test {

namespace exercises {

namespace st = ssot::storage;
using ssot::kind;
using st::value_view;

extern st::model_desc const thing;
extern st::model_desc const badge;

inline constexpr ssot::choice_text grades[] = {
    {"low", "Low", "", ""}, {"Middle", "Middle", "", ""}, {"high", "High", "", ""}};

constexpr st::field_desc plain(std::string_view name, kind type, bool nullable = true, bool unique = false)
{
    return {name, name, type, nullable, unique, false, 0, ssot::on_delete::none, nullptr, {}, {}};
}
constexpr st::field_desc key_of_thing(std::string_view name)
{
    return {name, name, kind::int64, true, false, true, 0, ssot::on_delete::cascade, &thing, {}, {}};
}
constexpr st::field_desc chosen(std::string_view name)
{
    return {name, name, kind::choice, true, false, false, 0, ssot::on_delete::none, nullptr, grades, {}};
}

/// Every kind of value, two foreign keys, and what is unique.
inline constexpr st::field_desc thing_fields[] = {
    plain("id", kind::int64, false, true),
    plain("text", kind::text),
    plain("number", kind::int64),
    plain("real", kind::real),
    plain("token", kind::uuid),
    plain("at", kind::timestamp),
    plain("took", kind::duration),
    plain("document", kind::json),
    chosen("rank"),
    plain("flag", kind::boolean),
    key_of_thing("up"),
    key_of_thing("side"),
    plain("code", kind::text, true, true),
    plain("first", kind::int64),
    plain("second", kind::int64),
    plain("needed", kind::text, false),
};
inline constexpr std::uint16_t  first_two[]  = {13, 14};
inline constexpr std::uint16_t  second_two[] = {13, 9};
inline constexpr st::field_list together[]   = {first_two, second_two};
inline constexpr st::model_desc thing{
    "w.thing", "w_thing", "w.Thing", thing_fields, 0, st::no_field, {}, false, false, together, {}};
inline constexpr st::field_desc badge_fields[] = {plain("id", kind::uuid, false, true), plain("text", kind::text)};
inline constexpr st::model_desc badge{
    "w.badge", "w_badge", "w.Badge", badge_fields, 0, st::no_field, {}, false, false, {}, {}};
inline constexpr std::uint16_t up        = 10;
inline constexpr std::uint16_t side      = 11;
inline constexpr std::int64_t  most_keys = 12;

/// What a value looks like in a line.
inline std::string shown(value_view v)
{
    if (v.is_null())
        return "null";
    if (v.is_buffer()) {
        auto const    text = v.as_chars();
        std::uint64_t sum  = 14695981039346656037U;
        for (char const c : text)
            sum = (sum ^ static_cast<unsigned char>(c)) * 1099511628211U;
        return text.size() < 20 ? "'" + std::string(text) + "'" : std::to_string(text.size()) + "#" + std::to_string(sum);
    }
    if (v.type() == kind::real)
        return (std::signbit(v.as_real()) ? "-" : "+") + std::to_string(std::fabs(v.as_real()));
    return std::to_string(v.as_int());
}

class player {
public:
    /// Only questions if `asks`: no error is caused, and nothing is written after the beginning.
    player(std::uint64_t seed, bool asks) : random_(seed), asks_(asks) {}

    /// Plays so many calls on a fresh backend. Returns the lines.
    std::vector<std::string> play(st::any_backend backend, std::size_t calls)
    {
        backend_.emplace(std::move(backend));
        st::model_desc const* const models[] = {&thing, &badge};
        say("prepare", backend_->prepare_schema({models, 1, 1, {}}, st::schema_mode::create));
        for (auto& s : sessions_)
            s.emplace(*backend_->open());
        fill();
        for (std::size_t i = 0; i != calls; ++i)
            step();
        for (auto& s : sessions_)
            s->rollback();
        return std::move(lines_);
    }

private:
    // What came of a call.
    template<class T>
    bool say(std::string what, ssot::result<T> const& r)
    {
        if (!r)
            what += " " + std::string(to_string(r.error().code()));
        else if constexpr (requires { std::to_string(*r); })
            what += " " + std::to_string(*r);
        lines_.push_back(std::move(what));
        return r.has_value();
    }
    void say_rows(std::string what, ssot::result<st::any_cursor> rows, std::size_t width, bool sorted)
    {
        if (!say(what, rows))
            return;
        std::vector<std::string> all;
        drain(*rows, width, all, std::numeric_limits<std::size_t>::max());
        if (!sorted)
            std::ranges::sort(all);
        for (auto& line : all)
            lines_.push_back(std::move(line));
    }
    static void drain(st::any_cursor& rows, std::size_t width, std::vector<std::string>& out, std::size_t most)
    {
        for (; most != 0; --most) {
            auto const more = rows.next();
            if (!more || !*more) {
                out.push_back(more ? "end" : "error");
                return;
            }
            std::string line;
            for (std::size_t i = 0; i != width; ++i)
                line += shown(rows.at(i)) + " ";
            out.push_back(std::move(line));
        }
    }

    // Values.
    value_view keep(value_view v) { return kept_.emplace_back(v).view(); }
    value_view any_text(kind k);
    value_view any_value(st::model_desc const& m, std::uint16_t f, bool key_may_be_null = true);

    // Questions.
    template<class Term>
    std::uint16_t aim(Term& t)
    {
        auto const how = random_.below(8);
        if (how > 3)
            t.via = random_.one_in(2) ? up : side;
        if (how > 5)
            t.then = random_.one_in(2) ? up : side;
        t.field = static_cast<std::uint16_t>(random_.one_in(4) ? 1 : random_.below(random_.one_in(2) ? 16 : 10));
        return t.field;
    }
    void      condition(std::vector<st::term>& out, std::vector<value_view>& args, int depth);
    st::query any_query(st::model_desc const& m);
    void      aggregate(st::any_session& s);

    // Calls.
    void fill();
    void step();
    void insert(st::any_session& s, st::model_desc const& m, bool absent);
    void schemas();

    ssot::conformance::random_source random_;
    bool                             asks_;
    std::optional<st::any_backend>   backend_{};
    std::optional<st::any_session>   sessions_[2]{};
    int                              in_[2]    = {}; ///< 0: no transaction, 1: reads, 2: writes
    unsigned                         marks_[2] = {};
    std::deque<st::value>            kept_{};
    std::vector<std::string>         lines_{};
};

} // namespace exercises

/// Plays the same calls on two backends. Returns the first line in which they differ, or nothing.
std::optional<std::string> difference(ssot::storage::any_backend right, ssot::storage::any_backend other, std::uint64_t seed,
                                      std::size_t calls, bool asks = false);

} // namespace ssot_test

#endif // SSOT_TESTS_CONFORMANCE_EXERCISE_HPP

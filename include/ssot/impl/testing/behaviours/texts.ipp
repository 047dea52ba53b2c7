// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_TEXTS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_TEXTS_IPP

// Behaviours: texts come back byte for byte.

#include <ssot/condition.hpp>
#include <ssot/error.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/query.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/round_trip.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::conformance::detail {

SSOT_DECL void value_text_empty_vs_null(trial& t)
{
    auto& store = t.store();
    auto  empty = make_specimen(1);
    auto  null  = make_specimen(2);
    empty.maybe_text.emplace();
    t.ok(store.insert(empty), "an empty text");
    t.ok(store.insert(null), "an absent text");
    t.equal(t.ok(store.get<specimen>(1), "reading").maybe_text, std::optional<std::string>(""), "the empty text");
    t.equal(t.ok(store.get<specimen>(2), "reading").maybe_text, std::optional<std::string>(), "the absent text");
    t.equal(t.ok(store.count(from<specimen>().where(field<&specimen::maybe_text> == "")), "counting"),
            1U,
            "rows whose text is empty");
    t.equal(t.ok(store.count(from<specimen>().where(is_null(field<&specimen::maybe_text>))), "counting"),
            1U,
            "rows whose text is absent");
}

/// Each text as a value, and found again by it.
SSOT_DECL void texts_survive(trial& t, std::initializer_list<std::string_view> texts)
{
    for (auto const text : texts) {
        field_survives(t, "the text " + show(text), [&](specimen& m) {
            m.text       = text;
            m.maybe_text = text;
        });
        t.equal(t.ok(t.store().count(from<specimen>().where(field<&specimen::text> == text)), "counting"),
                1U,
                "rows with the text " + show(text) + ", and no other of these texts");
    }
}

SSOT_DECL void value_text_unicode(trial& t)
{
    texts_survive(t,
                  {"\xf0\x9f\x98\x80",
                   "e\xcc\x81",
                   "\xc3\xa9",
                   "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
                   "\xe2\x80\xae"
                   "abc",
                   "\xf3\xa0\x80\x81",
                   "\xef\xbf\xbf",
                   "\xef\xbb\xbf"
                   "a",
                   "\xed\x9f\xbf\xee\x80\x80",
                   "\xf4\x8f\xbf\xbf",
                   "\x01\x02\x1f\x7f",
                   "'; DROP TABLE x; --",
                   "$1 ?1 %s :a @b",
                   "\\ \" ` \\u0041"});
}

SSOT_DECL void value_text_trailing_space(trial& t) { texts_survive(t, {"a", "a ", "a  ", " a", "a\t", " ", "  "}); }

SSOT_DECL void value_text_crlf(trial& t) { texts_survive(t, {"a\r\nb", "a\nb", "a\rb", "\n", "\r\n", "a\n"}); }

SSOT_DECL void value_text_1MiB(trial& t)
{
    for (std::size_t const size : {std::size_t{1} << 20, std::size_t{1} << t.scaled(21, 24)}) {
        specimen m;
        m.text.resize(size);
        for (std::size_t i = 0; i != size; ++i)
            m.text[i] = static_cast<char>('a' + i * 7 % 26 % 25);
        auto const what = "a text of " + std::to_string(size) + " bytes";
        if (size > t.caps().max_text) {
            t.refused(t.store().insert(m), {errc::too_large, errc::validation, errc::constraint}, what);
            continue;
        }
        auto const key = t.ok(t.store().insert(m), what);
        t.expect(t.ok(t.store().get<specimen>(key), what).text == m.text, what + ": came back changed");
    }
}

SSOT_DECL void value_text_max_length(trial& t)
{
    std::string longest;
    for (int i = 0; i != 64; ++i)
        longest += "\xf0\x9f\x98\x80";
    survives(t, sync{.source = longest, .target = "b"}, "64 code points of four bytes, where 64 are allowed");
    auto const e = t.refused(t.store().insert(sync{.source = longest + "a", .target = "b"}),
                             {errc::validation},
                             "65 code points, where 64 are allowed");
    t.equal(std::string(e.path()), std::string("source"), "the path of that error");
    t.equal(t.ok(t.store().count<sync>(), "counting"), 1U, "syncs after one was refused");
}

inline constexpr behaviour text_behaviours[] = {
    {"value.text_empty_vs_null", "stay different", need::nothing, 6, &value_text_empty_vs_null},
    {"value.text_unicode",
     "4-byte, combining, RTL, unassigned survive byte for byte",
     need::nothing,
     7,
     &value_text_unicode},
    {"value.text_trailing_space", "kept", need::nothing, 7, &value_text_trailing_space},
    {"value.text_crlf", "kept", need::nothing, 7, &value_text_crlf},
    {"value.text_1MiB", "and 16 MiB, or too_large above the declared limit", need::nothing, 2, &value_text_1MiB},
    {"value.text_max_length", "64 code points of 4 bytes fit, 65 refused", need::nothing, 0, &value_text_max_length},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_TEXTS_IPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_DOCUMENTS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_DOCUMENTS_IPP

// Behaviours: JSON comes back with the same meaning.

#include <ssot/condition.hpp>
#include <ssot/json/options.hpp>
#include <ssot/json/text.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/round_trip.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ssot::conformance::detail {

/// Each document as a value that may not and one that may be absent.
SSOT_DECL void documents_survive(trial& t, std::initializer_list<std::string_view> texts)
{
    boost::json::parse_options deep;
    deep.max_depth = 512;
    for (auto const text : texts)
        field_survives(t, "the document " + std::string(text), [&](specimen& m) {
            m.document = boost::json::parse({text.data(), text.size()}, {}, deep);
            if (!m.document.is_null())
                m.maybe_document = m.document;
        });
}

SSOT_DECL void value_json_shapes(trial& t)
{
    documents_survive(t,
                      {"{}",
                       "[]",
                       R"({"a":{"b":[1,2,{"c":null}]}})",
                       R"(["x",true,false,null])",
                       R"("text")",
                       "1",
                       "true",
                       R"("")",
                       R"({"":""})",
                       R"({"+":{"name":"core-1"},"-":{}})",
                       R"({"u":"\u00e9\ud83d\ude00\"\\\n"})"});
    auto& store = t.store();
    t.ok(store.insert(make_specimen(1000)), "a row without a document");
    t.expect(!t.ok(store.get<specimen>(1000), "reading").maybe_document,
             "an absent document: expected nothing, came a document");
    auto const absent = t.ok(store.count(from<specimen>().where(is_null(field<&specimen::maybe_document>))), "counting");
    t.equal(absent, 1U, "rows without a document");
    auto const  depth = std::min<std::size_t>(t.caps().max_json_depth, 200);
    std::string deep(depth, '[');
    deep.append(depth, ']');
    documents_survive(t, {deep});
}

SSOT_DECL void value_json_numbers(trial& t)
{
    documents_survive(t,
                      {"[9007199254740993]",
                       "[1e308]",
                       "[-0.0]",
                       "[0.1]",
                       "[9223372036854775807]",
                       "[-9223372036854775808]",
                       "[18446744073709551615]",
                       "[1.5,2,-3,0]",
                       "[5e-324]"});
}

SSOT_DECL void value_json_keys(trial& t)
{
    boost::json::object many;
    for (int i = 0; i != 1000; ++i)
        many["key " + std::to_string(i * 7919 % 1000)] = i;
    field_survives(t, "a document of 1,000 keys", [&](specimen& m) { m.document = many; });
    documents_survive(t, {R"({"b":1,"a":2})", R"({"a":1,"A":2," a":3,"a ":4})", R"({"é":1,"":2,"\"":3})"});
    read_options strict;
    strict.duplicates = duplicate_keys::error;
    auto const once   = ssot::to_json(make_specimen(1));
    auto       twice  = once;
    auto const at     = twice.find(R"("document":{})");
    t.expect(at != std::string::npos, "the text of a specimen has its document");
    twice.replace(at, 13, R"("document":{"a":1,"a":2})");
    t.ok(from_json<specimen>(once, strict), "a document with each key once");
    t.refused(from_json<specimen>(twice, strict), {errc::duplicate_key}, "a document with one key twice");
}

inline constexpr behaviour document_behaviours[] = {
    {"value.json_shapes", "object, array, scalar; absent is not null", need::nothing, 2, &value_json_shapes},
    {"value.json_numbers", "2^53+1, 1e308, -0.0, 0.1 by value", need::nothing, 2, &value_json_numbers},
    {"value.json_keys", "duplicate key refused, order free", need::nothing, 2, &value_json_keys},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_DOCUMENTS_IPP

// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_TEXTS_HPP
#define BENCH_JSON_TEXTS_HPP

// The same records laid out in the ways in which they are read. Written by Boost.JSON, so that no peer that is measured for its
// ratio reads only what it wrote itself.

#include "boost_values.hpp"
#include "support/random.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

/// simdjson reads past the end of a text, within its capacity.
inline constexpr std::size_t text_padding = 64;

/// With a space after each `:` and `,`, as Python's json writes.
inline void append_spaced(std::string& out, boost::json::value const& v)
{
    std::string_view separator;
    if (auto const* const object = v.if_object()) {
        out += '{';
        for (auto const& member : *object) {
            out += std::exchange(separator, ", ");
            out += boost::json::serialize(member.key());
            out += ": ";
            append_spaced(out, member.value());
        }
        out += '}';
    } else if (auto const* const array = v.if_array()) {
        out += '[';
        for (auto const& item : *array) {
            out += std::exchange(separator, ", ");
            append_spaced(out, item);
        }
        out += ']';
    } else {
        out += boost::json::serialize(v);
    }
}

inline boost::json::value shuffled(boost::json::value const& record, random_source& random)
{
    std::vector<boost::json::key_value_pair const*> members;
    for (auto const& member : record.as_object())
        members.push_back(&member);
    for (std::size_t i = 0; i != members.size(); ++i)
        std::swap(members[i], members[random.between(i, members.size() - 1)]);
    boost::json::object out;
    for (auto const* const member : members)
        out.emplace(member->key(), member->value());
    return out;
}

struct texts {
    explicit texts(std::vector<dom_entry> const& entries)
    {
        random_source random(20240609);
        for (auto const& entry : entries) {
            auto const v    = to_value(entry);
            auto const text = boost::json::serialize(v);
            (lines += text) += '\n';
            array += array.empty() ? '[' : ',';
            array += text;
            append_spaced(spaced, v);
            spaced += '\n';
            (shuffled += boost::json::serialize(bench::shuffled(v, random))) += '\n';
        }
        array += array.empty() ? "[]" : "]";
        for (auto* const text : {&lines, &array, &spaced, &shuffled})
            text->reserve(text->size() + text_padding);
    }
    texts(texts const&)            = delete; // a copy has no padding
    texts& operator=(texts const&) = delete;

    std::string lines{};
    std::string array{};
    std::string spaced{};   ///< lines with a space after each `:` and `,`
    std::string shuffled{}; ///< lines with the keys of each record in another order
};

} // namespace bench

#endif // BENCH_JSON_TEXTS_HPP

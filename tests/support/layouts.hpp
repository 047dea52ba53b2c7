// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_LAYOUTS_HPP
#define SSOT_TESTS_SUPPORT_LAYOUTS_HPP

// The ways in which one JSON document can be laid out: space in every place where RFC 8259 allows it, the members of an
// object in any order. None of them changes what the document means.
//
//   ssot_test::layout const how = ssot_test::random_layout(random);
//   std::string const text = ssot_test::lay_out(ssot_test::shuffled(dom, random), how, random);

#include "random_source.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_test {

/// Where space may stand.
enum class gap : unsigned char {
    before_all,
    behind_all,
    behind_open_brace,
    before_close_brace,
    before_colon,
    behind_colon,
    before_comma,
    behind_comma,
    behind_open_bracket,
    before_close_bracket,
    count
};

struct layout {
    std::array<unsigned char, static_cast<std::size_t>(gap::count)> chance{}; ///< in 16, that a gap has space
    unsigned                                                        longest  = 1;
    bool                                                            one_line = false; ///< without "\n"
    std::string_view                                                spaces   = " \t\r\n";
};

/// The layouts that people meet, and any other.
inline layout random_layout(random_source& random, bool one_line = false)
{
    layout out{.one_line = one_line};
    auto   chance = [&out](gap g) -> unsigned char& { return out.chance[static_cast<std::size_t>(g)]; };
    switch (random.below(6)) {
    case 0: // json.dumps of Python
        out.spaces                = " ";
        chance(gap::behind_comma) = chance(gap::behind_colon) = 16;
        break;
    case 1: // space in one place only
        out.chance[random.below(out.chance.size())] = 16;
        break;
    case 2: // space everywhere
        out.chance.fill(16);
        break;
    case 3: // indented, with either end of a line
        if (!one_line)
            out.spaces = random.one_in(2) ? "\n" : "\r";
        chance(gap::behind_open_brace) = chance(gap::before_close_brace) = chance(gap::behind_comma) = 16;
        chance(gap::behind_colon)                                                                    = 16;
        break;
    case 4: out.chance.fill(2); break;
    default:
        for (auto& c : out.chance)
            c = static_cast<unsigned char>(random.pick({0, 0, 4, 16}));
    }
    out.longest = static_cast<unsigned>(random.pick({1, 1, 1, 2, 5, 40}));
    return out;
}

/// The same document with the members of each object in another order.
inline boost::json::value shuffled(boost::json::value const& v, random_source& random)
{
    if (auto const* const array = v.if_array()) {
        boost::json::array out;
        for (auto const& item : *array)
            out.push_back(shuffled(item, random));
        return out;
    }
    if (auto const* const object = v.if_object()) {
        std::vector<std::pair<boost::json::string, boost::json::value>> members;
        for (auto const& member : *object)
            members.emplace_back(member.key(), shuffled(member.value(), random));
        for (std::size_t i = members.size(); i > 1; --i)
            std::swap(members[i - 1], members[random.below(i)]);
        boost::json::object out;
        for (auto& [key, value] : members)
            out[key] = std::move(value);
        return out;
    }
    return v;
}

class laid_out_writer {
public:
    laid_out_writer(layout const& how, random_source& random) : how_(how), random_(random) {}

    std::string write(boost::json::value const& v)
    {
        space(gap::before_all);
        value(v);
        space(gap::behind_all);
        return std::move(out_);
    }

private:
    void space(gap where)
    {
        if (random_.below(16) >= how_.chance[static_cast<std::size_t>(where)])
            return;
        for (auto n = 1 + random_.below(how_.longest); n != 0; --n) {
            char const c = how_.spaces[random_.below(how_.spaces.size())];
            out_ += c == '\n' && how_.one_line ? ' ' : c;
        }
    }

    void mark(gap before, char c, gap behind)
    {
        space(before);
        out_ += c;
        space(behind);
    }

    void open(char c, gap behind)
    {
        out_ += c;
        space(behind);
    }

    void close(gap before, char c)
    {
        space(before);
        out_ += c;
    }

    void value(boost::json::value const& v)
    {
        if (auto const* const array = v.if_array()) {
            open('[', gap::behind_open_bracket);
            for (bool first = true; auto const& item : *array) {
                if (!std::exchange(first, false))
                    mark(gap::before_comma, ',', gap::behind_comma);
                value(item);
            }
            return close(gap::before_close_bracket, ']');
        }
        if (auto const* const object = v.if_object()) {
            open('{', gap::behind_open_brace);
            for (bool first = true; auto const& member : *object) {
                if (!std::exchange(first, false))
                    mark(gap::before_comma, ',', gap::behind_comma);
                out_ += boost::json::serialize(boost::json::string(member.key()));
                mark(gap::before_colon, ':', gap::behind_colon);
                value(member.value());
            }
            return close(gap::before_close_brace, '}');
        }
        out_ += boost::json::serialize(v);
    }

    layout         how_;
    random_source& random_;
    std::string    out_{};
};

inline std::string lay_out(boost::json::value const& v, layout const& how, random_source& random)
{
    return laid_out_writer(how, random).write(v);
}

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_LAYOUTS_HPP

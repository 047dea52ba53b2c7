// SPDX-License-Identifier: BSL-1.0
#include <ssot/condition.hpp>
#include <ssot/diff.hpp>
#include <ssot/json/lines.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/json/text.hpp>
#include <ssot/nautobot/dynamic.hpp>
#include <ssot/nautobot/fixture.hpp>
#include <ssot/query.hpp>
#include <ssot/store.hpp>

#include "new_store.hpp"
#include "works.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bench {
namespace {

using ssot::field;
using ssot::from;
using entry = ssot::sync_log_entry;

std::string entries_text(std::size_t n)
{
    std::vector<entry> out(n);
    for (auto& e : out)
        e.message = "created";
    return ssot::to_json(out);
}

/// An object of `n` members.
std::string object_text(std::size_t n)
{
    std::string out = "{";
    for (std::size_t i = 0; i != n; ++i)
        out += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":" + std::to_string(i);
    return out + '}';
}

prepared_work read_array(std::size_t n)
{
    auto text = std::make_shared<std::string>(entries_text(n));
    return [text] { ssot::from_json<std::vector<entry>>(*text).value(); };
}

/// One item of `n` bytes, many times longer than the chunk that is asked for, of which each read gives a few.
prepared_work read_one_long_item(std::size_t n)
{
    auto text = std::make_shared<std::string>("[\"" + std::string(n, 'x') + "\"]");
    return [text] {
        std::size_t                          at = 0;
        ssot::json_array_reader<std::string> in(
            [&](std::span<char> to) -> ssot::result<std::size_t> {
                auto const size = std::min({to.size(), std::size_t{64}, text->size() - at});
                std::copy_n(text->data() + at, size, to.data());
                at += size;
                return size;
            },
            {.chunk = 1'024});
        std::string item;
        while (in.next(item).value())
            ;
    };
}

prepared_work read_raw(std::size_t n)
{
    auto text = std::make_shared<std::string>(object_text(n));
    return [text] { ssot::raw_json::parse(*text).value(); };
}

std::string fixture_text(std::string const& diff)
{
    return R"([{"model":"nautobot_ssot.sync","pk":"018f5c1e-0000-7000-8000-000000000001","fields":{"source":"A","target":"B",)"
           R"("start_time":null,"diff":)" +
        diff + "}}]";
}

prepared_work read_fixture(std::size_t n)
{
    auto text = std::make_shared<std::string>(fixture_text(object_text(n)));
    return [text] { ssot::nautobot::from_fixture<ssot::sync>(*text).value(); };
}

/// A chain of conditions, each added at the end, and asked of a row. Above 10,000 terms it is an error and keeps no terms. The data is
/// that row, so that the peak is many times as much.
prepared_work chain(std::size_t n)
{
    auto       store = std::make_shared<ssot::store>(new_store());
    ssot::sync s{.source = "a", .target = "b"};
    store->insert(std::as_const(s)).value();
    store->insert(entry{.sync = s}).value();
    return [store, n] {
        ssot::predicate<entry> p = field<&entry::message> == "x";
        for (std::size_t i = 0; i != n; ++i)
            p = std::move(p) || (field<&entry::message> == "y");
        static_cast<void>(store->count(from<entry>().where(p))); // an error, such as too_deep, is an answer
    };
}

prepared_work list_of_values(std::size_t n)
{
    auto       store = std::make_shared<ssot::store>(new_store());
    ssot::sync s{.source = "a", .target = "b"};
    store->insert(std::as_const(s)).value();
    store->insert(entry{.sync = s}).value();
    auto words = std::make_shared<std::vector<std::string>>();
    for (std::size_t i = 0; i != n; ++i)
        words->push_back(std::to_string(i));
    return [store, words] { store->count(from<entry>().where(in(field<&entry::message>, *words))).value(); };
}

/// A needle half as long as the text, which nearly occurs at every place: only the letter in its middle is wrong.
prepared_work search(std::size_t n)
{
    auto       store = std::make_shared<ssot::store>(new_store());
    ssot::sync s{.source = "a", .target = "b"};
    store->insert(std::as_const(s)).value();
    store->insert(entry{.sync = s, .message = std::string(n, 'a')}).value();
    auto needle = std::make_shared<std::string>(std::string(n / 4, 'A') + 'b' + std::string(n / 4, 'A'));
    return [store, needle] { store->count(from<entry>().where(icontains(field<&entry::message>, *needle))).value(); };
}

prepared_work compare_maps(std::size_t n)
{
    auto one = std::make_shared<std::vector<boost::json::object>>();
    for (std::size_t i = 0; i != n; ++i)
        one->push_back({{"name", std::to_string(i)}, {"mtu", i}});
    auto other = std::make_shared<std::vector<boost::json::object>>(one->rbegin(), one->rend());
    return [one, other] { ssot::diff::compute(*one, *other, ssot::diff::by("name", "thing")).value(); };
}

prepared_work python_set(std::size_t n)
{
    auto items = std::make_shared<std::vector<ssot::nautobot::dynamic>>();
    for (std::size_t i = 0; i != n; ++i)
        items->push_back(std::to_string(i));
    return [items] { ssot::nautobot::dynamic::set made(*items); };
}

} // namespace

std::vector<growing_work> text_works()
{
    return {
        {"read an array", 5'000, read_array},
        {"read one long item in small pieces", 100'000, read_one_long_item},
        {"check a raw document", 50'000, read_raw},
        {"read a fixture with a large diff", 10'000, read_fixture},
        {"a chain of ||", 32'000, chain},
        {"a list of values", 64'000, list_of_values},
        {"icontains, a needle that nearly fits", 100'000, search},
        {"compare, in opposite orders", 5'000, compare_maps, "more than the caches hold, from 4n on"},
        {"make a set of Python", 20'000, python_set, "more than the caches hold, from 2n on"},
    };
}

} // namespace bench

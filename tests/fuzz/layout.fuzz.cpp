// SPDX-License-Identifier: BSL-1.0
// Any document laid out in any way: the same record or the same error, judged by the DOM way over Boost.JSON's parser.

#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/nautobot/fixture.hpp>
#include <ssot/nautobot/rest.hpp>

#include "models.hpp"

#include <boost/json/parse.hpp>

#include <support/layouts.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>

namespace {

/// A number beyond a double is infinity for Boost.JSON, and no JSON for the DOM way.
bool is_finite(boost::json::value const& v)
{
    if (auto const* const array = v.if_array()) {
        for (auto const& item : *array)
            if (!is_finite(item))
                return false;
    } else if (auto const* const object = v.if_object()) {
        for (auto const& member : *object)
            if (!is_finite(member.value()))
                return false;
    }
    return !v.is_double() || std::isfinite(v.get_double());
}

boost::json::value parsed(std::string_view text, boost::system::error_code& ec)
{
    boost::json::parse_options options;
    options.max_depth = 500;
    return boost::json::parse({text.data(), text.size()}, ec, {}, options);
}

/// The readers of Nautobot's own forms have a parser of their own: all layouts are read as the compact one is.
void nautobot_forms(std::string_view compact, std::string_view spaced)
{
    namespace nautobot    = ssot::nautobot;
    using entry           = ssot::sync_log_entry;
    auto const equal_rows = [](entry a, entry const& b) { // a row that came without a key has a new one
        a.id = b.id;
        return a == b;
    };
    auto const rest_a = nautobot::from_rest<entry>(compact), rest_b = nautobot::from_rest<entry>(spaced);
    ssot_fuzz::must(rest_a.has_value() == rest_b.has_value() &&
                        (rest_a ? equal_rows(*rest_a, *rest_b) : rest_a.error().code() == rest_b.error().code()),
                    "every layout of a REST row is read alike");
    nautobot::fixture_read_options const how{.check_references = false};
    auto const a = nautobot::from_fixture<entry>(compact, how), b = nautobot::from_fixture<entry>(spaced, how);
    ssot_fuzz::must(
        a.has_value() == b.has_value() &&
            (a ? std::ranges::equal(a->rows<entry>(), b->rows<entry>(), equal_rows) : a.error().code() == b.error().code()),
        "every layout of a fixture is read alike");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    ssot_fuzz::input const    in(data, size);
    boost::system::error_code ec;
    auto const                dom = parsed(in.text, ec);
    if (ec || !is_finite(dom))
        return 0;
    ssot_test::random_source random(in.options + 256 * in.text.size());
    auto const               compact = ssot_test::lay_out(dom, {}, random);
    auto const               spaced  = ssot_test::lay_out(dom, ssot_test::random_layout(random), random);
    auto const               again   = parsed(spaced, ec);
    ssot_fuzz::must(!ec, "every layout is JSON for Boost.JSON");
    if (!is_finite(again))
        return 0;
    nautobot_forms(compact, spaced);
    ssot_fuzz::with_model(in.model, [&]<class M>(std::type_identity<M>) {
        auto const right = ssot::from_value<M>(again);
        auto const a     = ssot::from_json<M>(compact);
        auto const b     = ssot::from_json<M>(spaced);
        ssot_fuzz::must(a.has_value() == right.has_value() && b.has_value() == right.has_value(),
                        "every layout is read as the DOM is");
        if (!right) {
            ssot_fuzz::must(a.error().code() == right.error().code() && a.error().path() == right.error().path() &&
                                b.error().code() == right.error().code() && b.error().path() == right.error().path(),
                            "every layout gives the error of the DOM");
            return;
        }
        boost::json::value const x = ssot::to_value(*a), y = ssot::to_value(*b);
        ssot_fuzz::must(x == y, "every layout gives the same record");
    });
    return 0;
}

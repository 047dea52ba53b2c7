// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/scene.hpp>

#include <ssot/storage/capability.hpp>
#include <ssot/testing/kit/boundary_values.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace {

namespace kit = ssot::conformance::detail;
using kit::state;
using ssot::conformance::make_source;
using ssot::storage::memory;

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(scene)

BOOST_AUTO_TEST_CASE(the_same_rows_are_seen_in_every_state)
{
    auto const from = make_source<memory>([] { return memory(); }, [](memory&& open) { return std::move(open); });
    ssot::conformance::trial   first(from, 1);
    std::set<std::string_view> messages;
    auto const                 states = kit::states_of(first.caps(), true);
    BOOST_TEST(states.size() == 12U, "the in-memory backend can be in all of them");
    for (auto const how : states) {
        auto       t = first.another();
        kit::scene scene(t, how);
        BOOST_TEST(messages.insert(kit::state_message(how)).second, scene.where());
        BOOST_TEST(scene.reached(), scene.where());
        for (auto const* model : {&kit::specimen_model(), &kit::pairing_model()}) {
            ssot::storage::query const q{.model = model};
            kit::check_rows(t, scene.session(), q, scene.rows().select(q), [&] { return scene.where(); });
        }
    }
}

BOOST_AUTO_TEST_CASE(every_boundary_value_is_in_some_row)
{
    ssot::storage::capabilities const caps;
    auto const&                       model = kit::specimen_model();
    for (std::size_t f = 0; f != model.fields.size(); ++f)
        for (auto const& wanted : kit::boundary_values(model.fields[f], caps))
            if (f != model.pk && f != model.revision)
                BOOST_TEST(std::ranges::any_of(
                               kit::scene_rows(caps).of(model),
                               [&](auto const& entry) { return kit::same_value(entry.second[f].view(), wanted.view()); }),
                           model.fields[f].name << ": " << kit::show_value(wanted.view()));
}

BOOST_AUTO_TEST_CASE(what_a_backend_lacks_leaves_states_out)
{
    auto const has = [](ssot::storage::capabilities const& caps, bool can_reopen, state how) {
        return std::ranges::count(kit::states_of(caps, can_reopen), how) == 1;
    };
    BOOST_TEST(kit::states_of({}, false).size() == 3U);
    BOOST_TEST(has({}, true, state::reopened));
    BOOST_TEST(!has({.transactions = true}, false, state::committed), "it needs two sessions");
    BOOST_TEST(has({.transactions = true, .concurrent_sessions = true}, false, state::committed));
    BOOST_TEST(!has({.transactions = true, .concurrent_sessions = true}, false, state::snapshot), "read_committed");
    BOOST_TEST(!has({.transactions = true}, false, state::savepoint_kept));
    BOOST_TEST(!kit::is_writable(state::snapshot));
    BOOST_TEST(!kit::is_writable(state::uncommitted));
    BOOST_TEST(kit::is_writable(state::own_writes));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

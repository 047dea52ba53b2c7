// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/any_backend.hpp>

#include "support/inventory.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <concepts>
#include <string>
#include <type_traits>
#include <vector>

// That a store over it does what a store does is the business of the store's own tests, which run over it.

namespace {

using ssot::storage::any_backend;
using ssot::storage::memory;

static_assert(ssot::storage::storage_backend<any_backend>);
static_assert(std::constructible_from<any_backend, memory>);
static_assert(std::constructible_from<any_backend, memory const&>);
static_assert(!std::constructible_from<any_backend, int>);
static_assert(!std::convertible_to<memory, any_backend>); // erasing a type is said, not guessed

using erased = any_backend; // inside the suites the name means the suite

/// A backend with a capability that is not passed on.
struct with_extras : memory {
    ssot::storage::capabilities caps() const noexcept
    {
        auto out      = memory::caps();
        out.aggregate = out.savepoints = out.cancel = true;
        out.max_batch                               = 77;
        return out;
    }
};

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(any_backend)

BOOST_AUTO_TEST_CASE(copies_share_the_rows)
{
    erased const first{memory()};
    erased       second = first;
    ssot::store  one{erased(first)};
    ssot::store  two{second};
    auto const   run = make_sync();
    one.insert(run).value();
    BOOST_TEST(two.count<ssot::sync>().value() == 1u);
    BOOST_TEST((two.get<ssot::sync>(run.id).value() == run));
}

BOOST_AUTO_TEST_CASE(backends_change_at_run_time)
{
    std::vector<erased> all;
    for (auto const name : backends)
        all.push_back(make_backend(name));
    for (auto& backend : all) {
        ssot::store store{backend};
        store.insert(make_sync()).value();
        BOOST_TEST(store.count<ssot::sync>().value() == 1u);
    }
    all[1] = all[0];
    BOOST_TEST(ssot::store{all[1]}.count<ssot::sync>().value() == 1u);
}

BOOST_AUTO_TEST_CASE(capabilities_pass_but_for_optional_members)
{
    erased const any{with_extras()};
    BOOST_TEST(any.caps().max_batch == 77u);
    BOOST_TEST(any.caps().transactions);
    BOOST_TEST(!any.caps().aggregate);
    BOOST_TEST(!any.caps().savepoints);
    BOOST_TEST(!any.caps().cancel);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test

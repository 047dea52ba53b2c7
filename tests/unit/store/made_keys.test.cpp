// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/sql_like_backend.hpp"
#include "support/stores.hpp"
#include "support/watched_backend.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Integer keys: made by the backend, or by the store, which tries again if another session made the same.

namespace made_keys_test {

struct bin {
    static constexpr std::string_view model_name = "test.made_bin";

    std::int64_t                                                                   id{};
    std::string                                                                    name{};
    std::optional<ssot::foreign_key<bin, ssot::on_delete::set_null, std::int64_t>> inside{};
};
BOOST_DESCRIBE_STRUCT(bin, (), (id, name, inside))

/// Has few keys.
struct slot {
    static constexpr std::string_view model_name = "test.made_slot";

    std::int8_t id{};
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(slot, (), (id, name))

constexpr auto describe_fields(ssot::model_tag<slot>) { return ssot::fields(ssot::field<&slot::name>.unique()); }

} // namespace made_keys_test

namespace {

using made_keys_test::bin;
using made_keys_test::slot;
using ssot::errc;
using ssot::retry;
using ssot_test::failure;
using ssot_test::sql_like_backend;
using ssot_test::watch;
using ssot_test::watched;

/// A key that is taken, as an engine says it that knows no more.
ssot::error taken() { return {errc::already_exists, "UNIQUE constraint failed"}; }

/// Fails the first `n` inserts.
auto fail_inserts(int n, ssot::error why = taken())
{
    return [n, why](std::string_view call) mutable -> std::optional<ssot::error> {
        return call == "insert" && n-- > 0 ? std::optional(why) : std::nullopt;
    };
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_made_keys)

BOOST_AUTO_TEST_CASE(the_backend_makes_them_in_one_statement)
{
    watch                     w;
    watched<sql_like_backend> backend(w);
    ssot::store               store(backend);
    store.count<bin>().value();
    w.calls.clear();
    bin one{.name = "one"};
    store.insert(one).value();
    BOOST_TEST(one.id == 1);
    BOOST_TEST(w.calls == (std::vector<std::string>{"begin", "insert_making_keys", "commit"}),
               boost::test_tools::per_element());

    std::vector<bin> const rows = {{.name = "a"}, {.id = 7, .name = "b"}, {.name = "c"}};
    auto const             keys = store.insert(rows).value();
    BOOST_TEST(keys == (std::vector<std::int64_t>{8, 7, 9}), boost::test_tools::per_element());
    for (std::size_t i = 0; i != rows.size(); ++i)
        BOOST_TEST(store.get<bin>(keys[i]).value()->name == rows[i].name);

    w.calls.clear(); // with all keys given it is asked as any other
    store.insert(bin{.id = 20, .name = "given"}).value();
    BOOST_TEST(w.count("insert") == 1u);
    BOOST_TEST(w.count("insert_making_keys") == 0u);
}

BOOST_AUTO_TEST_CASE(without_the_capability_it_is_not_asked)
{
    watch                     w;
    watched<sql_like_backend> backend(w);
    backend.change = [](auto& caps) { caps.makes_keys = false; };
    ssot::store store(backend);
    store.count<bin>().value();
    w.calls.clear();
    BOOST_TEST(store.insert(bin{.name = "one"}).value() == 1);
    BOOST_TEST(w.count("insert_making_keys") == 0u);
    BOOST_TEST(w.count("scan") == 1u);
    BOOST_TEST(w.count("insert") == 1u);
}

BOOST_AUTO_TEST_CASE(a_backend_may_make_them_for_some_models_alone)
{
    watch                     w;
    watched<sql_like_backend> backend(w);
    w.fail = [](std::string_view call) -> std::optional<ssot::error> {
        return call == "insert_making_keys" ? std::optional(ssot::error(errc::unsupported, "not for this model"))
                                            : std::nullopt;
    };
    ssot::store store(backend);
    auto        tx   = store.begin().value();
    auto const  keys = store.insert(std::vector<bin>{{.name = "a"}, {.id = 5, .name = "b"}, {.name = "c"}}).value();
    BOOST_TEST(keys == (std::vector<std::int64_t>{6, 5, 7}), boost::test_tools::per_element());
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(store.get<bin>(6).value()->name == "a");
    BOOST_TEST(store.get<bin>(7).value()->name == "c");
}

BOOST_AUTO_TEST_CASE(long_inserts_are_cut)
{
    watch                     w;
    watched<sql_like_backend> backend(w);
    backend.change = [](auto& caps) { caps.max_batch = 4; };
    ssot::store            store(backend);
    std::vector<bin> const rows(10, bin{.name = "x"});
    auto const             keys = store.insert(rows).value();
    BOOST_TEST(std::set<std::int64_t>(keys.begin(), keys.end()).size() == 10u);
    BOOST_TEST(w.count("insert_making_keys") == 3u);
    BOOST_TEST(store.count<bin>().value() == 10u);
}

BOOST_AUTO_TEST_CASE(a_made_key_that_does_not_fit_is_refused)
{
    ssot::store store{sql_like_backend()};
    store.insert(slot{.id = 126, .name = "a"}).value();
    BOOST_TEST(store.insert(slot{.name = "b"}).value() == 127);
    BOOST_TEST(failure(store.insert(slot{.name = "c"})).code() == errc::out_of_range);
    BOOST_TEST(store.count<slot>().value() == 2u);
}

BOOST_AUTO_TEST_CASE(a_row_may_not_point_at_a_key_that_is_still_to_be_made)
{
    watch                     w;
    watched<sql_like_backend> backend(w);
    backend.change = [](auto& caps) { caps.foreign_keys = ssot::storage::foreign_key_checks::none; };
    ssot::store store(backend, {.validate = false});
    bin         lost{.name = "lost"};
    lost.inside = ssot::key_to<bin, std::int64_t>{0};
    BOOST_TEST(failure(store.insert(lost)).code() == errc::foreign_key);
}

// ---- made by the store -------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_store_tries_again_if_its_key_was_taken)
{
    watch                      w;
    watched<key_value_backend> backend(w);
    ssot::store                store(backend);
    store.count<bin>().value();
    w.fail = fail_inserts(2);
    bin one{.name = "one"};
    store.insert(one).value();
    BOOST_TEST(one.id == 1);
    BOOST_TEST(w.count("insert") == 3u);
    BOOST_TEST(w.count("rollback") == 2u);

    w.fail = fail_inserts(2);
    BOOST_TEST(store.insert_if_absent(bin{.name = "two"}).value());

    w.calls.clear();
    w.fail           = fail_inserts(100);
    auto const never = failure(store.insert(bin{.name = "never"}));
    BOOST_TEST(never.code() == errc::already_exists);
    BOOST_TEST((never.again() == retry::transaction));
    BOOST_TEST(w.count("insert") == ssot::run_options().attempts);
}

BOOST_AUTO_TEST_CASE(a_given_key_is_not_tried_again)
{
    watch                      w;
    watched<key_value_backend> backend(w);
    ssot::store                store(backend);
    store.insert(bin{.id = 3, .name = "there"}).value();
    w.calls.clear();
    auto const given = failure(store.insert(bin{.id = 3, .name = "given"}));
    BOOST_TEST((given.again() == retry::never));
    BOOST_TEST(w.count("insert") == 1u);
    auto const among = failure(store.insert(std::vector<bin>{{.name = "made"}, {.id = 3, .name = "given"}}));
    BOOST_TEST((among.again() == retry::never));
    BOOST_TEST(among.path() == "[1].id");
    BOOST_TEST(w.count("insert") == 2u);
}

BOOST_AUTO_TEST_CASE(a_transaction_is_run_again)
{
    watch                      w;
    watched<key_value_backend> backend(w);
    ssot::store                store(backend);
    store.count<bin>().value();
    ssot::run_options options;
    options.sleep = [](auto) {};
    for (bool const swallowed : {false, true}) {
        w.calls.clear();
        w.fail     = fail_inserts(2);
        int  works = 0;
        auto done  = store.run(
            [&](ssot::store& s) -> ssot::result<void> {
                ++works;
                auto const made = s.insert(bin{.name = "in it"});
                return made || swallowed ? ssot::result<void>() : ssot::result<void>(made.error());
            },
            options);
        BOOST_TEST(done.has_value());
        BOOST_TEST(works == 3);
        BOOST_TEST(w.count("insert") == 3u);
    }
    w.fail           = fail_inserts(1);
    auto       tx    = store.begin().value();
    auto const in_it = failure(store.insert(bin{.name = "alone"}));
    BOOST_TEST((in_it.again() == retry::transaction));
    BOOST_TEST(failure(store.count<bin>()).code() == errc::tx_aborted);
}

BOOST_AUTO_TEST_CASE(another_unique_value_is_not_taken_for_the_key)
{
    watch                      w;
    watched<key_value_backend> backend(w);
    backend.change = [](auto& caps) { caps.unique = true; };
    ssot::store store(backend);
    store.count<slot>().value();
    w.calls.clear();
    w.fail           = fail_inserts(100, taken().with_path("[0].name"));
    auto const named = failure(store.insert(slot{.name = "a"}));
    BOOST_TEST((named.again() == retry::never));
    BOOST_TEST(w.count("insert") == 1u);
    w.fail             = fail_inserts(100);
    auto const unknown = failure(store.insert(slot{.name = "a"}));
    BOOST_TEST((unknown.again() == retry::never));
    w.calls.clear();
    w.fail = fail_inserts(1, taken().with_path("[0].id"));
    BOOST_TEST(store.insert(slot{.name = "a"}).has_value());
    BOOST_TEST(w.count("insert") == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test

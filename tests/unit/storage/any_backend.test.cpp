// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/any_backend.hpp>

#include <ssot/storage/describe.hpp>

#include "support/inventory.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
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

/// A backend that declares what its session has no member for.
struct with_extras : ssot_test::key_value_backend {
    ssot::storage::capabilities caps() const noexcept
    {
        auto out      = ssot_test::key_value_backend::caps();
        out.aggregate = out.savepoints = out.cancel = out.makes_keys = true;
        out.max_batch                                                = 77;
        return out;
    }
};

/// A session with every optional member, which remembers which were called.
class full : public memory {
public:
    class session : public ssot::storage::memory_session {
    public:
        session(ssot::storage::memory_session inner, std::vector<std::string>* calls)
            : memory_session(std::move(inner)), calls_(calls)
        {
        }
        /// Two columns, whatever is asked.
        ssot::result<ssot::storage::memory_cursor> aggregate(ssot::storage::aggregate_query const& q)
        {
            calls_->emplace_back("aggregate");
            return scan(q.base);
        }
        ssot::result<void> savepoint(unsigned depth)
        {
            calls_->push_back("savepoint " + std::to_string(depth));
            return {};
        }
        ssot::result<void> rollback_to(unsigned depth)
        {
            calls_->push_back("rollback_to " + std::to_string(depth));
            return {};
        }
        ssot::result<void> release(unsigned depth)
        {
            calls_->push_back("release " + std::to_string(depth));
            return {};
        }
        ssot::result<std::size_t> insert_if_absent(ssot::storage::record_batch rows)
        {
            calls_->emplace_back("insert_if_absent");
            return insert(rows);
        }
        ssot::result<std::size_t> insert_making_keys(ssot::storage::record_batch rows, std::span<std::int64_t> keys)
        {
            calls_->emplace_back("insert_making_keys");
            std::ranges::fill(keys, 7);
            return rows.size();
        }
        void cancel() noexcept { calls_->emplace_back("cancel"); }

    private:
        std::vector<std::string>* calls_;
    };
    using session_type = session;
    explicit full(std::vector<std::string>& calls) : calls_(&calls) {}
    ssot::result<session>       open() { return session(memory::open().value(), calls_); }
    ssot::storage::capabilities caps() const noexcept
    {
        auto out      = memory::caps();
        out.aggregate = out.savepoints = out.cancel = out.makes_keys = true;
        return out;
    }

private:
    std::vector<std::string>* calls_;
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

BOOST_AUTO_TEST_CASE(capabilities_pass_if_there_is_a_member)
{
    auto const any = erased::make<with_extras>();
    BOOST_TEST(any.caps().max_batch == 77u);
    BOOST_TEST(any.caps().transactions);
    BOOST_TEST(!any.caps().aggregate);
    BOOST_TEST(!any.caps().savepoints);
    BOOST_TEST(!any.caps().cancel);
    BOOST_TEST(!any.caps().makes_keys);
    std::vector<std::string> calls;
    auto const               passed = erased(full(calls)).caps();
    BOOST_TEST(passed.aggregate);
    BOOST_TEST(passed.savepoints);
    BOOST_TEST(passed.cancel);
    BOOST_TEST(passed.makes_keys);
}

BOOST_AUTO_TEST_CASE(optional_members_pass)
{
    std::vector<std::string> calls;
    erased                   any{full(calls)};
    ssot::store              store{any};
    auto const               run = make_sync("S", "T");
    BOOST_TEST(store.insert_if_absent(run).value());
    auto tx = store.begin().value();
    BOOST_TEST(store.begin()->commit().has_value());
    store.begin()->rollback();
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(calls ==
                   (std::vector<std::string>{
                       "insert_if_absent", "savepoint 1", "release 1", "savepoint 1", "rollback_to 1", "release 1"}),
               boost::test_tools::per_element());
    calls.clear();
    auto session = any.open().value();
    session.cancel();
    std::int64_t made[2] = {};
    BOOST_TEST(session.insert_making_keys({}, made).has_value());
    BOOST_TEST(made[1] == 7);
    auto const& model = ssot::storage::describe_model<ssot::sync>();
    auto        rows  = session.aggregate({.base = {.model = &model}, .group_by = {0, 1}}).value();
    BOOST_TEST(rows.next().value());
    BOOST_TEST((rows.at(0).as_uuid() == run.id));
    BOOST_TEST(rows.at(1).as_chars() == "S");
    BOOST_TEST(!rows.next().value());
    BOOST_TEST(calls == (std::vector<std::string>{"cancel", "insert_making_keys", "aggregate"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_backend_inside_by_its_type)
{
    auto const any = erased::make<key_value_backend>();
    BOOST_TEST_REQUIRE(any.as<key_value_backend>());
    BOOST_TEST(any.as<key_value_backend>() == erased(any).as<key_value_backend>());
    BOOST_TEST(!any.as<memory>());
}

BOOST_AUTO_TEST_CASE(what_the_session_lacks_is_unsupported)
{
    auto any     = erased::make<key_value_backend>();
    auto session = any.open().value();
    session.cancel();
    BOOST_TEST(failure(session.savepoint(1)).code() == ssot::errc::unsupported);
    BOOST_TEST(failure(session.rollback_to(1)).code() == ssot::errc::unsupported);
    BOOST_TEST(failure(session.release(1)).code() == ssot::errc::unsupported);
    BOOST_TEST(failure(session.aggregate({})).text() == "the session has no aggregate");
    BOOST_TEST(failure(session.insert_if_absent({})).code() == ssot::errc::unsupported);
    BOOST_TEST(failure(session.insert_making_keys({}, {})).code() == ssot::errc::unsupported);
}

// Only what is wanted is fetched; every field of every row is what it was inside.
BOOST_AUTO_TEST_CASE(rows_are_the_same)
{
    memory      inner;
    ssot::store store{inner};
    auto        run = make_sync();
    store.insert(run).value();
    std::vector<ssot::sync_log_entry> entries;
    for (int i = 0; i != 20; ++i)
        entries.push_back(make_entry(run, std::string(static_cast<std::size_t>(i), 'x')));
    store.insert(entries).value();
    auto const& model = ssot::storage::describe_model<ssot::sync_log_entry>();
    erased      any{inner};
    for (std::uint64_t const fields : {~std::uint64_t{0}, std::uint64_t{0x201}, std::uint64_t{0}}) {
        ssot::storage::query const q{.model = &model, .order = {{.field = 0}}, .fields = fields};
        auto                       a_session = inner.open().value();
        auto                       b_session = any.open().value();
        auto                       a         = a_session.scan(q).value();
        auto                       b         = b_session.scan(q).value();
        for (int i = 0; i != 20; ++i) {
            BOOST_TEST(a.next().value());
            BOOST_TEST(b.next().value());
            for (std::size_t f = 0; f != model.fields.size(); ++f) {
                if ((fields >> f & 1) == 0) {
                    BOOST_TEST(b.at(f).is_null());
                    continue;
                }
                BOOST_TEST((a.at(f).type() == b.at(f).type()));
                if (!a.at(f).is_null())
                    BOOST_TEST(is_eq(compare(a.at(f), b.at(f))));
            }
        }
        BOOST_TEST(!b.next().value());
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test

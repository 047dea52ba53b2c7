// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/forwarding_backend.hpp"
#include "support/inventory.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// When the backend or the caller's own functions fail: nothing is half done, and the store can go on.

namespace {

using inventory::device;
using ssot::errc;
using ssot::storage::memory;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::make_entry;
using ssot_test::make_sync;

/// What a faulty backend should do next, and what was asked of it.
struct plan {
    errc        fail_with     = errc::io;
    bool        open          = false;
    bool        begin         = false;
    bool        insert        = false;
    bool        scan          = false;
    bool        next          = false;
    bool        update        = false;
    bool        erase         = false;
    bool        commit        = false;
    bool        out_of_memory = false; ///< thrown by an insert, scan, update or erase
    std::size_t skip          = 0;     ///< so many calls of what is faulty go well first

    int begun = 0, committed = 0, rolled_back = 0;

    template<class T>
    ssot::result<T> or_fail(bool wanted, auto&& work)
    {
        if (out_of_memory && skip-- == 0)
            throw std::bad_alloc();
        if (wanted && skip-- == 0)
            return ssot::error(fail_with, "as planned");
        return work();
    }
};

/// Memory with faults.
class faulty : public ssot_test::forwarding_backend<> {
public:
    class cursor : public ssot_test::forwarding_cursor<> {
    public:
        cursor(ssot::storage::memory_cursor inner, plan* p) : forwarding_cursor(std::move(inner)), plan_(p) {}
        ssot::result<bool> next()
        {
            return plan_->or_fail<bool>(plan_->next, [&] { return forwarding_cursor::next(); });
        }

    private:
        plan* plan_;
    };

    class session : public ssot_test::forwarding_session<> {
    public:
        using cursor_type = cursor;
        session(ssot::storage::memory_session inner, plan* p) : forwarding_session(std::move(inner)), plan_(p) {}

        ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
        {
            return plan_->or_fail<std::size_t>(plan_->insert, [&] { return forwarding_session::insert(rows); });
        }
        ssot::result<cursor> scan(ssot::storage::query const& q)
        {
            return plan_->or_fail<cursor>(plan_->scan, [&] { return over<cursor>(forwarding_session::scan(q), plan_); });
        }
        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            return plan_->or_fail<std::size_t>(plan_->update, [&] { return forwarding_session::update(q, set); });
        }
        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            return plan_->or_fail<std::size_t>(plan_->erase, [&] { return forwarding_session::erase(q); });
        }
        ssot::result<void> begin(ssot::storage::tx_options options)
        {
            ++plan_->begun;
            if (plan_->begin)
                return ssot::error(plan_->fail_with, "as planned");
            return forwarding_session::begin(options);
        }
        ssot::result<void> commit()
        {
            if (plan_->commit) {
                if (plan_->fail_with == errc::outcome_unknown)
                    forwarding_session::rollback(); // the connection is gone, and the transaction with it
                return ssot::error(plan_->fail_with, "as planned");
            }
            ++plan_->committed;
            return forwarding_session::commit();
        }
        void rollback() noexcept
        {
            ++plan_->rolled_back;
            forwarding_session::rollback();
        }

    private:
        plan* plan_;
    };

    using session_type = session;

    explicit faulty(plan& p) : plan_(&p) {}
    ssot::result<session> open()
    {
        if (plan_->open)
            return ssot::error(plan_->fail_with, "as planned");
        return open_as<session>(plan_);
    }

private:
    plan* plan_;
};

static_assert(ssot::storage::storage_backend<faulty>);

/// A backend whose sessions say good-bye to it.
class polite : public memory {
public:
    class session : public ssot::storage::memory_session {
    public:
        session(ssot::storage::memory_session inner, polite& host) : memory_session(std::move(inner)), host_(&host)
        {
            ++host_->guests;
        }
        session(session&& other) noexcept : memory_session(std::move(other)), host_(std::exchange(other.host_, nullptr)) {}
        session& operator=(session&& other) noexcept
        {
            leave();
            memory_session::operator=(std::move(other));
            host_ = std::exchange(other.host_, nullptr);
            return *this;
        }
        ~session() { leave(); }

    private:
        void leave() noexcept
        {
            if (host_)
                --host_->guests;
            host_ = nullptr;
        }
        polite* host_;
    };

    using session_type = session;

    polite() = default;
    polite(polite&& other) noexcept : memory(std::move(other)) {}
    ~polite() { guests_at_the_end = guests; }

    ssot::result<session> open() { return session(memory::open().value(), *this); }

    int               guests            = 0;
    inline static int guests_at_the_end = -1;
};

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_faults)

// Each write meets each fault at its first, second ... call of what is faulty.
BOOST_AUTO_TEST_CASE(a_failed_write_is_undone)
{
    plan        p;
    faulty      backend(p);
    ssot::store store{backend};
    auto        run = make_sync();
    store.insert(run).value();
    std::vector entries{make_entry(run), make_entry(run)};
    store.insert(entries).value();

    int        failed = 0;
    auto const meets  = [&](bool plan::* fault, std::size_t skip, auto&& write, auto&& undo) {
        p.*fault          = true;
        p.skip            = skip;
        auto const result = write();
        p.*fault          = false;
        if (result) {
            undo();
        } else {
            ++failed;
            BOOST_TEST(result.error().code() == (fault == &plan::out_of_memory ? errc::out_of_memory : errc::io));
        }
        BOOST_TEST(store.count<ssot::sync>().value() == 1u);
        BOOST_TEST(store.count<ssot::sync_log_entry>().value() == 2u);
        BOOST_TEST((store.get<ssot::sync>(run.id).value() == run));
        BOOST_TEST(p.begun == p.committed + p.rolled_back, "each transaction came to an end");
        auto other = store.session().value();
        BOOST_TEST(other.update(other.get<ssot::sync>(run.id).value()).has_value(), "nobody is locked out");
    };
    for (bool plan::* fault :
         {&plan::insert, &plan::scan, &plan::next, &plan::update, &plan::erase, &plan::commit, &plan::out_of_memory})
        for (std::size_t skip = 0; skip != 5; ++skip) {
            auto nil = make_sync();
            nil.id   = {};
            meets(
                fault,
                skip,
                [&] { return store.insert(nil); },
                [&] {
                    store.erase(nil).value();
                    nil.id = {};
                });
            BOOST_TEST(nil.id.is_nil(), "what is not stored is not written back");

            auto       row      = store.get<ssot::sync>(run.id).value();
            auto const revision = revision_of(row);
            row.source          = "changed";
            meets(
                fault,
                skip,
                [&] { return store.update(row); },
                [&] {
                    BOOST_TEST(revision_of(row) == revision + 1);
                    row.source = run.source;
                    store.update(row).value();
                });

            meets(
                fault,
                skip,
                [&] { return store.erase(run); },
                [&] {
                    store.insert(run).value();
                    store.insert(entries).value();
                });
        }
    BOOST_TEST(failed > 20);
}

BOOST_AUTO_TEST_CASE(a_failed_read_is_told)
{
    plan        p;
    faulty      backend(p);
    ssot::store store{backend};
    auto        run = make_sync();
    auto        job = ssot::job_result{.name = "a job"};
    store.insert(job).value();
    run.job_result = job;
    store.insert(run).value();
    for (bool plan::* what : {&plan::scan, &plan::next}) {
        p.*what = true;
        p.skip  = 0;
        BOOST_TEST(failure(store.get<ssot::sync>(run.id)).code() == errc::io);
        p.skip = 0;
        BOOST_TEST(failure(store.select(ssot::from<ssot::sync>())).code() == errc::io);
        p.skip = 0;
        BOOST_TEST(failure(store.count<ssot::sync>()).code() == errc::io);
        p.skip = 0;
        BOOST_TEST(failure(store.load<ssot::servicenow_config>()).code() == errc::io);
        for (std::size_t skip = 0; skip != 3; ++skip) {
            p.skip = skip;
            BOOST_TEST(failure(store.annotated_syncs()).code() == errc::io);
        }
        p.*what = false;
        BOOST_TEST(store.get<ssot::sync>(run.id).has_value());
    }
    BOOST_TEST(store.count<ssot::servicenow_config>().value() == 0u);
    BOOST_TEST(p.begun == p.committed + p.rolled_back);
    p.begin = true;
    BOOST_TEST(failure(store.insert(make_sync())).code() == errc::io);
    BOOST_TEST(failure(store.annotated_syncs()).code() == errc::io);
    p.begin = false;
    p.open  = true;
    BOOST_TEST(failure(store.session()).code() == errc::io);
    BOOST_TEST(store.insert(make_sync()).has_value());
}

// Nobody knows what became of it, so nothing is undone.
BOOST_AUTO_TEST_CASE(an_unknown_outcome_is_left_alone)
{
    plan        p{.fail_with = errc::outcome_unknown};
    faulty      backend(p);
    ssot::store store{backend};
    auto        run = make_sync();
    store.insert(run).value();
    auto row = store.get<ssot::sync>(run.id).value();
    p.commit = true;
    BOOST_TEST(failure(store.update(row)).code() == errc::outcome_unknown);
    BOOST_TEST(p.rolled_back == 0);
    p.commit = false;
    BOOST_TEST(store.insert(make_sync()).has_value());
}

SSOT_TEST_CASE_OVER(backends, the_callers_functions_may_throw)
{
    bool                       broken  = true;
    ssot::storage::any_backend backend = make_backend(backend_name);
    ssot::store                store{backend,
                                     {.clock =
                                          [&] {
                               if (broken)
                                   throw std::runtime_error("no clock");
                               return moment(1);
                           },
                                      .make_id =
                                          [&] {
                               if (broken)
                                   throw std::out_of_range("no ids");
                               return key(9);
                           }}};
    BOOST_CHECK_THROW(static_cast<void>(store.insert(ssot::job_result{.name = "a job"})), std::runtime_error);
    auto nil = make_sync();
    nil.id   = {};
    BOOST_CHECK_THROW(static_cast<void>(store.insert(nil)), std::out_of_range);
    BOOST_TEST(nil.id.is_nil());
    BOOST_TEST(store.count<ssot::job_result>().value() == 0u);
    BOOST_TEST(store.count<ssot::sync>().value() == 0u);
    broken     = false;
    auto other = store.session().value();
    BOOST_TEST(other.insert(make_sync()).has_value(), "nobody is locked out");
    BOOST_TEST(store.insert(nil).has_value());
    BOOST_TEST(other.count<ssot::sync>().value() == 2u, "and what is written can be seen");
}

SSOT_TEST_CASE_OVER(backends, ill_formed_text_without_validation)
{
    ssot::storage::any_backend backend = make_backend(backend_name);
    ssot::store                store{backend, {.validate = false}};
    device                     d{.hostname = "\xff"};
    BOOST_TEST(store.insert(d).has_value());
    BOOST_TEST(failure(store.insert(device{.hostname = "\xff"})).path() == "hostname");
    BOOST_TEST(store.get<device>(d.id)->hostname == "\xff");
    BOOST_TEST(store.session().value().insert(device{.hostname = "\xfe"}).has_value());
}

BOOST_AUTO_TEST_CASE(sessions_leave_before_their_backend)
{
    {
        ssot::store a{polite()};
        ssot::store b{polite()};
        auto        c = a.session().value();
        BOOST_TEST(a.backend_as<polite>()->guests == 2);
        polite::guests_at_the_end = -1;
        c                         = b.session().value();
        BOOST_TEST(a.backend_as<polite>()->guests == 1);
        BOOST_TEST(b.backend_as<polite>()->guests == 2);
        a = std::move(b); // the backend of a goes
        BOOST_TEST(polite::guests_at_the_end == 0);
        BOOST_TEST(a.backend_as<polite>()->guests == 2);
        auto moved = std::move(a);
        BOOST_TEST(moved.insert(make_sync()).has_value());
        BOOST_TEST(c.count<ssot::sync>().value() == 1u);
        polite::guests_at_the_end = -1;
    }
    BOOST_TEST(polite::guests_at_the_end == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_WAITING_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_WAITING_IPP

// Behaviours: a call that waits for another session ends in time, or when it is told to.

#include <ssot/error.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/interleaving.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/impl/testing/behaviours/canceling.ipp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>

namespace ssot::conformance::detail {

SSOT_DECL void tx_timeout(trial& t)
{
    store_specimens(t, 1);
    stage                               on(t, 2);
    constexpr std::chrono::milliseconds limit{200};
    on.run(0, [&](player& p) {
        t.ok(p.begin(), "begin");
        t.ok(set_row<&specimen::number>(p.session, 1, 100), "update");
    });
    bool       failed = false;
    auto const begun  = std::chrono::steady_clock::now();
    bool const came   = on.tell(
        1,
        [&](player& p) {
            auto const open = p.begin({.timeout = limit});
            auto const done = open ? set_row<&specimen::number>(p.session, 1, 200) : open.error();
            failed          = !done;
            if (failed)
                t.refused(done,
                            {errc::timeout, errc::busy, errc::serialization, errc::conflict},
                          "a write of a row that another transaction is writing");
            p.rollback();
        },
        10 * limit);
    auto const took = std::chrono::steady_clock::now() - begun;
    t.expect(came, "a transaction with a timeout of 200 ms still waits for another after two seconds");
    t.expect(took < 2 * limit + std::chrono::milliseconds(200),
             "a transaction with a timeout of 200 ms took " +
                 std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) + " ms");
    on.run(0, [&](player& p) { t.ok(p.commit(), "commit of the transaction that was waited for"); });
    on.run(1, [&](player& p) {
        t.equal(number_of(t, p.session, 1), std::optional<std::int64_t>(100), "the number that was committed");
        t.ok(p.begin(), "begin after a timeout");
        t.ok(set_row<&specimen::number>(p.session, 1, 300), "update after a timeout");
        t.ok(p.commit(), "commit after a timeout");
    });
    on.run(0, [&](player& p) {
        t.equal(number_of(t, p.session, 1), std::optional<std::int64_t>(300), "the number after that");
    });
}

SSOT_DECL void tx_cancel(trial& t)
{
    if (!t.caps().cancel)
        throw not_applicable("a cancel that does nothing would only be waited for");
    store_specimens(t, 1);
    stage   on(t, 2);
    player* second = nullptr;
    on.run(1, [&](player& p) { second = &p; });
    on.run(0, [&](player& p) {
        t.ok(p.begin(), "begin");
        t.ok(set_row<&specimen::number>(p.session, 1, 100), "update");
    });
    std::atomic<bool> succeeded{false};
    bool const        came = on.tell(
        1,
        [&](player& p) {
            auto const open = p.begin();
            auto const done = open ? set_row<&specimen::number>(p.session, 1, 200) : open.error();
            if (!done)
                t.refused(
                    done, {errc::canceled, errc::serialization, errc::conflict, errc::busy}, "a write that was canceled");
            succeeded = done.has_value();
            p.rollback();
        },
        on.waiting);
    // Again and again: the call may not have come to the place where it waits.
    auto const begun = std::chrono::steady_clock::now();
    while (!came && !on.idle(1) && std::chrono::steady_clock::now() - begun < on.most) {
        second->session.cancel();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    on.settle(1);
    t.expect(came || !succeeded, "a write that waited for another transaction: expected that cancel ends it, it succeeded");
    on.run(0, [&](player& p) { t.ok(p.commit(), "commit of the other transaction"); });
    on.run(1, [&](player& p) {
        wait_until_usable(p.session);
        t.ok(p.begin(), "begin after a cancel");
        t.equal(number_of(t, p.session, 1), std::optional<std::int64_t>(100), "the number");
        t.ok(p.commit(), "commit after a cancel");
    });
}

/// A call that does not wait but work is canceled as well. Whether a cancel comes during a scan is a matter of luck, so that it is
/// tried until one does.
SSOT_DECL void tx_cancel_running(trial& t)
{
    if (!t.caps().cancel)
        throw not_applicable("a cancel that does nothing would only be waited for");
    auto const        rows  = store_specimens(t, 2'000);
    auto              s     = t.open();
    constexpr auto    most  = std::chrono::seconds(5);
    auto const        begun = std::chrono::steady_clock::now();
    std::size_t       scans = 0;
    bool              ended = false;
    std::atomic<bool> over{false};
    {
        std::jthread const other([&] {
            while (!over) {
                s.cancel();
                std::this_thread::sleep_for(std::chrono::microseconds(20));
            }
        });
        // All rows but none, by a condition where the backend evaluates any.
        asking a({&specimen_model(), field_of(specimen_model(), "text")});
        if (t.caps().filters == storage::filtering::all)
            a.group(storage::op::not_, 1).compare(storage::op::icontains, storage::value_view::chars("no text has this"));
        auto const look = [&](auto const& done) {
            if (done)
                return false;
            ended = true;
            return done.error().code() != errc::canceled;
        };
        bool odd = false;
        while (!ended && !odd && std::chrono::steady_clock::now() - begun < most) {
            ++scans;
            auto cursor = s.scan(a.q);
            odd         = look(cursor);
            while (cursor && !ended && !odd) {
                auto const more = cursor->next();
                odd             = look(more);
                if (!more || !*more)
                    break;
            }
        }
        over = true;
        t.expect(!odd, "a scan during which another thread calls cancel: expected rows or the error canceled");
    }
    t.expect(ended,
             "none of " + std::to_string(scans) +
                 " scans of 2,000 rows was canceled, while another thread called cancel all the "
                 "time for five seconds");
    raw_query<specimen> const q;
    std::size_t               attempts = 0;
    while (++attempts != 100 && !s.scan(q.question)) // the last cancel may have come late
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    t.equal(all_rows<specimen>(t, s).size(), rows.size(), "rows after scans that were canceled");
}

inline constexpr behaviour waiting_behaviours[] = {
    {"tx.timeout", "ends within twice the limit, nothing left behind", need::isolation, 9, &tx_timeout},
    {"tx.cancel_running", "a call that works and does not wait", need::cancel, 1, &tx_cancel_running},
    {"tx.cancel", "from another thread, session usable afterwards", need::cancel, 1, &tx_cancel},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_WAITING_IPP

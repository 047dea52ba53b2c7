// SPDX-License-Identifier: BSL-1.0
#include <ssot/recorder.hpp>

#include <ssot/diff.hpp>
#include <ssot/json/text.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "support/forwarding_backend.hpp"
#include "support/stores.hpp"
#include "support/watched_backend.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace recorder_test {

namespace diff = ssot::diff;
namespace st   = ssot::storage;
using namespace std::chrono_literals;
using namespace std::string_literals;
using ssot::errc;
using ssot::field;
using ssot::from;
using ssot::job_result;
using ssot::job_result_status;
using ssot::sync_log_entry;
using ssot::sync_log_entry_action;
using ssot::sync_log_entry_status;

struct device {
    std::string name{};
    std::string role{};
};
BOOST_DESCRIBE_STRUCT(device, (), (name, role))

std::vector<device> const wanted{{"a", "x"}, {"b", "x"}, {"c", "x"}};
std::vector<device> const there{{"b", "y"}, {"c", "x"}, {"d", "x"}};

auto computed(diff::flags flags = diff::options().flags)
{
    return diff::compute(wanted, there, &device::name, {.flags = flags}).value();
}

/// Which fields each update of the store wrote, and failures on demand.
struct notes {
    std::vector<std::vector<std::string>>                                      updates{};
    std::function<std::optional<ssot::error>(st::record_batch const&)>         refuse_rows{};
    std::function<std::optional<ssot::error>(std::vector<std::string> const&)> refuse_fields{};
};

class noting : public ssot_test::forwarding_backend<> {
public:
    class session : public ssot_test::forwarding_session<> {
    public:
        session(st::memory_session inner, notes* to) : forwarding_session(std::move(inner)), to_(to) {}

        ssot::result<std::size_t> insert(st::record_batch rows)
        {
            if (to_->refuse_rows)
                if (auto e = to_->refuse_rows(rows))
                    return *e;
            return forwarding_session::insert(rows);
        }
        ssot::result<std::size_t> update(st::query const& q, std::span<st::assignment const> set)
        {
            std::vector<std::string> names;
            for (auto const& a : set)
                names.emplace_back(a.field < q.model->fields.size() ? q.model->fields[a.field].name : "revision");
            to_->updates.push_back(names);
            if (to_->refuse_fields)
                if (auto e = to_->refuse_fields(names))
                    return *e;
            return forwarding_session::update(q, set);
        }

    private:
        notes* to_;
    };
    using session_type = session;

    explicit noting(notes& to) : to_(&to) {}

    ssot::result<session> open() { return open_as<session>(to_); }

private:
    notes* to_;
};

/// A store whose recorders have clocks of their own: the wall's goes on by a second each time it is looked at, the steady
/// one by 10 milliseconds.
struct fixture {
    notes        seen{};
    ssot::store  store{noting(seen)};
    std::int64_t wall   = 0;
    std::int64_t steady = 0;
    std::int64_t memory = 0;

    ssot::recorder_options options()
    {
        return {.source    = "ServiceNow",
                .target    = "Nautobot",
                .heartbeat = 0ms,
                .clock     = [this] { return ssot_test::moment(1'000'000 * wall++); },
                .steady    = [this] { return std::chrono::nanoseconds(10'000'000 * steady++); },
                .memory =
                    [this](bool begin) {
                        ++memory;
                        return begin ? ssot::run_memory{1000 * memory, 0} : ssot::run_memory{1000 * memory, 5000 * memory};
                    }};
    }

    job_result                  job() { return store.select(from<job_result>()).value().at(0); }
    ssot::sync                  run() { return store.select(from<ssot::sync>()).value().at(0); }
    std::vector<sync_log_entry> entries()
    {
        std::vector<sync_log_entry> out;
        for (auto const& e : store.select(from<sync_log_entry>().order_by(ssot::asc<&sync_log_entry::id>)).value())
            out.push_back(e);
        return out;
    }
};

/// What an entry says: "create success device a: Created successfully".
std::string told(sync_log_entry const& e)
{
    return std::string(to_wire(e.action)) + ' ' + std::string(to_wire(e.status)) + ' ' + e.object_repr + ": " + e.message;
}
std::vector<std::string> told(std::vector<sync_log_entry> const& entries)
{
    std::vector<std::string> out;
    for (auto const& e : entries)
        out.push_back(told(e));
    return out;
}

sync_log_entry entry_of(std::string message)
{
    return {
        .action = sync_log_entry_action::create, .status = sync_log_entry_status::success, .message = std::move(message)};
}

/// A run of one entry, over a store that refuses it for a while, and whose connection then breaks.
struct doubted_run {
    ssot_test::watch               seen{};
    ssot_test::watched<st::memory> backend{seen};
    ssot::store                    store{backend};
    ssot::recorder                 r{store, {.source = "a", .target = "b", .heartbeat = 0ms}};
    sync_log_entry                 entry = entry_of("told");

    doubted_run() { entry.timestamp = ssot_test::moment(5); }

    /// Logs the entry. After `refused` inserts the next one is stored, or not, and nobody is told which.
    void log(int refused, bool is_stored)
    {
        seen.commit_first = is_stored;
        seen.fail         = [refused, is_stored, down = false](std::string_view call) mutable -> std::optional<ssot::error> {
            if (down)
                return ssot::error(errc::unavailable, "the connection is gone");
            if (call == "insert" && refused-- > 0)
                return ssot::error(errc::constraint, "not now");
            down = refused < 0 && call == (is_stored ? "commit" : "insert");
            if (down)
                return ssot::error(errc::outcome_unknown, "the connection broke", ssot::retry::check_first);
            return std::nullopt;
        };
        r.log(sync_log_entry(entry)).value();
        BOOST_TEST((r.flush().error().code() == errc::outcome_unknown));
        BOOST_TEST(r.written() == 0U);
        seen.fail         = nullptr;
        seen.commit_first = false;
    }

    sync_log_entry stored()
    {
        auto const all = store.select<sync_log_entry>({}).value();
        BOOST_TEST_REQUIRE(all.size() == 1U);
        return all[0];
    }
    std::int32_t counted() { return store.get<job_result>(r.job_result_id())->success_log_count.value_or(0); }
};

} // namespace recorder_test

using namespace recorder_test;

BOOST_AUTO_TEST_SUITE(recorder)

BOOST_FIXTURE_TEST_CASE(a_run_from_start_to_end, fixture)
{
    {
        ssot::recorder r{store, options()};
        BOOST_TEST((job().status == job_result_status::started));
        auto const a     = r.load_source([] { return wanted; });
        auto const b     = r.load_target([] { return there; });
        auto const found = r.compare([&] { return diff::compute(a, b, diff::by<&device::name>("device")); }).value();
        auto const done  = r.apply(found, [](diff::change const&) {}).value();
        BOOST_TEST((done == ssot::sync_counts{1, 1, 1, 1, 4, 0, 0}));
        BOOST_TEST(r.written() == 4U);
        r.finish().value();
    }
    auto const s = run();
    BOOST_TEST(s.source == "ServiceNow");
    BOOST_TEST(s.target == "Nautobot");
    BOOST_TEST(!s.dry_run);
    BOOST_TEST((s.job_result == job().id));
    for (auto const time : {s.source_load_time, s.target_load_time, s.diff_time, s.sync_time})
        BOOST_TEST((time == 10ms));
    BOOST_TEST((s.source_load_memory_final == 2000 && s.source_load_memory_peak == 10'000));
    BOOST_TEST((s.target_load_memory_final == 4000 && s.target_load_memory_peak == 20'000));
    BOOST_TEST((s.diff_memory_final == 6000 && s.diff_memory_peak == 30'000));
    BOOST_TEST((s.sync_memory_final == 8000 && s.sync_memory_peak == 40'000));
    BOOST_TEST(boost::json::serialize(s.diff) ==
               R"({"device":{"a":{"+":{"role":"x"}},"b":{"+":{"role":"x"},"-":{"role":"y"}},"d":{"-":{"role":"x"}}}})");
    BOOST_TEST(boost::json::serialize(s.summary.value()) == R"({"create":1,"update":1,"delete":1,"no-change":1,"skip":0})");

    auto const j = job();
    BOOST_TEST((j.status == job_result_status::success));
    BOOST_TEST(j.name == "ServiceNow → Nautobot");
    BOOST_TEST((j.date_started == s.start_time));
    BOOST_TEST((j.date_done.value() > j.date_started.value()));
    BOOST_TEST(!j.traceback.has_value());
    BOOST_TEST((j.success_log_count == 4 && j.warning_log_count == 0 && j.error_log_count == 0));

    BOOST_TEST(told(entries()) ==
                   (std::vector<std::string>{"create success device a: Created successfully",
                                             "update success device b: Updated successfully",
                                             "no-change success device c: No changes to apply; no action needed",
                                             "delete success device d: Deleted successfully"}),
               boost::test_tools::per_element());
    for (auto const& e : entries())
        BOOST_TEST((e.sync == s.id));
}

BOOST_FIXTURE_TEST_CASE(the_diff_is_written_once, fixture)
{
    ssot::recorder r{store, options()};
    r.load_source([] {});
    r.load_target([] {});
    auto const found = r.compare([] { return computed(); }).value();
    r.apply(found, [](auto const&) {}).value();
    r.finish().value();
    auto const with_diff = std::ranges::count_if(
        seen.updates, [](auto const& names) { return std::ranges::find(names, "diff") != names.end(); });
    BOOST_TEST(with_diff == 1);
    BOOST_TEST(boost::json::serialize(run().diff) == boost::json::serialize(found.diff)); // and the caller's is as it was
}

BOOST_FIXTURE_TEST_CASE(a_dry_run_compares_only, fixture)
{
    auto chosen    = options();
    chosen.dry_run = true;
    ssot::recorder r{store, chosen};
    auto const     found = r.compare([] { return computed(); }).value();
    BOOST_TEST((r.apply(found, [](auto const&) { BOOST_ERROR("nothing is applied"); }).value() == ssot::sync_counts()));
    r.finish().value();
    BOOST_TEST(run().dry_run);
    BOOST_TEST(!run().sync_time.has_value());
    BOOST_TEST(run().summary.has_value());
    BOOST_TEST(entries().empty());
    BOOST_TEST((job().status == job_result_status::success));
}

BOOST_FIXTURE_TEST_CASE(a_dry_run_logs_and_synchronizes_nothing, fixture)
{
    auto chosen    = options();
    chosen.dry_run = true;
    chosen.batch   = 1;
    ssot::recorder r{store, chosen};
    bool           called = false;
    r.synchronize([&] { called = true; });
    BOOST_TEST(r.synchronize([&] { return called = true, 7; }) == 0);
    BOOST_TEST((r.synchronize([&]() -> ssot::result<void> { return called = true, ssot::error(errc::io); }).has_value()));
    BOOST_TEST((r.synchronize([&]() -> ssot::result<int> { return called = true, 7; }).value() == 0));
    BOOST_TEST(r.log(entry_of("copied")).has_value());
    auto const lvalue = entry_of("lvalue");
    BOOST_TEST(r.log(lvalue).has_value());
    BOOST_TEST(r.flush().has_value());
    BOOST_TEST(r.finish().has_value());
    BOOST_TEST(!called);
    BOOST_TEST(r.written() == 0U);
    BOOST_TEST(!run().sync_time.has_value());
    BOOST_TEST(entries().empty());
    BOOST_TEST((job().success_log_count == 0));
    BOOST_TEST((r.log(entry_of("late")).error().code() == errc::misuse));
}

BOOST_FIXTURE_TEST_CASE(what_became_of_changes, fixture)
{
    ssot::recorder r{store, options()};
    auto const     done = r.apply(computed(), [](diff::change const& c) -> ssot::change_outcome {
        if (c.name() == "a")
            return {sync_log_entry_status::failure, {}};
        return {sync_log_entry_status::success, "as " + std::string(c.name())};
    });
    BOOST_TEST((done.value() == ssot::sync_counts{1, 1, 1, 1, 3, 1, 0}));
    auto const more =
        r.apply(computed(), [](diff::change const&) -> ssot::result<void> { return ssot::error(errc::busy, "not now"); });
    BOOST_TEST((more.value() == ssot::sync_counts{1, 1, 1, 1, 1, 0, 3}));
    r.finish().value();
    auto const all = told(entries());
    BOOST_TEST_REQUIRE(all.size() == 8U);
    BOOST_TEST(all[0] == "create failure object a: object create did not return the model object.");
    BOOST_TEST(all[1] == "update success object b: as b");
    BOOST_TEST(all[4] == "create error object a: not now (busy)");
    auto const j = job();
    BOOST_TEST((j.success_log_count == 4 && j.warning_log_count == 1 && j.error_log_count == 3));
}

BOOST_FIXTURE_TEST_CASE(what_is_below_a_failure_is_left, fixture)
{
    using devices_json = boost::json::array;
    devices_json const a{{{"k", 1}, {"parts", {{{"k", 2}, {"parts", {{{"k", 3}}}}}}}}, {{"k", 4}}};
    auto const         part = diff::by("k", "part");
    auto const         found =
        diff::compute(a, devices_json(), diff::by("k", "whole").children("parts", part.children("parts", part))).value();
    BOOST_TEST_REQUIRE(found.changes.size() == 4U);
    ssot::recorder r{store, options()};
    r.apply(found, [](diff::change const& c) {
         return ssot::change_outcome{c.unique_id == "1" ? sync_log_entry_status::failure : sync_log_entry_status::success,
                                     {}};
     }).value();
    r.finish().value();
    BOOST_TEST(told(entries()) ==
                   (std::vector<std::string>{"create failure whole 1: whole create did not return the model object.",
                                             "create success whole 4: Created successfully"}),
               boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(flags_of_the_difference_are_followed, fixture)
{
    ssot::recorder r{store, options()};
    r.apply(computed(diff::flags::continue_on_failure), [](auto const&) {}).value();
    BOOST_TEST(entries().size() == 3U); // without the unchanged one

    auto const stopped = r.apply(computed(diff::flags::log_unchanged),
                                 [](auto const&) { return ssot::change_outcome{sync_log_entry_status::error, "no"}; });
    BOOST_TEST((stopped.error().code() == errc::canceled));
    BOOST_TEST(stopped.error().text() == "object a failed, and the run does not go on after that");
    r.flush().value();
    BOOST_TEST(entries().size() == 4U); // the one that failed is told
}

BOOST_FIXTURE_TEST_CASE(unchanged_objects_are_folded, fixture)
{
    auto chosen           = options();
    chosen.fold_unchanged = true;
    ssot::recorder r{store, chosen};
    r.apply(computed(), [](auto const&) {}).value();
    r.apply(computed(), [](auto const&) {}).value();
    r.finish().value();
    auto const all = told(entries());
    BOOST_TEST_REQUIRE(all.size() == 7U);
    BOOST_TEST(all.back() == "no-change success : 2 objects without changes; no action needed");
    BOOST_TEST((job().success_log_count == 7));
}

BOOST_FIXTURE_TEST_CASE(too_many_changes_are_refused, fixture)
{
    auto const status_of = [&](std::optional<std::size_t> changes, std::optional<double> share, bool dry_run) {
        {
            auto chosen        = options();
            chosen.max_changes = changes;
            chosen.max_share   = share;
            chosen.dry_run     = dry_run;
            ssot::recorder r{store, chosen};
            auto const     found = r.compare([] { return computed(); });
            if (!found)
                BOOST_TEST((found.error().code() == errc::too_large));
            else
                r.finish().value();
        }
        auto const last = store.select(from<job_result>().order_by(ssot::desc<&job_result::id>).limit(1)).value().at(0);
        return last.status == job_result_status::success ? "success"s : last.traceback.value();
    };
    auto const refused = "3 of 4 objects would change, more than the limit of this run";
    BOOST_TEST(status_of(3, {}, false) == "success");
    BOOST_TEST(status_of(2, {}, false) == refused);
    BOOST_TEST(status_of(2, {}, true) == "success");
    BOOST_TEST(status_of({}, 0.75, false) == "success");
    BOOST_TEST(status_of({}, 0.74, false) == refused);
    auto const s = store.select(from<ssot::sync>().order_by(ssot::desc<&ssot::sync::id>).limit(1)).value().at(0);
    BOOST_TEST(s.summary.has_value()); // what was refused can be looked at
}

BOOST_FIXTURE_TEST_CASE(a_run_with_too_many_changes_fails, fixture)
{
    auto chosen        = options();
    chosen.max_changes = 1;
    ssot::recorder r{store, chosen};
    BOOST_TEST((r.compare([] { return computed(); }).error().code() == errc::too_large));
    BOOST_TEST((r.finish().error().code() == errc::too_large));
    BOOST_TEST((job().status == job_result_status::failure));
    BOOST_TEST(job().traceback.value() == "3 of 4 objects would change, more than the limit of this run");
    BOOST_TEST((r.finish().error().code() == errc::misuse)); // it has ended
}

BOOST_FIXTURE_TEST_CASE(a_refused_diff_is_told_and_the_run_goes_on, fixture)
{
    {
        ssot::recorder r{store, options()};
        auto           bad             = computed();
        bad.diff.as_object()["device"] = std::numeric_limits<double>::quiet_NaN();
        BOOST_TEST(r.compare([&] { return bad; }).has_value());
        BOOST_TEST((r.diff_refused().value().code() == errc::validation));
        r.apply(computed(), [](auto const&) {}).value();
        r.finish().value();
    }
    BOOST_TEST(boost::json::serialize(run().diff) == "{}");
    BOOST_TEST(run().summary.has_value());
    BOOST_TEST(run().sync_time.has_value());
    BOOST_TEST((job().status == job_result_status::success));
    BOOST_TEST(job().meta.value().at("diff_refused").as_string().starts_with("diff: "));

    seen.refuse_fields = [](auto const& names) -> std::optional<ssot::error> {
        if (std::ranges::find(names, "diff") == names.end())
            return std::nullopt;
        return ssot::error(errc::too_large, "total size of jsonb object elements exceeds the maximum of 268435455 bytes");
    };
    ssot::recorder r{store, options()};
    BOOST_TEST(r.compare([] { return computed(); }).has_value());
    BOOST_TEST((r.diff_refused().value().code() == errc::too_large));
    r.finish().value();
    auto const s = store.get<ssot::sync>(r.sync_id()).value();
    BOOST_TEST(boost::json::serialize(s.diff) == "{}");
    BOOST_TEST((s.summary.has_value() && s.diff_time == 10ms));
}

BOOST_FIXTURE_TEST_CASE(an_exception_is_a_failure, fixture)
{
    auto const run_it = [&] {
        ssot::recorder r{store, options()};
        r.log(entry_of("before")).value();
        r.load_source([]() -> int { throw std::runtime_error("no \xff connection"); });
    };
    BOOST_CHECK_THROW(run_it(), std::runtime_error);
    BOOST_TEST((job().status == job_result_status::failure));
    BOOST_TEST(job().traceback.value() == "no \\xff connection");
    BOOST_TEST(job().date_done.has_value());
    BOOST_TEST(!run().source_load_time.has_value());
    BOOST_TEST(entries().size() == 1U); // what was logged before is not lost
}

BOOST_FIXTURE_TEST_CASE(other_ways_to_fail, fixture)
{
    auto const traceback = [&](auto work) {
        try {
            ssot::recorder r{store, options()};
            work(r);
        } catch (int) {
            static_cast<void>(0);
        }
        auto const last = store.select(from<job_result>().order_by(ssot::desc<&job_result::id>).limit(1)).value().at(0);
        return last.status == job_result_status::failure ? last.traceback.value() : "no failure";
    };
    BOOST_TEST(traceback([](auto&) {}) == "The recorder was destroyed before the run was finished.");
    BOOST_TEST(traceback([](auto&) { throw 1; }) == "An exception ended the run.");
    BOOST_TEST(traceback([](auto& r) { r.synchronize([] { throw 1; }); }) == "an exception that is no std::exception");
    BOOST_TEST(traceback([](auto& r) { r.fail("why \0 not"s).value(); }) == "why \\x00 not");
    BOOST_TEST(traceback([](auto& r) {
                   static_cast<void>(
                       r.load_target([]() -> ssot::result<int> { return ssot::error(errc::timeout, "late"); }));
               }) == "late (timeout)");
    BOOST_TEST(traceback([](auto& r) {
                   static_cast<void>(
                       r.load_source([]() -> ssot::result<int> { return ssot::error(errc::timeout, "late"); }));
                   r.finish().value(); // it got over that
               }) == "no failure");
}

BOOST_FIXTURE_TEST_CASE(a_run_ends_once, fixture)
{
    {
        ssot::recorder r{store, options()};
        r.finish().value();
        auto const ended = job();
        BOOST_TEST((r.finish().error().code() == errc::misuse));
        BOOST_TEST((r.fail("late").error().code() == errc::misuse));
        BOOST_TEST((r.log(entry_of("late")).error().code() == errc::misuse));
        BOOST_TEST((job() == ended));
    }
    BOOST_TEST((job().status == job_result_status::success));
    BOOST_TEST(entries().empty());
}

BOOST_FIXTURE_TEST_CASE(an_end_by_others_stays, fixture)
{
    {
        ssot::recorder r{store, options()};
        auto           other = store.get<job_result>(r.job_result_id()).value();
        other.status         = job_result_status::revoked;
        store.update(other).value();
        BOOST_TEST((r.finish().error().code() == errc::conflict));
    }
    BOOST_TEST((job().status == job_result_status::revoked));
}

BOOST_FIXTURE_TEST_CASE(a_store_that_comes_back, fixture)
{
    ssot::recorder r{store, options()};
    bool           down = true;
    seen.refuse_rows    = [&](auto const&) { return down ? std::optional(ssot::error(errc::io, "gone")) : std::nullopt; };
    seen.refuse_fields  = [&](auto const&) { return down ? std::optional(ssot::error(errc::io, "gone")) : std::nullopt; };
    r.load_source([] {});
    r.log(entry_of("one")).value();
    BOOST_TEST((r.flush().error().code() == errc::io));
    BOOST_TEST((r.finish().error().code() == errc::io));
    BOOST_TEST(r.written() == 0U);
    BOOST_TEST((job().status == job_result_status::started));
    down = false;
    r.log(entry_of("two")).value();
    r.finish().value();
    BOOST_TEST(entries().size() == 2U);
    BOOST_TEST((run().source_load_time == 10ms));
    BOOST_TEST((job().status == job_result_status::success));
}

BOOST_FIXTURE_TEST_CASE(every_fault_once, fixture)
{
    // Whatever statement fails for a moment, the run ends well after all, and no entry is lost or there twice.
    for (std::size_t at = 0; at != 12; ++at) {
        std::size_t calls = 0;
        auto const  fault = [&](auto const&) {
            return calls++ == at ? std::optional(ssot::error(errc::busy, "not now", ssot::retry::statement)) : std::nullopt;
        };
        auto chosen  = options();
        chosen.batch = 2;
        ssot::recorder r{store, chosen};
        seen.refuse_rows   = fault;
        seen.refuse_fields = fault;
        auto const found   = r.compare([] { return computed(); });
        BOOST_TEST((found.has_value() && !r.diff_refused().has_value()));
        auto const applied = r.apply(*found, [](auto const&) {});
        BOOST_TEST((r.finish().has_value() || r.finish().has_value()));
        seen.refuse_rows = nullptr, seen.refuse_fields = nullptr;
        BOOST_TEST(store.count(from<sync_log_entry>().where(field<&sync_log_entry::sync> == r.sync_id())).value() == 4U);
        BOOST_TEST((store.get<job_result>(r.job_result_id()).value().success_log_count == 4));
    }
}

BOOST_FIXTURE_TEST_CASE(entries_are_written_in_batches, fixture)
{
    std::vector<std::size_t> sizes;
    seen.refuse_rows = [&](st::record_batch const& rows) {
        if (rows.model->name == sync_log_entry::model_name)
            sizes.push_back(rows.size());
        return std::optional<ssot::error>();
    };
    auto chosen  = options();
    chosen.batch = 3;
    ssot::recorder r{store, chosen};
    for (int i = 0; i != 7; ++i)
        r.log(entry_of(std::to_string(i))).value();
    BOOST_TEST(r.written() == 6U);
    r.flush().value();
    BOOST_TEST(r.written() == 7U);
    BOOST_TEST((sizes == std::vector<std::size_t>{3, 3, 1}));
}

BOOST_FIXTURE_TEST_CASE(entries_that_a_store_refuses_are_told_all_the_same, fixture)
{
    ssot::recorder r{store, options()};
    r.log(entry_of("good")).value();
    auto bad_diff = entry_of("with a diff");
    bad_diff.diff = boost::json::value(std::numeric_limits<double>::infinity());
    r.log(bad_diff).value();
    r.log(entry_of("zero \0 and \xff"s)).value();
    auto wrong   = entry_of("");
    wrong.action = static_cast<sync_log_entry_action>(77);
    r.log(wrong).value();
    auto nowhere               = entry_of("points");
    nowhere.synced_object_type = ssot::key_to<ssot::content_type, std::int64_t>{12345};
    r.log(nowhere).value();
    r.log(entry_of("last")).value();
    r.finish().value();

    auto const all = entries();
    BOOST_TEST_REQUIRE(all.size() == 6U);
    BOOST_TEST(all[0].message == "good");
    BOOST_TEST(!all[1].diff.has_value());
    BOOST_TEST(all[1].message.starts_with("with a diff (Not stored as it was: diff: "));
    BOOST_TEST((all[1].status == sync_log_entry_status::success));
    BOOST_TEST(all[2].message.starts_with("zero \\x00 and \\xff (Not stored as it was: message: "));
    BOOST_TEST((all[3].action == sync_log_entry_action::no_change));
    BOOST_TEST(all[3].message.starts_with("(Not stored as it was: action: "));
    BOOST_TEST(!all[4].synced_object_type.has_value());
    BOOST_TEST(all[5].message == "last");
    BOOST_TEST((job().success_log_count == 6));
}

BOOST_FIXTURE_TEST_CASE(an_object_may_be_logged_again_and_again, fixture)
{
    for (std::size_t const batch : {1U, 2U, 3U, 1000U}) {
        auto chosen  = options();
        chosen.batch = batch;
        ssot::recorder r{store, chosen};
        auto           entry = entry_of("");
        for (int i = 0; i != 5; ++i) {
            entry.message = std::to_string(i);
            BOOST_TEST(r.log(entry).has_value());
        }
        r.finish().value();
        BOOST_TEST(r.written() == 5U);
        BOOST_TEST(store.count(from<sync_log_entry>().where(field<&sync_log_entry::sync> == r.sync_id())).value() == 5U);
        BOOST_TEST((store.get<job_result>(r.job_result_id()).value().success_log_count == 5));
    }
}

BOOST_FIXTURE_TEST_CASE(a_key_that_is_given_stays_and_is_taken_once, fixture)
{
    for (std::size_t const batch : {1U, 3U, 1000U}) {
        auto chosen  = options();
        chosen.batch = batch;
        ssot::uuid key;
        ssot::uuid job_id;
        {
            ssot::recorder r{store, chosen};
            job_id           = r.job_result_id();
            auto const first = entry_of("first");
            key              = first.id;
            r.log(sync_log_entry(first)).value();
            auto const again = r.log(sync_log_entry(first));
            r.flush().has_value();
            auto const third = r.log(sync_log_entry(first)); // in the store by now
            r.log(entry_of("other")).value();
            r.log({.id = ssot::uuid(), .message = "a nil key is made"}).value();
            BOOST_TEST((again.has_value() || again.error().code() == errc::already_exists));
            BOOST_TEST(third.has_value());
            auto const ended = r.finish();
            BOOST_TEST_REQUIRE(!ended);
            BOOST_TEST((ended.error().code() == errc::already_exists));
            BOOST_TEST(ended.error().text().find("could not be stored") != std::string_view::npos);
            BOOST_TEST(r.set_aside() == (again ? 2U : 1U));
            BOOST_TEST((r.refused().at(0).id == key && r.refused().at(0).why.code() == errc::already_exists));
            BOOST_TEST(r.written() == 3U);
            BOOST_TEST(store.count(from<sync_log_entry>().where(field<&sync_log_entry::sync> == r.sync_id())).value() == 3U);
        }
        auto const job = store.get<job_result>(job_id).value();
        BOOST_TEST((job.status == job_result_status::success && job.success_log_count == 3));
        BOOST_TEST(job.traceback.value().find("could not be stored") != std::string::npos);
        BOOST_TEST((job.meta.value().at("entries_set_aside").as_int64() > 0));
        BOOST_TEST(store.get<sync_log_entry>(key).value().message == "first");
    }
}

BOOST_FIXTURE_TEST_CASE(entries_have_the_time_at_which_they_were_logged, fixture)
{
    auto chosen  = options();
    auto wall_us = std::int64_t(0);
    chosen.clock = [&] { return ssot_test::moment(wall_us); };
    ssot::recorder            r{store, chosen};
    std::vector<std::int64_t> expected;
    auto                      reused = entry_of("reused");
    for (std::int64_t const at : {5, 100, 7'000'000}) {
        wall_us = at;
        r.log(entry_of("moved")).value();
        r.log(reused).value();
        expected.insert(expected.end(), {at, at});
        if (at == 100)
            r.flush().value();
    }
    wall_us         = 9'000'000;
    auto given      = entry_of("given");
    given.timestamp = ssot_test::moment(-3);
    r.log(given).value();
    expected.push_back(-3);
    auto mended = entry_of("mended \xff");
    r.log(mended).value();
    expected.push_back(9'000'000);
    auto beyond      = entry_of("beyond");
    beyond.timestamp = ssot::timestamp::max();
    r.log(beyond).value();
    wall_us = 99'000'000;
    r.finish().value();
    std::vector<std::int64_t> found;
    for (auto const& e : entries())
        if (e.message.starts_with("beyond"))
            BOOST_TEST((e.timestamp <= ssot::max_timestamp));
        else
            found.push_back((e.timestamp - ssot_test::moment(0)).count());
    std::ranges::sort(found);
    std::ranges::sort(expected);
    BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_CASE(an_entry_of_a_sync_that_is_gone_is_stored_with_this_one, fixture)
{
    for (std::size_t const batch : {1U, 4U, 1000U}) {
        ssot::sync other{.source = "x", .target = "y"};
        store.insert(other).value();
        auto chosen  = options();
        chosen.batch = batch;
        ssot::recorder r{store, chosen};
        auto           of_other = entry_of("of another");
        of_other.sync           = other;
        r.log(entry_of("before")).value();
        if (batch == 1000)
            r.log(of_other).value();
        store.erase(other).value(); // while it is waited for
        of_other.sync = ssot::key_to<ssot::sync>{ssot::new_id()};
        r.log(of_other).value();
        for (int i = 0; i != 5; ++i)
            r.log(entry_of("after")).value();
        BOOST_TEST(r.finish().has_value());
        auto const n = batch == 1000 ? 8U : 7U;
        BOOST_TEST(r.written() == n);
        BOOST_TEST(r.mended() == n - 6);
        BOOST_TEST(r.set_aside() == 0U);
        auto const mine = store.select(from<sync_log_entry>().where(field<&sync_log_entry::sync> == r.sync_id())).value();
        BOOST_TEST(mine.size() == n);
        for (auto const& e : mine)
            BOOST_TEST((e.message == "before" || e.message == "after" ||
                        e.message.starts_with("of another (Not stored as it was: sync: ")));
        auto const job = store.get<job_result>(r.job_result_id()).value();
        BOOST_TEST((job.status == job_result_status::success));
        BOOST_TEST(job.meta.value().at("entries_mended").as_int64() == n - 6);
    }
}

/// Errors of every code, for one row of many: the others are stored, and the one is, or is told of.
BOOST_FIXTURE_TEST_CASE(one_entry_that_a_store_refuses_blocks_no_other, fixture)
{
    for (auto const code : {errc::constraint,
                            errc::validation,
                            errc::too_large,
                            errc::invalid_utf8,
                            errc::out_of_range,
                            errc::internal,
                            errc::corrupted,
                            errc::unsupported,
                            errc::foreign_key,
                            errc::not_found})
        for (bool const always : {false, true}) {
            ssot::uuid const poisoned = ssot::new_id();
            seen.refuse_rows          = [&](st::record_batch const& rows) -> std::optional<ssot::error> {
                if (rows.model->name != sync_log_entry::model_name)
                    return std::nullopt;
                for (std::size_t i = 0; i != rows.size(); ++i)
                    if (rows[i].at(rows.model->pk).as_uuid() == poisoned &&
                        (always || rows[i].at(ssot::field_index<&sync_log_entry::message>).as_chars() == "poison"))
                        return ssot::error(code, "no");
                return std::nullopt;
            };
            ssot::recorder r{store, options()};
            for (int i = 0; i != 3; ++i)
                r.log(entry_of("before")).value();
            auto poison = entry_of("poison");
            poison.id   = poisoned;
            r.log(std::move(poison)).value();
            for (int i = 0; i != 3; ++i)
                r.log(entry_of("after")).value();
            bool const kept = always &&
                (code == errc::internal || code == errc::corrupted || code == errc::unsupported ||
                 code == errc::not_found); // as a store answers that takes nothing at all
            auto const ended = r.finish();
            BOOST_TEST(ended.has_value() == !always);
            if (!kept) {
                BOOST_TEST(r.written() == (always ? 6U : 7U));
                BOOST_TEST(r.set_aside() == (always ? 1U : 0U));
                BOOST_TEST((store.get<job_result>(r.job_result_id()).value().status == job_result_status::success));
            }
            seen.refuse_rows = nullptr;
            if (kept) {
                BOOST_TEST(r.finish().has_value());
                BOOST_TEST(r.written() == 7U);
            }
        }
}

/// Why it was refused has gone when it is written again. Two inserts are the entry among others and alone; the third is what is
/// left of it, and the fourth the least that tells of it.
BOOST_AUTO_TEST_CASE(what_was_left_of_an_entry_is_found_again)
{
    for (int const refused : {2, 3})
        for (auto const& message : {"told"s, ""s})
            BOOST_TEST_CONTEXT(refused << " are refused of '" << message << "'")
            {
                doubted_run run;
                run.entry.message = message;
                run.log(refused, true);
                auto const left = run.stored();
                BOOST_TEST(left.message.ends_with("not now (constraint)" + std::string(refused == 2 ? ")" : "")));
                BOOST_TEST(run.r.finish().has_value());
                BOOST_TEST(run.r.written() == 1U);
                BOOST_TEST(run.r.mended() == 1U);
                BOOST_TEST(run.r.set_aside() == 0U);
                BOOST_TEST((run.stored() == left));
                BOOST_TEST(run.counted() == 1);
            }
}

BOOST_AUTO_TEST_CASE(an_entry_of_which_nothing_was_left_is_stored_whole)
{
    for (int const refused : {0, 2, 3}) {
        doubted_run run;
        run.log(refused, false);
        BOOST_TEST(run.store.count<sync_log_entry>().value() == 0U);
        BOOST_TEST(run.r.finish().has_value());
        BOOST_TEST(run.r.written() == 1U);
        BOOST_TEST(run.r.mended() == 0U);
        BOOST_TEST(run.stored().message == "told");
        BOOST_TEST(run.counted() == 1);
    }
}

/// When the entry is looked at again, the store refuses it for another reason than the first time.
BOOST_AUTO_TEST_CASE(what_was_left_is_found_whatever_the_store_says_now)
{
    for (int const refusals : {1, 2, 3, 4}) {
        doubted_run run;
        run.log(2, true);
        auto const left = run.stored();
        run.seen.fail   = [left_over = refusals](std::string_view call) mutable -> std::optional<ssot::error> {
            if (call == "insert" && left_over-- > 0)
                return ssot::error(errc::constraint, "not on a Monday");
            return std::nullopt;
        };
        BOOST_TEST(run.r.finish().has_value());
        BOOST_TEST(run.r.written() == 1U);
        BOOST_TEST(run.r.mended() == 1U);
        BOOST_TEST(run.r.set_aside() == 0U);
        BOOST_TEST((run.stored() == left));
        BOOST_TEST(run.counted() == 1);
    }
}

/// A store that cannot say whether an entry is there has not refused it, whatever its error is.
BOOST_AUTO_TEST_CASE(an_entry_that_could_not_be_looked_for_is_looked_for_again)
{
    for (int const refused : {0, 1, 2, 3})
        for (int which = 1; which != 8; ++which) // of the reads
            for (auto const code : {errc::constraint, errc::already_exists, errc::too_large, errc::internal, errc::busy})
                BOOST_TEST_CONTEXT(refused << " are refused, and read " << which << " fails with " << to_string(code))
                {
                    doubted_run run;
                    run.log(refused, true);
                    auto const left = run.stored();
                    int        read = 0;
                    run.seen.fail   = [&](std::string_view call) -> std::optional<ssot::error> {
                        if (call == "scan" && ++read == which)
                            return ssot::error(code, "not readable now");
                        return std::nullopt;
                    };
                    static_cast<void>(run.r.flush());
                    run.seen.fail = nullptr;
                    BOOST_TEST(run.r.finish().has_value());
                    BOOST_TEST(run.r.written() == 1U);
                    BOOST_TEST(run.r.set_aside() == 0U);
                    BOOST_TEST((run.stored() == left));
                    BOOST_TEST(run.counted() == 1);
                }
}

BOOST_AUTO_TEST_CASE(an_entry_in_doubt_that_the_store_refuses_for_good_is_set_aside)
{
    doubted_run run;
    run.log(2, false);
    run.seen.fail = [](std::string_view call) -> std::optional<ssot::error> {
        return call == "insert" ? std::optional(ssot::error(errc::constraint, "never")) : std::nullopt;
    };
    BOOST_TEST((run.r.flush().error().code() == errc::constraint));
    BOOST_TEST(run.r.set_aside() == 1U);
    BOOST_TEST(run.store.count<sync_log_entry>().value() == 0U);
    run.r.log(entry_of("another")).value(); // and does not stand in the way of those after it
    run.seen.fail = nullptr;
    BOOST_TEST(run.r.finish().has_value()); // the flush told of it
    BOOST_TEST(run.stored().message == "another");
}

BOOST_AUTO_TEST_CASE(the_row_of_another_is_not_what_was_left)
{
    auto const other = [](std::string message, std::int64_t time) {
        sync_log_entry out{.message = std::move(message)};
        out.timestamp = ssot_test::moment(time);
        return out;
    };
    for (auto rival : {other("another", 5),
                       other("tol (Not stored as it was: x)", 5),
                       other("told (Not stored as it was: x)", 6),
                       other("An entry could not be stored: x", 6)})
        BOOST_TEST_CONTEXT(rival.message)
        {
            doubted_run run;
            run.log(2, false);
            rival.id   = run.entry.id;
            rival.sync = ssot::key_to<ssot::sync>{run.r.sync_id()};
            run.store.insert(rival, {.keep_times = true}).value();
            BOOST_TEST((run.r.finish().error().code() == errc::already_exists));
            BOOST_TEST(run.r.written() == 0U);
            BOOST_TEST(run.r.mended() == 0U);
            BOOST_TEST_REQUIRE(run.r.set_aside() == 1U);
            BOOST_TEST((run.r.refused().at(0).id == rival.id));
            BOOST_TEST((run.stored() == rival));
            BOOST_TEST(run.counted() == 0);
        }
}

BOOST_FIXTURE_TEST_CASE(a_run_whose_sync_goes_ends_with_a_reason, fixture)
{
    ssot::recorder r{store, options()};
    r.log(entry_of("one")).value();
    store.erase(from<ssot::sync>()).value();
    r.log(entry_of("two")).value();
    BOOST_TEST((r.flush().error().code() == errc::foreign_key));
    r.log(entry_of("three")).value();
    BOOST_TEST((r.load_source([] { return 1; }) == 1));
    BOOST_TEST((r.finish().error().code() == errc::not_found));
    BOOST_TEST(r.set_aside() == 3U);
    auto const j = job();
    BOOST_TEST((j.status == job_result_status::failure));
    BOOST_TEST(j.traceback.value().starts_with("The sync of this run is not in the store any more."));
    BOOST_TEST(j.traceback.value().find("3 log entries could not be stored") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_failure_says_what_the_store_said, fixture)
{
    {
        bool           down = true;
        ssot::recorder r{store, options()};
        seen.refuse_rows = [&](auto const&) {
            return down ? std::optional(ssot::error(errc::no_space, "the disk is full")) : std::nullopt;
        };
        r.log(entry_of("one")).value();
        BOOST_TEST((r.finish().error().code() == errc::no_space));
        BOOST_TEST((r.finish().error().code() == errc::no_space));
    }
    seen.refuse_rows = nullptr;
    BOOST_TEST((job().status == job_result_status::failure));
    BOOST_TEST(job().traceback.value().find("the disk is full") != std::string::npos);
}

/// Durations and times at the ends of their range.
BOOST_FIXTURE_TEST_CASE(for_ever, fixture)
{
    using std::chrono::milliseconds;
    for (auto const every : {milliseconds::max(), milliseconds::min(), milliseconds(-1), milliseconds(1'000'000'000'000)})
        for (auto const at : {ssot::timestamp::max(), ssot::timestamp::min(), ssot::max_timestamp, ssot::min_timestamp})
            for (bool const first : {false, true}) {
                auto chosen      = options();
                chosen.heartbeat = every;
                chosen.clock     = [&] { return at; };
                chosen.steady    = [turn = first]() mutable {
                    turn = !turn;
                    return turn ? std::chrono::nanoseconds::max() : std::chrono::nanoseconds::min();
                };
                ssot::recorder r{store, chosen};
                static_cast<void>(r.load_source([] { return 1; }));
                r.log(entry_of("x")).value();
                r.flush().value();
                r.finish().value();
                auto const sync = store.get<ssot::sync>(r.sync_id()).value();
                BOOST_TEST((*sync.start_time >= ssot::min_timestamp && *sync.start_time <= ssot::max_timestamp));
            }
    {
        ssot::recorder r{store, options()};
        for (auto const at : {ssot::timestamp::max(), ssot::timestamp::min(), ssot_test::moment(0)})
            BOOST_TEST(
                ssot::recover(store, {.stale_after = milliseconds::max(), .clock = [&] { return at; }}).value().empty());
        BOOST_TEST(ssot::recover(store, {.stale_after = milliseconds::min()}).value().size() == 1U);
    }
}

BOOST_FIXTURE_TEST_CASE(a_recorder_that_was_moved_from, fixture)
{
    ssot::recorder r{store, options()};
    auto           other = std::move(r);
    BOOST_TEST((r.log(entry_of("x")).error().code() == errc::misuse)); // NOLINT(bugprone-use-after-move): what is tested
    BOOST_TEST((r.flush().error().code() == errc::misuse));
    BOOST_TEST((r.finish().error().code() == errc::misuse));
    BOOST_TEST((r.fail("x").error().code() == errc::misuse));
    BOOST_TEST((r.compare([] { return computed(); }).error().code() == errc::misuse));
    BOOST_TEST((r.apply(computed(), [](auto const&) {}).error().code() == errc::misuse));
    BOOST_TEST(r.load_source([] { return 3; }) == 3);
    BOOST_TEST((r.sync_id() == ssot::uuid() && r.job_result_id() == ssot::uuid() && r.written() == 0));
    BOOST_TEST(other.log(entry_of("x")).has_value());
    other.finish().value();
}

BOOST_FIXTURE_TEST_CASE(progress_is_told, fixture)
{
    std::vector<ssot::run_progress> told_of;
    auto                            chosen = options();
    chosen.batch                           = 2;
    chosen.progress                        = [&](ssot::run_progress const& p) { told_of.push_back(p); };
    ssot::recorder r{store, chosen};
    r.load_source([] {});
    r.apply(computed(), [](auto const&) {}).value();
    BOOST_TEST_REQUIRE(told_of.size() == 6U);
    BOOST_TEST((told_of[0].phase == ssot::run_phase::source_load && told_of[0].total == 0));
    BOOST_TEST((told_of[1].phase == ssot::run_phase::synchronize && told_of[1].done == 0 && told_of[1].total == 4));
    BOOST_TEST((told_of[3].done == 2 && told_of[3].written == 2));
    BOOST_TEST((told_of[5].done == 4 && told_of[5].written == 4));
}

BOOST_FIXTURE_TEST_CASE(names_that_are_too_long_are_refused_at_the_start, fixture)
{
    auto chosen   = options();
    chosen.source = std::string(65, 'x');
    auto const r  = ssot::recorder::start(store, chosen);
    BOOST_TEST((r.error().code() == errc::validation));
    BOOST_TEST(r.error().path() == "source");
    BOOST_TEST(store.count<job_result>().value() == 0U); // both or none
}

BOOST_FIXTURE_TEST_CASE(raw_documents, fixture)
{
    ssot::basic_recorder<ssot::raw_types> r{store, options()};
    auto const found = r.compare([] { return diff::compute<ssot::raw_types>(wanted, there, &device::name); }).value();
    r.apply(found, [](auto const&) {}).value();
    r.finish().value();
    BOOST_TEST(boost::json::serialize(run().diff) == found.diff.text());
    BOOST_TEST(entries().size() == 4U);
}

// Runs that were interrupted.

BOOST_FIXTURE_TEST_CASE(meta_says_whose_run_it_is, fixture)
{
    ssot::recorder r{store, options()};
    auto const     meta = job().meta.value();
    char           host[256]{};
    BOOST_TEST_REQUIRE(::gethostname(host, sizeof host - 1) == 0);
    BOOST_TEST(meta.at("host").as_string() == host);
    BOOST_TEST(meta.at("process_id").as_int64() == ::getpid());
    BOOST_TEST(meta.at("process_start_time").as_int64() >= 0);
    BOOST_TEST(meta.at("heartbeat").as_string() == "2024-01-01T00:00:00.000000Z");
    BOOST_TEST(job().worker.value() == host);
}

BOOST_FIXTURE_TEST_CASE(interrupted_runs_are_found_and_no_others, fixture)
{
    ssot::process_identity const here{"here", "boot", "pid:[1]", 7, 70};
    auto const add = [&](ssot::process_identity const& process, std::int64_t heartbeat_us, job_result_status status) {
        job_result job{.name   = process.host,
                       .status = status,
                       .meta = ssot::to_value(ssot::detail::recording::stamp_of(process, ssot_test::moment(heartbeat_us)))};
        return store.insert(job).value();
    };
    using enum job_result_status;
    auto const gone        = add({"here", "boot", "pid:[1]", 8, 80}, 0, started);
    auto const alive       = add({"here", "boot", "pid:[1]", 9, 90}, 0, started);
    auto const reused      = add({"here", "boot", "pid:[1]", 9, 91}, 0, started);
    auto const before_boot = add({"here", "older", "pid:[1]", 9, 90}, 0, started);
    auto const container   = add({"here", "boot", "pid:[2]", 8, 80}, 0, started);
    auto const elsewhere   = add({"there", "boot", "pid:[1]", 8, 80}, 0, started);
    auto const stale       = add({"there", "other", "pid:[1]", 8, 80}, -300'000'001, started);
    auto const fresh       = add({"there", "other", "pid:[1]", 8, 80}, -300'000'000, started);
    auto const hanging     = add({"here", "boot", "pid:[1]", 9, 90}, -300'000'001, started);
    auto const done        = add({"here", "boot", "pid:[1]", 8, 80}, -900'000'000, success);
    job_result foreign{.name = "celery", .status = started, .meta = boost::json::value{{"children", {1}}}};
    job_result bare{.name = "bare", .status = started};
    store.insert(foreign).value();
    store.insert(bare).value();

    ssot::recover_options   how{.clock      = [] { return ssot_test::moment(0); },
                                .here       = here,
                                .is_running = [](auto const& p) { return p.id == 9 && p.start_time == 90; }};
    std::vector<ssot::uuid> found;
    auto const              recovered = ssot::recover(store, how).value();
    for (auto const& run : recovered)
        found.push_back(run.job_result);
    std::vector<ssot::uuid> expected{gone, reused, before_boot, stale, hanging};
    std::ranges::sort(found);
    std::ranges::sort(expected);
    BOOST_TEST((found == expected));
    for (auto const& id : expected) {
        auto const j = store.get<job_result>(id).value();
        BOOST_TEST((j.status == failure && j.traceback == "interrupted" && j.date_done.has_value()));
    }
    for (auto const& id : {alive, container, elsewhere, fresh, foreign.id, bare.id}) {
        auto const j = store.get<job_result>(id).value();
        BOOST_TEST((j.status == started && !j.traceback && !j.date_done));
    }
    BOOST_TEST((store.get<job_result>(done).value().status == success));
    BOOST_TEST(ssot::recorder::recover(store, how).value().empty());
}

BOOST_FIXTURE_TEST_CASE(own_runs_go_on, fixture)
{
    auto chosen  = options();
    chosen.clock = ssot::now;
    ssot::recorder r{store, chosen};
    BOOST_TEST(ssot::recover(store).value().empty());
    r.finish().value();
}

// Several threads. Boost.Test's macros are called by the main thread alone.

BOOST_AUTO_TEST_CASE(entries_of_several_threads, *boost::unit_test::label("threads"))
{
    ssot::store store{st::memory{}};
    for (bool const beating : {false, true}) {
        std::atomic<std::size_t> told_of{0};
        std::atomic<int>         refused{0};
        ssot::recorder           r{store,
                                   {.source    = "a",
                                    .target    = "b",
                                    .batch     = 16,
                                    .heartbeat = beating ? 1ms : 0ms,
                                    .progress  = [&](ssot::run_progress const&) { ++told_of; }}};
        std::vector<std::thread> threads;
        for (int t = 0; t != 4; ++t)
            threads.emplace_back([&, t] {
                auto const load = [&] {
                    for (int i = 0; i != 250; ++i) {
                        refused += !r.log(entry_of(std::to_string(t) + '/' + std::to_string(i)));
                        if (i % 100 == 0)
                            refused += !r.flush();
                        if (i % 50 == 0)
                            static_cast<void>(r.written());
                    }
                    return 1;
                };
                static_cast<void>(t % 2 == 0 ? r.load_source(load) : r.load_target(load));
            });
        for (auto& t : threads)
            t.join();
        r.finish().value();
        BOOST_TEST(refused == 0);
        BOOST_TEST(told_of == 4U);
        BOOST_TEST(r.written() == 1000U);
        BOOST_TEST(store.count(from<sync_log_entry>().where(field<&sync_log_entry::sync> == r.sync_id())).value() == 1000U);
        BOOST_TEST((store.get<job_result>(r.job_result_id()).value().success_log_count == 1000));
    }
}

BOOST_AUTO_TEST_CASE(one_of_many_ends_the_run, *boost::unit_test::label("threads"))
{
    ssot::store              store{st::memory{}};
    ssot::recorder           r{store, {.source = "a", .target = "b", .heartbeat = 1ms}};
    std::atomic<int>         ended{0};
    std::atomic<int>         kept{0};
    std::vector<std::thread> threads;
    for (int t = 0; t != 4; ++t)
        threads.emplace_back([&, t] {
            kept += r.log(entry_of("x")).has_value();
            ended += t % 2 == 0 ? r.finish().has_value() : r.fail("no").has_value();
        });
    for (auto& t : threads)
        t.join();
    BOOST_TEST(ended == 1);
    BOOST_TEST(store.count<sync_log_entry>().value() == static_cast<std::size_t>(kept));
}

BOOST_AUTO_TEST_CASE(a_heart_beats_while_others_work, *boost::unit_test::label("threads"))
{
    ssot::store    store{st::memory{}};
    ssot::recorder r{store, {.source = "a", .target = "b", .heartbeat = 2ms}};
    auto const     beat  = [&] { return store.get<job_result>(r.job_result_id()).value().meta.value().at("heartbeat"); };
    auto const     first = beat();
    r.log(entry_of("waits for no flush")).value();
    bool seen = false;
    r.load_source([&] {
        for (int i = 0; i != 5000 && !seen; ++i) {
            std::this_thread::sleep_for(1ms);
            seen = beat() != first && r.written() == 1;
        }
    });
    BOOST_TEST(seen);
    BOOST_TEST(ssot::recover(store, {.stale_after = 60s}).value().empty());
    r.finish().value();
    auto const last = beat();
    std::this_thread::sleep_for(20ms);
    BOOST_TEST((beat() == last)); // none after the end
}

BOOST_AUTO_TEST_SUITE_END()

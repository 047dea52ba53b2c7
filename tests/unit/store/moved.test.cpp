// SPDX-License-Identifier: BSL-1.0
#include <ssot/recorder.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

// What objects answer whose value is another's now.

namespace {

using inventory::rack;
using ssot::errc;
using ssot::from;
using ssot_test::failure;

template<class Result>
bool is_misuse(Result const& r)
{
    return !r && r.error().code() == errc::misuse && r.error().text().find("moved from") != std::string_view::npos;
}

/// Every function of a store that was moved from.
void check_moved_store(ssot::store& gone)
{
    rack const r{.id = 1, .name = "r"};
    auto       row = r;
    BOOST_TEST(is_misuse(gone.insert(row)));
    BOOST_TEST(is_misuse(gone.insert(r)));
    BOOST_TEST(is_misuse(gone.insert(std::vector<rack>{r, r})));
    BOOST_TEST(is_misuse(gone.insert_if_absent(r)));
    BOOST_TEST(is_misuse(gone.validate(r)));
    BOOST_TEST(is_misuse(gone.get<rack>(1)));
    BOOST_TEST(is_misuse(gone.select<rack>({})));
    BOOST_TEST(is_misuse(gone.select(from<rack>().only<&rack::id>())));
    BOOST_TEST(is_misuse(gone.select(from<rack>().group_by<&rack::is>(ssot::row_count{}))));
    BOOST_TEST(is_misuse(gone.page(from<rack>())));
    BOOST_TEST(is_misuse(gone.count<rack>()));
    BOOST_TEST(is_misuse(gone.update_where(from<rack>(), [](rack&) {})));
    BOOST_TEST(is_misuse(gone.erase(r)));
    BOOST_TEST(is_misuse(gone.erase<rack>(1)));
    BOOST_TEST(is_misuse(gone.erase(from<rack>())));
    BOOST_TEST(is_misuse(gone.annotated_syncs()));
    BOOST_TEST(is_misuse(gone.purge(ssot::now())));
    BOOST_TEST(is_misuse(gone.session()));
    BOOST_TEST(is_misuse(gone.begin()));
    BOOST_TEST(is_misuse(gone.run([](auto& s) { return s.template count<rack>(); })));
    BOOST_TEST(is_misuse(ssot::recorder::start(gone, {.source = "A", .target = "B"})));
    BOOST_TEST(is_misuse(ssot::recover(gone)));
    BOOST_TEST(gone.caps().max_batch == ssot::storage::capabilities{}.max_batch);
    auto stream = gone.stream(from<rack>());
    auto at     = stream.begin();
    BOOST_TEST_REQUIRE(!(at == stream.end()));
    BOOST_TEST(is_misuse(*at));
    ++at;
    BOOST_TEST((at == stream.end()));
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_moved)

BOOST_AUTO_TEST_CASE(a_store_answers_misuse_until_it_is_assigned_to)
{
    ssot::store store{ssot::storage::any_backend(ssot::storage::memory{})};
    store.insert(rack{.id = 1, .name = "r"}).value();
    auto tx    = store.begin().value();
    auto there = std::move(store);
    check_moved_store(store); // NOLINT: that is the question
    tx.commit().value();
    BOOST_TEST(there.count<rack>().value() == 1U);
    store = std::move(there);
    BOOST_TEST(store.count<rack>().value() == 1U);
    check_moved_store(there); // NOLINT
}

BOOST_AUTO_TEST_CASE(a_transaction_is_over)
{
    ssot::store store{ssot::storage::any_backend(ssot::storage::memory{})};
    auto        tx    = store.begin().value();
    auto        there = std::move(tx);
    BOOST_TEST(failure(tx.commit()).code() == errc::misuse); // NOLINT
    BOOST_TEST(!tx.is_open());                               // NOLINT
    tx.rollback();                                           // NOLINT
    BOOST_TEST(there.is_open());
    store.insert(rack{.id = 1, .name = "r"}).value();
    there.commit().value();
    BOOST_TEST(store.count<rack>().value() == 1U);
}

BOOST_AUTO_TEST_CASE(a_stream_has_misuse_as_its_only_item)
{
    ssot::store store{ssot::storage::any_backend(ssot::storage::memory{})};
    store.insert(std::vector<rack>{{.id = 1, .name = "a"}, {.id = 2, .name = "b"}}).value();
    auto stream = store.stream(from<rack>());
    auto there  = std::move(stream);
    int  items  = 0;
    for (auto const& item : stream) { // NOLINT
        BOOST_TEST(is_misuse(item));
        ++items;
    }
    BOOST_TEST(items == 1);
    auto began = there.begin();
    auto third = std::move(there);
    BOOST_TEST(is_misuse(*began)); // of a stream that went on elsewhere
    ++began;
    BOOST_TEST((began == there.end())); // NOLINT
    for (auto const& item : third)
        BOOST_TEST(item.value().id == items++);
    BOOST_TEST(items == 3);
}

BOOST_AUTO_TEST_CASE(a_recorder_answers_misuse)
{
    ssot::store store{ssot::storage::any_backend(ssot::storage::memory{})};
    auto        recorder = ssot::recorder::start(store, {.source = "A", .target = "B"}).value();
    auto        there    = std::move(recorder);
    auto&       gone     = recorder;
    auto const  work     = []() -> ssot::result<void> { return {}; };
    auto const  none     = []() -> ssot::result<ssot::diff::difference> { return ssot::diff::difference(); };
    BOOST_TEST(is_misuse(gone.log(ssot::sync_log_entry())));
    BOOST_TEST(is_misuse(gone.flush()));
    BOOST_TEST(is_misuse(gone.finish()));
    BOOST_TEST(is_misuse(gone.fail("why")));
    BOOST_TEST(is_misuse(gone.compare(none)));
    BOOST_TEST(is_misuse(gone.apply(ssot::diff::difference(), [](ssot::diff::change const&) {})));
    BOOST_TEST(is_misuse(gone.synchronize(work)));
    BOOST_TEST(is_misuse(gone.load_source(work)));
    BOOST_TEST(gone.load_target([] { return 7; }) == 7, "work without room for an error is done");
    gone.synchronize([] {});
    BOOST_TEST(gone.sync_id().is_nil());
    BOOST_TEST(gone.job_result_id().is_nil());
    BOOST_TEST(gone.written() == 0U);
    BOOST_TEST(!gone.diff_refused());
    there.finish().value();
    BOOST_TEST(store.count<ssot::sync>().value() == 1U);
}

BOOST_AUTO_TEST_CASE(sessions_and_cursors_answer_misuse_and_backends_stay)
{
    namespace st     = ssot::storage;
    auto const check = [](auto backend) {
        auto                                     copy = std::move(backend);
        std::vector<st::model_desc const*> const models{&st::describe_model<rack>()};
        BOOST_TEST(backend.prepare_schema({models, 1, 0, {}}, st::schema_mode::create).value() == 1U); // NOLINT
        auto gone  = backend.open().value();                                                           // NOLINT
        auto there = std::move(gone);
        there.begin({}).value();
        auto other = std::move(there);

        st::query const           q{.model = models[0], .order = {{.field = 0}}};
        st::aggregate_query const all{.base = {.model = models[0]}, .measures = {{st::fold_fn::count}}};
        rack const                r{.id = 1, .name = "r"};
        st::record_batch const    rows{
            models[0], st::accessors_of<rack>(), reinterpret_cast<std::byte const*>(&r), sizeof r, 1, {}};
        for (auto* session : {&gone, &there}) {
            BOOST_TEST(is_misuse(session->insert(rows)));
            BOOST_TEST(is_misuse(session->insert_if_absent(rows)));
            BOOST_TEST(is_misuse(session->scan(q)));
            BOOST_TEST(is_misuse(session->update(q, {})));
            BOOST_TEST(is_misuse(session->erase(q)));
            BOOST_TEST(is_misuse(session->aggregate(all)));
            BOOST_TEST(is_misuse(session->begin({})));
            BOOST_TEST(failure(session->commit()).code() == errc::misuse);
            BOOST_TEST(failure(session->savepoint(1)).code() == errc::misuse);
            BOOST_TEST(failure(session->rollback_to(1)).code() == errc::misuse);
            BOOST_TEST(failure(session->release(1)).code() == errc::misuse);
            session->rollback();
        }
        auto cursor = other.aggregate(all).value();
        auto kept   = std::move(cursor);
        BOOST_TEST(is_misuse(cursor.next())); // NOLINT
        BOOST_TEST(kept.next().value());
        cursor = std::move(kept);
        BOOST_TEST(cursor.at(0).as_int() == 0);
        BOOST_TEST(!cursor.next().value());
        other.commit().value();
    };
    check(st::memory());
    check(st::any_backend(st::memory()));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test

// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/concept.hpp>

#include "support/key_value_backend.hpp"
#include "support/table_scan_backend.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <type_traits>

namespace {

using namespace ssot::storage;

// ---- cursors: one whole, then each with one fault ---------------------------------------------------------------------

struct cursor {
    result<bool> next() { return false; }
    value_view   at(std::size_t) const { return {}; }
};
struct without_next {
    value_view at(std::size_t) const { return {}; }
};
struct without_at {
    result<bool> next() { return false; }
};
struct with_plain_next : cursor {
    bool next() { return false; }
};
struct with_at_that_changes : cursor {
    value_view at(std::size_t) { return {}; }
};
struct with_owning_at : cursor {
    value at(std::size_t) const { return {}; }
};
struct cannot_move : cursor {
    cannot_move()              = default;
    cannot_move(cannot_move&&) = delete;
};
struct only_moves : cursor {
    only_moves()                        = default;
    only_moves(only_moves&&)            = default;
    only_moves& operator=(only_moves&&) = default;
};

static_assert(row_cursor<cursor> && row_cursor<only_moves>);
static_assert(!row_cursor<without_next> && !row_cursor<without_at>);
static_assert(!row_cursor<with_plain_next>, "an error has to be told");
static_assert(!row_cursor<with_at_that_changes> && !row_cursor<with_owning_at>);
static_assert(!row_cursor<cannot_move> && !row_cursor<int>);

// ---- sessions ---------------------------------------------------------------------------------------------------------

struct session {
    using cursor_type = cursor;

    result<std::size_t> insert(record_batch) { return 0U; }
    result<cursor>      scan(query const&) { return cursor(); }
    result<std::size_t> update(query const&, std::span<assignment const>) { return 0U; }
    result<std::size_t> erase(query const&) { return 0U; }
    result<void>        begin(tx_options) { return {}; }
    result<void>        commit() { return {}; }
    void                rollback() noexcept {}
};

struct without_insert : session {
    void insert(record_batch) = delete;
};
struct without_scan : session {
    void scan(query const&) = delete;
};
struct without_update : session {
    void update(query const&, std::span<assignment const>) = delete;
};
struct without_erase : session {
    void erase(query const&) = delete;
};
struct without_begin : session {
    void begin(tx_options) = delete;
};
struct without_commit : session {
    void commit() = delete;
};
struct without_rollback : session {
    void rollback() = delete;
};
struct with_throwing_rollback : session {
    void rollback() {}
};
struct with_silent_insert : session {
    std::size_t insert(record_batch) { return 0; }
};
struct with_counting_commit : session {
    result<bool> commit() { return true; }
};
struct with_borrowed_query : session {
    result<cursor> scan(query&) { return cursor(); }
};
struct with_writable_set : session {
    result<std::size_t> update(query const&, std::span<assignment>) { return 0U; }
};
struct with_other_cursor : session {
    using cursor_type = only_moves;
};
struct with_no_cursor : session {
    using cursor_type = int;
};
struct session_that_stays : session {
    session_that_stays()                     = default;
    session_that_stays(session_that_stays&&) = delete;
};
struct with_bases_of_arguments : session { // takes more than it is given
    result<std::size_t> insert(record_batch const&) { return 0U; }
    void                rollback() noexcept {}
};

static_assert(storage_session<session> && storage_session<with_bases_of_arguments>);
static_assert(!storage_session<without_insert> && !storage_session<without_scan> && !storage_session<without_update>);
static_assert(!storage_session<without_erase> && !storage_session<without_begin> && !storage_session<without_commit>);
static_assert(!storage_session<without_rollback> && !storage_session<with_throwing_rollback>);
static_assert(!storage_session<with_silent_insert> && !storage_session<with_counting_commit>);
static_assert(!storage_session<with_borrowed_query> && !storage_session<with_writable_set>);
static_assert(!storage_session<with_other_cursor> && !storage_session<with_no_cursor> &&
              !storage_session<session_that_stays>);
static_assert(!storage_session<cursor> && !storage_session<int>);

// ---- backends ---------------------------------------------------------------------------------------------------------

struct backend {
    using session_type = session;

    capabilities          caps() const noexcept { return {}; }
    result<std::uint32_t> prepare_schema(schema_view schema, schema_mode) { return schema.version; }
    result<session>       open() { return session(); }
};

struct without_caps : backend {
    void caps() const = delete;
};
struct without_schema : backend {
    void prepare_schema(schema_view, schema_mode) = delete;
};
struct without_open : backend {
    void open() = delete;
};
struct with_throwing_caps : backend {
    capabilities caps() const { return {}; }
};
struct with_changing_caps : backend {
    capabilities caps() noexcept { return {}; }
};
struct with_silent_schema : backend {
    result<void> prepare_schema(schema_view, schema_mode) { return {}; }
};
struct with_plain_open : backend {
    session open() { return {}; }
};
struct with_other_session : backend {
    using session_type = with_bases_of_arguments;
};
struct with_bad_session : backend {
    using session_type = without_scan;
    result<without_scan> open() { return without_scan(); }
};
struct backend_that_stays : backend { // may hold a mutex
    backend_that_stays()                          = default;
    backend_that_stays(backend_that_stays const&) = delete;
};

static_assert(storage_backend<backend> && storage_backend<backend_that_stays>);
static_assert(!storage_backend<without_caps> && !storage_backend<without_schema> && !storage_backend<without_open>);
static_assert(!storage_backend<with_throwing_caps> && !storage_backend<with_changing_caps>);
static_assert(!storage_backend<with_silent_schema> && !storage_backend<with_plain_open>);
static_assert(!storage_backend<with_other_session> && !storage_backend<with_bad_session>);
static_assert(!storage_backend<session> && !storage_backend<int> && !storage_backend<backend&>);
static_assert(storage_backend<ssot_test::key_value_backend> && storage_backend<ssot_test::table_scan_backend>);

// ---- what is optional -------------------------------------------------------------------------------------------------

struct able_session : session {
    result<cursor>      aggregate(aggregate_query const&) { return cursor(); }
    result<void>        savepoint(unsigned) { return {}; }
    result<void>        rollback_to(unsigned) { return {}; }
    result<void>        release(unsigned) { return {}; }
    result<std::size_t> insert_if_absent(record_batch) { return 0U; }
    result<std::size_t> insert_making_keys(record_batch, std::span<std::int64_t>) { return 0U; }
    void                cancel() noexcept {}
};
struct half_able_session : able_session {
    void release(unsigned) = delete;
    void cancel() {}
};

static_assert(making_keys<able_session> && !making_keys<session>);
static_assert(aggregating<able_session> && !aggregating<session>);
static_assert(with_savepoints<able_session> && !with_savepoints<session> && !with_savepoints<half_able_session>);
static_assert(inserting_if_absent<able_session> && !inserting_if_absent<session>);
static_assert(cancelable<able_session> && !cancelable<session> && !cancelable<half_able_session>);
static_assert(storage_session<able_session>);

constexpr tx_options usual{};
static_assert(usual.mode == tx_mode::read_write && usual.level == isolation::snapshot && usual.timeout.count() == 0);
static_assert(tx_options{.timeout = std::chrono::seconds(2)}.timeout.count() == 2'000);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(concept_)

BOOST_AUTO_TEST_CASE(the_least_backend_answers)
{
    ::backend b;
    BOOST_TEST((b.caps().filters == filtering::none));
    auto opened = b.open();
    BOOST_TEST_REQUIRE(opened.has_value());
    BOOST_TEST(opened->scan(::query{})->next().value() == false);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test

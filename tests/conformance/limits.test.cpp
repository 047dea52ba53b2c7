// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/testing/conformance.hpp>
#include <ssot/testing/trial.hpp>

#include "limited_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Backends that can do less, and declare so, conform wholly: the kit asks nothing of them that they did not declare.

namespace {

using ssot::conformance::outcome;
using ssot_test::limited_memory;
using ssot_test::limits;

// The kit's wrapper of a session hides none of its optional members.
using wrapped = ssot::conformance::detail::telling_session<ssot::storage::any_session>;
static_assert(ssot::storage::aggregating<wrapped> && ssot::storage::with_savepoints<wrapped> &&
              ssot::storage::inserting_if_absent<wrapped> && ssot::storage::preparing_schema<wrapped> &&
              ssot::storage::cancelable<wrapped>);

/// Nothing fails: no behaviour that is written by hand, and none of some of the generated ones; with SSOT_LONG_TESTS of more.
void conforms(limits                        what,
              std::vector<std::string_view> generated = {
                  "write.*.text", "write.*.json", "cursor.own_", "page.after.own.text"})
{
    auto const from = ssot::conformance::make_source<limited_memory>([what] { return limited_memory(what); });
    if (std::getenv("SSOT_LONG_TESTS") && generated.size() > 1)
        generated = {"write.", "cursor.", "page."};
    ssot::conformance::run_options options{.commands = 2'000, .strict = true};
    options.only.assign(generated.begin(), generated.end());
    for (auto const& b : ssot::conformance::behaviours())
        if (b.about.clause.empty())
            options.only.emplace_back(b.name);
    std::ostringstream out;
    auto const         r = ssot::conformance::examine(from, options, out);
    BOOST_TEST(r.good());
    for (auto const& v : r.verdicts)
        BOOST_TEST((v.how != outcome::failed && v.how != outcome::passed_though_absent), v.name << ": " << v.words);
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(limits_that_are_declared)

BOOST_AUTO_TEST_CASE(short_texts) { conforms({.max_text = 65'536}); }

BOOST_AUTO_TEST_CASE(shallow_documents) { conforms({.max_json_depth = 20}); }

BOOST_AUTO_TEST_CASE(documents_whose_keys_are_reordered) { conforms({.reorders_json = true}, {"write.update.json"}); }

BOOST_AUTO_TEST_CASE(small_batches) { conforms({.max_batch = 7}); }

BOOST_AUTO_TEST_CASE(one_cursor) { conforms({.one_cursor = true}); }

BOOST_AUTO_TEST_CASE(rows_by_key_without_transactions) { conforms({.keys_only = true}); }

BOOST_AUTO_TEST_CASE(texts_without_zero_bytes) { conforms({.text_nul = false}); }

BOOST_AUTO_TEST_CASE(small_calls) { conforms({.max_args = 120, .max_terms = 6}, {"limit.", "where.mixed.own.int64"}); }

BOOST_AUTO_TEST_CASE(calls_declined_at_random)
{
    conforms({.declines = 2},
             {"where.mixed.then.text",
              "page.after.via.text",
              "order.second.own.",
              "agg.counts.via.",
              "update.where.via.int64",
              "erase.where.own.text",
              "limit."});
}

BOOST_AUTO_TEST_CASE(every_call_declined)
{
    conforms({.max_args = 120, .max_terms = 6, .declines = 1}, {"where.in.via.int64", "order.asc.then.real", "limit."});
}

BOOST_AUTO_TEST_SUITE_END()

// ---- exceptions --------------------------------------------------------------------------------------------------------

namespace {

/// A session that throws what a backend may not.
class throwing_memory {
public:
    class session : public ssot::storage::memory_session {
    public:
        explicit session(ssot::storage::memory_session inner) : memory_session(std::move(inner)) {}
        ssot::result<std::size_t> update(ssot::storage::query const&, std::span<ssot::storage::assignment const>)
        {
            throw std::runtime_error("the engine is gone");
        }
    };
    using session_type = session;

    ssot::storage::capabilities caps() const noexcept { return inner_.caps(); }
    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode mode)
    {
        return inner_.prepare_schema(schema, mode);
    }
    ssot::result<session> open()
    {
        auto inner = inner_.open();
        if (!inner)
            return std::move(inner).error();
        return session(std::move(*inner));
    }

private:
    ssot::storage::memory inner_{};
};

std::string words_of(void (*judge)(ssot::conformance::trial&))
{
    auto const from = ssot::conformance::make_source<throwing_memory>([] { return throwing_memory(); });
    ssot::conformance::behaviour const b{"made.up", "", ssot::conformance::need::nothing, 3, judge};
    auto const                         v = ssot::conformance::judge(b, from, 1);
    BOOST_TEST((v.how == outcome::failed));
    return v.words;
}

} // namespace

BOOST_AUTO_TEST_CASE(an_exception_of_the_kit_is_not_blamed_on_the_backend)
{
    auto const of_kit = words_of([](ssot::conformance::trial&) { throw std::out_of_range("vector::at"); });
    BOOST_TEST(of_kit.find("the kit itself failed") != std::string::npos, of_kit);
    BOOST_TEST(of_kit.find("Sentence") == std::string::npos, of_kit);
    auto const of_backend = words_of([](ssot::conformance::trial& t) {
        ssot::storage::query const q{};
        static_cast<void>(t.open().update(q, {}));
    });
    BOOST_TEST(of_backend.find("an exception came out of the backend: the engine is gone") != std::string::npos, of_backend);
    BOOST_TEST(of_backend.find("Sentence 13") != std::string::npos, of_backend);
}

BOOST_AUTO_TEST_CASE(a_row_without_json_is_shown)
{
    ssot::sync run{.source = "a", .target = "b", .start_time = ssot::timestamp::max()};
    BOOST_TEST(ssot::conformance::show(run).starts_with("a row without JSON: "));
    BOOST_TEST(ssot::conformance::show(ssot::sync{.source = "a", .target = "b"}).starts_with("{"));
}

BOOST_AUTO_TEST_SUITE_END()

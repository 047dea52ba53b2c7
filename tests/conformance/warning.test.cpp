// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/warning.hpp>

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/testing/conformance.hpp>

#include "support/forwarding_backend.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

// The kit warns of backends that are right, but look at more rows than they must.

namespace {

namespace st = ssot::storage;
using ssot::conformance::outcome;
using ssot::conformance::report;

/// What looks at every row of a model where it need not.
enum class wasteful : std::uint8_t { nothing, filters, pages, unique };

/// Memory that counts the rows that it looks at, taken for those that it gives: its indexes find them. It refuses repeated values of
/// unique fields by itself. What is wasteful reads all rows first.
class counting_backend : public ssot_test::forwarding_backend<> {
    using counter = std::shared_ptr<std::atomic<std::uint64_t>>;

public:
    class cursor : public ssot_test::forwarding_cursor<> {
    public:
        cursor(st::memory_cursor rows, counter visited) : forwarding_cursor(std::move(rows)), visited_(std::move(visited)) {}
        ssot::result<bool> next()
        {
            auto more = forwarding_cursor::next();
            if (more && *more)
                ++*visited_;
            return more;
        }

    private:
        counter visited_;
    };

    class session : public st::memory_session {
    public:
        using cursor_type = cursor;

        session(st::memory_session s, wasteful what, counter visited)
            : st::memory_session(std::move(s)), what_(what), visited_(std::move(visited))
        {
        }

        ssot::result<cursor> scan(st::query const& q)
        {
            if ((what_ == wasteful::filters && !q.where.empty()) || (what_ == wasteful::pages && !q.after.empty()))
                rows_of({.model = q.model});
            return counted(st::memory_session::scan(q));
        }
        ssot::result<cursor> aggregate(st::aggregate_query const& q) { return counted(st::memory_session::aggregate(q)); }
        ssot::result<std::size_t> insert(st::record_batch rows)
        {
            for (std::uint16_t f = 0; f != rows.model->fields.size(); ++f)
                if (rows.model->fields[f].unique)
                    for (std::size_t i = 0; i != rows.size(); ++i)
                        if (has(*rows.model, f, rows[i].at(f)))
                            return ssot::error(ssot::errc::already_exists, "a unique value is taken");
            return st::memory_session::insert(rows);
        }

    private:
        ssot::result<cursor> counted(ssot::result<st::memory_cursor> rows)
        {
            if (!rows)
                return std::move(rows).error();
            return cursor(std::move(*rows), visited_);
        }
        std::size_t rows_of(st::query const& q)
        {
            std::size_t out = 0;
            for (auto rows = counted(st::memory_session::scan(q)).value(); rows.next().value();)
                ++out;
            return out;
        }
        bool has(st::model_desc const& model, std::uint16_t f, st::value_view value)
        {
            if (what_ == wasteful::unique)
                rows_of({.model = &model});
            st::query q{.model = &model};
            q.args  = {value};
            q.where = {{.what = st::op::eq, .field = f, .first = 0, .count = 1}};
            return rows_of(q) != 0;
        }

        wasteful what_;
        counter  visited_;
    };

    using session_type = session;

    explicit counting_backend(wasteful what) : what_(what) {}

    st::capabilities caps() const noexcept
    {
        auto out   = inner().caps();
        out.unique = true;
        return out;
    }
    ssot::result<session> open() { return open_as<session>(what_, visited_); }
    std::uint64_t         rows_visited() const noexcept { return *visited_; }

private:
    wasteful what_;
    counter  visited_ = std::make_shared<std::atomic<std::uint64_t>>(0);
};

static_assert(st::storage_backend<counting_backend> && st::counting_visits<counting_backend>);
static_assert(!st::counting_visits<st::memory>);

report examine(wasteful what, std::string* said = nullptr)
{
    auto const         from = ssot::conformance::make_source<counting_backend>([what] { return counting_backend(what); });
    std::ostringstream out;
    auto               r = ssot::conformance::examine(from, {.only = {"cost.", "insert.one"}}, out);
    if (said)
        *said = out.str();
    return r;
}

/// Each warning is of this ability, there are so many, and none is a failure.
void warns(wasteful what, std::string_view capability, std::size_t times)
{
    std::string said;
    auto const  r = examine(what, &said);
    BOOST_TEST(r.good());
    BOOST_TEST(r.count(outcome::passed) == 2U);
    BOOST_TEST(r.warnings.size() == times, said);
    auto const document = boost::json::parse(to_json(r)).as_object();
    BOOST_TEST_REQUIRE(document.at("warnings").as_array().size() == r.warnings.size());
    for (std::size_t i = 0; i != r.warnings.size(); ++i) {
        auto const& w = r.warnings[i];
        BOOST_TEST(w.behaviour == "cost.rows_visited");
        BOOST_TEST(w.capability == capability);
        BOOST_TEST(w.visited > ssot::conformance::allowed_visits(w.needed));
        auto const line = "warning: cost.rows_visited: " + std::string(capability) + ": " + w.what + " needs " +
            std::to_string(w.needed) + " rows, and looked at " + std::to_string(w.visited) + "\n";
        BOOST_TEST(said.find(line) != std::string::npos, said);
        auto const& written = document.at("warnings").at(i);
        BOOST_TEST(written.at("behaviour").as_string() == w.behaviour);
        BOOST_TEST(written.at("capability").as_string() == capability);
        BOOST_TEST(written.at("what").as_string() == w.what);
        BOOST_TEST(written.at("needed").to_number<std::uint64_t>() == w.needed);
        BOOST_TEST(written.at("visited").to_number<std::uint64_t>() == w.visited);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(warnings)

BOOST_AUTO_TEST_CASE(a_warning_is_one_line)
{
    BOOST_TEST(to_string(ssot::conformance::warning{"page.keyset", "pages", "a page", 5, 200}) ==
               "pages: a page needs 5 rows, and looked at 200");
    static_assert(ssot::conformance::allowed_visits(0) == 16 && ssot::conformance::allowed_visits(100) == 416);
}

BOOST_AUTO_TEST_CASE(a_backend_that_looks_only_at_what_it_must_gets_none) { warns(wasteful::nothing, "", 0); }

BOOST_AUTO_TEST_CASE(filters_that_look_at_every_row) { warns(wasteful::filters, "filters", 2); }

BOOST_AUTO_TEST_CASE(pages_that_look_at_every_row) { warns(wasteful::pages, "pages", 1); }

BOOST_AUTO_TEST_CASE(unique_values_that_are_compared_with_every_row) { warns(wasteful::unique, "unique", 1); }

BOOST_AUTO_TEST_CASE(what_a_backend_does_not_count_is_skipped)
{
    auto const         from = ssot::conformance::make_source<st::memory>([] { return st::memory(); });
    std::ostringstream out;
    auto const         r = ssot::conformance::examine(from, {.only = {"cost."}}, out);
    BOOST_TEST(r.count(outcome::skipped) == 1U);
    BOOST_TEST(r.count(outcome::failed) == 0U);
    BOOST_TEST(r.warnings.empty());
    BOOST_TEST(out.str().find("rows_visited()") != std::string::npos, out.str());
}

BOOST_AUTO_TEST_CASE(the_count_passes_through_any_backend)
{
    st::any_backend const counting{counting_backend(wasteful::nothing)};
    BOOST_TEST((counting.rows_visited() == 0U));
    BOOST_TEST(!st::any_backend(st::memory()).rows_visited().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "support/forwarding_backend.hpp"
#include "support/inventory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

// What the contract of backends leaves to the store: the row that an error names, and cursors beside transactions.

namespace {

namespace st = ssot::storage;
using inventory::rack;

/// How the backend below is unlike memory. Shared by all its sessions.
struct manners {
    std::string path{};               ///< of the error for a row named "refused"; # is its index in the batch
    bool        ends_cursors = false; ///< when a transaction begins or ends
    std::size_t borders      = 0;     ///< how many transactions began or ended
};

/// Memory that takes two rows at a time, refuses some, and may end its cursors with each transaction.
class strict_memory : public ssot_test::forwarding_backend<> {
public:
    class cursor : public ssot_test::forwarding_cursor<> {
    public:
        cursor(st::memory_cursor rows, manners const& how)
            : forwarding_cursor(std::move(rows)), how_(&how), opened_(how.borders)
        {
        }

        ssot::result<bool> next()
        {
            if (how_->ends_cursors && how_->borders != opened_)
                return ssot::error(ssot::errc::misuse, "the statement ended with its transaction");
            return forwarding_cursor::next();
        }

    private:
        manners const* how_;
        std::size_t    opened_;
    };

    class session : public ssot_test::forwarding_session<> {
    public:
        using cursor_type = cursor;

        session(st::memory_session inner, manners& how) : forwarding_session(std::move(inner)), how_(&how) {}

        ssot::result<std::size_t> insert(st::record_batch rows)
        {
            for (std::size_t i = 0; i != rows.size(); ++i)
                if (rows[i].at(1).as_chars() == "refused") {
                    auto path = how_->path;
                    if (auto const at = path.find('#'); at != std::string::npos)
                        path.replace(at, 1, std::to_string(i));
                    return ssot::error(ssot::errc::constraint, "refused by the engine").with_path(path);
                }
            return forwarding_session::insert(rows);
        }
        ssot::result<cursor> scan(st::query const& q) { return over<cursor>(forwarding_session::scan(q), *how_); }
        ssot::result<void>   begin(st::tx_options options)
        {
            ++how_->borders;
            return forwarding_session::begin(options);
        }
        ssot::result<void> commit()
        {
            ++how_->borders;
            return forwarding_session::commit();
        }
        void rollback() noexcept
        {
            ++how_->borders;
            forwarding_session::rollback();
        }

    private:
        manners* how_;
    };
    using session_type = session;

    explicit strict_memory(manners& how) : how_(&how) {}

    st::capabilities caps() const noexcept
    {
        auto out      = forwarding_backend::caps();
        out.max_batch = 2;
        return out;
    }
    ssot::result<session> open() { return open_as<session>(*how_); }

private:
    manners* how_;
};

std::vector<rack> racks(std::size_t n)
{
    std::vector<rack> out(n);
    for (std::size_t i = 0; i != n; ++i) {
        out[i].id   = static_cast<std::int64_t>(i + 1);
        out[i].name = "rack " + std::to_string(i + 1);
    }
    return out;
}

/// How many rows a stream gives, and the error at its end. `beside(i)` is called after row i.
template<class Beside>
std::pair<std::size_t, ssot::errc> read_all(ssot::store& store, Beside beside)
{
    std::size_t n = 0;
    for (auto const& row : store.stream(ssot::from<rack>())) {
        if (!row)
            return {n, row.error().code()};
        BOOST_TEST(row->name.starts_with("rack "));
        beside(++n);
    }
    return {n, ssot::errc()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(store)
BOOST_AUTO_TEST_SUITE(contract)

BOOST_AUTO_TEST_CASE(an_error_of_the_backend_names_the_row_of_the_caller)
{
    manners       how;
    strict_memory backend(how);
    ssot::store   store{backend};
    auto          rows = racks(5);
    rows[3].name       = "refused"; // the second row of the second batch
    auto const path_of = [&](std::string given) {
        how.path       = std::move(given);
        auto const out = store.insert(rows);
        BOOST_TEST_REQUIRE(out.has_error());
        BOOST_TEST((out.error().code() == ssot::errc::constraint));
        return std::string(out.error().path());
    };
    BOOST_TEST(path_of("[#].name") == "[3].name");
    BOOST_TEST(path_of("[#]") == "[3]");
    BOOST_TEST(path_of("name") == "name");
    BOOST_TEST(path_of("") == "");
    BOOST_TEST(path_of("[#].labels[7].x") == "[3].labels[7].x");
    for (auto const* const odd : {"[", "[]", "[x].name", "[99].name", "[-1]", "[1", "[18446744073709551615]", "[1x].name"})
        BOOST_TEST(path_of(odd) == odd, "what is no index of a row stays: " << odd);

    how.path = "[#].name";
    BOOST_TEST(store.insert(rows[3]).error().path() == "name", "a single row has no index");
    BOOST_TEST(store.insert(std::span(&rows[3], 1)).error().path() == "[0].name", "a span of one has");
    BOOST_TEST(store.count<rack>().value() == 0U);
}

BOOST_AUTO_TEST_CASE(a_key_that_is_taken_is_named_with_the_key)
{
    manners       how;
    strict_memory backend(how);
    ssot::store   store{backend};
    auto          rows = racks(5);
    store.insert(rack{.id = 5, .name = "another name"}).value();
    auto const many = store.insert(rows);
    BOOST_TEST_REQUIRE(many.has_error());
    BOOST_TEST(many.error().path() == "[4].id");
    BOOST_TEST_REQUIRE(many.error().keys().size() == 1U);
    BOOST_TEST(many.error().keys()[0] == "5");
}

BOOST_AUTO_TEST_CASE(a_stream_goes_on_beside_transactions)
{
    ssot::store store{st::memory()};
    store.insert(racks(20)).value();
    auto const beside = [&](std::size_t i) {
        if (i == 3) {
            auto tx = store.begin().value();
            store.erase<rack>(20).value();
            store.insert(rack{.id = 21, .name = "rack 21"}).value();
            tx.commit().value();
        } else if (i == 6) {
            auto tx = store.begin().value();
            store.erase<rack>(19).value();
        } else if (i == 9) {
            store.insert(rack{.id = 22, .name = "rack 22"}).value();
        }
    };
    auto const [rows, why] = read_all(store, beside);
    BOOST_TEST(rows == 20U);
    BOOST_TEST((why == ssot::errc()));
    BOOST_TEST(store.count<rack>().value() == 21U);
    {
        auto tx = store.begin().value();
        store.erase<rack>(22).value();
        auto const ended = read_all(store, [&](std::size_t i) {
            if (i == 5)
                tx.rollback();
        });
        BOOST_TEST((ended.second == ssot::errc() && ended.first >= 5U));
    }
    BOOST_TEST(store.count<rack>().value() == 21U);
}

BOOST_AUTO_TEST_CASE(a_cursor_that_ends_with_its_transaction_is_the_last_item_of_the_stream)
{
    manners       how{.ends_cursors = true};
    strict_memory backend(how);
    ssot::store   store{backend};
    store.insert(racks(20)).value();
    auto const write = [&](std::size_t i) {
        if (i == 3)
            store.insert(rack{.id = 21, .name = "rack 21"}).value();
    };
    BOOST_TEST((read_all(store, write) == std::pair(std::size_t{3}, ssot::errc::misuse)));
    BOOST_TEST(store.count<rack>().value() == 21U, "the write was done");
    {
        auto tx = store.begin().value(); // around both
        store.erase<rack>(21).value();
        BOOST_TEST((read_all(store, write) == std::pair(std::size_t{20}, ssot::errc())));
        tx.commit().value();
    }
    BOOST_TEST(store.count<rack>().value() == 21U);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

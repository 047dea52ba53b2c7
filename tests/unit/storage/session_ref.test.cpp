// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/session_ref.hpp>

#include <ssot/error.hpp>
#include <ssot/storage/describe.hpp>

#include "support/forwarding_backend.hpp"
#include "support/inventory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace {

namespace st = ssot::storage;
using inventory::rack;
using ssot::errc;

constexpr std::size_t rack_fields = 10;

/// Rows of a rack whose keys are 1, 2 and so on. It notes which columns are read.
class counted_rows {
public:
    counted_rows(std::size_t rows, std::vector<std::size_t>* read) : left_(rows), read_(read) {}

    ssot::result<bool> next()
    {
        ++key_;
        return left_-- != 0;
    }
    st::value_view at(std::size_t i) const
    {
        read_->push_back(i);
        if (i == 1)
            return st::value_view::chars("rack");
        return i == 2 ? st::value_view::integer(300'000'000'000) : st::value_view::integer(key_); // too high for 32 bits
    }

private:
    std::size_t               left_;
    std::int64_t              key_ = 0;
    std::vector<std::size_t>* read_;
};
static_assert(st::row_cursor<counted_rows>);

} // namespace

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(session_ref)

BOOST_AUTO_TEST_CASE(a_row_is_copied_with_the_columns_that_are_wanted)
{
    std::vector<std::size_t> read;
    st::any_cursor           rows(counted_rows(1, &read), 66, 0b10);
    BOOST_TEST(rows.next().value());
    BOOST_TEST(rows.at(1).as_chars() == "rack");
    BOOST_TEST((read == std::vector<std::size_t>{1}), "the first alone");
    BOOST_TEST(rows.at(0).is_null());
    BOOST_TEST((read == std::vector<std::size_t>{1, 1, 64, 65}), "and every column from 64 on");
    BOOST_TEST(rows.at(65).as_int() == 1);
    BOOST_TEST(read.size() == 4U, "they are not read again");
    BOOST_TEST(!rows.next().value());
}

BOOST_AUTO_TEST_CASE(a_row_is_written_into_an_object)
{
    rack                     r{.height = 7};
    std::vector<std::size_t> read;
    st::any_cursor           rows(counted_rows(2, &read), rack_fields);
    st::row_target           to{.object = &r, .accessors = st::accessors_of<rack>(), .fields = 0b011};
    BOOST_TEST(rows.next_into(to).value());
    BOOST_TEST(to.read.has_value());
    BOOST_TEST(r.id == 1);
    BOOST_TEST(r.name == "rack");
    BOOST_TEST(r.height == 7, "a field that is not wanted");
    BOOST_TEST(to.revision == 0);

    to.fields         = 0b101;
    to.revision_field = 3;
    BOOST_TEST(rows.next_into(to).value(), "there is a row, which does not fit");
    BOOST_TEST((to.read.error().code() == errc::corrupted));
    BOOST_TEST(r.id == 2, "fields before the one that does not fit are written");
    BOOST_TEST(rows.at(2).as_int() == 300'000'000'000, "and the row can be looked at");
    BOOST_TEST(!rows.next_into(to).value());
}

BOOST_AUTO_TEST_CASE(the_revision_comes_with_the_row)
{
    rack                     r;
    std::vector<std::size_t> read;
    st::any_cursor           rows(counted_rows(1, &read), rack_fields);
    st::row_target           to{.object = &r, .accessors = st::accessors_of<rack>(), .fields = 1, .revision_field = 5};
    BOOST_TEST(rows.next_into(to).value());
    BOOST_TEST(to.revision == 1);
}

BOOST_AUTO_TEST_CASE(a_cursor_that_was_moved_from_is_misused)
{
    std::vector<std::size_t> read;
    st::any_cursor           rows(counted_rows(1, &read), 2);
    st::any_cursor           moved = std::move(rows);
    st::row_target           to;
    BOOST_TEST((rows.next().error().code() == errc::misuse));        // NOLINT(bugprone-use-after-move): what is tested
    BOOST_TEST((rows.next_into(to).error().code() == errc::misuse)); // NOLINT(bugprone-use-after-move)
    BOOST_TEST(moved.next().value());
}

BOOST_AUTO_TEST_CASE(what_a_session_lacks_is_unsupported)
{
    st::memory backend;
    auto const held = [&]<class Session>(Session s) -> std::unique_ptr<st::session_ref> {
        return std::make_unique<st::detail::held_session<Session>>(std::move(s));
    };
    auto const full  = held(backend.open().value());
    auto const least = held(ssot_test::forwarding_session<>(backend.open().value()));
    BOOST_TEST(least->begin({}).has_value());
    BOOST_TEST((least->savepoint(1).error().code() == errc::unsupported));
    BOOST_TEST((least->rollback_to(1).error().code() == errc::unsupported));
    BOOST_TEST((least->release(1).error().code() == errc::unsupported));
    BOOST_TEST((least->insert_if_absent({}).error().code() == errc::unsupported));
    BOOST_TEST((least->insert_making_keys({}, {}).error().code() == errc::unsupported));
    BOOST_TEST((least->prepare_schema({}, st::schema_mode::verify).error().code() == errc::unsupported));
    BOOST_TEST((least->aggregate({}).error().text() == "the session has no aggregate"));
    least->cancel(); // does nothing
    least->rollback();

    BOOST_TEST(full->begin({}).has_value());
    BOOST_TEST(full->savepoint(1).has_value());
    BOOST_TEST(full->release(1).has_value());
    full->rollback();
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

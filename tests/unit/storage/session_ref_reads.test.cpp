// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/session_ref.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

// What crosses the border between the store and a backend: how much of a row is read.

namespace {

using ssot::storage::any_cursor;
using ssot::storage::value_view;

/// Rows whose field `i` in row `r` is 10 r + i. It counts how often each field is read.
class field_counting_cursor {
public:
    field_counting_cursor(std::array<int, 8>& field_reads, std::int64_t rows) : reads_(&field_reads), rows_(rows) {}

    ssot::result<bool> next() { return ++row_ <= rows_; }
    value_view         at(std::size_t i) const
    {
        ++(*reads_)[i];
        return value_view::integer(10 * row_ + static_cast<std::int64_t>(i));
    }

private:
    std::array<int, 8>* reads_;
    std::int64_t        rows_;
    std::int64_t        row_ = 0;
};

using field_reads = std::array<int, 8>;

} // namespace

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(session_ref_reads)

BOOST_AUTO_TEST_CASE(a_cursor_reads_the_first_column_alone_and_then_the_whole_row)
{
    field_reads n{};
    any_cursor  rows(field_counting_cursor(n, 2), 6);
    BOOST_TEST(rows.next().value());
    BOOST_TEST((n == field_reads{}), "nothing was asked for");
    BOOST_TEST(rows.at(3).as_int() == 13);
    BOOST_TEST(rows.at(3).as_int() == 13);
    BOOST_TEST((n == field_reads{0, 0, 0, 2, 0, 0, 0, 0}));
    BOOST_TEST(rows.at(1).as_int() == 11);
    BOOST_TEST((n == field_reads{1, 1, 1, 3, 1, 1, 0, 0}));
    for (std::size_t i = 0; i != 6; ++i)
        BOOST_TEST(rows.at(i).as_int() == 10 + static_cast<std::int64_t>(i));
    BOOST_TEST((n == field_reads{1, 1, 1, 3, 1, 1, 0, 0}), "each was copied");

    BOOST_TEST(rows.next().value());
    BOOST_TEST(rows.at(0).as_int() == 20);
    BOOST_TEST(rows.at(5).as_int() == 25);
    BOOST_TEST(rows.at(0).as_int() == 20);
    BOOST_TEST(!rows.next().value());
}

BOOST_AUTO_TEST_CASE(a_row_of_a_few_columns_is_copied_at_once)
{
    field_reads n{};
    any_cursor  rows(field_counting_cursor(n, 1), 4);
    BOOST_TEST(rows.next().value());
    BOOST_TEST((n == field_reads{1, 1, 1, 1, 0, 0, 0, 0}));
    BOOST_TEST(rows.at(2).as_int() == 12);
    BOOST_TEST((n == field_reads{1, 1, 1, 1, 0, 0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(columns_that_are_not_wanted_are_null_and_not_read)
{
    field_reads n{};
    any_cursor  rows(field_counting_cursor(n, 2), 8, 0b1010'0001);
    for (std::int64_t row = 1; row != 3; ++row) {
        BOOST_TEST(rows.next().value());
        BOOST_TEST(rows.at(1).is_null());
        BOOST_TEST(rows.at(5).as_int() == 10 * row + 5);
        BOOST_TEST(rows.at(1).is_null());
        BOOST_TEST(rows.at(7).as_int() == 10 * row + 7);
    }
    BOOST_TEST((n == field_reads{2, 0, 0, 0, 0, 2, 0, 2}));
}

BOOST_AUTO_TEST_CASE(a_cursor_that_was_moved_from_answers_misuse)
{
    field_reads n{};
    any_cursor  rows(field_counting_cursor(n, 1), 2);
    auto        other = std::move(rows);
    BOOST_TEST((rows.next().error().code() == ssot::errc::misuse)); // NOLINT(bugprone-use-after-move)
    BOOST_TEST(other.next().value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

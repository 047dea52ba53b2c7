// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_PAGE_HPP
#define SSOT_STORE_PAGE_HPP

// Rows page by page, each beginning behind the last row of the one before: complete and without repeats while rows come and go.
// The pages put together are what `select` gives, copies of rows that a `join` finds several times included.
//
//   auto const query = ssot::from<ssot::sync>().order_by(ssot::desc<&ssot::sync::start_time>).limit(50);
//   ssot::page<ssot::sync> first = store.page(query).value();
//   if (first.next)
//       link("?after=" + to_string(*first.next));                          // letters, digits, '.' and '-'
//   ...
//   auto second = store.page(query, ssot::parse_page_key(parameter).value());
//
// Example: docs/examples/queries.cpp.

#include <ssot/error.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/store/stored.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot {

/// Where a page ended: the values of that row, one for each term of the ordering, and how many of its copies were given. A plain
/// value.
class page_key {
public:
    page_key(std::vector<storage::value> values, std::uint32_t ordering, std::uint64_t copies = 0)
        : values_(std::move(values)), ordering_(ordering), copies_(copies)
    {
    }

    std::vector<storage::value> const& values() const noexcept { return values_; }

    /// Stands for the ordering, so that a key of another one is noticed.
    std::uint32_t ordering() const noexcept { return ordering_; }

    /// How many copies of the row this page and those before it gave, in a query with `join` and without `distinct`: the next
    /// page begins with those that are left. 0 when it begins behind the row.
    std::uint64_t copies() const noexcept { return copies_; }

    friend bool operator==(page_key const& a, page_key const& b);

    /// The key as text for a URL: letters, digits, '.' and '-'.
    friend std::string to_string(page_key const& key);

private:
    std::vector<storage::value> values_;
    std::uint32_t               ordering_;
    std::uint64_t               copies_;
};

std::string to_string(page_key const& key);

/// Reads what `to_string` wrote. Errors: `invalid_value`.
result<page_key> parse_page_key(std::string_view text);

/// Some rows, and where the next page begins; nothing when there is none.
template<class Row>
struct page_of {
    std::vector<Row>        rows{};
    std::optional<page_key> next{};
};
template<model M>
using page = page_of<stored<M>>;

namespace detail {

/// Stands for the ordering of a query in its page keys.
std::uint32_t ordering_mark(storage::query const& q) noexcept;

/// Whether a key can be one of a query's pages; it may come from anywhere. `repeats`: its rows may come several times.
bool fits(page_key const& key, storage::query const& q, bool repeats) noexcept;

} // namespace detail

} // namespace ssot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/store/page.ipp>
#endif

#endif // SSOT_STORE_PAGE_HPP

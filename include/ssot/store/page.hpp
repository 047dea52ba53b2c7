// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_PAGE_HPP
#define SSOT_STORE_PAGE_HPP

// Rows page by page. Each page begins after the last row of the page before it, so that no row is missing or repeated while
// others are inserted and erased. All pages together are what `select` gives, including the copies of a row that a `join`
// finds several times.
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

/// The position where a page ended: the values that its last row has in the terms of the ordering. A regular value; it
/// refers to nothing.
class page_key {
public:
    page_key(std::vector<storage::value> values, std::uint32_t ordering, std::uint64_t copies = 0)
        : values_(std::move(values)), ordering_(ordering), copies_(copies)
    {
    }

    std::vector<storage::value> const& values() const noexcept { return values_; }

    /// Identifies the ordering, so that a key of another ordering is noticed.
    std::uint32_t ordering() const noexcept { return ordering_; }

    /// The number of copies of the last row that this page and the pages before it gave, in a query with `join` and without
    /// `distinct`. The next page begins with the remaining copies. 0 if the next page begins after the row.
    std::uint64_t copies() const noexcept { return copies_; }

    friend bool operator==(page_key const& a, page_key const& b);

    /// Returns the key as text for a URL, made of letters, digits, '.' and '-'.
    friend std::string to_string(page_key const& key);

private:
    std::vector<storage::value> values_;
    std::uint32_t               ordering_;
    std::uint64_t               copies_;
};

std::string to_string(page_key const& key);

/// Reads what `to_string` wrote. The text may come from anywhere. Errors: `invalid_value`.
result<page_key> parse_page_key(std::string_view text);

/// The rows of a page, and where the next one begins; `next` is empty after the last page.
template<class Row>
struct page_of {
    std::vector<Row>        rows{};
    std::optional<page_key> next{};
};
template<model M>
using page = page_of<stored<M>>;

namespace detail {

/// A number that identifies the ordering of a query in its page keys.
std::uint32_t ordering_mark(storage::query const& q) noexcept;

/// Whether a key, which may come from anywhere, fits a query. `repeats`: whether the query may give a row several times.
bool fits(page_key const& key, storage::query const& q, bool repeats) noexcept;

} // namespace detail

} // namespace ssot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/store/page.ipp>
#endif

#endif // SSOT_STORE_PAGE_HPP

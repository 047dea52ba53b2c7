// SPDX-License-Identifier: BSL-1.0
#include "growth/new_store.hpp"

#include <ssot/storage/memory.hpp>

#include "growth/steps.hpp"

#include <cstddef>
#include <utility>

namespace growth {
namespace {

namespace st = ssot::storage;

/// Counts the rows that it gives.
class counted_cursor {
public:
    explicit counted_cursor(st::memory_cursor rows) : rows_(std::move(rows)) {}

    ssot::result<bool> next()
    {
        auto more = rows_.next();
        if (more && *more)
            count_row();
        return more;
    }
    st::value_view at(std::size_t i) const { return rows_.at(i); }

private:
    st::memory_cursor rows_;
};

class counted_session : public st::memory_session {
public:
    using cursor_type = counted_cursor;

    explicit counted_session(st::memory_session s) : st::memory_session(std::move(s)) {}

    ssot::result<counted_cursor> scan(st::query const& q) { return counted(st::memory_session::scan(q)); }
    ssot::result<counted_cursor> aggregate(st::aggregate_query const& q)
    {
        return counted(st::memory_session::aggregate(q));
    }

private:
    static ssot::result<counted_cursor> counted(ssot::result<st::memory_cursor> rows)
    {
        if (!rows)
            return std::move(rows).error();
        return counted_cursor(std::move(*rows));
    }
};

class counted_backend : public st::memory {
public:
    using session_type = counted_session;

    ssot::result<counted_session> open()
    {
        auto s = st::memory::open();
        if (!s)
            return std::move(s).error();
        return counted_session(std::move(*s));
    }
};

} // namespace
} // namespace growth

ssot::store bench::new_store() { return ssot::store(growth::counted_backend{}); }

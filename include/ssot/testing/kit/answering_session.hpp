// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_ANSWERING_SESSION_HPP
#define SSOT_TESTING_KIT_ANSWERING_SESSION_HPP

// A session that does by itself what the backend declines, or cannot take in one call: it reads all rows in the same transaction,
// and judges and writes them one by one. So behaviours that ask sessions need not know what a backend declines. A call that must not
// be declined stays an error.

#include <ssot/error.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace ssot::conformance::detail {

class answering_session {
public:
    using cursor_type = storage::any_cursor;

    answering_session(storage::any_session inner, storage::capabilities const& caps) : inner_(std::move(inner)), caps_(caps)
    {
    }

    result<storage::any_cursor> scan(storage::query const& q);
    result<std::size_t>         update(storage::query const& q, std::span<storage::assignment const> set);
    result<std::size_t>         erase(storage::query const& q);

    result<std::size_t> insert(storage::record_batch rows) { return inner_.insert(rows); }
    result<void>        begin(storage::tx_options options) { return inner_.begin(options); }
    result<void>        commit() { return inner_.commit(); }
    void                rollback() noexcept { inner_.rollback(); }

    result<storage::any_cursor> aggregate(storage::aggregate_query const& q);
    result<void>                savepoint(unsigned depth) { return inner_.savepoint(depth); }
    result<void>                rollback_to(unsigned depth) { return inner_.rollback_to(depth); }
    result<void>                release(unsigned depth) { return inner_.release(depth); }
    result<std::size_t>         insert_if_absent(storage::record_batch rows) { return inner_.insert_if_absent(rows); }
    void                        cancel() noexcept { inner_.cancel(); }

    result<std::size_t> insert_making_keys(storage::record_batch rows, std::span<std::int64_t> keys)
    {
        return inner_.insert_making_keys(rows, keys);
    }
    result<std::uint32_t> prepare_schema(storage::schema_view schema, storage::schema_mode mode)
    {
        return inner_.prepare_schema(schema, mode);
    }

private:
    bool                        fits(storage::query const& q, std::size_t terms, std::size_t more = 0) const noexcept;
    result<std::size_t>         update_or_erase(storage::query const& q, std::span<storage::assignment const> const* set);
    result<storage::any_cursor> scan_by_hand(storage::query const& q);

    storage::any_session  inner_;
    storage::capabilities caps_;
};

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/answering_session.ipp>
#endif

#endif // SSOT_TESTING_KIT_ANSWERING_SESSION_HPP

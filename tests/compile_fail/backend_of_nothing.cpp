// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/diagnose.hpp>
#include <ssot/storage/memory.hpp>

namespace {

// Has the classes and none of what they should do: every requirement is named in one compilation.
struct cursor {
    cursor(cursor const&) = delete;
};

struct session {
    using cursor_type       = cursor;
    session(session const&) = delete;
};

struct backend {
    using session_type = session;
};

#ifdef SSOT_COMPILE_FAIL
using judged = backend;
#else
using judged = ssot::storage::memory;
#endif

// expect: "ssot: add to the backend: ssot::storage::capabilities caps() const noexcept;"
// expect: "ssot: add to the backend: ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode mode);"
// expect: "ssot: add to the backend: ssot::result<session_type> open();"
// expect: "ssot: the session must be movable: session(session&&); session& operator=(session&&);"
// expect: "ssot: add to the session: ssot::result<std::size_t> insert(ssot::storage::record_batch rows);"
// expect: "ssot: add to the session: ssot::result<cursor_type> scan(ssot::storage::query const& q);"
// expect: "ssot: add to the session: ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set);"
// expect: "ssot: add to the session: ssot::result<std::size_t> erase(ssot::storage::query const& q);"
// expect: "ssot: add to the session: ssot::result<void> begin(ssot::storage::tx_options options);"
// expect: "ssot: add to the session: ssot::result<void> commit();"
// expect: "ssot: add to the session: void rollback() noexcept;"
// expect: "ssot: the cursor must be movable: cursor(cursor&&); cursor& operator=(cursor&&);"
// expect: "ssot: add to the cursor: ssot::result<bool> next();"
// expect: "ssot: add to the cursor: ssot::storage::value_view at(std::size_t field) const;"
static_assert(ssot::storage::diagnose_backend<judged>());

} // namespace

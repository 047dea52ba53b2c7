// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/diagnose.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

// All is there but the names of two types, a const, and a noexcept; the classes behind the names are found all the same.
namespace {

namespace st = ssot::storage;

struct cursor {
    ssot::result<bool> next();
#ifdef SSOT_COMPILE_FAIL
    st::value_view
    at(std::size_t i); // expect: "ssot: add to the cursor: ssot::storage::value_view at(std::size_t field) const;"
#else
    st::value_view at(std::size_t i) const;
#endif
};

struct session {
#ifndef SSOT_COMPILE_FAIL
    using cursor_type = cursor;
#endif // expect: "ssot: add to the session: using cursor_type = "
    ssot::result<std::size_t> insert(st::record_batch);
    ssot::result<cursor>      scan(st::query const&);
    ssot::result<std::size_t> update(st::query const&, std::span<st::assignment const>);
    ssot::result<std::size_t> erase(st::query const&);
    ssot::result<void>        begin(st::tx_options);
    ssot::result<void>        commit();
#ifdef SSOT_COMPILE_FAIL
    void rollback(); // expect: "ssot: add to the session: void rollback() noexcept;"
#else
    void rollback() noexcept;
#endif
};

struct backend {
#ifndef SSOT_COMPILE_FAIL
    using session_type = session;
#endif // expect: "ssot: add to the backend: using session_type = "
    st::capabilities            caps() const noexcept;
    ssot::result<std::uint32_t> prepare_schema(st::schema_view, st::schema_mode);
    ssot::result<session>       open();
};

static_assert(st::diagnose_backend<backend>());

} // namespace

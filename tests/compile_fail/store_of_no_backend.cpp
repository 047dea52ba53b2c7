// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include <cstdint>

namespace {

// Does what a backend does, but does not say what its session is.
class backend {
public:
#ifndef SSOT_COMPILE_FAIL
    using session_type = ssot::storage::memory::session_type;
#endif
    // expect: "ssot::store: this type is no storage backend, since it does not name its session: using session_type = ...; static_assert(ssot::storage::diagnose_backend<T>()) of <ssot/storage/diagnose.hpp> names what else is missing"

    ssot::storage::capabilities caps() const noexcept { return inner_.caps(); }
    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode mode)
    {
        return inner_.prepare_schema(schema, mode);
    }
    ssot::result<ssot::storage::memory::session_type> open() { return inner_.open(); }

private:
    ssot::storage::memory inner_{};
};

} // namespace

auto caps_of() -> ssot::storage::capabilities;

auto caps_of() -> ssot::storage::capabilities
{
    ssot::store const store{backend()};
    return store.caps();
}

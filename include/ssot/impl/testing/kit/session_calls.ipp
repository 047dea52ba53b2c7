// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_SESSION_CALLS_IPP
#define SSOT_IMPL_TESTING_KIT_SESSION_CALLS_IPP

#include <ssot/storage/any_backend.hpp>
#include <ssot/testing/kit/session_calls.hpp>

namespace ssot::conformance::detail {

SSOT_DECL specimen make_specimen(std::int64_t key, std::string text)
{
    specimen out;
    out.id   = key;
    out.text = std::move(text);
    return out;
}

SSOT_DECL std::optional<std::int64_t> number_of(checks& c, storage::any_session& s, std::int64_t key)
{
    auto const rows = rows_with<specimen>(c, s, {key});
    return rows.empty() ? std::nullopt : std::optional(rows[0].number);
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_SESSION_CALLS_IPP

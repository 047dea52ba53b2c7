// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DIFF_IPP
#define SSOT_IMPL_DIFF_IPP

#include <ssot/diff.hpp>
#include <ssot/json/raw_json.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::diff {

SSOT_DECL summary& summary::operator+=(summary const& more) noexcept
{
    created += more.created;
    updated += more.updated;
    deleted += more.deleted;
    unchanged += more.unchanged;
    skipped += more.skipped;
    return *this;
}

SSOT_DECL std::string_view message_for(sync_log_entry_action done) noexcept
{
    switch (done) {
    case sync_log_entry_action::create: return "Created successfully";
    case sync_log_entry_action::update: return "Updated successfully";
    case sync_log_entry_action::delete_: return "Deleted successfully";
    case sync_log_entry_action::no_change: break;
    }
    return "No changes to apply; no action needed";
}

namespace detail {

SSOT_DECL raw_json summary_text(summary const& s)
{
    auto const part = [](std::string_view name, std::size_t n) {
        return '"' + std::string(name) + "\":" + std::to_string(n);
    };
    return raw_json::trusted('{' + part("create", s.created) + ',' + part("update", s.updated) + ',' +
                             part("delete", s.deleted) + ',' + part("no-change", s.unchanged) + ',' +
                             part("skip", s.skipped) + '}');
}

SSOT_DECL boost::json::value summary_value(summary const& s)
{
    auto const n = [](std::size_t v) { return static_cast<std::int64_t>(v); };
    return boost::json::object{{"create", n(s.created)},
                               {"update", n(s.updated)},
                               {"delete", n(s.deleted)},
                               {"no-change", n(s.unchanged)},
                               {"skip", n(s.skipped)}};
}

} // namespace detail

} // namespace ssot::diff

#endif // SSOT_IMPL_DIFF_IPP

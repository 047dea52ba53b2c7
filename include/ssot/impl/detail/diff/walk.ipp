// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_DIFF_WALK_IPP
#define SSOT_IMPL_DETAIL_DIFF_WALK_IPP

#include <ssot/diff.hpp>

#include <ssot/detail/diff/kind.hpp>
#include <ssot/detail/diff/walk.hpp>
#include <ssot/detail/text/message.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::diff::detail {

SSOT_DECL bool any_comparison::is_skipped(bool only_source, bool only_target, object_flags of_source,
                                          object_flags of_target) const noexcept
{
    return (only_source &&
            (has(how_.flags, flags::skip_unmatched_source) || has(of_source, object_flags::skip_unmatched_source))) ||
        (only_target &&
         (has(how_.flags, flags::skip_unmatched_target) || has(of_target, object_flags::skip_unmatched_target))) ||
        has(of_source, object_flags::ignore) || has(of_target, object_flags::ignore);
}

SSOT_DECL void any_comparison::count(summary& s, sync_log_entry_action action) noexcept
{
    switch (action) {
    case sync_log_entry_action::create: ++s.created; break;
    case sync_log_entry_action::update: ++s.updated; break;
    case sync_log_entry_action::delete_: ++s.deleted; break;
    case sync_log_entry_action::no_change: ++s.unchanged; break;
    }
}

SSOT_DECL any_comparison::whole_name any_comparison::unique_id(std::string_view key, bool joined, place const& above)
{
    whole_name out{std::string(above.unique_id), 0};
    if (above.depth != 0)
        append_id_joint(out.id);
    out.own_at = out.id.size();
    joined ? static_cast<void>(out.id.append(key)) : append_id_part(out.id, key);
    return out;
}

SSOT_DECL bool any_comparison::refuse_duplicate(std::string_view key)
{
    why_ = error(errc::duplicate_key, concat({"the key \"", excerpt(key), "\" came before"}));
    return false;
}

SSOT_DECL bool any_comparison::refuse_no_utf8()
{
    why_ = error(errc::invalid_utf8, "the key is not UTF-8");
    return false;
}

SSOT_DECL bool any_comparison::refuse_in(std::string_view side, std::size_t index)
{
    side_ = side;
    why_  = std::move(why_).prepend_path('[' + std::to_string(index) + ']');
    return false;
}

} // namespace ssot::diff::detail

#endif // SSOT_IMPL_DETAIL_DIFF_WALK_IPP

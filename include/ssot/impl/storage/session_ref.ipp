// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_SESSION_REF_IPP
#define SSOT_IMPL_STORAGE_SESSION_REF_IPP

#include <ssot/storage/session_ref.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/text/message.hpp>

namespace ssot::storage {

namespace detail {

SSOT_DECL error no_such_member(char const* member)
{
    return {errc::unsupported, ssot::detail::concat({"the session has no ", member})};
}

SSOT_DECL error cursor_was_moved_from()
{
    return {errc::misuse, "this cursor was moved from; use the one that it was moved to"};
}

} // namespace detail

SSOT_DECL result<bool> any_cursor::next()
{
    if (held_)
        return held_->next();
    return detail::cursor_was_moved_from();
}

SSOT_DECL result<bool> any_cursor::next_into(row_target& to)
{
    if (held_)
        return held_->next_into(to);
    return detail::cursor_was_moved_from();
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_SESSION_REF_IPP

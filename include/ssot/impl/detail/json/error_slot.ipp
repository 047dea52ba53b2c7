// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_ERROR_SLOT_IPP
#define SSOT_IMPL_DETAIL_JSON_ERROR_SLOT_IPP

#include <ssot/detail/json/error_slot.hpp>
#include <ssot/detail/text/message.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

SSOT_DETAIL_COLD SSOT_DECL error over_size(std::size_t most)
{
    return error(errc::too_large, over_size_message(most)).with_position(0, 1, 1);
}

SSOT_DETAIL_COLD SSOT_DECL bool error_slot::fail(errc code, std::string_view text)
{
    return fail(error(code, std::string(text)));
}

SSOT_DECL bool error_slot::fail(error e)
{
    error_  = std::move(e);
    failed_ = true;
    return false;
}

SSOT_DETAIL_COLD SSOT_DECL bool error_slot::prepend_path(std::string_view key)
{
    error_ = std::move(error_).prepend_path(key);
    return false;
}

SSOT_DETAIL_COLD SSOT_DECL bool error_slot::prepend_path(std::size_t index)
{
    return prepend_path(concat({"[", std::to_string(index), "]"}));
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_ERROR_SLOT_IPP

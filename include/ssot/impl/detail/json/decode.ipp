// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_DECODE_IPP
#define SSOT_IMPL_DETAIL_JSON_DECODE_IPP

#include <ssot/detail/json/decode.hpp>
#include <ssot/detail/json/text_source.hpp>

#include <cstddef>

namespace ssot::detail {

SSOT_DECL bool decode_members(json_text_source& in, object_plan<json_text_source> const& plan, member_place* places,
                              std::size_t next)
{
    object_decoder<json_text_source> members(in, plan, places, next);
    return in.read_object(members, next != 0) && members.complete();
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_DECODE_IPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_VALUE_IPP
#define SSOT_IMPL_STORAGE_VALUE_IPP

#include <ssot/storage/value.hpp>

namespace ssot::storage {

SSOT_DECL value::value(value_view v) : view_(v)
{
    if (!v.is_buffer())
        return;
    auto const bytes = v.as_chars();
    if (bytes.size() > sizeof few_)
        bytes_ = bytes;
    else if (!bytes.empty())
        std::memcpy(few_, bytes.data(), bytes.size());
}

SSOT_DECL value_view value::view() const noexcept
{
    if (!view_.is_buffer())
        return view_;
    auto const             size = view_.as_chars().size();
    std::string_view const bytes(size > sizeof few_ ? bytes_.data() : few_, size);
    return view_.type() == kind::choice ? value_view::choice(bytes, view_.ordinal())
                                        : value_view::chars(bytes, view_.type());
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_VALUE_IPP

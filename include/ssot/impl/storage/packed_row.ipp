// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_PACKED_ROW_IPP
#define SSOT_IMPL_STORAGE_PACKED_ROW_IPP

#include <ssot/storage/packed_row.hpp>

namespace ssot::storage {

SSOT_DECL packed_row packed_row::pack(record_view const& r)
{
    packed_row out;
    for (std::size_t i = 0; i != r.model->fields.size(); ++i)
        out.push(r.at(i));
    return out;
}

SSOT_DECL void packed_row::push(value_view v)
{
    offsets_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    bytes_ += static_cast<char>(v.type());
    bytes_ += static_cast<char>(v.ordinal());
    if (v.is_buffer()) {
        bytes_.append(v.as_chars());
    } else if (!v.is_null()) {
        char raw[8];
        if (v.type() == kind::real) {
            double const d = v.as_real();
            std::memcpy(raw, &d, sizeof raw);
        } else {
            std::int64_t const i = v.as_int();
            std::memcpy(raw, &i, sizeof raw);
        }
        bytes_.append(raw, sizeof raw);
    }
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_PACKED_ROW_IPP

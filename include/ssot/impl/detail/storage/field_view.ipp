// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORAGE_FIELD_VIEW_IPP
#define SSOT_IMPL_DETAIL_STORAGE_FIELD_VIEW_IPP

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/text_source.hpp>
#include <ssot/detail/storage/field_view.hpp>

#include <cstddef>
#include <string>

namespace ssot::storage::detail {

SSOT_DETAIL_COLD SSOT_DECL result<void> corrupted_null()
{
    return error(errc::corrupted, "null in a field that is never null");
}

SSOT_DETAIL_COLD SSOT_DECL result<void> corrupted_kind(kind found, kind wanted)
{
    return error(errc::corrupted,
                 "a stored value of kind " + std::string(to_string(found)) + " in a field of kind " +
                     std::string(to_string(wanted)));
}

SSOT_DETAIL_COLD SSOT_DECL result<void> corrupted_value(error const& why)
{
    return error(errc::corrupted, "a stored value that the field cannot hold: " + to_string(why));
}

template<class Document>
result<void> read_document_that_is_stored(Document& out, std::string_view text)
{
    json_text_source in(text, {.max_depth = static_cast<std::size_t>(-1)});
    if (!in.read_document(out) || !in.at_end())
        return error(errc::corrupted, "stored JSON is malformed: " + to_string(in.take_error()));
    return {};
}

SSOT_DECL result<void> read_stored_document(boost::json::value& out, std::string_view text)
{
    return read_document_that_is_stored(out, text);
}

SSOT_DECL result<void> read_stored_document(raw_json& out, std::string_view text)
{
    return read_document_that_is_stored(out, text);
}

} // namespace ssot::storage::detail

#endif // SSOT_IMPL_DETAIL_STORAGE_FIELD_VIEW_IPP

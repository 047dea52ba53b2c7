// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_QUERY_FIELD_PATH_IPP
#define SSOT_IMPL_DETAIL_QUERY_FIELD_PATH_IPP

#include <ssot/detail/json/write.hpp>
#include <ssot/detail/query/field_path.hpp>

#include <string>

namespace ssot::detail {

SSOT_DECL storage::value stored_document(boost::json::value const& v)
{
    std::string text;
    static_cast<void>(write_document_text(text, v)); // a document that cannot be written equals no stored one
    return storage::value(storage::value_view::chars(text, kind::json));
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_QUERY_FIELD_PATH_IPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_ROW_KEY_IPP
#define SSOT_IMPL_DETAIL_STORE_ROW_KEY_IPP

#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/row_key.hpp>
#include <ssot/detail/text/message.hpp>

#include <string>

namespace ssot::detail {

SSOT_DECL error key_was_changed(storage::model_desc const& model, storage::value_view was, storage::value_view is)
{
    return error(errc::misuse,
                 concat({"this ",
                         model.label,
                         " was read with the key ",
                         key_text(was),
                         " and has ",
                         key_text(is),
                         " now; a row keeps its key: insert it anew and erase the old one"}))
        .with_path(std::string(model.fields[model.pk].name));
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_ROW_KEY_IPP

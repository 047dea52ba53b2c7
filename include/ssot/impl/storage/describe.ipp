// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_DESCRIBE_IPP
#define SSOT_IMPL_STORAGE_DESCRIBE_IPP

#include <ssot/storage/describe.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/codec_json.hpp>
#include <ssot/detail/json/write.hpp>
#include <ssot/detail/storage/described_steps.hpp>
#include <ssot/detail/text/message.hpp>

#include <string>
#include <utility>

namespace ssot::storage::detail {

SSOT_DETAIL_COLD SSOT_DECL result<void> in_field(result<void>& failed, std::string_view field)
{
    return std::move(failed).error().prepend_path(field);
}

SSOT_DECL error no_stored_document(error const& why, std::string_view field)
{
    return error(errc::validation, "Value must be valid JSON: " + to_string(why)).with_path(std::string(field));
}

SSOT_DECL result<bool> write_stored_document(boost::json::value const& v, std::string& out, std::string_view field)
{
    if (auto written = write_document_text(out, v); !written)
        return no_stored_document(written.error(), field);
    return true;
}

SSOT_DECL result<bool> check_made_document(std::string_view text, std::string_view field)
{
    if (auto checked = check_json_of_codec(text); !checked)
        return no_stored_document(checked.error(), field);
    return true;
}

SSOT_DETAIL_COLD SSOT_DECL error step_threw(char const* what)
{
    return {errc::internal, ssot::detail::concat({"the function of a step to a later version threw: ", what})};
}

} // namespace ssot::storage::detail

#endif // SSOT_IMPL_STORAGE_DESCRIBE_IPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_LAYOUT_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_LAYOUT_IPP

#include <ssot/json/options.hpp>

#include <ssot/detail/nautobot/python/json_layout.hpp>

#include <string>
#include <string_view>

namespace ssot::detail::python {

SSOT_DECL json_layout::json_layout(std::string& out, nautobot::encode_options const& options) : out_(&out), options_(options)
{
    options_.max_depth = levels(options.max_depth);
    bool const compact = !options.exact || options.as == encoder::drf;
    item_separator_    = options.separators ? options.separators->item : compact || options.indent ? "," : ", ";
    key_separator_     = options.separators ? options.separators->key : compact && !options.indent ? ":" : ": ";
}

SSOT_DECL bool json_layout::write_quoted(std::string_view ascii)
{
    *out_ += '"';
    out_->append(ascii);
    *out_ += '"';
    return true;
}

SSOT_DECL bool json_layout::enter()
{
    if (level_ == options_.max_depth || set_level_ > max_set_level)
        return fail(errc::too_deep,
                    exact() ? std::string("maximum recursion depth exceeded while encoding a JSON object")
                            : "deeper than " + std::to_string(options_.max_depth) + " levels");
    ++level_;
    ++indented_;
    return true;
}

SSOT_DECL bool json_layout::leave(std::size_t count, char close)
{
    --level_;
    --indented_;
    if (count != 0)
        break_line();
    *out_ += close;
    return true;
}

SSOT_DECL void json_layout::separate(std::size_t count)
{
    if (count != 0)
        *out_ += item_separator_;
    break_line();
}

SSOT_DECL void json_layout::break_line()
{
    if (!options_.indent)
        return;
    *out_ += '\n';
    out_->append(indented_ * *options_.indent, options_.indent_with);
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_LAYOUT_IPP

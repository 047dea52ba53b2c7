// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_RECORD_OLD_RECORD_IPP
#define SSOT_IMPL_DETAIL_JSON_RECORD_OLD_RECORD_IPP

#include <ssot/json/raw_json.hpp>

#include <ssot/detail/json/dom_source.hpp>
#include <ssot/detail/json/record/old_record.hpp>
#include <ssot/detail/json/text_source.hpp>
#include <ssot/detail/text/message.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

SSOT_DECL std::string const* old_record::find(std::string_view name) const noexcept
{
    for (auto const& [key, text] : fields_)
        if (key == name)
            return &text;
    return nullptr;
}

SSOT_DECL void old_record::put(std::string_view name, std::string text)
{
    for (auto& [key, old] : fields_)
        if (key == name) {
            old = std::move(text);
            return;
        }
    fields_.emplace_back(name, std::move(text));
}

SSOT_DECL bool old_record::add(std::string_view name, std::string text)
{
    if (find(name))
        return false;
    fields_.emplace_back(name, std::move(text));
    return true;
}

SSOT_DECL result<void> old_record::rename(std::string_view from, std::string_view to)
{
    for (auto& field : fields_)
        if (field.first == from)
            field.first = to;
    return {};
}

SSOT_DECL result<void> old_record::drop(std::string_view name)
{
    std::erase_if(fields_, [&](auto const& field) { return field.first == name; });
    return {};
}

SSOT_DECL error old_record::missing(std::string_view name)
{
    return error(errc::missing_key, "this key is required, since a step to a later version needs its value")
        .with_path(std::string(name));
}

SSOT_DECL error old_record::without_position(error e) { return std::move(e).with_position(error::npos, 0, 0); }

/// Names of fields are names of members, which need no escapes.
SSOT_DECL std::string old_record::text() const
{
    std::string out = "{";
    for (auto const& [name, text] : fields_) {
        if (out.size() != 1)
            out += ',';
        out.append("\"").append(name).append("\":").append(text);
    }
    out += '}';
    return out;
}

SSOT_DECL error later_version(std::string_view model, std::uint32_t of_text, std::uint32_t of_program)
{
    return {errc::schema_mismatch,
            concat({"this is version ",
                    std::to_string(of_text),
                    " of ",
                    model,
                    ", and this program knows versions up to ",
                    std::to_string(of_program)})};
}

template<class Source>
bool read_old_fields(Source& in, std::span<migrated_field const> known, old_record& out)
{
    return in.read_object([&](std::string_view key) {
        std::string const name(key);
        bool              is_known = false;
        for (auto const& f : known)
            is_known |= f.name == name;
        if (!is_known) {
            if (in.options().unknown == unknown_keys::ignore)
                return in.skip() || in.prepend_path(name);
            return in.fail_at_key(errc::unknown_key, "there is no such field in this version") || in.prepend_path(name);
        }
        raw_json value;
        if (!in.read_document(value))
            return in.prepend_path(name);
        return out.add(name, std::string(value.text())) ||
            in.fail_at_key(errc::duplicate_key, "this key came before in the same object") || in.prepend_path(name);
    });
}

SSOT_DECL bool read_old_record(json_text_source& in, std::span<migrated_field const> known, old_record& out)
{
    return read_old_fields(in, known, out);
}
SSOT_DECL bool read_old_record(json_dom_source& in, std::span<migrated_field const> known, old_record& out)
{
    return read_old_fields(in, known, out);
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_RECORD_OLD_RECORD_IPP

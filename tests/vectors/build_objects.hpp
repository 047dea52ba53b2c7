// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_VECTORS_BUILD_OBJECTS_HPP
#define SSOT_TESTS_VECTORS_BUILD_OBJECTS_HPP

#include <ssot/nautobot/dynamic.hpp>

#include "objects.hpp"

namespace ssot_vectors {

/// The value that a case writes with `$` keys.
std::optional<refusal> read_value(ssot::nautobot::dynamic& out, boost::json::value const& v);

/// The text that Python's json.dumps makes of a document before it is stored: with DiffJSONEncoder, or without an encoder.
std::optional<refusal> dump_document(std::string& out, ssot::nautobot::dynamic const& v, bool with_encoder);

/// The text that dumpdata or REST makes of a field's value that was never stored.
std::optional<refusal> dump_loosely(std::string& out, ssot::nautobot::dynamic const& v, ssot::kind kind, loose_form form);

/// A value of a plain field as its stored type.
std::optional<refusal> read_stored(bool& out, ssot::nautobot::dynamic const& v);
std::optional<refusal> read_stored(std::int64_t& out, ssot::nautobot::dynamic const& v);
std::optional<refusal> read_stored(std::string& out, ssot::nautobot::dynamic const& v);
std::optional<refusal> read_stored(ssot::uuid& out, ssot::nautobot::dynamic const& v);
std::optional<refusal> read_stored(ssot::timestamp& out, ssot::nautobot::dynamic const& v);
std::optional<refusal> read_stored(ssot::duration& out, ssot::nautobot::dynamic const& v);

/// Stores a present value in a member that is no optional.
template<auto Member, class T>
std::optional<refusal> build_member(T& out, ssot::nautobot::dynamic const& v)
{
    if constexpr (std::same_as<T, ssot::raw_json>) {
        std::string text;
        auto        refused = dump_document(text, v, !ssot::field_info_of<Member>.options.encoder.empty());
        if (!refused)
            out = ssot::raw_json::trusted(std::move(text));
        return refused;
    } else {
        using view   = typename ssot::codec<T>::stored_type;
        using stored = std::conditional_t<std::same_as<view, std::string_view>, std::string, view>;
        stored s{};
        if (auto refused = read_stored(s, v))
            return refused;
        auto decoded = ssot::codec<T>::decode(s);
        if (!decoded)
            return refusal{"DataError", std::string(decoded.error().text())};
        out = std::move(*decoded);
        return {};
    }
}

template<class M>
std::optional<refusal> build(M& m, boost::json::object const& object, rules by, taken_values& taken)
{
    std::optional<refusal> out, later; // Django encodes all fields before the database sees the first
    auto const&            fields = object.at("fields").as_object();
    auto const             note   = [&](std::optional<refusal> refused) {
        bool const is_late = refused && (refused->type == "OverflowError" || refused->type == "IntegrityError");
        auto&      kept    = is_late ? later : out;
        if (refused && !kept)
            kept = std::move(refused);
    };
    auto const one = [&]<auto Member>(ssot::field_t<Member>) {
        constexpr auto const&   info  = ssot::field_info_of<Member>;
        auto const* const       given = info.primary_key ? object.if_contains("pk") : fields.if_contains(info.column);
        ssot::nautobot::dynamic v;
        if (!given)
            return;
        if (auto refused = read_value(v, *given))
            return note(std::move(refused));
        auto& member = m.*Member;
        if constexpr (ssot::unwrap<std::remove_cvref_t<decltype(member)>>::nullable) {
            member.reset();
            if (!v.is_null())
                note(build_member<Member>(member.emplace(), v));
        } else if (v.is_null()) {
            note(refusal{"IntegrityError", "NOT NULL constraint failed: " + std::string(info.column)});
        } else {
            note(build_member<Member>(member, v));
        }
        if constexpr (info.options.unique && info.kind == ssot::kind::text)
            if (!taken.emplace(std::string(info.name), member).second)
                note(refusal{"IntegrityError", "UNIQUE constraint failed: " + std::string(info.column)});
    };
    ssot::for_each_field<M>(one);
    return out ? out : later ? later : save(m, by);
}

template<class M>
std::optional<refusal> build_loosely(loose_object& out, boost::json::object const& object, loose_form form)
{
    std::optional<refusal> refused;
    auto const&            fields = object.at("fields").as_object();
    auto const             add    = [&](ssot::field_info const& info) {
        auto const* const       given = info.primary_key ? object.if_contains("pk") : fields.if_contains(info.column);
        ssot::nautobot::dynamic v;
        std::string             text;
        if (refused || !given || (refused = read_value(v, *given)) || (refused = dump_loosely(text, v, info.kind, form)))
            return;
        if (info.primary_key && form == loose_form::dumpdata)
            out.pk = std::move(text);
        else
            out.fields.emplace_back(info.name, std::move(text));
    };
    for (bool const relations : {false, true})
        for (auto const& info : ssot::fields_of<M>())
            if (form == loose_form::dumpdata ? !relations : relations == !info.target_label.empty())
                add(info);
    return refused;
}

} // namespace ssot_vectors

#endif // SSOT_TESTS_VECTORS_BUILD_OBJECTS_HPP

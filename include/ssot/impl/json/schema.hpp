// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_SCHEMA_HPP
#define SSOT_IMPL_JSON_SCHEMA_HPP

#include <ssot/json/schema.hpp>

#include <ssot/detail/json/decode.hpp>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <concepts>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ssot {

namespace detail {

inline boost::json::string_view json_view(std::string_view s) noexcept { return {s.data(), s.size()}; }

/// Stands for a type at run time.
template<class T>
inline constexpr char type_mark = 0;

class schema_builder {
public:
    template<class T>
    boost::json::object whole()
    {
        boost::json::object out{{"$schema", "https://json-schema.org/draft/2020-12/schema"}};
        boost::json::object schema;
        if constexpr (described<T> && !storable<T>) {
            root_  = &type_mark<T>;
            schema = object_of<T>();
        } else {
            schema = of<T>();
        }
        for (auto& part : schema)
            out[part.key()] = std::move(part.value());
        if (!definitions_.empty())
            out["$defs"] = std::move(definitions_);
        return out;
    }

    template<class T>
    boost::json::object of()
    {
        if constexpr (is_optional<T>::value) {
            return nullable(of<typename T::value_type>());
        } else if constexpr (std::same_as<T, std::monostate>) {
            return {{"type", "null"}};
        } else if constexpr (is_variant<T>::value) {
            return alternatives(static_cast<T const*>(nullptr));
        } else if constexpr (json_document<T> || encodes_json<T>) {
            return {{"type", {"object", "array", "string", "number", "boolean"}}};
        } else if constexpr (storable<T>) {
            return scalar<T>();
        } else if constexpr (described<T>) {
            return {{"$ref", reference_to<T>()}};
        } else if constexpr (text_map<T>) {
            return {{"type", "object"}, {"additionalProperties", of<typename T::mapped_type>()}};
        } else if constexpr (std::ranges::input_range<T>) {
            return {{"type", "array"}, {"items", of<std::ranges::range_value_t<T>>()}};
        } else {
            static_assert(always_false<T>,
                          "ssot::json_schema: this type has no JSON form; describe it with BOOST_DESCRIBE_STRUCT, "
                          "or specialize ssot::codec for it");
        }
    }

private:
    template<described T>
    boost::json::object object_of()
    {
        boost::json::object properties;
        boost::json::array  required;
        for_each_field<T>([&]<auto Member>(field_t<Member>) {
            auto const name     = json_view(member_names<T>[field_index<Member>]);
            auto       property = of<type_of<Member>>();
            if constexpr (model<T>)
                refine<Member>(property);
            properties[name] = std::move(property);
            if (is_required<Member>())
                required.emplace_back(name);
        });
        boost::json::object out{{"type", "object"}};
        if constexpr (model<T>)
            out["title"] = json_view(model_info_of<T>().verbose_name);
        out["properties"]           = std::move(properties);
        out["required"]             = std::move(required);
        out["additionalProperties"] = false;
        return out;
    }

    /// What the options of a model's field add.
    template<auto Member>
    static void refine(boost::json::object& property)
    {
        field_info const& f = field_info_of<Member>;
        auto const&       o = f.options;
        property["title"]   = json_view(o.verbose_name);
        if (!o.help_text.empty())
            property["description"] = json_view(o.help_text);
        if (!f.target_label.empty())
            property["$comment"] = "the key of " + std::string(f.target_label);
        if (f.kind == kind::text || f.keeps_unknown) {
            if (o.max_length != 0)
                property["maxLength"] = o.max_length;
            if (!o.blank && !f.nullable)
                property["minLength"] = 1;
        }
        if (o.min_value)
            property["minimum"] = *o.min_value;
        if (o.max_value)
            property["maximum"] = *o.max_value;
        if (o.min_real)
            property["minimum"] = *o.min_real;
        if (o.max_real)
            property["maximum"] = *o.max_real;
        if (relation<unwrap_t<type_of<Member>>>::exists && !f.nullable && f.kind == kind::uuid)
            property["not"] = {{"const", ssot::to_string(uuid{})}};
        if (!o.editable)
            property["readOnly"] = true;
        switch (o.default_value.is) {
        case field_default::form::boolean: property["default"] = o.default_value.boolean; break;
        case field_default::form::integer: property["default"] = o.default_value.integer; break;
        case field_default::form::real: property["default"] = o.default_value.real; break;
        case field_default::form::text: property["default"] = json_view(o.default_value.text); break;
        default: break;
        }
    }

    template<class T>
    static boost::json::object scalar()
    {
        constexpr kind k = codec<T>::stored_as;
        if constexpr (k == kind::boolean) {
            return {{"type", "boolean"}};
        } else if constexpr (k == kind::int64) {
            boost::json::object out{{"type", "integer"}};
            if constexpr (std::integral<T>) {
                out["minimum"] = std::numeric_limits<T>::min();
                out["maximum"] = std::numeric_limits<T>::max();
            }
            return out;
        } else if constexpr (k == kind::real) {
            return {{"type", "number"}};
        } else if constexpr (k == kind::uuid) {
            return {
                {"type", "string"}, {"format", "uuid"}, {"pattern", "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"}};
        } else if constexpr (k == kind::timestamp) {
            return {
                {"type", "string"},
                {"format", "date-time"},
                {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$"}};
        } else if constexpr (k == kind::duration) { // not the format "duration", which has neither fractions nor a sign
            return {{"type", "string"},
                    {"pattern", "^[+-]?P(?=.)([0-9]+W)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+([.,][0-9]+)?S)?)?$"}};
        } else if constexpr (choice<T>) {
            boost::json::array texts;
            for (auto const& entry : choices<T>())
                texts.emplace_back(json_view(entry.wire));
            return {{"type", "string"}, {"enum", std::move(texts)}};
        } else if constexpr (k == kind::bytes) {
            return {{"type", "string"},
                    {"contentEncoding", "base64"},
                    {"pattern", "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"}};
        } else {
            return {{"type", "string"}, {"pattern", "^[^\\u0000]*$"}};
        }
    }

    static boost::json::object nullable(boost::json::object out)
    {
        auto* const type = out.if_contains("type");
        if (!type) // a reference or alternatives
            return {{"anyOf", {std::move(out), {{"type", "null"}}}}};
        if (type->is_array())
            type->get_array().emplace_back("null");
        else
            *type = {*type, "null"};
        if (auto* const texts = out.if_contains("enum"))
            texts->get_array().emplace_back(nullptr);
        return out;
    }

    template<class... T>
    boost::json::object alternatives(std::variant<T...> const*)
    {
        return {{"anyOf", boost::json::array{boost::json::value(of<T>())...}}};
    }

    /// Where the schema of a struct is found. It may contain itself, so that it is known by its name before it is made.
    template<described T>
    std::string reference_to()
    {
        if (root_ == &type_mark<T>)
            return "#";
        auto const known = std::ranges::find(known_, &type_mark<T>);
        auto const name  = "struct" + std::to_string(known - known_.begin() + 1);
        if (known == known_.end()) {
            known_.push_back(&type_mark<T>);
            auto made          = object_of<T>();
            definitions_[name] = std::move(made);
        }
        return "#/$defs/" + name;
    }

    char const*              root_ = nullptr;
    std::vector<char const*> known_{};
    boost::json::object      definitions_{};
};

} // namespace detail

template<class T>
boost::json::object json_schema()
{
    return detail::schema_builder().whole<T>();
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_SCHEMA_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_SCHEMA_HPP
#define SSOT_IMPL_STORAGE_SCHEMA_HPP

#include <ssot/fwd.hpp>
#include <ssot/json/document.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/json_text_source.hpp>
#include <ssot/detail/json_write.hpp>

#include <array>
#include <string>

namespace ssot::storage {

namespace detail {

using namespace ssot::detail;

/// A value of a field as a view into it.
template<class T>
value_view to_view(T const& v)
{
    if constexpr (unwrap<T>::nullable) {
        return v ? to_view(*v) : value_view();
    } else if constexpr (std::same_as<T, raw_json>) {
        return value_view::chars(v.text(), kind::json);
    } else if constexpr (json_document<T>) {
        return {};
    } else {
        constexpr kind k = codec<T>::stored_as;
        if constexpr (k == kind::uuid)
            return value_view::id(codec<T>::encode(v));
        else if constexpr (k == kind::real)
            return value_view::real(codec<T>::encode(v));
        else if constexpr (k == kind::timestamp)
            return value_view::integer(codec<T>::encode(v).time_since_epoch().count(), k);
        else if constexpr (k == kind::duration)
            return value_view::integer(codec<T>::encode(v).count(), k);
        else if constexpr (k == kind::boolean || k == kind::int64)
            return value_view::integer(codec<T>::encode(v), k);
        else if constexpr (choice<T>) {
            auto const entries = choices<T>();
            for (std::size_t i = 0; i != entries.size(); ++i)
                if (entries[i].value == v)
                    return value_view::choice(choice_texts<T>()[i].wire, static_cast<std::uint8_t>(i));
            return value_view::choice({});
        } else if constexpr (k == kind::choice) {
            std::string_view const wire    = codec<T>::encode(v);
            std::uint8_t           ordinal = 0;
            for (auto const& entry : choice_texts<typename choice_behind<T>::type>()) {
                if (entry.wire == wire)
                    return value_view::choice(wire, ordinal);
                ++ordinal;
            }
            return value_view::choice(wire);
        } else
            return value_view::chars(codec<T>::encode(v), k);
    }
}

inline error corrupted(std::string text) { return error(errc::corrupted, std::move(text)); }

/// Whether a stored value of kind `found` can be read as kind `wanted`. Backends without types of their own may answer
/// with the nearest that they have.
inline bool readable_as(kind wanted, value_view v) noexcept
{
    switch (wanted) {
    case kind::boolean: return !v.is_buffer() && v.type() != kind::real && (v.as_int() == 0 || v.as_int() == 1);
    case kind::int64:
    case kind::timestamp:
    case kind::duration: return !v.is_buffer() && v.type() != kind::real;
    case kind::real: return !v.is_buffer();
    case kind::uuid: return v.is_buffer() && v.as_chars().size() == 16;
    default: return v.is_buffer();
    }
}

template<class T>
inline constexpr bool is_plain_string = false;
template<class Traits, class Allocator>
inline constexpr bool is_plain_string<std::basic_string<char, Traits, Allocator>> = true;

template<class T>
result<void> from_view(T& out, value_view v)
{
    if constexpr (unwrap<T>::nullable) {
        if (v.is_null()) {
            out.reset();
            return {};
        }
        return from_view(out.emplace(), v);
    } else {
        constexpr kind k = codec<T>::stored_as;
        if constexpr (choice<T>) // from a store that keeps the texts of this very table
            if (auto const texts = choice_texts<T>(); v.type() == kind::choice && v.ordinal() < texts.size() &&
                texts[v.ordinal()].wire.data() == v.as_chars().data()) {
                out = choices<T>()[v.ordinal()].value;
                return {};
            }
        if (v.is_null())
            return corrupted("null in a field that is never null");
        if (!readable_as(k, v))
            return corrupted("a stored value of kind " + std::string(to_string(v.type())) + " in a field of kind " +
                             std::string(to_string(k)));
        if constexpr (is_plain_string<T>) {
            auto const text = v.as_chars();
            if (text.size() <= out.capacity())
                out.assign(text.data(), text.size());
            else
                out = T(text.data(), text.size(), out.get_allocator());
            return {};
        } else if constexpr (std::same_as<T, ssot::uuid>) {
            out = v.as_uuid();
            return {};
        } else if constexpr (std::same_as<T, timestamp> || std::same_as<T, duration>) {
            out = T(duration(v.as_int()));
            return {};
        } else if constexpr (std::same_as<T, std::int64_t>) {
            out = v.as_int();
            return {};
        } else if constexpr (json_document<T>) {
            json_text_source in(v.as_chars(), {.max_depth = static_cast<std::size_t>(-1)});
            bool             read = false;
            if constexpr (std::same_as<T, raw_json>) {
                std::string text;
                read = in.read_document(text) && in.at_end();
                out  = raw_json::trusted(std::move(text));
            } else {
                read = in.read_document(out) && in.at_end();
            }
            if (!read)
                return corrupted("stored JSON is malformed: " + to_string(in.take_error()));
            return {};
        } else {
            auto decoded = [&] {
                if constexpr (k == kind::uuid)
                    return codec<T>::decode(v.as_uuid());
                else if constexpr (k == kind::real)
                    return codec<T>::decode(v.type() == kind::real ? v.as_real() : static_cast<double>(v.as_int()));
                else if constexpr (k == kind::timestamp)
                    return codec<T>::decode(timestamp(duration(v.as_int())));
                else if constexpr (k == kind::duration)
                    return codec<T>::decode(duration(v.as_int()));
                else if constexpr (k == kind::boolean)
                    return codec<T>::decode(v.as_int() != 0);
                else if constexpr (k == kind::int64)
                    return codec<T>::decode(v.as_int());
                else
                    return codec<T>::decode(v.as_chars());
            }();
            if (!decoded)
                return corrupted("a stored value that the field cannot hold: " + to_string(decoded.error()));
            out = std::move(*decoded);
            return {};
        }
    }
}

template<auto Member>
value_view get_field(void const* object)
{
    static_assert(storable<type_of<Member>>,
                  "ssot::storage: this field's type cannot be stored; give it a codec, or keep it out of the description");
    return to_view(static_cast<class_of<Member> const*>(object)->*Member);
}

template<auto Member>
result<void> set_field(void* object, value_view v)
{
    if (auto r = from_view(static_cast<class_of<Member>*>(object)->*Member, v); !r) [[unlikely]]
        return std::move(r).error().inside(field_info_of<Member>.name);
    return {};
}

template<auto Member>
result<bool> write_field_document(void const* object, std::string& out)
{
    auto const&               v = static_cast<class_of<Member> const*>(object)->*Member;
    boost::json::value const* document;
    if constexpr (unwrap<type_of<Member>>::nullable)
        document = v ? &*v : nullptr;
    else
        document = &v;
    if (!document)
        return false;
    if (auto written = write_document_text(out, *document); !written)
        return error(errc::validation, "Value must be valid JSON: " + to_string(written.error()))
            .with_path(std::string(field_info_of<Member>.name));
    return true;
}

template<auto Member>
constexpr accessor make_accessor() noexcept
{
    if constexpr (std::same_as<unwrap_t<type_of<Member>>, boost::json::value>)
        return {&get_field<Member>, &set_field<Member>, &write_field_document<Member>};
    else
        return {&get_field<Member>, &set_field<Member>, nullptr};
}

template<class M>
inline constexpr auto accessors = []<auto... Members>(member_list<Members...>) {
    return std::array<accessor, sizeof...(Members)>{make_accessor<Members>()...};
}(members_of<M>{});

/// The model whose description stands for the whole family: basic_X<default_types> for basic_X<Types>.
template<class M>
struct canonical {
    using type = M;
};
template<template<class> class Basic, class Types>
    requires requires {
        typename Types::document;
        typename Types::text;
    } && requires { typename Basic<default_types>; }
struct canonical<Basic<Types>> {
    using type = Basic<default_types>;
};

template<class M>
struct described_model;

template<class T>
constexpr model_desc const* target_of() noexcept
{
    if constexpr (relation<unwrap_t<T>>::exists)
        return &described_model<typename canonical<typename relation<unwrap_t<T>>::target>::type>::value;
    else
        return nullptr;
}

template<class M>
constexpr bool is_append_only() noexcept
{
    if constexpr (requires { M::append_only; })
        return M::append_only;
    else
        return false;
}

/// Everything a `model_desc` points at, in static storage.
template<class M>
struct described_model {
    static constexpr std::size_t own_fields   = field_count<M>;
    static constexpr bool        has_revision = !is_append_only<M>();
    static constexpr std::size_t all_fields   = own_fields + (has_revision ? 1 : 0);
    static_assert(all_fields <= 64, "ssot::storage: a stored model has at most 64 fields, its revision included");

    static model_desc const value;

    static constexpr auto make_fields()
    {
        std::array<field_desc, all_fields> out{};
        [&]<auto... Members>(member_list<Members...>) {
            std::size_t i = 0;
            ((out[i++] = make_field<Members>()), ...);
        }(members_of<M>{});
        if constexpr (has_revision)
            out[own_fields] = {.name       = "ssot_rev",
                               .column     = "ssot_rev",
                               .type       = kind::int64,
                               .nullable   = false,
                               .unique     = false,
                               .indexed    = false,
                               .max_length = 0,
                               .on         = on_delete::none,
                               .target     = nullptr,
                               .choices    = {},
                               .references = {}};
        return out;
    }

    template<auto Member>
    static constexpr field_desc make_field()
    {
        auto const& f = field_info_of<Member>;
        return {.name       = f.name,
                .column     = f.column,
                .type       = f.kind,
                .nullable   = f.nullable,
                .unique     = f.options.unique,
                .indexed    = f.options.index,
                .max_length = f.options.max_length,
                .on         = f.on_delete,
                .target     = target_of<type_of<Member>>(),
                .choices    = f.choices,
                .references = f.options.references};
    }

    /// What the default ordering needs to know about the model that a field points at.
    struct related {
        std::span<std::string_view const> ordering{};
        std::span<std::string_view const> names{};
    };

    template<auto Member>
    static constexpr related related_of() noexcept
    {
        if constexpr (relation<unwrap_t<type_of<Member>>>::exists) {
            using target = typename relation<unwrap_t<type_of<Member>>>::target;
            return {model_info_of<target>().ordering, member_names<target>};
        } else {
            return {};
        }
    }

    static constexpr auto relations = []<auto... Members>(member_list<Members...>) {
        return std::array<related, own_fields>{related_of<Members>()...};
    }(members_of<M>{});

    static constexpr std::string_view plain(std::string_view term) noexcept
    {
        return term.starts_with('-') ? term.substr(1) : term;
    }

    static constexpr std::uint16_t position(std::span<std::string_view const> names, std::string_view term) noexcept
    {
        for (std::size_t i = 0; i != names.size(); ++i)
            if (names[i] == plain(term))
                return static_cast<std::uint16_t>(i);
        return no_field;
    }

    /// The default ordering. A foreign key in it means the ordering of the model that it points at (Django's rule).
    static constexpr std::size_t write_ordering(order_by* out)
    {
        std::size_t n   = 0;
        auto const  add = [&](order_by term) {
            if (out)
                out[n] = term;
            ++n;
        };
        for (std::string_view term : model_info_of<M>().ordering) {
            auto const here  = position(member_names<M>, term);
            bool const desc  = term.starts_with('-');
            auto const there = relations[here];
            if (there.ordering.empty())
                add({.field = here, .desc = desc});
            for (std::string_view next : there.ordering)
                add({.field = position(there.names, next), .desc = desc != next.starts_with('-'), .via = here});
        }
        return n;
    }

    static constexpr auto make_ordering()
    {
        std::array<order_by, write_ordering(nullptr)> out{};
        write_ordering(out.data());
        return out;
    }

    static constexpr auto make_unique_together()
    {
        constexpr auto                          names = model_info_of<M>().unique_together;
        std::array<std::uint16_t, names.size()> out{};
        for (std::size_t i = 0; i != names.size(); ++i)
            out[i] = position(member_names<M>, names[i]);
        return out;
    }

    // With their types named: a model that points at itself needs its description while its fields are being made.
    static constexpr std::array<field_desc, all_fields>            fields          = make_fields();
    static constexpr std::array<order_by, write_ordering(nullptr)> ordering        = make_ordering();
    static constexpr auto                                          unique_together = make_unique_together();
};

template<class M>
constexpr model_desc described_model<M>::value = {
    .name            = model_info_of<M>().name,
    .table           = model_info_of<M>().table,
    .label           = model_info_of<M>().label,
    .fields          = fields,
    .pk              = 0,
    .revision        = has_revision ? static_cast<std::uint16_t>(own_fields) : no_field,
    .ordering        = ordering,
    .append_only     = !has_revision,
    .singleton       = model_info_of<M>().singleton,
    .unique_together = unique_together,
};

} // namespace detail

template<model M>
model_desc const& describe_model() noexcept
{
    return detail::described_model<typename detail::canonical<M>::type>::value;
}

template<model M>
std::span<accessor const> accessors_of() noexcept
{
    return detail::accessors<M>;
}

template<model M>
void read_fields(void const* object, value_view* out) noexcept
{
    [&]<auto... Members>(detail::member_list<Members...>) {
        ((*out++ = detail::get_field<Members>(object)), ...);
    }(detail::members_of<M>{});
}

inline value_view record_view::at(std::size_t i) const
{
    for (auto const& column : batch->replaced)
        if (column.field == i)
            return column.values[row];
    return batch->accessors[i].get(batch->base + row * batch->stride);
}

inline record_batch record_batch::slice(std::size_t first, std::size_t count,
                                        std::span<replaced_column> columns) const noexcept
{
    for (std::size_t i = 0; i != replaced.size(); ++i)
        columns[i] = {replaced[i].field, replaced[i].values + first};
    return {model, accessors, base + first * stride, stride, count, columns.first(replaced.size()), read};
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_SCHEMA_HPP

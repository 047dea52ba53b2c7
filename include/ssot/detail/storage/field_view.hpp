// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORAGE_FIELD_VIEW_HPP
#define SSOT_DETAIL_STORAGE_FIELD_VIEW_HPP

// Converts fields to the values that backends see, and back.

#include <ssot/choice.hpp>
#include <ssot/codec.hpp>
#include <ssot/error.hpp>
#include <ssot/json/document.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/reflect/encoded.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssot::storage::detail {

using namespace ssot::detail;

/// Returns a view into the value of a field. For a type whose codec makes new bytes, see `held_value`.
template<class T>
value_view to_view(T const& v)
{
    static_assert(!makes_bytes<T>());
    if constexpr (unwrap<T>::nullable) {
        return v ? to_view(*v) : value_view();
    } else if constexpr (std::same_as<T, raw_json>) {
        return value_view::chars(v.text(), kind::json);
    } else if constexpr (json_document<T>) {
        return {};
    } else {
        constexpr kind k = codec<T>::stored_as;
        if constexpr (k == kind::uuid)
            return value_view::id(to_stored(v));
        else if constexpr (k == kind::real)
            return value_view::real(to_stored(v));
        else if constexpr (k == kind::timestamp)
            return value_view::integer(to_stored(v).time_since_epoch().count(), k);
        else if constexpr (k == kind::duration)
            return value_view::integer(to_stored(v).count(), k);
        else if constexpr (k == kind::boolean || k == kind::int64)
            return value_view::integer(to_stored(v), k);
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
            return value_view::chars(chars_of(codec<T>::encode(v)), k);
    }
}

/// The value of a field and what its view refers to: the bytes that its codec made, otherwise the field itself. Not movable.
template<class T>
class held_value {
public:
    explicit held_value(T const& v) : view_(to_view(v)) {}
    held_value(held_value const&)            = delete;
    held_value& operator=(held_value const&) = delete;

    value_view view() const noexcept { return view_; }

private:
    value_view view_;
};
template<class T>
    requires(makes_bytes<T>())
class held_value<T> {
    using type                  = unwrap_t<T>;
    static constexpr kind is    = codec<type>::stored_as;
    static constexpr bool is_id = is == kind::uuid;

public:
    explicit held_value(T const& v)
    {
        if constexpr (unwrap<T>::nullable) {
            if (v)
                hold(*v);
        } else {
            hold(v);
        }
    }
    held_value(held_value const&)            = delete;
    held_value& operator=(held_value const&) = delete;

    value_view view() const noexcept { return view_; }

private:
    void hold(type const& v)
    {
        made_.emplace(v);
        if constexpr (is_id)
            view_ = value_view::id(made_->encoded);
        else
            view_ = value_view::chars(chars_of(made_->encoded), is);
    }

    /// Constructed in place, so that the result of `encode` need not be movable.
    struct made_of {
        explicit made_of(type const& v) : encoded(codec<type>::encode(v)) {}
        std::conditional_t<is_id, uuid, std::remove_cvref_t<encoded_t<type>>> encoded;
    };

    std::optional<made_of> made_{};
    value_view             view_{};
};

/// Returns why a stored value does not fit a field: it is null, of another kind, malformed, or refused by the codec.
result<void> corrupted_null();
result<void> corrupted_kind(kind found, kind wanted);
result<void> corrupted_value(error const& why);

/// Returns whether a stored value of kind `found` can be read as kind `wanted`. Backends with fewer types may return the
/// nearest kind that they have.
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

/// Reads a document that is stored as text. Errors: `corrupted`.
result<void> read_stored_document(boost::json::value& out, std::string_view text);
result<void> read_stored_document(raw_json& out, std::string_view text);

template<class T>
inline constexpr bool is_plain_string = false;
template<class Traits, class Allocator>
inline constexpr bool is_plain_string<std::basic_string<char, Traits, Allocator>> = true;

/// Returns the enumerator of a stored choice whose text is the one in the table of `E` itself, as a backend gives it that keeps
/// ordinals; null for any other value, whose text must be looked up.
template<choice E>
E const* choice_by_ordinal(value_view v) noexcept
{
    auto const texts = choice_texts<E>();
    bool const same =
        v.type() == kind::choice && v.ordinal() < texts.size() && texts[v.ordinal()].wire.data() == v.as_chars().data();
    return same ? &choices<E>()[v.ordinal()].value : nullptr;
}

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
        if constexpr (choice<T>)
            if (auto const* const known = choice_by_ordinal<T>(v)) {
                out = *known;
                return {};
            }
        if (v.is_null())
            return corrupted_null();
        if (!readable_as(k, v))
            return corrupted_kind(v.type(), k);
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
            return read_stored_document(out, v.as_chars());
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
                    return decode_chars<T>(v.as_chars());
            }();
            if (!decoded)
                return corrupted_value(decoded.error());
            out = std::move(*decoded);
            return {};
        }
    }
}

} // namespace ssot::storage::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/storage/field_view.ipp>
#endif

#endif // SSOT_DETAIL_STORAGE_FIELD_VIEW_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_RECORD_ROOM_HPP
#define SSOT_DETAIL_JSON_RECORD_ROOM_HPP

// How much room the text of a value takes at most.

#include <ssot/reflect.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/escape.hpp>
#include <ssot/detail/json/text_sink.hpp>

#include <cstddef>
#include <string_view>

namespace ssot::detail {

/// Whether the text of a value is at most `fixed_room` bytes long, or at most `max_escape` bytes for each byte that it
/// holds. False for a codec that makes the text, because it must make it only once.
template<class T>
constexpr bool is_bounded() noexcept
{
    if constexpr (is_optional<T>::value)
        return is_bounded<typename T::value_type>();
    else if constexpr (storable<T>)
        return codec<T>::stored_as != kind::json && codec<T>::stored_as != kind::bytes &&
            (codec<T>::stored_as == kind::uuid || !makes_bytes<T>());
    else
        return false;
}

/// Whether values of this type are always strings in JSON, so that their quotes can be part of the fragments.
template<class T>
constexpr bool is_quoted() noexcept
{
    if constexpr (is_bounded<T>() && !unwrap<T>::nullable) {
        constexpr kind k = codec<T>::stored_as;
        return k == kind::text || k == kind::uuid || k == kind::timestamp || k == kind::duration || k == kind::choice;
    } else {
        return false;
    }
}

/// The stored texts of a choice whose enumerators count up from 0, padded so that 16 bytes can always be copied.
template<choice E>
struct padded_choice {
    static constexpr bool needs_escape(std::string_view wire) noexcept
    {
        for (char const c : wire)
            if (escapes.kind[static_cast<unsigned char>(c)] != 0)
                return true;
        return false;
    }

    static constexpr bool usable = [] {
        std::size_t i = 0;
        for (auto const& entry : choices<E>())
            if (static_cast<std::size_t>(entry.value) != i++ || entry.wire.size() > 16 || needs_escape(entry.wire))
                return false;
        return true;
    }();
    static constexpr std::size_t count = choices<E>().size();

    char          text[count][16]{};
    unsigned char size[count]{};

    constexpr padded_choice()
    {
        std::size_t i = 0;
        for (auto const& entry : choices<E>()) {
            for (std::size_t k = 0; k != entry.wire.size() && k != 16; ++k)
                text[i][k] = entry.wire[k];
            size[i++] = static_cast<unsigned char>(entry.wire.size());
        }
    }
};
template<choice E>
inline constexpr padded_choice<E> padded_choices{};

/// Returns the number of bytes of text in a value; 0 if the value fits into `fixed_room`.
template<class T>
SSOT_DETAIL_INLINE std::size_t text_size(T const& v)
{
    if constexpr (is_optional<T>::value)
        return v ? text_size(*v) : 0;
    else if constexpr (choice<T>)
        return padded_choice<T>::usable ? 0 : to_wire(v).size();
    else if constexpr (is_bytes_kind(codec<T>::stored_as))
        return chars_of(codec<T>::encode(v)).size();
    else
        return 0;
}

/// Whether `text_size` can be other than 0.
template<class T>
constexpr bool holds_text() noexcept
{
    if constexpr (is_optional<T>::value)
        return holds_text<typename T::value_type>();
    else if constexpr (is_bounded<T>())
        return codec<T>::stored_as == kind::text || codec<T>::stored_as == kind::choice;
    else
        return false;
}

/// Room that was requested for several members together: its fixed part, and up to how many bytes of each text it includes.
struct shared_room {
    std::size_t size;
    std::size_t text;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_RECORD_ROOM_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_VALUE_HPP
#define SSOT_STORAGE_VALUE_HPP

// One stored value on its way between models and backends: 16 bytes that own nothing.
//
//   value_view v = row.at(3);
//   if (!v.is_null() && v.type() == kind::text) use(v.as_chars());

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/stored_types.hpp>

#include <compare>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace ssot::storage {

using ssot::errc;
using ssot::error;
using ssot::kind;
using ssot::result;
using ssot::retry;

/// A null, an integer, a double, or a view of bytes. Does not own the bytes, which must outlive it.
class value_view {
public:
    /// Null.
    constexpr value_view() noexcept : int_(0) {}

    /// Makes an int64, a boolean (0 or 1), a timestamp (microseconds since 1970 UTC) or a duration (microseconds).
    static value_view integer(std::int64_t v, kind k = kind::int64) noexcept
    {
        value_view out(k);
        out.int_ = v;
        return out;
    }

    static value_view real(double v) noexcept
    {
        value_view out(kind::real);
        out.real_ = v;
        return out;
    }

    /// Makes a text, bytes or a JSON text. Precondition: `v` is shorter than 4 GiB.
    static value_view chars(std::string_view v, kind k = kind::text) noexcept
    {
        value_view out(k);
        out.data_ = v.data();
        out.size_ = static_cast<std::uint32_t>(v.size());
        return out;
    }

    /// Makes a choice from its stored text and its index in the table of choices. The index is 255 if the text is not in the
    /// table. A backend may keep either of the two.
    static value_view choice(std::string_view wire, std::uint8_t ordinal = 255) noexcept
    {
        value_view out = chars(wire, kind::choice);
        out.ordinal_   = ordinal;
        return out;
    }

    /// Makes a view of the 16 bytes of a uuid, which must outlive it.
    static value_view id(ssot::uuid const& v) noexcept
    {
        return chars({reinterpret_cast<char const*>(&*v.begin()), 16}, kind::uuid);
    }

    constexpr kind         type() const noexcept { return kind_; }
    constexpr bool         is_null() const noexcept { return kind_ == kind::null; }
    constexpr std::uint8_t ordinal() const noexcept { return ordinal_; }

    /// Returns whether the value is a view of bytes: text, bytes, a uuid, JSON or a choice.
    constexpr bool is_buffer() const noexcept
    {
        constexpr auto bit     = [](kind k) { return 1U << static_cast<unsigned>(k); };
        constexpr auto buffers = bit(kind::text) | bit(kind::bytes) | bit(kind::uuid) | bit(kind::json) | bit(kind::choice);
        return (buffers >> static_cast<unsigned>(kind_) & 1U) != 0;
    }

    // Preconditions: `as_int` needs a boolean, an int64, a timestamp or a duration; `as_real` a double; `as_chars` a buffer;
    // `as_uuid` a buffer of 16 bytes. Any other kind is undefined behaviour.
    std::int64_t     as_int() const noexcept { return int_; }
    double           as_real() const noexcept { return real_; }
    std::string_view as_chars() const noexcept { return {data_, size_}; }
    ssot::uuid       as_uuid() const noexcept
    {
        ssot::uuid out{};
        std::memcpy(&*out.begin(), data_, 16);
        return out;
    }

    /// Compares bytes by memcmp and then by length, and numbers by value. A NaN is equivalent to every number. Precondition:
    /// both values have one kind and are not null.
    friend std::weak_ordering compare(value_view const& a, value_view const& b) noexcept
    {
        if (a.is_buffer()) {
            auto const common = a.size_ < b.size_ ? a.size_ : b.size_;
            int const  order  = common == 0 ? 0 : std::memcmp(a.data_, b.data_, common);
            return order != 0 ? order <=> 0 : a.size_ <=> b.size_;
        }
        if (a.kind_ == kind::real)
            return a.real_ < b.real_ ? std::weak_ordering::less
                : b.real_ < a.real_  ? std::weak_ordering::greater
                                     : std::weak_ordering::equivalent;
        return a.int_ <=> b.int_;
    }

private:
    explicit constexpr value_view(kind k) noexcept : int_(0), kind_(k) {}

    union {
        std::int64_t int_;
        double       real_;
        char const*  data_;
    };
    std::uint32_t size_    = 0;
    kind          kind_    = kind::null;
    std::uint8_t  ordinal_ = 255;
};

static_assert(sizeof(value_view) == 16 && std::is_trivially_copyable_v<value_view>);

/// A stored value that owns its bytes. It is copyable and movable and has no `==`: compare the views instead.
class value {
public:
    value() = default;
    explicit value(value_view v);

    /// Returns a view of the value, valid until this object is changed, moved from or destroyed.
    value_view view() const noexcept;

private:
    value_view  view_{};    ///< kind, ordinal and size; its pointer is stale after construction and never followed
    char        few_[16]{}; ///< up to 16 bytes are stored here, so that a key needs no heap
    std::string bytes_{};
};

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/value.ipp>
#endif

#endif // SSOT_STORAGE_VALUE_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_WRITE_BATCH_HPP
#define SSOT_DETAIL_WRITE_BATCH_HPP

// Objects made ready to be written: the columns that differ from what the objects hold, in values that outlive the call.
// No templates on the model, so that every model shares this code.

#include <ssot/reflect.hpp>
#include <ssot/storage/schema.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail {

/// Objects of one model, by their address, with what is known about it.
struct objects {
    storage::model_desc const*         model;
    std::span<field_info const>        fields;
    std::span<storage::accessor const> accessors;
    std::byte const*                   base;
    std::size_t                        stride;
    std::size_t                        n;
    std::int64_t                       highest_key; ///< that an integer key can have
    bool                               one;         ///< a single object: paths do not start with its index
    void (*read)(void const*, storage::value_view*) = nullptr;

    std::byte const*    object(std::size_t row) const noexcept { return base + row * stride; }
    storage::value_view at(std::size_t row, std::size_t field) const { return accessors[field].get(object(row)); }

    /// Puts the index of the row in front of the path, unless there was only one.
    error at_row(error e, std::size_t row) const
    {
        return one ? std::move(e) : std::move(e).inside('[' + std::to_string(row) + ']');
    }
};

template<class Key>
constexpr std::int64_t highest_key_of() noexcept
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    if constexpr (std::integral<Key>)
        return std::in_range<std::int64_t>(std::numeric_limits<Key>::max())
            ? static_cast<std::int64_t>(std::numeric_limits<Key>::max())
            : most;
    else
        return most;
}

template<model M>
objects objects_of(M const* rows, std::size_t n, bool one) noexcept
{
    return {&storage::describe_model<M>(),
            fields_of<M>(),
            storage::accessors_of<M>(),
            reinterpret_cast<std::byte const*>(rows),
            sizeof(M),
            n,
            highest_key_of<key_t<M>>(),
            one,
            &storage::read_fields<M>};
}

class write_batch {
public:
    explicit write_batch(objects const& rows) : rows_(rows) {}

    /// `value_of(row)` takes the place of field `field`. What buffers refer to must outlive the batch.
    template<class ValueOf>
    void replace(std::size_t field, ValueOf value_of)
    {
        auto& values = columns_.emplace_back();
        values.reserve(rows_.n);
        for (std::size_t i = 0; i != rows_.n; ++i)
            values.push_back(value_of(i));
        replaced_.push_back({static_cast<std::uint16_t>(field), values.data()});
    }

    /// Writes out the JSON documents that are not kept as text. Errors: `validation`, with the field as path.
    result<void> write_documents()
    {
        result<void> out;
        for (std::size_t f = 0; f != rows_.accessors.size(); ++f)
            if (rows_.accessors[f].document)
                replace(f, [&](std::size_t row) {
                    auto& text    = texts_.emplace_back();
                    auto  written = rows_.accessors[f].document(rows_.object(row), text);
                    if (!written && out)
                        out = rows_.at_row(std::move(written).error(), row);
                    return written && *written ? storage::value_view::chars(text, kind::json) : storage::value_view();
                });
        return out;
    }

    storage::record_batch view() const noexcept
    {
        return {rows_.model, rows_.accessors, rows_.base, rows_.stride, rows_.n, replaced_, rows_.read};
    }

private:
    objects                                      rows_;
    std::deque<std::vector<storage::value_view>> columns_{};
    std::deque<std::string>                      texts_{}; // a deque does not move what it holds
    std::vector<storage::replaced_column>        replaced_{};
};

/// The bytes of a key, to look rows up by.
inline std::string key_bytes(storage::value_view key)
{
    return key.is_buffer() ? std::string(key.as_chars()) : std::to_string(key.as_int());
}

/// A key as people write it.
inline std::string key_text(storage::value_view key)
{
    return key.type() == kind::uuid ? ssot::to_string(key.as_uuid()) : std::to_string(key.as_int());
}

/// Whether a key is still to be made.
inline bool is_nil_key(storage::value_view key) noexcept
{
    return key.is_buffer() ? key.as_chars().find_first_not_of('\0') == std::string_view::npos : key.as_int() == 0;
}

/// Whether a time is there, rather than to be set by the insert.
inline bool is_given_time(storage::value_view time) noexcept { return !time.is_null() && time.as_int() != 0; }

/// Each key that a field of the rows holds, once, in ascending order.
inline std::vector<storage::value_view> distinct_keys(objects const& rows, std::size_t field)
{
    // Many rows name few keys: those that were seen of late are not looked at again.
    std::array<storage::value_view, 64> seen{};
    std::vector<storage::value_view>    out;
    for (std::size_t i = 0; i != rows.n; ++i) {
        auto const key = rows.at(i, field);
        if (key.is_null())
            continue;
        auto const last  = key.is_buffer() && !key.as_chars().empty() ? key.as_chars().back() : 0;
        auto const place = key.is_buffer() ? static_cast<unsigned char>(last) : static_cast<std::size_t>(key.as_int());
        auto&      known = seen[place % seen.size()];
        if (!known.is_null() && compare(known, key) == 0)
            continue;
        known = key;
        out.push_back(key);
    }
    std::ranges::sort(out, [](auto const& a, auto const& b) { return compare(a, b) < 0; });
    auto const repeated = std::ranges::unique(out, [](auto const& a, auto const& b) { return compare(a, b) == 0; });
    out.erase(repeated.begin(), repeated.end());
    return out;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_WRITE_BATCH_HPP

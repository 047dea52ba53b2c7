// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_OBJECT_BATCH_HPP
#define SSOT_DETAIL_STORE_OBJECT_BATCH_HPP

// Objects prepared for writing: the columns whose values differ from those of the objects, which live as long as the batch.

#include <ssot/storage/schema.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/store/object_span.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail {

class object_batch {
public:
    explicit object_batch(object_span rows) : rows_(std::move(rows)) {}

    /// Replaces field `field` of each row by `value_of(row)`. What the values refer to must outlive the batch.
    template<class ValueOf>
    void replace(std::size_t field, ValueOf value_of)
    {
        auto& values = columns_.emplace_back();
        values.reserve(rows_.n);
        for (std::size_t i = 0; i != rows_.n; ++i)
            values.push_back(value_of(i));
        replaced_.push_back({static_cast<std::uint16_t>(field), values.data()});
    }

    /// Replaces values that `replace` has set before.
    template<class ValueOf>
    void replace_again(std::size_t field, ValueOf value_of)
    {
        auto const old = std::ranges::find(replaced_, field, &storage::replaced_column::field) - replaced_.begin();
        for (std::size_t i = 0; i != rows_.n; ++i)
            columns_[static_cast<std::size_t>(old)][i] = value_of(i);
    }

    /// Makes the values that the objects do not hold as bytes, see `made_values`; only of these fields. Errors:
    /// `validation`, with the field as path.
    result<void> write_documents(std::uint64_t fields = ~std::uint64_t{0})
    {
        result<void> out = rows_.made ? rows_.made->failed : result<void>();
        for (std::size_t f = 0; f != rows_.accessors.size(); ++f) {
            bool const replaced = std::ranges::find(replaced_, f, &storage::replaced_column::field) != replaced_.end();
            if (!rows_.accessors[f].document || replaced || (fields >> f & 1) == 0)
                continue;
            auto const here = rows_.made && !rows_.made->columns[f].empty();
            if (!here)
                columns_.push_back(make_column(rows_, f, texts_, out));
            auto const& column = here ? rows_.made->columns[f] : columns_.back();
            replaced_.push_back({static_cast<std::uint16_t>(f), column.data()});
        }
        return out;
    }

    storage::record_batch view() const noexcept
    {
        return {rows_.model, rows_.accessors, rows_.base, rows_.stride, rows_.n, replaced_, rows_.read};
    }

private:
    object_span                                  rows_;
    std::deque<std::vector<storage::value_view>> columns_{};
    std::deque<std::string>                      texts_{};
    std::vector<storage::replaced_column>        replaced_{};
};

/// Returns the bytes of a key, by which rows are found.
inline std::string key_bytes(storage::value_view key)
{
    return key.is_buffer() ? std::string(key.as_chars()) : std::to_string(key.as_int());
}

/// Returns a key as text for people.
inline std::string key_text(storage::value_view key)
{
    return key.type() == kind::uuid ? ssot::to_string(key.as_uuid()) : std::to_string(key.as_int());
}

/// Returns whether a key is nil, so that the insert has to make it.
inline bool is_nil_key(storage::value_view key) noexcept
{
    return key.is_buffer() ? key.as_chars().find_first_not_of('\0') == std::string_view::npos : key.as_int() == 0;
}

/// Returns whether a time is given, so that the insert need not set it.
inline bool is_given_time(storage::value_view time) noexcept { return !time.is_null() && time.as_int() != 0; }

/// Returns each key that a field of the rows holds, once, in ascending order.
inline std::vector<storage::value_view> distinct_keys(object_span const& rows, std::size_t field)
{
    // Many rows have few different keys: keys that were seen recently are skipped here.
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

#endif // SSOT_DETAIL_STORE_OBJECT_BATCH_HPP

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
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail {

/// Values of columns that objects have no bytes of, made of them. What they refer to lives as long as this.
struct made_values {
    std::vector<std::vector<storage::value_view>> columns{}; ///< by field; empty for one that is not made
    std::deque<std::string>                       texts{};   ///< a deque does not move what it holds
    result<void>                                  failed{};  ///< why a value could not be made
};

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
    result<void> (*check_key)(storage::value_view)  = nullptr; ///< of a type of the user's: whether it can be such a key
    std::shared_ptr<made_values const> made{};                 ///< of keys and unique fields, which are looked at one by one

    std::byte const* object(std::size_t row) const noexcept { return base + row * stride; }

    /// Null for a value that is only made for the write: see `write_batch::write_documents`.
    storage::value_view at(std::size_t row, std::size_t field) const
    {
        if (made && !made->columns[field].empty()) [[unlikely]]
            return made->columns[field][row];
        return accessors[field].get(object(row));
    }

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

/// The value of a field for each row.
inline std::vector<storage::value_view> make_column(objects const& rows, std::size_t field, std::deque<std::string>& texts,
                                                    result<void>& failed)
{
    std::vector<storage::value_view> out;
    out.reserve(rows.n);
    for (std::size_t row = 0; row != rows.n; ++row) {
        auto& text    = texts.emplace_back();
        auto  written = rows.accessors[field].document(rows.object(row), text);
        if (!written && failed)
            failed = rows.at_row(std::move(written).error(), row);
        out.push_back(written && *written ? storage::value_view::chars(text, rows.model->fields[field].type)
                                          : storage::value_view());
    }
    return out;
}

/// Makes the values that are looked at one by one before they are written: keys, and what is unique.
inline std::shared_ptr<made_values const> make_values(objects const& rows)
{
    auto       out       = std::make_shared<made_values>();
    auto const together  = rows.model->unique_together;
    auto const looked_at = [&](std::uint16_t f) {
        return f == rows.model->pk || rows.model->fields[f].target || !rows.fields[f].to.empty() ||
            rows.model->fields[f].unique || std::ranges::find(together, f) != together.end();
    };
    out->columns.resize(rows.accessors.size());
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f)
        if (rows.accessors[f].document && looked_at(f))
            out->columns[f] = make_column(rows, f, out->texts, out->failed);
    return out;
}

/// A key that was made is one that the type of the user's accepts.
template<class Key>
result<void> check_key_of(storage::value_view v)
{
    Key  key{};
    auto read = storage::detail::from_view(key, v);
    return read ? result<void>() : result<void>(errc::out_of_range, std::string(read.error().text()));
}

template<model M>
objects objects_of(M const* rows, std::size_t n, bool one)
{
    objects out{&storage::describe_model<M>(),
                fields_of<M>(),
                storage::accessors_of<M>(),
                reinterpret_cast<std::byte const*>(rows),
                sizeof(M),
                n,
                highest_key_of<key_t<M>>(),
                one,
                &storage::read_fields<M>};
    if constexpr (!has_plain_codec<key_t<M>>)
        out.check_key = &check_key_of<key_t<M>>;
    constexpr bool makes = []<auto... Members>(member_list<Members...>) {
        return (storage::detail::is_made<type_of<Members>>() || ...);
    }(members_of<M>{});
    if constexpr (makes)
        out.made = make_values(out);
    return out;
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

    /// Writes out what objects have no bytes of: JSON documents that are not kept as text, values that a codec makes. Only those
    /// of these fields. Errors: `validation`, with the field as path.
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
    objects                                      rows_;
    std::deque<std::vector<storage::value_view>> columns_{};
    std::deque<std::string>                      texts_{};
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

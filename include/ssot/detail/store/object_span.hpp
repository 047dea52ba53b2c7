// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_OBJECT_SPAN_HPP
#define SSOT_DETAIL_STORE_OBJECT_SPAN_HPP

// Objects of one model without their type: by address, with functions that know the type.

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/validate.hpp>

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

/// Columns of values that objects do not hold as bytes: JSON documents that are not kept as text, and what codecs make. What
/// the values refer to lives as long as this object.
struct made_values {
    std::vector<std::vector<storage::value_view>> columns{}; ///< by field; empty if the objects hold its bytes
    std::deque<std::string>                       texts{};   ///< a deque, because columns refer to its elements
    result<void>                                  failed{};  ///< why a value could not be made
};

/// Objects of one model, by their address, with the description of the model. Refers to the objects.
struct object_span {
    storage::model_desc const*         model;
    std::span<field_info const>        fields;
    std::span<storage::accessor const> accessors;
    std::byte const*                   base;
    std::size_t                        stride;
    std::size_t                        n;
    std::int64_t                       highest_key; ///< the largest value of an integer key
    bool                               one;         ///< a single object, so that paths do not start with its index
    void (*read)(void const*, storage::value_view*) = nullptr;
    result<void> (*check_key)(storage::value_view)  = nullptr; ///< whether a user's key type accepts a value
    std::vector<field_problem> (*problems)(void const*, validation_options const&) = nullptr; ///< `ssot::validate`
    std::shared_ptr<made_values const> made{}; ///< values that the objects do not hold as bytes, of keys and unique fields

    std::byte const* object(std::size_t row) const noexcept { return base + row * stride; }

    /// Returns a field of a row; null for a value that is only made for the write, see `object_batch::write_documents`.
    storage::value_view at(std::size_t row, std::size_t field) const
    {
        return made ? at_made(row, field) : accessors[field].get(object(row));
    }

    storage::value_view at_made(std::size_t row, std::size_t field) const;

    /// Puts the index of the row in front of the path, unless there is a single object.
    error at_row(error e, std::size_t row) const;
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

/// Makes the values of a field for all rows, in `texts`. Sets `failed` if one cannot be made.
std::vector<storage::value_view> make_column(object_span const& rows, std::size_t field, std::deque<std::string>& texts,
                                             result<void>& failed);

/// Makes the values of keys and unique fields, which are checked one by one before the write.
std::shared_ptr<made_values const> make_values(object_span const& rows);

/// Checks that the user's key type accepts a key that the store made.
template<class Key>
result<void> check_key_of(storage::value_view v)
{
    Key  key{};
    auto read = storage::detail::from_view(key, v);
    return read ? result<void>() : result<void>(errc::out_of_range, std::string(read.error().text()));
}

template<model M>
std::vector<field_problem> problems_of(void const* object, validation_options const& options)
{
    return ssot::validate(*static_cast<M const*>(object), options);
}

template<model M>
object_span objects_of(M const* rows, std::size_t n, bool one, std::size_t stride = sizeof(M))
{
    object_span out{&storage::describe_model<M>(),
                    fields_of<M>(),
                    storage::accessors_of<M>(),
                    reinterpret_cast<std::byte const*>(rows),
                    stride,
                    n,
                    highest_key_of<key_t<M>>(),
                    one,
                    &storage::read_fields<M>};
    out.problems = &problems_of<M>;
    if constexpr (!has_library_codec<key_t<M>>)
        out.check_key = &check_key_of<key_t<M>>;
    constexpr bool makes = []<auto... Members>(member_list<Members...>) {
        return (storage::detail::is_made<type_of<Members>>() || ...);
    }(members_of<M>{});
    if constexpr (makes)
        out.made = make_values(out);
    return out;
}

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/store/object_span.ipp>
#endif

#endif // SSOT_DETAIL_STORE_OBJECT_SPAN_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_READ_AS_HPP
#define SSOT_DETAIL_READ_AS_HPP

// What each kind of query makes of a row that was read.

#include <ssot/error.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/stored.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace ssot::detail {

template<class Row>
std::int64_t read_revision(storage::model_desc const& model, Row const& row)
{
    return model.revision == storage::no_field ? 0 : row.at(model.revision).as_int();
}

/// The key of a row, as far as it was read, in brackets.
template<class Row>
std::string row_name(storage::model_desc const& model, Row const& row)
{
    auto const key = row.at(model.pk);
    if (key.is_null())
        return {};
    if (!key.is_buffer())
        return '[' + std::to_string(key.as_int()) + ']';
    return '[' + (key.as_chars().size() == 16 ? ssot::to_string(key.as_uuid()) : std::string("?")) + ']';
}

/// The error of a field as one of its row: with the model and the key in front of the path, and the key among the keys.
template<class Row>
error in_row(error e, storage::model_desc const& model, std::string_view model_name, Row const& row)
{
    if (auto const name = row_name(model, row); !name.empty())
        e = std::move(e).inside(name).with_keys({name.substr(1, name.size() - 2)});
    return std::move(e).inside(model_name);
}

/// The wanted fields of a row as a model, the others blank. Errors: `corrupted`, with model, key and field as path.
template<class M, class Row>
result<M> read_model(Row const& row, std::uint64_t fields)
{
    M          out       = make_blank<M>();
    auto const accessors = storage::accessors_of<M>();
    for (std::size_t i = 0; i != accessors.size(); ++i)
        if ((fields >> i & 1) != 0)
            if (auto set = accessors[i].set(&out, row.at(i)); !set)
                return in_row(std::move(set).error(), storage::describe_model<M>(), model_info_of<M>().name, row);
    return out;
}

template<class Query>
struct read_as;

template<model M>
struct read_as<selection<M>> {
    using row                          = stored<M>;
    static constexpr bool has_revision = true;
    static row            make(M&& m, std::uint64_t, std::int64_t revision) { return row(std::move(m), revision); }
};

template<model M>
struct read_as<deferring_selection<M>> {
    using row                          = partial<M>;
    static constexpr bool has_revision = true;
    static row make(M&& m, std::uint64_t fields, std::int64_t revision) { return row(std::move(m), fields, revision); }
};

template<model M, auto... Members>
struct read_as<projection<M, Members...>> {
    using row                          = typename projection<M, Members...>::row;
    static constexpr bool has_revision = false;
    static row            make(M&& m, std::uint64_t, std::int64_t) { return row(std::move(m.*Members)...); }
};

/// A row as the query has it.
template<class Query, class Row>
result<typename read_as<Query>::row> read_row_as(Row const& row, std::uint64_t fields)
{
    using M   = typename Query::queried_model;
    auto read = read_model<M>(row, fields);
    if (!read)
        return std::move(read).error();
    std::int64_t revision = 0;
    if constexpr (read_as<Query>::has_revision)
        revision = read_revision(storage::describe_model<M>(), row);
    return read_as<Query>::make(std::move(*read), fields, revision);
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_READ_AS_HPP

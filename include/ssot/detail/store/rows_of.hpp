// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_ROWS_OF_HPP
#define SSOT_DETAIL_STORE_ROWS_OF_HPP

// What each kind of query makes from a row: a stored model, a part of one, or a tuple.

#include <ssot/error.hpp>
#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/store/stored.hpp>

#include <ssot/detail/store/row_sink.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot::detail {

/// How the rows of a query are made: `row` is their type, `model_row` the type that the fields are written into.
template<class Query>
struct read_as;

template<model M>
struct read_as<selection<M>> {
    using row                          = stored<M>;
    using model_row                    = stored<M>;
    static constexpr bool has_revision = true;
    static row            blank(std::uint64_t) { return row(make_blank<M>()); }
};

template<model M>
struct read_as<deferring_selection<M>> {
    using row                          = partial<M>;
    using model_row                    = partial<M>;
    static constexpr bool has_revision = true;
    static row            blank(std::uint64_t fields) { return row(make_blank<M>(), fields); }
};

template<model M, auto... Members>
struct read_as<projection<M, Members...>> {
    using row                          = typename projection<M, Members...>::row;
    using model_row                    = M;
    static constexpr bool has_revision = false;
    static M              blank(std::uint64_t) { return make_blank<M>(); }
    static row            make(M&& m) { return row(std::move(m.*Members)...); }
};

/// Adds the rows of a query to a container: to a vector, or to an optional, which then holds the last row.
template<class Query, class Container>
class rows_into final : public row_sink {
    using M   = typename Query::queried_model;
    using how = read_as<Query>;

public:
    using row = typename how::row;

    rows_into(Container& rows, std::uint64_t fields) noexcept
        : row_sink(storage::accessors_of<M>(), how::has_revision), rows_(&rows), fields_(fields)
    {
    }

    void* add() override
    {
        if constexpr (std::same_as<Container, std::optional<result<row>>> && std::same_as<row, stored<M>>)
            if (*rows_ && (*rows_)->has_value()) // all fields will be written: the memory of the row before is used again
                return static_cast<M*>(&last_of(*rows_));
        if constexpr (how::has_revision)
            return static_cast<M*>(&put(*rows_, how::blank(fields_)));
        else
            return &spare_.emplace(how::blank(fields_));
    }
    void keep([[maybe_unused]] std::int64_t revision) override
    {
        if constexpr (how::has_revision)
            row_access::was_read(last_of(*rows_), revision);
        else
            put(*rows_, how::make(std::move(*spare_)));
    }
    void drop() noexcept override
    {
        if constexpr (how::has_revision)
            remove_last(*rows_);
    }

private:
    struct nothing {};

    static row& put(std::vector<row>& into, row&& r) { return into.emplace_back(std::move(r)); }
    static row& put(std::optional<row>& into, row&& r) { return into.emplace(std::move(r)); }
    static row& put(std::optional<result<row>>& into, row&& r) { return *into.emplace(std::move(r)); }

    static row& last_of(std::vector<row>& of) { return of.back(); }
    static row& last_of(std::optional<row>& of) { return *of; }
    static row& last_of(std::optional<result<row>>& of) { return **of; }

    static void remove_last(std::vector<row>& of) noexcept { of.pop_back(); }
    static void remove_last(auto& of) noexcept { of.reset(); }

    Container*                                                       rows_;
    std::uint64_t                                                    fields_;
    std::conditional_t<how::has_revision, nothing, std::optional<M>> spare_{}; ///< the model from which a tuple is made
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_ROWS_OF_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_READ_HPP
#define SSOT_IMPL_STORE_READ_HPP

// Reading models.

#include <ssot/store.hpp>

#include <ssot/detail/write_batch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ssot {

namespace detail {

template<class Row>
std::int64_t read_revision(storage::model_desc const& model, Row const& row)
{
    return model.revision == storage::no_field ? 0 : row.at(model.revision).as_int();
}

} // namespace detail

template<class Backend>
template<class M, class Row>
result<M> store<Backend>::read_row(Row const& row, std::uint64_t fields) const
{
    M          out       = make_blank<M>();
    auto const accessors = storage::accessors_of<M>();
    for (std::size_t i = 0; i != accessors.size(); ++i)
        if ((fields >> i & 1) != 0)
            if (auto set = accessors[i].set(&out, row.at(i)); !set)
                return std::move(set).error().inside(model_info_of<M>().name);
    return out;
}

template<class Backend>
template<model M>
result<stored<M>> store<Backend>::get(key_t<M> const& id)
{
    auto const& model = storage::describe_model<M>();
    if (auto prepared = prepare(model); !prepared)
        return prepared.error();
    storage::query q{.model = &model};
    q.args  = {storage::detail::to_view(id)};
    q.where = {{storage::op::eq, model.pk, 0, 1}};
    return guarded([&]() -> result<stored<M>> {
        std::optional<stored<M>> out;
        auto                     read = for_each_row(q, [&](auto const& row) -> result<void> {
            auto m = read_row<M>(row, q.fields);
            if (!m)
                return std::move(m).error();
            out.emplace(std::move(*m), detail::read_revision(storage::describe_model<M>(), row));
            return {};
        });
        if (!read)
            return read.error();
        if (!out)
            return error(errc::not_found,
                         "there is no " + std::string(model.label) + " with the key " +
                             detail::key_text(storage::detail::to_view(id)));
        return std::move(*out);
    });
}

template<class Backend>
template<model M>
result<std::vector<stored<M>>> store<Backend>::select(selection<M> const& query)
{
    if (auto prepared = prepare(storage::describe_model<M>()); !prepared)
        return prepared.error();
    return guarded([&]() -> result<std::vector<stored<M>>> {
        std::vector<stored<M>> out;
        auto                   read = for_each_row(query.to_query(), [&](auto const& row) -> result<void> {
            auto m = read_row<M>(row, ~std::uint64_t{0});
            if (!m)
                return std::move(m).error();
            out.emplace_back(std::move(*m), detail::read_revision(storage::describe_model<M>(), row));
            return {};
        });
        if (!read)
            return read.error();
        return out;
    });
}

template<class Backend>
template<model M>
result<std::vector<partial<M>>> store<Backend>::select(deferring_selection<M> const& query)
{
    if (auto prepared = prepare(storage::describe_model<M>()); !prepared)
        return prepared.error();
    return guarded([&]() -> result<std::vector<partial<M>>> {
        std::vector<partial<M>> out;
        auto const              q    = query.to_query();
        auto                    read = for_each_row(q, [&](auto const& row) -> result<void> {
            auto m = read_row<M>(row, q.fields);
            if (!m)
                return std::move(m).error();
            out.emplace_back(std::move(*m), q.fields, detail::read_revision(storage::describe_model<M>(), row));
            return {};
        });
        if (!read)
            return read.error();
        return out;
    });
}

template<class Backend>
template<model M>
result<std::size_t> store<Backend>::count(selection<M> const& query)
{
    if (auto prepared = prepare(storage::describe_model<M>()); !prepared)
        return prepared.error();
    return guarded([&]() -> result<std::size_t> {
        auto q           = query.to_query();
        q.fields         = 1;
        q.order          = {{.field = q.model->pk}};
        std::size_t n    = 0;
        auto        read = for_each_row(q, [&](auto const&) -> result<void> {
            ++n;
            return {};
        });
        if (!read)
            return read.error();
        return n;
    });
}

template<class Backend>
template<model M>
result<std::size_t> store<Backend>::count()
{
    return count(from<M>());
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_READ_HPP

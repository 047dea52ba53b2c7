// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQL_SHAPE_IPP
#define SSOT_IMPL_DETAIL_SQL_SHAPE_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/sql/shape.hpp>
#include <ssot/detail/sql/statement.hpp>

#include <cstring>
#include <limits>
#include <type_traits>

namespace ssot::detail::sql {

/// Appends the bytes of numbers to a key.
class shape_writer {
public:
    explicit shape_writer(std::string& key) noexcept : key_(key) { key_.clear(); }

    template<class T>
    void put(T v)
    {
        static_assert(std::is_integral_v<T> || std::is_enum_v<T>);
        char bytes[sizeof v];
        std::memcpy(bytes, &v, sizeof v);
        key_.append(bytes, sizeof v);
    }
    template<class Place>
    void put_place(Place const& p)
    {
        put(p.field);
        put(p.via);
        put(p.then);
    }
    void put_terms(std::span<storage::term const> terms, std::span<storage::value_view const> args)
    {
        put(static_cast<std::uint32_t>(terms.size()));
        for (auto const& t : terms) {
            put(t.what);
            put_place(t);
            if (t.what == storage::op::in)
                put(places_for(t.count));
            else if (storage::detail::is_inner(t.what))
                put(t.count);
            else if (is_search(t.what))
                put(needle_of(args[t.first]));
        }
    }
    /// What a condition depends on.
    void put_condition(storage::query const& q, number_of_model number)
    {
        put(number(*q.model));
        put(q.by);
        put_terms(q.where, q.args);
        put(static_cast<std::uint16_t>(q.children.size()));
        for (auto const& c : q.children) {
            put(number(*c.model));
            put(c.field);
            put_terms(c.where, c.args);
        }
    }

private:
    std::string& key_;
};

SSOT_DECL void write_shape(std::string& key, storage::query const& q, number_of_model number)
{
    shape_writer to(key);
    to.put(operation::select);
    to.put_condition(q, number);
    to.put(q.fields);
    to.put(q.counts);
    to.put(q.locking);
    to.put(static_cast<char>((q.limit <= std::numeric_limits<std::int64_t>::max() ? 1 : 0) | (q.offset != 0 ? 2 : 0)));
    to.put(static_cast<std::uint32_t>(q.order.size()));
    for (auto const& o : q.order) {
        to.put_place(o);
        to.put(static_cast<char>((o.desc ? 1 : 0) | static_cast<int>(o.where) << 1));
    }
    for (auto const& v : q.after)
        to.put(v.is_null());
}

SSOT_DECL void write_shape(std::string& key, storage::aggregate_query const& q, number_of_model number)
{
    shape_writer to(key);
    to.put(operation::aggregate);
    to.put_condition(q.base, number);
    to.put(static_cast<std::uint32_t>(q.group_by.size()));
    for (auto const f : q.group_by)
        to.put(f);
    for (auto const& m : q.measures) {
        to.put(m.fn);
        to.put(m.field);
        if (m.fn == storage::fold_fn::count_if) {
            to.put(m.first);
            to.put_terms(std::span(q.where_if).subspan(m.first, m.count), q.base.args);
        }
    }
}

SSOT_DECL void write_shape(std::string& key, storage::query const& q, std::span<storage::assignment const> set,
                           number_of_model number)
{
    shape_writer to(key);
    to.put(operation::update);
    to.put_condition(q, number);
    for (auto const& a : set) {
        to.put(a.field);
        to.put(a.add);
    }
}

SSOT_DECL void write_erase_shape(std::string& key, storage::query const& q, number_of_model number)
{
    shape_writer to(key);
    to.put(operation::erase);
    to.put_condition(q, number);
}

SSOT_DECL void write_insert_shape(std::string& key, std::uint32_t model, std::size_t rows, bool if_absent)
{
    shape_writer to(key);
    to.put(if_absent ? operation::insert_if_absent : operation::insert);
    to.put(model);
    to.put(static_cast<std::uint32_t>(rows));
}

} // namespace ssot::detail::sql

#endif // SSOT_IMPL_DETAIL_SQL_SHAPE_IPP

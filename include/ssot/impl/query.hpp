// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_QUERY_HPP
#define SSOT_IMPL_QUERY_HPP

#include <ssot/query.hpp>

namespace ssot {

namespace detail {

template<auto... Members>
constexpr std::uint64_t bits_of() noexcept
{
    return ((std::uint64_t{1} << field_index<Members>) | ... | 0);
}

template<model M, auto... Members>
storage::question deferring(storage::question q)
{
    static_assert((std::same_as<class_of<Members>, M> && ...), "ssot::defer: these are not members of this model");
    static_assert(((field_index<Members> != 0) && ...), "ssot::defer: the key is always read");
    q.fields &= ~bits_of<Members...>();
    return q;
}

} // namespace detail

template<class Query, model M>
template<auto Key>
Query query_steps<Query, M>::add_reverse(predicate<owner_of<Key>> const& condition, bool none) const
{
    using child = owner_of<Key>;
    static_assert(std::same_as<typename detail::target_of<Key>::model, M>,
                  "ssot::join: this foreign key does not point at the model of the query");
    return with([&](storage::question& q) {
        q.reverse.push_back(
            {&storage::describe_model<child>(), static_cast<std::uint16_t>(field_index<Key>), condition.untyped(), none});
    });
}

template<model M>
template<auto... Members>
deferring_selection<M> selection<M>::defer() const
{
    return deferring_selection<M>(detail::deferring<M, Members...>(this->question_));
}

template<model M>
template<auto... Members>
deferring_selection<M> deferring_selection<M>::defer() const
{
    return deferring_selection(detail::deferring<M, Members...>(this->question_));
}

template<model M>
template<auto... Members>
projection<M, Members...> selection<M>::only() const
{
    static_assert((std::same_as<owner_of<Members>, M> && ...), "ssot::only: these are not members of this model");
    auto q   = this->question_;
    q.fields = detail::bits_of<Members...>();
    return projection<M, Members...>(std::move(q));
}

} // namespace ssot

#endif // SSOT_IMPL_QUERY_HPP

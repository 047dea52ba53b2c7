// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_QUERY_HPP
#define SSOT_QUERY_HPP

// Questions about stored models, typed from member pointers: which rows, in which order, how many.
//
//   auto failed = store.select(ssot::from<ssot::sync_log_entry>()
//       .where(ssot::field<&ssot::sync_log_entry::sync> == run.id && !(ssot::field<&ssot::sync_log_entry::message> == ""))
//       .order_by(ssot::desc<&ssot::sync_log_entry::timestamp>)
//       .limit(50));
//
// A field compares with a value of its own type; a foreign key with a key or a model. Comparisons with null are false, and
// `!` is plain negation, so that `!(f == x)` has the rows where f is null. Without `order_by`, rows come in the model's
// default ordering; every ordering ends with the key. Example: docs/examples/queries.cpp.

#include <ssot/field.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/query.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <ranges>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot {

/// A condition on rows of `M`. Combine with `&&`, `||` and `!`.
template<model M>
class predicate {
public:
    /// Satisfied by every row.
    predicate() = default;

    friend predicate operator&&(predicate a, predicate const& b) { return join(storage::op::and_, std::move(a), b); }
    friend predicate operator||(predicate a, predicate const& b) { return join(storage::op::or_, std::move(a), b); }
    friend predicate operator!(predicate a) { return a.negate(); }

    /// The condition as plain data.
    std::vector<storage::term> const&  terms() const noexcept { return terms_; }
    std::vector<storage::value> const& args() const noexcept { return args_; }

    /// A comparison of one field. Values are copied.
    predicate(storage::op what, std::uint16_t field, std::uint16_t via, std::vector<storage::value> args);

private:
    static predicate join(storage::op what, predicate a, predicate const& b);
    predicate        negate();

    std::vector<storage::term>  terms_{};
    std::vector<storage::value> args_{};
};

/// Comparisons. The right side is a value of the field's type; for a foreign key, a key or a model.
template<auto F, auto... P, class V>
auto operator==(field_t<F, P...> f, V const& v);
template<auto F, auto... P, class V>
auto operator!=(field_t<F, P...> f, V const& v);
template<auto F, auto... P, class V>
auto operator<(field_t<F, P...> f, V const& v);
template<auto F, auto... P, class V>
auto operator<=(field_t<F, P...> f, V const& v);
template<auto F, auto... P, class V>
auto operator>(field_t<F, P...> f, V const& v);
template<auto F, auto... P, class V>
auto operator>=(field_t<F, P...> f, V const& v);

/// Whether the field is null.
template<auto F, auto... P>
auto is_null(field_t<F, P...> f);

/// Whether the field equals one of the values; an empty range matches nothing.
template<auto F, auto... P, std::ranges::input_range R>
auto in(field_t<F, P...> f, R&& values);
template<auto F, auto... P, class V>
auto in(field_t<F, P...> f, std::initializer_list<V> values);

/// Text search in text, choices and JSON: byte for byte, or folding A to Z. An empty needle matches all that is not null.
template<auto F, auto... P>
auto contains(field_t<F, P...> f, std::string_view needle);
template<auto F, auto... P>
auto icontains(field_t<F, P...> f, std::string_view needle);
template<auto F, auto... P>
auto istarts_with(field_t<F, P...> f, std::string_view needle);

namespace detail {
template<auto F, auto... P>
constexpr auto order_by_field(bool descending);
}

/// One term of an ordering of `M`: `ssot::asc<&M::f>`, `ssot::desc<&M::f>`. Nulls are the largest values unless the term
/// says `.nulls_first()` or `.nulls_last()`.
template<model M>
struct order_term {
    storage::order_by by{};

    constexpr order_term nulls_first() const { return with(storage::nulls::first); }
    constexpr order_term nulls_last() const { return with(storage::nulls::last); }

private:
    constexpr order_term with(storage::nulls where) const
    {
        auto out     = *this;
        out.by.where = where;
        return out;
    }
};

/// Ascending and descending by a field; with two pointers, by a field of the row that a foreign key points at.
template<auto F, auto... P>
inline constexpr order_term<detail::class_of<F>> asc = detail::order_by_field<F, P...>(false);
template<auto F, auto... P>
inline constexpr order_term<detail::class_of<F>> desc = detail::order_by_field<F, P...>(true);

/// Which rows of `M` to read. Each step returns a changed copy.
template<model M>
class selection {
public:
    /// Adds a condition; several are joined by "and".
    selection where(predicate<M> const& condition) const;

    /// Replaces the default ordering.
    template<class... Terms>
        requires(std::same_as<Terms, order_term<M>> && ...)
    selection order_by(Terms... terms) const;

    selection limit(std::uint64_t rows) const;
    selection offset(std::uint64_t rows) const;

    /// Leaves fields out of what is read; `store.select` then gives `partial<M>`.
    template<auto... Members>
    auto defer() const;

    /// The question as plain data. It refers to this object, which must outlive it.
    storage::query to_query() const;

private:
    predicate<M>                                  where_{};
    std::optional<std::vector<storage::order_by>> order_{};
    std::uint64_t                                 limit_  = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t                                 offset_ = 0;

protected:
    std::uint64_t fields_ = ~std::uint64_t{0};
};

/// A selection that leaves fields out.
template<model M>
class deferring_selection : public selection<M> {
public:
    deferring_selection(selection<M> const& all, std::uint64_t fields) : selection<M>(all) { this->fields_ = fields; }

    // The same steps; what is left out stays so.
    deferring_selection where(predicate<M> const& condition) const { return again(selection<M>::where(condition)); }
    template<class... Terms>
        requires(std::same_as<Terms, order_term<M>> && ...)
    deferring_selection order_by(Terms... terms) const
    {
        return again(selection<M>::order_by(terms...));
    }
    deferring_selection limit(std::uint64_t rows) const { return again(selection<M>::limit(rows)); }
    deferring_selection offset(std::uint64_t rows) const { return again(selection<M>::offset(rows)); }

private:
    deferring_selection again(selection<M> const& changed) const { return {changed, this->fields_}; }
};

/// All rows of `M`.
template<model M>
selection<M> from()
{
    return {};
}

} // namespace ssot

#include <ssot/impl/query.hpp>

#endif // SSOT_QUERY_HPP

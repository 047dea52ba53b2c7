// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_QUERY_HPP
#define SSOT_IMPL_QUERY_HPP

#include <ssot/query.hpp>

#include <ssot/detail/json_encode.hpp>
#include <ssot/detail/json_write.hpp>

#include <bit>
#include <set>
#include <string>

namespace ssot {

namespace detail {

/// Where a field, or the end of a path of fields, is found in a row.
struct place {
    std::uint16_t field;
    std::uint16_t via;
};

template<auto First, auto... Rest>
struct path {
    using owner = class_of<First>;
    using type  = unwrap_t<type_of<First>>;
    static constexpr place where{static_cast<std::uint16_t>(field_index<First>), storage::no_field};
};
template<auto First, auto Second>
struct path<First, Second> {
    using owner  = class_of<First>;
    using type   = unwrap_t<type_of<Second>>;
    using target = typename relation<unwrap_t<type_of<First>>>::target;
    static_assert(std::same_as<target, class_of<Second>>,
                  "ssot::field: the second member does not belong to the model that the first one points at");
    static constexpr place where{static_cast<std::uint16_t>(field_index<Second>),
                                 static_cast<std::uint16_t>(field_index<First>)};
};
template<auto First, auto Second, auto Third, auto... Rest>
struct path<First, Second, Third, Rest...> {
    static_assert(always_false<decltype(First)>, "ssot::field: a path follows one foreign key");
};

template<class V>
struct is_optional_value : std::false_type {};
template<class V>
struct is_optional_value<std::optional<V>> : std::true_type {};

/// Whether a field of type `T` compares with a `V`.
template<class T, class V>
constexpr bool comparable() noexcept
{
    if constexpr (relation<T>::exists)
        return std::same_as<V, T> || std::same_as<V, typename T::key_type> ||
            (std::integral<V> && std::integral<typename T::key_type>) ||
            requires(T const& key, V const& m) { key == key_of(m); } || std::constructible_from<T, V const&>;
    else if constexpr (json_document<T>)
        return std::same_as<V, T>;
    else if constexpr (choice<T>)
        return std::same_as<V, T>;
    else if constexpr (!std::is_void_v<typename choice_behind<T>::type>)
        return std::convertible_to<V const&, T>;
    else if constexpr (std::same_as<T, bool>)
        return std::same_as<V, bool>;
    else if constexpr (std::integral<T>)
        return std::integral<V> && !std::same_as<V, bool>;
    else if constexpr (std::floating_point<T>)
        return std::is_arithmetic_v<V> && !std::same_as<V, bool>;
    else if constexpr (std::convertible_to<T const&, std::string_view>)
        return std::convertible_to<V const&, std::string_view>;
    else
        return std::convertible_to<V const&, T>;
}

/// `v` as the stored value that a field of type `T` has.
template<class T, class V>
storage::value stored_value(V const& v)
{
    using storage::value;
    using storage::value_view;
    if constexpr (is_optional_value<V>::value) {
        return v ? stored_value<T>(*v) : value();
    } else if constexpr (relation<T>::exists) {
        if constexpr (std::same_as<V, T>)
            return stored_value<typename T::key_type>(v.key());
        else if constexpr (std::same_as<V, typename T::key_type> || std::integral<V>)
            return stored_value<typename T::key_type>(v);
        else
            return stored_value<typename T::key_type>(T(v).key());
    } else if constexpr (std::same_as<T, raw_json>) {
        return value(value_view::chars(v.text(), kind::json));
    } else if constexpr (json_document<T>) {
        std::string text;
        static_cast<void>(write_document_text(text, v)); // a document that cannot be written equals no stored one
        return value(value_view::chars(text, kind::json));
    } else if constexpr (std::convertible_to<T const&, std::string_view>) {
        return value(value_view::chars(std::string_view(v)));
    } else if constexpr (std::integral<T> && !std::same_as<T, bool>) {
        return value(value_view::integer(static_cast<std::int64_t>(v)));
    } else {
        return value(storage::detail::to_view<T>(static_cast<T>(v)));
    }
}

/// The bytes of a value, to tell it from others of its field.
inline std::string value_bytes(storage::value_view v)
{
    if (v.is_buffer())
        return std::string(v.as_chars());
    return v.type() == kind::real ? std::to_string(std::bit_cast<std::int64_t>(v.as_real())) : std::to_string(v.as_int());
}

/// Whether a number is above all that can be stored.
template<class V>
constexpr bool beyond_int64(V const& v) noexcept
{
    if constexpr (is_optional_value<V>::value)
        return v && beyond_int64(*v);
    else if constexpr (std::unsigned_integral<V> && !std::same_as<V, bool>)
        return v > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    else
        return false;
}

template<auto F, auto... P, class V>
predicate<class_of<F>> compare_field(storage::op what, V const& v)
{
    using type = typename path<F, P...>::type;
    if constexpr (std::same_as<V, std::nullopt_t>) {
        static_assert(always_false<V>, "ssot::query: comparing with nullopt is always false; ask is_null(field<...>)");
    } else {
        using plain = unwrap_t<V>;
        static_assert(
            comparable<type, plain>(),
            "ssot::query: this field does not compare with a value of this type; use the field's own type, and for "
            "a foreign key a key or a model");
        if constexpr (comparable<type, plain>()) {
            constexpr auto at = path<F, P...>::where;
            if (beyond_int64(v)) { // above every stored number
                if (what == storage::op::lt || what == storage::op::le)
                    return !predicate<class_of<F>>(storage::op::is_null, at.field, at.via, {});
                return {storage::op::in, at.field, at.via, {}};
            }
            return {what, at.field, at.via, {stored_value<type>(v)}};
        }
    }
}

template<auto F, auto... P>
predicate<class_of<F>> search_field(storage::op what, std::string_view needle)
{
    constexpr kind k = codec<typename path<F, P...>::type>::stored_as;
    static_assert(k == kind::text || k == kind::json || k == kind::choice,
                  "ssot::query: text search needs a text, choice or JSON field");
    constexpr auto at = path<F, P...>::where;
    return {what, at.field, at.via, {storage::value(storage::value_view::chars(needle))}};
}

template<auto F, auto... P>
constexpr auto order_by_field(bool descending)
{
    constexpr auto at = path<F, P...>::where;
    return order_term<class_of<F>>{{.field = at.field, .desc = descending, .via = at.via}};
}

} // namespace detail

template<model M>
predicate<M>::predicate(storage::op what, std::uint16_t field, std::uint16_t via, std::vector<storage::value> args)
    : terms_{{what, field, 0, static_cast<std::uint32_t>(args.size()), via}}, args_(std::move(args))
{
}

template<model M>
predicate<M> predicate<M>::join(storage::op what, predicate a, predicate const& b)
{
    if (a.terms_.empty() || b.terms_.empty()) { // the condition that every row satisfies
        bool const keep_a = (what == storage::op::and_) == b.terms_.empty();
        return keep_a ? std::move(a) : b;
    }
    auto const shift = static_cast<std::uint32_t>(a.args_.size());
    a.terms_.insert(a.terms_.begin(), storage::term{what, storage::no_field, 0, 2});
    for (auto t : b.terms_) {
        t.first += shift;
        a.terms_.push_back(t);
    }
    a.args_.insert(a.args_.end(), b.args_.begin(), b.args_.end());
    return a;
}

template<model M>
predicate<M> predicate<M>::negate()
{
    if (terms_.empty()) // no row satisfies the opposite of the empty condition: its key is none of none
        return {storage::op::in, 0, storage::no_field, {}};
    terms_.insert(terms_.begin(), storage::term{storage::op::not_, storage::no_field, 0, 1});
    return std::move(*this);
}

template<auto F, auto... P, class V>
auto operator==(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::eq, v);
}

template<auto F, auto... P, class V>
auto operator!=(field_t<F, P...>, V const& v)
{
    return !detail::compare_field<F, P...>(storage::op::eq, v);
}

template<auto F, auto... P, class V>
auto operator<(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::lt, v);
}

template<auto F, auto... P, class V>
auto operator<=(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::le, v);
}

template<auto F, auto... P, class V>
auto operator>(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::gt, v);
}

template<auto F, auto... P, class V>
auto operator>=(field_t<F, P...>, V const& v)
{
    return detail::compare_field<F, P...>(storage::op::ge, v);
}

template<auto F, auto... P>
auto is_null(field_t<F, P...>)
{
    constexpr auto at = detail::path<F, P...>::where;
    return predicate<detail::class_of<F>>(storage::op::is_null, at.field, at.via, {});
}

template<auto F, auto... P, std::ranges::input_range R>
auto in(field_t<F, P...>, R&& values)
{
    using type = typename detail::path<F, P...>::type;
    static_assert(detail::comparable<type, std::ranges::range_value_t<R>>(),
                  "ssot::query: this field does not compare with the values of this range");
    constexpr auto              at = detail::path<F, P...>::where;
    std::vector<storage::value> args;
    std::set<std::string>       seen; // so that no backend meets a key twice
    for (auto const& v : values) {
        if (detail::beyond_int64(v))
            continue;
        storage::value arg(detail::stored_value<type>(v));
        if (seen.insert(detail::value_bytes(arg.view())).second)
            args.push_back(std::move(arg));
    }
    return predicate<detail::class_of<F>>(storage::op::in, at.field, at.via, std::move(args));
}

template<auto F, auto... P, class V>
auto in(field_t<F, P...> f, std::initializer_list<V> values)
{
    return in(f, std::ranges::subrange(values.begin(), values.end()));
}

template<auto F, auto... P>
auto contains(field_t<F, P...>, std::string_view needle)
{
    return detail::search_field<F, P...>(storage::op::contains, needle);
}

template<auto F, auto... P>
auto icontains(field_t<F, P...>, std::string_view needle)
{
    return detail::search_field<F, P...>(storage::op::icontains, needle);
}

template<auto F, auto... P>
auto istarts_with(field_t<F, P...>, std::string_view needle)
{
    return detail::search_field<F, P...>(storage::op::istarts_with, needle);
}

template<model M>
selection<M> selection<M>::where(predicate<M> const& condition) const
{
    auto out   = *this;
    out.where_ = std::move(out.where_) && condition;
    return out;
}

template<model M>
template<class... Terms>
    requires(std::same_as<Terms, order_term<M>> && ...)
selection<M> selection<M>::order_by(Terms... terms) const
{
    auto out   = *this;
    out.order_ = std::vector<storage::order_by>{terms.by...};
    return out;
}

template<model M>
selection<M> selection<M>::limit(std::uint64_t rows) const
{
    auto out   = *this;
    out.limit_ = rows;
    return out;
}

template<model M>
selection<M> selection<M>::offset(std::uint64_t rows) const
{
    auto out    = *this;
    out.offset_ = rows;
    return out;
}

template<model M>
template<auto... Members>
auto selection<M>::defer() const
{
    static_assert((std::same_as<detail::class_of<Members>, M> && ...), "ssot::defer: these are not members of this model");
    static_assert(((field_index<Members> != 0) && ...), "ssot::defer: the key is always read");
    return deferring_selection<M>(*this, fields_ & ~((std::uint64_t{1} << field_index<Members>) | ...));
}

template<model M>
storage::query selection<M>::to_query() const
{
    storage::query out;
    out.model = &storage::describe_model<M>();
    out.where = where_.terms();
    for (auto const& arg : where_.args())
        out.args.push_back(arg.view());
    if (order_)
        out.order = *order_;
    else
        out.order.assign(out.model->ordering.begin(), out.model->ordering.end());
    bool const ends_with_key =
        !out.order.empty() && out.order.back().via == storage::no_field && out.order.back().field == out.model->pk;
    if (!ends_with_key)
        out.order.push_back({.field = out.model->pk});
    out.limit  = limit_;
    out.offset = offset_;
    out.fields = fields_;
    return out;
}

} // namespace ssot

#endif // SSOT_IMPL_QUERY_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_CONDITION_HPP
#define SSOT_CONDITION_HPP

// Conditions on stored models, typed from member pointers.
//
//   using ssot::field;
//   auto const failed = field<&entry::status> == ssot::sync_log_entry_status::failure;
//   auto const recent = year(field<&entry::timestamp>) >= 2024;
//   auto const ours   = field<&entry::sync, &ssot::sync::source> == "ServiceNow";      // follows a foreign key
//   auto const both   = failed && (recent || !ours) && icontains(field<&entry::message>, "timeout");
//
// A field is compared with a value of its own type, a foreign key with a key or a model; anything else does not compile. A
// comparison with a null field is false, and `!` negates that: `!(f == x)` is satisfied by rows in which f is null. Source:
// the field lookups of Django's querysets. Example: docs/examples/queries.cpp.

#include <ssot/error.hpp>
#include <ssot/field.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/question.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/ranges.hpp>
#include <ssot/detail/query/field_path.hpp>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot {

/// A condition on rows of `M`. Combine conditions with `&&`, `||` and `!`, each linear in the number of terms. A condition
/// has at most 512 levels of nesting and 10,000 terms; a chain of one operator is a single level. If it has more, every
/// call of a store that is given it returns `too_deep`. A regular value: it holds copies of the values that were compared,
/// and copies of it share nothing.
template<model M>
class predicate {
public:
    /// Satisfied by every row.
    predicate() = default;

    /// A comparison of the field at a position; with `via`, of the row that this foreign key refers to, and with `then`,
    /// one key further. The values are copied.
    predicate(storage::op what, std::uint16_t field, std::uint16_t via, std::vector<storage::value> args,
              std::uint16_t then = storage::no_field)
        : condition_(what, {field, via, then}, std::move(args))
    {
    }
    explicit predicate(storage::condition untyped) : condition_(std::move(untyped)) {}

    /// A loop that moves what has grown, as `p = std::move(p) || q` or `p = q || std::move(p)`, costs as much as all its terms.
    friend predicate operator&&(predicate a, predicate b)
    {
        return predicate(storage::condition::join(storage::op::and_, std::move(a.condition_), std::move(b.condition_)));
    }
    friend predicate operator||(predicate a, predicate b)
    {
        return predicate(storage::condition::join(storage::op::or_, std::move(a.condition_), std::move(b.condition_)));
    }
    friend predicate operator!(predicate a) { return predicate(std::move(a.condition_).negated()); }

    /// The condition as terms and values. The references are valid as long as this object is unchanged.
    std::span<storage::term const>     terms() const noexcept { return condition_.terms(); }
    std::vector<storage::value> const& args() const noexcept { return condition_.args(); }
    storage::condition const&          untyped() const noexcept { return condition_; }

private:
    storage::condition condition_{};
};

/// Comparisons return a `predicate` of the field's model. The right side is a value of the field's type; for a foreign key,
/// a key or a model.
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

/// Satisfied if the field is at least `low` and at most `high`.
template<auto F, auto... P, class Low, class High>
auto between(field_t<F, P...> f, Low const& low, High const& high);

/// Satisfied if the field is null.
template<auto F, auto... P>
auto is_null(field_t<F, P...> f);

/// Satisfied if the field equals one of the values; an empty range satisfies no row. Sorts the values: O(n log n).
template<auto F, auto... P, std::ranges::input_range R>
auto in(field_t<F, P...> f, R&& values);
template<auto F, auto... P, class V>
auto in(field_t<F, P...> f, std::initializer_list<V> values);

/// Text search in texts, choices and JSON documents. `contains`, `starts_with` and `ends_with` compare bytes; the functions
/// that begin with `i` ignore the case of A to Z; `iexact` compares the whole field. The rules of a store may change both.
/// Every field that is not null contains the empty text.
template<auto F, auto... P>
auto contains(field_t<F, P...> f, std::string_view text);
template<auto F, auto... P>
auto starts_with(field_t<F, P...> f, std::string_view text);
template<auto F, auto... P>
auto ends_with(field_t<F, P...> f, std::string_view text);
template<auto F, auto... P>
auto icontains(field_t<F, P...> f, std::string_view text);
template<auto F, auto... P>
auto istarts_with(field_t<F, P...> f, std::string_view text);
template<auto F, auto... P>
auto iends_with(field_t<F, P...> f, std::string_view text);
template<auto F, auto... P>
auto iexact(field_t<F, P...> f, std::string_view text);

/// A part of a timestamp, in UTC, on the left side of a comparison. See `date` and `year`.
template<auto F, auto... P>
struct date_of {};
template<auto F, auto... P>
struct year_of {};

/// The day of a timestamp, to be compared with a `std::chrono::year_month_day`; its year, with an integer or a
/// `std::chrono::year`.
template<auto F, auto... P>
constexpr date_of<F, P...> date(field_t<F, P...> f);
template<auto F, auto... P>
constexpr year_of<F, P...> year(field_t<F, P...> f);

} // namespace ssot

#include <ssot/impl/condition.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/condition.ipp>
#endif

#endif // SSOT_CONDITION_HPP

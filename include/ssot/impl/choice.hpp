// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_CHOICE_HPP
#define SSOT_IMPL_CHOICE_HPP

#include <ssot/choice.hpp>

#include <boost/describe/enumerators.hpp>

#include <array>

namespace ssot {

namespace detail {

/// "'melt' is none of low-risk, high".
error no_such_choice(std::string_view text, std::span<choice_text const> choices);

template<choice E>
inline constexpr auto choice_table_of = describe_choice(choice_tag<E>{});

/// The entry that is returned for a value without one.
template<class E>
inline constexpr choice_entry<E> no_entry{{}, {}, {}, {}, {}};

/// Returns the entry of `e`, or `no_entry`. Not a pointer: with -fsanitize=undefined g++ does not compare the address of a
/// constant with null in a constant expression.
template<class E>
constexpr choice_entry<E> const& find_entry(E e) noexcept
{
    for (auto const& entry : choice_table_of<E>.entries)
        if (entry.value == e)
            return entry;
    return no_entry<E>;
}

template<class E>
constexpr bool has_entry(E e) noexcept
{
    for (auto const& entry : choice_table_of<E>.entries)
        if (entry.value == e)
            return true;
    return false;
}

template<class E, E Enumerator>
struct choice_has_entry_for {
    static constexpr bool value = has_entry(Enumerator);
    static_assert(value,
                  "ssot::choice: this enumerator has no entry in describe_choice(); add "
                  "entry{Enumerator, stored text, label, label class}");
};

template<class E>
constexpr bool wire_texts_differ() noexcept
{
    auto const& entries = choice_table_of<E>.entries;
    for (std::size_t i = 0; i < std::size(entries); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (entries[i].wire == entries[k].wire || entries[i].value == entries[k].value)
                return false;
    return true;
}

template<class E, template<class...> class List, class... D>
constexpr bool every_enumerator_has_an_entry(List<D...>*) noexcept
{
    return (choice_has_entry_for<E, D::value>::value && ...);
}

/// Checks the table of `E` once, where it is first used.
template<choice E>
constexpr bool check_choice() noexcept
{
    static_assert(wire_texts_differ<E>(), "ssot::choice: two entries of describe_choice() share a value or a stored text");
    if constexpr (requires { static_cast<boost::describe::describe_enumerators<E>*>(nullptr); })
        return every_enumerator_has_an_entry<E>(static_cast<boost::describe::describe_enumerators<E>*>(nullptr));
    return true;
}

template<choice E>
inline constexpr auto choice_texts_of = [] {
    std::array<choice_text, std::size(choice_table_of<E>.entries)> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        auto const& entry = choice_table_of<E>.entries[i];
        out[i]            = {
            entry.wire, entry.label, entry.label_class, entry.bootstrap5.empty() ? entry.label_class : entry.bootstrap5};
    }
    return out;
}();

} // namespace detail

template<choice E>
constexpr std::span<choice_entry<E> const> choices() noexcept
{
    static_assert(detail::check_choice<E>());
    return detail::choice_table_of<E>.entries;
}

template<choice E>
constexpr std::span<choice_text const> choice_texts() noexcept
{
    static_assert(detail::check_choice<E>());
    return detail::choice_texts_of<E>;
}

template<choice E>
constexpr std::string_view to_wire(E e) noexcept
{
    static_assert(detail::check_choice<E>());
    return detail::find_entry(e).wire;
}

template<choice E>
constexpr std::string_view label(E e) noexcept
{
    static_assert(detail::check_choice<E>());
    return detail::find_entry(e).label;
}

template<choice E>
constexpr std::string_view label_class(E e) noexcept
{
    static_assert(detail::check_choice<E>());
    return detail::find_entry(e).label_class;
}

template<choice E>
constexpr std::string_view label_class(E e, bootstrap5_t) noexcept
{
    static_assert(detail::check_choice<E>());
    auto const& entry = detail::find_entry(e);
    return entry.bootstrap5.empty() ? entry.label_class : entry.bootstrap5;
}

template<choice E>
result<E> from_wire(std::string_view text)
{
    for (auto const& entry : choices<E>())
        if (entry.wire == text)
            return entry.value;
    return detail::no_such_choice(text, choice_texts<E>());
}

namespace detail {

template<choice E>
constexpr E find_default_choice() noexcept
{
    for (auto const& entry : choices<E>())
        if (entry.value == E{})
            return E{};
    return choices<E>().front().value;
}

template<choice E>
inline constexpr E default_choice = find_default_choice<E>();

} // namespace detail

template<choice E>
constexpr open_choice<E>::open_choice() noexcept : value_(detail::default_choice<E>)
{
}

template<choice E>
constexpr open_choice<E> open_choice<E>::from_text(std::string_view text)
{
    open_choice out;
    for (auto const& entry : choices<E>())
        if (entry.wire == text) {
            out.value_ = entry.value;
            return out;
        }
    out.is_known_ = false;
    out.other_    = text;
    return out;
}

template<choice E>
constexpr std::string_view to_wire(open_choice<E> const& c) noexcept
{
    return c.text();
}

template<choice E>
constexpr std::string_view label(open_choice<E> const& c) noexcept
{
    auto const known = c.known();
    return known ? label(*known) : c.text();
}

template<choice E>
constexpr std::string_view label_class(open_choice<E> const& c) noexcept
{
    auto const known = c.known();
    return known ? label_class(*known) : std::string_view();
}

template<choice E>
constexpr std::string_view label_class(open_choice<E> const& c, bootstrap5_t) noexcept
{
    auto const known = c.known();
    return known ? label_class(*known, bootstrap5) : std::string_view();
}

} // namespace ssot

#endif // SSOT_IMPL_CHOICE_HPP

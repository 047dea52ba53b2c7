// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_CHOICE_HPP
#define SSOT_CHOICE_HPP

// Choices: an enum class whose every value has a stored text, a label, and a label class. One table holds them all.
//
//   BOOST_DEFINE_ENUM_CLASS(severity, low, high)
//   constexpr auto describe_choice(ssot::choice_tag<severity>)          // you write this, beside the enum
//   {
//       using entry = ssot::choice_entry<severity>;
//       return ssot::choice_table{entry{severity::low, "low-risk", "Low", "info"},
//                                 entry{severity::high, "high", "High", "danger"}};
//   }
//
//   choices<E>()    -> span of choice_entry<E>     to_wire(e)      -> "low-risk"
//   label(e)        -> "Low"                       from_wire<E>(s) -> result<E>
//   label_class(e)  -> "info"                      label_class(e, bootstrap5)
//
// Source: Nautobot's ChoiceSet, whose values, labels and classes live in two files. Example: docs/examples/choice.cpp.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/stored_types.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace ssot {

/// One permitted value of the choice `E`. All text is UTF-8 with static storage duration.
template<class E>
struct choice_entry {
    E                value;
    std::string_view wire;         ///< Stored and serialized form. Unique within the choice.
    std::string_view label;        ///< Shown to people. May repeat.
    std::string_view label_class;  ///< Colour word of Bootstrap 3: "success", as in "label label-success".
    std::string_view bootstrap5{}; ///< Colour word of Bootstrap 5 where it differs; empty where it does not.
};

/// Names the choice in an argument-dependent call, so that nobody reopens namespace `ssot`.
template<class E>
struct choice_tag {};

/// What `describe_choice` returns: the entries, in the order a form lists them.
template<class E, std::size_t N>
struct choice_table {
    choice_entry<E> entries[N];
};
template<class E, class... More>
choice_table(choice_entry<E>, More...) -> choice_table<E, 1 + sizeof...(More)>;

/// An enum with a `describe_choice(choice_tag<E>)` that argument-dependent lookup finds.
template<class E>
concept choice = std::is_enum_v<E> && requires { describe_choice(choice_tag<E>{}).entries[0]; };

/// All entries of `E`, in table order.
/// Fails to compile, naming the enumerator, when an enumerator described with Boost.Describe has no entry.
template<choice E>
constexpr std::span<choice_entry<E> const> choices() noexcept;

/// The same entries without their type, in the same order.
template<choice E>
constexpr std::span<choice_text const> choice_texts() noexcept;

/// The stored form of `e`; empty when `e` is not an enumerator of `E`. Linear in the table.
template<choice E>
constexpr std::string_view to_wire(E e) noexcept;

/// The label of `e`, on the same terms as `to_wire`.
template<choice E>
constexpr std::string_view label(E e) noexcept;

/// The label class of `e`, on the same terms as `to_wire`.
template<choice E>
constexpr std::string_view label_class(E e) noexcept;

/// Asks for today's colour words: `label_class(e, ssot::bootstrap5)`.
struct bootstrap5_t {};
inline constexpr bootstrap5_t bootstrap5{};
template<choice E>
constexpr std::string_view label_class(E e, bootstrap5_t) noexcept;

/// The value whose stored form is `text`, compared byte for byte. Errors: `errc::unknown_choice`, listing the choices.
template<choice E>
result<E> from_wire(std::string_view text);

/// A choice that also keeps a text which is none of `E`'s, for reading and keeping what other programs wrote.
/// Regular; compares equal to the enumerator it holds.
template<choice E>
class open_choice {
public:
    /// `E{}`, or the first of the choices when that is none of them.
    constexpr open_choice() noexcept;
    constexpr open_choice(E e) noexcept : value_(e) {} // NOLINT: an enumerator is a valid open choice

    /// The choice that `text` stores: known when `E` has it, otherwise kept as it is.
    static constexpr open_choice from_text(std::string_view text);

    /// The enumerator, or nothing when the text is not one of `E`'s.
    constexpr std::optional<E> known() const noexcept { return is_known_ ? std::optional<E>(value_) : std::nullopt; }

    /// The stored form, known or not.
    constexpr std::string_view text() const noexcept { return is_known_ ? to_wire(value_) : std::string_view(other_); }

    friend constexpr bool operator==(open_choice const&, open_choice const&) = default;
    friend constexpr bool operator==(open_choice const& a, E b) noexcept { return a.is_known_ && a.value_ == b; }

private:
    E           value_{};
    bool        is_known_ = true;
    std::string other_{};
};

/// The stored form, the label (the text itself when unknown) and the label class (empty when unknown).
template<choice E>
constexpr std::string_view to_wire(open_choice<E> const& c) noexcept;
template<choice E>
constexpr std::string_view label(open_choice<E> const& c) noexcept;
template<choice E>
constexpr std::string_view label_class(open_choice<E> const& c) noexcept;
template<choice E>
constexpr std::string_view label_class(open_choice<E> const& c, bootstrap5_t) noexcept;

} // namespace ssot

#include <ssot/impl/choice.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/choice.ipp>
#endif

#endif // SSOT_CHOICE_HPP

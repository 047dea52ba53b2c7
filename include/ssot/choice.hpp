// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_CHOICE_HPP
#define SSOT_CHOICE_HPP

// Choices: an enum class in which every value has a stored text, a label and a label class, all in one table.
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
// Look-ups are linear in the size of the table; no function has side effects.
// Source: Nautobot's ChoiceSet and the label classes of its models. Example: docs/examples/choice.cpp.

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

/// The argument of `describe_choice`. It lets that function stand beside the enum, where argument-dependent lookup finds
/// it.
template<class E>
struct choice_tag {};

/// What `describe_choice` returns: the entries, in the order in which a form lists them.
template<class E, std::size_t N>
struct choice_table {
    choice_entry<E> entries[N];
};
template<class E, class... More>
choice_table(choice_entry<E>, More...) -> choice_table<E, 1 + sizeof...(More)>;

/// An enum with a `describe_choice(choice_tag<E>)` that argument-dependent lookup finds.
template<class E>
concept choice = std::is_enum_v<E> && requires { describe_choice(choice_tag<E>{}).entries[0]; };

/// Returns all entries of `E`, in table order. Does not compile if an enumerator that Boost.Describe knows has no entry;
/// the message names it.
template<choice E>
constexpr std::span<choice_entry<E> const> choices() noexcept;

/// Returns the same entries without their type, in the same order.
template<choice E>
constexpr std::span<choice_text const> choice_texts() noexcept;

/// Returns the stored text of `e`; empty if `e` is not in the table.
template<choice E>
constexpr std::string_view to_wire(E e) noexcept;

/// Returns the label of `e`; empty if `e` is not in the table.
template<choice E>
constexpr std::string_view label(E e) noexcept;

/// Returns the label class of `e`, a word of Bootstrap 3; empty if `e` is not in the table.
template<choice E>
constexpr std::string_view label_class(E e) noexcept;

/// Selects the words of Bootstrap 5: `label_class(e, ssot::bootstrap5)`.
struct bootstrap5_t {};
inline constexpr bootstrap5_t bootstrap5{};
template<choice E>
constexpr std::string_view label_class(E e, bootstrap5_t) noexcept;

/// Returns the value whose stored text is `text`, compared byte for byte. Errors: `unknown_choice`, with the choices in its
/// text.
template<choice E>
result<E> from_wire(std::string_view text);

/// A choice that can also hold a text which is not in the table of `E`, so that what other programs wrote is read and kept.
/// Regular; equal to the enumerator that it holds.
template<choice E>
class open_choice {
public:
    /// Holds `E{}`, or the first entry of the table if `E{}` is not in it.
    constexpr open_choice() noexcept;
    constexpr open_choice(E e) noexcept : value_(e) {} // NOLINT: an enumerator is a valid open choice

    /// Returns the enumerator whose stored text is `text`; if there is none, keeps `text` as it is.
    static constexpr open_choice from_text(std::string_view text);

    /// Returns the enumerator, or nothing if the text is not in the table of `E`.
    constexpr std::optional<E> known() const noexcept { return is_known_ ? std::optional<E>(value_) : std::nullopt; }

    /// Returns the stored text, known or not. It is valid as long as this object is unchanged.
    constexpr std::string_view text() const noexcept { return is_known_ ? to_wire(value_) : std::string_view(other_); }

    friend constexpr bool operator==(open_choice const&, open_choice const&) = default;
    friend constexpr bool operator==(open_choice const& a, E b) noexcept { return a.is_known_ && a.value_ == b; }

private:
    E           value_{};
    bool        is_known_ = true;
    std::string other_{};
};

/// The stored text; the label, which is the text itself if it is unknown; the label class, which is empty if it is unknown.
/// Views into `c` are valid as long as `c` is unchanged.
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

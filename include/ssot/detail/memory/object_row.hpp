// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_OBJECT_ROW_HPP
#define SSOT_DETAIL_MEMORY_OBJECT_ROW_HPP

// An object of a known type as a row to be written: the same bytes as from its values, without a call for each field.

#include <ssot/reflect.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/memory/layout.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

namespace ssot::storage::detail::memory {

/// Whether the rows of a model can be written from its objects alone: no JSON but as text, no revision.
template<class M>
concept whole_row = model<M> && !described_model<typename canonical<M>::type>::has_revision &&
    []<auto... Members>(member_list<Members...>) { return (!is_made<type_of<Members>>() && ...); }(members_of<M>{});

template<whole_row M>
class object_row {
public:
    explicit object_row(M const& m) noexcept : m_(m) {}

    value_view key() const noexcept { return to_view(key_of(m_)); }

    /// As `layout::measure`.
    result<layout::measured> measure(layout const& shape) const
    {
        layout::measured out{shape.texts_at()};
        each([&]<std::size_t I, slot_form Form>(value_view v) {
            out.nulls |= layout::field_set{v.is_null()} << I;
            if constexpr (Form == slot_form::text)
                out.size += v.as_chars().size();
            else if constexpr (Form == slot_form::choice)
                if (v.ordinal() == layout::unknown_choice && !v.is_null()) [[unlikely]] {
                    out.size += layout::spilled_size(v);
                    out.spills = true;
                }
        });
        if (out.size >= std::numeric_limits<std::uint32_t>::max()) [[unlikely]]
            return layout::row_too_large();
        return out;
    }

    /// Calls `fn(field, key)` for each foreign key that has parents.
    template<class Fn>
    void each_parent(Fn fn) const
    {
        each([&]<std::size_t I, slot_form Form>(value_view v) {
            if constexpr (Form == slot_form::parent)
                fn(I, v);
        });
    }

    /// As `layout::write`.
    void write(layout const& shape, std::byte* row, layout::measured const& is, layout::parent_ordinals const& parents) const
    {
        shape.write_nulls(row, is.nulls);
        auto const* const slots = shape.slots().data();
        auto* const       texts = row + shape.texts_at();
        auto*             ends  = row + shape.ends_at();
        std::uint32_t     end   = 0;
        if (is.spills) [[unlikely]]
            each([&]<std::size_t I, slot_form Form>(value_view v) {
                if constexpr (Form == slot_form::choice)
                    if (v.ordinal() == layout::unknown_choice && !v.is_null())
                        end = shape.write_spilled(row, end, v);
            });
        each([&]<std::size_t I, slot_form Form>(value_view v) {
            if constexpr (Form == slot_form::text) {
                auto const text = v.as_chars();
                if (!text.empty())
                    std::memcpy(texts + end, text.data(), text.size());
                end += static_cast<std::uint32_t>(text.size());
                save(ends, end);
                ends += 4;
            } else {
                auto* const to = row + slots[I].at;
                if constexpr (Form == slot_form::integer)
                    save(to, v.as_int());
                else if constexpr (Form == slot_form::real)
                    save(to, v.is_null() ? 0.0 : v.as_real());
                else if constexpr (Form == slot_form::flag)
                    *to = static_cast<std::byte>(v.as_int() != 0);
                else if constexpr (Form == slot_form::parent)
                    save(to, parents[I]);
                else if constexpr (Form == slot_form::choice)
                    *to = static_cast<std::byte>(v.ordinal());
                else if (v.is_null())
                    std::memset(to, 0, 16);
                else
                    std::memcpy(to, v.as_chars().data(), 16);
            }
        });
    }

private:
    using described = described_model<typename canonical<M>::type>;

    /// Calls `fn<index, form>(value)` for each field.
    template<class Fn>
    void each(Fn fn) const
    {
        [&]<auto... Members>(member_list<Members...>) {
            (fn.template operator()<field_index<Members>, layout::form_of(described::fields[field_index<Members>])>(
                 to_view(m_.*Members)),
             ...);
        }(members_of<M>{});
    }

    M const& m_;
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_OBJECT_ROW_HPP

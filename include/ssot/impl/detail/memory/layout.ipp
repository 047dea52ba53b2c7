// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_LAYOUT_IPP
#define SSOT_IMPL_DETAIL_MEMORY_LAYOUT_IPP

#include <ssot/codec.hpp>

#include <ssot/detail/memory/layout.hpp>

#include <bit>
#include <string>

namespace ssot::storage::detail::memory {

inline layout::layout(model_desc const& model) : model_(&model)
{
    auto const  fields = model.fields.size();
    std::size_t at     = sizeof(row_head) + (fields + 1 + 7) / 8; // one bit more: whether a choice is unknown
    slots_.reserve(fields);
    for (std::uint16_t f = 0; f != fields; ++f) {
        auto const form = form_of(model.fields[f]);
        auto&      same = places_[static_cast<std::size_t>(form)];
        auto const here = form == slot_form::text ? same.size() : at;
        slots_.push_back({form, model.fields[f].type, static_cast<std::uint16_t>(here)});
        same.push_back({f, static_cast<std::uint16_t>(here)});
        at += size_of(form);
    }
    ends_at_  = static_cast<std::uint16_t>(at);
    texts_at_ = static_cast<std::uint16_t>(at + 4 * of(slot_form::text).size());
}

inline value_view layout::at(std::byte const* row, std::size_t field) const noexcept
{
    if (is_null(row, field))
        return {};
    auto const& s = slots_[field];
    switch (s.form) {
    case slot_form::integer: return value_view::integer(load<std::int64_t>(row + s.at), s.type);
    case slot_form::real: return value_view::real(load<double>(row + s.at));
    case slot_form::flag: return value_view::integer(static_cast<std::int64_t>(row[s.at]), kind::boolean);
    case slot_form::uuid: return value_view::chars({chars(row + s.at), 16}, kind::uuid);
    case slot_form::choice: {
        auto const known = static_cast<std::uint8_t>(row[s.at]);
        return known == unknown_choice ? value_view::choice(spilled_text(row, field))
                                       : value_view::choice(model_->fields[field].choices[known].wire, known);
    }
    default: {
        auto const first = s.at == 0 ? spilled(row) : load<std::uint32_t>(row + ends_at_ + 4 * (s.at - 1));
        auto const last  = load<std::uint32_t>(row + ends_at_ + 4 * s.at);
        return value_view::chars({chars(row + texts_at_ + first), last - first}, s.type);
    }
    }
}

inline result<layout::measured> layout::measure(row_values& values, field_set unchecked_fields) const
{
    measured out{texts_at_};
    for (std::size_t f = 0, n = slots_.size(); f != n; ++f)
        out.nulls |= field_set{values[f].is_null()} << f;
    for (; unchecked_fields != 0; unchecked_fields &= unchecked_fields - 1)
        if (auto const f = static_cast<std::size_t>(std::countr_zero(unchecked_fields)); !fits(slots_[f].type, values[f]))
            [[unlikely]]
            return misfit(f, values[f]);
    for (auto const p : of(slot_form::text))
        out.size += values[p.field].as_chars().size();
    for (auto const p : of(slot_form::choice))
        if (auto& v = values[p.field]; !find_choice(model_->fields[p.field].choices, v)) [[unlikely]] {
            out.size += spilled_size(v);
            out.spills = true;
        }
    if (out.size >= std::numeric_limits<std::uint32_t>::max()) [[unlikely]]
        return row_too_large();
    return out;
}

inline error layout::row_too_large() { return error(errc::too_large, "a row of 4 GiB or more"); }

inline void layout::write_nulls(std::byte* row, field_set nulls) const noexcept
{
    auto* const bits = row + sizeof(row_head);
    for (std::size_t f = 0; f <= slots_.size(); f += 8)
        bits[f / 8] = static_cast<std::byte>(f == 64 ? 0 : nulls >> f);
}

inline void layout::write(std::byte* row, row_values const& values, measured const& is,
                          parent_ordinals const& parents) const noexcept
{
    write_nulls(row, is.nulls);
    // What is not there is 0, in a view as in a row.
    for (auto const p : of(slot_form::integer))
        save(row + p.at, values[p.field].as_int());
    for (auto const p : of(slot_form::real)) {
        auto const& v = values[p.field];
        save(row + p.at, v.type() == kind::real ? v.as_real() : static_cast<double>(v.as_int()));
    }
    for (auto const p : of(slot_form::flag))
        row[p.at] = static_cast<std::byte>(values[p.field].as_int() != 0);
    for (auto const p : of(slot_form::uuid)) {
        if (values[p.field].is_null())
            std::memset(row + p.at, 0, 16);
        else
            std::memcpy(row + p.at, values[p.field].as_chars().data(), 16);
    }
    for (auto const p : of(slot_form::choice))
        row[p.at] = static_cast<std::byte>(values[p.field].ordinal());
    for (auto const p : of(slot_form::parent))
        save(row + p.at, parents[p.field]);
    std::uint32_t end = 0;
    if (is.spills) [[unlikely]]
        for (auto const p : of(slot_form::choice))
            if (auto const& v = values[p.field]; !v.is_null() && v.ordinal() == unknown_choice)
                end = write_spilled(row, end, v);
    auto* ends = row + ends_at_;
    for (auto const p : of(slot_form::text)) {
        auto const text = values[p.field].as_chars();
        if (!text.empty())
            std::memcpy(row + texts_at_ + end, text.data(), text.size());
        end += static_cast<std::uint32_t>(text.size());
        save(ends, end);
        ends += 4;
    }
}

inline std::uint32_t layout::write_spilled(std::byte* row, std::uint32_t end, value_view v) const noexcept
{
    auto const bit = slots_.size();
    row[sizeof(row_head) + bit / 8] |= static_cast<std::byte>(1U << bit % 8);
    save(row + texts_at_ + end, static_cast<std::uint32_t>(v.as_chars().size()));
    if (!v.as_chars().empty())
        std::memcpy(row + texts_at_ + end + 4, v.as_chars().data(), v.as_chars().size());
    return end + 4 + static_cast<std::uint32_t>(v.as_chars().size());
}

inline bool layout::find_choice(std::span<choice_text const> choices, value_view& v) noexcept
{
    auto const text = v.as_chars();
    if (v.is_null() || (v.ordinal() < choices.size() && choices[v.ordinal()].wire.data() == text.data()))
        return true;
    for (std::size_t i = 0; i != choices.size() && i != unknown_choice; ++i)
        if (choices[i].wire == text) {
            v = value_view::choice(choices[i].wire, static_cast<std::uint8_t>(i));
            return true;
        }
    v = value_view::choice(text, unknown_choice);
    return false;
}

inline bool layout::fits(kind type, value_view v) noexcept
{
    if (v.is_null())
        return true;
    switch (type) {
    case kind::real: return !v.is_buffer();
    case kind::boolean:
    case kind::int64:
    case kind::timestamp:
    case kind::duration: return !v.is_buffer() && v.type() != kind::real;
    case kind::uuid: return v.is_buffer() && v.as_chars().size() == 16;
    default: return v.is_buffer();
    }
}

inline error layout::misfit(std::size_t field, value_view v) const
{
    return error(errc::constraint,
                 "a value of kind " + std::string(to_string(v.type())) + " in a field of kind " +
                     std::string(to_string(slots_[field].type)))
        .with_path(std::string(model_->fields[field].name));
}

inline std::uint32_t layout::spilled(std::byte const* row, std::size_t field) const noexcept
{
    std::uint32_t end = 0;
    if (is_null(row, slots_.size())) // the bit behind those of the fields
        for (auto const p : of(slot_form::choice))
            if (p.field < field && !is_null(row, p.field) && choice(row, p.field) == unknown_choice)
                end += 4 + load<std::uint32_t>(row + texts_at_ + end);
    return end;
}

inline std::string_view layout::spilled_text(std::byte const* row, std::size_t field) const noexcept
{
    auto const at = row + texts_at_ + spilled(row, field);
    return {chars(at + 4), load<std::uint32_t>(at)};
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_LAYOUT_IPP

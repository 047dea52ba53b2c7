// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_LAYOUT_HPP
#define SSOT_DETAIL_MEMORY_LAYOUT_HPP

// How a row of a model lies in memory, worked out from its description:
//
//   head | a bit for each null field | fields of fixed size | ends of the texts | texts
//
// A choice takes one byte, its place in the table of choices. One that is not in the table puts its text in front of the
// other texts. A foreign key takes four bytes: the ordinal of its parent. Nothing is aligned but the head.

#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/arena.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::storage::detail::memory {

/// The number of a statement that writes. A row is there for who sees its `begin`, but not its `end`.
using ordinal = std::uint32_t;

inline constexpr ordinal never = std::numeric_limits<ordinal>::max();

/// What every row starts with.
struct row_head {
    ordinal begin;
    ordinal end;
    row_ref previous; ///< an older version of the same key
};

/// The marks change under the eyes of readers: what they read is theirs or of no meaning to them, but must be whole.
inline std::atomic_ref<ordinal> mark(ordinal& of) noexcept { return std::atomic_ref<ordinal>(of); }
inline ordinal                  read_mark(ordinal const& of) noexcept
{
    return std::atomic_ref<ordinal>(const_cast<ordinal&>(of)).load(std::memory_order_relaxed);
}

inline row_head&       head_of(std::byte* row) noexcept { return *reinterpret_cast<row_head*>(row); }
inline row_head const& head_of(std::byte const* row) noexcept { return *reinterpret_cast<row_head const*>(row); }

inline bool is_visible(std::byte const* row, ordinal seen) noexcept
{
    auto const& head = head_of(row);
    return read_mark(head.begin) <= seen && read_mark(head.end) > seen;
}

template<class T>
T load(std::byte const* from) noexcept
{
    T out;
    std::memcpy(&out, from, sizeof out);
    return out;
}
template<class T>
void save(std::byte* to, T const& v) noexcept
{
    std::memcpy(to, &v, sizeof v);
}

/// Whether 16 bytes are the same, in place.
inline bool equal_uuids(void const* a, void const* b) noexcept
{
    std::uint64_t x[2], y[2];
    std::memcpy(x, a, sizeof x);
    std::memcpy(y, b, sizeof y);
    return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0;
}

enum class slot_form : std::uint8_t { integer, real, flag, uuid, choice, parent, text };

struct slot {
    slot_form     form;
    kind          type;
    std::uint16_t at; ///< in the row; of a text, its number
};

/// The values of one row, by field.
using row_values = std::array<value_view, 64>;

class layout {
public:
    static constexpr std::uint8_t unknown_choice = 255;

    explicit layout(model_desc const& model) : model_(&model)
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

    model_desc const&     model() const noexcept { return *model_; }
    std::span<slot const> slots() const noexcept { return slots_; }

    /// Whether a foreign key has a table of parents.
    static constexpr bool has_parents(field_desc const& f) noexcept
    {
        return f.target && (f.type == kind::uuid || f.type == kind::int64);
    }

    bool is_null(std::byte const* row, std::size_t field) const noexcept
    {
        return (static_cast<unsigned>(row[sizeof(row_head) + field / 8]) >> field % 8 & 1U) != 0;
    }

    std::uint16_t ends_at() const noexcept { return ends_at_; }   ///< in a row, of the texts
    std::uint16_t texts_at() const noexcept { return texts_at_; } ///< in a row

    /// The bytes that a row takes.
    std::size_t size_of(std::byte const* row) const noexcept
    {
        return texts_at_ + (ends_at_ == texts_at_ ? spilled(row) : load<std::uint32_t>(row + texts_at_ - 4));
    }

    /// The ordinal of a choice, or unknown_choice; also of null.
    std::uint8_t choice(std::byte const* row, std::size_t field) const noexcept
    {
        return static_cast<std::uint8_t>(row[slots_[field].at]);
    }

    /// The foreign keys that have a table of parents.
    struct place {
        std::uint16_t field;
        std::uint16_t at; ///< in a row; of a text, its number
    };
    std::span<place const> parents() const noexcept { return of(slot_form::parent); }

    /// The parent that a foreign key names; that of null is the first.
    std::uint32_t parent(std::byte const* row, std::size_t field) const noexcept
    {
        return load<std::uint32_t>(row + slots_[field].at);
    }

    /// Any field but a foreign key that has parents.
    value_view at(std::byte const* row, std::size_t field) const noexcept
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

    /// A bit for each field.
    using field_set = std::uint64_t;

    static constexpr field_set bit_of(std::size_t field) noexcept { return field_set{1} << field; }

    /// What a row will be.
    struct measured {
        std::size_t size;
        field_set   nulls  = 0;
        bool        spills = false; ///< whether a choice is unknown
    };

    /// Makes `values` fit the fields: the place of each choice is looked up. Those of `doubtful` fields did not come from an
    /// object of the model, and may be of any kind.
    /// Errors: `constraint` for a value of another kind, `too_large`.
    result<measured> measure(row_values& values, field_set doubtful) const
    {
        measured out{texts_at_};
        for (std::size_t f = 0, n = slots_.size(); f != n; ++f)
            out.nulls |= field_set{values[f].is_null()} << f;
        for (; doubtful != 0; doubtful &= doubtful - 1)
            if (auto const f = static_cast<std::size_t>(std::countr_zero(doubtful)); !fits(slots_[f].type, values[f]))
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

    static error row_too_large() { return error(errc::too_large, "a row of 4 GiB or more"); }

    /// The ordinal of the parent, by field.
    using parent_ordinals = std::array<std::uint32_t, 64>;

    void write_nulls(std::byte* row, field_set nulls) const noexcept
    {
        auto* const bits = row + sizeof(row_head);
        for (std::size_t f = 0; f <= slots_.size(); f += 8)
            bits[f / 8] = static_cast<std::byte>(f == 64 ? 0 : nulls >> f);
    }

    /// Writes a row. Precondition: `measure` was called.
    void write(std::byte* row, row_values const& values, measured const& is, parent_ordinals const& parents) const noexcept
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

    /// Puts the text of an unknown choice behind others, and its length in front of it; where they end.
    std::uint32_t write_spilled(std::byte* row, std::uint32_t end, value_view v) const noexcept
    {
        auto const bit = slots_.size();
        row[sizeof(row_head) + bit / 8] |= static_cast<std::byte>(1U << bit % 8);
        save(row + texts_at_ + end, static_cast<std::uint32_t>(v.as_chars().size()));
        if (!v.as_chars().empty())
            std::memcpy(row + texts_at_ + end + 4, v.as_chars().data(), v.as_chars().size());
        return end + 4 + static_cast<std::uint32_t>(v.as_chars().size());
    }

    /// Gives a choice its place in the table; false when it has none there.
    static bool find_choice(std::span<choice_text const> choices, value_view& v) noexcept
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

    /// What the text of an unknown choice takes.
    static std::size_t spilled_size(value_view v) noexcept { return 4 + v.as_chars().size(); }

    static constexpr slot_form form_of(field_desc const& f) noexcept
    {
        if (has_parents(f))
            return slot_form::parent;
        switch (f.type) {
        case kind::boolean: return slot_form::flag;
        case kind::real: return slot_form::real;
        case kind::int64:
        case kind::timestamp:
        case kind::duration: return slot_form::integer;
        case kind::uuid: return slot_form::uuid;
        case kind::choice: return slot_form::choice;
        default: return slot_form::text;
        }
    }

private:
    static char const* chars(std::byte const* at) noexcept { return reinterpret_cast<char const*>(at); }

    static constexpr std::size_t size_of(slot_form form) noexcept
    {
        switch (form) {
        case slot_form::integer:
        case slot_form::real: return 8;
        case slot_form::uuid: return 16;
        case slot_form::parent: return 4;
        case slot_form::text: return 0;
        default: return 1;
        }
    }

    /// Whether the value can stand in a field of this kind: numbers among each other, and bytes; and null.
    static bool fits(kind type, value_view v) noexcept
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

    error misfit(std::size_t field, value_view v) const
    {
        return error(errc::constraint,
                     "a value of kind " + std::string(to_string(v.type())) + " in a field of kind " +
                         std::string(to_string(slots_[field].type)))
            .with_path(std::string(model_->fields[field].name));
    }

    /// Where the text of an unknown choice is, behind the rest of the row: that of `field`, or the end of all.
    std::uint32_t spilled(std::byte const* row, std::size_t field = 64) const noexcept
    {
        std::uint32_t end = 0;
        if (is_null(row, slots_.size())) // the bit behind those of the fields
            for (auto const p : of(slot_form::choice))
                if (p.field < field && !is_null(row, p.field) && choice(row, p.field) == unknown_choice)
                    end += 4 + load<std::uint32_t>(row + texts_at_ + end);
        return end;
    }

    std::string_view spilled_text(std::byte const* row, std::size_t field) const noexcept
    {
        auto const at = row + texts_at_ + spilled(row, field);
        return {chars(at + 4), load<std::uint32_t>(at)};
    }

    std::span<place const> of(slot_form form) const noexcept { return places_[static_cast<std::size_t>(form)]; }

    model_desc const*                 model_;
    std::vector<slot>                 slots_{};
    std::array<std::vector<place>, 7> places_{}; ///< by form
    std::uint16_t                     ends_at_  = 0;
    std::uint16_t                     texts_at_ = 0;
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_LAYOUT_HPP

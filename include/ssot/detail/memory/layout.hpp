// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_LAYOUT_HPP
#define SSOT_DETAIL_MEMORY_LAYOUT_HPP

// The layout of a row of a model in memory, computed from the description of the model:
//
//   head | a bit for each null field | fields of fixed size | ends of the texts | texts
//
// A choice takes one byte, its index in the table of choices. A choice that is not in the table stores its text before the
// other texts. A foreign key takes four bytes, the number of its parent. Only the head is aligned.

#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/arena.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace ssot::storage::detail::memory {

/// The number of a writing statement. A snapshot at moment m sees the rows with begin <= m < end.
using ordinal = std::uint32_t;

inline constexpr ordinal never = std::numeric_limits<ordinal>::max();

/// The first bytes of every row.
struct row_head {
    ordinal begin;
    ordinal end;
    row_ref previous; ///< the older version of the row with the same key
};

/// The marks may change while readers read them. Either value is right for a reader, but it must not be torn.
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

/// Returns the time of a row whose time field is at `time_order_at`, or 0 if the model has none.
inline std::int64_t time_at(std::byte const* row, std::uint16_t time_order_at) noexcept
{
    return time_order_at == 0 ? 0 : load<std::int64_t>(row + time_order_at);
}

/// Returns whether 16 bytes are equal.
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
    std::uint16_t at; ///< offset in the row; for a text, its index
};

/// The values of one row, indexed by field.
using row_values = std::array<value_view, 64>;

class layout {
public:
    static constexpr std::uint8_t unknown_choice = 255;

    explicit layout(model_desc const& model);

    model_desc const&     model() const noexcept { return *model_; }
    std::span<slot const> slots() const noexcept { return slots_; }

    /// Returns whether a foreign key has a table of parents.
    static constexpr bool has_parents(field_desc const& f) noexcept
    {
        return f.target && (f.type == kind::uuid || f.type == kind::int64);
    }

    bool is_null(std::byte const* row, std::size_t field) const noexcept
    {
        return (static_cast<unsigned>(row[sizeof(row_head) + field / 8]) >> field % 8 & 1U) != 0;
    }

    std::uint16_t ends_at() const noexcept { return ends_at_; }   ///< offset in a row of the ends of the texts
    std::uint16_t texts_at() const noexcept { return texts_at_; } ///< offset in a row of the texts

    /// Returns the number of bytes that the row takes.
    std::size_t size_of(std::byte const* row) const noexcept
    {
        return texts_at_ + (ends_at_ == texts_at_ ? spilled(row) : load<std::uint32_t>(row + texts_at_ - 4));
    }

    /// Returns the index of a choice in its table, or unknown_choice, also for null.
    std::uint8_t choice(std::byte const* row, std::size_t field) const noexcept
    {
        return static_cast<std::uint8_t>(row[slots_[field].at]);
    }

    /// The foreign keys that have a table of parents.
    struct place {
        std::uint16_t field;
        std::uint16_t at; ///< offset in a row; for a text, its index
    };
    std::span<place const> parents() const noexcept { return of(slot_form::parent); }

    /// Returns the number of the parent that a foreign key names; 0 stands for null.
    std::uint32_t parent(std::byte const* row, std::size_t field) const noexcept
    {
        return load<std::uint32_t>(row + slots_[field].at);
    }

    /// Returns any field except a foreign key that has parents.
    value_view at(std::byte const* row, std::size_t field) const noexcept;

    /// One bit for each field.
    using field_set = std::uint64_t;

    static constexpr field_set bit_of(std::size_t field) noexcept { return field_set{1} << field; }

    /// The size of a row that is to be written, and what is special about it.
    struct measured {
        std::size_t size;
        field_set   nulls  = 0;
        bool        spills = false; ///< whether a choice is not in its table
    };

    /// Fits `values` to the fields; looks up the index of each choice. The values of `unchecked_fields` fields do not come from an
    /// object of the model and may be of any kind.
    /// Errors: `constraint` for a value of another kind, `too_large`.
    result<measured> measure(row_values& values, field_set unchecked_fields) const;

    static error row_too_large();

    /// The number of the parent, indexed by field.
    using parent_ordinals = std::array<std::uint32_t, 64>;

    void write_nulls(std::byte* row, field_set nulls) const noexcept;

    /// Writes a row. Precondition: `measure` returned `is` for these values.
    void write(std::byte* row, row_values const& values, measured const& is, parent_ordinals const& parents) const noexcept;

    /// Writes the length and the text of an unknown choice at `end`. Returns the place after it.
    std::uint32_t write_spilled(std::byte* row, std::uint32_t end, value_view v) const noexcept;

    /// Sets the index of a choice. Returns false if its text is not in the table.
    static bool find_choice(std::span<choice_text const> choices, value_view& v) noexcept;

    /// Returns the number of bytes that the text of an unknown choice takes.
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

    /// Returns whether a field can hold a value of this kind: any number for a number, any bytes for bytes, and null.
    static bool fits(kind type, value_view v) noexcept;

    error misfit(std::size_t field, value_view v) const;

    /// Returns where the text of an unknown choice starts: that of `field`, or the end of all of them.
    std::uint32_t spilled(std::byte const* row, std::size_t field = 64) const noexcept;

    std::string_view spilled_text(std::byte const* row, std::size_t field) const noexcept;

    std::span<place const> of(slot_form form) const noexcept { return places_[static_cast<std::size_t>(form)]; }

    model_desc const*                 model_;
    std::vector<slot>                 slots_{};
    std::array<std::vector<place>, 7> places_{}; ///< the places of fields by their form
    std::uint16_t                     ends_at_  = 0;
    std::uint16_t                     texts_at_ = 0;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/layout.ipp>

#endif // SSOT_DETAIL_MEMORY_LAYOUT_HPP

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

enum class slot_form : std::uint8_t { word, flag, uuid, choice, parent, text };

struct slot {
    slot_form     form;
    kind          type;
    std::uint16_t at;      ///< in the row; of a text, its number
    std::uint16_t accepts; ///< a bit for each kind of value that can stand there
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
        for (auto const& f : model.fields) {
            auto const form = form_of(f);
            if (form == slot_form::text) {
                slots_.push_back({form, f.type, texts_++, accepted(f.type)});
                continue;
            }
            slots_.push_back({form, f.type, static_cast<std::uint16_t>(at), accepted(f.type)});
            at += size_of(form);
            if (form == slot_form::choice)
                choices_.push_back(static_cast<std::uint16_t>(slots_.size() - 1));
        }
        ends_at_  = static_cast<std::uint16_t>(at);
        texts_at_ = static_cast<std::uint16_t>(at + 4 * std::size_t{texts_});
    }

    model_desc const&     model() const noexcept { return *model_; }
    std::span<slot const> slots() const noexcept { return slots_; }

    /// Whether a foreign key has a table of parents.
    static bool has_parents(field_desc const& f) noexcept
    {
        return f.target && (f.type == kind::uuid || f.type == kind::int64);
    }

    bool is_null(std::byte const* row, std::size_t field) const noexcept
    {
        return (static_cast<unsigned>(row[sizeof(row_head) + field / 8]) >> field % 8 & 1U) != 0;
    }

    /// The bytes that a row takes.
    std::size_t size_of(std::byte const* row) const noexcept
    {
        return texts_at_ + (texts_ == 0 ? spilled(row) : load<std::uint32_t>(row + texts_at_ - 4));
    }

    /// The ordinal of a choice, or unknown_choice; also of null.
    std::uint8_t choice(std::byte const* row, std::size_t field) const noexcept
    {
        return static_cast<std::uint8_t>(row[slots_[field].at]);
    }

    /// The parent that a foreign key names. Precondition: not null.
    std::uint32_t parent(std::byte const* row, std::size_t field) const noexcept
    {
        return load<std::uint32_t>(row + slots_[field].at);
    }
    void set_parent(std::byte* row, std::size_t field, std::uint32_t to) const noexcept { save(row + slots_[field].at, to); }

    /// Any field but a foreign key that has parents.
    value_view at(std::byte const* row, std::size_t field) const noexcept
    {
        if (is_null(row, field))
            return {};
        auto const& s = slots_[field];
        switch (s.form) {
        case slot_form::word:
            return s.type == kind::real ? value_view::real(load<double>(row + s.at))
                                        : value_view::integer(load<std::int64_t>(row + s.at), s.type);
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

    /// Makes `values` fit the fields: the place of each choice is looked up. The bytes that the row will take.
    /// Errors: `constraint` for a value of another kind, `too_large`.
    result<std::size_t> prepare(row_values& values) const
    {
        std::size_t       out   = texts_at_;
        auto const* const slots = slots_.data(); // bytes that are written could be those of the vector, as far as is known
        for (std::size_t f = 0, n = slots_.size(); f != n; ++f) {
            auto&       v = values[f];
            auto const& s = slots[f];
            if (v.is_null())
                continue;
            if ((s.accepts >> static_cast<unsigned>(v.type()) & 1U) == 0 ||
                (s.type == kind::uuid && v.as_chars().size() != 16)) [[unlikely]]
                return misfit(f, v);
            if (s.form == slot_form::text) {
                out += v.as_chars().size();
            } else if (s.form == slot_form::choice) {
                v = known_choice(model_->fields[f].choices, v);
                if (v.ordinal() == unknown_choice) [[unlikely]]
                    out += 4 + v.as_chars().size();
            }
        }
        if (out >= std::numeric_limits<std::uint32_t>::max()) [[unlikely]]
            return error(errc::too_large, "a row of 4 GiB or more");
        return out;
    }

    /// Writes a row. `parents` has the ordinal for each foreign key that has parents. Precondition: `prepare` was called.
    void write(std::byte* row, row_values const& values, std::array<std::uint32_t, 64> const& parents) const noexcept
    {
        auto const* const slots   = slots_.data();
        auto const        n       = slots_.size();
        auto* const       texts   = row + texts_at_;
        auto const        ends_at = ends_at_;
        std::memset(row + sizeof(row_head), 0, (n + 1 + 7) / 8);
        auto end = write_spilled(row, values);
        for (std::size_t f = 0; f != n; ++f) {
            auto const  s  = slots[f];
            auto const  v  = values[f];
            auto* const to = row + s.at;
            if (v.is_null()) {
                write_null(row, f, s, end);
                continue;
            }
            switch (s.form) {
            case slot_form::word:
                if (s.type == kind::real && v.type() != kind::real)
                    save(to, static_cast<double>(v.as_int()));
                else if (s.type == kind::real)
                    save(to, v.as_real());
                else
                    save(to, v.as_int());
                break;
            case slot_form::flag: *to = static_cast<std::byte>(v.as_int() != 0); break;
            case slot_form::uuid: std::memcpy(to, v.as_chars().data(), 16); break;
            case slot_form::choice: *to = static_cast<std::byte>(v.ordinal()); break;
            case slot_form::parent: save(to, parents[f]); break;
            default:
                if (!v.as_chars().empty())
                    std::memcpy(texts + end, v.as_chars().data(), v.as_chars().size());
                end += static_cast<std::uint32_t>(v.as_chars().size());
                save(row + ends_at + 4 * s.at, end);
            }
        }
    }

private:
    static char const* chars(std::byte const* at) noexcept { return reinterpret_cast<char const*>(at); }

    static slot_form form_of(field_desc const& f) noexcept
    {
        if (has_parents(f))
            return slot_form::parent;
        switch (f.type) {
        case kind::boolean: return slot_form::flag;
        case kind::int64:
        case kind::real:
        case kind::timestamp:
        case kind::duration: return slot_form::word;
        case kind::uuid: return slot_form::uuid;
        case kind::choice: return slot_form::choice;
        default: return slot_form::text;
        }
    }

    static constexpr std::size_t size_of(slot_form form) noexcept
    {
        switch (form) {
        case slot_form::word: return 8;
        case slot_form::uuid: return 16;
        case slot_form::parent: return 4;
        default: return 1;
        }
    }

    /// The kinds of value that can stand in a field: numbers among each other, and bytes.
    static constexpr std::uint16_t accepted(kind type) noexcept
    {
        constexpr auto bit      = [](kind k) { return static_cast<std::uint16_t>(1U << static_cast<unsigned>(k)); };
        constexpr auto bytes    = bit(kind::text) | bit(kind::bytes) | bit(kind::uuid) | bit(kind::json) | bit(kind::choice);
        constexpr auto integers = bit(kind::boolean) | bit(kind::int64) | bit(kind::timestamp) | bit(kind::duration);
        switch (type) {
        case kind::real: return static_cast<std::uint16_t>(integers | bit(kind::real));
        case kind::boolean:
        case kind::int64:
        case kind::timestamp:
        case kind::duration: return static_cast<std::uint16_t>(integers);
        default: return static_cast<std::uint16_t>(bytes);
        }
    }

    error misfit(std::size_t field, value_view v) const
    {
        return error(errc::constraint,
                     "a value of kind " + std::string(to_string(v.type())) + " in a field of kind " +
                         std::string(to_string(slots_[field].type)))
            .with_path(std::string(model_->fields[field].name));
    }

    static value_view known_choice(std::span<choice_text const> choices, value_view v) noexcept
    {
        auto const text = v.as_chars();
        if (v.type() == kind::choice && v.ordinal() < choices.size() &&
            (choices[v.ordinal()].wire.data() == text.data() || choices[v.ordinal()].wire == text))
            return value_view::choice(choices[v.ordinal()].wire, v.ordinal());
        for (std::size_t i = 0; i != choices.size() && i != unknown_choice; ++i)
            if (choices[i].wire == text)
                return value_view::choice(choices[i].wire, static_cast<std::uint8_t>(i));
        return value_view::choice(text, unknown_choice);
    }

    static void set_bit(std::byte* row, std::size_t bit) noexcept
    {
        row[sizeof(row_head) + bit / 8] |= static_cast<std::byte>(1U << bit % 8);
    }

    void write_null(std::byte* row, std::size_t field, slot s, std::uint32_t end) const noexcept
    {
        set_bit(row, field);
        if (s.form == slot_form::text)
            save(row + ends_at_ + 4 * s.at, end);
        else if (s.form == slot_form::choice)
            row[s.at] = static_cast<std::byte>(unknown_choice);
        else
            std::memset(row + s.at, 0, size_of(s.form)); // of a foreign key: the parent of null
    }

    /// The texts of unknown choices, each behind its length; how many bytes they take.
    std::uint32_t write_spilled(std::byte* row, row_values const& values) const noexcept
    {
        std::uint32_t end = 0;
        for (auto const f : choices_) {
            if (values[f].is_null() || values[f].ordinal() != unknown_choice)
                continue;
            set_bit(row, slots_.size());
            auto const text = values[f].as_chars();
            save(row + texts_at_ + end, static_cast<std::uint32_t>(text.size()));
            std::memcpy(row + texts_at_ + end + 4, text.data(), text.size());
            end += 4 + static_cast<std::uint32_t>(text.size());
        }
        return end;
    }

    bool is_spilled(std::byte const* row, std::size_t field) const noexcept
    {
        return !is_null(row, field) && choice(row, field) == unknown_choice;
    }

    /// How many bytes unknown choices take in front of the texts.
    std::uint32_t spilled(std::byte const* row) const noexcept
    {
        std::uint32_t end = 0;
        if (is_null(row, slots_.size())) // the bit behind those of the fields
            for (auto const f : choices_)
                if (is_spilled(row, f))
                    end += 4 + load<std::uint32_t>(row + texts_at_ + end);
        return end;
    }

    std::string_view spilled_text(std::byte const* row, std::size_t field) const noexcept
    {
        std::uint32_t at = 0;
        for (auto const f : choices_)
            if (f < field && is_spilled(row, f))
                at += 4 + load<std::uint32_t>(row + texts_at_ + at);
        return {chars(row + texts_at_ + at + 4), load<std::uint32_t>(row + texts_at_ + at)};
    }

    model_desc const*          model_;
    std::vector<slot>          slots_{};
    std::vector<std::uint16_t> choices_{}; ///< the fields that are choices
    std::uint16_t              texts_    = 0;
    std::uint16_t              ends_at_  = 0;
    std::uint16_t              texts_at_ = 0;
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_LAYOUT_HPP

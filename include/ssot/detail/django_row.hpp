// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DJANGO_ROW_HPP
#define SSOT_DETAIL_DJANGO_ROW_HPP

// A model's fields filled from JSON values as Django fills them: null, absent, default.

#include <ssot/codec.hpp>
#include <ssot/error.hpp>
#include <ssot/field.hpp>
#include <ssot/reflect.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/config.hpp>
#include <ssot/detail/django_value.hpp>
#include <ssot/detail/python_json.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// The field of a name or a column; the number of fields when there is none.
std::size_t find_django_field(std::span<field_info const> fields, std::string_view name) noexcept;

error null_column_error(field_info const& f);
error null_key_error(field_info const& f);
error absent_key_error(field_info const& f);
bool  refuse_below_least(std::int64_t least, django_refusal& why);

/// Reads the fields of one row as Django does when it loads a fixture: a field that is absent has its default, and nothing is
/// validated but what the database would refuse.
template<model M>
class django_row {
public:
    static constexpr std::size_t size = members_of<M>::size;

    explicit django_row(M& m) noexcept : row_(m) {}

    /// The field of a name or a column; `size` when there is none.
    static std::size_t find(std::string_view name) noexcept { return find_django_field(fields_of<M>(), name); }

    bool read(std::size_t i, python_value const& v, django_refusal& why)
    {
        state_[i] = state::read;
        return readers(members_of<M>{})[i](*this, v, why);
    }

    /// Fills what was absent. Errors: `constraint` for a field that has no default and may not be null, or is too small.
    result<void> complete()
    {
        for (std::size_t i = 0; i != size; ++i) {
            auto const& f = fields_of<M>()[i];
            if (state_[i] == state::null ||
                (state_[i] == state::absent && fillers(members_of<M>{})[i](row_) == filled::not_at_all))
                return null_column_error(f);
        }
        return {};
    }

    /// The same for what a REST client sends. Errors: `missing_key` for a field that is required, `wrong_type` for a null.
    result<void> complete_as_json()
    {
        for (std::size_t i = 0; i != size; ++i) {
            auto const& f = fields_of<M>()[i];
            if (state_[i] == state::null)
                return null_key_error(f);
            if (state_[i] == state::absent && i != 0 && f.required())
                return absent_key_error(f);
        }
        if (state_[0] == state::absent)
            fillers(members_of<M>{})[0](row_);
        return {};
    }

private:
    enum class state : std::uint8_t { absent, null, read };
    enum class filled : std::uint8_t { yes, not_at_all };

    using reader = bool (*)(django_row&, python_value const&, django_refusal&);
    using filler = filled (*)(M&);

    template<auto Member>
    static bool read_member(django_row& row, python_value const& v, django_refusal& why)
    {
        using type                 = type_of<Member>;
        constexpr auto const& info = field_info_of<Member>;
        if (v.is_none()) {
            if constexpr (unwrap<type>::nullable)
                return (row.row_.*Member).reset(), true;
            else if constexpr (info.primary_key)
                return row.state_[0] = state::absent, true;
            else if constexpr (std::same_as<type, bool>)
                return read_django(v, row.row_.*Member, why);
            return row.state_[field_index<Member>] = state::null, true;
        }
        if constexpr (unwrap<type>::nullable)
            return read_value<Member>((row.row_.*Member).emplace(), v, why);
        else
            return read_value<Member>(row.row_.*Member, v, why);
    }

    template<auto Member, class T>
    static bool read_value(T& out, python_value const& v, django_refusal& why)
    {
        if (!read_django(v, out, why))
            return false;
        if constexpr (std::integral<T> && field_info_of<Member>.options.min_value)
            if (std::cmp_less(out, *field_info_of<Member>.options.min_value))
                return refuse_below_least(*field_info_of<Member>.options.min_value, why);
        return true;
    }

    /// The default of an absent field, which Django knows for texts, too. `M` was made with its own defaults.
    template<auto Member>
    static filled fill(M& row)
    {
        using type                 = type_of<Member>;
        constexpr auto const& info = field_info_of<Member>;
        if constexpr (info.primary_key) {
            if constexpr (std::same_as<type, uuid>)
                if ((row.*Member).is_nil())
                    row.*Member = new_id();
            return filled::yes;
        } else if constexpr (info.kind == kind::choice && !unwrap<type>::nullable &&
                             !info.options.default_value.has_value()) {
            auto empty = codec<type>::decode("");
            if (!empty)
                return filled::not_at_all;
            row.*Member = *empty;
            return filled::yes;
        } else {
            return unwrap<type>::nullable || info.options.default_value.has_value() || info.kind == kind::text ||
                    info.kind == kind::null
                ? filled::yes
                : filled::not_at_all;
        }
    }

    template<auto... Members>
    static auto const& readers(member_list<Members...>) noexcept
    {
        static constexpr reader all[] = {&read_member<Members>...};
        return all;
    }
    template<auto... Members>
    static auto const& fillers(member_list<Members...>) noexcept
    {
        static constexpr filler all[] = {&fill<Members>...};
        return all;
    }

    M&    row_;
    state state_[size]{};
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/django_row.ipp>
#endif

#endif // SSOT_DETAIL_DJANGO_ROW_HPP

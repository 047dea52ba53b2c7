// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_DJANGO_ROW_HPP
#define SSOT_DETAIL_NAUTOBOT_DJANGO_ROW_HPP

// Fills the fields of a model from JSON values as Django does: null, absent, default.

#include <ssot/codec.hpp>
#include <ssot/error.hpp>
#include <ssot/field.hpp>
#include <ssot/reflect.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/nautobot/django/value.hpp>
#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/reflect/encoded.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace ssot::detail::django {

/// The fields of one row of any model, read as Django does when it loads a fixture: an absent field has its default, and
/// only what the database would refuse is checked.
class untyped_row {
public:
    untyped_row(untyped_row const&)            = delete;
    untyped_row& operator=(untyped_row const&) = delete;

    model_info const&           info() const noexcept { return info_; }
    std::span<field_info const> fields() const noexcept { return fields_; }
    std::size_t                 size() const noexcept { return fields_.size(); }

    /// Returns the index of the field with this name or column; `size` if there is none.
    std::size_t find(std::string_view name) const noexcept;

    bool read(std::size_t i, python::value const& v, refusal& why)
    {
        states_[i] = state::read;
        return readers_[i](row_, states_[i], v, why);
    }

    /// Fills absent fields. Errors: `constraint` for a field that has no default and may not be null, or is too small.
    result<void> complete();

    /// The same for input of a REST client. Errors: `missing_key` for a required field, `wrong_type` for a null.
    result<void> complete_as_json();

protected:
    enum class state : std::uint8_t { absent, null, read };
    enum class filled : std::uint8_t { yes, not_at_all };

    using reader = bool (*)(void*, state&, python::value const&, refusal&);
    using filler = filled (*)(void*);

    untyped_row(model_info const& info, std::span<field_info const> fields, reader const* readers, filler const* fillers,
                void* row, state* states) noexcept
        : info_(info), fields_(fields), readers_(readers), fillers_(fillers), row_(row), states_(states)
    {
    }
    ~untyped_row() = default;

    static bool refuse_below(std::int64_t least, refusal& why);

private:
    model_info const&           info_;
    std::span<field_info const> fields_;
    reader const*               readers_;
    filler const*               fillers_;
    void*                       row_;
    state*                      states_;
};

template<model M>
class typed_row final : public untyped_row {
public:
    explicit typed_row(M& m) noexcept
        : untyped_row(model_info_of<M>(), fields_of<M>(), readers(members_of<M>{}), fillers(members_of<M>{}),
                      std::addressof(m), states_)
    {
    }

private:
    template<auto Member>
    static bool read_member(void* row_address, state& done, python::value const& v, refusal& why)
    {
        auto& row                  = *static_cast<M*>(row_address);
        using type                 = type_of<Member>;
        constexpr auto const& info = field_info_of<Member>;
        if (v.is_none()) {
            if constexpr (unwrap<type>::nullable)
                return (row.*Member).reset(), true;
            else if constexpr (info.primary_key)
                return done = state::absent, true;
            else if constexpr (std::same_as<type, bool>)
                return django::read(v, row.*Member, why);
            return done = state::null, true;
        }
        if constexpr (unwrap<type>::nullable)
            return read_value<Member>((row.*Member).emplace(), v, why);
        else
            return read_value<Member>(row.*Member, v, why);
    }

    template<auto Member, class T>
    static bool read_value(T& out, python::value const& v, refusal& why)
    {
        if (!django::read(v, out, why))
            return false;
        if constexpr (std::integral<T> && field_info_of<Member>.options.min_value)
            if (std::cmp_less(out, *field_info_of<Member>.options.min_value))
                return refuse_below(*field_info_of<Member>.options.min_value, why);
        return true;
    }

    /// Returns the default of an absent field; in Django texts have one as well. `M` was made with its own defaults.
    template<auto Member>
    static filled fill(void* row_address)
    {
        [[maybe_unused]] auto& row = *static_cast<M*>(row_address);
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
    static reader const* readers(member_list<Members...>) noexcept
    {
        static constexpr reader all[] = {&read_member<Members>...};
        return all;
    }
    template<auto... Members>
    static filler const* fillers(member_list<Members...>) noexcept
    {
        static constexpr filler all[] = {&fill<Members>...};
        return all;
    }

    state states_[members_of<M>::size]{};
};

} // namespace ssot::detail::django

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/django/row.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_DJANGO_ROW_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORAGE_DESCRIBED_STEPS_HPP
#define SSOT_DETAIL_STORAGE_DESCRIBED_STEPS_HPP

// The migrations of a model as backends see them, in static storage.

#include <ssot/error.hpp>
#include <ssot/migration.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/migration/table.hpp>
#include <ssot/detail/storage/described_model.hpp>
#include <ssot/detail/storage/field_view.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace ssot::storage::detail {

using namespace ssot::detail;

/// Whether the bytes of a stored value are made for the write, and the function that makes them; see impl/storage/describe.hpp.
template<class T>
constexpr bool is_made() noexcept;
template<class T>
result<bool> write_made(T const& v, std::string& out, std::string_view field);

/// The error of a step whose function threw. A backend calls it, which has no place for exceptions of others.
error step_threw(char const* what);

/// The row of one step: some values of an old row, and the value that the step makes.
class step_row {
public:
    step_row(std::span<std::string_view const> names, std::span<value_view const> values) noexcept
        : names_(names), values_(values)
    {
    }

    template<class T>
    result<T> get(std::string_view name) const
    {
        for (std::size_t i = 0; i != names_.size() && i != values_.size(); ++i)
            if (names_[i] == name) {
                T out{};
                if (auto read = from_view(out, values_[i]); !read)
                    return std::move(read).error().prepend_path(name);
                return out;
            }
        return error(errc::misuse, "this step needs a value that was not given to it").with_path(std::string(name));
    }

    template<class T>
    result<void> set(std::string_view name, T const& v)
    {
        if constexpr (is_made<T>()) {
            std::string bytes;
            auto        written = write_made(v, bytes, name);
            if (!written)
                return std::move(written).error();
            made_ = *written ? value(value_view::chars(bytes, codec<unwrap_t<T>>::stored_as)) : value();
        } else {
            made_ = value(to_view(v));
        }
        return {};
    }

    result<void> rename(std::string_view /*from*/, std::string_view /*to*/) { return {}; }
    result<void> drop(std::string_view /*name*/) { return {}; }

    value take() noexcept { return std::move(made_); }

private:
    std::span<std::string_view const> names_;
    std::span<value_view const>       values_;
    value                             made_{};
};

/// All steps of a model in one tuple.
template<class M>
inline constexpr auto flat_steps =
    std::apply([](auto const&... v) { return std::tuple_cat(v.steps...); }, described_migrations<M>.versions);

template<class M, std::size_t I>
inline constexpr auto step_inputs = std::get<I>(flat_steps<M>).names();

template<class M, std::size_t I>
result<value> make_step_value(std::span<value_view const> inputs)
{
    step_row row(step_inputs<M, I>, inputs);
    try {
        if (auto done = std::get<I>(flat_steps<M>).apply(row); !done)
            return std::move(done).error();
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const& e) {
        return step_threw(e.what());
    } catch (...) {
        return step_threw("something that is no std::exception");
    }
    return row.take();
}

template<class M>
struct described_steps {
    static constexpr std::size_t size = described_migrations<M>.size;

    template<std::size_t... I>
    static constexpr std::array<migration_step, size> make(std::index_sequence<I...>)
    {
        static_assert(migration_table<M>::check());
        return {make_one<I>()...};
    }
    template<std::size_t I>
    static constexpr migration_step make_one()
    {
        migration_step out{migration_table<M>::infos[I], &described_model<M>::value, step_inputs<M, I>};
        if (out.what == migration_kind::add_field || out.what == migration_kind::change_field)
            out.make = &make_step_value<M, I>;
        return out;
    }

    static constexpr std::array<migration_step, size> value = make(std::make_index_sequence<size>{});
};

} // namespace ssot::storage::detail

#endif // SSOT_DETAIL_STORAGE_DESCRIBED_STEPS_HPP

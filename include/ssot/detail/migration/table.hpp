// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MIGRATION_TABLE_HPP
#define SSOT_DETAIL_MIGRATION_TABLE_HPP

// The steps of a model as data, checked against its members.

#include <ssot/error.hpp>
#include <ssot/migration.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/migration/steps.hpp>
#include <ssot/detail/migration/take_back.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

namespace ssot::detail {

/// The fields that a model has at a version, in room for as many as there can be: those of today, and one for each step.
template<std::size_t Most>
class fields_at_version {
public:
    constexpr migrated_field*       begin() noexcept { return all_.data(); }
    constexpr migrated_field*       end() noexcept { return all_.data() + size_; }
    constexpr migrated_field const* begin() const noexcept { return all_.data(); }
    constexpr migrated_field const* end() const noexcept { return all_.data() + size_; }

    constexpr std::span<migrated_field const> fields() const noexcept { return {all_.data(), size_}; }

    constexpr void push_back(migrated_field const& f) { all_[size_++] = f; }
    constexpr void erase(migrated_field* at)
    {
        for (; at + 1 != end(); ++at)
            *at = at[1];
        --size_;
    }

private:
    std::array<migrated_field, Most> all_{};
    std::size_t                      size_ = 0;
};

template<class M, std::size_t Step, migration_fault Fault>
struct checked_migration {
    static_assert(
        Fault != migration_fault::no_field,
        "ssot::migrations: this step names a field that is not there after it; steps are checked from the members of "
        "the model back to version 1");
    static_assert(Fault != migration_fault::other_type,
                  "ssot::migrations: this step makes a field of another type than the field is after it");
    static_assert(Fault != migration_fault::taken,
                  "ssot::migrations: this step drops or renames a field whose name another field has at that version");
    static_assert(Fault != migration_fault::key,
                  "ssot::migrations: the key of a model is neither added nor changed; it may be renamed");
    static_assert(Fault != migration_fault::model, "ssot::migrations: the old name of a model has the form \"app.model\"");
    static constexpr bool value = Fault == migration_fault::none;
};

template<model M>
constexpr std::uint32_t stated_version() noexcept
{
    if constexpr (requires { M::model_version; })
        return M::model_version;
    else
        return 1;
}

template<model M>
struct migration_table {
    static constexpr std::size_t size = described_migrations<M>.size;

    using fields_type = fields_at_version<field_count<M> + size + 1>;

    static constexpr fields_type fields_now()
    {
        fields_type out;
        for (auto const& f : fields_of<M>())
            out.push_back(
                {.name = f.name, .kind = f.kind, .nullable = f.nullable, .foreign_key = f.column.size() != f.name.size()});
        return out;
    }

    struct steps {
        std::array<migration_info, size>  infos{};
        std::array<migration_fault, size> faults{}; ///< those before a faulty one are not looked at
    };

    static constexpr steps make()
    {
        steps       out;
        std::size_t n = 0;
        static_cast<void>(described_migrations<M>.for_each([&](std::uint32_t version, auto const& step) {
            out.infos[n]            = step.info();
            out.infos[n].to_version = version;
            ++n;
            return true;
        }));
        auto fields = fields_now();
        while (n-- != 0) {
            auto&      step  = out.infos[n];
            auto const named = find_field(fields, step.after.name);
            if (step.what == migration_kind::rename_field && named != fields.end()) { // which knows no type
                auto const from  = step.before.name;
                step.before      = *named;
                step.after       = *named;
                step.before.name = from;
            }
            out.faults[n] = take_back(fields, step);
            if (out.faults[n] != migration_fault::none)
                break;
        }
        return out;
    }
    static constexpr steps       made  = make();
    static constexpr auto const& infos = made.infos;

    /// The last version that `describe_migrations` names; 1 if it names none.
    static constexpr std::uint32_t last_version = std::apply(
        [](auto const&... v) {
            [[maybe_unused]] std::uint32_t last = 1; // unused without versions
            ((last = v.version), ...);
            return last;
        },
        described_migrations<M>.versions);

    static constexpr bool ascends = std::apply(
        [](auto const&... v) {
            [[maybe_unused]] std::uint32_t last = 1;
            return ((std::exchange(last, v.version) < v.version) && ...);
        },
        described_migrations<M>.versions);

    /// The fields that rows of a version have, the key first.
    static constexpr fields_type fields_at(std::uint32_t version)
    {
        auto out = fields_now();
        for (std::size_t i = size; i-- != 0 && infos[i].to_version > version;)
            static_cast<void>(take_back(out, infos[i]));
        return out;
    }

    static constexpr bool check() noexcept
    {
        static_assert(ascends,
                      "ssot::migrations: versions begin at 2 and ascend; put the steps of one version into one to_version");
        static_assert(
            !migrating<M> || requires { M::model_version; },
            "ssot::migrations: this model has steps and no version; write static constexpr std::uint32_t "
            "model_version = 2; or what the last step leads to, into it");
        static_assert(!migrating<M> || last_version == stated_version<M>(),
                      "ssot::migrations: the last to_version is not the model_version of this model");
        static_assert(migrating<M> || stated_version<M>() == 1,
                      "ssot::migrations: this model has a model_version above 1 and no steps that lead to it; write "
                      "constexpr auto describe_migrations(ssot::model_tag<M>) beside it, in its namespace");
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return (checked_migration<M, I, made.faults[I]>::value && ...);
        }(std::make_index_sequence<size>{});
    }
};

/// Changes a row of version `from` into one of today's, by the steps in between.
template<model M, class Row>
result<void> apply_migrations(Row& row, std::uint32_t from)
{
    static_assert(migration_table<M>::check());
    result<void> out;
    static_cast<void>(described_migrations<M>.for_each([&](std::uint32_t version, auto const& step) {
        if (version > from)
            out = step.apply(row);
        return out.has_value();
    }));
    return out;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_MIGRATION_TABLE_HPP

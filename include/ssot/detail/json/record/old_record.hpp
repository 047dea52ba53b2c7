// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_RECORD_OLD_RECORD_HPP
#define SSOT_DETAIL_JSON_RECORD_OLD_RECORD_HPP

// A record of an older version of its model, which is read as the texts of its fields, changed by the steps of migrations, and
// then read as a record of today's.

#include <ssot/error.hpp>
#include <ssot/json/options.hpp>
#include <ssot/migration.hpp>

#include <ssot/detail/json/decode.hpp>
#include <ssot/detail/json/initial_values.hpp>
#include <ssot/detail/json/text_source.hpp>
#include <ssot/detail/json/write.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail {

class json_dom_source;

/// The row that steps change; see `apply_migrations`. A key that the text leaves out stays out, until a step needs its value.
class old_record {
public:
    explicit old_record(read_options const& options) : options_(options) { options_.version = 0; }

    template<class T>
    result<T> get(std::string_view name) const
    {
        auto const* const text = find(name);
        if (!text) {
            if constexpr (unwrap<T>::nullable)
                return T();
            else
                return missing(name);
        }
        json_text_source in(*text, options_);
        auto             out = make_empty<T>();
        if (!decode(in, out) || !in.at_end())
            return without_position(in.take_error()).prepend_path(name);
        return out;
    }

    template<class T>
    result<void> set(std::string_view name, T const& v)
    {
        std::string text;
        if (auto written = write_text(text, {}, text_of(v)); !written)
            return std::move(written).error().prepend_path(name);
        put(name, std::move(text));
        return {};
    }

    result<void> rename(std::string_view from, std::string_view to);
    result<void> drop(std::string_view name);

    /// Takes a field of the text. Returns false if there was one of this name.
    bool add(std::string_view name, std::string text);

    /// The record as the text of an object.
    std::string text() const;

    read_options const& options() const noexcept { return options_; }

    /// An error about a text that the caller has never seen.
    static error without_position(error e);

private:
    std::string const* find(std::string_view name) const noexcept;
    void               put(std::string_view name, std::string text);
    static error       missing(std::string_view name);

    read_options                                     options_;
    std::vector<std::pair<std::string, std::string>> fields_{};
};

/// Reads the fields of a record of version `options().version`, which had the `known` ones.
bool read_old_record(json_text_source& in, std::span<migrated_field const> known, old_record& out);
bool read_old_record(json_dom_source& in, std::span<migrated_field const> known, old_record& out);

/// The error of a text that is of a later version than the program's.
error later_version(std::string_view model, std::uint32_t of_text, std::uint32_t of_program);

/// Reads a record of version `options().version`.
template<class M, class Source>
bool decode_old_version(Source& in, M& v)
{
    auto const from = in.options().version;
    if (from > version_of<M>())
        return in.fail_value(later_version(model_info_of<M>().name, from, version_of<M>()));
    auto const known = migration_table<M>::fields_at(from);
    old_record record(in.options());
    if (!read_old_record(in, known.fields(), record))
        return false;
    if (auto changed = apply_migrations<M>(record, from); !changed)
        return in.fail_object(std::move(changed).error());
    auto const       text = record.text();
    json_text_source today(text, record.options());
    return decode(today, v) || in.fail_object(old_record::without_position(today.take_error()));
}

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/record/old_record.ipp>
#endif

#endif // SSOT_DETAIL_JSON_RECORD_OLD_RECORD_HPP

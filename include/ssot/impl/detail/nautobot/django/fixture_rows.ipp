// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_FIXTURE_ROWS_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_FIXTURE_ROWS_IPP

#include <ssot/error.hpp>
#include <ssot/json/options.hpp>

#include <ssot/detail/nautobot/django/fixture_references.hpp>
#include <ssot/detail/nautobot/django/fixture_rows.hpp>
#include <ssot/detail/nautobot/django/value.hpp>
#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail::django {

SSOT_DECL std::string lower_ascii(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

SSOT_DECL std::string key_text(uuid const& key) { return ssot::to_string(key); }

SSOT_DECL std::string key_text(std::int64_t key) { return std::to_string(key); }

/// Reads the fields of one object.
class fixture_field_reader {
public:
    fixture_field_reader(untyped_row& row, fixture_object const& object, fixture_references const& refs) noexcept
        : row_(row), object_(object), refs_(refs)
    {
    }

    /// The members that matter: those that `read` does not pass over. Of unknown keys the first ends the reading.
    std::vector<python::json_member> to_read(std::string_view fields) const
    {
        bool const ignore  = refs_.unknown_fields == unknown_keys::ignore;
        bool       refused = false;
        return python::find_json_members(fields, [&](std::string_view field) {
            auto const index = row_.find(field);
            if (index != row_.size())
                return !ignore || row_.fields()[index].name == field;
            if (is_generic(field))
                return true;
            return !ignore && !std::exchange(refused, true);
        });
    }

    /// After an error `why` says whether it is one of the database's.
    result<void> read(std::string_view field, python::value const& value, refusal& why)
    {
        bool const ignore = refs_.unknown_fields == unknown_keys::ignore;
        auto const index  = row_.find(field);
        why               = {};
        if (index == row_.size() && is_generic(field)) {
            why.refuse(errc::unknown_key, "'GenericForeignKey' object has no attribute 'to_python'");
            return object_.fail(why, &value, object_.path(field));
        }
        if (ignore && (index == row_.size() || row_.fields()[index].name != field)) // columns are no names to Django here
            return {};
        if (index == row_.size())
            return error(errc::unknown_key,
                         std::string(row_.info().class_name) + " has no field named " + python_repr(field))
                .with_path(object_.path(field));
        bool const is_natural = value.is == python::value::type::list || value.is == python::value::type::dict;
        if (is_natural && row_.fields()[index].target_label == "contenttypes.ContentType") {
            auto const id = find_content_type(value, why);
            if (!id)
                return object_.fail(why, &value, object_.path(field));
            row_.read(index, {.is = python::value::type::integer, .text = std::to_string(*id)}, why);
            return {};
        }
        if (row_.read(index, value, why))
            return {};
        return why.at_save ? error(why.code, why.text).with_path(object_.path(field))
                           : object_.fail(why, &value, object_.path(field));
    }

private:
    /// Django's GenericForeignKey is no field, but stands beside the two that it is made of.
    bool is_generic(std::string_view name) const
    {
        std::string const base(name);
        return row_.find(base + "_type") != row_.size() && row_.find(base + "_id") != row_.size();
    }

    /// The content type of a natural key, `["app", "model"]`; of a dict Django takes the keys.
    std::optional<std::int64_t> find_content_type(python::value const& v, refusal& why) const
    {
        constexpr std::string_view call  = "ContentTypeManager.get_by_natural_key() ";
        std::size_t                n     = 0;
        auto const                 parts = natural_key(v, n);
        if (n > 2)
            why.refuse(errc::invalid_value,
                       std::string(call) + "takes 3 positional arguments but " + std::to_string(n + 1) + " were given");
        else if (n == 1)
            why.refuse(errc::invalid_value, std::string(call) + "missing 1 required positional argument: 'model'");
        else if (n == 0)
            why.refuse(errc::invalid_value,
                       std::string(call) + "missing 2 required positional arguments: 'app_label' and 'model'");
        if (n != 2)
            return std::nullopt;
        auto const found = refs_.content_types.find(parts);
        if (found != refs_.content_types.end())
            return found->second;
        why.refuse(errc::not_found, "ContentType matching query does not exist.");
        return std::nullopt;
    }

    /// The first two parts of a natural key, and how many there are.
    static std::pair<std::string, std::string> natural_key(python::value const& v, std::size_t& n)
    {
        std::pair<std::string, std::string> out;
        auto const                          take = [&](auto&& text) {
            if (n < 2)
                (n == 0 ? out.first : out.second) = text();
            ++n;
        };
        if (v.is == python::value::type::list) {
            python::json_items items(v.json);
            for (std::string_view item; items.next(item);)
                take([&] { return python::str(python::look_at_json(item)); });
        } else {
            std::set<std::string, std::less<>> seen;
            python::find_json_members(v.json, [&](std::string_view key) {
                if (seen.emplace(key).second)
                    take([&] { return std::string(key); });
                return false;
            });
        }
        return out;
    }

    untyped_row&              row_;
    fixture_object const&     object_;
    fixture_references const& refs_;
};

/// Of the keys that a table has.
struct fixture_table::places {
    std::map<std::string, std::size_t> of_key{};
};

SSOT_DECL fixture_table::fixture_table(std::string_view model_name) : name_(model_name), places_(std::make_unique<places>())
{
}

SSOT_DECL fixture_table::~fixture_table() = default;

SSOT_DECL result<void> fixture_table::read(untyped_row& row, fixture_object const& object, fixture_references const& refs)
{
    refusal why;
    if (auto const* const pk = object.find("pk"))
        if (!row.read(0, python::look_at_json(pk->value), why))
            return object.fail(why, nullptr, '[' + std::to_string(object.index) + "].pk");
    auto const* const given = object.find("fields");
    if (!given)
        return error(errc::missing_key, "'fields'").with_path('[' + std::to_string(object.index) + ']');
    auto const fields = python::look_at_json(given->value);
    if (fields.is != python::value::type::dict)
        return error(errc::wrong_type, '\'' + std::string(fields.type_name()) + "' object has no attribute 'items'")
            .with_path('[' + std::to_string(object.index) + "].fields");
    fixture_field_reader reader(row, object, refs);
    error                later; // of the database, which looks at the row once Django has read all of it
    bool                 failed = false;
    for (auto const& [key, value] : reader.to_read(fields.json))
        if (auto done = reader.read(key, python::look_at_json(value), why); !done) {
            if (!why.at_save)
                return std::move(done).error();
            if (!std::exchange(failed, true))
                later = std::move(done).error();
        }
    if (failed)
        return later;
    if (auto done = row.complete(); !done) {
        auto const field = std::string(done.error().path());
        return error(errc::constraint, std::string(done.error().text())).with_path(object.path(field));
    }
    return {};
}

SSOT_DECL std::size_t fixture_table::place_of(std::string key, fixture_object const& object)
{
    auto const [entry, is_new] = places_->of_key.emplace(std::move(key), origins_.size());
    if (is_new)
        origins_.push_back(object.index);
    else
        origins_[entry->second] = object.index;
    return entry->second;
}

SSOT_DECL void fixture_table::begin_field(fixture_references& refs) { refs.values.clear(); }

SSOT_DECL result<void> fixture_table::check_value(field_info const& f, std::size_t row, std::string value,
                                                  fixture_references& refs) const
{
    if (!f.target_label.empty()) {
        auto& wanted = refs.wanted[lower_ascii(f.target_label)];
        wanted.try_emplace(std::move(value), fixture_references::target{.object = origins_[row], .field = &f});
    } else if (!refs.values.emplace(std::move(value)).second) {
        return error(errc::already_exists, "the column '" + std::string(f.column) + "' is unique")
            .with_path('[' + std::to_string(origins_[row]) + "].fields." + std::string(f.name));
    }
    return {};
}

SSOT_DECL bool fixture_table::has(std::string const& key) const { return places_->of_key.contains(key); }

SSOT_DECL void fixture_table::forget_places() noexcept
{
    origins_.clear();
    places_->of_key.clear();
}

} // namespace ssot::detail::django

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_FIXTURE_ROWS_IPP

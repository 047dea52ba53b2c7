// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_FIXTURE_ROWS_HPP
#define SSOT_DETAIL_FIXTURE_ROWS_HPP

// The tables that a fixture is read into, one for each model that is asked for, and the references between their rows.

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/django_row.hpp>
#include <ssot/detail/python_json.hpp>
#include <ssot/detail/python_repr.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail {

inline std::string lower_ascii(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

/// The key of a row as text: what references are compared by.
inline std::string key_text(uuid const& key) { return ssot::to_string(key); }
inline std::string key_text(std::int64_t key) { return std::to_string(key); }
template<class Key>
    requires(encodes<Key> && !has_plain_codec<Key> && !relation<Key>::exists)
std::string key_text(Key const& key)
{
    return key_text(encode_plain(key));
}
template<class Key>
    requires requires(Key const& k) { k.key(); }
std::string key_text(Key const& key)
{
    return key_text(key.key());
}

/// Where rows point, and which rows there are, by the model's name in lower case.
struct fixture_references {
    struct target {
        std::string where{}; ///< path of the first field that points there
        std::string column{};
    };
    std::map<std::string, std::set<std::string>, std::less<>>         present{};
    std::map<std::string, std::map<std::string, target>, std::less<>> wanted{};
    std::map<std::pair<std::string, std::string>, std::int64_t>       content_types{};
    unknown_keys                                                      unknown_fields = unknown_keys::error;
};

/// One object of a fixture on its way into a table.
struct fixture_object {
    python_value const& value;
    std::size_t         index;

    std::string path(std::string_view field) const { return '[' + std::to_string(index) + "].fields." + std::string(field); }

    /// Django's DeserializationError.WithData.
    error fail(django_refusal const& why, python_value const* field, std::string path) const
    {
        python_value list{.is = python_value::type::list};
        list.items.push_back({.is = python_value::type::text, .text = why.text});
        auto const* const pk    = value.find("pk");
        auto const* const model = value.find("model");
        return error(why.code,
                     (why.validation ? python_repr(list) : why.text) + ": (" + python_str(*model) +
                         ":pk=" + (pk ? python_str(*pk) : "None") + ") field_value was '" +
                         (field ? python_str(*field) : "None") + '\'')
            .with_path(std::move(path));
    }
};

class fixture_table {
public:
    virtual ~fixture_table()                                                                = default;
    virtual result<std::size_t> add(fixture_object const& object, fixture_references& refs) = 0; ///< place of the row
    virtual result<void>        check(fixture_references& refs) const = 0; ///< unique values; notes references
    virtual result<void>        hand_on(std::size_t row)              = 0;
    virtual void                clear()                               = 0;

    std::string_view name{};
};

template<model M>
class typed_fixture_table final : public fixture_table {
public:
    explicit typed_fixture_table(std::function<result<void>(M&)> handler) : handler_(std::move(handler))
    {
        name = model_info_of<M>().name;
    }

    std::vector<M>& rows() noexcept { return rows_; }

    result<std::size_t> add(fixture_object const& object, fixture_references& refs) override
    {
        M              m = make_blank<M>();
        django_row<M>  row(m);
        django_refusal why;
        if (auto const* const pk = object.value.find("pk"))
            if (!row.read(0, *pk, why))
                return object.fail(why, nullptr, '[' + std::to_string(object.index) + "].pk");
        auto const* const fields = object.value.find("fields");
        if (!fields)
            return error(errc::missing_key, "'fields'").with_path('[' + std::to_string(object.index) + ']');
        if (fields->is != python_value::type::dict)
            return error(errc::wrong_type, '\'' + std::string(fields->type_name()) + "' object has no attribute 'items'")
                .with_path('[' + std::to_string(object.index) + "].fields");
        error later; // of the database, which looks at the row once Django has read all of it
        bool  failed = false;
        for (std::size_t i = 0; i != fields->keys.size(); ++i)
            if (auto read = read_field(row, fields->keys[i], fields->items[i], object, refs, why); !read) {
                if (!why.at_save)
                    return std::move(read).error();
                if (!std::exchange(failed, true))
                    later = std::move(read).error();
            }
        if (failed)
            return later;
        if (auto done = row.complete(); !done) {
            auto const field = std::string(done.error().path());
            return error(errc::constraint, std::string(done.error().text())).with_path(object.path(field));
        }
        return keep(std::move(m), object, refs);
    }

    result<void> check(fixture_references& refs) const override
    {
        return [&]<auto... Members>(member_list<Members...>) {
            result<void> out;
            ((out = check_member<Members>(refs), out.has_value()) && ...);
            return out;
        }(members_of<M>{});
    }

    result<void> hand_on(std::size_t row) override { return handler_(rows_[row]); }

    void clear() override
    {
        rows_.clear();
        origins_.clear();
        places_.clear();
    }

private:
    static result<void> read_field(django_row<M>& row, std::string_view field, python_value const& value,
                                   fixture_object const& object, fixture_references const& refs, django_refusal& why)
    {
        bool const ignore = refs.unknown_fields == unknown_keys::ignore;
        auto const at     = django_row<M>::find(field);
        why               = {};
        if (at == django_row<M>::size && is_generic(field)) {
            why.refuse(errc::unknown_key, "'GenericForeignKey' object has no attribute 'to_python'");
            return object.fail(why, &value, object.path(field));
        }
        if (ignore && (at == django_row<M>::size || fields_of<M>()[at].name != field)) // columns are no names to Django here
            return {};
        if (at == django_row<M>::size)
            return error(errc::unknown_key,
                         std::string(model_info_of<M>().class_name) + " has no field named " + python_repr(field))
                .with_path(object.path(field));
        bool const is_natural = value.is == python_value::type::list || value.is == python_value::type::dict;
        if (is_natural && fields_of<M>()[at].to == "contenttypes.ContentType") {
            auto const id = find_content_type(value, refs, why);
            if (!id)
                return object.fail(why, &value, object.path(field));
            row.read(at, {.is = python_value::type::integer, .text = std::to_string(*id)}, why);
            return {};
        }
        if (row.read(at, value, why))
            return {};
        return why.at_save ? error(why.code, why.text).with_path(object.path(field))
                           : object.fail(why, &value, object.path(field));
    }

    /// Django's GenericForeignKey is no field, but stands beside the two that it is made of.
    static bool is_generic(std::string_view name)
    {
        std::string const base(name);
        return django_row<M>::find(base + "_type") != django_row<M>::size &&
            django_row<M>::find(base + "_id") != django_row<M>::size;
    }

    /// The content type of a natural key, `["app", "model"]`; of a dict Django takes the keys.
    static std::optional<std::int64_t> find_content_type(python_value const& v, fixture_references const& refs,
                                                         django_refusal& why)
    {
        constexpr std::string_view call = "ContentTypeManager.get_by_natural_key() ";
        auto const                 n    = v.items.size();
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
        bool const is_dict = v.is == python_value::type::dict;
        auto const part    = [&](std::size_t i) { return is_dict ? v.keys[i] : python_str(v.items[i]); };
        auto const at      = refs.content_types.find({part(0), part(1)});
        if (at != refs.content_types.end())
            return at->second;
        why.refuse(errc::not_found, "ContentType matching query does not exist.");
        return std::nullopt;
    }

    std::size_t keep(M m, fixture_object const& object, fixture_references& refs)
    {
        auto const key = key_text(key_of(m));
        refs.present[std::string(name)].insert(key);
        auto const [at, is_new] = places_.emplace(key, rows_.size());
        if (is_new) {
            rows_.push_back(std::move(m));
            origins_.push_back(object.index);
        } else {
            rows_[at->second]    = std::move(m);
            origins_[at->second] = object.index;
        }
        return at->second;
    }

    template<auto Member>
    result<void> check_member(fixture_references& refs) const
    {
        constexpr auto const& info = field_info_of<Member>;
        std::set<std::string> values;
        if constexpr (!info.to.empty() || (info.options.unique && !info.primary_key && info.kind == kind::text)) {
            for (std::size_t i = 0; i != rows_.size(); ++i) {
                auto const path = [&] { return '[' + std::to_string(origins_[i]) + "].fields." + std::string(info.name); };
                auto const one  = [&](auto const& v) -> result<void> {
                    if constexpr (!info.to.empty())
                        refs.wanted[lower_ascii(info.to)].try_emplace(key_text(v), path(), std::string(info.column));
                    else if (!values.emplace(chars_of(codec<unwrap_t<type_of<Member>>>::encode(v))).second)
                        return error(errc::already_exists, "the column '" + std::string(info.column) + "' is unique")
                            .with_path(path());
                    return {};
                };
                auto const&  v = rows_[i].*Member;
                result<void> checked;
                if constexpr (!unwrap<type_of<Member>>::nullable)
                    checked = one(v);
                else if (v)
                    checked = one(*v);
                if (!checked)
                    return checked;
            }
        }
        return {};
    }

    std::function<result<void>(M&)>    handler_;
    std::vector<M>                     rows_{};
    std::vector<std::size_t>           origins_{}; ///< index of the object that each row came from last
    std::map<std::string, std::size_t> places_{};
};

/// All tables, and the places of the objects in them.
struct fixture_rows {
    struct place {
        std::size_t table = 0;
        std::size_t row   = 0;
    };
    std::vector<std::unique_ptr<fixture_table>> tables{};
    std::vector<place>                          order{};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_FIXTURE_ROWS_HPP

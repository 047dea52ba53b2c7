// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_FIXTURE_ROWS_HPP
#define SSOT_DETAIL_FIXTURE_ROWS_HPP

// The tables that a fixture is read into, one for each model that is asked for, and the references between their rows.

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/django_field.hpp>
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
    python_value const& fields;
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
    virtual result<void>        hand_on(std::size_t row)                                    = 0;
    virtual void                clear()                                                     = 0;

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
        for (std::size_t i = 0; i != object.fields.keys.size(); ++i) {
            std::string_view const field = object.fields.keys[i];
            python_value const&    value = object.fields.items[i];
            auto const             at    = django_row<M>::find(field);
            if (at == django_row<M>::size) {
                if (is_generic(field) && refs.unknown_fields == unknown_keys::error) {
                    why.refuse(errc::unknown_key, "'GenericForeignKey' object has no attribute 'to_python'");
                    return object.fail(why, &value, object.path(field));
                }
                if (refs.unknown_fields == unknown_keys::ignore)
                    continue;
                return error(errc::unknown_key,
                             std::string(model_info_of<M>().class_name) + " has no field named " + python_repr(field))
                    .with_path(object.path(field));
            }
            auto const& info = fields_of<M>()[at];
            if (info.to == "contenttypes.ContentType" && value.is == python_value::type::list) {
                auto const id = find_content_type(value, refs);
                if (!id) {
                    why.refuse(errc::not_found, "ContentType matching query does not exist.");
                    return object.fail(why, &value, object.path(field));
                }
                if (row.read(at, {.is = python_value::type::integer, .text = std::to_string(*id)}, why))
                    continue;
            }
            if (!row.read(at, value, why)) {
                if (why.code == errc::constraint)
                    return error(why.code, why.text).with_path(object.path(field));
                return object.fail(why, &value, object.path(field));
            }
        }
        if (auto done = row.complete(); !done) {
            auto const field = std::string(done.error().path());
            return error(errc::constraint, std::string(done.error().text())).with_path(object.path(field));
        }
        return keep(std::move(m), object, refs);
    }

    result<void> hand_on(std::size_t row) override { return handler_(rows_[row]); }

    void clear() override
    {
        rows_.clear();
        places_.clear();
    }

private:
    /// Django's GenericForeignKey is no field, but stands beside the two that it is made of.
    static bool is_generic(std::string_view name)
    {
        std::string const base(name);
        return django_row<M>::find(base + "_type") != django_row<M>::size &&
            django_row<M>::find(base + "_id") != django_row<M>::size;
    }

    static std::optional<std::int64_t> find_content_type(python_value const& v, fixture_references const& refs)
    {
        if (v.items.size() != 2 || !v.items[0].is_text() || !v.items[1].is_text())
            return std::nullopt;
        auto const at = refs.content_types.find({v.items[0].text, v.items[1].text});
        return at == refs.content_types.end() ? std::nullopt : std::optional(at->second);
    }

    std::size_t keep(M m, fixture_object const& object, fixture_references& refs)
    {
        auto const key = key_text(key_of(m));
        note_references(m, object, refs, members_of<M>{});
        refs.present[std::string(name)].insert(key);
        auto const [at, is_new] = places_.emplace(key, rows_.size());
        if (is_new)
            rows_.push_back(std::move(m));
        else
            rows_[at->second] = std::move(m);
        return at->second;
    }

    template<auto... Members>
    static void note_references(M const& m, fixture_object const& object, fixture_references& refs, member_list<Members...>)
    {
        (note_reference<Members>(m, object, refs), ...);
    }

    template<auto Member>
    static void note_reference(M const& m, fixture_object const& object, fixture_references& refs)
    {
        constexpr auto const& info = field_info_of<Member>;
        if constexpr (!info.to.empty()) {
            auto const note = [&](auto const& key) {
                refs.wanted[lower_ascii(info.to)].try_emplace(
                    key_text(key), object.path(info.name), std::string(info.column));
            };
            if constexpr (!unwrap<type_of<Member>>::nullable)
                note(m.*Member);
            else if (m.*Member)
                note(*(m.*Member));
        }
    }

    std::function<result<void>(M&)>    handler_;
    std::vector<M>                     rows_{};
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

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_ROWS_HPP
#define SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_ROWS_HPP

// The tables into which a fixture is read, one for each requested model, and the references between their rows.

#include <ssot/codec.hpp>
#include <ssot/error.hpp>
#include <ssot/field.hpp>
#include <ssot/reflect.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/nautobot/django/row.hpp>
#include <ssot/detail/reflect/encoded.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail::django {

std::string lower_ascii(std::string_view text);

/// Returns the key of a row as text, by which references are compared.
std::string key_text(uuid const& key);
std::string key_text(std::int64_t key);
template<class Key>
    requires(encodes<Key> && !has_library_codec<Key> && !relation<Key>::exists)
std::string key_text(Key const& key)
{
    return key_text(to_stored(key));
}
template<class Key>
    requires requires(Key const& k) { k.key(); }
std::string key_text(Key const& key)
{
    return key_text(key.key());
}

struct fixture_object;
struct fixture_references;

/// The rows of one model, and the objects they were read from.
class fixture_table {
public:
    explicit fixture_table(std::string_view model_name);
    virtual ~fixture_table();

    std::string_view name() const noexcept { return name_; }

    /// Whether there is a row with this key.
    bool has(std::string const& key) const;

    virtual void                reserve(std::size_t rows) = 0; ///< so that rows do not move while there are more
    virtual result<std::size_t> add(fixture_object const& object, fixture_references& refs) = 0; ///< index of the row
    virtual result<void>        check(fixture_references& refs) const = 0; ///< checks unique values; notes references
    virtual result<void>        hand_on(std::size_t row)              = 0;
    virtual void                clear()                               = 0;

protected:
    /// Fills a row of this table.
    static result<void> read(untyped_row& row, fixture_object const& object, fixture_references const& refs);

    /// Returns the index of the row with this key, which is a new one if there was none.
    std::size_t place_of(std::string key, fixture_object const& object);

    /// Visits the values of a field that refers to rows or is unique: `begin`, then each value that is present.
    static void  begin_field(fixture_references& refs);
    result<void> check_value(field_info const& f, std::size_t row, std::string value, fixture_references& refs) const;

    void forget_places() noexcept;

private:
    struct places;

    std::string_view         name_;
    std::vector<std::size_t> origins_{}; ///< index of the last object from which each row was read
    std::unique_ptr<places>  places_;
};

template<model M>
class typed_fixture_table final : public fixture_table {
public:
    explicit typed_fixture_table(std::function<result<void>(M&)> handler)
        : fixture_table(model_info_of<M>().name), handler_(std::move(handler))
    {
    }

    std::vector<M>& rows() noexcept { return rows_; }

    void reserve(std::size_t rows) override { rows_.reserve(rows); }

    result<std::size_t> add(fixture_object const& object, fixture_references& refs) override
    {
        M            m = make_blank<M>();
        typed_row<M> row(m);
        if (auto done = read(row, object, refs); !done)
            return std::move(done).error();
        auto const place = place_of(key_text(key_of(m)), object);
        if (place == rows_.size())
            rows_.push_back(std::move(m));
        else
            rows_[place] = std::move(m);
        return place;
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
        forget_places();
    }

private:
    template<auto Member>
    result<void> check_member(fixture_references& refs) const
    {
        constexpr auto const& info = field_info_of<Member>;
        if constexpr (!info.target_label.empty() || (info.options.unique && !info.primary_key && info.kind == kind::text)) {
            auto const text = [](auto const& v) {
                if constexpr (!info.target_label.empty())
                    return key_text(v);
                else
                    return std::string(chars_of(codec<unwrap_t<type_of<Member>>>::encode(v)));
            };
            begin_field(refs);
            for (std::size_t i = 0; i != rows_.size(); ++i) {
                auto const&  v = rows_[i].*Member;
                result<void> checked;
                if constexpr (!unwrap<type_of<Member>>::nullable)
                    checked = check_value(info, i, text(v), refs);
                else if (v)
                    checked = check_value(info, i, text(*v), refs);
                if (!checked)
                    return checked;
            }
        }
        return {};
    }

    std::function<result<void>(M&)> handler_;
    std::vector<M>                  rows_{};
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

} // namespace ssot::detail::django

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/django/fixture_rows.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_ROWS_HPP

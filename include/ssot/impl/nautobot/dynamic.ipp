// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_DYNAMIC_IPP
#define SSOT_IMPL_NAUTOBOT_DYNAMIC_IPP

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/impl/nautobot/dynamic_equality.ipp>

#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace ssot::nautobot {

SSOT_DECL dynamic::list::list(std::initializer_list<dynamic> items) : items_(items) {}
SSOT_DECL dynamic::list::list(std::vector<dynamic> items) noexcept : items_(std::move(items)) {}

SSOT_DECL bool operator==(dynamic::list const& a, dynamic::list const& b) { return a.items_ == b.items_; }

SSOT_DECL dynamic::tuple::tuple(std::initializer_list<dynamic> items) : items_(items) {}
SSOT_DECL dynamic::tuple::tuple(std::vector<dynamic> items) noexcept : items_(std::move(items)) {}

SSOT_DECL bool operator==(dynamic::tuple const& a, dynamic::tuple const& b) { return a.items_ == b.items_; }

SSOT_DECL dynamic::set::set(std::initializer_list<dynamic> members) : set(std::vector<dynamic>(members)) {}
SSOT_DECL dynamic::set::set(std::vector<dynamic> members)
{
    detail::python_index index;
    for (auto& v : members)
        if (index.find_or_add(v, items_.size(), [&](std::size_t i) -> dynamic const& { return items_[i]; }) == items_.size())
            items_.push_back(std::move(v));
}
SSOT_DECL bool dynamic::set::contains(dynamic const& v) const
{
    return std::any_of(items_.begin(), items_.end(), [&](dynamic const& member) { return python_equal(member, v); });
}
SSOT_DECL bool operator==(dynamic::set const& a, dynamic::set const& b) { return a.items_ == b.items_; }

SSOT_DECL dynamic::frozen_set::frozen_set(std::initializer_list<dynamic> members) : members_(members) {}
SSOT_DECL dynamic::frozen_set::frozen_set(std::vector<dynamic> members) : members_(std::move(members)) {}

SSOT_DECL bool dynamic::frozen_set::contains(dynamic const& v) const { return members_.contains(v); }
SSOT_DECL bool operator==(dynamic::frozen_set const& a, dynamic::frozen_set const& b) { return a.members_ == b.members_; }

SSOT_DECL dynamic::dict::dict(std::initializer_list<entry> entries) : dict(std::vector<entry>(entries)) {}
SSOT_DECL dynamic::dict::dict(std::vector<entry> entries)
{
    detail::python_index index;
    for (auto& e : entries) {
        auto const index_of_key =
            index.find_or_add(e.first, items_.size(), [&](std::size_t i) -> dynamic const& { return items_[i].first; });
        if (index_of_key == items_.size())
            items_.push_back(std::move(e));
        else
            items_[index_of_key].second = std::move(e.second);
    }
}
SSOT_DECL dynamic const* dynamic::dict::find(dynamic const& key) const
{
    auto const found =
        std::find_if(items_.begin(), items_.end(), [&](entry const& e) { return python_equal(e.first, key); });
    return found != items_.end() ? &found->second : nullptr;
}
SSOT_DECL bool operator==(dynamic::dict const& a, dynamic::dict const& b) { return a.items_ == b.items_; }

static_assert(std::is_nothrow_move_constructible_v<dynamic::variant> && std::is_nothrow_move_assignable_v<dynamic::variant>);

SSOT_DECL          dynamic::dynamic(dynamic const& other)       = default;
SSOT_DECL          dynamic::dynamic(dynamic&& other) noexcept   = default;
SSOT_DECL dynamic& dynamic::operator=(dynamic const& other)     = default;
SSOT_DECL dynamic& dynamic::operator=(dynamic&& other) noexcept = default;
SSOT_DECL          dynamic::~dynamic()                          = default;

SSOT_DECL dynamic::dynamic(big_integer v)
{
    if (auto const small = v.to_int64())
        value_ = *small;
    else
        value_ = std::move(v);
}

SSOT_DECL dynamic::dynamic(char const* utf8) : value_(std::string(utf8)) {}
SSOT_DECL dynamic::dynamic(std::string_view utf8) : value_(std::string(utf8)) {}
SSOT_DECL dynamic::dynamic(timestamp utc) : value_(calendar_time(utc)) {}
SSOT_DECL dynamic::dynamic(duration v) noexcept : value_(long_duration(v)) {}

SSOT_DECL bool dynamic::same(dynamic const& a, dynamic const& b) { return a.value_ == b.value_; }

SSOT_DECL dynamic dynamic::beyond_int64(std::uint64_t v) { return dynamic(big_integer::parse(std::to_string(v)).value()); }

SSOT_DECL dynamic dynamic::from_json(boost::json::value const& v)
{
    switch (v.kind()) {
    case boost::json::kind::null: break;
    case boost::json::kind::bool_: return v.get_bool();
    case boost::json::kind::int64: return std::int64_t{v.get_int64()};
    case boost::json::kind::uint64: return std::uint64_t{v.get_uint64()};
    case boost::json::kind::double_: return v.get_double();
    case boost::json::kind::string: return std::string(v.get_string().data(), v.get_string().size());
    case boost::json::kind::array: {
        std::vector<dynamic> items;
        items.reserve(v.get_array().size());
        for (auto const& item : v.get_array())
            items.push_back(from_json(item));
        return list(std::move(items));
    }
    case boost::json::kind::object: {
        std::vector<dict::entry> entries;
        entries.reserve(v.get_object().size());
        for (auto const& member : v.get_object())
            entries.emplace_back(std::string(member.key().data(), member.key().size()), from_json(member.value()));
        return dict(std::move(entries));
    }
    }
    return {};
}

SSOT_DECL std::string_view dynamic::python_type() const noexcept
{
    constexpr std::string_view names[] = {"NoneType",
                                          "bool",
                                          "int",
                                          "int",
                                          "float",
                                          "decimal.Decimal",
                                          "str",
                                          "bytes",
                                          "UUID",
                                          "datetime.datetime",
                                          "datetime.date",
                                          "datetime.time",
                                          "datetime.timedelta",
                                          "list",
                                          "tuple",
                                          "set",
                                          "frozenset",
                                          "dict"};
    static_assert(std::size(names) == std::variant_size_v<variant>);
    return names[value_.index()];
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_DYNAMIC_IPP

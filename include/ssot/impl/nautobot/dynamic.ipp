// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_DYNAMIC_HPP
#define SSOT_IMPL_NAUTOBOT_DYNAMIC_HPP

#include <ssot/nautobot/dynamic.hpp>

#include <ssot/impl/nautobot/dynamic_equality.hpp>
#include <ssot/impl/nautobot/dynamic_numbers.hpp>
#include <ssot/impl/nautobot/dynamic_times.hpp>

namespace ssot::nautobot {

inline dynamic::list::list(std::initializer_list<dynamic> items) : items_(items) {}
inline dynamic::list::list(std::vector<dynamic> items) noexcept : items_(std::move(items)) {}
inline bool operator==(dynamic::list const& a, dynamic::list const& b) { return a.items_ == b.items_; }

inline dynamic::tuple::tuple(std::initializer_list<dynamic> items) : items_(items) {}
inline dynamic::tuple::tuple(std::vector<dynamic> items) noexcept : items_(std::move(items)) {}
inline bool operator==(dynamic::tuple const& a, dynamic::tuple const& b) { return a.items_ == b.items_; }

inline dynamic::set::set(std::initializer_list<dynamic> members) : set(std::vector<dynamic>(members)) {}
inline dynamic::set::set(std::vector<dynamic> members)
{
    detail::python_index index;
    for (auto& v : members)
        if (index.find_or_add(v, items_.size(), [&](std::size_t i) -> dynamic const& { return items_[i]; }) == items_.size())
            items_.push_back(std::move(v));
}
inline bool dynamic::set::contains(dynamic const& v) const
{
    return std::any_of(items_.begin(), items_.end(), [&](dynamic const& member) { return python_equal(member, v); });
}
inline bool operator==(dynamic::set const& a, dynamic::set const& b) { return a.items_ == b.items_; }

inline bool dynamic::frozen_set::contains(dynamic const& v) const { return members_.contains(v); }
inline bool operator==(dynamic::frozen_set const& a, dynamic::frozen_set const& b) { return a.members_ == b.members_; }

inline dynamic::dict::dict(std::initializer_list<entry> entries) : dict(std::vector<entry>(entries)) {}
inline dynamic::dict::dict(std::vector<entry> entries)
{
    detail::python_index index;
    for (auto& e : entries) {
        auto const at =
            index.find_or_add(e.first, items_.size(), [&](std::size_t i) -> dynamic const& { return items_[i].first; });
        if (at == items_.size())
            items_.push_back(std::move(e));
        else
            items_[at].second = std::move(e.second);
    }
}
inline dynamic const* dynamic::dict::find(dynamic const& key) const
{
    auto const at = std::find_if(items_.begin(), items_.end(), [&](entry const& e) { return python_equal(e.first, key); });
    return at != items_.end() ? &at->second : nullptr;
}
inline bool operator==(dynamic::dict const& a, dynamic::dict const& b) { return a.items_ == b.items_; }

inline dynamic::dynamic(big_integer v)
{
    if (auto const small = v.to_int64())
        value_ = *small;
    else
        value_ = std::move(v);
}

template<class T>
dynamic dynamic::integer(T v)
{
    if (std::in_range<std::int64_t>(v))
        return dynamic(static_cast<std::int64_t>(v));
    return dynamic(big_integer::parse(std::to_string(v)).value());
}

inline dynamic dynamic::from_json(boost::json::value const& v)
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

inline std::string_view dynamic::python_type() const noexcept
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

#endif // SSOT_IMPL_NAUTOBOT_DYNAMIC_HPP

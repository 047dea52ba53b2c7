// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_DIFF_APPEND_IPP
#define SSOT_IMPL_DETAIL_DIFF_APPEND_IPP

#include <ssot/detail/diff/append.hpp>
#include <ssot/detail/json/member_index.hpp>
#include <ssot/detail/json/value_end.hpp>

#include <boost/json/object.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ssot::detail {

struct raw_json_text {
    static std::string take(raw_json& from) { return std::exchange(from.text_, "{}"); }

    /// Without looking through all of the text for numbers beyond a double, as `trusted` does.
    static raw_json make(std::string text, bool portable) noexcept { return {std::move(text), portable}; }
};

} // namespace ssot::detail

namespace ssot::diff::detail {

SSOT_DECL void appended_types::follow(std::vector<std::string> const& types)
{
    if (names_.size() == types.size())
        return;
    names_.clear();
    greatest_.clear();
    for (auto const& type : types)
        add(type);
}

SSOT_DECL void appended_types::add(std::string const& type)
{
    names_.insert(type);
    greatest_ = std::max(greatest_, type);
}

SSOT_DECL result<void> object_names::add(std::string_view type, std::string_view name)
{
    key_.assign(std::to_string(type.size())).append(":").append(type).append(name);
    if (names_.insert(key_).second)
        return {};
    return error(errc::duplicate_key, "this object is in both differences").prepend_path(name).prepend_path(type);
}

SSOT_DECL type_plan::type_plan(appended_types& known, std::vector<std::string>& types) : known_(known), types_(types)
{
    known_.follow(types_);
    greatest_ = known_.greatest();
}

SSOT_DECL void type_plan::add(std::vector<std::string> const& types)
{
    if (types.empty())
        return;
    auto const [least, most] = std::ranges::minmax_element(types);
    ascends_                 = ascends_ && greatest_ < *least;
    greatest_                = std::max(greatest_, *most);
    for (auto const& type : types)
        if (known_.contains(type) || !added_names_.insert(type).second)
            repeated_.insert(type);
        else
            added_.push_back(type);
}

SSOT_DECL void type_plan::apply()
{
    for (auto& type : added_) {
        known_.add(type);
        types_.push_back(std::move(type));
    }
}

SSOT_DECL error not_a_diff()
{
    return error(errc::wrong_type, "a diff is an object whose members are objects").prepend_path("diff");
}

/// A member of an object in JSON text.
struct text_member {
    std::string_view key; ///< with its quotes and escapes
    std::string_view value;

    std::string name() const { return ssot::detail::text_of_json_string(key); }
};

/// Returns the members of an object. Precondition: `object` is valid JSON. Errors: `wrong_type` for another value.
SSOT_DECL result<std::vector<text_member>> text_members(std::string_view object)
{
    auto const take = [&](std::size_t n) {
        auto const out = object.substr(0, n);
        object.remove_prefix(n);
        object.remove_prefix(std::min(object.find_first_not_of(" \t\r\n"), object.size()));
        return out;
    };
    auto const take_value = [&] { return take(ssot::detail::json_value_end().find(object)); };
    take(0);
    if (!object.starts_with('{'))
        return not_a_diff();
    std::vector<text_member> out;
    for (take(1); !object.starts_with('}');) {
        auto const key = take_value();
        take(1); // the colon
        out.push_back({key, take_value()});
        if (object.starts_with(','))
            take(1);
    }
    return out;
}

SSOT_DECL result<void> check_form(boost::json::value const& diff)
{
    return diff.is_object() ? result<void>() : result<void>(not_a_diff());
}

SSOT_DECL result<void> check_form(raw_json const& diff)
{
    return diff.text().starts_with('{') ? result<void>() : result<void>(not_a_diff());
}

SSOT_DECL result<void> check_objects(std::span<boost::json::value const* const> diffs)
{
    object_names names;
    for (auto const* diff : diffs)
        for (auto const& type : diff->get_object()) {
            auto const* const objects = type.value().if_object();
            if (!objects)
                return not_a_diff();
            for (auto const& object : *objects)
                if (auto added = names.add(type.key(), object.key()); !added)
                    return added;
        }
    return {};
}

SSOT_DECL result<void> check_objects(std::span<raw_json const* const> diffs)
{
    object_names names;
    for (auto const* diff : diffs)
        for (auto const& type : *text_members(diff->text())) {
            auto const objects = text_members(type.value);
            if (!objects)
                return objects.error();
            for (auto const& object : *objects)
                if (auto added = names.add(type.name(), object.name()); !added)
                    return added;
        }
    return {};
}

/// Things with a name, those of one name together, in the order in which the names came or in that of their bytes.
template<class T>
class by_name {
public:
    struct group {
        std::string    name;
        std::vector<T> things{};
    };

    void add(std::string name, T thing)
    {
        auto const [place, is_new] = places_.try_emplace(name, groups_.size());
        if (is_new)
            groups_.push_back({std::move(name), {}});
        groups_[place->second].things.push_back(std::move(thing));
    }

    std::vector<group> take(bool sorted)
    {
        if (sorted)
            std::ranges::sort(groups_, {}, &group::name);
        return std::move(groups_);
    }

private:
    std::vector<group>                                                      groups_{};
    std::unordered_map<std::string, std::size_t, ssot::detail::seeded_hash> places_{};
};

/// The members of some objects in one, with their values merged by `merge`.
template<class Merge>
boost::json::object merged(std::vector<boost::json::value> from, bool sorted, Merge merge)
{
    by_name<boost::json::value> members;
    for (auto& object : from)
        for (auto& member : object.as_object())
            members.add(std::string(member.key()), std::move(member.value()));
    auto                all = members.take(sorted);
    boost::json::object out(all.size());
    for (auto& member : all)
        out.emplace(member.name, merge(std::move(member.things)));
    return out;
}

SSOT_DECL void join_diffs(boost::json::value& into, std::span<boost::json::value* const> more, bool sorted)
{
    std::vector<boost::json::value> diffs;
    diffs.push_back(std::move(into));
    for (auto* const diff : more)
        diffs.push_back(std::move(*diff));
    into = merged(std::move(diffs), sorted, [&](std::vector<boost::json::value> of_type) -> boost::json::value {
        if (of_type.size() == 1)
            return std::move(of_type.front());
        return merged(
            std::move(of_type), sorted, [](std::vector<boost::json::value> object) { return std::move(object.front()); });
    });
}

SSOT_DECL void join_diffs(raw_json& into, std::span<raw_json* const> more, bool sorted)
{
    by_name<text_member> types;
    for (auto const& type : *text_members(into.text()))
        types.add(type.name(), type);
    for (auto const* const diff : more)
        for (auto const& type : *text_members(diff->text()))
            types.add(type.name(), type);

    std::string out        = "{";
    auto const  put_member = [&](text_member const& m) {
        out.append(out.back() == '{' ? "" : ",").append(m.key).append(":").append(m.value);
    };
    for (auto const& type : types.take(sorted)) {
        if (type.things.size() == 1) {
            put_member(type.things.front());
            continue;
        }
        by_name<text_member> objects;
        for (auto const& part : type.things)
            for (auto const& object : *text_members(part.value))
                objects.add(object.name(), object);
        put_member({type.things.front().key, "{"});
        for (auto const& object : objects.take(sorted))
            put_member(object.things.front());
        out += '}';
    }
    out += '}';
    into = raw_json::trusted(std::move(out));
}

SSOT_DECL void join_diffs_behind(boost::json::value& into, std::span<boost::json::value* const> more)
{
    auto& out = into.as_object();
    for (auto* const diff : more)
        for (auto& type : diff->as_object())
            out.emplace(type.key(), std::move(type.value()));
}

SSOT_DECL void join_diffs_behind(raw_json& into, std::span<raw_json* const> more)
{
    bool portable = into.is_portable();
    auto out      = ssot::detail::raw_json_text::take(into);
    out.pop_back();
    for (auto const* const diff : more) {
        portable = portable && diff->is_portable();
        if (auto const text = diff->text(); text != "{}")
            out.append(out.size() == 1 ? "" : ",").append(text.substr(1, text.size() - 2));
    }
    out += '}';
    into = ssot::detail::raw_json_text::make(std::move(out), portable);
}

} // namespace ssot::diff::detail

#endif // SSOT_IMPL_DETAIL_DIFF_APPEND_IPP

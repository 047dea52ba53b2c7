// SPDX-License-Identifier: BSL-1.0
#include <ssot/model_registry.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

// What Django deletes, the row of a singleton, and the objects that log entries point at, in a store of the same rows.

#include "datasets.hpp"
#include "objects.hpp"
#include "vectors.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_vectors {

/// Nautobot's users, which are not ours: a model as users of the library write them.
struct user {
    static constexpr std::string_view model_name = "users.user";
    static constexpr std::string_view class_name = "User";

    ssot::uuid  id{};
    std::string username{};
};
BOOST_DESCRIBE_STRUCT(user, (), (id, username))

namespace {

namespace json = boost::json;
using store    = ssot::store<ssot::storage::memory>;
using sync     = ssot::basic_sync<python_types>;
using entry    = ssot::basic_sync_log_entry<python_types>;
using result   = ssot::basic_job_result<python_types>;
using group    = ssot::basic_secrets_group<python_types>;
using config   = ssot::basic_servicenow_config<python_types>;
using job      = ssot::basic_job<python_types>;

/// Calls `fn.template operator()<M>()` for the model of a label.
template<class Fn>
bool with_stored_model(std::string_view label, Fn&& fn)
{
    if (label == "users.User") {
        fn.template operator()<user>();
        return true;
    }
    return with_model(label, fn);
}

std::string text_of(json::value const& v) { return std::string(std::string_view(v.as_string())); }

ssot::uuid key_of_case(json::value const& v) { return ssot::parse_uuid(text_of(v.at("$uuid"))).value(); }

/// The rows that a case begins with, and the content types of the database that it was made on.
std::optional<refusal> fill(store& s, json::object const& input, rules by)
{
    s.insert(known_content_types()).value();
    std::optional<refusal> refused;
    taken_values           taken;
    for (auto const& one : input.at("related").as_array()) {
        auto const& object = one.as_object();
        auto const  label  = text_of(object.at("model"));
        bool const  known  = with_stored_model(label, [&]<class M>() {
            M m     = ssot::make_blank<M>();
            refused = build(m, object, by, taken);
            if (!refused)
                s.insert(m).value();
        });
        if (!known)
            return refusal{"LookupError", "an unknown model: " + label};
        if (refused)
            return refused;
    }
    return {};
}

/// The keys of all rows of a model, sorted.
template<class M>
json::array keys_left(store& s)
{
    std::set<std::string> keys;
    for (auto const& row : s.select(ssot::from<M>()).value())
        keys.insert(ssot::to_string(row.id));
    return json::array(keys.begin(), keys.end());
}

json::value as_json(std::optional<ssot::uuid> const& key)
{
    return key ? json::value(ssot::to_string(*key)) : json::value();
}

/// A foreign key of all rows, by their keys.
template<class M, class Get>
json::object references_left(store& s, Get&& get)
{
    std::map<std::string, json::value> out;
    for (auto const& row : s.select(ssot::from<M>()).value())
        out.emplace(ssot::to_string(row.id), as_json(get(row)));
    return json::object(out.begin(), out.end());
}

json::object rows_left(store& s)
{
    auto const key = [](auto const& fk) { return fk ? std::optional(fk->key()) : std::nullopt; };
    return {{"sync", keys_left<sync>(s)},
            {"log", keys_left<entry>(s)},
            {"result", keys_left<result>(s)},
            {"group", keys_left<group>(s)},
            {"config", keys_left<config>(s)},
            {"job", keys_left<job>(s)},
            {"user", keys_left<user>(s)},
            {"config.servicenow_secrets",
             references_left<config>(s, [&](auto const& row) { return key(row.servicenow_secrets); })},
            {"result.job_model", references_left<result>(s, [&](auto const& row) { return key(row.job_model); })},
            {"result.user", references_left<result>(s, [](auto const& row) { return row.user; })}};
}

/// What delete() returns: the sum, and the counts by label.
json::value returned(ssot::erase_counts const& counts)
{
    json::object by_label;
    for (auto const& [name, rows] : counts.by_model()) {
        std::string label(name);
        with_stored_model(name == "users.user" ? "users.User" : name,
                          [&]<class M>() { label = ssot::model_info_of<M>().label; });
        if (name == "contenttypes.contenttype")
            label = "contenttypes.ContentType";
        by_label[label] = rows;
    }
    return json::array{counts.total(), by_label};
}

/// The cases' numbers are signed, ours are not.
json::value normalized(json::value const& v) { return json::parse(json::serialize(v)); }

outcome compare(json::value const& ours, json::value const& expected)
{
    return normalized(ours) == normalized(expected) ? passed() : failed(json::serialize(ours));
}

outcome check_delete(store& s, json::object const& input, json::value const& expected)
{
    ssot::result<ssot::erase_counts> erased = ssot::erase_counts();
    auto const* const                filter = input.if_contains("filter");
    auto const                       label  = text_of(input.at("model"));
    bool                             kept   = false; // by a delete() that does nothing
    auto const                       erase  = [&]<class M>() {
        if (!filter) {
            kept   = ssot::model_info_of<M>().singleton;
            erased = s.erase<M>(key_of_case(input.at("pk")));
            return;
        }
        auto q = ssot::from<M>();
        if constexpr (std::same_as<M, sync>)
            if (auto const* const source = filter->as_object().if_contains("source"))
                q = q.where(ssot::field<&M::source> == text_of(*source));
        erased = s.erase(q);
    };
    if (label == "contenttypes.ContentType")
        erased = s.erase<ssot::content_type>(input.at("pk").to_number<std::int64_t>());
    else if (!with_stored_model(label, erase))
        return failed("an unknown model");

    json::object ours;
    if (kept) {
        ours["returned"] = nullptr;
        if (erased->total() != 0)
            return failed("the row of a singleton went");
    } else if (erased) {
        ours["returned"] = returned(*erased);
    } else {
        json::array objects; // the cases name model and key; their order is Django's
        for (auto const& object : expected.at("error").at("protected_objects").as_array())
            if (std::ranges::find(erased.error().keys(), text_of(object.at(1))) != erased.error().keys().end())
                objects.push_back(object);
        if (objects.size() != erased.error().keys().size())
            return failed("other rows are named");
        ours["error"] = json::object{
            {"type", erased.error().code() == ssot::errc::protected_ ? "ProtectedError" : to_string(erased.error().code())},
            {"message", erased.error().text()},
            {"protected_objects", std::move(objects)}};
    }
    ours["left"] = rows_left(s);
    return compare(ours, expected);
}

outcome check_load(store& s, json::object const& input, json::value const& expected)
{
    auto const   count = [&] { return s.count<config>().value(); };
    json::object ours{{"count_before", count()}};
    auto const   first          = s.load<config>().value();
    ours["count_after_first"]   = count();
    auto const second           = s.load<config>().value();
    ours["count_after_second"]  = count();
    ours["same_pk"]             = first.id == second.id;
    ours["servicenow_instance"] = first.servicenow_instance;
    auto const secrets          = first.servicenow_secrets;
    ours["servicenow_secrets"]  = as_json(secrets ? std::optional(secrets->key()) : std::nullopt);
    if (expected.as_object().contains("pk")) // not for a key that Django made up
        ours["pk"] = ssot::to_string(first.id);
    if (text_of(input.at("then")) == "delete") {
        ours["delete_returned"]    = s.erase(first).value().total() == 0 ? json::value() : json::value("rows went");
        ours["count_after_delete"] = count();
    }
    return compare(ours, expected);
}

outcome check_synced_object(store& s, json::object const& input, json::value const& expected)
{
    auto const models = ssot::registry_of<user, job, result, group, config, sync, entry>();
    if (auto const* const set = input.if_contains("set")) {
        entry e{};
        if (!set->is_null())
            with_stored_model(text_of(set->at("model")), [&]<class M>() {
                M object  = ssot::make_blank<M>();
                object.id = key_of_case(set->at("pk"));
                s.point_at(e, object).value();
            });
        json::object const ours{
            {"synced_object_type_id", e.synced_object_type ? json::value(e.synced_object_type->key()) : json::value()},
            {"synced_object_id",
             e.synced_object_id ? json::value(json::object{{"$uuid", ssot::to_string(*e.synced_object_id)}})
                                : json::value()}};
        return compare(ours, expected);
    }
    auto const row   = s.get<entry>(key_of_case(input.at("pk"))).value();
    auto const found = s.resolve(row, models);
    if (!found)
        return judge_refusal({std::string(to_string(found.error().code())), std::string(found.error().text())}, expected);
    json::value value;
    if (*found) {
        std::string id;
        with_stored_model(found->info().label, [&]<class M>() { id = ssot::to_string(found->get_if<M>()->id); });
        value = json::object{{"model", found->info().label}, {"pk", id}};
    }
    return compare(json::object{{"value", value}}, expected);
}

} // namespace

outcome check_behaviour(json::object const& input, json::value const& expected, rules by)
{
    auto const op  = text_of(input.at("op"));
    auto const run = op == "delete" ? check_delete
        : op == "load"              ? check_load
        : op == "synced_object"     ? check_synced_object
                                    : nullptr;
    if (!run)
        return skipped(std::string(reason::no_store) + ": " + op);
    store s{ssot::storage::memory{}, {.validate = false}};
    if (auto refused = fill(s, input, by))
        return judge_refusal(*refused, expected);
    static_cast<void>(s.count<user>().value()); // a model counts once the store has met it
    return run(s, input, expected);
}

} // namespace ssot_vectors

// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/model_registry.hpp>

// What Django deletes, the row of a singleton, and the objects that log entries point at, in a store of the same rows.

#include "stored_rows.hpp"
#include "vectors.hpp"

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

namespace {

namespace json = boost::json;
using store    = row_store;
using sync     = ssot::basic_sync<python_types>;
using entry    = ssot::basic_sync_log_entry<python_types>;
using result   = ssot::basic_job_result<python_types>;
using group    = ssot::basic_secrets_group<python_types>;
using config   = ssot::basic_servicenow_config<python_types>;
using job      = ssot::basic_job<python_types>;

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
json::value returned(ssot::erase_counts const& erased)
{
    json::object by_label;
    for (auto const& [name, rows] : erased.by_model()) {
        std::string label(name);
        with_stored_model(name == "users.user" ? "users.User" : name,
                          [&]<class M>() { label = ssot::model_info_of<M>().label; });
        if (name == "contenttypes.contenttype")
            label = "contenttypes.ContentType";
        by_label[label] = rows;
    }
    return json::array{erased.total(), by_label};
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
    auto const                       label  = text_of_json(input.at("model"));
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
                q = q.where(ssot::field<&M::source> == text_of_json(*source));
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
        auto const  keys = erased.error().keys();
        for (auto const& object : expected.at("error").at("protected_objects").as_array()) {
            bool       there = false;
            auto const id    = text_of_json(object.at(1));
            with_stored_model(text_of_json(object.at(0)), [&]<class M>() {
                auto const key = ssot::parse_uuid(id);
                there          = key && s.get<M>(*key).has_value();
            });
            if (there && std::ranges::find(keys, id) != keys.end())
                objects.push_back(object);
        }
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
    if (text_of_json(input.at("then")) == "delete") {
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
            with_stored_model(text_of_json(set->at("model")), [&]<class M>() {
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
    if (!found && found.error().code() == ssot::errc::unsupported) // where Django crashes
        return compare(json::object{{"error",
                                     json::object{{"type", "AttributeError"},
                                                  {"message", "'NoneType' object has no attribute '_base_manager'"}}}},
                       expected);
    if (!found)
        return failed(std::string(found.error().text()));
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
    auto const op = text_of_json(input.at("op"));
    if (covers_object_behaviour(op))
        return check_object_behaviour(op, input, expected, by);
    auto const run = op == "delete" ? check_delete
        : op == "load"              ? check_load
        : op == "synced_object"     ? check_synced_object
                                    : nullptr;
    if (!run)
        return failed("an unknown operation: " + op);
    store s{fresh_backend(), {.validate = false}};
    if (auto refused = fill(s, input, by))
        return judge_refusal(*refused, expected);
    static_cast<void>(s.count<user>().value()); // a model counts once the store has met it
    return run(s, input, expected);
}

} // namespace ssot_vectors

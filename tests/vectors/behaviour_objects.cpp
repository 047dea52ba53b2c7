// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/methods.hpp>
#include <ssot/nautobot/display.hpp>
#include <ssot/nautobot/urls.hpp>

// What single objects do: their methods and properties, what people read, what saving them sets, and what is known of models.

#include <ssot/detail/nautobot/python/dynamic_text.hpp>
#include <ssot/detail/nautobot/python/json.hpp>

#include "stored_rows.hpp"
#include "values.hpp"
#include "vectors.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <support/django_meta.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_vectors {

namespace {

namespace json     = boost::json;
namespace nautobot = ssot::nautobot;
namespace python   = ssot::detail::python;
using nautobot::dynamic;
using ssot_test::or_null;
using sync   = ssot::basic_sync<python_types>;
using entry  = ssot::basic_sync_log_entry<python_types>;
using result = ssot::basic_job_result<python_types>;
using group  = ssot::basic_secrets_group<python_types>;
using config = ssot::basic_servicenow_config<python_types>;
using job    = ssot::basic_job<python_types>;

json::object value_is(json::value v) { return {{"value", std::move(v)}}; }

json::object raises(std::string_view type, std::string message)
{
    return {{"error", json::object{{"type", type}, {"message", std::move(message)}}}};
}

/// Numbers of the cases are signed, ours may not be.
outcome judge(json::object const& ours, json::value const& expected)
{
    auto const text = json::serialize(ours);
    return json::parse(text) == json::parse(json::serialize(expected)) ? passed() : failed(text);
}

/// The fields of a case in a model; what cannot be held there is a reason to skip.
template<class M>
std::optional<refusal> read_fields(M& m, json::object const& fields)
{
    std::optional<refusal> out;
    auto const             one = [&]<auto Member>(ssot::field_t<Member>) {
        constexpr auto const& info   = ssot::field_info_of<Member>;
        auto&                 member = m.*Member;
        using type                   = std::remove_cvref_t<decltype(member)>;
        auto const* const given      = fields.if_contains(info.column);
        dynamic           v;
        if (!given || out || (out = read_value(v, *given)))
            return;
        if (v.is_null() && !ssot::unwrap<type>::nullable)
            out = skip(reason::null_value);
        else if (v.is_null())
            member = type();
        else if (ssot::unwrap_t<type> value{}; build_member<Member>(value, v))
            out = skip(reason::other_type);
        else
            member = std::move(value);
    };
    ssot::for_each_field<M>(one);
    return out;
}

/// A time as the case has it, with its offset if it has one; nothing when the case has none.
std::optional<nautobot::calendar_time> time_of(json::object const& fields, std::string_view name)
{
    auto const* const given = fields.if_contains(name);
    dynamic           v;
    if (!given || read_value(v, *given))
        return std::nullopt;
    auto const* const at = v.get_if<nautobot::calendar_time>();
    return at ? std::optional(*at) : std::nullopt;
}

/// The sync, the job result and the job that a case has, as pointers that may be null.
struct related_objects {
    sync                  s{};
    std::optional<result> r{};
    std::optional<job>    j{};

    std::optional<refusal> read(json::object const& input)
    {
        if (auto refused = read_fields(s, input.at("sync").as_object()))
            return refused;
        if (auto const* const one = input.if_contains("job_result"); one && one->is_object())
            if (auto refused = read_fields(r.emplace(), one->get_object()))
                return refused;
        if (auto const* const one = input.if_contains("job"); one && one->is_object())
            if (auto refused = read_fields(j.emplace(), one->get_object()))
                return refused;
        return {};
    }

    result const* job_result() const { return r ? &*r : nullptr; }
    job const*    job_model() const { return j ? &*j : nullptr; }
};

outcome check_duration(json::object const& input, json::value const& expected)
{
    related_objects of;
    if (auto refused = of.read(input))
        return judge_refusal(*refused, expected);
    ssot::timestamp now{};
    dynamic         at;
    if (auto refused = read_value(at, input.at("now")))
        return judge_refusal(*refused, expected);
    if (auto refused = read_stored(now, at))
        return judge_refusal(*refused, expected);

    auto const is_naive = [](std::optional<nautobot::calendar_time> const& t) { return t && !t->offset; };
    bool const naive    = is_naive(time_of(input.at("sync").as_object(), "start_time")) ||
        (of.r && is_naive(time_of(input.at("job_result").as_object(), "date_done")));
    if (naive && expected.as_object().contains("error"))
        return skipped(reason::naive_time);
    auto const took = duration_of(of.s, of.job_result(), now);
    return judge(value_is(took ? json::value(json::object{{"$timedelta_us", took->count()}}) : json::value()), expected);
}

/// Where the original crashes without a start, there is a placeholder; nothing else may raise.
outcome check_str(json::object const& input, json::value const& expected)
{
    auto const&                 object = input.at("object").as_object();
    auto const&                 fields = object.at("fields").as_object();
    std::string                 text;
    std::optional<refusal>      refused;
    std::optional<json::object> error;
    auto const                  one = [&]<class M>() {
        M m = ssot::make_blank<M>();
        if (auto const* const pk = object.if_contains("pk"); pk && pk->is_object())
            m.id = key_of_case(*pk);
        if ((refused = read_fields(m, fields)))
            return;
        if constexpr (std::same_as<M, sync>) {
            auto const* const settings = input.if_contains("settings");
            auto const* const format = settings ? settings->as_object().if_contains("SHORT_DATETIME_FORMAT") : nullptr;
            ssot::date_style  style{.exact = true};
            if (format)
                style.format = std::string_view(format->as_string());
            if (auto const start = time_of(fields, "start_time")) {
                style.utc_offset = start->offset.value_or(std::chrono::seconds{0});
                style.naive      = !start->offset;
            }
            text = to_string(m, style);
            if (!m.start_time && text.ends_with(", not started"))
                error = raises("AttributeError", "'NoneType' object has no attribute 'year'");
        } else {
            if constexpr (std::same_as<M, result>)
                if (auto const at = time_of(fields, "date_created"); !at || at->offset != std::chrono::seconds{0})
                    refused = skip(reason::own_clock);
            text = to_string(m);
        }
    };
    if (!with_model(std::string_view(object.at("model").as_string()), one))
        return failed("an unknown model");
    if (refused)
        return judge_refusal(*refused, expected);
    return judge(error ? *error : value_is(json::value(text)), expected);
}

/// The cases come from a release without REST, in which the page of the configuration was mounted elsewhere.
constexpr nautobot::url_options seed_urls{.rest = false, .servicenow_config = "/plugins/ssot/config/servicenow/"};

json::object no_reverse(std::string_view name, std::string_view key, std::string const& value)
{
    return raises("NoReverseMatch",
                  "Reverse for '" + std::string(name) + "' with keyword arguments '{'" + std::string(key) + "': " + value +
                      "}' not found.");
}

/// The page of the sync with a key as text; nothing when that is no key.
std::optional<std::string> sync_url_of(std::string const& key)
{
    auto const parsed = nautobot::parse_url("/plugins/ssot/history/" + key + "/", seed_urls);
    return parsed ? nautobot::url_of(nautobot::route::sync, parsed->key, seed_urls) : std::nullopt;
}

outcome check_absolute_url(json::object const& input, json::value const& expected)
{
    auto const&       object = input.at("object").as_object();
    auto const* const kwargs = input.if_contains("kwargs");
    auto const* const asked  = kwargs ? kwargs->as_object().if_contains("api") : nullptr;
    bool const        api    = asked && asked->as_bool();
    dynamic           pk;
    if (auto const* const given = object.if_contains("pk"))
        if (auto refused = read_value(pk, *given))
            return judge_refusal(*refused, expected);
    auto const*  id = pk.get_if<ssot::uuid>();
    json::object ours;
    auto const   one = [&]<class M>() {
        M m = ssot::make_blank<M>();
        if (id)
            m.id = *id;
        if constexpr (std::same_as<M, sync>) {
            auto const url = id ? std::optional(absolute_url(m, api, seed_urls)) : sync_url_of(python::str_of(pk));
            ours           = url ? value_is(json::value(*url)) : no_reverse("sync", "pk", python::repr_of(pk));
        } else if constexpr (std::same_as<M, entry>) {
            if (!absolute_url(m, api, seed_urls))
                ours = raises("AttributeError", "'SyncLogEntry' object has no attribute 'get_absolute_url'");
        } else if constexpr (std::same_as<M, config>) {
            ours = value_is(json::value(absolute_url(m, api, seed_urls)));
        }
    };
    if (!with_model(std::string_view(object.at("model").as_string()), one))
        return failed("an unknown model");
    return judge(ours, expected);
}

/// Nothing for a job that is gone, where the original crashes.
outcome check_end_url(json::object const& input, json::value const& expected, bool source)
{
    related_objects of;
    if (auto refused = of.read(input))
        return judge_refusal(*refused, expected);
    auto const  url  = source ? source_url(of.s, of.job_result(), of.job_model(), seed_urls)
                              : target_url(of.s, of.job_result(), of.job_model(), seed_urls);
    auto const& end  = source ? of.s.source : of.s.target;
    bool const  asks = end != "Nautobot" && of.r;
    if (url)
        return judge(value_is(json::value(*url)), expected);
    if (asks && !of.j)
        return judge(raises("AttributeError", "'NoneType' object has no attribute 'class_path'"), expected);
    if (asks)
        return judge(no_reverse(source ? "data_source" : "data_target", "class_path", python::repr_of(class_path(*of.j))),
                     expected);
    return judge(value_is(nullptr), expected);
}

outcome check_word(std::string_view op, json::object const& input, json::value const& expected)
{
    auto const&            object = input.at("object").as_object();
    std::optional<refusal> refused;
    json::object           ours;
    auto const             one = [&]<class M>() {
        M m = ssot::make_blank<M>();
        clear_choices(m);
        if ((refused = read_fields(m, object.at("fields").as_object())))
            return;
        if constexpr (std::same_as<M, entry>) {
            if (op == "get_action_class")
                ours = value_is(or_null(action_class(m)));
            else if (op == "get_status_class")
                ours = value_is(or_null(status_class(m)));
            else
                ours = value_is(json::string(op == "get_action_display" ? get_action_display(m) : get_status_display(m)));
        } else if constexpr (std::same_as<M, result>) {
            ours = value_is(json::string(get_status_display(m)));
        }
    };
    if (!with_model(std::string_view(object.at("model").as_string()), one))
        return failed("an unknown model");
    return refused ? judge_refusal(*refused, expected) : judge(ours, expected);
}

outcome check_contenttype(json::object const& input, json::value const& expected)
{
    auto const id    = input.at("id").to_number<std::int64_t>();
    auto const types = known_content_types();
    auto const type  = std::ranges::find(types, id, &ssot::content_type::id);
    if (type == types.end())
        return failed("an unknown content type");
    ssot::model_info const* known = nullptr;
    auto const              name  = type->app_label + "." + type->model;
    with_stored_model(name == "users.user" ? "users.User" : name, [&]<class M>() { known = &ssot::model_info_of<M>(); });
    auto const text = to_string(*type, known);
    return judge({{"app_label", type->app_label},
                  {"model", type->model},
                  {"str", text},
                  {"name", json::string(known ? known->verbose_name : std::string_view(type->model))},
                  {"app_labeled_name", text},
                  {"model_class", known ? json::value(json::string(known->label)) : json::value()},
                  {"natural_key", json::array{type->app_label, type->model}}},
                 expected);
}

template<class M>
json::object meta_of()
{
    auto const& info = ssot::model_info_of<M>();
    json::array ordering, fields;
    for (auto const name : info.ordering)
        ordering.push_back(json::string(name));
    auto const& absent = absent_fields();
    for (auto const& f : ssot::fields_of<M>())
        if (std::ranges::find(absent, std::string(info.name) + "." + std::string(f.name)) == absent.end())
            fields.push_back(ssot_test::as_django(f));
    return {{"label", json::string(info.label)},
            {"label_lower", json::string(info.name)},
            {"app_label", json::string(info.app_label)},
            {"model_name", json::string(info.model)},
            {"db_table", json::string(info.table)},
            {"verbose_name", json::string(info.verbose_name)},
            {"verbose_name_plural", json::string(info.verbose_name_plural)},
            {"ordering", std::move(ordering)},
            {"fields", std::move(fields)}};
}

outcome check_meta(json::object const& input, json::value const& expected)
{
    auto const   label = std::string_view(input.at("model").as_string());
    json::object ours;
    if (label == ssot::model_info_of<ssot::content_type>().label)
        ours = meta_of<ssot::content_type>();
    else if (!with_model(label, [&]<class M>() { ours = meta_of<M>(); }))
        return failed("an unknown model");
    return judge(ours, expected);
}

dynamic as_dynamic(python::value const& v)
{
    using type = python::value::type;
    switch (v.is) {
    case type::boolean: return v.boolean;
    case type::integer: return nautobot::big_integer::parse(v.text).value();
    case type::real: return v.real;
    case type::text: return v.text;
    case type::list: {
        std::vector<dynamic> items;
        for (auto const& item : v.items)
            items.push_back(as_dynamic(item));
        return dynamic(dynamic::list(std::move(items)));
    }
    case type::dict: {
        std::vector<dynamic::dict::entry> items;
        for (std::size_t i = 0; i != v.items.size(); ++i)
            items.emplace_back(v.keys[i], as_dynamic(v.items[i]));
        return dynamic(dynamic::dict(std::move(items)));
    }
    case type::none: break;
    }
    return {};
}

/// A field of a stored row as Python holds it.
template<auto Member, class M>
dynamic stored_value(M const& m)
{
    auto const one = [](auto const& v) -> dynamic {
        using type = std::remove_cvref_t<decltype(v)>;
        if constexpr (std::same_as<type, ssot::raw_json>)
            return as_dynamic(python::parse_json(v.text(), 2000).value());
        else
            return dynamic(ssot::codec<type>::encode(v));
    };
    auto const& member = m.*Member;
    if constexpr (ssot::unwrap<std::remove_cvref_t<decltype(member)>>::nullable)
        return member ? one(*member) : dynamic();
    else
        return one(member);
}

/// Inserts an object, changes it when the case does, and compares the fields that are read back.
template<class M>
outcome check_saved(row_store& s, json::object const& input, json::value const& expected, rules by)
{
    auto const&  object = input.at("object").as_object();
    M            m      = ssot::make_blank<M>();
    taken_values taken;
    clear_choices(m);
    if (auto refused = build(m, object, by, taken))
        return judge_refusal(*refused, expected);
    if (auto stored = s.insert(m); !stored)
        return failed("the store: " + std::string(stored.error().text()));
    auto row = s.get<M>(m.id).value();
    if (auto const* const then = input.if_contains("then")) {
        if (auto refused = read_fields(static_cast<M&>(row), then->as_object()))
            return judge_refusal(*refused, expected);
        if (auto changed = s.update(row); !changed)
            return failed("the store: " + std::string(changed.error().text()));
        row = s.get<M>(m.id).value();
    }
    auto const& wanted = expected.as_object();
    std::string wrong;
    std::size_t read = 0;
    ssot::for_each_field<M>([&]<auto Member>(ssot::field_t<Member>) {
        constexpr auto const& info = ssot::field_info_of<Member>;
        for (auto const& name : input.at("read").as_array()) {
            if (std::string_view(name.as_string()) != info.column)
                continue;
            auto const* const one = wanted.if_contains(info.column);
            dynamic           value;
            auto const        ours = python::repr_of(stored_value<Member>(static_cast<M const&>(row)));
            if (!one || read_value(value, *one) || python::repr_of(value) != ours)
                wrong += std::string(info.column) + " is " + ours + "; ";
            ++read;
        }
    });
    return wrong.empty() && read == wanted.size() ? passed() : failed(wrong);
}

outcome check_save(json::object const& input, json::value const& expected, rules by)
{
    dynamic         at;
    ssot::timestamp now{};
    if (auto refused = read_value(at, input.at("now")))
        return judge_refusal(*refused, expected);
    if (auto refused = read_stored(now, at))
        return judge_refusal(*refused, expected);
    row_store s{fresh_backend(), {.clock = [&] { return now; }, .validate = false}};
    if (auto refused = fill(s, input, by))
        return judge_refusal(*refused, expected);
    outcome    out   = failed("an unknown model");
    auto const label = std::string_view(input.at("object").at("model").as_string());
    with_model(label, [&]<class M>() { out = check_saved<M>(s, input, expected, by); });
    return out;
}

outcome check_filter(std::string_view op, json::object const& input, json::value const& expected)
{
    dynamic v;
    if (auto refused = read_value(v, input.at("value")))
        return judge_refusal(*refused, expected);
    if (op == "humanize_bytes") {
        auto const size = humanize_bytes(v, nautobot::exact);
        return judge(size ? value_is(json::value(*size)) : raises("OverflowError", std::string(size.error().text())),
                     expected);
    }
    auto const text = shorter_timedelta(v, nautobot::exact);
    return judge(text ? value_is(json::value(*text)) : raises("ValueError", std::string(text.error().text())), expected);
}

constexpr std::string_view known_ops[] = {"duration",
                                          "str",
                                          "get_absolute_url",
                                          "get_source_url",
                                          "get_target_url",
                                          "get_action_class",
                                          "get_action_display",
                                          "get_status_class",
                                          "get_status_display",
                                          "contenttype",
                                          "meta",
                                          "save",
                                          "shorter_timedelta",
                                          "humanize_bytes"};

} // namespace

bool covers_object_behaviour(std::string_view op) { return std::ranges::find(known_ops, op) != std::end(known_ops); }

outcome check_object_behaviour(std::string_view op, json::object const& input, json::value const& expected, rules by)
{
    if (op == "duration")
        return check_duration(input, expected);
    if (op == "str")
        return check_str(input, expected);
    if (op == "get_absolute_url")
        return check_absolute_url(input, expected);
    if (op == "get_source_url" || op == "get_target_url")
        return check_end_url(input, expected, op == "get_source_url");
    if (op == "contenttype")
        return check_contenttype(input, expected);
    if (op == "meta")
        return check_meta(input, expected);
    if (op == "save")
        return check_save(input, expected, by);
    if (op == "shorter_timedelta" || op == "humanize_bytes")
        return check_filter(op, input, expected);
    return check_word(op, input, expected);
}

} // namespace ssot_vectors

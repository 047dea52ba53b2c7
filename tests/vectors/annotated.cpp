// SPDX-License-Identifier: BSL-1.0
#include <ssot/query.hpp>

// Queries: what Django's filters, orderings and slices found, and annotated_queryset().

#include "datasets.hpp"
#include "vectors.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_vectors {

namespace {

namespace json = boost::json;
using ssot::storage::model_desc;
using ssot::storage::no_field;
using ssot::storage::op;
using ssot::storage::value;
using ssot::storage::value_view;

/// What a case asks that the queries of the library, or this translation, do not have.
struct unknown_lookup : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string_view text_of(json::string const& s) { return {s.data(), s.size()}; }

std::vector<std::string> split(std::string_view path)
{
    std::vector<std::string> out;
    for (;;) {
        auto const end = path.find("__");
        out.emplace_back(path.substr(0, end));
        if (end == std::string_view::npos)
            return out;
        path.remove_prefix(end + 2);
    }
}

/// The field of a name, which may be its column ("sync_id") or "pk"; `no_field` when there is none.
std::uint16_t field_named(model_desc const& model, std::string_view name)
{
    if (name == "pk")
        return model.pk;
    for (std::uint16_t i = 0; i != model.fields.size(); ++i)
        if (model.fields[i].name == name || model.fields[i].column == name)
            return i;
    return no_field;
}

constexpr std::array counts{
    "num_unchanged", "num_created", "num_updated", "num_deleted", "num_succeeded", "num_failed", "num_errored"};

/// A field at the end of a path, and what is asked of it.
struct lookup {
    ssot::storage::field_place place{no_field};
    model_desc const*          model  = nullptr; ///< that the field belongs to
    bool                       column = false;   ///< named as column: not the relation
    std::string                how    = "exact";

    ssot::kind kind() const
    {
        return place.field < model->fields.size() ? model->fields[place.field].type : ssot::kind::int64;
    }
};

lookup look_up(model_desc const& model, std::vector<std::string> const& path)
{
    lookup out{.model = &model};
    for (std::size_t i = 0; i != path.size(); ++i) {
        if (out.place.field != no_field) { // behind a field: a relation is followed, anything else is how to compare
            auto const* const target =
                out.place.field < out.model->fields.size() ? out.model->fields[out.place.field].target : nullptr;
            auto const next = target ? field_named(*target, path[i]) : no_field;
            if (next == no_field) {
                out.how = path[i];
                if (i + 2 == path.size()) // "year__gte"
                    out.how += "__" + path[i + 1];
                else if (i + 1 != path.size())
                    throw unknown_lookup(path[i]);
                return out;
            }
            if (out.place.then != no_field)
                throw unknown_lookup("three relations");
            (out.place.via == no_field ? out.place.via : out.place.then) = out.place.field;
            out.model                                                    = target;
            out.place.field                                              = no_field;
        }
        out.place.field  = field_named(*out.model, path[i]);
        auto const count = std::ranges::find(counts, path[i]);
        if (out.place.field == no_field && count != counts.end())
            out.place.field =
                static_cast<std::uint16_t>(out.model->fields.size() + static_cast<std::size_t>(count - counts.begin()));
        if (out.place.field == no_field)
            throw unknown_lookup(path[i]);
        out.column = out.place.field < out.model->fields.size() && path[i] != out.model->fields[out.place.field].name;
    }
    return out;
}

/// A value of a case as the store has it.
value stored(json::value const& v, ssot::kind as, rules by)
{
    ssot::nautobot::dynamic d;
    if (auto refused = read_value(d, v))
        throw unknown_lookup(refused->message);
    auto const read = [&]<class T>(T&& into) {
        if (auto refused = read_stored(into, d))
            throw unknown_lookup(refused->message);
        return into;
    };
    switch (as) {
    case ssot::kind::boolean: return value(value_view::integer(read(bool{}), as));
    case ssot::kind::int64: return value(value_view::integer(read(std::int64_t{})));
    case ssot::kind::timestamp: return value(value_view::integer(read(ssot::timestamp{}).time_since_epoch().count(), as));
    case ssot::kind::duration: return value(value_view::integer(read(ssot::duration{}).count(), as));
    case ssot::kind::uuid: {
        auto const id = v.is_string() ? ssot::parse_uuid(text_of(v.get_string())).value() : read(ssot::uuid{});
        return value(value_view::id(id));
    }
    case ssot::kind::json: {
        std::string text;
        if (auto refused = dump_document(text, d, true))
            throw unknown_lookup(refused->message);
        auto document = ssot::raw_json::trusted(std::move(text));
        if (auto refused = normalize_document(document, by))
            throw unknown_lookup(refused->message);
        return value(value_view::chars(document.text(), as));
    }
    default: return value(value_view::chars(read(std::string{}), as));
    }
}

ssot::storage::condition compare(lookup const& at, json::value const& v, rules by)
{
    using ssot::storage::condition;
    auto const one     = [&](op what, value arg) { return ssot::detail::compare_value(what, at.place, std::move(arg)); };
    auto const kind    = at.kind();
    auto const is_null = [&](bool yes) {
        condition out(op::is_null, at.place, {});
        return yes ? out : std::move(out).negated();
    };
    if (at.how == "exact")
        return v.is_null() && kind != ssot::kind::json ? is_null(true) : one(op::eq, stored(v, kind, by));
    if (at.how == "isnull")
        return is_null(v.as_bool());
    if (at.how == "in") {
        std::vector<value> all;
        for (auto const& item : v.as_array())
            all.push_back(stored(item, kind, by));
        return ssot::detail::one_of(at.place, std::move(all));
    }
    if (at.how == "range")
        return condition::join(op::and_, one(op::ge, stored(v.at(0), kind, by)), one(op::le, stored(v.at(1), kind, by)));
    constexpr std::pair<std::string_view, op> comparisons[] = {
        {"lt", op::lt}, {"lte", op::le}, {"gt", op::gt}, {"gte", op::ge}};
    bool const year = at.how.starts_with("year");
    if (year || at.how.starts_with("date")) {
        auto const how   = at.how.size() > 6 ? std::string_view(at.how).substr(6) : std::string_view();
        auto const what  = std::ranges::find(comparisons, how, &std::pair<std::string_view, op>::first);
        auto const by_op = what == std::end(comparisons) ? op::eq : what->second;
        if (year)
            return ssot::detail::compare_year(by_op, at.place, v.as_int64());
        auto const text = std::string(text_of(v.at("$date").as_string()));
        auto const day  = std::chrono::floor<std::chrono::days>(ssot::parse_timestamp(text + "T00:00:00Z").value());
        return ssot::detail::compare_date(by_op, at.place, std::chrono::year_month_day(day));
    }
    for (auto const& [name, what] : comparisons)
        if (at.how == name)
            return one(what, stored(v, kind, by));
    constexpr std::pair<std::string_view, op> searches[] = {{"iexact", op::iexact},
                                                            {"contains", op::contains},
                                                            {"icontains", op::icontains},
                                                            {"startswith", op::starts_with},
                                                            {"istartswith", op::istarts_with},
                                                            {"endswith", op::ends_with},
                                                            {"iendswith", op::iends_with}};
    for (auto const& [name, what] : searches)
        if (at.how == name)
            return one(what, value(value_view::chars(text_of(v.as_string()))));
    throw unknown_lookup(at.how);
}

/// The conditions of one filter() or exclude(): on the row, and on log entries that point at it, which are one and the same.
struct conditions {
    ssot::storage::condition row{};
    ssot::storage::condition log{};
    bool                     has_row = false;
    bool                     has_log = false;
    bool                     no_log  = false; ///< "log__isnull"
};

conditions read_conditions(model_desc const& model, json::object const& filter, rules by)
{
    conditions out;
    for (auto const& [name, wanted] : filter) {
        auto path = split({name.data(), name.size()});
        if (path.front() == "log" && model.name == sync_model::model_name) {
            path.erase(path.begin());
            out.has_log = true;
            if (path.size() == 1 && path[0] == "isnull") {
                out.no_log = wanted.as_bool();
                continue;
            }
            auto const at = look_up(ssot::storage::describe_model<entry_model>(), path);
            out.log       = ssot::storage::condition::join(op::and_, std::move(out.log), compare(at, wanted, by));
        } else {
            out.has_row = true;
            out.row =
                ssot::storage::condition::join(op::and_, std::move(out.row), compare(look_up(model, path), wanted, by));
        }
    }
    return out;
}

/// One name of order_by as terms. A relation means the ordering of its model.
std::vector<ssot::storage::order_by> read_order(model_desc const& model, std::string_view name)
{
    bool const descending = name.starts_with('-');
    if (descending)
        name.remove_prefix(1);
    auto const  at     = look_up(model, split(name));
    bool const  field  = at.place.field < at.model->fields.size();
    auto const* target = field && !at.column ? at.model->fields[at.place.field].target : nullptr;
    if (!target || target->ordering.empty())
        return {{.field = at.place.field, .desc = descending, .via = at.place.via, .then = at.place.then}};
    std::vector<ssot::storage::order_by> out;
    for (auto term : target->ordering) {
        if (term.via != no_field || at.place.then != no_field)
            throw unknown_lookup("an ordering behind three relations");
        term.via  = at.place.via == no_field ? at.place.field : at.place.via;
        term.then = at.place.via == no_field ? no_field : at.place.field;
        term.desc = term.desc != descending;
        out.push_back(term);
    }
    return out;
}

/// A case as a query, without its slice.
template<class M>
ssot::selection<M> read_query(json::object const& input, rules by)
{
    auto const&             model = ssot::storage::describe_model<M>();
    ssot::storage::question q;
    auto const              narrow = [&](ssot::storage::condition c) {
        q.where = ssot::storage::condition::join(op::and_, std::move(q.where), c);
    };
    auto const reverse = [&](ssot::storage::condition c, bool none) {
        q.reverse.push_back({&ssot::storage::describe_model<entry_model>(),
                             static_cast<std::uint16_t>(ssot::field_index<&entry_model::sync>),
                             std::move(c),
                             none});
    };
    if (auto const* const filter = input.if_contains("filter")) {
        auto c = read_conditions(model, filter->as_object(), by);
        narrow(std::move(c.row));
        if (c.has_log)
            reverse(std::move(c.log), c.no_log);
    }
    if (auto const* const exclude = input.if_contains("exclude")) {
        auto c = read_conditions(model, exclude->as_object(), by);
        if (c.has_log && c.has_row)
            throw unknown_lookup("exclude() of both a row and its log entries");
        if (c.has_log)
            reverse(std::move(c.log), !c.no_log);
        else
            narrow(std::move(c.row).negated());
    }
    if (auto const* const order = input.if_contains("order_by")) {
        q.order.emplace();
        for (auto const& name : order->as_array())
            for (auto const& term : read_order(model, text_of(name.as_string())))
                q.order->push_back(term);
    }
    if (auto const* const distinct = input.if_contains("distinct"))
        q.distinct = distinct->as_bool();
    return ssot::selection<M>(std::move(q));
}

template<class M>
ssot::selection<M> sliced(ssot::selection<M> const& query, json::object const& input)
{
    auto const* const slice = input.if_contains("slice");
    if (!slice)
        return query;
    auto const first = slice->at(0).to_number<std::uint64_t>();
    return query.offset(first).limit(slice->at(1).to_number<std::uint64_t>() - first);
}

/// Whether `found` has the groups in order, each in any order within. `name_of` of an expected item, and of a found one.
template<class Found, class Same>
bool same_groups(json::array const& groups, std::vector<Found> const& found, Same const& same)
{
    std::size_t at = 0;
    for (auto const& group : groups) {
        std::vector<Found const*> left;
        for (std::size_t i = 0; i != group.as_array().size(); ++i, ++at) {
            if (at == found.size())
                return false;
            left.push_back(&found[at]);
        }
        for (auto const& wanted : group.as_array()) {
            auto const hit = std::ranges::find_if(left, [&](Found const* f) { return same(wanted, *f); });
            if (hit == left.end())
                return false;
            left.erase(hit);
        }
    }
    return at == found.size();
}

template<class M>
outcome check_query(dataset& on, json::object const& input, json::value const& expected, rules by)
{
    auto const query = read_query<M>(input, by);
    auto const count = on.store.count(query);
    auto const rows  = on.store.select(sliced(query, input).template only<&M::id>());
    if (!count || !rows)
        return failed(std::string((count ? rows.error() : count.error()).text()));
    std::vector<std::string> found;
    for (auto const& [id] : *rows)
        found.push_back(ssot::to_string(id));
    if (static_cast<std::int64_t>(*count) != expected.at("count").as_int64())
        return failed("count: " + std::to_string(*count));
    bool const same =
        same_groups(expected.at("groups").as_array(), found, [](json::value const& wanted, std::string const& id) {
            return text_of(wanted.as_string()) == id;
        });
    if (same)
        return passed();
    std::string all;
    for (auto const& id : found)
        all += ' ' + id;
    return failed("rows:" + all);
}

/// A row of annotated_queryset() as the cases have it.
json::object annotated_row(dataset& on, ssot::basic_annotated_sync<python_types> const& row, std::int64_t times)
{
    json::object out;
    out["id"]         = ssot::to_string(row.sync.id);
    out["start_time"] = nullptr;
    if (row.sync.start_time)
        out["start_time"] = row.sync.start_time->time_since_epoch().count();
    auto const&        c     = row.counts;
    std::int64_t const all[] = {c.unchanged, c.created, c.updated, c.deleted, c.succeeded, c.failed, c.errored};
    auto const         n     = [&](std::size_t i) { return times * all[i]; };
    for (std::size_t i = 0; i != counts.size(); ++i)
        out[counts[i]] = n(i);
    out["job_result"] = nullptr;
    if (row.job_result)
        out["job_result"] = ssot::to_string(row.job_result->id);
    using entry = entry_model;
    out["logs"] = static_cast<std::int64_t>(
        on.store.count(ssot::from<entry>().where(ssot::field<&entry::sync> == row.sync.id)).value());
    return out;
}

outcome check_annotated_rows(dataset& on, json::object const& input, json::value const& expected, rules by)
{
    // Django joins the log entries a second time, and so multiplies the counts; here they stay what they are.
    auto const query = read_query<sync_model>(input, by);
    auto const rows  = on.store.annotated_syncs(sliced(query.distinct(), input));
    if (!rows)
        return failed(std::string(rows.error().text()));
    std::vector<json::object> found;
    for (auto const& row : *rows) {
        auto const times = on.store.count(query.where(ssot::field<&sync_model::id> == row.sync.id));
        bool const joins = !query.untyped().reverse.empty() && !query.untyped().reverse[0].none;
        found.push_back(annotated_row(on, row, joins ? static_cast<std::int64_t>(times.value()) : 1));
    }
    bool const same =
        same_groups(expected.at("groups").as_array(), found, [](json::value const& wanted, json::object const& have) {
            auto copy = wanted.as_object();
            if (auto& start = copy["start_time"]; start.is_string())
                start = ssot::parse_timestamp(text_of(start.get_string())).value().time_since_epoch().count();
            return copy == have;
        });
    return same ? passed() : failed(json::serialize(json::value_from(found)));
}

outcome check_objects(datasets const& all, json::value const& expected)
{
    for (auto const& d : all) {
        auto&                                                        s      = d->store;
        std::pair<std::string_view, ssot::result<std::size_t>> const have[] = {
            {"contenttypes.contenttype", s.count<ssot::content_type>()},
            {"extras.job", s.count<ssot::job>()},
            {"extras.jobresult", s.count<ssot::job_result>()},
            {"extras.secretsgroup", s.count<ssot::secrets_group>()},
            {"nautobot_ssot.ssotservicenowconfig", s.count<ssot::servicenow_config>()},
            {"nautobot_ssot.sync", s.count<ssot::sync>()},
            {"nautobot_ssot.synclogentry", s.count<ssot::sync_log_entry>()}};
        auto const& wanted = expected.at("objects").as_object();
        for (auto const& [name, n] : have) {
            auto const* const w = wanted.if_contains(name);
            if (!n || static_cast<std::int64_t>(*n) != (w ? w->as_int64() : 0))
                return failed(std::string(d->name) + ": " + std::string(name));
        }
    }
    return passed();
}

outcome check_on(dataset& on, json::object const& input, json::value const& expected, rules by)
{
    if (input.at("op").as_string() == "annotated")
        return check_annotated_rows(on, input, expected, by);
    auto const model = text_of(input.at("model").as_string());
    if (model == "nautobot_ssot.Sync")
        return check_query<sync_model>(on, input, expected, by);
    if (model == "nautobot_ssot.SyncLogEntry")
        return check_query<entry_model>(on, input, expected, by);
    if (model == "extras.JobResult")
        return check_query<result_model>(on, input, expected, by);
    return failed("an unknown model");
}

} // namespace

outcome check_annotated(json::object const& input, json::value const& expected, rules by)
{
    auto const what = input.at("op").as_string();
    if (what == "end")
        return passed();
    if (what == "dataset") {
        auto const refused = load_dataset(input, by);
        return refused ? failed(refused->message) : passed();
    }
    auto const* const fixture = input.if_contains("fixture");
    auto const&       all     = fixture ? fixture_named(text_of(fixture->as_string()), by)
                                        : dataset_named(text_of(input.at("dataset").as_string()), by);
    if (all.empty())
        return failed("its rows could not be loaded");
    if (what == "count")
        return check_objects(all, expected);
    for (auto const& on : all) {
        outcome came;
        try {
            came = check_on(*on, input, expected, by);
        } catch (unknown_lookup const& e) {
            return failed(std::string("not understood: ") + e.what());
        }
        if (came.what != outcome::kind::passed) {
            came.why = std::string(on->name) + ": " + came.why;
            return came;
        }
    }
    return passed();
}

} // namespace ssot_vectors

// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/diff_encoder.hpp>
#include <ssot/nautobot/full_clean.hpp>

// full_clean() of objects whose attributes hold anything, and what saving them comes to. Where a typed model can hold the
// values, what a store says about that model is judged by the same expectation.

#include <ssot/detail/nautobot/python/dynamic_text.hpp>
#include <ssot/detail/nautobot/python/is_empty_value.hpp>
#include <ssot/detail/nautobot/python/json.hpp>

#include "stored_rows.hpp"
#include "values.hpp"
#include "vectors.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
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

/// What Python raised at save().
struct save_error {
    std::string type{};
    std::string message{};
};

/// Whether any value of a document, or any key, is like that.
template<class Predicate>
bool any_in(python::value const& v, Predicate const& is)
{
    return is(v) || std::ranges::any_of(v.items, [&](auto const& item) { return any_in(item, is); }) ||
        std::ranges::any_of(
               v.keys, [&](auto const& key) { return is(python::value{.is = python::value::type::text, .text = key}); });
}

/// Saving cleaned values: Django prepares them, the driver binds them, the database reads them and checks its constraints.
class saving {
public:
    saving(ssot::model_info const& model, rules by) : table_(model.table), postgres_(by == rules::postgresql) {}

    void add(ssot::field_info const& f, dynamic const& v)
    {
        using ssot::kind;
        auto const* const text = v.get_if<std::string>();
        if (f.kind == kind::json)
            add_document(f, v);
        else if (is_unread(f, v))
            add_unread(f, v);
        else if (auto const* const at = v.get_if<nautobot::calendar_time>())
            add_time(*at);
        else if (v.get_if<nautobot::long_duration>() && !postgres_)
            add_duration(*v.get_if<nautobot::long_duration>());
        else if (text && postgres_ && text->find('\0') != std::string::npos)
            note(bind, "ValueError", "A string literal cannot contain NUL (0x00) characters.");
        else if (f.kind == kind::int64 && !postgres_)
            add_integer(f, v);
        if (v.is_null() && !f.nullable && !f.primary_key && !f.options.auto_now_add)
            note(nulls,
                 "IntegrityError",
                 postgres_ ? "null value in column \"" + std::string(f.column) + "\" of relation \"" + table_ +
                         "\" violates not-null constraint"
                           : "NOT NULL constraint failed: " + table_ + "." + std::string(f.column));
    }

    json::object outcome() const
    {
        for (auto const& e : found_)
            if (e)
                return {{"error", json::object{{"type", e->type}, {"message", e->message}}}};
        return {{"ok", true}};
    }

private:
    enum phase { prepare, bind, read, nulls, checks };

    void note(phase when, std::string type, std::string message)
    {
        if (!found_[when])
            found_[when] = save_error{std::move(type), std::move(message)};
    }

    /// Whether a value went past the cleaning because it stands for nothing, and is none that the field could hold.
    static bool is_unread(ssot::field_info const& f, dynamic const& v)
    {
        using ssot::kind;
        bool const takes_any = f.kind == kind::text || f.kind == kind::choice; // of which it makes its str()
        bool const is_left   = python::is_empty(v) && !v.is_null();
        return is_left && !takes_any && f.target_label.empty();
    }

    /// What the fields make of it when they prepare it for the database, and PostgreSQL of what psycopg2 writes for it.
    void add_unread(ssot::field_info const& f, dynamic const& v)
    {
        using ssot::kind;
        auto const        type   = std::string(v.python_type());
        auto const        repr   = python::repr_of(v);
        auto const* const text   = v.get_if<std::string>();
        auto const        quoted = "\xe2\x80\x9c" + python::str_of(v) + "\xe2\x80\x9d";
        if (f.kind == kind::timestamp && !text)
            note(prepare, "TypeError", "expected string or bytes-like object, got '" + type + "'");
        else if (f.kind == kind::timestamp)
            note(prepare,
                 "ValidationError",
                 quoted + " value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.");
        else if (f.kind == kind::int64)
            note(prepare,
                 text ? "ValueError" : "TypeError",
                 "Field '" + std::string(f.name) + "' expected a number but got " + repr + ".");
        else if (f.kind == kind::uuid)
            note(prepare, "ValidationError", quoted + " is not a valid UUID.");
        else if (f.kind == kind::duration && !postgres_)
            note(prepare, "AttributeError", "'" + type + "' object has no attribute 'days'");
        else if (f.kind == kind::duration && v.get_if<dynamic::dict>())
            note(bind, "ProgrammingError", "can't adapt type 'dict'");
        else if (f.kind == kind::duration && v.get_if<dynamic::tuple>())
            note(read, "ProgrammingError", "syntax error at or near \")\"");
        else if (f.kind == kind::duration)
            note(read, "DataError", std::string("invalid input syntax for type interval: \"") + (text ? "" : "{}") + "\"");
    }

    /// PostgreSQL takes offsets below 16 hours. For SQLite, Django asks Python for the time in UTC.
    void add_time(nautobot::calendar_time const& at)
    {
        using namespace std::chrono_literals;
        ssot::timestamp const utc = std::chrono::sys_days(at.date) + at.since_midnight - at.offset.value_or(0s);
        if (!postgres_ && (utc < ssot::min_timestamp || utc > ssot::max_timestamp))
            note(prepare, "OverflowError", "date value out of range");
        if (postgres_ && at.offset && (*at.offset >= 16h || *at.offset <= -16h)) {
            auto written = python::str_of(dynamic(at));
            written.replace(written.find(' '), 1, "T");
            note(read, "DataError", "time zone displacement out of range: \"" + written + "\"");
        }
    }

    /// SQLite holds durations as microseconds in 64 bits.
    void add_duration(nautobot::long_duration d)
    {
        if (!d.to_duration())
            note(bind, "OverflowError", "Python int too large to convert to SQLite INTEGER");
    }

    void add_integer(ssot::field_info const& f, dynamic const& v)
    {
        auto const* const n = v.get_if<std::int64_t>();
        if (v.get_if<nautobot::big_integer>())
            note(bind, "OverflowError", "Python int too large to convert to SQLite INTEGER");
        else if (n && f.options.min_value && *n < *f.options.min_value)
            note(checks, "IntegrityError", "CHECK constraint failed: " + std::string(f.column));
    }

    void add_document(ssot::field_info const& f, dynamic const& v)
    {
        using type = python::value::type;
        if (v.is_null())
            return;
        auto const text   = nautobot::encode(v, {.exact = true, .allow_nan = true, .max_depth = 900});
        auto const parsed = python::parse_json(text.value(), 2000);
        if (any_in(parsed.value(), [](auto const& one) { return one.is == type::real && !std::isfinite(one.real); })) {
            postgres_ ? note(read, "DataError", "invalid input syntax for type json")
                      : note(checks,
                             "IntegrityError",
                             "CHECK constraint failed: (JSON_VALID(\"" + std::string(f.column) + "\") OR \"" +
                                 std::string(f.column) + "\" IS NULL)");
        } else if (postgres_ && any_in(parsed.value(), [](auto const& one) {
                       return one.is == type::text && one.text.find('\0') != std::string::npos;
                   })) {
            note(read, "DataError", "unsupported Unicode escape sequence");
        }
    }

    std::string                              table_;
    bool                                     postgres_;
    std::array<std::optional<save_error>, 5> found_{};
};

json::object errors_of(std::vector<ssot::field_problem> const& problems)
{
    json::object errors;
    for (auto const& p : problems) {
        auto& list = errors[p.field];
        if (!list.is_array())
            list = json::array();
        list.get_array().push_back(json::object{{"message", p.message}, {"code", p.code}});
    }
    return errors;
}

/// As text, since the order of errors counts.
outcome judge(json::object const& ours, json::value const& expected)
{
    auto const text = json::serialize(ours);
    return text == json::serialize(expected) ? passed() : failed(text);
}

class validation_case {
public:
    validation_case(json::object const& input, rules by) : input_(input), by_(by)
    {
        profile_ = by == rules::postgresql ? ssot::validation::django_postgresql : ssot::validation::django_sqlite;
    }

    template<class M>
    outcome check(json::value const& expected)
    {
        if (auto refused = read<M>())
            return judge_refusal(*refused, expected);
        auto const seen = nautobot::full_clean<M>(
            given_,
            {.profile  = profile_,
             .exclude  = exclude_,
             .exists   = [&](auto const& f, auto const& key) { return is_stored(f.target_label, key); },
             .is_taken = [&](auto const& f, auto const& v) { return is_taken<M>(f, v); }});
        auto const first = judge_cleaned<M>(seen, expected);
        if (first.what != outcome::kind::passed || seen.raised)
            return first;
        return check_typed<M>(expected);
    }

private:
    template<class M>
    std::optional<refusal> read()
    {
        if (auto refused = fill(store_, input_, by_))
            return refused;
        static_cast<void>(store_.template count<user>().value());
        auto const& fields = input_.at("fields").as_object();
        auto const  add    = [&](std::string_view name, json::value const& v) {
            dynamic value;
            auto    refused = read_value(value, v);
            given_.emplace_back(std::string(name), std::move(value));
            return refused;
        };
        if (!fields.contains("id"))
            if (auto refused = add("id", input_.at("pk")))
                return refused;
        for (auto const& [name, value] : fields)
            if (auto refused = add(name, value))
                return refused;
        if (auto const* const names = input_.if_contains("exclude"); names && names->is_array())
            for (auto const& name : names->get_array())
                exclude_.push_back(std::string_view(name.as_string()));
        for (std::string_view const name : absent_fields()) // of the stand-in that the cases were made with
            if (name.starts_with(M::model_name) && name[M::model_name.size()] == '.')
                exclude_.push_back(name.substr(M::model_name.size() + 1));
        return {};
    }

    bool is_stored(std::string_view label, dynamic const& key)
    {
        if (label == ssot::model_info_of<ssot::content_type>().label) {
            auto const* const id = key.get_if<std::int64_t>();
            return id && store_.template get<ssot::content_type>(*id).has_value();
        }
        bool              found = false;
        auto const* const id    = key.get_if<ssot::uuid>();
        with_stored_model(label, [&]<class M>() { found = id && store_.template get<M>(*id).has_value(); });
        return found;
    }

    template<class M>
    bool is_taken(ssot::field_info const& f, dynamic const& v)
    {
        if (f.primary_key)
            return is_stored(ssot::model_info_of<M>().label, v);
        bool              taken = false;
        auto const* const text  = v.get_if<std::string>();
        if constexpr (requires(M m) { m.name; })
            for (auto const& row : store_.select(ssot::from<M>()).value())
                taken |= f.name == "name" && text && row.name == *text;
        return taken;
    }

    template<class M>
    outcome judge_cleaned(nautobot::full_clean_result const& seen, json::value const& expected)
    {
        if (seen.raised)
            return judge(
                {{"valid", false}, {"raises", json::object{{"type", seen.raised->type}, {"message", seen.raised->message}}}},
                expected);
        if (!seen.problems.empty())
            return judge({{"valid", false}, {"errors", errors_of(seen.problems)}}, expected);

        saving save(ssot::model_info_of<M>(), by_);
        for (auto const& f : ssot::fields_of<M>()) {
            auto const at = std::ranges::find(seen.cleaned, f.column, &nautobot::attributes::value_type::first);
            if (at != seen.cleaned.end())
                save.add(f, at->second);
            else if (f.kind == ssot::kind::json && !f.nullable &&
                     f.options.default_value.is == ssot::field_default::form::absent)
                save.add(f, {}); // its attribute is None
        }
        auto const* const wanted = expected.as_object().if_contains("cleaned");
        if (!wanted)
            return failed("found valid");
        json::object ours{{"valid", true}, {"cleaned", *wanted}, {"save", save.outcome()}};
        auto const   cleaned = std::span(seen.cleaned).subspan(input_.at("fields").as_object().contains("id") ? 0 : 1);
        if (auto differs = compare_values(cleaned, wanted->as_object()); !differs.empty())
            return failed(differs);
        return judge(ours, expected);
    }

    /// What differs. Python's repr tells every value and type apart, and NaN from nothing.
    static std::string compare_values(std::span<nautobot::attributes::value_type const> ours, json::object const& wanted)
    {
        if (ours.size() != wanted.size())
            return "another number of cleaned values";
        auto at = wanted.begin();
        for (auto const& [name, value] : ours) {
            dynamic expected;
            if (name != std::string_view(at->key()) || read_value(expected, at->value()) ||
                python::repr_of(expected) != python::repr_of(value))
                return "cleaned " + name + " to " + python::repr_of(value).substr(0, 200);
            ++at;
        }
        return {};
    }

    /// A model of the values as they were given; nothing when a typed one cannot hold them.
    template<class M>
    std::optional<M> typed() const
    {
        M    m     = ssot::make_blank<M>();
        bool holds = true;
        clear_choices(m);
        auto const one = [&]<auto Member>(ssot::field_t<Member>) {
            constexpr auto const& info   = ssot::field_info_of<Member>;
            auto&                 member = m.*Member;
            using type                   = std::remove_cvref_t<decltype(member)>;
            auto const at                = std::ranges::find(given_, info.column, &nautobot::attributes::value_type::first);
            if (at == given_.end()) {
                if constexpr (info.kind == ssot::kind::json && !info.nullable)
                    member = ssot::raw_json();
                return;
            }
            if (at->second.is_null()) {
                if constexpr (ssot::relation<type>::exists)
                    member = type();
                else if constexpr (ssot::unwrap<type>::nullable)
                    member.reset();
                else if constexpr (info.kind == ssot::kind::json)
                    member = ssot::raw_json();
                else
                    holds = false;
                return;
            }
            ssot::unwrap_t<type> value{};
            if constexpr (ssot::relation<type>::exists) { // a key of zeros stands for one that was not set
                auto const* const id = at->second.template get_if<ssot::uuid>();
                holds &= !(id && id->is_nil()) && !nautobot::python_equal(at->second, 0);
            }
            if (info.kind == ssot::kind::json && !nautobot::encode(at->second, {.exact = true, .allow_nan = false}))
                holds = false;
            else if (build_member<Member>(value, at->second))
                holds = false;
            else
                member = std::move(value);
        };
        ssot::for_each_field<M>(one);
        return holds ? std::optional(std::move(m)) : std::nullopt;
    }

    template<class M>
    outcome check_typed(json::value const& expected)
    {
        auto const m = typed<M>();
        if (!m)
            return passed();
        auto const problems = store_.validate(*m, {.profile = profile_, .exclude = exclude_});
        if (!problems)
            return failed("the store: " + std::string(problems.error().text()));
        if (problems->empty() != expected.at("valid").as_bool())
            return failed("as a model: " + json::serialize(errors_of(*problems)));
        if (problems->empty())
            return passed();
        auto out = judge({{"valid", false}, {"errors", errors_of(*problems)}}, expected);
        return out.what == outcome::kind::passed ? out : failed("as a model: " + out.why);
    }

    json::object const&           input_;
    rules                         by_;
    ssot::validation              profile_{};
    row_store                     store_{fresh_backend(), {.validate = false}};
    nautobot::attributes          given_{};
    std::vector<std::string_view> exclude_{};
};

} // namespace

outcome check_validation(json::object const& input, json::value const& expected, rules by)
{
    outcome    out   = failed("an unknown model");
    auto const label = std::string_view(input.at("model").as_string());
    with_model(label, [&]<class M>() { out = validation_case(input, by).check<M>(expected); });
    return out;
}

} // namespace ssot_vectors

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_SCHEMA_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_SCHEMA_IPP

// Behaviours generated for each difference of two descriptions: a backend that stores its schema accepts no other.

#include <ssot/testing/kit/untyped_rows.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/store/met_models.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// A description that may be changed.
struct changed_model {
    explicit changed_model(storage::model_desc const& from) : fields(from.fields.begin(), from.fields.end()), model(from)
    {
        model.fields = fields;
    }
    changed_model(changed_model const&)            = delete;
    changed_model& operator=(changed_model const&) = delete;

    storage::field_desc& field(std::string_view name) { return fields[field_of(model, name)]; }
    void                 unique_together(std::initializer_list<std::string_view> names)
    {
        together.clear();
        for (auto const name : names)
            together.push_back(field_of(model, name));
        lists.assign(together.empty() ? 0 : 1, together);
        model.unique_together = lists;
    }

    std::vector<storage::field_desc> fields;
    std::vector<std::uint16_t>       together{};
    std::vector<storage::field_list> lists{};
    storage::model_desc              model;
};

/// Makes the change that a clause names to the first field of the kind. Returns whether there is such a field.
SSOT_DECL bool change_model(changed_model& m, std::string_view clause, kind of)
{
    auto const what  = clause.substr(clause.find('.') + 1);
    auto const found = std::ranges::find_if(m.fields, [&](auto const& f) {
        bool const is_key =
            &f == &m.fields[m.model.pk] || (m.model.revision != storage::no_field && &f == &m.fields[m.model.revision]);
        return f.type == of && !is_key && !f.target && (what != "nullable" || !f.nullable);
    });
    if (found == m.fields.end())
        return false;
    auto const index = found - m.fields.begin();
    if (what == "type")
        found->type = of == kind::text ? kind::int64 : kind::text;
    else if (what == "similar_type") // of the same size in most engines
        found->type = of == kind::int64 ? kind::timestamp
            : of == kind::timestamp     ? kind::duration
            : of == kind::duration      ? kind::int64
            : of == kind::boolean       ? kind::int64
            : of == kind::json          ? kind::text
            : of == kind::choice        ? kind::text
            : of == kind::uuid          ? kind::bytes
            : of == kind::real          ? kind::int64
                                        : kind::json;
    else if (what == "nullable")
        found->nullable = !found->nullable;
    else if (what == "unique")
        found->unique = !found->unique;
    else if (what == "column")
        found->column = "another_column";
    else { // one more, or one less, at the end but for the revision
        auto const last = m.fields[static_cast<std::size_t>(index)];
        if (what == "more") {
            m.fields.insert(m.fields.begin() + index + 1, last);
            m.fields[static_cast<std::size_t>(index) + 1].name   = "one_more";
            m.fields[static_cast<std::size_t>(index) + 1].column = "one_more";
            if (m.model.revision != storage::no_field)
                ++m.model.revision;
        } else {
            m.fields.erase(m.fields.begin() + index);
            if (m.model.revision != storage::no_field)
                --m.model.revision;
        }
        m.model.ordering = {};
    }
    m.model.fields = m.fields;
    return true;
}

SSOT_DECL storage::schema_view schema_of_one(storage::model_desc const* const& model)
{
    return {{&model, 1}, 1, ssot::detail::schema_fingerprint({&model, 1}), {}};
}

SSOT_DECL void schema_differs(trial& t)
{
    using storage::schema_mode;
    auto const& original = specimen_model();
    auto const* first    = &original;
    for (schema_mode const mode : {schema_mode::create, schema_mode::verify}) {
        auto          backend = t.fresh();
        changed_model other(original);
        if (!change_model(other, t.about().clause, t.about().of))
            throw not_applicable("no field of this kind");
        // the parent of a specimen is a specimen, of the description that is prepared
        for (auto& f : other.fields)
            if (f.target)
                f.target = &other.model;
        storage::model_desc const* second = &other.model;
        t.ok(backend.prepare_schema(schema_of_one(first), schema_mode::create), "prepare_schema");
        {
            auto       s   = t.ok(backend.open(), "open");
            auto const row = make_row(original, 1);
            t.equal(t.ok(insert_untyped(s, original, std::span(&row, 1)), "insert"), 1U, "rows inserted");
        }
        if (t.can_reopen())
            backend = t.reopened(std::move(backend));
        auto const what = std::string(mode == schema_mode::create ? "create" : "verify") + " of a model that differs in " +
            std::string(t.about().clause.substr(t.about().clause.find('.') + 1)) + " of a field of kind " +
            std::string(to_string(t.about().of));
        t.refused(backend.prepare_schema(schema_of_one(second), mode), {errc::schema_mismatch}, what);
        t.ok(backend.prepare_schema(schema_of_one(first), schema_mode::verify), "verify of the first model afterwards");
        auto s = t.ok(backend.open(), "open");
        t.equal(scan_untyped(t, s, {.model = &original}, "scan").size(), 1U, "rows afterwards");
    }
}

/// One way in which two models that are prepared together are described differently.
struct schema_change {
    std::string_view what;
    void (*change)(changed_model& specimens, changed_model& pairs);
};

SSOT_DECL std::vector<schema_change> changes_of_models(std::string_view clause)
{
    using model = changed_model;
    if (clause == "schema.table")
        return {{"the table", [](model& a, model&) { a.model.table = "ssot_conformance_another"; }},
                {"the table of a model that points at another",
                 [](model&, model& b) { b.model.table = "ssot_conformance_another"; }}};
    if (clause == "schema.target")
        return {{"the model that a foreign key points at, which was another one",
                 [](model&, model& b) { b.field("left").target = &b.model; }},
                {"the model that a foreign key points at, which was its own",
                 [](model& a, model& b) { a.field("part_of").target = &b.model; }},
                {"whether a field is a foreign key", [](model& a, model&) { a.field("part_of").target = nullptr; }},
                {"whether a field is a foreign key, which it was not",
                 [](model& a, model& b) { b.field("number").target = &a.model; }}};
    if (clause == "schema.key")
        return {{"the key", [](model& a, model&) { a.model.pk = field_of(a.model, "number"); }},
                {"the key of a model that points at another",
                 [](model&, model& b) { b.model.pk = field_of(b.model, "number"); }}};
    if (clause == "schema.together")
        return {{"fields that are unique together, which were none",
                 [](model& a, model&) { a.unique_together({"number", "flag"}); }},
                {"fields that are unique together, which are none now", [](model&, model& b) { b.unique_together({}); }},
                {"fields that are unique together, of which one is another",
                 [](model&, model& b) { b.unique_together({"shelf", "number"}); }},
                {"fields that are unique together, which are more",
                 [](model&, model& b) { b.unique_together({"shelf", "slot", "number"}); }}};
    return {{"the length of a text, which had no limit", [](model& a, model&) { a.field("text").max_length = 100; }},
            {"the length of a text that may be null, which had no limit",
             [](model& a, model&) { a.field("maybe_text").max_length = 1; }},
            {"the length of a text of a model that points at another",
             [](model&, model& b) { b.field("name").max_length = 255; }}};
}

/// Two models, one of which points at the other, of which one changes.
SSOT_DECL void schemas_differ(trial& t)
{
    using storage::schema_mode;
    auto const schema = [](storage::model_desc const* const(&models)[2]) {
        return storage::schema_view{models, 1, ssot::detail::schema_fingerprint(models), {}};
    };
    storage::model_desc const* const first[] = {&specimen_model(), &pairing_model()};
    for (auto const& one : changes_of_models(t.about().clause))
        for (schema_mode const mode : {schema_mode::create, schema_mode::verify}) {
            auto          backend = t.fresh();
            changed_model a(specimen_model());
            changed_model b(pairing_model());
            for (auto* model : {&a, &b}) // foreign keys point at what is prepared with them
                for (auto& f : model->fields)
                    if (f.target)
                        f.target = &a.model;
            one.change(a, b);
            t.ok(backend.prepare_schema(schema(first), schema_mode::create), "prepare_schema");
            {
                auto       s   = t.ok(backend.open(), "open");
                auto const row = make_row(specimen_model(), 1);
                t.equal(t.ok(insert_untyped(s, specimen_model(), std::span(&row, 1)), "insert"), 1U, "rows inserted");
            }
            if (t.can_reopen())
                backend = t.reopened(std::move(backend));
            storage::model_desc const* const second[] = {&a.model, &b.model};
            t.refused(backend.prepare_schema(schema(second), mode),
                      {errc::schema_mismatch},
                      std::string(mode == schema_mode::create ? "create" : "verify") + " of models that differ in " +
                          std::string(one.what));
            t.ok(backend.prepare_schema(schema(first), schema_mode::verify), "verify of the first models afterwards");
            auto s = t.ok(backend.open(), "open");
            t.equal(scan_untyped(t, s, {.model = &specimen_model()}, "scan").size(), 1U, "rows afterwards");
        }
}

/// `verify` makes no table.
SSOT_DECL void verify_missing(trial& t)
{
    using storage::schema_mode;
    auto                             backend = t.fresh();
    storage::model_desc const* const one[]   = {&specimen_model()};
    storage::model_desc const* const two[]   = {&specimen_model(), &pairing_model()};
    auto const refuses = [&](std::span<storage::model_desc const* const> models, std::string_view what) {
        for (int round = 0; round != 2; ++round) // the first time makes nothing that the second one finds
            t.refused(backend.prepare_schema({models, 1, ssot::detail::schema_fingerprint(models), {}}, schema_mode::verify),
                      {errc::schema_mismatch},
                      what);
    };
    refuses(one, "verify of a model that has no table");
    refuses(two, "verify of models that have no tables");
    t.ok(backend.prepare_schema(schema_of_one(one[0]), schema_mode::create), "create of one model");
    t.ok(backend.prepare_schema(schema_of_one(one[0]), schema_mode::verify), "verify of it");
    refuses(two, "verify of two models, of which one has no table");
    t.ok(backend.prepare_schema({two, 1, ssot::detail::schema_fingerprint(two), {}}, schema_mode::create),
         "create of both models");
    t.ok(backend.prepare_schema({two, 1, ssot::detail::schema_fingerprint(two), {}}, schema_mode::verify),
         "verify of both models");
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_SCHEMA_IPP

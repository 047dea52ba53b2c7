// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_SCHEMAS_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_SCHEMAS_IPP

// Behaviours: room for the models, and that rows outlive the process.

#include <ssot/error.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/pairing.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/store/met_models.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL storage::schema_view schema_of(std::span<storage::model_desc const* const> models, std::uint32_t version = 1)
{
    return {models, version, ssot::detail::schema_fingerprint(models), {}};
}

SSOT_DECL void schema_create_verify(trial& t)
{
    auto                             backend  = t.fresh();
    storage::model_desc const* const models[] = {&storage::describe_model<secrets_group>(),
                                                 &storage::describe_model<specimen>()};
    using storage::schema_mode;
    auto const schema = schema_of(models);
    t.equal(t.ok(backend.prepare_schema(schema, schema_mode::create), "prepare_schema, create"), 1U, "the version made");
    auto s = t.ok(backend.open(), "open");
    insert_rows<specimen>(t, s, {make_specimen(1, "kept")});
    t.equal(t.ok(backend.prepare_schema(schema, schema_mode::create), "create a second time"), 1U, "the version found");
    t.equal(t.ok(backend.prepare_schema(schema, schema_mode::verify), "verify"), 1U, "the version found");
    t.equal(t.ok(backend.prepare_schema(schema, schema_mode::verify), "verify a second time"), 1U, "the version found");
    t.equal(all_rows<specimen>(t, s), std::vector{make_specimen(1, "kept")}, "rows after the schema was prepared again");
    storage::model_desc const* const more[] = {models[0], models[1], &storage::describe_model<job>()};
    t.ok(backend.prepare_schema(schema_of(more), schema_mode::create), "create with one more model");
    insert_rows<job>(t, s, {{.module_name = "a", .job_class_name = "b", .name = "c"}});
    t.equal(all_rows<job>(t, s).size(), 1U, "rows of the model that came later");
    t.equal(all_rows<specimen>(t, s).size(), 1U, "rows of the model that was there");
    storage::model_desc const* const circle[] = {
        more[0], more[1], more[2], &storage::describe_model<circle_a>(), &storage::describe_model<circle_b>()};
    t.ok(backend.prepare_schema(schema_of(circle), schema_mode::create), "create with models that point at each other");
    t.ok(backend.prepare_schema(schema_of(circle), schema_mode::verify), "verify of them");
    insert_rows<circle_b>(t, s, {{.id = 1}});
    insert_rows<circle_a>(t, s, {{.id = 1, .next = key_to<circle_b, std::int64_t>{1}}});
    t.equal(all_rows<circle_a>(t, s).size(), 1U, "rows of a circle of models");
}

SSOT_DECL void schema_newer_refused(trial& t)
{
    auto                             backend  = t.fresh();
    storage::model_desc const* const models[] = {&storage::describe_model<specimen>()};
    using storage::schema_mode;
    t.ok(backend.prepare_schema(schema_of(models, 2), schema_mode::create), "prepare_schema of version 2");
    t.refused(backend.prepare_schema(schema_of(models, 1), schema_mode::verify),
              {errc::schema_mismatch},
              "verify of version 1 in a store of version 2");
    t.refused(backend.prepare_schema(schema_of(models, 1), schema_mode::create),
              {errc::schema_mismatch},
              "create of version 1 in a store of version 2");
}

SSOT_DECL void schema_missing_column(trial& t)
{
    auto backend                               = t.fresh();
    auto older                                 = storage::describe_model<specimen>();
    older.fields                               = older.fields.first(5);
    older.revision                             = storage::no_field;
    older.ordering                             = {};
    storage::model_desc const* const before[]  = {&older};
    storage::model_desc const* const current[] = {&storage::describe_model<specimen>()};
    using storage::schema_mode;
    t.ok(backend.prepare_schema(schema_of(before), schema_mode::create), "prepare_schema of a model with five fields");
    t.refused(backend.prepare_schema(schema_of(current), schema_mode::verify),
              {errc::schema_mismatch},
              "verify of the model with more fields");
}

/// The same models with other lists of fields: an index says nothing of what rows there are, and what is unique does.
SSOT_DECL void schema_lists(trial& t, bool unique)
{
    using storage::schema_mode;
    auto const&                      first        = storage::describe_model<pairing>();
    std::uint16_t const              fields[]     = {3, 4, 0};
    storage::field_list const        more[]       = {first.unique_together[0], first.unique_together[1], fields};
    storage::field_list const        one[]        = {fields};
    auto                             other        = first;
    auto                             none         = first;
    storage::model_desc const* const as_it_was[]  = {&storage::describe_model<specimen>(), &first};
    storage::model_desc const* const with_more[]  = {as_it_was[0], &other};
    storage::model_desc const* const with_fewer[] = {as_it_was[0], &none};
    auto                             backend      = t.fresh();
    if (unique) {
        other.unique_together = more;
        none.unique_together  = first.unique_together.first(1);
    } else {
        other.indexes = one;
        none.indexes  = {};
    }
    t.ok(backend.prepare_schema(schema_of(as_it_was), schema_mode::create), "prepare_schema");
    {
        auto s = t.ok(backend.open(), "open");
        insert_rows<pairing>(t, s, {{.id = 1, .number = 3}});
    }
    if (t.can_reopen())
        backend = t.reopened(std::move(backend));
    for (auto const& models : {with_more, with_fewer})
        for (schema_mode const mode : {schema_mode::create, schema_mode::verify}) {
            auto const done = backend.prepare_schema(schema_of({models, 2}), mode);
            auto const what = std::string(mode == schema_mode::create ? "create" : "verify") + " of a model with " +
                (models == with_more ? "one more" : "one less") + (unique ? " list in unique_together" : " index");
            if (unique)
                t.refused(done, {errc::schema_mismatch}, what);
            else
                t.ok(done, what);
        }
    t.ok(backend.prepare_schema(schema_of(as_it_was), schema_mode::verify), "verify of the first model afterwards");
    auto s = t.ok(backend.open(), "open");
    t.equal(all_rows<pairing>(t, s).size(), 1U, "rows afterwards");
}

SSOT_DECL void schema_indexes(trial& t) { schema_lists(t, false); }
SSOT_DECL void schema_unique_together(trial& t) { schema_lists(t, true); }

SSOT_DECL void close_reopen_equal(trial& t)
{
    store_history(t, 4, 6);
    store_specimens(t, 25);
    t.ok(t.store().load<servicenow_config>(), "load");
    t.ok(t.store().insert(content_type{.app_label = "dcim", .model = "device"}), "inserting a content type");
    t.ok(t.store().insert(make_specimen(1000, std::string("a\nb\r\n\\ /\"\x01\xc3\xa9"))), "inserting odd text");
    t.ok(t.store().erase<specimen>(3), "erasing");
    auto row = t.ok(t.store().get<specimen>(4), "get");
    row.text = "changed";
    t.ok(t.store().update(row), "update");
    auto before = contents(t, t.store());
    t.expect(before.size() > 50, "rows before the backend is closed");
    for (int round = 1; round <= 2; ++round) {
        t.reopen();
        auto const after = contents(t, t.store());
        t.equal(after.size(), before.size(), "how many rows there are after it was opened again");
        t.equal(after, before, "all rows after it was opened again");
        t.ok(t.store().insert(make_specimen(2000 + round, "later")), "an insert after it was opened again");
        t.refused(t.store().insert(make_specimen(1000)), {errc::already_exists}, "a key that was taken before");
        before = contents(t, t.store());
    }
    if (!t.caps().transactions)
        return;
    {
        auto s = t.open();
        t.ok(s.begin({}), "begin");
        insert_rows<specimen>(t, s, {make_specimen(3000)});
        s.rollback();
    }
    t.reopen();
    t.equal(contents(t, t.store()), before, "all rows after a rollback and opening again");
}

SSOT_DECL void schema_in_transaction(trial& t)
{
    using storage::schema_mode;
    auto                             backend  = t.fresh();
    storage::model_desc const* const models[] = {&storage::describe_model<specimen>(), &storage::describe_model<job>()};
    storage::model_desc const* const more[]   = {models[0], models[1], &storage::describe_model<secrets_group>()};
    t.ok(backend.prepare_schema(schema_of(std::span(models).first(1)), schema_mode::create), "prepare_schema");
    auto const caps = backend.caps();
    auto       s    = t.ok(backend.open(), "open");
    t.ok(s.begin({}), "begin");
    insert_rows<specimen>(t, s, {make_specimen(1)});
    auto const own       = s.prepare_schema(schema_of(models), schema_mode::create);
    bool const by_itself = own || own.error().code() != errc::unsupported;
    if (by_itself) {
        t.ok(own, "prepare_schema of a session in its transaction, with one more model");
    } else if (!caps.schema_in_transaction) {
        s.rollback();
        throw not_applicable("models are not prepared in transactions");
    } else {
        auto const prepare = [&] {
            t.ok(backend.prepare_schema(schema_of(models), schema_mode::create), "prepare_schema beside a transaction");
        };
        bool const goes_on = caps.concurrent_sessions
            ? t.beside("prepare_schema beside a transaction", prepare, [&] { s.rollback(); })
            : (prepare(), true);
        t.expect(goes_on, "prepare_schema waits for a transaction, and schema_in_transaction is not set to false");
    }
    insert_rows<job>(t, s, {{.module_name = "a", .job_class_name = "b", .name = "c"}});
    t.equal(all_rows<job>(t, s).size(), 1U, "rows of the model that came in the transaction");
    t.ok(s.commit(), "commit");
    t.equal(all_rows<job>(t, s).size(), 1U, "rows of that model after the commit");
    t.equal(all_rows<specimen>(t, s).size(), 1U, "rows of the model that was there");
    t.ok(backend.prepare_schema(schema_of(models), schema_mode::create), "prepare_schema after the commit");
    if (!by_itself)
        return;
    t.ok(s.begin({}), "begin");
    t.ok(s.prepare_schema(schema_of(more), schema_mode::create), "prepare_schema in a second transaction");
    s.rollback();
    t.ok(backend.prepare_schema(schema_of(more), schema_mode::create), "prepare_schema after the rollback");
    insert_rows<secrets_group>(t, s, {secrets_group{.name = "one"}});
    t.equal(all_rows<secrets_group>(t, s).size(), 1U, "rows of the model that was prepared again");
}

inline constexpr behaviour schema_behaviours[] = {
    {"schema.create_verify", "twice", need::nothing, 3, &schema_create_verify},
    {"schema.in_transaction",
     "a model that comes in a transaction, by the session or beside it",
     need::transactions,
     0,
     &schema_in_transaction,
     {.clause = "schema.in_transaction"}},
    {"schema.newer_refused",
     "a store made by a newer library: schema_mismatch, nothing written",
     need::ddl,
     0,
     &schema_newer_refused},
    {"schema.missing_column", "schema_mismatch", need::ddl, 0, &schema_missing_column},
    {"schema.indexes", "other indexes make no other model", need::nothing, 3, &schema_indexes},
    {"schema.unique_together", "another list makes another model", need::ddl, 3, &schema_unique_together},
    {"schema.migrate_from_each_version", "no version has been released that a store could come from", need::ddl, 0, nullptr},
    {"close.reopen_equal", "all rows before = after", need::reopening, 11, &close_reopen_equal},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_SCHEMAS_IPP

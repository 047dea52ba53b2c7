// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_VALUES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_VALUES_IPP

// Behaviours: a value of any kind comes back as it was given.

#include <ssot/choice.hpp>
#include <ssot/condition.hpp>
#include <ssot/error.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/round_trip.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL void value_uuid(trial& t)
{
    uuid ones{};
    std::ranges::fill(ones.data, std::uint8_t{0xff});
    for (uuid const& id : {uuid{}, ones, new_id_v4(), new_id()})
        field_survives(t, "a uuid of " + ssot::to_string(id), [&](specimen& m) {
            m.token       = id;
            m.maybe_token = id;
        });
    auto s = t.open(); // as keys, where the library replaces nil
    for (uuid const& id : {uuid{}, ones, new_id_v4()}) {
        secrets_group const row{.id = id, .name = ssot::to_string(id)};
        insert_rows<secrets_group>(t, s, {row});
        auto const found = rows_with<secrets_group>(t, s, {id});
        t.equal(found, std::vector{row}, "a row with the key " + ssot::to_string(id) + ", found by that key");
    }
}

SSOT_DECL void value_uuid_order(trial& t)
{
    std::vector<uuid> ids;
    for (int const first : {0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff})
        for (int const last : {0xff, 0x80, 0x00}) {
            uuid id{};
            id.data[0]  = static_cast<std::uint8_t>(first);
            id.data[15] = static_cast<std::uint8_t>(last);
            id.data[7]  = 1;
            ids.push_back(id);
            t.ok(t.store().insert(secrets_group{.id = id, .name = ssot::to_string(id)}), "inserting");
        }
    std::ranges::sort(ids, [](uuid const& a, uuid const& b) { return std::memcmp(a.data, b.data, 16) < 0; });
    std::vector<uuid> found;
    for (auto const& row :
         t.ok(t.store().select(from<secrets_group>().order_by(asc<&secrets_group::id>)), "sorting by a uuid"))
        found.push_back(row.id);
    t.equal(found, ids, "keys in ascending order, as memcmp compares them");
    auto const above =
        t.ok(t.store().count(from<secrets_group>().where(field<&secrets_group::id> >= ids[9])), "comparing uuids");
    t.equal(above, ids.size() - 9, "how many keys are at or above " + ssot::to_string(ids[9]));
}

SSOT_DECL void value_int_limits(trial& t)
{
    using limits = std::numeric_limits<std::int64_t>;
    for (std::int64_t const v : {std::int64_t{0},
                                 std::int64_t{1},
                                 std::int64_t{-1},
                                 limits::max(),
                                 limits::min(),
                                 limits::max() - 1,
                                 std::int64_t{1} << 53,
                                 (std::int64_t{1} << 53) + 1}) {
        field_survives(t, "the number " + std::to_string(v), [&](specimen& m) {
            m.number       = v;
            m.maybe_number = v;
        });
        t.equal(t.ok(t.store().count(from<specimen>().where(field<&specimen::number> == v)), "counting"),
                1U,
                "rows with the number " + std::to_string(v));
    }
    for (double const v : {0.0, 0.1, -1.5, 1e308, 5e-324, -1e-300})
        field_survives(t, "the number " + std::to_string(v), [&](specimen& m) { m.real = v; });
}

SSOT_DECL void value_negative_memory(trial& t)
{
    auto const e = t.refused(t.store().insert(sync{.source = "a", .target = "b", .diff_memory_peak = -1}),
                             {errc::validation},
                             "a memory size of -1");
    t.equal(std::string(e.path()), std::string("diff_memory_peak"), "the path of that error");
    t.equal(t.ok(t.store().count<sync>(), "counting"), 0U, "syncs after it was refused");
    survives(t, sync{.source = "a", .target = "b", .diff_memory_peak = 0}, "a memory size of 0");
}

SSOT_DECL void value_bool(trial& t)
{
    for (bool const v : {false, true})
        field_survives(t, v ? "true" : "false", [&](specimen& m) {
            m.flag       = v;
            m.maybe_flag = v;
        });
    t.equal(t.ok(t.store().count(from<specimen>().where(field<&specimen::flag> == true)), "counting"),
            1U,
            "rows whose flag is true");
    if (insert_odd_value<&specimen::flag>(t, 100, {}))
        t.refused(t.store().get<specimen>(100), {errc::corrupted}, "reading a null in a field that is never null");
}

SSOT_DECL void value_timestamp_micros(trial& t)
{
    for (std::int64_t const us : {0L, 1L, -1L, 999'999L, 1'000'000L, 1'722'469'380'123'456L, -1'722'469'380'123'457L})
        field_survives(t, std::to_string(us) + " microseconds since 1970", [&](specimen& m) {
            m.at       = timestamp(duration(us));
            m.maybe_at = m.at;
        });
}

SSOT_DECL void value_timestamp_range(trial& t)
{
    using namespace std::chrono;
    for (timestamp const at : {min_timestamp,
                               max_timestamp,
                               timestamp(sys_days(std::chrono::year{1969} / 12 / 31)),
                               timestamp(sys_days(std::chrono::year{1} / 6 / 1)) + microseconds(1),
                               timestamp(sys_days(std::chrono::year{9999} / 1 / 1))})
        survives(t, sync{.source = "a", .target = "b", .start_time = at}, "the time " + to_string(at));
    std::vector<timestamp> found;
    for (auto const& row : t.ok(t.store().select(from<sync>()), "reading in order"))
        found.push_back(row.start_time.value_or(timestamp()));
    t.expect(std::ranges::is_sorted(found), "times of the years 1 to 9999 in ascending order: came " + show(found));
}

SSOT_DECL void value_duration(trial& t)
{
    using limits = std::numeric_limits<std::int64_t>;
    for (std::int64_t const us : {std::int64_t{0},
                                  std::int64_t{1},
                                  std::int64_t{-1},
                                  std::int64_t{86'400'000'001},
                                  std::int64_t{-90'000'000'007},
                                  limits::max(),
                                  limits::min() + 1})
        field_survives(t, "a duration of " + std::to_string(us) + " microseconds", [&](specimen& m) {
            m.took       = duration(us);
            m.maybe_took = m.took;
        });
}

SSOT_DECL void value_choice_all(trial& t)
{
    sync const run{.source = "a", .target = "b"};
    t.ok(t.store().insert(run), "inserting a sync");
    std::size_t pairs = 0;
    for (auto const& action : choices<sync_log_entry_action>())
        for (auto const& status : choices<sync_log_entry_status>()) {
            sync_log_entry e{.sync = run, .action = action.value, .status = status.value, .message = "m"};
            survives(t, e, "an entry of action " + std::string(action.wire) + " and status " + std::string(status.wire));
            ++pairs;
        }
    for (auto const& status : choices<job_result_status>()) {
        job_result r{.name = "r", .status = status.value};
        if (status.value == job_result_status::success || status.value == job_result_status::failure ||
            status.value == job_result_status::revoked)
            r.date_done = trial::first_moment;
        survives(t, r, "a job result of status " + std::string(status.wire));
    }
    for (auto const& rank : choices<grade>())
        field_survives(t, "the choice " + std::string(rank.wire), [&](specimen& m) {
            m.rank       = rank.value;
            m.maybe_rank = rank.value;
        });
    t.equal(pairs, 12U, "pairs of action and status that were tried");
}

SSOT_DECL void value_choice_unknown_on_read(trial& t)
{
    field_survives(t, "a row beside it", [](specimen& m) { m.id = 1; });
    if (!insert_odd_value<&specimen::rank>(t, 2, storage::value_view::choice("renamed")))
        return;
    t.refused(t.store().get<specimen>(2), {errc::corrupted}, "reading a choice that the model does not have");
    t.ok(t.store().get<specimen>(1), "reading the row beside it");
}

/// A model with fields absent, and with fields present, comes back equal.
template<model M>
void every_field(trial& t, std::string_view name, auto prepare)
{
    for (absent const how : {absent::all, absent::none, absent::some}) {
        M m{};
        fill(m, t.random, how);
        prepare(m);
        survives(t, m, "a row of " + std::string(name) + (how == absent::all ? " with every field absent" : ""));
    }
}

SSOT_DECL void value_every_field_null(trial& t)
{
    auto const nothing = [](auto&) {};
    auto const named   = [n = 0](auto& m) mutable { m.name = "name " + std::to_string(n++); };
    every_field<specimen>(t, "a model of the user's", nothing);
    every_field<job>(t, "job", named);
    every_field<secrets_group>(t, "secrets_group", named);
    every_field<content_type>(t, "content_type", nothing);
    every_field<job_result>(t, "job_result", [](job_result& m) {
        m.status = job_result_status::started;
        m.date_done.reset();
    });
    every_field<sync>(t, "sync", nothing);
    auto const run = t.ok(t.store().select(from<sync>().limit(1)), "reading a sync").at(0);
    every_field<sync_log_entry>(t, "sync_log_entry", [&](sync_log_entry& m) { m.sync = run; });
    auto config                = t.ok(t.store().load<servicenow_config>(), "loading a singleton");
    config.servicenow_instance = "dev1";
    t.ok(t.store().update(config), "changing a singleton");
    t.equal(t.ok(t.store().load<servicenow_config>(), "loading").servicenow_instance,
            std::string("dev1"),
            "a field of the singleton");
}

inline constexpr behaviour value_behaviours[] = {
    {"value.uuid", "all-zero, all-ff, random survive", need::nothing, 2, &value_uuid},
    {"value.uuid_order", "memcmp order in index and sort", need::nothing, 7, &value_uuid_order},
    {"value.int_limits", "0, least and most int64", need::nothing, 2, &value_int_limits},
    {"value.negative_memory", "refused", need::nothing, 0, &value_negative_memory},
    {"value.bool", "both values, and null refused", need::nothing, 2, &value_bool},
    {"value.timestamp_micros", "kept, no rounding", need::nothing, 8, &value_timestamp_micros},
    {"value.timestamp_range", "years 1, 1969, 9999", need::nothing, 8, &value_timestamp_range},
    {"value.duration", "negative, above 24 h, 1 microsecond", need::nothing, 8, &value_duration},
    {"value.choice_all", "every choice", need::nothing, 2, &value_choice_all},
    {"value.choice_unknown_on_read", "corrupted", need::nothing, 14, &value_choice_unknown_on_read},
    {"value.every_field_null", "and every field set, every model", need::nothing, 2, &value_every_field_null},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_VALUES_IPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_RANDOM_VALUES_IPP
#define SSOT_IMPL_TESTING_KIT_RANDOM_VALUES_IPP

// The keys, rows and conditions that a random run draws. Keys are few, so that commands meet rows that are there.

#include <ssot/condition.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/reflect.hpp>
#include <ssot/testing/kit/random_queries.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/model_store.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <boost/json/object.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

SSOT_DECL uuid key_of_kind(std::uint8_t kind, std::uint64_t n)
{
    uuid out{};
    out.data[0]  = static_cast<std::uint8_t>(n % 2 == 0 ? 0x80 + kind : kind);
    out.data[15] = static_cast<std::uint8_t>(n + 1);
    return out;
}
SSOT_DECL uuid sync_key(std::uint64_t n) { return key_of_kind(1, n % 10); }
SSOT_DECL uuid entry_key(std::uint64_t n) { return key_of_kind(2, n % 40); }
SSOT_DECL uuid job_key(std::uint64_t n) { return key_of_kind(3, n % 3); }
SSOT_DECL uuid result_key(std::uint64_t n) { return key_of_kind(4, n % 5); }
SSOT_DECL uuid group_key(std::uint64_t n) { return key_of_kind(5, n % 3); }
SSOT_DECL std::int64_t type_key(std::uint64_t n) { return static_cast<std::int64_t>(n % 4); } // 0 is made by the store

/// Gives every field but the key another value, now and then one that is refused.
SSOT_DECL void change(random_source& random, sync& m)
{
    m.source = any_word(random);
    if (random.one_in(24))
        m.source = random.one_in(2) ? std::string() : std::string(65, 'x');
    m.target     = any_word(random);
    m.start_time = random.one_in(4) ? std::nullopt : std::optional(timestamp(duration(random.between(-2, 2))));
    m.diff_time  = random.one_in(2) ? std::nullopt : std::optional(duration(random.between(-2, 2)));
    m.dry_run    = random.one_in(2);
    m.diff_memory_peak.reset();
    if (random.one_in(2))
        m.diff_memory_peak = random.one_in(16) ? -1 : static_cast<std::int64_t>(random.below(4));
    m.diff = boost::json::object{{"+", any_word(random)}};
    m.summary.reset();
    if (random.one_in(2))
        m.summary = boost::json::object{{"create", random.below(3)}};
    m.job_result.reset();
    if (random.one_in(3))
        m.job_result = key_to<job_result>{result_key(random.below(5))};
}
SSOT_DECL void change(random_source& random, job_result& m, std::uint64_t job_of)
{
    m.name = any_word(random);
    m.job_model.reset();
    if (random.one_in(2))
        m.job_model = key_to<job>{job_key(job_of)};
}
SSOT_DECL void change(random_source& random, servicenow_config& m, std::uint64_t group)
{
    m.servicenow_instance = any_word(random);
    m.servicenow_secrets.reset();
    if (random.one_in(2))
        m.servicenow_secrets = key_to<secrets_group>{group_key(group)};
}

SSOT_DECL sync any_sync(random_source& random, std::uint64_t which)
{
    sync m{.id = sync_key(which)};
    change(random, m);
    return m;
}
SSOT_DECL sync_log_entry any_entry(random_source& random, std::uint64_t which, std::uint64_t of)
{
    sync_log_entry m{.id = entry_key(which), .sync = key_to<sync>{sync_key(of)}};
    m.action      = any_value<sync_log_entry_action>(random);
    m.status      = any_value<sync_log_entry_status>(random);
    m.object_repr = random.one_in(2) ? "" : any_word(random);
    m.message     = any_word(random);
    if (random.one_in(3))
        m.diff = boost::json::object{{"-", any_word(random)}};
    if (random.one_in(4)) {
        m.synced_object_type = key_to<content_type, std::int64_t>{1 + type_key(random.below(3))};
        m.synced_object_id   = sync_key(random.below(10));
    }
    return m;
}
SSOT_DECL job any_job(random_source& random, std::uint64_t which)
{
    return {
        .id = job_key(which), .module_name = any_word(random), .job_class_name = any_word(random), .name = any_word(random)};
}
SSOT_DECL job_result any_job_result(random_source& random, std::uint64_t which, std::uint64_t job_of)
{
    job_result m{.id = result_key(which)};
    change(random, m, job_of);
    return m;
}
SSOT_DECL content_type any_content_type(random_source& random, std::uint64_t which)
{
    return {.id = type_key(which), .app_label = any_word(random), .model = any_word(random)};
}
SSOT_DECL secrets_group any_secrets_group(random_source& random, std::uint64_t which)
{
    return {.id = group_key(which), .name = any_word(random)};
}

SSOT_DECL condition<sync> any_sync_condition(random_source& random)
{
    return any_condition<sync>(random, [](random_source& r) -> condition<sync> {
        switch (r.below(8)) {
        case 0: return compare_with<&sync::source>(r, any_word(r), [](sync const& m) { return seen(m.source); });
        case 1: return search_for<&sync::target>(r, any_needle(r), [](sync const& m) { return seen(m.target); });
        case 2:
            return compare_with<&sync::start_time>(
                r, timestamp(duration(r.between(-2, 2))), [](sync const& m) { return seen(m.start_time); });
        case 3:
            return compare_with<&sync::diff_time>(
                r, duration(r.between(-2, 2)), [](sync const& m) { return seen(m.diff_time); });
        case 4:
            return compare_with<&sync::diff_memory_peak>(
                r, r.between(0, 3), [](sync const& m) { return seen(m.diff_memory_peak); });
        case 5: return compare_with<&sync::id>(r, sync_key(r.below(10)), [](sync const& m) { return seen(m.id); });
        case 6: return {is_null(field<&sync::job_result>), [](sync const& m) { return !m.job_result; }};
        default: return {field<&sync::dry_run> == true, [](sync const& m) { return m.dry_run; }};
        }
    });
}

/// `judge` has the syncs that entries point at; `first` is about when the entries were stored.
SSOT_DECL condition<sync_log_entry> any_entry_condition(random_source& random, model_store const& judge, timestamp first)
{
    using entry = sync_log_entry;
    return any_condition<entry>(random, [&judge, first](random_source& r) -> condition<entry> {
        auto const parent = [&judge](entry const& m) -> sync const* {
            auto const* const row = judge.find<sync>(m.sync.key());
            return row ? &row->m : nullptr;
        };
        switch (r.below(9)) {
        case 0:
            return compare_with<&entry::action>(
                r, any_value<sync_log_entry_action>(r), [](entry const& m) { return seen(m.action); });
        case 1:
            return compare_with<&entry::status>(
                r, any_value<sync_log_entry_status>(r), [](entry const& m) { return seen(m.status); });
        case 2: return search_for<&entry::message>(r, any_needle(r), [](entry const& m) { return seen(m.message); });
        case 3: return compare_with<&entry::object_repr>(r, any_word(r), [](entry const& m) { return seen(m.object_repr); });
        case 4: {
            auto const key = sync_key(r.below(10));
            return {field<&entry::sync> == key, [key](entry const& m) { return m.sync == key; }};
        }
        case 5:
            return compare_with<&entry::sync, &sync::source>(r, any_word(r), [parent](entry const& m) {
                auto const* const s = parent(m);
                return s ? seen(s->source) : std::nullopt;
            });
        case 6:
            return compare_with<&entry::sync, &sync::start_time>(
                r, timestamp(duration(r.between(-2, 2))), [parent](entry const& m) {
                    auto const* const s = parent(m);
                    return s ? seen(s->start_time) : std::nullopt;
                });
        case 7:
            return compare_with<&entry::timestamp>(
                r, first + duration(r.below(200)), [](entry const& m) { return seen(m.timestamp); });
        default: {
            std::vector<uuid> keys;
            for (auto n = r.below(6); n != 0; --n)
                keys.push_back(entry_key(r.below(40)));
            return {in(field<&entry::id>, keys),
                    [keys](entry const& m) { return std::ranges::find(keys, m.id) != keys.end(); }};
        }
        }
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_RANDOM_VALUES_IPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_SYNC_HPP
#define SSOT_MODEL_SYNC_HPP

// One run of a synchronization: its source and target, the duration and memory of each phase, and the differences it found.
//
//   ssot::sync run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now()};
//
// Always write `ssot::sync`, because plain `sync` is a POSIX function. Source: nautobot_ssot.Sync.

#include <ssot/fwd.hpp>
#include <ssot/model/foreign_key.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ssot {

template<class Types>
struct basic_sync {
    using text           = typename Types::text;
    using document       = typename Types::document;
    using job_result_key = foreign_key<basic_job_result<Types>, ssot::on_delete::protect>;

    static constexpr std::string_view model_name = "nautobot_ssot.sync";
    static constexpr std::string_view class_name = "Sync";
    static constexpr std::string_view ordering[] = {"start_time"};
    static constexpr field_names      indexes[]  = {{"start_time", "id"}};

    uuid                           id = new_id();
    text                           source{};           ///< The system that data is read from; up to 64 code points.
    text                           target{};           ///< The system that data is written to; up to 64 code points.
    std::optional<ssot::timestamp> start_time{};       ///< Absent until the run starts.
    std::optional<ssot::duration>  source_load_time{}; ///< Durations of the phases; absent until the phase ends.
    std::optional<ssot::duration>  target_load_time{};
    std::optional<ssot::duration>  diff_time{};
    std::optional<ssot::duration>  sync_time{};                ///< Stays absent in a dry run.
    std::optional<std::int64_t>    source_load_memory_final{}; ///< Bytes in use at the end of a phase, and its peak.
    std::optional<std::int64_t>    source_load_memory_peak{};
    std::optional<std::int64_t>    target_load_memory_final{};
    std::optional<std::int64_t>    target_load_memory_peak{};
    std::optional<std::int64_t>    diff_memory_final{};
    std::optional<std::int64_t>    diff_memory_peak{};
    std::optional<std::int64_t>    sync_memory_final{};
    std::optional<std::int64_t>    sync_memory_peak{};
    bool                           dry_run = false;
    document                       diff    = empty_object<document>(); ///< {type: {name: {"+": new, "-": old, children}}}
    std::optional<document>        summary{};                          ///< {"create": n, "update": n, ...}
    std::optional<job_result_key>  job_result{};

    friend bool operator==(basic_sync const&, basic_sync const&) = default;

    BOOST_DESCRIBE_CLASS(basic_sync, (),
                         (id, source, target, start_time, source_load_time, target_load_time, diff_time, sync_time,
                          source_load_memory_final, source_load_memory_peak, target_load_memory_final,
                          target_load_memory_peak, diff_memory_final, diff_memory_peak, sync_memory_final, sync_memory_peak,
                          dry_run, diff, summary, job_result),
                         (), ())
};

template<class Types>
constexpr auto describe_fields(model_tag<basic_sync<Types>>)
{
    using m = basic_sync<Types>;
    return fields(
        field<&m::source>.max_length(64).help_text("System data is read from"),
        field<&m::target>.max_length(64).help_text("System data is written to"),
        field<&m::start_time>.blank(),
        field<&m::source_load_time>.blank(),
        field<&m::target_load_time>.blank(),
        field<&m::diff_time>.blank(),
        field<&m::sync_time>.blank(),
        field<&m::source_load_memory_final>.blank().min_value(0),
        field<&m::source_load_memory_peak>.blank().min_value(0),
        field<&m::target_load_memory_final>.blank().min_value(0),
        field<&m::target_load_memory_peak>.blank().min_value(0),
        field<&m::diff_memory_final>.blank().min_value(0),
        field<&m::diff_memory_peak>.blank().min_value(0),
        field<&m::sync_memory_final>.blank().min_value(0),
        field<&m::sync_memory_peak>.blank().min_value(0),
        field<&m::dry_run>.default_value(false).help_text("Report what data would be synced but do not make any changes"),
        field<&m::diff>.blank().encoder("DiffJSONEncoder"),
        field<&m::summary>.blank(),
        field<&m::job_result>.blank());
}

} // namespace ssot

#endif // SSOT_MODEL_SYNC_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_SYNC_LOG_ENTRY_HPP
#define SSOT_MODEL_SYNC_LOG_ENTRY_HPP

// What a sync did to one object, or failed to do.
//
//   ssot::sync_log_entry entry{.sync = run, .action = ssot::sync_log_entry_action::create,
//                              .status = ssot::sync_log_entry_status::success, .message = "Created successfully"};
//
// Source: nautobot_ssot.SyncLogEntry.

#include <ssot/fwd.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/foreign_key.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ssot {

template<class Types>
struct basic_sync_log_entry {
    using text             = typename Types::text;
    using document         = typename Types::document;
    using action_t         = typename Types::template choice_of<sync_log_entry_action>;
    using status_t         = typename Types::template choice_of<sync_log_entry_status>;
    using sync_key         = foreign_key<basic_sync<Types>, ssot::on_delete::cascade>;
    using content_type_key = foreign_key<basic_content_type<Types>, ssot::on_delete::protect, std::int64_t>;

    static constexpr std::string_view model_name          = "nautobot_ssot.synclogentry";
    static constexpr std::string_view class_name          = "SyncLogEntry";
    static constexpr std::string_view verbose_name        = "sync log entry";
    static constexpr std::string_view verbose_name_plural = "sync log entries";
    static constexpr std::string_view ordering[]          = {"sync", "timestamp"};
    static constexpr field_names      indexes[]           = {{"sync", "timestamp", "id"}};
    static constexpr bool             append_only         = true;

    uuid                            id = new_id();
    sync_key                        sync{};
    ssot::timestamp                 timestamp{}; ///< Set by the insert.
    action_t                        action{};
    status_t                        status{};
    std::optional<document>         diff{};               ///< {"+": new values, "-": old values}
    std::optional<content_type_key> synced_object_type{}; ///< With the next field, names an object of any model.
    std::optional<uuid>             synced_object_id{};
    text                            object_repr{}; ///< Names the object even after it was erased.
    text                            message{};

    friend bool operator==(basic_sync_log_entry const&, basic_sync_log_entry const&) = default;

    BOOST_DESCRIBE_CLASS(basic_sync_log_entry, (),
                         (id, sync, timestamp, action, status, diff, synced_object_type, synced_object_id, object_repr,
                          message),
                         (), ())
};

template<class Types>
constexpr auto describe_fields(model_tag<basic_sync_log_entry<Types>>)
{
    using m = basic_sync_log_entry<Types>;
    return fields(field<&m::sync>.related("logs", "log"),
                  field<&m::timestamp>.auto_now_add(),
                  field<&m::action>.max_length(32),
                  field<&m::status>.max_length(32),
                  field<&m::diff>.blank().encoder("DiffJSONEncoder"),
                  field<&m::synced_object_type>.blank(),
                  field<&m::synced_object_id>.blank(),
                  field<&m::object_repr>.blank().editable(false).default_value(""),
                  field<&m::message>.blank());
}

} // namespace ssot

#endif // SSOT_MODEL_SYNC_LOG_ENTRY_HPP

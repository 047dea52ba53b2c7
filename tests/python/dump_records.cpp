// SPDX-License-Identifier: BSL-1.0
// Writes random records for check_records.py, one JSON object a line:
//
//   {"model": "nautobot_ssot.Sync", "types": "default", "json": "<by to_json>", "expected": {field: description, ...}}
//
// The descriptions are plain and share no code with the library: integers as decimal text, times and durations as numbers of
// microseconds, texts and raw documents as the hexadecimal digits of their bytes, doubles as those of their 64 bits.
//
//   c++ -std=c++20 -Iinclude -Itests tests/python/dump_records.cpp -o dump_records -lboost_json
//   ./dump_records 1000 42 | python3 tests/python/check_records.py tests/reference/behaviour.json

#include <ssot/json/text.hpp>

#include <support/random_records.hpp>

#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

std::string hex(std::string_view bytes)
{
    std::string out;
    for (char const c : bytes) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
        out += digits;
    }
    return out;
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
            out += escape;
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string tagged(char const* tag, std::string const& plain) { return "{\"" + std::string(tag) + "\":\"" + plain + "\"}"; }

// ---- one overload for each type of field ------------------------------------------------------------------------------

std::string describe(bool v) { return v ? "true" : "false"; }
std::string describe(std::int64_t v) { return tagged("int", std::to_string(v)); }
std::string describe(std::int32_t v) { return tagged("int", std::to_string(v)); }
std::string describe(std::string const& v) { return tagged("utf8", hex(v)); }
std::string describe(ssot::timestamp v) { return tagged("at", std::to_string(v.time_since_epoch().count())); }
std::string describe(ssot::duration v) { return tagged("us", std::to_string(v.count())); }
std::string describe(ssot::uuid const& v) { return tagged("uuid", hex({reinterpret_cast<char const*>(v.data), 16})); }
std::string describe(ssot::raw_json const& v) { return tagged("raw", hex(v.text())); }

std::string tree(boost::json::value const& v)
{
    switch (v.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return describe(v.get_bool());
    case boost::json::kind::int64: return tagged("i", std::to_string(v.get_int64()));
    case boost::json::kind::uint64: return tagged("i", std::to_string(v.get_uint64()));
    case boost::json::kind::double_: {
        char bits[20];
        std::snprintf(
            bits, sizeof bits, "%016llx", static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(v.get_double())));
        return tagged("d", bits);
    }
    case boost::json::kind::string: return tagged("s", hex(v.get_string()));
    case boost::json::kind::array: {
        std::string out = "{\"a\":[";
        for (auto const& item : v.get_array())
            out += (out.back() == '[' ? "" : ",") + tree(item);
        return out + "]}";
    }
    case boost::json::kind::object: {
        std::string out = "{\"o\":[";
        for (bool first = true; auto const& member : v.get_object()) {
            out += (first ? "[\"" : ",[\"") + hex(member.key()) + "\"," + tree(member.value()) + "]";
            first = false;
        }
        return out + "]}";
    }
    }
    return "null";
}

std::string describe(boost::json::value const& v) { return "{\"doc\":" + tree(v) + "}"; }

char const* wire(ssot::sync_log_entry_action v)
{
    using e = ssot::sync_log_entry_action;
    return v == e::no_change ? "no-change" : v == e::create ? "create" : v == e::update ? "update" : "delete";
}
char const* wire(ssot::sync_log_entry_status v)
{
    using e = ssot::sync_log_entry_status;
    return v == e::success ? "success" : v == e::failure ? "failure" : "error";
}
char const* wire(ssot::job_result_status v)
{
    constexpr char const* texts[] = {"FAILURE", "PENDING", "RECEIVED", "RETRY", "REVOKED", "STARTED", "SUCCESS"};
    return texts[static_cast<int>(v)];
}

template<class E>
    requires std::is_enum_v<E>
std::string describe(E v)
{
    return tagged("utf8", hex(wire(v)));
}
template<class E>
std::string describe(ssot::open_choice<E> const& v)
{
    return v.known() ? describe(*v.known()) : tagged("utf8", hex(v.text()));
}
template<class M, ssot::on_delete Rule, class Key>
std::string describe(ssot::foreign_key<M, Rule, Key> const& v)
{
    return describe(v.key());
}
template<class T>
std::string describe(std::optional<T> const& v)
{
    return v ? describe(*v) : "null";
}

// ---- one function for each model --------------------------------------------------------------------------------------

class field_list {
public:
    template<class T>
    field_list& add(char const* name, T const& v)
    {
        text_ += (text_.empty() ? "\"" : ",\"") + std::string(name) + "\":" + describe(v);
        return *this;
    }
    std::string text() const { return "{" + text_ + "}"; }

private:
    std::string text_{};
};

template<class Types>
std::string fields(ssot::basic_sync<Types> const& m)
{
    return field_list()
        .add("id", m.id)
        .add("source", m.source)
        .add("target", m.target)
        .add("start_time", m.start_time)
        .add("source_load_time", m.source_load_time)
        .add("target_load_time", m.target_load_time)
        .add("diff_time", m.diff_time)
        .add("sync_time", m.sync_time)
        .add("source_load_memory_final", m.source_load_memory_final)
        .add("source_load_memory_peak", m.source_load_memory_peak)
        .add("target_load_memory_final", m.target_load_memory_final)
        .add("target_load_memory_peak", m.target_load_memory_peak)
        .add("diff_memory_final", m.diff_memory_final)
        .add("diff_memory_peak", m.diff_memory_peak)
        .add("sync_memory_final", m.sync_memory_final)
        .add("sync_memory_peak", m.sync_memory_peak)
        .add("dry_run", m.dry_run)
        .add("diff", m.diff)
        .add("summary", m.summary)
        .add("job_result", m.job_result)
        .text();
}

template<class Types>
std::string fields(ssot::basic_sync_log_entry<Types> const& m)
{
    return field_list()
        .add("id", m.id)
        .add("sync", m.sync)
        .add("timestamp", m.timestamp)
        .add("action", m.action)
        .add("status", m.status)
        .add("diff", m.diff)
        .add("synced_object_type", m.synced_object_type)
        .add("synced_object_id", m.synced_object_id)
        .add("object_repr", m.object_repr)
        .add("message", m.message)
        .text();
}

template<class Types>
std::string fields(ssot::basic_job_result<Types> const& m)
{
    return field_list()
        .add("id", m.id)
        .add("job_model", m.job_model)
        .add("name", m.name)
        .add("task_name", m.task_name)
        .add("date_created", m.date_created)
        .add("date_started", m.date_started)
        .add("date_done", m.date_done)
        .add("user", m.user)
        .add("status", m.status)
        .add("result", m.result)
        .add("worker", m.worker)
        .add("task_args", m.task_args)
        .add("task_kwargs", m.task_kwargs)
        .add("celery_kwargs", m.celery_kwargs)
        .add("traceback", m.traceback)
        .add("meta", m.meta)
        .add("scheduled_job", m.scheduled_job)
        .add("debug_log_count", m.debug_log_count)
        .add("success_log_count", m.success_log_count)
        .add("info_log_count", m.info_log_count)
        .add("warning_log_count", m.warning_log_count)
        .add("error_log_count", m.error_log_count)
        .text();
}

template<class Types>
std::string fields(ssot::basic_job<Types> const& m)
{
    return field_list()
        .add("id", m.id)
        .add("module_name", m.module_name)
        .add("job_class_name", m.job_class_name)
        .add("name", m.name)
        .text();
}

template<class Types>
std::string fields(ssot::basic_content_type<Types> const& m)
{
    return field_list().add("id", m.id).add("app_label", m.app_label).add("model", m.model).text();
}

template<class Types>
std::string fields(ssot::basic_secrets_group<Types> const& m)
{
    return field_list().add("id", m.id).add("name", m.name).add("description", m.description).text();
}

template<class Types>
std::string fields(ssot::basic_servicenow_config<Types> const& m)
{
    return field_list()
        .add("id", m.id)
        .add("servicenow_instance", m.servicenow_instance)
        .add("servicenow_secrets", m.servicenow_secrets)
        .text();
}

template<class M>
void dump(char const* model, char const* types, M const& m)
{
    auto const line = "{\"model\":\"" + std::string(model) + "\",\"types\":\"" + types +
        "\",\"json\":" + quoted(ssot::to_json(m)) + ",\"expected\":" + fields(m) + "}\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
}

/// One record of the seven models in turn; syncs and log entries come more often.
template<class Types>
void dump_one(ssot_test::random_records<Types>& records, char const* types, int turn)
{
    switch (turn) {
    case 0:
    case 1: dump("nautobot_ssot.Sync", types, records.template make<ssot::basic_sync<Types>>()); break;
    case 2:
    case 3: dump("nautobot_ssot.SyncLogEntry", types, records.template make<ssot::basic_sync_log_entry<Types>>()); break;
    case 4:
    case 5: dump("extras.JobResult", types, records.template make<ssot::basic_job_result<Types>>()); break;
    case 6: dump("extras.Job", types, records.template make<ssot::basic_job<Types>>()); break;
    case 7: dump("contenttypes.ContentType", types, records.template make<ssot::basic_content_type<Types>>()); break;
    case 8: dump("extras.SecretsGroup", types, records.template make<ssot::basic_secrets_group<Types>>()); break;
    default:
        dump("nautobot_ssot.SSOTServiceNowConfig", types, records.template make<ssot::basic_servicenow_config<Types>>());
        break;
    }
}

} // namespace

int main(int argc, char** argv)
{
    int const           count = argc > 1 ? std::atoi(argv[1]) : 1'000;
    std::uint64_t const seed  = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 42;

    ssot_test::random_records<ssot::default_types> plain(seed);
    ssot_test::random_records<ssot::raw_types>     raw(seed + 1);
    ssot_test::random_records<ssot::lenient_types> lenient(seed + 2);
    for (int i = 0; i != count; ++i) {
        int const turn = i / 3 % 10;
        if (i % 3 == 0)
            dump_one(plain, "default", turn);
        else if (i % 3 == 1)
            dump_one(raw, "raw", turn);
        else
            dump_one(lenient, "lenient", turn);
    }
    return std::fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/fixture.hpp>

// Texts that loaddata reads: what it makes of them, dumped again, or why it refuses them.

#include "datasets.hpp"
#include "objects.hpp"
#include "vectors.hpp"

#include <boost/json/array.hpp>

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace ssot_vectors {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

outcome judge_error(ssot::error const& e, boost::json::value const& expected)
{
    if (e.code() == ssot::errc::invalid_utf8)
        return skipped(reason::lone_surrogate);
    refusal const r{std::string(to_string(e.code())), std::string(e.text())};
    auto const    judged = judge_refusal(r, expected);
    if (judged.what == outcome::kind::failed && r.message.find("beyond 64 bits of microseconds") != std::string::npos)
        return skipped(reason::long_duration);
    return judged;
}

} // namespace

outcome check_loaddata(boost::json::object const& input, boost::json::value const& expected, rules by)
{
    namespace nautobot = ssot::nautobot;
    std::set<std::pair<std::string, std::string>> related;
    if (auto const* const all = input.if_contains("related"))
        for (auto const& o : all->as_array()) {
            auto const& pk = o.at("pk");
            related.emplace(lower(o.at("model").as_string()),
                            pk.is_object() ? std::string(pk.at("$uuid").as_string()) : std::to_string(pk.as_int64()));
        }
    auto const* const ignore  = input.if_contains("ignorenonexistent");
    auto const        unknown = ignore && ignore->as_bool() ? ssot::unknown_keys::ignore : ssot::unknown_keys::error;
    nautobot::fixture_read_options options{.fields = unknown, .models = unknown, .content_types = known_content_types()};
    options.exists = [&](std::string_view name, std::string_view key) {
        return related.contains({std::string(name), std::string(key)});
    };
    using p   = python_types;
    auto read = nautobot::from_fixture<ssot::basic_sync<p>,
                                       ssot::basic_sync_log_entry<p>,
                                       ssot::basic_job_result<p>,
                                       ssot::basic_secrets_group<p>,
                                       ssot::basic_servicenow_config<p>,
                                       ssot::basic_job<p>>(std::string_view(input.at("text").as_string()), options);
    if (!read)
        return judge_error(read.error(), expected);

    std::optional<refusal> refused;
    auto const             save_all = [&]<class M>() {
        for (auto& row : read->template rows<M>())
            if (!refused)
                refused = save(row, by);
    };
    save_all.operator()<ssot::basic_sync<p>>();
    save_all.operator()<ssot::basic_sync_log_entry<p>>();
    save_all.operator()<ssot::basic_job_result<p>>();
    save_all.operator()<ssot::basic_secrets_group<p>>();
    save_all.operator()<ssot::basic_servicenow_config<p>>();
    save_all.operator()<ssot::basic_job<p>>();
    if (refused)
        return judge_refusal(*refused, expected);

    auto const* const count = expected.as_object().if_contains("count");
    if (!count || count->as_int64() != static_cast<std::int64_t>(read->size()))
        return failed("objects: " + std::to_string(read->size()));
    auto text = nautobot::to_fixture({.exact = true, .omit = absent_fields()}, *read);
    if (auto const* const made = input.if_contains("generated_pk"); made && made->as_bool()) {
        constexpr std::string_view before = "\"pk\": \"";
        for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at + 1))
            text.replace(at + before.size(), ssot::uuid_text_size, "<generated>");
    }
    return judge_text(text, expected);
}

} // namespace ssot_vectors

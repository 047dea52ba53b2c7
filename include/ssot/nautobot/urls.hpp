// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_URLS_HPP
#define SSOT_NAUTOBOT_URLS_HPP

// Where Nautobot shows our models, for people and for its REST clients, and what a URL of its means.
//
//   namespace nb = ssot::nautobot;
//   ssot::absolute_url(run)                                   // "/plugins/ssot/history/<uuid>/"
//   ssot::absolute_url(run, true, {.prefix = "/nautobot"})    // "/nautobot/api/plugins/ssot/history/<uuid>/"
//   nb::url_of(nb::route::data_source, "jobs.Example")        // "/plugins/ssot/data-sources/jobs.Example/"
//   nb::parse_url("/plugins/ssot/logs/?sync=x")->query        // "sync=x"
//
// Source: the URL patterns of nautobot_ssot and of Nautobot's core. Example: docs/examples/methods.cpp.

#include <ssot/error.hpp>
#include <ssot/fwd.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace ssot::nautobot {

#if defined(__GNUC__) // g++ calls an enumerator that is named like a type a shadow of it
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

/// The pages and endpoints. Those that begin with `api_` are of REST.
BOOST_DEFINE_ENUM_CLASS(route, dashboard, sync_list, sync, sync_delete, sync_bulk_delete, sync_jobresult, sync_logentries,
                        sync_diff, synclogentry_list, data_source, data_target, servicenow_config, config, docs, job_result,
                        job_run, api_sync_list, api_sync, api_sync_notes, api_synclogentry_list, api_synclogentry,
                        api_job_result, api_content_type, api_secrets_group)

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

/// What stands in the place of the variable part of a path.
enum class route_key : std::uint8_t { none, id, number, class_path };

/// One route: its name in Django, and its path, with `{}` for the variable part.
struct route_info {
    nautobot::route  route;
    std::string_view name; ///< "plugins:nautobot_ssot:sync_list"
    std::string_view path; ///< "/plugins/ssot/history/"
    route_key        key;
};

/// All routes, in the order of the enum.
std::span<route_info const> routes() noexcept;
route_info const&           info_of(route r) noexcept;

struct url_options {
    std::string_view prefix{}; ///< of the deployment (FORCE_SCRIPT_NAME): "/nautobot"
    bool rest = true;          ///< the app's REST routes are there; the first releases had none, and took the pages instead
    std::string_view servicenow_config = "/plugins/ssot/servicenow/config/"; ///< where that page is mounted
};

/// The variable part: nothing, a row's key, a number, or a class path.
using url_key = std::variant<std::monostate, uuid, std::int64_t, std::string>;

/// The path of a route. Nothing when the key is not of the route's kind, or is a class path that no URL can name: an empty one,
/// or one with a line break.
std::optional<std::string> url_of(route r, url_key const& key = {}, url_options const& options = {});

/// What a URL means.
struct parsed_url {
    nautobot::route route{};
    url_key         key{};
    std::string     query{}; ///< behind the question mark, as it stands there

    friend bool operator==(parsed_url const&, parsed_url const&) = default;
};

/// The route and the key of a path, or of a URL with scheme and host; a fragment is dropped. The other way round: whatever
/// `url_of` makes.
/// Errors: `not_found` for a path that is none of the routes, `invalid_value` for a broken percent escape.
result<parsed_url> parse_url(std::string_view url, url_options const& options = {});

/// Percent-encodes as Django's reverse() does: letters, digits and `_.-~/:@!$&'()*+,;=` stay, all other bytes are escaped.
std::string percent_encode(std::string_view text);
/// Errors: `invalid_value` for `%` without two hexadecimal digits.
result<std::string> percent_decode(std::string_view text);

/// The page of a row, or with `api` its REST endpoint.
template<class Types>
std::string absolute_url(basic_sync<Types> const& s, bool api = false, url_options const& options = {});
/// The same for every row: one.
template<class Types>
std::string absolute_url(basic_servicenow_config<Types> const& c, bool api = false, url_options const& options = {});
template<class Types>
std::string absolute_url(basic_job_result<Types> const& r, bool api = false, url_options const& options = {});
/// Nothing without `api`: there is no page for one entry, content type or secrets group.
template<class Types>
std::optional<std::string> absolute_url(basic_sync_log_entry<Types> const& e, bool api = false,
                                        url_options const& options = {});
template<class Types>
std::optional<std::string> absolute_url(basic_content_type<Types> const& t, bool api = false,
                                        url_options const& options = {});
template<class Types>
std::optional<std::string> absolute_url(basic_secrets_group<Types> const& g, bool api = false,
                                        url_options const& options = {});

/// The page of the job behind the source of a sync, or behind its target. Nothing when that is "Nautobot" itself, and when
/// the job result or the job is null: the original crashes for a job that was deleted.
template<class Types>
std::optional<std::string> source_url(basic_sync<Types> const&                             s,
                                      std::type_identity_t<basic_job_result<Types>> const* result,
                                      std::type_identity_t<basic_job<Types>> const* job, url_options const& options = {});
template<class Types>
std::optional<std::string> target_url(basic_sync<Types> const&                             s,
                                      std::type_identity_t<basic_job_result<Types>> const* result,
                                      std::type_identity_t<basic_job<Types>> const* job, url_options const& options = {});

/// The same, with both rows looked up in a store. Errors: those of reading.
template<class Types>
ssot::result<std::optional<std::string>> source_url(store& from, basic_sync<Types> const& s,
                                                    url_options const& options = {});
template<class Types>
ssot::result<std::optional<std::string>> target_url(store& from, basic_sync<Types> const& s,
                                                    url_options const& options = {});

} // namespace ssot::nautobot

/// So that they are found by their argument, as the models' other methods are.
namespace ssot {
using nautobot::absolute_url;
using nautobot::source_url;
using nautobot::target_url;
} // namespace ssot

#include <ssot/impl/nautobot/urls.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/urls.ipp>
#endif

#endif // SSOT_NAUTOBOT_URLS_HPP

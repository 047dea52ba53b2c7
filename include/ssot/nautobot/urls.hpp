// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_URLS_HPP
#define SSOT_NAUTOBOT_URLS_HPP

// The URLs of this library's models in Nautobot, for its pages and its REST API, and the reverse: what such a URL names.
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

#if defined(__GNUC__) // g++ says that an enumerator named like a type shadows it
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

/// The pages and endpoints. Those whose names begin with `api_` belong to the REST API.
BOOST_DEFINE_ENUM_CLASS(route, dashboard, sync_list, sync, sync_delete, sync_bulk_delete, sync_jobresult, sync_logentries,
                        sync_diff, synclogentry_list, data_source, data_target, servicenow_config, config, docs, job_result,
                        job_run, api_sync_list, api_sync, api_sync_notes, api_synclogentry_list, api_synclogentry,
                        api_job_result, api_content_type, api_secrets_group)

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

/// The type of the variable part of a path.
enum class route_key : std::uint8_t { none, id, number, class_path };

/// One route: its name in Django, and its path, with `{}` for the variable part.
struct route_info {
    nautobot::route  route;
    std::string_view name; ///< "plugins:nautobot_ssot:sync_list"
    std::string_view path; ///< "/plugins/ssot/history/"
    route_key        key;
};

/// Returns all routes, in the order of the enum. They have static storage duration.
std::span<route_info const> routes() noexcept;
route_info const&           info_of(route r) noexcept;

struct url_options {
    std::string_view prefix{};    ///< path prefix of the deployment (FORCE_SCRIPT_NAME): "/nautobot"
    bool             rest = true; ///< false for the app's first releases, which have no REST routes and use the pages
    std::string_view servicenow_config = "/plugins/ssot/servicenow/config/"; ///< path of that page
};

/// The variable part of a path: nothing, a row's key, a number, or a class path.
using url_key = std::variant<std::monostate, uuid, std::int64_t, std::string>;

/// Returns the path of a route. Returns nothing if the key is not of the route's kind, or is a class path that a URL cannot
/// hold: an empty one, or one with a line break.
std::optional<std::string> url_of(route r, url_key const& key = {}, url_options const& options = {});

/// What a URL names.
struct parsed_url {
    nautobot::route route{};
    url_key         key{};
    std::string     query{}; ///< the text after the question mark, not decoded

    friend bool operator==(parsed_url const&, parsed_url const&) = default;
};

/// Returns the route and the key of a path, or of a URL with scheme and host. A fragment is dropped. Accepts everything that
/// `url_of` returns.
/// Errors: `not_found` for a path of no route, `invalid_value` for a broken percent escape.
result<parsed_url> parse_url(std::string_view url, url_options const& options = {});

/// Percent-encodes as Django's reverse() does: letters, digits and `_.-~/:@!$&'()*+,;=` are kept, all other bytes are
/// escaped.
std::string percent_encode(std::string_view text);
/// Decodes percent escapes. Errors: `invalid_value` for `%` without two hexadecimal digits.
result<std::string> percent_decode(std::string_view text);

/// Returns the URL of the page of a row or, with `api`, of its REST endpoint.
template<class Types>
std::string absolute_url(basic_sync<Types> const& s, bool api = false, url_options const& options = {});
/// Returns the URL of the configuration page; it does not depend on the row.
template<class Types>
std::string absolute_url(basic_servicenow_config<Types> const& c, bool api = false, url_options const& options = {});
template<class Types>
std::string absolute_url(basic_job_result<Types> const& r, bool api = false, url_options const& options = {});
/// Returns nothing unless `api` is set: log entries, content types and secrets groups have no pages of their own.
template<class Types>
std::optional<std::string> absolute_url(basic_sync_log_entry<Types> const& e, bool api = false,
                                        url_options const& options = {});
template<class Types>
std::optional<std::string> absolute_url(basic_content_type<Types> const& t, bool api = false,
                                        url_options const& options = {});
template<class Types>
std::optional<std::string> absolute_url(basic_secrets_group<Types> const& g, bool api = false,
                                        url_options const& options = {});

/// Return the URL of the job page for the source, or the target, of a sync. Return nothing if that is "Nautobot" itself, or
/// if the job result or the job is null; the original raises an exception for a job that was deleted.
template<class Types>
std::optional<std::string> source_url(basic_sync<Types> const&                             s,
                                      std::type_identity_t<basic_job_result<Types>> const* result,
                                      std::type_identity_t<basic_job<Types>> const* job, url_options const& options = {});
template<class Types>
std::optional<std::string> target_url(basic_sync<Types> const&                             s,
                                      std::type_identity_t<basic_job_result<Types>> const* result,
                                      std::type_identity_t<basic_job<Types>> const* job, url_options const& options = {});

/// The same, but looks both rows up in a store. Errors: those of reading.
template<class Types>
ssot::result<std::optional<std::string>> source_url(store& from, basic_sync<Types> const& s,
                                                    url_options const& options = {});
template<class Types>
ssot::result<std::optional<std::string>> target_url(store& from, basic_sync<Types> const& s,
                                                    url_options const& options = {});

} // namespace ssot::nautobot

/// Makes them visible to argument-dependent lookup, like the other methods of the models.
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

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_REST_HPP
#define SSOT_NAUTOBOT_REST_HPP

// Rows as Nautobot's REST API shows them, written and read.
//
//   ssot::nautobot::rest_options const at{.base_url = "https://nautobot.example.com"};
//   std::string body = ssot::nautobot::to_rest(run, at);                     // {"id":...,"object_type":"nautobot_ssot.sync",...
//   auto back = ssot::nautobot::from_rest<ssot::sync>(body);
//   auto page = ssot::nautobot::from_rest_list<ssot::sync>(response);        // {"count":...,"next":...,"results":[...]}
//   for (ssot::sync const& run : page->results) ...
//
// Compact text: times in UTC with microseconds, durations as `1 02:03:04.500000`, UTF-8 with U+2028 and U+2029 escaped, plain
// fields first and all foreign keys behind them.
// Source: the serializers of Nautobot 3 and of Django REST framework 3.14. Example: docs/examples/nautobot_texts.cpp.

#include <ssot/error.hpp>
#include <ssot/json/options.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::nautobot {

struct rest_options {
    std::string base_url{};               ///< in front of "/api/...", with the deployment's own prefix; empty: relative URLs
    unsigned    indent = 0;               ///< spaces a level
    std::vector<std::string_view> omit{}; ///< fields that the other side does not have: "extras.jobresult.date_started"
};

struct rest_read_options {
    /// A key that the model does not have. Nautobot's own, such as `display`, are never looked at.
    unknown_keys unknown   = unknown_keys::ignore;
    std::size_t  max_depth = 512;                          ///< of arrays and objects, counted in each field of its own
    std::size_t  max_size  = static_cast<std::size_t>(-1); ///< bytes of text; give it a limit for texts of strangers
};

/// One row as Nautobot shows it: `id`, `object_type`, `display`, `url`, `natural_slug`, `notes_url`, then the fields, foreign
/// keys as `{"id", "object_type", "url"}`. A model of your own says with `constexpr std::string_view
/// rest_path(model_tag<M>)` where it is ("plugins/inventory/devices"), and with `std::string display(M const&)` what a row is
/// called. A row without a URL, as a ServiceNow configuration, has null.
/// Throws `ssot::exception` for what cannot be written: `invalid_utf8`, `out_of_range`, `too_deep`, `unknown_choice`.
template<model M>
std::string to_rest(M const& m, rest_options const& options = {});

/// The form of a plain ModelSerializer: the fields alone, foreign keys as keys. For a model an object, for a range a list.
/// Throws as `to_rest`.
template<class T>
std::string to_plain_rest(T const& v, rest_options const& options = {});

/// The same for a row whose fields are JSON texts already. They are laid out, not looked at.
std::string to_plain_rest_row(std::span<std::pair<std::string_view, std::string> const> fields,
                              rest_options const&                                       options = {});

/// One page of a list.
template<model M>
struct rest_list {
    std::uint64_t              count = 0; ///< of all pages
    std::optional<std::string> next{};    ///< URLs of the neighbours
    std::optional<std::string> previous{};
    std::vector<M>             results{};
};

/// Which page of a list.
struct rest_page {
    std::uint64_t limit  = 50;
    std::uint64_t offset = 0;
};

/// A page, rows in the form of `to_rest`. Throws as `to_rest`.
template<model M>
std::string to_rest_list(rest_list<M> const& list, rest_options const& options = {});

/// The page of `rows` that begins at `page.offset`, `count` rows being there in all, with the URLs of its neighbours.
template<model M>
std::string to_rest_list(std::vector<M> const& rows, std::uint64_t count, rest_page page, rest_options const& options = {});

/// Reads one row in either form; of a nested object the `id` counts. Values may have any form that Django takes. A field may
/// be missing when it is nullable, may be blank or has a default; a row without a key gets a new one.
/// Errors, with the path: `syntax` (with the position), `invalid_utf8`, `too_deep`, `too_large`, `wrong_type`,
/// `invalid_value`, `out_of_range`, `unknown_choice`, `unknown_key`, `missing_key`, `constraint` (a number below its least).
template<model M>
result<M> from_rest(std::string_view text, rest_read_options const& options = {});

/// Reads a page. Errors: as `from_rest`.
template<model M>
result<rest_list<M>> from_rest_list(std::string_view text, rest_read_options const& options = {});

} // namespace ssot::nautobot

#include <ssot/impl/nautobot/rest.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/rest.ipp>
#endif

#endif // SSOT_NAUTOBOT_REST_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_REST_HPP
#define SSOT_NAUTOBOT_REST_HPP

// Writes and reads rows as Nautobot's REST API represents them.
//
//   ssot::nautobot::rest_options const at{.base_url = "https://nautobot.example.com"};
//   std::string body = ssot::nautobot::to_rest(run, at);                     // {"id":...,"object_type":...,...
//   auto back = ssot::nautobot::from_rest<ssot::sync>(body);
//   auto page = ssot::nautobot::from_rest_list<ssot::sync>(response);        // {"count":...,"next":...,"results":[...]}
//   for (ssot::sync const& run : page->results) ...
//
// The text is compact: times in UTC with microseconds, durations as `1 02:03:04.500000`, UTF-8 with U+2028 and U+2029
// escaped, first the plain fields and then all foreign keys.
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
    std::string                   base_url{}; ///< what precedes "/api/...", with the deployment prefix; empty: relative URLs
    unsigned                      indent = 0; ///< spaces for each level
    std::vector<std::string_view> omit{};     ///< fields that the other side does not have: "extras.jobresult.date_started"
};

struct rest_read_options {
    /// What to do with a key that the model does not have. Keys that Nautobot adds, such as `display`, are always ignored.
    unknown_keys unknown   = unknown_keys::ignore;
    std::size_t  max_depth = 512; ///< of arrays and objects, counted in each field of its own; see `most_levels`
    std::size_t  max_size  = static_cast<std::size_t>(-1); ///< bytes of text; give it a limit for texts of strangers
};

/// Returns one row as Nautobot shows it: `id`, `object_type`, `display`, `url`, `natural_slug`, `notes_url`, then the
/// fields, with foreign keys as `{"id", "object_type", "url"}`. For a model of your own, `constexpr std::string_view
/// rest_path(model_tag<M>)` gives its place in the API ("plugins/inventory/devices"), and `std::string display(M const&)`
/// names a row. A row without a URL, such as a ServiceNow configuration, has null there.
/// Throws `ssot::exception` if the row cannot be written: `invalid_utf8`, `out_of_range`, `too_deep`, `unknown_choice`.
template<model M>
std::string to_rest(M const& m, rest_options const& options = {});

/// Returns the form of a plain ModelSerializer: only the fields, with foreign keys as keys. An object for a model, a list
/// for a range.
/// Throws as `to_rest` does.
template<class T>
std::string to_plain_rest(T const& v, rest_options const& options = {});

/// The same for a row whose fields are already JSON texts. The texts are laid out but not validated.
std::string to_plain_rest_row(std::span<std::pair<std::string_view, std::string> const> fields,
                              rest_options const&                                       options = {});

/// One page of a list.
template<model M>
struct rest_list {
    std::uint64_t              count = 0; ///< number of rows on all pages together
    std::optional<std::string> next{};    ///< URLs of the next and the previous page
    std::optional<std::string> previous{};
    std::vector<M>             results{};
};

/// Selects a page of a list.
struct rest_page {
    std::uint64_t limit  = 50;
    std::uint64_t offset = 0;
};

/// Returns a page whose rows have the form of `to_rest`. Throws as `to_rest` does.
template<model M>
std::string to_rest_list(rest_list<M> const& list, rest_options const& options = {});

/// Returns the page of `rows` that begins at `page.offset` of `count` rows in all, with the URLs of the pages next to it.
template<model M>
std::string to_rest_list(std::vector<M> const& rows, std::uint64_t count, rest_page page, rest_options const& options = {});

/// Reads one row in either form. Of a nested object only the `id` is used. Values may have every form that Django accepts. A
/// field may be missing if it is nullable, may be blank or has a default. A row without a key gets a new one.
/// Errors, with the path: `syntax` (with the position), `invalid_utf8`, `too_deep`, `too_large`, `wrong_type`,
/// `invalid_value`, `out_of_range`, `unknown_choice`, `unknown_key`, `missing_key`, `constraint` (a number below its
/// minimum).
template<model M>
result<M> from_rest(std::string_view text, rest_read_options const& options = {});

/// Reads a page. Errors: those of `from_rest`.
template<model M>
result<rest_list<M>> from_rest_list(std::string_view text, rest_read_options const& options = {});

} // namespace ssot::nautobot

#include <ssot/impl/nautobot/rest.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/rest.ipp>
#endif

#endif // SSOT_NAUTOBOT_REST_HPP

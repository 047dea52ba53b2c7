// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_VECTORS_VECTORS_HPP
#define SSOT_TESTS_VECTORS_VECTORS_HPP

// One function for each file of reference cases. What real Django printed for a case is compared with what the library makes
// of the same input, in exact mode.

#include <boost/json/value.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace ssot_vectors {

/// How a case came out.
struct outcome {
    enum class kind { passed, failed, skipped };

    kind        what = kind::passed;
    std::string why{}; ///< of a failure: what came out instead; of a skip: one of the reasons below
};

inline outcome passed() { return {}; }
inline outcome failed(std::string why) { return {outcome::kind::failed, std::move(why)}; }
inline outcome skipped(std::string_view reason) { return {outcome::kind::skipped, std::string(reason)}; }

/// Why a case may be skipped: what a typed C++ value cannot express, and what this program does not look at.
namespace reason {
inline constexpr std::string_view bytes_key      = "a key of bytes";
inline constexpr std::string_view python_object  = "an arbitrary Python object";
inline constexpr std::string_view circular       = "a circular reference";
inline constexpr std::string_view lone_surrogate = "a lone surrogate";
inline constexpr std::string_view recursion      = "Python's recursion limit";
inline constexpr std::string_view long_duration  = "a model's duration beyond 64 bits of microseconds";
inline constexpr std::string_view no_store       = "an operation on no store"; // followed by which
} // namespace reason

/// Which database the expectation comes from.
enum class rules { sqlite, postgresql };

/// The folder that the cases come from.
inline std::filesystem::path& vector_folder()
{
    static std::filesystem::path folder;
    return folder;
}

/// `input` and `expected` are those of one case; `expected` is already chosen by the rules.
using check = outcome (*)(boost::json::object const& input, boost::json::value const& expected, rules by);

outcome check_encoder(boost::json::object const& input, boost::json::value const& expected, rules by);
outcome check_dumpdata(boost::json::object const& input, boost::json::value const& expected, rules by);
outcome check_rest(boost::json::object const& input, boost::json::value const& expected, rules by);
outcome check_annotated(boost::json::object const& input, boost::json::value const& expected, rules by);
outcome check_loaddata(boost::json::object const& input, boost::json::value const& expected, rules by);

/// What a store does: delete, load, synced_object. Other operations are skipped; they are about single objects.
outcome check_behaviour(boost::json::object const& input, boost::json::value const& expected, rules by);

} // namespace ssot_vectors

#endif // SSOT_TESTS_VECTORS_VECTORS_HPP

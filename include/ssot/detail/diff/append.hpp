// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_APPEND_HPP
#define SSOT_DETAIL_DIFF_APPEND_HPP

// Several diffs in one: by types, and by the objects of a type.

#include <ssot/error.hpp>
#include <ssot/json/raw_json.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/seeded_hash.hpp>

#include <boost/json/value.hpp>

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace ssot::diff::detail {

/// Finds a type among those of a difference, to which more come.
class appended_types {
public:
    /// Notes the types anew when there are others than at the last time.
    void follow(std::vector<std::string> const& types);

    void               add(std::string const& type);
    bool               contains(std::string const& type) const { return names_.contains(type); }
    std::string const& greatest() const noexcept { return greatest_; }

private:
    std::unordered_set<std::string, ssot::detail::seeded_hash> names_{};
    std::string                                                greatest_{};
};

/// Names of objects, by type, each of which may come once.
class object_names {
public:
    /// Errors: `duplicate_key`, with the type and the name as path.
    result<void> add(std::string_view type, std::string_view name);

private:
    std::unordered_set<std::string, ssot::detail::seeded_hash> names_{};
    std::string                                                key_{};
};

/// The types of differences that become one.
class type_plan {
public:
    /// `known` and `types` are those of the difference that takes the others, and must outlive this object.
    type_plan(appended_types& known, std::vector<std::string>& types);

    /// Types that were compared in another difference.
    void add(std::vector<std::string> const& types);

    bool has_repeated() const noexcept { return !repeated_.empty(); }
    bool is_repeated(std::string const& type) const { return repeated_.contains(type); }

    /// Whether the types of each difference come behind those of all before it, sorted by bytes.
    bool ascends() const noexcept { return ascends_; }

    /// Notes the types that are new.
    void apply();

private:
    using names = std::unordered_set<std::string, ssot::detail::seeded_hash>;

    appended_types&           known_;
    std::vector<std::string>& types_;
    std::vector<std::string>  added_{};
    names                     added_names_{};
    names                     repeated_{};
    std::string               greatest_;
    bool                      ascends_ = true;
};

/// Whether no object is in two of some diffs. Errors: `duplicate_key`, with its path.
result<void> check_objects(std::span<boost::json::value const* const> diffs);
result<void> check_objects(std::span<raw_json const* const> diffs);

/// Moves diffs, in which no object is twice, into one. `sorted`: types and objects are in the order of their bytes, and stay so.
void join_diffs(boost::json::value& into, std::span<boost::json::value* const> more, bool sorted);
void join_diffs(raw_json& into, std::span<raw_json* const> more, bool sorted);

/// The same where each diff has only types that come behind all before it, in time for `more` alone.
void join_diffs_behind(boost::json::value& into, std::span<boost::json::value* const> more);
void join_diffs_behind(raw_json& into, std::span<raw_json* const> more);

} // namespace ssot::diff::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/diff/append.ipp>
#endif

#endif // SSOT_DETAIL_DIFF_APPEND_HPP

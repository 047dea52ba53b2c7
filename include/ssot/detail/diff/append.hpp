// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_APPEND_HPP
#define SSOT_DETAIL_DIFF_APPEND_HPP

// Joins several diffs into one: their types, and the objects of each type.

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

/// Looks up the types of a difference to which others are appended.
class appended_types {
public:
    /// Rebuilds the index if the types changed since the last call.
    void follow(std::vector<std::string> const& types);

    void               add(std::string const& type);
    bool               contains(std::string const& type) const { return names_.contains(type); }
    std::string const& greatest() const noexcept { return greatest_; }

private:
    std::unordered_set<std::string, ssot::detail::seeded_hash> names_{};
    std::string                                                greatest_{};
};

/// The names of objects, by type. Each may occur once.
class object_names {
public:
    /// Adds a name. Errors: `duplicate_key` if it is there already, with the type and the name as path.
    result<void> add(std::string_view type, std::string_view name);

private:
    std::unordered_set<std::string, ssot::detail::seeded_hash> names_{};
    std::string                                                key_{};
};

/// Plans how the types of several differences become those of one.
class type_plan {
public:
    /// `known` and `types` are those of the difference that takes the others, and must outlive this object.
    type_plan(appended_types& known, std::vector<std::string>& types);

    /// Adds the types of another difference.
    void add(std::vector<std::string> const& types);

    bool has_repeated() const noexcept { return !repeated_.empty(); }
    bool is_repeated(std::string const& type) const { return repeated_.contains(type); }

    /// Returns whether the types of each difference sort after those of all before it, by bytes.
    bool ascends() const noexcept { return ascends_; }

    /// Adds the new types to the difference that takes the others.
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

/// Checks that a document is an object, as a diff is unless somebody changed it. Errors: `wrong_type`. The functions below need
/// documents that pass. Takes constant time.
result<void> check_form(boost::json::value const& diff);
result<void> check_form(raw_json const& diff);

/// Checks that no object is in two diffs. Errors: `duplicate_key`, with the path of the object; `wrong_type` if what a diff has
/// for a type is not an object.
result<void> check_objects(std::span<boost::json::value const* const> diffs);
result<void> check_objects(std::span<raw_json const* const> diffs);

/// Moves diffs in which no object occurs twice into one. With `sorted`, types and objects are in the order of their bytes and
/// remain so.
void join_diffs(boost::json::value& into, std::span<boost::json::value* const> more, bool sorted);
void join_diffs(raw_json& into, std::span<raw_json* const> more, bool sorted);

/// The same if each diff has only types that sort after all before it. Takes time for `more` alone.
void join_diffs_behind(boost::json::value& into, std::span<boost::json::value* const> more);
void join_diffs_behind(raw_json& into, std::span<raw_json* const> more);

} // namespace ssot::diff::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/diff/append.ipp>
#endif

#endif // SSOT_DETAIL_DIFF_APPEND_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DIFF_HPP
#define SSOT_DIFF_HPP

// Compares two sets of objects: what would have to change in a target to make it equal to a source. The results have the
// shapes of DiffSync: the diff of a sync, its summary, and one change for each object, ready to be logged.
//
//   struct port   { std::string name{}; int speed = 0; };
//   struct device { std::string name{}; std::string role{}; std::vector<port> ports{}; };
//   BOOST_DESCRIBE_STRUCT(port, (), (name, speed))
//   BOOST_DESCRIBE_STRUCT(device, (), (name, role, ports))
//
//   namespace diff = ssot::diff;
//   auto const devices = diff::by<&device::name>("device").children<&device::ports>(diff::by<&port::name>("port"));
//   auto const found   = diff::compute(wanted, there, devices).value();
//   run.diff    = found.diff;     // {"device": {"core-1": {"+": {"role": "core"}, "-": {"role": "edge"}, "port": {...}}}}
//   run.summary = found.summary.to_document();
//   for (auto const& change : found.changes) entries.push_back(change.to_entry(run));
//
//   auto const same = diff::compute(json_array, other_json_array, diff::by("name", "device"));      // boost::json objects
//
// Objects are matched by hashing, so that the time grows linearly with their number. Both sides are held in memory. Compare
// inputs larger than memory piece by piece, by type or by a range of keys, and join the pieces with `append`. Source:
// DiffSync 2.2, DiffSyncDiffer and Diff. Example: docs/examples/diffs.cpp.

#include <ssot/diff_flags.hpp>
#include <ssot/error.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/diff/append.hpp>
#include <ssot/detail/diff/kind.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace ssot::diff {
/// How to compare. `progress` is called by the thread that compares, under no lock; an exception of it leaves `compute`.
struct options {
    diff::flags                                                 flags = flags::continue_on_failure | flags::log_unchanged;
    key_order                                                   order = key_order::bytes;
    std::function<void(std::size_t objects, std::size_t total)> progress{}; ///< after each top-level object
};

/// The number of objects of each kind, at all depths, counted as in `Diff.summary()` of DiffSync.
struct summary {
    std::size_t created   = 0;
    std::size_t updated   = 0;
    std::size_t deleted   = 0;
    std::size_t unchanged = 0;
    std::size_t skipped   = 0; ///< left out by a flag; objects below them are not counted

    /// The number of objects that are created, updated or deleted.
    std::size_t changed() const noexcept { return created + updated + deleted; }

    /// Returns {"create": n, "update": n, "delete": n, "no-change": n, "skip": n}, for `sync::summary`.
    template<json_document Document = boost::json::value>
    Document to_document() const;

    summary&    operator+=(summary const& more) noexcept;
    friend bool operator==(summary const&, summary const&) = default;
};

/// The position of an object that does not exist.
inline constexpr std::size_t none = static_cast<std::size_t>(-1);

/// What is to be done with one object.
///
/// `unique_id` joins the names of the objects above and of this one by "__", as DiffSync does, and is unique within a type.
/// If a name could be read as several, a backslash follows its underscore: "a__b" is written "a_\_b", and "a_" with an
/// object below it "a_\".
template<class Types = default_types>
struct basic_change {
    using document = typename Types::document;

    sync_log_entry_action   action{};
    std::string             type{};        ///< "port"
    std::string             unique_id{};   ///< the name for the log: "core-1__eth0"
    std::size_t             name_at = 0;   ///< where the object's own name begins in `unique_id`
    std::optional<document> diff{};        ///< {"+": new values, "-": old values}; absent if nothing changes
    std::size_t             depth  = 0;    ///< the number of objects above this one
    std::size_t             parent = none; ///< position, among the changes, of the object above this one
    std::size_t             source = none; ///< its position in the source's range, or in that of its parent
    std::size_t             target = none; ///< the same in the target
    std::string             own_name{};    ///< its name, if `unique_id` spells it differently; see `name()`

    /// The object's name in the diff, unique below its parent: "eth0". The view is valid as long as this object is
    /// unchanged.
    std::string_view name() const noexcept
    {
        return own_name.empty() ? std::string_view(unique_id).substr(name_at) : std::string_view(own_name);
    }

    /// Returns "port core-1__eth0", as DiffSync names an object that it does not have at hand.
    std::string object_repr() const { return type + ' ' + unique_id; }

    /// Returns a log entry of the sync `run` that records this change as done: with status success, and a message in
    /// DiffSync's words.
    basic_sync_log_entry<Types> to_entry(typename basic_sync_log_entry<Types>::sync_key run) const;
};
using change = basic_change<>;

/// Returns DiffSync's message for a change that was made: "Created successfully", "No changes to apply; no action needed"
/// ...
std::string_view message_for(sync_log_entry_action done) noexcept;

/// The result of a comparison.
template<class Types = default_types>
struct basic_difference {
    using document = typename Types::document;

    document                         diff = empty_object<document>(); ///< {type: {name: {"+": ..., "-": ..., type: {...}}}}
    diff::summary                    summary{};
    std::vector<basic_change<Types>> changes{};                 ///< each after its parent, unless a flag says otherwise
    diff::flags                      flags = diff::flags::none; ///< the flags that it was computed with
    key_order                        order = key_order::bytes;
    std::vector<std::string>         types{}; ///< the top-level types that were compared, even without differences

    detail::appended_types known{}; ///< an index of `types` that `append` keeps

    /// Adds the difference of other objects: of another type, or more objects of a type that is here already. The positions of
    /// their changes stay those in their own ranges. Errors, after which both differences are unchanged: `duplicate_key` with the
    /// path of an object ("device.core-1") that is in both; `wrong_type` if a `diff` was replaced by what is not a diff. Takes
    /// time for `more` alone if its types are new and, in a diff sorted by bytes, sort after those that are here; otherwise for
    /// all that is here as well.
    result<void> append(basic_difference&& more);

    /// The same for many differences. Takes time for all of them together: n log n in the number of objects.
    result<void> append(std::vector<basic_difference>&& more);

private:
    result<void> append_all(std::span<basic_difference> more);
};
using difference = basic_difference<>;

/// How objects of one type are compared. Made by `by`; each member function returns a changed copy. Comparing does not
/// change it, so that several threads may use one.
template<class Key, class Attributes = detail::all_attributes, class Flags = detail::same_flags, class Groups = std::tuple<>>
class object_kind {
public:
    using key_type        = Key;
    using attributes_type = Attributes;
    using groups_type     = Groups;

    explicit object_kind(Key key, std::string type, Attributes attributes = {}, Flags flags = {}, Groups groups = {})
        : key_(std::move(key)), type_(std::move(type)), attributes_(std::move(attributes)), flags_(std::move(flags)),
          groups_(std::move(groups))
    {
    }

    /// Compares only these members. By default all described members, or all fields of a JSON object, are compared, except
    /// the key, the objects below and, for a model, its primary key.
    template<auto... Members>
    auto attributes() const
    {
        return object_kind<Key, detail::chosen_attributes<Members...>, Flags, Groups>(key_, type_, {}, flags_, groups_);
    }

    /// Compares what `of`, a function or a member pointer, returns for an object: a described struct, a JSON object, or a
    /// map from names to values.
    template<class Of>
    auto attributes(Of of) const
    {
        using chosen = detail::projected_attributes<Of>;
        return object_kind<Key, chosen, Flags, Groups>(key_, type_, chosen{std::move(of)}, flags_, groups_);
    }

    /// Names the member, a range, that holds the objects below one of this type, and how these are compared.
    template<auto Member, class Kind>
    auto children(Kind kind) const
    {
        return with_group(detail::member_group<Member, Kind>{std::move(kind)});
    }

    /// The same for JSON: the field is an array of objects, and may be absent or null.
    template<class Kind>
    auto children(std::string_view field, Kind kind) const
    {
        return with_group(detail::field_group<Kind>{std::string(field), std::move(kind)});
    }

    /// Sets flags: the same for all objects of this type, or what a function returns for an object.
    auto flags(object_flags f) const
    {
        return object_kind<Key, Attributes, detail::same_flags, Groups>(key_, type_, attributes_, {f}, groups_);
    }
    template<class Fn>
        requires(!std::same_as<Fn, object_flags>)
    auto flags(Fn of) const
    {
        return object_kind<Key, Attributes, Fn, Groups>(key_, type_, attributes_, std::move(of), groups_);
    }

    // Used by `compute`.

    Key const&         key() const noexcept { return key_; }
    std::string const& type() const noexcept { return type_; }
    Attributes const&  counted() const noexcept { return attributes_; }
    Flags const&       flags_of() const noexcept { return flags_; }
    Groups const&      groups() const noexcept { return groups_; }

private:
    template<class Group>
    auto with_group(Group group) const
    {
        auto groups = std::tuple_cat(groups_, std::tuple<Group>(std::move(group)));
        return object_kind<Key, Attributes, Flags, decltype(groups)>(key_, type_, attributes_, flags_, std::move(groups));
    }

    Key         key_;
    std::string type_;
    Attributes  attributes_;
    Flags       flags_;
    Groups      groups_;
};

/// Compares two ranges of objects of one type. `key` is made by `by`, or is what `by` takes: a member pointer, a function,
/// or the name of a JSON field. Rows that were read, `stored<M>`, are compared as their `M`; either side may have them. As
/// in DiffSync, an attribute that only one side has is not a difference. Two values are the same if `==` says so or if they
/// are the same JSON, at every depth: the order of keys does not matter, and 1 equals 1.0. The source and the target are
/// only read. An exception of a function of the caller's leaves the call.
///
/// Complexity: linear in the number of objects, and n log n with `key_order::bytes`.
///
/// Errors, with the path of the object ("source[3].ports[1]"): `duplicate_key` if two objects of one side have the same
/// key; `missing_key` and `wrong_type` for JSON that is not an object with a text or an integer as its key; `invalid_utf8`
/// and the other errors of `to_json` for values that JSON cannot hold; `misuse` if two groups have the same type, or if one
/// is called "+" or "-".
template<class Types = default_types, std::ranges::forward_range Source, std::ranges::forward_range Target, class Key>
result<basic_difference<Types>> compute(Source const& source, Target const& target, Key const& key, options const& how = {});

/// Identifies objects by one or more members, which DiffSync calls identifiers and joins by "__"; see `basic_change`.
/// Without a `type`, the type is that of the model, or the name of the field that holds the objects, or "object".
template<auto... Members>
    requires(sizeof...(Members) > 0)
auto by(std::string_view type = {})
{
    return object_kind(detail::member_key<Members...>{}, std::string(type));
}

/// Identifies objects by a function of the object or by a member pointer, either of which gives a text, an integer or a
/// uuid; or by the name of a field of JSON objects.
template<class Key>
auto by(Key key, std::string_view type = {})
{
    if constexpr (std::convertible_to<Key, std::string_view>)
        return object_kind(detail::field_key{std::string(std::string_view(key))}, std::string(type));
    else
        return object_kind(detail::function_key<Key>{std::move(key)}, std::string(type));
}

} // namespace ssot::diff

#include <ssot/impl/diff.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/diff.ipp>
#endif

#endif // SSOT_DIFF_HPP

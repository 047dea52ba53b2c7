// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DIFF_HPP
#define SSOT_DIFF_HPP

// What would have to change in a target to make it agree with a source, in the shapes of DiffSync: the diff of a sync, its
// summary, and one change for each object, ready to be logged.
//
//   struct port   { std::string name{}; int speed = 0; };
//   struct device { std::string name{}; std::string role{}; std::vector<port> ports{}; };
//   BOOST_DESCRIBE_STRUCT(port, (), (name, speed))
//   BOOST_DESCRIBE_STRUCT(device, (), (name, role, ports))
//
//   namespace diff = ssot::diff;
//   auto const devices = diff::by<&device::name>("device").children<&device::ports>(diff::by<&port::name>("port"));
//   auto const found   = diff::compute(wanted, there, devices).value();
//   run.diff    = found.diff;          // {"device": {"core-1": {"+": {"role": "core"}, "-": {"role": "edge"}, "port": {...}}}}
//   run.summary = found.summary.to_document();
//   for (auto const& change : found.changes) entries.push_back(change.to_entry(run));
//
//   auto const same = diff::compute(json_array, other_json_array, diff::by("name", "device"));      // boost::json objects
//
// Objects are found by hashing, so that the time grows with their number. Both sides are held in memory: inputs that are
// larger than it are to be compared piece by piece, by type or by a range of keys, and the pieces put together by `append`.
// Source: DiffSync 2.2, DiffSyncDiffer and Diff. Example: docs/examples/diffs.cpp.

#include <ssot/error.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/diff/kind.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace ssot::diff {

/// What a comparison does, and the one who applies it. Values are those of DiffSyncFlags.
enum class flags : std::uint8_t {
    none                  = 0,
    continue_on_failure   = 1, ///< An object that fails does not end the run.
    skip_unmatched_source = 2, ///< What only the source has is no difference.
    skip_unmatched_target = 4, ///< What only the target has is no difference.
    skip_unmatched_both   = 6,
    log_unchanged         = 8 ///< Objects without changes are logged, too.
};

constexpr flags operator|(flags a, flags b) noexcept
{
    return static_cast<flags>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
/// Whether all flags of `wanted` are among `f`.
constexpr bool has(flags f, flags wanted) noexcept
{
    return (static_cast<unsigned>(f) & static_cast<unsigned>(wanted)) == static_cast<unsigned>(wanted);
}

/// What a comparison does with some objects. Values are those of DiffSyncModelFlags.
enum class object_flags : std::uint8_t {
    none                    = 0,
    ignore                  = 1,  ///< No difference, whatever it holds; nor is what is below it.
    skip_children_on_delete = 2,  ///< What is below it goes with it: no changes of their own.
    skip_unmatched_source   = 4,  ///< No difference when only the source has it.
    skip_unmatched_target   = 8,  ///< No difference when only the target has it.
    natural_deletion_order  = 16, ///< Deleted after what is below it.
    skip_unmatched_both     = 12
};

constexpr object_flags operator|(object_flags a, object_flags b) noexcept
{
    return static_cast<object_flags>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool has(object_flags f, object_flags wanted) noexcept
{
    return (static_cast<unsigned>(f) & static_cast<unsigned>(wanted)) == static_cast<unsigned>(wanted);
}

/// The order of types, names and attributes in a diff, and of the changes.
enum class key_order : std::uint8_t {
    bytes, ///< Sorted by bytes, "+" before "-": equal input gives equal text.
    source ///< As DiffSync has them: objects of the source in its order, then those that only the target has; "-" before "+".
};

struct options {
    diff::flags                                                 flags = flags::continue_on_failure | flags::log_unchanged;
    key_order                                                   order = key_order::bytes;
    std::function<void(std::size_t objects, std::size_t total)> progress{}; ///< after each object at the top
};

/// How many objects there are of which kind, at all depths, as `Diff.summary()` of DiffSync counts them.
struct summary {
    std::size_t created   = 0;
    std::size_t updated   = 0;
    std::size_t deleted   = 0;
    std::size_t unchanged = 0;
    std::size_t skipped   = 0; ///< left out by a flag; what is below them is not counted

    std::size_t changed() const noexcept { return created + updated + deleted; }

    /// {"create": n, "update": n, "delete": n, "no-change": n, "skip": n}, for `sync::summary`.
    template<json_document Document = boost::json::value>
    Document to_document() const;

    summary&    operator+=(summary const& more) noexcept;
    friend bool operator==(summary const&, summary const&) = default;
};

/// The position of what is not there.
inline constexpr std::size_t none = static_cast<std::size_t>(-1);

/// What is to happen to one object.
///
/// `unique_id` joins names by "__", as DiffSync does, and tells all objects apart: where a name would read as more than one, a
/// backslash stands behind the underscore. "a__b" is spelled "a_\_b", and "a_" with something below it "a_\".
template<class Types = default_types>
struct basic_change {
    using document = typename Types::document;

    sync_log_entry_action   action{};
    std::string             type{};        ///< "port"
    std::string             unique_id{};   ///< in the log: the names of the object and those above it, "core-1__eth0"
    std::size_t             name_at = 0;   ///< where its own name begins in there
    std::optional<document> diff{};        ///< {"+": new values, "-": old ones}; absent when nothing changes
    std::size_t             depth  = 0;    ///< how many objects are above it
    std::size_t             parent = none; ///< the change of the one above it, by its position in the sequence
    std::size_t             source = none; ///< the object's position in the source's range, below that of its parent
    std::size_t             target = none; ///< the same in the target
    std::string             own_name{};    ///< its name when `unique_id` spells that otherwise; see `name()`

    /// Its name in the diff, unique below its parent: "eth0".
    std::string_view name() const noexcept
    {
        return own_name.empty() ? std::string_view(unique_id).substr(name_at) : std::string_view(own_name);
    }

    /// "port core-1__eth0", as DiffSync names an object that is not at hand.
    std::string object_repr() const { return type + ' ' + unique_id; }

    /// The entry that logs this change as done: status success, and a message in DiffSync's words.
    basic_sync_log_entry<Types> to_entry(typename basic_sync_log_entry<Types>::sync_key run) const;
};
using change = basic_change<>;

/// "Created successfully", "No changes to apply; no action needed" ...: DiffSync's message for a change that was made.
std::string_view message_for(sync_log_entry_action done) noexcept;

/// All that differs between two sides.
template<class Types = default_types>
struct basic_difference {
    using document = typename Types::document;

    document                         diff = empty_object<document>(); ///< {type: {name: {"+": ..., "-": ..., type: {...}}}}
    diff::summary                    summary{};
    std::vector<basic_change<Types>> changes{}; ///< objects above before those below, but where a flag says otherwise
    diff::flags                      flags = diff::flags::none; ///< what it was computed with
    key_order                        order = key_order::bytes;
    std::vector<std::string>         types{}; ///< that were compared at the top, whether they differ or not

    /// Adds what was found for objects of another type. Errors: `duplicate_key` when one of its types is here already.
    result<void> append(basic_difference&& more);
};
using difference = basic_difference<>;

/// How objects of one type are compared; made by `by`. Each function gives a changed copy.
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

    /// Only these members count. Otherwise all described ones do, and all fields of a JSON object: without the key, the
    /// groups and, of a model, its primary key.
    template<auto... Members>
    auto attributes() const
    {
        return object_kind<Key, detail::chosen_attributes<Members...>, Flags, Groups>(key_, type_, {}, flags_, groups_);
    }

    /// What counts is what `of` gives for an object, a function or a member pointer: a described struct, a JSON object, or a
    /// map from names to values.
    template<class Of>
    auto attributes(Of of) const
    {
        using chosen = detail::projected_attributes<Of>;
        return object_kind<Key, chosen, Flags, Groups>(key_, type_, chosen{std::move(of)}, flags_, groups_);
    }

    /// Objects that belong to those of this type: a range that is a member.
    template<auto Member, class Kind>
    auto children(Kind kind) const
    {
        return with_group(detail::member_group<Member, Kind>{std::move(kind)});
    }

    /// The same in JSON: an array of objects in a field, which may be absent or null.
    template<class Kind>
    auto children(std::string_view field, Kind kind) const
    {
        return with_group(detail::field_group<Kind>{std::string(field), std::move(kind)});
    }

    /// For all objects of this type, or by a function of the object.
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

    // What a comparison asks.

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

/// Compares two ranges of objects of one type. `key` is made by `by`, or is what `by` takes: a member pointer, a function, or
/// the name of a JSON field. Rows that were read, `stored<M>`, count as their `M`, on one side or both. As in DiffSync, an
/// attribute that only one side has is no difference. Values are the same when `==` says so or when they are the same JSON, at
/// every depth: the order of keys does not count, and 1 is 1.0.
/// Errors, with the path of the object ("source[3].ports[1]"): `duplicate_key` when two objects of a side have the same key;
/// `missing_key` and `wrong_type` for JSON that is no object with a text or an integer as its key; `invalid_utf8` and those
/// of `to_json` for values that JSON cannot hold; `misuse` when two groups have the same type, or one is called "+" or "-".
template<class Types = default_types, std::ranges::forward_range Source, std::ranges::forward_range Target, class Key>
result<basic_difference<Types>> compute(Source const& source, Target const& target, Key const& key, options const& how = {});

/// Says how objects are known: by one or more members, which DiffSync calls identifiers and joins by "__"; see `basic_change`.
template<auto... Members>
    requires(sizeof...(Members) > 0)
auto by(std::string_view type = {})
{
    return object_kind(detail::member_key<Members...>{}, std::string(type));
}

/// The same by a function of the object or a member pointer, which gives a text, an integer or a uuid; and by a field of JSON
/// objects.
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

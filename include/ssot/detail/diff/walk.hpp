// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_WALK_HPP
#define SSOT_DETAIL_DIFF_WALK_HPP

// The comparison itself, which visits pair by pair, from each pair to its children.

#include <ssot/diff.hpp>
#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/diff/attributes.hpp>
#include <ssot/detail/diff/groups.hpp>
#include <ssot/detail/diff/pairs.hpp>
#include <ssot/detail/diff/tree.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace ssot::diff::detail {

/// The part of a comparison that does not depend on the compared types.
class any_comparison {
protected:
    /// The path above a level.
    struct place {
        std::string_view unique_id{};
        std::size_t      depth  = 0;
        std::size_t      change = none;
        bool             listed = true; ///< whether changes are listed
    };

    /// A name together with those above it, and where its own part starts.
    struct whole_name {
        std::string id;
        std::size_t own_at;
    };

    explicit any_comparison(options const& how) : how_(how) {}

    bool is_skipped(bool only_source, bool only_target, object_flags of_source, object_flags of_target) const noexcept;

    static void count(summary& s, sync_log_entry_action action) noexcept;

    /// Returns the name of an object; a `joined` key already is an id.
    static whole_name unique_id(std::string_view key, bool joined, place const& above);

    // These set the error and return false.
    bool refuse_duplicate(std::string_view key);
    bool refuse_no_utf8();
    bool refuse_in(std::string_view side, std::size_t index); ///< the error is in an object of this side

    error take_error() { return side_.empty() ? std::move(why_) : std::move(why_).prepend_path(side_); }

    options const&   how_;
    error            why_{};
    std::string_view side_{}; ///< the side that has the error; empty: the diff has it
};

template<class Types, key_order Order>
class comparison : any_comparison {
public:
    using document = typename Types::document;

    explicit comparison(options const& how) : any_comparison(how) {}

    template<class Source, class Target, class Kind>
    result<basic_difference<Types>> run(Source const& source, Target const& target, Kind const& kind)
    {
        using object = compared_in<Source>;
        static_assert(std::same_as<object, compared_in<Target>>, "ssot::diff: both ranges hold objects of one type");
        named_kind<Kind> const named(kind, type_name<object>(kind, "object"), Order);
        if (!is_utf8(named.type))
            return error(errc::invalid_utf8, "the name of the type is not UTF-8");
        if (auto checked = check_types(named_kind<Kind>(kind, named.type, key_order::bytes)); !checked)
            return checked.error();
        if (!compare_level<object>(named, &source, &target, {}))
            return take_error();
        out_.diff  = tree_.take();
        out_.flags = how_.flags;
        out_.order = Order;
        out_.types = {named.type};
        return std::move(out_);
    }

private:
    template<class T, class Kind, class Source, class Target>
    bool compare_level(named_kind<Kind> const& named, Source const* source, Target const* target, place const& above)
    {
        auto const& kind = named.kind;
        auto const& type = named.type;
        auto const  size = [](auto const* range) {
            return range ? static_cast<std::size_t>(std::ranges::distance(*range)) : std::size_t{0};
        };
        auto const sizes = std::pair(size(source), size(target));

        made_texts    made;
        pair_table<T> table(std::max(sizes.first, sizes.second));
        if (!add_side(kind, source, "source", table, made) || !add_side(kind, target, "target", table, made))
            return false;
        auto pairs = table.take();
        if (Order == key_order::bytes)
            std::ranges::sort(pairs, {}, &key_pair<T>::key);
        if (above.depth == 0)
            out_.changes.reserve(pairs.size());

        tree_.begin_type(type);
        std::size_t done = 0;
        for (auto const& pair : pairs) {
            if (!compare_pair(named, pair, above))
                return side_.empty() ? (why_ = std::move(why_).prepend_path(type), false) : false;
            if (above.depth == 0 && how_.progress)
                how_.progress(++done, pairs.size());
        }
        tree_.end_type();
        return true;
    }

    /// Puts the objects of one side into the table. The path of an error consists of fields and indexes.
    template<class Kind, class Range, class T>
    bool add_side(Kind const& kind, Range const* range, std::string_view side, pair_table<T>& table, made_texts& made)
    {
        if (!range)
            return true;
        std::size_t index = 0;
        for (auto const& item : *range) {
            if (!add_object(kind, item, index, side == "source", table, made))
                return refuse_in(side, index);
            ++index;
        }
        return true;
    }

    template<class Kind, class Item, class T>
    bool add_object(Kind const& kind, Item const& item, std::size_t index, bool in_source, pair_table<T>& table,
                    made_texts& made)
    {
        T const* const   object = object_of(item, why_);
        std::string_view key;
        if (!object || !kind.key().read(*object, made, key, why_))
            return false;
        if (!is_utf8(key))
            return refuse_no_utf8();
        auto& pair = table.at(key);
        if ((in_source ? pair.source : pair.target) != nullptr)
            return refuse_duplicate(key);
        (in_source ? pair.source : pair.target)       = object;
        (in_source ? pair.source_at : pair.target_at) = index;
        return true;
    }

    template<class Kind, class T>
    bool compare_pair(named_kind<Kind> const& named, key_pair<T> const& pair, place const& above)
    {
        auto const& kind      = named.kind;
        auto const  of_source = pair.source ? kind.flags_of()(*pair.source) : object_flags::none;
        auto const  of_target = pair.target ? kind.flags_of()(*pair.target) : object_flags::none;
        if (is_skipped(!pair.target, !pair.source, of_source, of_target)) {
            ++out_.summary.skipped;
            return true;
        }
        std::optional<document> own;
        if (!differ_as_counted<Order>(kind, pair.source, pair.target, own, why_)) {
            why_ = std::move(why_).prepend_path(pair.key);
            return false;
        }
        using enum sync_log_entry_action;
        auto const action = !pair.target ? create : !pair.source ? delete_ : own ? update : no_change;
        count(out_.summary, action);

        constexpr bool has_groups = std::tuple_size_v<typename Kind::groups_type> != 0;
        if constexpr (!has_groups) {
            if (own) {
                tree_.begin_element(pair.key, own);
                tree_.end_element(true);
            }
            if (above.listed && (own || has(how_.flags, flags::log_unchanged)))
                add_change(action, named.type, unique_id_in<Kind>(pair.key, above), pair, above, std::move(own));
            return true;
        } else {
            auto const id = unique_id_in<Kind>(pair.key, above);
            tree_.begin_element(pair.key, own);
            bool const differs = own.has_value();
            if (!compare_groups(named, pair, above, id, action, of_target, std::move(own)))
                return false;
            tree_.end_element(differs);
            return true;
        }
    }

    /// Lists the change of an object and those of its children.
    template<class Kind, class T>
    bool compare_groups(named_kind<Kind> const& named, key_pair<T> const& pair, place const& above, whole_name const& id,
                        sync_log_entry_action action, object_flags of_target, std::optional<document> own)
    {
        bool const deleted = action == sync_log_entry_action::delete_;
        bool const last    = deleted && has(of_target, object_flags::natural_deletion_order);
        bool const listed  = above.listed && !(deleted && has(of_target, object_flags::skip_children_on_delete));
        auto const first   = out_.changes.size();
        bool const differs = own.has_value();
        if (above.listed && !last)
            add_change(action, named.type, id, pair, above, std::move(own));

        place const here{id.id, above.depth + 1, above.listed && !last ? first : none, listed};
        bool const  compared = for_each_group(
            named, [&](auto const& group, auto const& below) { return compare_group(group, below, pair, here); });
        if (!compared)
            return false;

        if (above.listed && last) {
            auto const at = out_.changes.size();
            for (std::size_t i = first; i != at; ++i)
                if (out_.changes[i].depth == here.depth)
                    out_.changes[i].parent = at;
            // NOLINTNEXTLINE(bugprone-use-after-move): moved above only if it is not the last
            add_change(action, named.type, id, pair, above, std::move(own));
        } else if (above.listed && !differs && !has(how_.flags, flags::log_unchanged) && out_.changes.size() == first + 1) {
            out_.changes.pop_back();
        }
        return true;
    }

    template<class Group, class Named, class T>
    bool compare_group(Group const& group, Named const& named, key_pair<T> const& pair, place const& here)
    {
        auto const [source, source_good] = range_of(group, pair.source, why_);
        auto const [target, target_good] = source_good ? range_of(group, pair.target, why_) : std::pair(source, false);
        if (!source_good || !target_good)
            return refuse_in(source_good ? "target" : "source", source_good ? pair.target_at : pair.source_at);
        using object = compared_in<std::remove_cvref_t<decltype(*source)>>;
        if (compare_level<object>(named, source, target, here))
            return true;
        why_ = side_.empty() ? std::move(why_).prepend_path(pair.key) : std::move(why_).prepend_path(field_of(group));
        return side_.empty() ? false : refuse_in(side_, side_ == "source" ? pair.source_at : pair.target_at);
    }

    template<class Kind>
    static whole_name unique_id_in(std::string_view key, place const& above)
    {
        if constexpr (requires { Kind::key_type::is_joined; })
            return unique_id(key, Kind::key_type::is_joined, above);
        else
            return unique_id(key, false, above);
    }

    template<class T>
    void add_change(sync_log_entry_action action, std::string const& type, whole_name name, key_pair<T> const& pair,
                    place const& above, std::optional<document> own)
    {
        bool const spelled = name.id.size() - name.own_at != pair.key.size();
        out_.changes.push_back({action,
                                type,
                                std::move(name.id),
                                name.own_at,
                                std::move(own),
                                above.depth,
                                above.change,
                                pair.source_at,
                                pair.target_at,
                                spelled ? std::string(pair.key) : std::string()});
    }

    basic_difference<Types> out_{};
    diff_tree<document>     tree_{Order == key_order::bytes};
};

} // namespace ssot::diff::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/diff/walk.ipp>
#endif

#endif // SSOT_DETAIL_DIFF_WALK_HPP

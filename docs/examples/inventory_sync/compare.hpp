// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_COMPARE_HPP
#define DEMO_COMPARE_HPP

// What would have to change in the target to make it agree with the source, in the shapes of DiffSync.

#include "inventory.hpp"
#include "json.hpp"
#include "progress.hpp"

#include <ssot/json/raw_json.hpp>
#include <ssot/json/text.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/sync_counts.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace demo {

using action = ssot::sync_log_entry_action;

/// What is to happen to one object. It is in the source, in the target, or in both.
struct change {
    action      what{};
    item const* source = nullptr;
    item*       target = nullptr;

    std::string const& key() const noexcept { return source ? source->key : target->key; }
};

/// Where the two sides disagree: {"-": values in the target, "+": values in the source}. All attributes of the only side, or
/// those that both sides have and that differ. Nothing when they agree.
inline std::optional<ssot::raw_json> difference(item const* source, item const* target)
{
    fields out;
    if (source && target) {
        if (source->attributes == target->attributes)
            return std::nullopt;
        auto const wanted = read<std::map<std::string, ssot::raw_json>>(source->attributes);
        fields     old_values;
        fields     new_values;
        for (auto const& [name, value] : read<fields>(target->attributes))
            if (auto const found = wanted.find(name); found != wanted.end() && !same_value(value, found->second)) {
                old_values.insert_or_assign(name, value);
                new_values.insert_or_assign(name, found->second);
            }
        if (old_values.empty())
            return std::nullopt;
        out.insert_or_assign("-", to_raw(old_values));
        out.insert_or_assign("+", to_raw(new_values));
    } else if (source) {
        out.insert_or_assign("+", source->attributes);
    } else {
        out.insert_or_assign("-", target->attributes);
    }
    return to_raw(out);
}

/// All that is to be recorded about two inventories.
struct comparison {
    std::vector<change> changes{}; ///< one for each object: those of the source in its order, then those only in the target
    ssot::raw_json      diff{};    ///< {type: {key: difference}}
    ssot::raw_json      summary{}; ///< {"create": n, "update": n, "delete": n, "no-change": n, "skip": n}
};

/// Writes the diff of a comparison piece by piece, since it can be as long as both inventories.
class diff_writer {
public:
    explicit diff_writer(std::string const& type) : text_("{" + ssot::to_json(type) + ":{") {}

    void add(std::string const& key, ssot::raw_json const& difference)
    {
        if (!empty_)
            text_ += ',';
        empty_ = false;
        ssot::to_json(key, text_).value();
        text_.append(":").append(difference.text());
    }

    /// A type without any difference is left out.
    ssot::raw_json finish() { return ssot::raw_json::trusted(empty_ ? "{}" : std::move(text_.append("}}"))); }

private:
    std::string text_;
    bool        empty_ = true;
};

/// Nothing is ever skipped: both inventories hold objects of one type.
inline ssot::raw_json make_summary(ssot::sync_counts const& counts)
{
    return to_raw(boost::json::value{{"create", counts.created},
                                     {"update", counts.updated},
                                     {"delete", counts.deleted},
                                     {"no-change", counts.unchanged},
                                     {"skip", 0}});
}

/// Compares two inventories of objects of one type. The result refers to their items.
inline comparison compare(inventory& source, inventory& target, std::string const& type)
{
    comparison        out;
    diff_writer       diff(type);
    ssot::sync_counts counts;
    progress          bar("Comparing", source.size() + target.size());
    auto const        add = [&](item const* from, item* to) {
        auto const differs = difference(from, to);
        auto const what = !to ? action::create : !from ? action::delete_ : differs ? action::update : action::no_change;
        out.changes.push_back({what, from, to});
        counts.add(what, std::nullopt);
        if (differs)
            diff.add(out.changes.back().key(), *differs);
        bar.at(out.changes.size());
    };

    for (auto& wanted : source)
        add(&wanted, target.find(wanted.key));
    for (auto& there : target)
        if (!source.find(there.key))
            add(nullptr, &there);
    out.diff    = diff.finish();
    out.summary = make_summary(counts);
    return out;
}

} // namespace demo

#endif // DEMO_COMPARE_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MEMORY_MULTI_INDEX_HPP
#define BENCH_MEMORY_MULTI_INDEX_HPP

// The entries in a Boost.MultiIndex, as one would write it: hashed by id, ordered by sync, timestamp and id.

#include "data.hpp"

#include <boost/multi_index/composite_key.hpp>
#include <boost/multi_index/hashed_index.hpp>
#include <boost/multi_index/mem_fun.hpp>
#include <boost/multi_index/member.hpp>
#include <boost/multi_index/ordered_index.hpp>
#include <boost/multi_index_container.hpp>
#include <boost/uuid/uuid_hash.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace bench {

using seven_counts = std::array<std::int64_t, 7>;

/// Adds an entry to unchanged, created, updated, deleted, succeeded, failed, errored.
inline void count(seven_counts& to, action a, status s)
{
    ++to[static_cast<std::size_t>(a)];
    ++to[4 + static_cast<std::size_t>(s)];
}

class multi_index_peer {
public:
    void insert(std::span<entry const> entries)
    {
        for (auto const& e : entries)
            rows_.insert(e);
    }

    entry get(ssot::uuid const& id) const { return *rows_.get<by_id>().find(id); }

    std::vector<entry> failures(ssot::uuid const& of, std::size_t most) const
    {
        std::vector<entry> out;
        out.reserve(most);
        auto [at, end] = rows_.get<by_sync>().equal_range(std::make_tuple(of));
        for (; at != end && out.size() != most; ++at)
            if (at->status == status::failure)
                out.push_back(*at);
        return out;
    }

    std::vector<seven_counts> counts(std::span<sync const> of) const
    {
        std::vector<seven_counts> out;
        out.reserve(of.size());
        for (auto const& s : of) {
            auto& counted  = out.emplace_back();
            auto [at, end] = rows_.get<by_sync>().equal_range(std::make_tuple(s.id));
            for (; at != end; ++at)
                count(counted, at->action, at->status);
        }
        return out;
    }

    template<class Fn>
    void decode(Fn fn) const
    {
        entry e;
        for (auto const& row : rows_) {
            e = row;
            fn(e);
        }
    }

    /// In the order of keys, which it does not keep.
    template<class Fn>
    void stream(Fn fn) const
    {
        std::vector<entry const*> sorted;
        sorted.reserve(rows_.size());
        for (auto const& row : rows_)
            sorted.push_back(&row);
        std::ranges::sort(sorted, {}, [](entry const* e) { return e->id; });
        entry e;
        for (auto const* row : sorted) {
            e = *row;
            fn(e);
        }
    }

    std::size_t erase(std::span<sync const> of)
    {
        auto const before = rows_.size();
        for (auto const& s : of) {
            auto [at, end] = rows_.get<by_sync>().equal_range(std::make_tuple(s.id));
            rows_.get<by_sync>().erase(at, end);
        }
        return before - rows_.size();
    }

private:
    struct by_id {};
    struct by_sync {};
    struct sync_of {
        using result_type = ssot::uuid;
        result_type const& operator()(entry const& e) const { return e.sync.key(); }
    };
    template<class... Parts>
    using index = boost::multi_index::indexed_by<Parts...>;
    using rows  = boost::multi_index_container<
         entry,
         index<boost::multi_index::hashed_unique<boost::multi_index::tag<by_id>,
                                                 boost::multi_index::member<entry, ssot::uuid, &entry::id>>,
               boost::multi_index::ordered_non_unique<
                   boost::multi_index::tag<by_sync>,
                   boost::multi_index::composite_key<entry, sync_of,
                                                     boost::multi_index::member<entry, ssot::timestamp, &entry::timestamp>,
                                                     boost::multi_index::member<entry, ssot::uuid, &entry::id>>>>>;

    rows rows_{};
};

} // namespace bench

#endif // BENCH_MEMORY_MULTI_INDEX_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_MODEL_STORE_HPP
#define SSOT_TESTING_MODEL_STORE_HPP

// The oracle: says what a store with the shipped models should hold and return. It is written to be plainly correct: rows
// are structs in a std::map, a transaction is a copy of everything, and each rule is written out by hand. It shares no code
// with the way in which the library answers queries.
//
//   model_store judge;
//   auto const wrong = judge.objections(std::vector{run});     // the errors that may occur; none: the insert must succeed
//   if (wrong.empty()) judge.put(run);

#include <ssot/error.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/reflect.hpp>
#include <ssot/testing/kit/config.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace ssot::conformance {

/// Errors of which any one may occur, since a call can be wrong in several ways.
using errors_allowed = std::set<errc>;

class model_store {
public:
    template<class M>
    struct row {
        M            m;
        std::int64_t revision = 1;
    };
    template<class M>
    using table = std::map<key_t<M>, row<M>>;

    template<class M>
    table<M> const& rows() const noexcept
    {
        return std::get<table<M>>(now_);
    }
    template<class M>
    row<M> const* find(key_t<M> const& key) const
    {
        auto const found = rows<M>().find(key);
        return found == rows<M>().end() ? nullptr : &found->second;
    }

    /// Returns why these new rows cannot be stored; empty if they can.
    template<class M>
    errors_allowed objections(std::vector<M> const& added) const
    {
        errors_allowed        out;
        std::set<key_t<M>>    keys;
        std::set<std::string> names;
        for (auto const& m : added) {
            check(m, out);
            bool const made = key_of(m) == key_t<M>{}; // made by the store
            if (!made && (find<M>(key_of(m)) || !keys.insert(key_of(m)).second))
                out.insert(errc::already_exists);
            if (unique_name(m) && (name_taken(m, false) || !names.insert(*unique_name(m)).second))
                out.insert(errc::already_exists);
        }
        return out;
    }

    /// Returns why this row cannot be changed to `m`; empty if it can. `revision` is the one that was read.
    template<class M>
    errors_allowed objections(M const& m, std::int64_t revision) const
    {
        errors_allowed out;
        check(m, out);
        auto const* const old = find<M>(key_of(m));
        if (!old)
            out.insert(errc::not_found);
        else if (old->revision != revision)
            out.insert(errc::conflict);
        if (unique_name(m) && name_taken(m, true))
            out.insert(errc::already_exists);
        return out;
    }

    /// Stores a new or changed row.
    template<class M>
    void put(M const& m, std::int64_t revision = 1)
    {
        std::get<table<M>>(now_).insert_or_assign(key_of(m), row<M>{m, revision});
    }

    /// The effect of an erase: the rows that are erased, by the name of their model, or why it is refused.
    struct erasure {
        errors_allowed                          wrong{};
        std::map<std::string_view, std::size_t> gone{};
        std::size_t                             protecting = 0; ///< number of rows that protect the erased ones
    };
    template<class M>
    erasure erase(key_t<M> const& key)
    {
        erasure out;
        if (!find<M>(key) || model_info_of<M>().singleton)
            return out;
        collect(static_cast<M const*>(nullptr), key, out);
        if (out.protecting != 0) {
            out.gone.clear();
            out.wrong.insert(errc::protected_);
            return out;
        }
        std::get<table<M>>(now_).erase(key);
        ++out.gone[model_info_of<M>().name];
        return out;
    }

    sync_counts counts(uuid const& sync_key) const;

    // Transactions, which may be nested.
    void        begin();
    void        commit();
    void        rollback();
    std::size_t depth() const noexcept { return before_.size(); }

private:
    using tables = std::tuple<table<job>, table<job_result>, table<content_type>, table<secrets_group>,
                              table<servicenow_config>, table<sync>, table<sync_log_entry>>;

    // What each model requires of its rows.
    void check(job const& m, errors_allowed& out) const;
    void check(job_result const& m, errors_allowed& out) const;
    void check(content_type const& m, errors_allowed& out) const;
    void check(secrets_group const& m, errors_allowed& out) const;
    void check(servicenow_config const& m, errors_allowed& out) const;
    void check(sync const& m, errors_allowed& out) const;
    void check(sync_log_entry const& m, errors_allowed& out) const;

    /// What no two rows of a model may share.
    template<class M>
    static std::optional<std::string> unique_name(M const& m)
    {
        if constexpr (std::same_as<M, job> || std::same_as<M, secrets_group>)
            return m.name;
        else if constexpr (std::same_as<M, content_type>)
            return m.app_label + '\n' + m.model;
        else
            return std::nullopt;
    }
    template<class M>
    bool name_taken(M const& m, bool by_another) const
    {
        for (auto const& [key, other] : rows<M>())
            if (unique_name(other.m) == unique_name(m) && !(by_another && key == key_of(m)))
                return true;
        return false;
    }

    // Which rows are erased together with a row, and which rows protect it.
    void collect(job const*, uuid const& key, erasure&);
    void collect(job_result const*, uuid const& key, erasure& out);
    void collect(content_type const*, std::int64_t key, erasure& out);
    void collect(secrets_group const*, uuid const& key, erasure&);
    void collect(servicenow_config const*, uuid const&, erasure&);
    void collect(sync const*, uuid const& key, erasure& out);
    void collect(sync_log_entry const*, uuid const&, erasure&);

    tables              now_{};
    std::vector<tables> before_{};
};

} // namespace ssot::conformance

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/model_store.ipp>
#endif

#endif // SSOT_TESTING_MODEL_STORE_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_MODEL_STORE_HPP
#define SSOT_TESTING_MODEL_STORE_HPP

// The judge: what a store with the shipped models should hold and answer, written for being plainly right. Rows are structs in
// std::map, a transaction is a copy of everything, each rule is written out by hand. It shares no code with the library's own
// way of answering queries.
//
//   model_store judge;
//   auto const wrong = judge.objections(std::vector{run});     // the errors that may come; none: the insert must succeed
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

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace ssot::conformance {

/// Errors of which any may come, since a call can be wrong in several ways.
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

    /// Why these new rows cannot be stored, if so.
    template<class M>
    errors_allowed objections(std::vector<M> const& added) const
    {
        errors_allowed        out;
        std::set<key_t<M>>    keys;
        std::set<std::string> names;
        for (auto const& m : added) {
            check(m, out);
            bool const made = key_of(m) == key_t<M>{}; // by the store
            if (!made && (find<M>(key_of(m)) || !keys.insert(key_of(m)).second))
                out.insert(errc::already_exists);
            if (unique_name(m) && (name_taken(m, false) || !names.insert(*unique_name(m)).second))
                out.insert(errc::already_exists);
        }
        return out;
    }

    /// Why this row cannot be changed to `m`, if so. `revision` is the one that was read.
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

    /// Stores a row, new or changed.
    template<class M>
    void put(M const& m, std::int64_t revision = 1)
    {
        std::get<table<M>>(now_).insert_or_assign(key_of(m), row<M>{m, revision});
    }

    /// What an erase does: the rows that go, by the name of their model, or why it cannot be.
    struct erasure {
        errors_allowed                          wrong{};
        std::map<std::string_view, std::size_t> gone{};
        std::size_t                             protecting = 0; ///< rows that stand in the way
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

    sync_counts counts(uuid const& sync_key) const
    {
        sync_counts out;
        for (auto const& [key, e] : rows<sync_log_entry>()) {
            if (e.m.sync.key() != sync_key)
                continue;
            using action = sync_log_entry_action;
            using status = sync_log_entry_status;
            out.unchanged += e.m.action == action::no_change ? 1 : 0;
            out.created += e.m.action == action::create ? 1 : 0;
            out.updated += e.m.action == action::update ? 1 : 0;
            out.deleted += e.m.action == action::delete_ ? 1 : 0;
            out.succeeded += e.m.status == status::success ? 1 : 0;
            out.failed += e.m.status == status::failure ? 1 : 0;
            out.errored += e.m.status == status::error ? 1 : 0;
        }
        return out;
    }

    // Transactions, one inside the other.
    void        begin() { before_.push_back(now_); }
    void        commit() { before_.pop_back(); }
    void        rollback() { now_ = std::move(before_.back()), before_.pop_back(); }
    std::size_t depth() const noexcept { return before_.size(); }

private:
    using tables = std::tuple<table<job>, table<job_result>, table<content_type>, table<secrets_group>,
                              table<servicenow_config>, table<sync>, table<sync_log_entry>>;

    /// Code points of well-formed UTF-8.
    static std::size_t length(std::string_view text)
    {
        std::size_t n = 0;
        for (char const c : text)
            n += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
        return n;
    }
    static bool fits(std::string_view text, std::size_t most) { return !text.empty() && length(text) <= most; }

    // What each model asks of its rows.
    void check(job const& m, errors_allowed& out) const
    {
        if (!fits(m.name, 255) || !fits(m.module_name, 255) || !fits(m.job_class_name, 255))
            out.insert(errc::validation);
    }
    void check(job_result const& m, errors_allowed& out) const
    {
        if (!fits(m.name, 255))
            out.insert(errc::validation);
        if (m.job_model && !find<job>(m.job_model->key()))
            out.insert(errc::foreign_key);
    }
    void check(content_type const& m, errors_allowed& out) const
    {
        if (!fits(m.app_label, 100) || !fits(m.model, 100))
            out.insert(errc::validation);
    }
    void check(secrets_group const& m, errors_allowed& out) const
    {
        if (!fits(m.name, 255) || length(m.description) > 255)
            out.insert(errc::validation);
    }
    void check(servicenow_config const& m, errors_allowed& out) const
    {
        if (length(m.servicenow_instance) > 100)
            out.insert(errc::validation);
        if (m.servicenow_secrets && !find<secrets_group>(m.servicenow_secrets->key()))
            out.insert(errc::foreign_key);
    }
    void check(sync const& m, errors_allowed& out) const
    {
        if (!fits(m.source, 64) || !fits(m.target, 64) || m.diff_memory_peak.value_or(0) < 0)
            out.insert(errc::validation);
        if (m.job_result && !find<job_result>(m.job_result->key()))
            out.insert(errc::foreign_key);
    }
    void check(sync_log_entry const& m, errors_allowed& out) const
    {
        if (!find<sync>(m.sync.key()))
            out.insert(errc::foreign_key);
        if (m.synced_object_type && !find<content_type>(m.synced_object_type->key()))
            out.insert(errc::foreign_key);
    }

    /// What no two rows of the model may have in common.
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

    // What goes with a row, and what keeps it.
    void collect(job const*, uuid const& key, erasure&)
    {
        for (auto& [k, r] : std::get<table<job_result>>(now_))
            if (r.m.job_model && *r.m.job_model == key) {
                r.m.job_model.reset();
                ++r.revision;
            }
    }
    void collect(job_result const*, uuid const& key, erasure& out)
    {
        for (auto const& [k, r] : rows<sync>())
            out.protecting += r.m.job_result && *r.m.job_result == key ? 1 : 0;
    }
    void collect(content_type const*, std::int64_t key, erasure& out)
    {
        for (auto const& [k, r] : rows<sync_log_entry>())
            out.protecting += r.m.synced_object_type && *r.m.synced_object_type == key ? 1 : 0;
    }
    void collect(secrets_group const*, uuid const& key, erasure&)
    {
        for (auto& [k, r] : std::get<table<servicenow_config>>(now_))
            if (r.m.servicenow_secrets && *r.m.servicenow_secrets == key) {
                r.m.servicenow_secrets.reset();
                ++r.revision;
            }
    }
    void collect(servicenow_config const*, uuid const&, erasure&) {}
    void collect(sync const*, uuid const& key, erasure& out)
    {
        auto const gone =
            std::erase_if(std::get<table<sync_log_entry>>(now_), [&](auto const& r) { return r.second.m.sync == key; });
        if (gone != 0)
            out.gone[model_info_of<sync_log_entry>().name] = gone;
    }
    void collect(sync_log_entry const*, uuid const&, erasure&) {}

    tables              now_{};
    std::vector<tables> before_{};
};

} // namespace ssot::conformance

#endif // SSOT_TESTING_MODEL_STORE_HPP

// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_ORACLE_CHECKED_STORE_IPP
#define SSOT_IMPL_TESTING_KIT_ORACLE_CHECKED_STORE_IPP

// A store and the judge: does the same to both, and compares what comes.

#include <ssot/condition.hpp>
#include <ssot/error.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/testing/kit/kit_store.hpp>
#include <ssot/testing/model_store.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/uuid.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Functions throw `failed_check` when store and judge disagree.
class judged_store {
public:
    explicit judged_store(source const& from) : t_(from, 0) {}

    kit_store&         store() { return t_.store(); }
    model_store const& judge() const noexcept { return judge_; }

    /// What is being done, for people.
    std::string const& words() const noexcept { return words_; }
    void               tell(std::string what) { words_ = std::move(what); }

    // ---- agreement ----

    /// Whether the store did it, and had to; the same where it refused.
    template<class T>
    bool agree(result<T> const& r, errors_allowed const& allowed)
    {
        std::string expected = allowed.empty() ? "success" : "";
        for (errc const e : allowed)
            expected += (expected.empty() ? "the error " : " or ") + std::string(to_string(e));
        auto const came = r ? std::string("success") : to_string(r.error());
        if (doom() == doomed::yes) {
            if (r || (r.error().code() != errc::tx_aborted && r.error().code() != errc::validation))
                disagree("the error tx_aborted, since a call in this transaction failed", came);
            return false;
        }
        if (!r && doom() == doomed::maybe && r.error().code() == errc::tx_aborted) {
            set_doom(doomed::yes);
            return false;
        }
        if (r.has_value() != allowed.empty() || (!r && !allowed.contains(r.error().code())))
            disagree(expected, came);
        if (!r) {
            bool const early = r.error().code() == errc::validation || r.error().code() == errc::not_found;
            set_doom(early ? doomed::maybe : doomed::yes);
        }
        return r.has_value();
    }

    template<class A>
    void same(A const& came, A const& expected, std::string_view what)
    {
        if (!(came == expected))
            disagree(std::string(what) + ' ' + show(expected), show(came));
    }

    /// Compares all rows.
    void compare_all()
    {
        if (doom() == doomed::yes)
            return;
        compare_rows<job>();
        compare_rows<job_result>();
        compare_rows<content_type>();
        compare_rows<secrets_group>();
        compare_rows<servicenow_config>();
        compare_rows<sync>();
        compare_rows<sync_log_entry>();
    }

    // ---- reading and writing ----

    template<class M>
    void insert(std::vector<M> rows, bool as_batch)
    {
        words_             = "inserting " + show(rows);
        auto const allowed = judge_.objections(rows);
        bool       done    = false;
        if (as_batch) {
            auto const r = store().insert(std::span(rows));
            done         = agree(r, allowed);
        } else {
            auto const r = store().insert(rows[0]);
            done         = agree(r, allowed);
        }
        if (!done)
            return;
        for (auto const& m : rows) {
            if (judge_.find<M>(m.id))
                disagree("a key that is not taken", "the key " + show(m.id));
            judge_.put(m);
        }
    }

    template<class M>
    std::optional<stored<M>> read(key_t<M> const& key)
    {
        words_                 = "get of the key " + show(key) + " of " + std::string(model_info_of<M>().name);
        auto              row  = store().get<M>(key);
        auto const* const mine = judge_.find<M>(key);
        if (!agree(row, mine ? errors_allowed{} : errors_allowed{errc::not_found}))
            return std::nullopt;
        same(static_cast<M const&>(*row), mine->m, "the row");
        if constexpr (!std::same_as<M, sync_log_entry>)
            same(revision_of(*row), mine->revision, "the revision");
        return std::move(*row);
    }

    template<class M>
    void update(stored<M> row)
    {
        words_ = "update to " + show(static_cast<M const&>(row)) + " from revision " + std::to_string(revision_of(row));
        auto const allowed = judge_.objections(static_cast<M const&>(row), revision_of(row));
        auto const before  = revision_of(row);
        auto const r       = store().update(row);
        if (!agree(r, allowed))
            return;
        same(revision_of(row), before + 1, "the revision");
        judge_.put(static_cast<M const&>(row), before + 1);
    }

    template<class M>
    void erase(key_t<M> const& key)
    {
        words_             = "erase of the key " + show(key) + " of " + std::string(model_info_of<M>().name);
        auto const kept    = judge_;
        auto const erasure = judge_.erase<M>(key);
        auto const r       = store().erase<M>(key);
        if (!agree(r, erasure.wrong)) {
            judge_ = kept;
            if (!r && r.error().code() == errc::protected_)
                same(r.error().keys().size(), std::min<std::size_t>(erasure.protecting, 100), "so many protecting keys:");
            return;
        }
        std::size_t total = 0;
        for (auto const& [model, rows] : erasure.gone) {
            same(r->of(model), rows, "so many rows of " + std::string(model) + " gone:");
            total += rows;
        }
        same(r->total(), total, "so many rows gone:");
    }

    /// The singleton.
    std::optional<stored<servicenow_config>> load()
    {
        words_   = "load of the singleton";
        auto row = store().load<servicenow_config>();
        if (!agree(row, {}))
            return std::nullopt;
        auto const& mine = judge_.rows<servicenow_config>();
        if (mine.empty())
            judge_.put(static_cast<servicenow_config const&>(*row));
        same(static_cast<servicenow_config const&>(*row), mine.begin()->second.m, "the row");
        same(revision_of(*row), mine.begin()->second.revision, "the revision");
        return std::move(*row);
    }

    /// Lets `change(row)` change a sync that was read without its diff.
    template<class Change>
    void update_without_diff(uuid const& key, Change change)
    {
        words_    = "selecting without the diff";
        auto rows = store().select(from<sync>().where(field<&sync::id> == key).template defer<&sync::diff>());
        if (!agree(rows, {}))
            return;
        auto const* const mine = judge_.find<sync>(key);
        same(rows->size(), std::size_t{mine ? 1U : 0U}, "so many rows:");
        if (rows->empty())
            return;
        auto& row = rows->front();
        change(row);
        auto wanted        = static_cast<sync const&>(row);
        wanted.diff        = mine->m.diff;
        words_             = "update without the diff to " + show(wanted);
        auto const before  = revision_of(row);
        auto const allowed = judge_.objections(wanted, before);
        auto const r       = store().update(row);
        if (agree(r, allowed))
            judge_.put(wanted, before + 1);
    }

    // ---- transactions ----

    /// Begins one, inside another if there is one, up to four deep.
    void begin()
    {
        if (!t_.caps().transactions || levels_.size() == 4)
            return;
        words_           = "begin";
        bool const alone = levels_.empty() || t_.caps().savepoints;
        auto       tx    = store().begin({});
        if (!agree(tx, {}))
            return;
        transactions_.push_back(std::move(*tx));
        levels_.push_back({alone});
        judge_.begin();
    }
    void end(bool keep)
    {
        if (levels_.empty())
            return;
        words_     = keep ? "commit" : "rollback";
        bool alone = levels_.back().alone;
        if (keep) {
            auto const before = doom();
            auto const r      = transactions_.back().commit();
            if (before == doomed::yes && r)
                disagree("the error tx_aborted, since a call in this transaction failed", "success");
            if (before == doomed::no && !r)
                disagree("success", to_string(r.error()));
            keep = r.has_value();
        } else {
            transactions_.back().rollback();
        }
        transactions_.pop_back();
        levels_.pop_back();
        if (keep) {
            judge_.commit();
        } else {
            judge_.rollback();
            if (!alone)
                set_doom(doomed::yes);
        }
    }

    /// Opens the backend anew, where that can be and no transaction is open.
    void reopen()
    {
        if (t_.can_reopen() && levels_.empty())
            t_.reopen();
        words_ = "reopen";
    }

private:
    /// Whether a transaction can still be committed. A wrong value, or a row that is not there, need not have reached it.
    enum class doomed : std::uint8_t { no, maybe, yes };
    struct level {
        bool   alone; ///< can be undone without the one around it
        doomed state = doomed::no;
    };

    doomed      doom() const { return levels_.empty() ? doomed::no : levels_[own_fate()].state; }
    std::size_t own_fate() const
    {
        std::size_t at = levels_.size() - 1;
        while (!levels_[at].alone)
            --at;
        return at;
    }
    void set_doom(doomed state)
    {
        if (!levels_.empty() && state > levels_[own_fate()].state)
            levels_[own_fate()].state = state;
    }

    [[noreturn]] void disagree(std::string const& expected, std::string const& came) const
    {
        throw failed_check(words_ + ": expected " + expected + ", came " + came);
    }

    template<class M>
    void compare_rows()
    {
        constexpr auto key  = ssot::detail::first_member<ssot::detail::members_of<M>>::value;
        auto const     rows = store().select(from<M>().order_by(asc<key>));
        words_              = "all rows of " + std::string(model_info_of<M>().name);
        if (!agree(rows, {}))
            return;
        auto const& mine = judge_.rows<M>();
        same(rows->size(), mine.size(), "so many rows:");
        auto at = mine.begin();
        for (auto const& row : *rows) {
            same(static_cast<M const&>(row), at->second.m, "the row");
            if constexpr (!std::same_as<M, sync_log_entry>)
                same(revision_of(row), at->second.revision, "for " + show(row.id) + " the revision");
            ++at;
        }
    }

    trial                        t_;
    model_store                  judge_{};
    std::vector<kit_transaction> transactions_{};
    std::vector<level>           levels_{};
    std::string                  words_{};
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_ORACLE_CHECKED_STORE_IPP

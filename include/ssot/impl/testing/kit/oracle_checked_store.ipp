// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_ORACLE_CHECKED_STORE_IPP
#define SSOT_IMPL_TESTING_KIT_ORACLE_CHECKED_STORE_IPP

// A store and the judge: does the same to both, and compares what comes. A second session beside it has a judge of its own.

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

#include <ssot/impl/testing/kit/random_states.ipp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
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
    explicit judged_store(source const& from) : t_(from, 0), waits_(from.waits) {}
    judged_store(judged_store const&)            = delete;
    judged_store& operator=(judged_store const&) = delete;

    kit_store&         store() { return now_ == &here_ ? t_.store() : *other_store_; }
    model_store const& judge() const noexcept { return now_->judge; }

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
            auto const code  = r.error().code();
            bool const early = code == errc::validation || code == errc::not_found || code == errc::read_only;
            set_doom(early ? doomed::maybe : doomed::yes);
            if (!early)
                happened(run_past::refused);
        }
        return r.has_value();
    }

    /// The same for a write, which has to be refused in a read-only transaction.
    template<class T>
    bool agree_to_write(result<T> const& r, errors_allowed allowed)
    {
        if (is_reading())
            allowed.insert(errc::read_only);
        if (!agree(r, allowed))
            return false;
        happened(run_past::quiet);
        return true;
    }

    template<class A>
    void same(A const& came, A const& expected, std::string_view what)
    {
        if (!(came == expected))
            disagree(std::string(what) + ' ' + show(expected), show(came));
    }

    /// Compares all rows, as either session sees them.
    void compare_all()
    {
        gives_way([this] { compare_tables(); });
        if (!other_.levels.empty())
            look();
    }

    // ---- reading and writing ----

    template<class M>
    void insert(std::vector<M> rows, bool as_batch)
    {
        words_             = "inserting " + show(rows);
        auto const allowed = judge().objections(rows);
        bool       done    = false;
        if (as_batch) {
            auto const r = store().insert(std::span(rows));
            done         = agree_to_write(r, allowed);
        } else {
            auto const r = store().insert(rows[0]);
            done         = agree_to_write(r, allowed);
        }
        if (!done)
            return;
        for (auto const& m : rows) {
            if (judge().find<M>(m.id))
                disagree("a key that is not taken", "the key " + show(m.id));
            now_->judge.put(m);
        }
    }

    template<class M>
    std::optional<stored<M>> read(key_t<M> const& key)
    {
        words_                 = "get of the key " + show(key) + " of " + std::string(model_info_of<M>().name);
        auto              row  = store().get<M>(key);
        auto const* const mine = judge().find<M>(key);
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
        auto const allowed = judge().objections(static_cast<M const&>(row), revision_of(row));
        auto const before  = revision_of(row);
        auto const r       = store().update(row);
        if (!agree_to_write(r, allowed))
            return;
        same(revision_of(row), before + 1, "the revision");
        now_->judge.put(static_cast<M const&>(row), before + 1);
    }

    template<class M>
    void erase(key_t<M> const& key)
    {
        words_             = "erase of the key " + show(key) + " of " + std::string(model_info_of<M>().name);
        auto const kept    = judge();
        auto const erasure = now_->judge.erase<M>(key);
        auto const r       = store().erase<M>(key);
        // In a read-only transaction an erase of nothing may be refused or not.
        bool const nothing = is_reading() && r && erasure.wrong.empty() && erasure.gone.empty();
        if (nothing ? !agree(r, {}) : !agree_to_write(r, erasure.wrong)) {
            now_->judge = kept;
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
        words_           = "load of the singleton";
        auto        row  = store().load<servicenow_config>();
        auto const& mine = judge().rows<servicenow_config>();
        if (mine.empty() ? !agree_to_write(row, {}) : !agree(row, {}))
            return std::nullopt;
        if (mine.empty())
            now_->judge.put(static_cast<servicenow_config const&>(*row));
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
        auto const* const mine = judge().find<sync>(key);
        same(rows->size(), std::size_t{mine ? 1U : 0U}, "so many rows:");
        if (rows->empty())
            return;
        auto& row = rows->front();
        change(row);
        auto wanted        = static_cast<sync const&>(row);
        wanted.diff        = mine->m.diff;
        words_             = "update without the diff to " + show(wanted);
        auto const before  = revision_of(row);
        auto const allowed = judge().objections(wanted, before);
        auto const r       = store().update(row);
        if (agree_to_write(r, allowed))
            now_->judge.put(wanted, before + 1);
    }

    // ---- transactions, a cursor, another session: judged_sessions.ipp ----

    /// Begins one, inside another if there is one, up to four deep.
    void begin(storage::tx_mode mode = storage::tx_mode::read_write);
    void end(bool keep);
    bool can_go_deeper() const noexcept { return here_.levels.size() != most_levels; }

    /// Opens the backend anew, where that can be and no transaction is open.
    void reopen();

    /// Begins to read all syncs.
    void open_cursor();
    void read_cursor(std::uint64_t rows);

    /// Lets the other session change something outside a transaction: `work` changes this store.
    void other_changes(std::function<void()> const& work);
    /// Lets it look at all rows in a read-only transaction.
    void other_reads();
    /// Lets it change something in a transaction.
    void other_writes(std::function<void()> const& work);
    void other_ends(bool keep);

    /// Does what this session does, and compares. What waits for a transaction of the other session, as it may on a backend
    /// with locks, goes on when that one was rolled back.
    void gives_way(std::function<void()> const& work);

    situation now() const;
    run_reach can();

private:
    /// Whether a transaction can still be committed. A wrong value, or a row that is not there, need not have reached it.
    enum class doomed : std::uint8_t { no, maybe, yes };
    struct level {
        bool   alone; ///< can be undone without the one around it
        bool   reads; ///< is read-only
        doomed state = doomed::no;
    };
    /// What one session does, and what it has to see.
    struct side {
        model_store                  judge{};
        std::vector<kit_transaction> transactions{};
        std::vector<level>           levels{};

        bool   is_reading() const noexcept { return !levels.empty() && levels.back().reads; }
        doomed doom() const { return levels.empty() ? doomed::no : levels[own_fate()].state; }
        void   set_doom(doomed state)
        {
            if (!levels.empty() && state > levels[own_fate()].state)
                levels[own_fate()].state = state;
        }

    private:
        std::size_t own_fate() const
        {
            std::size_t at = levels.size() - 1;
            while (!levels[at].alone)
                --at;
            return at;
        }
    };
    /// A cursor of this session, and the rows of its moment.
    struct open_cursor_of {
        using query  = decltype(from<sync>().order_by(asc<&sync::id>));
        using stream = decltype(std::declval<kit_store&>().stream(std::declval<query>()));

        explicit open_cursor_of(kit_store& s) : rows_of(s.stream(from<sync>().order_by(asc<&sync::id>))), at(rows_of.begin())
        {
        }
        stream                    rows_of;
        typename stream::iterator at;
        std::vector<sync>         rows{};
        std::size_t               read = 0;
    };

    static constexpr std::size_t most_levels = 4;
    // What the kit finds out once about a backend.
    static constexpr char const* second_cursor     = "random commands: a second cursor";
    static constexpr char const* reader_in_the_way = "random commands: beside a transaction that reads";
    static constexpr char const* writer_in_the_way = "random commands: beside a transaction that writes";
    static constexpr char const* cursor_in_the_way = "random commands: a write beside a cursor or a transaction that reads";

    bool is_reading() const noexcept { return now_->is_reading(); }
    bool is_true(char const* what) const
    {
        auto const found = waits_->find(what);
        return found != waits_->end() && found->second;
    }
    doomed doom() const { return now_->doom(); }
    void   set_doom(doomed state) { now_->set_doom(state); }
    void   happened(run_past what)
    {
        if (now_ == &here_)
            past_ = what;
    }

    /// What other sessions see.
    model_store const& committed() const { return here_.levels.empty() ? here_.judge : *committed_; }
    void               publish();
    void               other_does(std::function<void()> const& work);
    void               look();
    static void        give_up(side& s);
    void beside_open(char const* what, std::function<void()> const& work, std::function<void()> const& give_way);
    bool read_row(open_cursor_of& c);

    [[noreturn]] void disagree(std::string const& expected, std::string const& came) const
    {
        throw failed_check(words_ + ": expected " + expected + ", came " + came);
    }

    void compare_tables()
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
    template<class M>
    void compare_rows()
    {
        constexpr auto key  = ssot::detail::first_member<ssot::detail::members_of<M>>::value;
        auto const     rows = store().select(from<M>().order_by(asc<key>));
        words_              = "all rows of " + std::string(model_info_of<M>().name);
        if (!agree(rows, {}))
            return;
        auto const& mine = judge().rows<M>();
        same(rows->size(), mine.size(), "so many rows:");
        auto at = mine.begin();
        for (auto const& row : *rows) {
            same(static_cast<M const&>(row), at->second.m, "the row");
            if constexpr (!std::same_as<M, sync_log_entry>)
                same(revision_of(row), at->second.revision, "for " + show(row.id) + " the revision");
            ++at;
        }
    }

    trial                                        t_;
    std::shared_ptr<std::map<std::string, bool>> waits_;
    std::optional<kit_store>                     other_store_{};
    side                                         here_{};
    side                                         other_{};
    side*                                        now_ = &here_; ///< whose calls these are
    std::optional<model_store>                   committed_{};  ///< what others see while `here_` has a transaction
    std::unique_ptr<open_cursor_of>              cursor_{};
    run_past                                     past_ = run_past::quiet;
    std::string                                  words_{};
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_ORACLE_CHECKED_STORE_IPP

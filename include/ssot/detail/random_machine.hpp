// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RANDOM_MACHINE_HPP
#define SSOT_DETAIL_RANDOM_MACHINE_HPP

// Executes commands on a store and on the judge at once, and compares.

#include <ssot/testing/model_store.hpp>
#include <ssot/testing/random_run.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/questions.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// What `store.begin()` gives.
template<class Store>
struct transaction_of {
    struct type {};
    static constexpr bool exists = false;
};
template<class Store>
    requires requires(Store& s) { s.begin(storage::tx_options{}).value(); }
struct transaction_of<Store> {
    using type = std::remove_cvref_t<decltype(std::declval<Store&>().begin(storage::tx_options{}).value())>;
    static constexpr bool exists = true;
};

template<class Backend>
class random_machine {
public:
    explicit random_machine(source<Backend> const& from) : t_(from, 0) {}

    /// Executes one command. Throws `failed_check` when store and judge disagree.
    void step(command const& c)
    {
        random_ = random_source((std::uint64_t{c.values} << 32 | c.other) * 0x9e3779b97f4a7c15U + c.which);
        words_.clear();
        perform(c);
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

    /// What the last command was about.
    std::string const& words() const noexcept { return words_; }

private:
    using store_type  = ssot::store<Backend>;
    using transaction = transaction_of<store_type>;

    /// Whether a transaction can still be committed. A wrong value, or a row that is not there, need not have reached it.
    enum class doomed : std::uint8_t { no, maybe, yes };
    struct level {
        bool   alone; ///< can be undone without the one around it
        doomed state = doomed::no;
    };

    store_type& store() { return t_.store(); }

    // ---- keys and values ----

    static uuid key_of_kind(std::uint8_t kind, std::uint64_t n)
    {
        uuid out{};
        out.data[0]  = static_cast<std::uint8_t>(n % 2 == 0 ? 0x80 + kind : kind);
        out.data[15] = static_cast<std::uint8_t>(n + 1);
        return out;
    }
    static uuid         sync_key(std::uint64_t n) { return key_of_kind(1, n % 10); }
    static uuid         entry_key(std::uint64_t n) { return key_of_kind(2, n % 40); }
    static uuid         job_key(std::uint64_t n) { return key_of_kind(3, n % 3); }
    static uuid         result_key(std::uint64_t n) { return key_of_kind(4, n % 5); }
    static uuid         group_key(std::uint64_t n) { return key_of_kind(5, n % 3); }
    static std::int64_t type_key(std::uint64_t n) { return static_cast<std::int64_t>(n % 4); } // 0 is made by the store

    void change(sync& m)
    {
        m.source = any_word(random_);
        if (random_.one_in(24))
            m.source = random_.one_in(2) ? std::string() : std::string(65, 'x');
        m.target     = any_word(random_);
        m.start_time = random_.one_in(4) ? std::nullopt : std::optional(timestamp(duration(random_.between(-2, 2))));
        m.diff_time  = random_.one_in(2) ? std::nullopt : std::optional(duration(random_.between(-2, 2)));
        m.dry_run    = random_.one_in(2);
        m.diff_memory_peak.reset();
        if (random_.one_in(2))
            m.diff_memory_peak = random_.one_in(16) ? -1 : static_cast<std::int64_t>(random_.below(4));
        m.diff = boost::json::object{{"+", any_word(random_)}};
        m.summary.reset();
        if (random_.one_in(2))
            m.summary = boost::json::object{{"create", random_.below(3)}};
        m.job_result.reset();
        if (random_.one_in(3))
            m.job_result = key_to<job_result>{result_key(random_.below(5))};
    }
    sync make_sync(std::uint64_t which)
    {
        sync m{.id = sync_key(which)};
        change(m);
        return m;
    }
    sync_log_entry make_entry(std::uint64_t which, std::uint64_t of)
    {
        sync_log_entry m{.id = entry_key(which), .sync = key_to<sync>{sync_key(of)}};
        m.action      = any_value<sync_log_entry_action>(random_);
        m.status      = any_value<sync_log_entry_status>(random_);
        m.object_repr = random_.one_in(2) ? "" : any_word(random_);
        m.message     = any_word(random_);
        if (random_.one_in(3))
            m.diff = boost::json::object{{"-", any_word(random_)}};
        if (random_.one_in(4)) {
            m.synced_object_type = key_to<content_type, std::int64_t>{1 + type_key(random_.below(3))};
            m.synced_object_id   = sync_key(random_.below(10));
        }
        return m;
    }

    // ---- agreement ----

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

    template<class M>
    void compare_rows()
    {
        constexpr auto key  = ssot::detail::first_member<ssot::detail::members_of<M>>::value;
        auto const     rows = store().select(from<M>().order_by(asc<key>));
        words_              = "all rows of " + std::string(model_info_of<M>().name);
        if (!agree(rows, {}))
            return;
        auto const& mine = judge_.template rows<M>();
        same(rows->size(), mine.size(), "so many rows:");
        auto at = mine.begin();
        for (auto const& row : *rows) {
            same(static_cast<M const&>(row), at->second.m, "the row");
            if constexpr (!std::same_as<M, sync_log_entry>)
                same(revision_of(row), at->second.revision, "for " + show(key_text(row)) + " the revision");
            ++at;
        }
    }
    template<class M>
    static std::string key_text(M const& m)
    {
        return show(m.id);
    }

    // ---- commands ----

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
            if (judge_.template find<M>(m.id))
                disagree("a key that is not taken", "the key " + show(m.id));
            judge_.put(m);
        }
    }

    template<class M>
    std::optional<stored<M>> read(key_t<M> const& key)
    {
        words_                 = "get of the key " + show(key) + " of " + std::string(model_info_of<M>().name);
        auto              row  = store().template get<M>(key);
        auto const* const mine = judge_.template find<M>(key);
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
        auto const erasure = judge_.template erase<M>(key);
        auto const r       = store().template erase<M>(key);
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

    condition<sync> any_sync_condition()
    {
        return any_condition<sync>(random_, [](random_source& r) -> condition<sync> {
            switch (r.below(8)) {
            case 0: return compare_with<&sync::source>(r, any_word(r), [](sync const& m) { return seen(m.source); });
            case 1: return search_for<&sync::target>(r, any_needle(r), [](sync const& m) { return seen(m.target); });
            case 2:
                return compare_with<&sync::start_time>(
                    r, timestamp(duration(r.between(-2, 2))), [](sync const& m) { return seen(m.start_time); });
            case 3:
                return compare_with<&sync::diff_time>(
                    r, duration(r.between(-2, 2)), [](sync const& m) { return seen(m.diff_time); });
            case 4:
                return compare_with<&sync::diff_memory_peak>(
                    r, r.between(0, 3), [](sync const& m) { return seen(m.diff_memory_peak); });
            case 5: return compare_with<&sync::id>(r, sync_key(r.below(10)), [](sync const& m) { return seen(m.id); });
            case 6: return {is_null(field<&sync::job_result>), [](sync const& m) { return !m.job_result; }};
            default: return {field<&sync::dry_run> == true, [](sync const& m) { return m.dry_run; }};
            }
        });
    }

    condition<sync_log_entry> any_entry_condition()
    {
        using entry = sync_log_entry;
        return any_condition<entry>(random_, [this](random_source& r) -> condition<entry> {
            auto const parent = [this](entry const& m) -> sync const* {
                auto const* const row = judge_.template find<sync>(m.sync.key());
                return row ? &row->m : nullptr;
            };
            switch (r.below(9)) {
            case 0:
                return compare_with<&entry::action>(
                    r, any_value<sync_log_entry_action>(r), [](entry const& m) { return seen(m.action); });
            case 1:
                return compare_with<&entry::status>(
                    r, any_value<sync_log_entry_status>(r), [](entry const& m) { return seen(m.status); });
            case 2: return search_for<&entry::message>(r, any_needle(r), [](entry const& m) { return seen(m.message); });
            case 3:
                return compare_with<&entry::object_repr>(r, any_word(r), [](entry const& m) { return seen(m.object_repr); });
            case 4: {
                auto const key = sync_key(r.below(10));
                return {field<&entry::sync> == key, [key](entry const& m) { return m.sync == key; }};
            }
            case 5:
                return compare_with<&entry::sync, &sync::source>(r, any_word(r), [parent](entry const& m) {
                    auto const* const s = parent(m);
                    return s ? seen(s->source) : std::nullopt;
                });
            case 6:
                return compare_with<&entry::sync, &sync::start_time>(
                    r, timestamp(duration(r.between(-2, 2))), [parent](entry const& m) {
                        auto const* const s = parent(m);
                        return s ? seen(s->start_time) : std::nullopt;
                    });
            case 7:
                return compare_with<&entry::timestamp>(r,
                                                       timestamp(t_.first_moment + duration(r.below(200))),
                                                       [](entry const& m) { return seen(m.timestamp); });
            default: {
                std::vector<uuid> keys;
                for (auto n = r.below(6); n != 0; --n)
                    keys.push_back(entry_key(r.below(40)));
                return {in(field<&entry::id>, keys),
                        [keys](entry const& m) { return std::ranges::find(keys, m.id) != keys.end(); }};
            }
            }
        });
    }

    /// The judge's rows that satisfy a condition, in order, cut.
    template<class M, class Before>
    std::vector<M> chosen(condition<M> const& c, Before before, std::uint64_t limit, std::uint64_t offset)
    {
        std::vector<M> out;
        for (auto const& [key, row] : judge_.template rows<M>())
            if (c.holds(row.m))
                out.push_back(row.m);
        std::ranges::sort(out, before);
        out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(offset, out.size())));
        out.resize(std::min<std::uint64_t>(limit, out.size()));
        return out;
    }
    template<class M, class Before>
    void compare_selected(selection<M> query, condition<M> const& c, Before before)
    {
        auto const limit  = random_.one_in(2) ? random_.below(6) : 1000;
        auto const offset = random_.one_in(3) ? random_.below(6) : 0;
        words_            = "a query with limit " + std::to_string(limit) + " offset " + std::to_string(offset);
        auto const rows   = store().select(query.where(c.asked).limit(limit).offset(offset));
        if (!agree(rows, {}))
            return;
        std::vector<M> came;
        for (auto const& row : *rows)
            came.push_back(static_cast<M const&>(row));
        same(came, chosen(c, before, limit, offset), "the rows");
    }

    static bool by_start(sync const& a, sync const& b)
    {
        return comes_before(seen(a.start_time), seen(b.start_time), false, storage::nulls::largest)
            .value_or(plain(a.id) < plain(b.id));
    }
    void select_syncs()
    {
        auto const c = any_sync_condition();
        switch (random_.below(3)) {
        case 0: compare_selected(from<sync>(), c, by_start); break;
        case 1:
            compare_selected(from<sync>().order_by(desc<&sync::diff_memory_peak>.nulls_last(), asc<&sync::source>),
                             c,
                             [](sync const& a, sync const& b) {
                                 auto const first = comes_before(
                                     seen(a.diff_memory_peak), seen(b.diff_memory_peak), true, storage::nulls::last);
                                 if (first)
                                     return *first;
                                 return a.source != b.source ? a.source < b.source : plain(a.id) < plain(b.id);
                             });
            break;
        default:
            compare_selected(
                from<sync>().order_by(desc<&sync::start_time>, desc<&sync::id>), c, [](sync const& a, sync const& b) {
                    return comes_before(seen(a.start_time), seen(b.start_time), true, storage::nulls::largest)
                        .value_or(plain(a.id) > plain(b.id));
                });
        }
    }
    void select_entries()
    {
        using entry  = sync_log_entry;
        auto const c = any_entry_condition();
        if (random_.one_in(2)) {
            compare_selected(
                from<entry>().order_by(asc<&entry::status>, desc<&entry::message>), c, [](entry const& a, entry const& b) {
                    if (a.status != b.status)
                        return to_wire(a.status) < to_wire(b.status);
                    return a.message != b.message ? a.message > b.message : plain(a.id) < plain(b.id);
                });
            return;
        }
        compare_selected(from<entry>(), c, [this](entry const& a, entry const& b) {
            auto const& x = judge_.template find<sync>(a.sync.key())->m;
            auto const& y = judge_.template find<sync>(b.sync.key())->m;
            if (auto const first = comes_before(seen(x.start_time), seen(y.start_time), false, storage::nulls::largest))
                return *first;
            return a.timestamp != b.timestamp ? a.timestamp < b.timestamp : plain(a.id) < plain(b.id);
        });
    }
    void annotated()
    {
        auto const c    = any_sync_condition();
        auto const rows = store().annotated_syncs(from<sync>().where(c.asked));
        words_          = "annotated_syncs";
        if (!agree(rows, {}))
            return;
        auto const mine = chosen(c, by_start, 1000, 0);
        same(rows->size(), mine.size(), "so many rows:");
        for (std::size_t i = 0; i != mine.size(); ++i) {
            auto const& row = (*rows)[i];
            same(row.sync.id, mine[i].id, "the sync");
            same(row.sync.summary, mine[i].summary, "the summary");
            same(row.counts, judge_.counts(row.sync.id), "the counts");
            std::optional<uuid> job;
            if (row.job_result)
                job = row.job_result->id;
            same(job, mine[i].job_result ? std::optional(mine[i].job_result->key()) : std::nullopt, "the job result");
        }
    }
    void walk_pages()
    {
        constexpr auto      start = field<&sync::start_time>;
        constexpr auto      key   = field<&sync::id>;
        auto const          size  = 1 + random_.below(4);
        std::vector<uuid>   met;
        std::optional<sync> last;
        words_ = "walking pages of " + std::to_string(size) + " syncs";
        for (;;) {
            auto page = from<sync>().limit(size);
            if (last && last->start_time)
                page = page.where(start > *last->start_time || is_null(start) ||
                                  (start == *last->start_time && key > last->id));
            else if (last)
                page = page.where(is_null(start) && key > last->id);
            auto const rows = store().select(page);
            if (!agree(rows, {}))
                return;
            if (rows->empty())
                break;
            for (auto const& row : *rows)
                met.push_back(row.id);
            if (met.size() > judge_.template rows<sync>().size())
                break;
            last = rows->back();
        }
        std::vector<uuid> mine;
        for (auto const& m : chosen(condition<sync>(), by_start, 1000, 0))
            mine.push_back(m.id);
        same(met, mine, "the keys");
    }

    void begin()
    {
        if constexpr (transaction::exists) {
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
    }
    void end(bool keep)
    {
        if constexpr (transaction::exists) {
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
    }

    void perform(command const& c)
    {
        switch (c.what) {
        case act::insert_sync: insert(std::vector{make_sync(c.which)}, random_.one_in(4)); break;
        case act::insert_entry: insert(std::vector{make_entry(c.which, c.other)}, random_.one_in(4)); break;
        case act::insert_entries:
        case act::insert_repeated: {
            std::vector<sync_log_entry> rows;
            for (std::uint64_t i = 0; i != 1 + c.values % 5; ++i)
                rows.push_back(make_entry(c.which + i * 7, random_.one_in(8) ? random_.below(10) : c.other));
            if (c.what == act::insert_repeated)
                rows.push_back(rows[0]);
            insert(std::move(rows), true);
            break;
        }
        case act::insert_job:
            insert(std::vector{job{.id             = job_key(c.which),
                                   .module_name    = any_word(random_),
                                   .job_class_name = any_word(random_),
                                   .name           = any_word(random_)}},
                   false);
            break;
        case act::insert_job_result: {
            job_result m{.id = result_key(c.which), .name = any_word(random_)};
            if (random_.one_in(2))
                m.job_model = key_to<job>{job_key(c.other)};
            insert(std::vector{m}, false);
            break;
        }
        case act::insert_content_type:
            insert(std::vector{content_type{
                       .id = type_key(c.which), .app_label = any_word(random_), .model = any_word(random_)}},
                   false);
            break;
        case act::insert_secrets_group:
            insert(std::vector{secrets_group{.id = group_key(c.which), .name = any_word(random_)}}, false);
            break;
        case act::load_config: load(); break;
        case act::hold_sync:
            if (auto row = read<sync>(sync_key(c.which)))
                held_.insert_or_assign(c.other % 3, std::move(*row));
            break;
        case act::update_sync:
            if (auto row = read<sync>(sync_key(c.which))) {
                change(*row);
                update(std::move(*row));
            }
            break;
        case act::update_held:
            if (auto const found = held_.find(c.other % 3); found != held_.end()) {
                auto row = found->second;
                change(row);
                update(std::move(row));
            }
            break;
        case act::update_partial: update_partial(sync_key(c.which)); break;
        case act::update_job_result:
            if (auto row = read<job_result>(result_key(c.which))) {
                row->name = any_word(random_);
                row->job_model.reset();
                if (random_.one_in(2))
                    row->job_model = key_to<job>{job_key(c.other)};
                update(std::move(*row));
            }
            break;
        case act::update_config:
            if (auto row = load()) {
                row->servicenow_instance = any_word(random_);
                row->servicenow_secrets.reset();
                if (random_.one_in(2))
                    row->servicenow_secrets = key_to<secrets_group>{group_key(c.other)};
                update(std::move(*row));
            }
            break;
        case act::erase_sync: erase<sync>(sync_key(c.which)); break;
        case act::erase_entry: erase<sync_log_entry>(entry_key(c.which)); break;
        case act::erase_job: erase<job>(job_key(c.which)); break;
        case act::erase_job_result: erase<job_result>(result_key(c.which)); break;
        case act::erase_content_type: erase<content_type>(1 + type_key(c.which)); break;
        case act::erase_secrets_group: erase<secrets_group>(group_key(c.which)); break;
        case act::erase_config:
            if (!judge_.template rows<servicenow_config>().empty())
                erase<servicenow_config>(judge_.template rows<servicenow_config>().begin()->first);
            break;
        case act::get_sync: read<sync>(sync_key(c.which)); break;
        case act::get_entry: read<sync_log_entry>(entry_key(c.which)); break;
        case act::select_syncs: select_syncs(); break;
        case act::select_entries: select_entries(); break;
        case act::count_entries: {
            auto const cond = any_entry_condition();
            words_          = "counting entries";
            auto const n    = store().count(from<sync_log_entry>().where(cond.asked));
            if (agree(n, {}))
                same(*n,
                     chosen(
                         cond, [](auto const& a, auto const& b) { return plain(a.id) < plain(b.id); }, 1000, 0)
                         .size(),
                     "so many rows:");
            break;
        }
        case act::annotated_syncs: annotated(); break;
        case act::walk_pages: walk_pages(); break;
        case act::begin: begin(); break;
        case act::commit: end(true); break;
        case act::rollback: end(false); break;
        case act::reopen:
            if (t_.can_reopen() && levels_.empty())
                t_.reopen();
            words_ = "reopen";
            break;
        }
    }

    std::optional<stored<servicenow_config>> load()
    {
        words_   = "load of the singleton";
        auto row = store().template load<servicenow_config>();
        if (!agree(row, {}))
            return std::nullopt;
        auto const& mine = judge_.template rows<servicenow_config>();
        if (mine.empty())
            judge_.put(static_cast<servicenow_config const&>(*row));
        same(static_cast<servicenow_config const&>(*row), mine.begin()->second.m, "the row");
        same(revision_of(*row), mine.begin()->second.revision, "the revision");
        return std::move(*row);
    }

    void update_partial(uuid const& key)
    {
        words_    = "selecting without the diff";
        auto rows = store().select(from<sync>().where(field<&sync::id> == key).template defer<&sync::diff>());
        if (!agree(rows, {}))
            return;
        auto const* const mine = judge_.template find<sync>(key);
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

    trial<Backend>                          t_;
    model_store                             judge_{};
    random_source                           random_{0};
    std::map<std::uint32_t, stored<sync>>   held_{};
    std::vector<typename transaction::type> transactions_{};
    std::vector<level>                      levels_{};
    std::string                             words_{};
};

} // namespace ssot::conformance::detail

#endif // SSOT_DETAIL_RANDOM_MACHINE_HPP

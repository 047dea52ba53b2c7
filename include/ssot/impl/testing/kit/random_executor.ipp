// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_RANDOM_EXECUTOR_IPP
#define SSOT_IMPL_TESTING_KIT_RANDOM_EXECUTOR_IPP

// Executes the commands of a random run, on a store and on the judge at once.

#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/testing/random_run.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/impl/testing/kit/judged_sessions.ipp>
#include <ssot/impl/testing/kit/oracle_checked_store.ipp>
#include <ssot/impl/testing/kit/random_reads.ipp>
#include <ssot/impl/testing/kit/random_states.ipp>
#include <ssot/impl/testing/kit/random_values.ipp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

class random_machine {
public:
    explicit random_machine(source const& from) : both_(from) {}
    random_machine(random_machine const&)            = delete;
    random_machine& operator=(random_machine const&) = delete;

    /// Executes one command. Throws `failed_check` when store and judge disagree.
    void step(command const& c)
    {
        random_ = random_source((std::uint64_t{c.values} << 32 | c.other) * 0x9e3779b97f4a7c15U + c.which);
        both_.tell({});
        if (!is_possible(c.what, both_.now(), both_.can()))
            return; // in a list from which others were left out
        bool const of_other = c.what >= act::other_changes;
        if (of_other)
            perform(c);
        else
            both_.gives_way([&] { perform(c); });
    }

    situation now() const { return both_.now(); }
    run_reach can() { return both_.can(); }
    bool      can_go_deeper() const noexcept { return both_.can_go_deeper(); }

    /// Compares all rows.
    void compare_all() { both_.compare_all(); }

    /// What the last command was about.
    std::string const& words() const noexcept { return both_.words(); }

private:
    void perform(command const& c)
    {
        switch (c.what) {
        case act::insert_sync: both_.insert(std::vector{any_sync(random_, c.which)}, random_.one_in(4)); break;
        case act::insert_entry: both_.insert(std::vector{any_entry(random_, c.which, c.other)}, random_.one_in(4)); break;
        case act::insert_entries:
        case act::insert_repeated: insert_entries(c); break;
        case act::insert_job: insert_one(any_job(random_, c.which)); break;
        case act::insert_job_result: insert_one(any_job_result(random_, c.which, c.other)); break;
        case act::insert_content_type: insert_one(any_content_type(random_, c.which)); break;
        case act::insert_secrets_group: insert_one(any_secrets_group(random_, c.which)); break;
        case act::load_config: both_.load(); break;
        case act::hold_sync: hold_sync(c); break;
        case act::update_sync: change_and_update(both_.read<sync>(sync_key(c.which))); break;
        case act::update_held: update_held(c); break;
        case act::update_partial: update_partial(c); break;
        case act::update_job_result: change_and_update(both_.read<job_result>(result_key(c.which)), c.other); break;
        case act::update_config: change_and_update(both_.load(), c.other); break;
        case act::erase_sync: both_.erase<sync>(sync_key(c.which)); break;
        case act::erase_entry: both_.erase<sync_log_entry>(entry_key(c.which)); break;
        case act::erase_job: both_.erase<job>(job_key(c.which)); break;
        case act::erase_job_result: both_.erase<job_result>(result_key(c.which)); break;
        case act::erase_content_type: both_.erase<content_type>(1 + type_key(c.which)); break;
        case act::erase_secrets_group: both_.erase<secrets_group>(group_key(c.which)); break;
        case act::erase_config: erase_config(); break;
        case act::get_sync: both_.read<sync>(sync_key(c.which)); break;
        case act::get_entry: both_.read<sync_log_entry>(entry_key(c.which)); break;
        case act::select_syncs: reads_.select_syncs(); break;
        case act::select_entries: reads_.select_entries(); break;
        case act::count_entries: reads_.count_entries(); break;
        case act::annotated_syncs: reads_.annotated(); break;
        case act::walk_pages: reads_.walk_pages(); break;
        case act::begin: both_.begin(); break;
        case act::commit: both_.end(true); break;
        case act::rollback: both_.end(false); break;
        case act::reopen: both_.reopen(); break;
        case act::begin_read_only: both_.begin(storage::tx_mode::read_only); break;
        case act::open_cursor: both_.open_cursor(); break;
        case act::read_cursor: both_.read_cursor(1 + c.values % 3); break;
        case act::other_changes: both_.other_changes([&] { change_a_sync(c); }); break;
        case act::other_reads: both_.other_reads(); break;
        case act::other_writes: both_.other_writes([&] { change_a_sync(c); }); break;
        case act::other_ends: both_.other_ends(c.values % 2 == 0); break;
        }
    }

    void change_a_sync(command const& c)
    {
        switch (c.values % 3) {
        case 0: both_.insert(std::vector{any_sync(random_, c.which)}, false); break;
        case 1: change_and_update(both_.read<sync>(sync_key(c.which))); break;
        default: both_.erase<sync>(sync_key(c.which)); break;
        }
    }

    template<class M>
    void insert_one(M m)
    {
        both_.insert(std::vector{std::move(m)}, false);
    }
    void insert_entries(command const& c)
    {
        std::vector<sync_log_entry> rows;
        for (std::uint64_t i = 0; i != 1 + c.values % 5; ++i)
            rows.push_back(any_entry(random_, c.which + i * 7, random_.one_in(8) ? random_.below(10) : c.other));
        if (c.what == act::insert_repeated)
            rows.push_back(rows[0]);
        both_.insert(std::move(rows), true);
    }

    void hold_sync(command const& c)
    {
        if (auto row = both_.read<sync>(sync_key(c.which)))
            held_.insert_or_assign(c.other % 3, std::move(*row));
    }
    void update_held(command const& c)
    {
        if (auto const found = held_.find(c.other % 3); found != held_.end())
            change_and_update(std::optional(found->second));
    }
    void update_partial(command const& c)
    {
        both_.update_without_diff(sync_key(c.which), [this](sync& m) { change(random_, m); });
    }

    /// Changes a row that was read, if it is there. `of` is for `change`.
    template<class M, class... Of>
    void change_and_update(std::optional<stored<M>> row, Of... of)
    {
        if (!row)
            return;
        change(random_, *row, of...);
        both_.update(std::move(*row));
    }

    void erase_config()
    {
        auto const& rows = both_.judge().rows<servicenow_config>();
        if (!rows.empty())
            both_.erase<servicenow_config>(rows.begin()->first);
    }

    judged_store                          both_;
    random_source                         random_{0};
    random_reads                          reads_{both_, random_};
    std::map<std::uint32_t, stored<sync>> held_{};
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_RANDOM_EXECUTOR_IPP

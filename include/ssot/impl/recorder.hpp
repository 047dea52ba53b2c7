// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_RECORDER_HPP
#define SSOT_IMPL_RECORDER_HPP

#include <ssot/recorder.hpp>

#include <ssot/detail/recorder/run_state.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace ssot {

namespace detail::recording {

/// Returns the outcome that the caller's function reported for a change.
template<class Made>
change_outcome outcome_of(Made&& made)
{
    if constexpr (std::same_as<std::remove_cvref_t<Made>, change_outcome>)
        return std::forward<Made>(made);
    else if (made)
        return {};
    else
        return {sync_log_entry_status::error, to_string(made.error())};
}

template<class Make, class Change>
change_outcome make_change(Make& make, Change const& change)
{
    static_assert(std::invocable<Make&, Change const&>, "ssot::recorder::apply: the function takes a change");
    using made = std::invoke_result_t<Make&, Change const&>;
    static_assert(
        std::is_void_v<made> || std::same_as<std::remove_cvref_t<made>, change_outcome> || requires(made m) { m.error(); },
        "ssot::recorder::apply: the function returns an ssot::change_outcome, an ssot::result<void>, or nothing");
    change_outcome out;
    if constexpr (std::is_void_v<made>)
        make(change);
    else
        out = outcome_of(make(change));
    if (out.message.empty())
        out.message = out.status == sync_log_entry_status::success
            ? std::string(diff::message_for(change.action))
            : change.type + ' ' + std::string(to_wire(change.action)) + " did not return the model object.";
    return out;
}

template<class T>
inline constexpr bool is_result_of = requires(T const& t) {
    t.has_value();
    t.error();
};

/// Calls `work`, and notes its exception as the reason why the run may fail.
template<class State, class Work>
std::invoke_result_t<Work&> noting_failure(State& state, Work& work)
{
    try {
        return work();
    } catch (std::exception const& e) {
        state.note_failure(e.what());
        throw;
    } catch (...) {
        state.note_failure("an exception that is no std::exception");
        throw;
    }
}

} // namespace detail::recording

template<class Types>
result<basic_recorder<Types>> basic_recorder<Types>::start(ssot::store& in, recorder_options options)
{
    handle made(std::make_shared<state>(in, std::move(options)));
    if (auto started = made->start(); !started)
        return started.error();
    return basic_recorder(std::move(made));
}

template<class Types>
template<class Work>
std::invoke_result_t<Work&> basic_recorder<Types>::timed(run_phase phase, Work& work)
{
    using made = std::invoke_result_t<Work&>;
    if (!state_) {
        if constexpr (detail::recording::is_result_of<std::remove_cvref_t<made>> && std::constructible_from<made, error>)
            return made(moved());
        else
            return work(); // `made` cannot hold an error: the next call that returns a result reports it
    }
    auto const begun = state_->begin_phase(phase, 0);
    if constexpr (std::is_void_v<made>) {
        detail::recording::noting_failure(*state_, work);
        state_->end_phase(begun);
    } else {
        made out = detail::recording::noting_failure(*state_, work);
        state_->end_phase(begun);
        if constexpr (detail::recording::is_result_of<std::remove_cvref_t<made>>)
            if (!out.has_value())
                state_->note_failure(to_string(out.error()));
        return out;
    }
}

template<class Types>
template<class Work>
std::invoke_result_t<Work&> basic_recorder<Types>::synchronize(Work&& work)
{
    using made = std::invoke_result_t<Work&>;
    if constexpr (std::is_void_v<made>) {
        if (!state_ || !state_->dry_run())
            timed(run_phase::synchronize, work);
    } else {
        static_assert(
            std::default_initializable<made> || std::constructible_from<made, error>,
            "ssot::recorder::synchronize: a dry run does not call the function, and needs a value to return: let it "
            "return an ssot::result, or a type with a default constructor");
        if (!state_ || !state_->dry_run())
            return timed(run_phase::synchronize, work);
        if constexpr (std::default_initializable<made>)
            return made{};
        else if constexpr (std::constructible_from<made, error>)
            return made(error(errc::canceled, "a dry run synchronizes nothing"));
    }
}

template<class Types>
template<class Compute>
auto basic_recorder<Types>::compare(Compute&& compute) -> result<difference>
{
    if (!state_)
        return moved();
    if (auto may = state_->may_write(); !may)
        return may.error();
    auto const         work = [&]() -> result<difference> { return compute(); };
    result<difference> out  = timed(run_phase::diff, work);
    if (!out)
        return out;
    if (auto kept = state_->keep(out->summary, out->diff); !kept)
        return kept.error();
    if (auto checked = state_->check_limits(out->summary); !checked)
        return checked.error();
    return out;
}

template<class Types>
template<class Make>
result<sync_counts> basic_recorder<Types>::apply(difference const& found, Make&& make)
{
    sync_counts counts;
    if (!state_)
        return moved();
    if (state_->dry_run())
        return counts;
    if (auto may = state_->may_write(); !may)
        return may.error();
    if (auto checked = state_->check_limits(found.summary); !checked)
        return checked.error();

    auto const        begun = state_->begin_phase(run_phase::synchronize, found.changes.size());
    std::vector<bool> failed(found.changes.size());
    auto const        work = [&]() -> result<void> {
        for (std::size_t i = 0; i != found.changes.size(); ++i) {
            auto const& change = found.changes[i];
            bool const  same   = change.action == sync_log_entry_action::no_change;
            if (change.parent != diff::none && failed[change.parent]) {
                failed[i] = true; // as DiffSync does, without an entry
            } else if (!same || diff::has(found.flags, diff::flags::log_unchanged)) {
                auto entry = change.to_entry(key_to<sync_model>{state_->sync_id()});
                auto outcome =
                    same ? change_outcome{{}, std::move(entry.message)} : detail::recording::make_change(make, change);
                counts.add(change.action, outcome.status);
                entry.status  = outcome.status;
                entry.message = std::move(outcome.message);
                failed[i]     = outcome.status != sync_log_entry_status::success;
                if (auto logged = state_->log(std::move(entry), true); !logged)
                    return logged;
                if (failed[i] && !diff::has(found.flags, diff::flags::continue_on_failure))
                    return error(errc::canceled, change.object_repr() + " failed, and the run does not go on after that");
            }
            state_->tell(run_phase::synchronize, i + 1, found.changes.size());
        }
        return state_->flush();
    };
    auto const done = detail::recording::noting_failure(*state_, work);
    state_->end_phase(begun);
    if (!done) {
        state_->note_failure(to_string(done.error()));
        return done.error();
    }
    return counts;
}

template<class Types>
result<std::vector<interrupted_run>> basic_recorder<Types>::recover(ssot::store& in, recover_options const& how)
{
    return ssot::recover(in, how);
}

inline result<std::vector<interrupted_run>> recover(store& in, recover_options const& how)
{
    using m   = basic_job_result<raw_types>;
    auto open = in.select(from<m>().where(field<&m::status> == job_result_status::started));
    if (!open)
        return open.error();

    std::vector<interrupted_run> out;
    for (auto& found : *open) {
        auto const mark = found.meta ? detail::recording::stamp_from(*found.meta) : std::nullopt;
        if (!mark ||
            !detail::recording::is_interrupted(*mark,
                                               how.here,
                                               detail::bounded_time(how.clock()),
                                               detail::bounded_cast<duration>(how.stale_after),
                                               how.is_running))
            continue;
        detail::recording::tracked_row<m> row(static_cast<m const&>(found));
        row.template set<&m::status, &m::date_done, &m::traceback>(
            job_result_status::failure, mark->heartbeat, "interrupted");
        auto const written = row.write_while(in, detail::recording::some_patience(), [&](m const& now) {
            return now.status == job_result_status::started && now.meta == found.meta; // no sign of life since it was read
        });
        if (written)
            out.push_back({found.id, mark->host, mark->process_id, mark->heartbeat});
        else if (written.error().code() != errc::conflict && written.error().code() != errc::not_found)
            return written.error();
    }
    return out;
}

} // namespace ssot

#endif // SSOT_IMPL_RECORDER_HPP

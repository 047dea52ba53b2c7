// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_RANDOM_RUN_IPP
#define SSOT_IMPL_TESTING_RANDOM_RUN_IPP

#include <ssot/testing/random_run.hpp>
#include <ssot/testing/random_source.hpp>

#include <ssot/impl/testing/kit/random_executor.ipp>

#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>

namespace ssot::conformance {

SSOT_DECL std::string_view to_string(act a) noexcept
{
    constexpr std::string_view all[] = {"insert_sync",
                                        "insert_entry",
                                        "insert_entries",
                                        "insert_repeated",
                                        "insert_job",
                                        "insert_job_result",
                                        "insert_content_type",
                                        "insert_secrets_group",
                                        "load_config",
                                        "hold_sync",
                                        "update_sync",
                                        "update_held",
                                        "update_partial",
                                        "update_job_result",
                                        "update_config",
                                        "erase_sync",
                                        "erase_entry",
                                        "erase_job",
                                        "erase_job_result",
                                        "erase_content_type",
                                        "erase_secrets_group",
                                        "erase_config",
                                        "get_sync",
                                        "get_entry",
                                        "select_syncs",
                                        "select_entries",
                                        "count_entries",
                                        "annotated_syncs",
                                        "walk_pages",
                                        "begin",
                                        "commit",
                                        "rollback",
                                        "reopen",
                                        "begin_read_only",
                                        "open_cursor",
                                        "read_cursor",
                                        "other_changes",
                                        "other_reads",
                                        "other_writes",
                                        "other_ends"};
    static_assert(std::size(all) == act_count);
    return all[static_cast<std::size_t>(a)];
}

namespace detail {

/// A backend that judges foreign keys at the commit, without that ability: the judge says at once what is wrong, and so does a
/// store that looks itself. The backend judges all the same, and must find nothing.
class foreign_keys_undeclared {
public:
    using session_type = storage::any_session;

    explicit foreign_keys_undeclared(storage::any_backend const& inner) : it(inner) {}

    storage::capabilities caps() const noexcept
    {
        auto out         = it.caps();
        out.foreign_keys = storage::foreign_key_checks::none;
        return out;
    }
    result<std::uint32_t> prepare_schema(storage::schema_view schema, storage::schema_mode mode)
    {
        return it.prepare_schema(schema, mode);
    }
    result<session_type> open() { return it.open(); }
    void const*          identity() const noexcept { return it.identity(); }

    storage::any_backend it;
};

/// The source, so that wrong foreign keys are refused by the call.
SSOT_DECL source judging_each_call(source from)
{
    auto const wrapped = [](storage::any_backend b) {
        return b.caps().foreign_keys == storage::foreign_key_checks::at_commit
            ? storage::any_backend(foreign_keys_undeclared(b))
            : b;
    };
    source out = from;
    out.fresh  = [wrapped, fresh = from.fresh] { return wrapped(fresh()); };
    if (from.reopen)
        out.reopen = [wrapped, reopen = from.reopen](storage::any_backend&& open) {
            auto* const inner = open.as<foreign_keys_undeclared>();
            return wrapped(reopen(inner ? std::move(inner->it) : std::move(open)));
        };
    return out;
}

} // namespace detail

SSOT_DECL std::string replay(source const& from, std::span<command const> commands, std::vector<std::string>* told)
{
    auto const             judged = detail::judging_each_call(from);
    detail::random_machine machine(judged);
    try {
        std::size_t n = 0;
        for (auto const& c : commands) {
            machine.step(c);
            if (told)
                told->push_back(machine.words());
            if (++n % 100 == 0)
                machine.compare_all();
        }
        machine.compare_all();
        return {};
    } catch (std::exception const& wrong) {
        if (told)
            told->push_back(machine.words());
        return wrong.what();
    }
}

SSOT_DECL std::string replay(source const& from, std::initializer_list<command> commands)
{
    return replay(from, std::span<command const>(commands.begin(), commands.size()));
}

namespace detail {

/// Chooses commands: it leads to the nearest situation in which the rarest pairs are, and chooses there, of what is possible, what was
/// executed least.
class chooser {
public:
    chooser(std::uint64_t seed, pair_counts& seen, bool prefers_unseen)
        : random_(seed), seen_(seen), prefers_unseen_(prefers_unseen)
    {
        for (auto& w : weights_)
            w = random_.pick<std::uint64_t>({0, 1, 4, 12});
        for (std::size_t i = 0; i <= static_cast<std::size_t>(act::insert_entries); ++i)
            weights_[i] += 2; // rows have to come from somewhere
        weights_[static_cast<std::size_t>(act::reopen)] = 1;
    }

    command next(random_machine& machine)
    {
        auto const now = machine.now();
        command    out{choose(machine, now),
                    static_cast<std::uint32_t>(random_.below(40)),
                    static_cast<std::uint32_t>(random_.below(10)),
                    static_cast<std::uint32_t>(random_.below(1U << 20))};
        seen_.note(out.what, now);
        return out;
    }

private:
    act choose(random_machine& machine, situation const& now)
    {
        auto const can      = machine.can();
        bool const weighted = !prefers_unseen_ || random_.one_in(weighted_one_in);
        if (!weighted && way_.empty() && stay_ == 0) {
            way_ = seen_.way_to_rarest(now, can);
            std::ranges::reverse(way_);
            stay_ = 1 + random_.below(most_stay);
        }
        if (!weighted && !way_.empty()) {
            auto const next = way_.back();
            way_.pop_back();
            if (is_possible(next, now, can) && (next != act::begin || machine.can_go_deeper()))
                return next;
            way_.clear(); // it came otherwise
        }
        if (stay_ != 0)
            --stay_;
        std::array<std::uint64_t, act_count> upto{};
        std::uint64_t                        total = 0;
        auto                                 least = std::numeric_limits<std::uint64_t>::max();
        for (std::size_t i = 0; i != act_count; ++i) {
            auto const a = static_cast<act>(i);
            if (is_possible(a, now, can) && (a != act::begin || machine.can_go_deeper())) {
                auto const times = weighted ? 0 : seen_.least(a, now);
                if (times < least) { // what came before is not chosen
                    total = 0;
                    std::fill_n(upto.begin(), i, std::uint64_t{0});
                    least = times;
                }
                if (times == least)
                    total += weighted ? weights_[i] : 1;
            }
            upto[i] = total;
        }
        if (total == 0)
            return act::get_sync; // all that is possible has no weight
        return static_cast<act>(std::ranges::upper_bound(upto, random_.below(total)) - upto.begin());
    }

    // Without ways and preferences, so that rows come and no pair is hunted for ever.
    static constexpr std::uint64_t weighted_one_in = 4;
    static constexpr std::uint64_t most_stay       = 24; ///< commands in the situation to which a way led

    random_source                        random_;
    pair_counts&                         seen_;
    std::vector<act>                     way_{}; ///< to the rarest pairs, the next command last
    std::uint64_t                        stay_ = 0;
    bool                                 prefers_unseen_;
    std::array<std::uint64_t, act_count> weights_{};
};

/// The shortest list found by leaving out parts, for so many tries.
SSOT_DECL std::vector<command> shrink(std::vector<command>                                    commands,
                                      std::function<bool(std::vector<command> const&)> const& fails)
{
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    for (std::size_t part = std::max<std::size_t>(commands.size() / 2, 1);;) {
        bool shorter = false;
        for (std::size_t at = 0; at < commands.size() && std::chrono::steady_clock::now() < until;) {
            auto       tried = commands;
            auto const first = tried.begin() + static_cast<std::ptrdiff_t>(at);
            tried.erase(first, first + static_cast<std::ptrdiff_t>(std::min(part, tried.size() - at)));
            if (fails(tried)) {
                commands = std::move(tried);
                shorter  = true;
            } else {
                at += part;
            }
        }
        if (part == 1 && !shorter)
            return commands;
        if (std::chrono::steady_clock::now() >= until)
            return commands;
        part = std::max<std::size_t>(part / 2, 1);
    }
}

/// A failing list as a test.
SSOT_DECL std::string as_test(source const& from, std::vector<command> const& commands)
{
    std::vector<std::string> told;
    auto const               wrong = replay(from, std::span<command const>(commands), &told);
    std::string out = "BOOST_AUTO_TEST_CASE(found_by_the_conformance_kit)\n{\n    using ssot::conformance::act;\n"
                      "    auto const from = ssot::conformance::make_source<my_backend>(make_fresh_store);\n"
                      "    BOOST_TEST(ssot::conformance::replay(from, {\n";
    for (std::size_t i = 0; i != commands.size(); ++i) {
        auto const& c = commands[i];
        out += "        {act::" + std::string(to_string(c.what)) + ", " + std::to_string(c.which) + ", " +
            std::to_string(c.other) + ", " + std::to_string(c.values) + "}," +
            (i < told.size() ? " // " + shortened(told[i]) : "") + "\n";
    }
    return out + "    }) == \"\"); // " + wrong + "\n}\n";
}

} // namespace detail

SSOT_DECL random_result run_random(source const& from, random_options const& options)
{
    using clock               = std::chrono::steady_clock;
    auto const          begun = clock::now();
    random_result       out;
    auto const          judged = detail::judging_each_call(from);
    detail::pair_counts seen;
    detail::run_reach   can;
    for (std::uint64_t run = 0; out.commands < options.commands || (options.until && clock::now() < *options.until); ++run) {
        auto const n =
            options.until ? options.per_run : std::min<std::uint64_t>(options.per_run, options.commands - out.commands);
        std::vector<command>   commands;
        detail::random_machine machine(judged);
        detail::chooser        choose(options.seed + run * 0x9e3779b97f4a7c15U, seen, options.prefers_unseen);
        std::string            wrong;
        try {
            can = machine.can();
            while (commands.size() != n) {
                commands.push_back(choose.next(machine));
                machine.step(commands.back());
                if (commands.size() % 100 == 0)
                    machine.compare_all();
            }
            machine.compare_all();
            can = machine.can();
        } catch (std::exception const& e) {
            wrong = e.what();
        }
        out.commands += commands.size();
        if (wrong.empty())
            continue;
        auto const fails = [&](std::vector<command> const& tried) {
            return !replay(from, std::span<command const>(tried)).empty();
        };
        auto const shortest = detail::shrink(commands, fails);
        out.words           = wrong + ". Seed " + std::to_string(options.seed) + ", run " + std::to_string(run) + "; " +
            std::to_string(commands.size()) + " commands shrunk to " + std::to_string(shortest.size()) + ":\n" +
            detail::as_test(from, shortest);
        break;
    }
    out.pairs   = seen.met(can);
    out.seconds = std::chrono::duration<double>(clock::now() - begun).count();
    return out;
}

} // namespace ssot::conformance

#endif // SSOT_IMPL_TESTING_RANDOM_RUN_IPP
